"""Runs and versions looked at and taken in through a real server: from its folders, and sent to it."""

import json
import os
import threading
import time

import pytest
from asking import CONFIG, asking
from sklearn.linear_model import LogisticRegression
from tornado.httpclient import HTTPClientError

from jupyter_mltrack.registry import Person, get_version, history, register
from jupyter_mltrack.registry.exchange import export_version
from jupyter_mltrack.server import uploads
from jupyter_mltrack.store import Query
from jupyter_mltrack.tracking import delete_runs, get_run, list_runs, start
from jupyter_mltrack.tracking.api import open_for_tracking
from jupyter_mltrack.tracking.exchange import export_run

X, Y = [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]
API = ("mltrack", "api", "imports")


@pytest.fixture
def jp_server_config():
    return CONFIG


@pytest.fixture
def ask(jp_fetch):
    return asking(jp_fetch)


@pytest.fixture
def colleague(jp_root_dir):
    """The store of somebody else below the server's root: a run, a run with a model, and its version."""
    with open_for_tracking(jp_root_dir / "team" / "bob" / ".mltrack") as there:
        with start(there, "churn", "plain", params={"lr": 0.1}, user="bob") as run:
            run.log(accuracy=0.8)
        with start(there, "churn", "<b>best</b>", user="bob") as run:
            run.log(accuracy=0.9)
            run.log_model(LogisticRegression().fit(X, Y), "clf", example=X)
        register(there, run.id, "churn", by=Person("bob"))
        yield there


@pytest.fixture
def send(jp_fetch):
    """Send bytes as a browser does, in pieces; gives the upload's id."""

    async def fetch(data, name="run.mltrack", who="alice", piece=None):
        headers = {"X-Test-User": who}
        body = json.dumps({"name": name, "size": len(data)})
        begun = json.loads((await jp_fetch(*API, "uploads", method="POST", body=body, headers=headers)).body)
        size = piece or begun["piece"]
        for offset in range(0, len(data), size):
            await jp_fetch(
                *API, "uploads", begun["id"], method="PUT", body=data[offset : offset + size], headers=headers,
                params={"offset": str(offset)},
            )  # fmt: skip
        return begun["id"]

    return fetch


def uploaded(serverapp):
    """Give the files that the server keeps for browsers."""
    kept = serverapp.web_app.settings["jupyter_mltrack_uploads"]._folder
    from pathlib import Path

    return [] if kept is None else sorted(Path(kept.name).iterdir())


async def test_a_store_is_shown_before_anything_is_written(ask, colleague, server_store, jp_root_dir):
    going = start(colleague, "churn", "goes on")
    with start(colleague, "churn", "in the trash") as gone:
        pass
    delete_runs(colleague, [gone.id])
    status, offer = await ask("alice", "POST", "imports", "look", body={"path": "team/bob"})
    assert status == 200
    assert (offer["source"], offer["kind"], offer["total_runs"]) == ("team/bob", "store", 2)
    newest, oldest = offer["runs"]
    assert (newest["number"], newest["name"], newest["user"], newest["here"]) == (
        2,
        "<b>best</b>",
        "bob",
        None,
    )
    assert oldest["experiment"] == "churn"
    [version] = offer["versions"]
    assert (version["model"], version["version"], version["created_by"]) == ("churn", 1, "bob")
    assert version["run"] == newest["id"] and version["format"] == "skops" and version["safe"]
    assert list_runs(server_store).total == 0 and str(jp_root_dir) not in json.dumps(offer)
    going.finish()


async def test_chosen_ones_come_and_come_once(ask, colleague, server_store):
    _, offer = await ask("alice", "POST", "imports", "look", body={"path": "team/bob/.mltrack"})
    best, plain = (run["id"] for run in offer["runs"])
    choice = {"model": "churn", "version": 1, "with_run": True}
    body = {"path": "team/bob", "runs": [plain], "versions": [choice]}
    status, report = await ask("alice", "POST", "imports", body=body)
    assert status == 200 and report["refused"] == []
    assert [(run["number"], run["already"]) for run in report["runs"]] == [(1, False)]
    [version] = report["versions"]
    assert (version["model"], version["version"], version["already"]) == ("churn", 1, False)
    assert version["run"]["id"] == best and version["run"]["number"] == 2
    assert get_run(server_store, 1).tags["mltrack.origin"] == "run 1 in team/bob"
    assert get_version(server_store, "churn/1").created_by == "alice"
    assert history(server_store, "churn").events[0].details["origin"]["created_by"] == "bob"
    assert server_store.points.keys(plain) == {"accuracy": 1}

    _, again = await ask("alice", "POST", "imports", body=body)
    assert again["runs"][0]["already"] and again["versions"][0]["already"] and again["refused"] == []
    assert list_runs(server_store).total == 2 and server_store.table("versions").count(None) == 1
    delete_runs(server_store, [plain])
    _, offer = await ask("alice", "POST", "imports", "look", body={"path": "team/bob"})
    assert [(run["here"], run["in_trash"]) for run in offer["runs"]] == [(2, False), (1, True)]
    assert offer["versions"][0]["here"] == 1
    _, again = await ask("alice", "POST", "imports", body={"path": "team/bob", "runs": [plain]})
    assert again["runs"][0]["in_trash"]
    _, named = await ask(
        "alice", "POST", "imports", body={"path": "team/bob", "versions": [{**choice, "name": "risk"}]}
    )
    assert (named["versions"][0]["model"], named["versions"][0]["already"]) == ("risk", False)


async def test_one_that_is_refused_does_not_stop_the_others(ask, colleague, server_store):
    first, second = get_run(colleague, 1), get_run(colleague, 2)
    body = {"path": "team/bob", "runs": [first.id]}
    await ask("alice", "POST", "imports", body=body)
    colleague.table("runs").update({"params": {"lr": 5}}, Query().id == first.id)
    body["runs"] = [first.id, "0" * 32, "../../etc", second.id]
    body["versions"] = [{"model": "churn", "version": 9}, {"model": "a/b@c", "version": 1}]
    status, report = await ask("alice", "POST", "imports", body=body)
    assert status == 200 and [run["id"] for run in report["runs"]] == [second.id]
    reasons = {one["what"]: one["reason"] for one in report["refused"]}
    assert list(reasons) == [first.id, "0" * 32, "../../etc", "churn/9", "a/b@c/1"]
    assert "not its content: params differ" in reasons[first.id]
    assert not any("Nothing was changed" in reason for reason in reasons.values())
    assert "no id of a run" in reasons["../../etc"] and "no version 9" in reasons["churn/9"]


async def test_a_file_is_sent_in_pieces_and_taken_in(
    ask, send, colleague, jp_root_dir, jp_serverapp, tmp_path
):
    export_version(colleague, "churn/1", tmp_path / "churn-1.mltrack", with_run=True)
    data = (tmp_path / "churn-1.mltrack").read_bytes()
    upload = await send(data, "C:\\Users\\bob\\churn\u202e-1.mltrack", piece=1000)
    status, offer = await ask("alice", "POST", "imports", "look", body={"upload": upload})
    assert status == 200 and (offer["kind"], offer["source"]) == ("file", "churn\ufffd-1.mltrack")
    [run], [version] = offer["runs"], offer["versions"]
    assert version["run"] == run["id"]
    assert not (jp_root_dir / ".mltrack").exists(), "looking makes no store"
    choice = {"model": "churn", "version": 1, "with_run": True}
    status, report = await ask("alice", "POST", "imports", body={"upload": upload, "versions": [choice]})
    assert status == 200 and report["versions"][0]["run"]["number"] == 1
    assert report["versions"][0]["origin"] == "churn/1 in churn\ufffd-1.mltrack"
    assert len(uploaded(jp_serverapp)) == 1
    assert (await ask("bob", "DELETE", "imports", "uploads", upload))[0] == 404
    assert (await ask("alice", "DELETE", "imports", "uploads", upload)) == (200, {"deleted": upload})
    assert uploaded(jp_serverapp) == []
    assert (await ask("alice", "POST", "imports", "look", body={"upload": upload}))[0] == 404


async def test_a_run_without_its_version_and_the_other_way(ask, colleague, server_store, jp_root_dir):
    export_version(colleague, "churn/1", jp_root_dir / "both.mltrack", with_run=True)
    export_run(colleague, 1, jp_root_dir / "run.mltrack")
    run = get_run(colleague, 2)
    _, report = await ask("alice", "POST", "imports", body={"path": "/both.mltrack", "runs": [run.id]})
    assert [one["number"] for one in report["runs"]] == [1] and report["versions"] == []
    version = {"model": "churn", "version": 1, "name": "alone"}
    _, report = await ask("alice", "POST", "imports", body={"path": "both.mltrack", "versions": [version]})
    assert report["versions"][0]["run"] is None and list_runs(server_store).total == 1
    body = {"path": "run.mltrack", "runs": [run.id], "versions": [{"model": "churn", "version": 1}]}
    _, report = await ask("alice", "POST", "imports", body=body)
    assert ["holds no run" in report["refused"][0]["reason"], len(report["refused"])] == [True, 2]


async def test_uploads_have_limits_and_owners(ask, send, jp_serverapp, jp_fetch, monkeypatch):
    kept = jp_serverapp.web_app.settings["jupyter_mltrack_uploads"]
    kept._most_bytes = 10_000
    status, said = await ask("alice", "POST", "imports", "uploads", body={"name": "x", "size": 10_001})
    assert (status, said["code"]) == (413, "too_large") and "at most 10,000" in said["message"]
    for size in (0, -1):
        assert (await ask("alice", "POST", "imports", "uploads", body={"name": "x", "size": size}))[0] == 400
    _, begun = await ask("alice", "POST", "imports", "uploads", body={"name": "../../x", "size": 10})
    assert begun["name"] == "x" and begun["piece"] == uploads.PIECE_BYTES

    async def put(data, offset, who="alice", id=begun["id"]):
        try:
            answer = await jp_fetch(
                *API, "uploads", id, method="PUT", body=data, params={"offset": str(offset)},
                headers={"X-Test-User": who},
            )  # fmt: skip
        except HTTPClientError as error:
            return error.code
        return answer.code

    assert await put(b"12345", 0) == 200
    assert await put(b"12345", 0) == 409
    assert await put(b"123456", 5) == 413
    assert await put(b"12345", 5, who="bob") == 404
    assert await put(b"12345", 5, id="../../x") == 404
    status, said = await ask("alice", "POST", "imports", "look", body={"upload": begun["id"]})
    assert status == 409 and "only 5 of 10 bytes" in said["message"]
    assert await put(b"12345", 5) == 200
    status, said = await ask("alice", "POST", "imports", "look", body={"upload": begun["id"]})
    assert status == 400 and said["message"].startswith("x cannot be imported.")
    # Pages that were closed say nothing: with a fifth one of a person, the oldest goes, and nobody else's.
    for person, together in (("bob", 1), ("alice", 4), ("alice", 4)):
        await ask(person, "POST", "imports", "uploads", body={"name": "x", "size": 10})
        for _ in range(together - 1):
            assert (await ask(person, "POST", "imports", "uploads", body={"name": "x", "size": 10}))[0] == 200
    assert sorted(one.user for one in kept._kept.values()) == ["alice"] * 4 + ["bob"]
    assert (await ask("alice", "POST", "imports", "look", body={"upload": begun["id"]}))[0] == 404
    monkeypatch.setattr(uploads, "_MOST_OPEN", 5)
    assert (await ask("carol", "POST", "imports", "uploads", body={"name": "x", "size": 10}))[0] == 409
    monkeypatch.setattr(uploads, "_IDLE_SECONDS", -1.0)
    assert (await ask("alice", "POST", "imports", "uploads", body={"name": "x", "size": 10}))[0] == 200
    assert len(uploaded(jp_serverapp)) == 1


def test_what_killed_servers_left_behind_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(uploads.tempfile, "tempdir", str(tmp_path))
    old, new, link = (tmp_path / f"mltrack-uploads-{name}" for name in ("old", "new", "link"))
    for folder in (old, new):
        folder.mkdir()
        (folder / "file").write_bytes(b"x")
    outside = tmp_path / "outside"
    outside.mkdir()
    link.symlink_to(outside)
    for place in (old / "file", old, new, outside):
        os.utime(place, (1, 1))
    kept = uploads.Uploads(100)
    kept.begin("x", 1, Person("alice"))
    assert not old.exists() and (new / "file").exists() and outside.exists()
    kept.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [link.name, new.name, "outside"]


async def test_the_loop_goes_on_while_a_store_is_read(ask, colleague, server_store, monkeypatch):
    from jupyter_mltrack.server import imports

    entered, go = threading.Event(), threading.Event()

    def slow(source, store):
        entered.set()
        assert go.wait(20)
        raise AssertionError("not looked at")

    monkeypatch.setattr(imports, "look_into", slow)
    import asyncio

    task = asyncio.ensure_future(ask("alice", "POST", "imports", "look", body={"path": "team/bob"}))
    while not entered.is_set():
        await asyncio.sleep(0.01)
    before = time.monotonic()
    assert (await ask("alice", "GET", "runs"))[0] == 200
    assert time.monotonic() - before < 5
    go.set()
    assert (await task)[0] == 500
