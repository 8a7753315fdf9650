"""Monitors over the wire: made, run by the server in processes of their own, told of, and acted on by who is asking."""

import asyncio
import json
import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from asking import CONFIG, asking
from feed import DAY, FIRST, Feed, rows

from jupyter_mltrack.monitoring.documents import find_monitor
from jupyter_mltrack.server.watcher import EVENT_ID


@pytest.fixture
def jp_server_config():
    return {**CONFIG, "MLTrack": {"monitor_interval": 0.2}}


@pytest.fixture
def ask(jp_fetch):
    fetch = asking(jp_fetch)

    async def ask(who, method, path, body=None):
        address = urlsplit(path)
        params = dict(parse_qsl(address.query, keep_blank_values=True))
        return await fetch(who, method, *address.path.split("/"), body=body, **params)

    return ask


@pytest.fixture
def feed(server_store, jp_root_dir):
    """Files beside the server's store, and a table to compare with."""
    made = Feed(server_store, jp_root_dir)
    rows(-30, count=3000).to_csv(jp_root_dir / "reference.csv", index=False)
    return made


BODY = {
    "name": "churn", "source": {"kind": "files", "path": "data/*.csv"},
    "chunking": {"by": "time", "column": "at"}, "roles": {"key": "key", "scores": {"1": "score"}},
    "reference": "reference.csv",
}  # fmt: skip


async def until(question, seconds=60.0):
    """Ask until the answer is true."""
    end = time.monotonic() + seconds
    while True:
        found = await question()
        if found:
            return found
        assert time.monotonic() < end, "it did not come true"
        await asyncio.sleep(0.2)


async def test_a_monitor_that_is_due_is_run_and_told_of(jp_serverapp, ask, feed):
    for day in range(3):
        feed.day(day, shift=8 if day else 0)
    heard = []

    async def listener(logger, schema_id, data):
        if schema_id == EVENT_ID:
            heard.extend(data.get("monitors", []))

    jp_serverapp.event_logger.add_listener(listener=listener)
    code, made = await ask("alice", "POST", "monitors", {**BODY, "every": 3600})
    assert (code, made["created_by"], made["references"][0]["label"]) == (200, "alice", "reference.csv")

    async def checked():
        _, page = await ask("alice", "GET", "monitors")
        (row,) = page["rows"]
        return row if len(row["strip"]) == 3 and row["monitor"]["lease"] is None else None

    row = await until(checked)
    assert [mark["status"] for mark in row["strip"]] == ["no drift", "drift", "drift"]
    assert [alert["subjects"] for alert in row["alerts"]] == [["age"]]
    assert row["monitor"]["next_run"] > time.time()
    assert made["id"] in heard


async def test_pages_of_a_monitor(ask, feed):
    for day in range(3):
        feed.day(day, shift=8 if day == 2 else 0)
    await ask("alice", "POST", "monitors", BODY)
    feed.run()
    _, details = await ask("alice", "GET", "monitors/churn")
    assert [check["label"] for check in details["checks"]] == ["2026-03-01", "2026-03-02", "2026-03-03"]
    assert details["columns"][0] == "age"
    assert (details["earliest"], details["total_checks"]) == (FIRST, 3)
    _, part = await ask("alice", "GET", f"monitors/churn?since={FIRST + 1.5 * DAY}&until={FIRST + 1.8 * DAY}")
    assert [check["label"] for check in part["checks"]] == ["2026-03-02"]
    _, check = await ask("alice", "GET", "monitors/churn/checks/2026-03-03")
    assert check["report"]["status"] == "drift"
    _, age = await ask("alice", "GET", "monitors/churn/columns/age")
    assert {*age["figures"]} == {"distribution", "quantiles", "missing"}
    assert [moment["drifted"] for moment in age["moments"]] == [False, False, True]
    assert age["rows"] and "city" in age["rows"][0]
    _, city = await ask("alice", "GET", "monitors/churn/columns/city?check=2026-03-01")
    assert {*city["figures"]} == {"distribution", "shares", "missing"}
    _, periods = await ask(
        "alice", "GET", "monitors/churn/comparison?first=2026-03-01,2026-03-02&second=2026-03-03"
    )
    assert (periods["first"], [*periods["figures"]]) == ("2026-03-01 to 2026-03-02 (2 checks)", ["age"])
    _, performance = await ask("alice", "GET", "monitors/churn/performance")
    assert "is not watched" in performance["sentence"]


async def test_what_somebody_does_has_their_name(ask, feed):
    for day in range(2):
        feed.day(day, shift=8)
    await ask("alice", "POST", "monitors", BODY)
    feed.run()
    _, page = await ask("alice", "GET", "alerts")
    (alert,) = page["alerts"]
    _, done = await ask("bob", "POST", f"alerts/{alert['id']}", {"act": "acknowledge", "text": "mine"})
    assert (done["alert"]["acknowledged"], done["alert"]["events"][-1]["text"]) == ("bob", "mine")
    _, taken = await ask(
        "bob", "POST", "monitors/churn/reference", {"checks": ["2026-03-02"], "reason": "new"}
    )
    assert (taken["references"][-1]["by"], taken["references"][-1]["reason"]) == ("bob", "new")
    _, page = await ask("alice", "GET", "alerts?status=resolved")
    assert page["alerts"][0]["events"][-1]["user"] == "bob"


async def test_run_now_edit_and_delete(ask, feed):
    feed.day(0)
    await ask("alice", "POST", "monitors", BODY)
    code, _ = await ask("alice", "POST", "monitors/churn/run", {})
    assert code == 200
    code, problem = await ask("alice", "POST", "monitors/churn/run", {})
    assert (code, problem["code"]) in ((409, "conflict"), (409, "monitor_busy"))

    async def checked():
        return find_monitor(feed.store, "churn").checks == 1

    await until(checked)
    code, edited = await ask("alice", "PATCH", "monitors/churn", {"paused": True, "name": "calm"})
    assert (code, edited["paused"], edited["name"]) == (200, True, "calm")
    code, problem = await ask("alice", "PATCH", "monitors/calm", {"chunking": {"by": "batch"}})
    assert (code, "cannot change" in problem["message"]) == (409, True)

    async def gone():
        code, _ = await ask("alice", "DELETE", "monitors/calm")
        return code == 200

    await until(gone)
    assert (await ask("alice", "GET", "monitors"))[1]["rows"] == []


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("GET", "monitors/nobody", None, 404), ("POST", "monitors/nobody/run", {}, 404),
        ("GET", "monitors/churn/checks/1999-01-01", None, 404), ("GET", "monitors/churn/columns/nothing", None, 404),
        ("GET", "monitors/churn/comparison?first=&second=2026-03-01", None, 400),
        ("GET", "alerts?status=odd", None, 400),
        ("POST", "monitors", {"name": "../x", "source": {"kind": "files", "path": "a"}}, 400),
        ("POST", "monitors", BODY, 409), ("POST", "monitors", {**BODY, "name": "b", "by": "eve"}, 400),
        ("POST", "monitors", {**BODY, "name": "b", "reference": "nowhere.csv"}, 400),
        ("POST", "monitors", {**BODY, "name": "b", "policy": {"rate": 7}}, 400),
        ("POST", "monitors", {**BODY, "name": "b", "every": 0.1}, 400), ("POST", "monitors/churn/cancel", {}, 409),
        ("POST", "monitors/churn/reference", {}, 400), ("POST", "monitors/churn/reference", {"model": True}, 409),
        ("POST", "alerts/none", {"act": "acknowledge"}, 404), ("POST", "alerts/none", {"act": "explode"}, 400),
    ],
)  # fmt: skip
async def test_what_cannot_be_meant_is_said(ask, feed, method, path, body, code):
    feed.day(0)
    await ask("alice", "POST", "monitors", BODY)
    feed.run()
    before = json.dumps([dict(one) for one in feed.store.table("monitors")])
    found, problem = await ask("alice", method, path, body)
    assert found == code, problem
    assert problem["message"]
    assert json.dumps([dict(one) for one in feed.store.table("monitors")]) == before
