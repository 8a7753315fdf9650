"""The server's addresses, on a real server."""

import asyncio
import json
import math
import re
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from tornado.httpclient import HTTPClientError

from jupyter_mltrack.server.app import ADDRESSES
from jupyter_mltrack.server.openapi import OPERATIONS, description
from jupyter_mltrack.server.watcher import EVENT_ID
from jupyter_mltrack.tracking import start


def make(store, count=3):
    runs = []
    for index in range(count):
        with start(store, "churn", f"run-{index}", params={"lr": 0.1 * (index + 1), "a,b": "x"}) as run:
            for step in range(5):
                run.log(loss=1 / (step + index + 1), step=step)
            run.log(accuracy=0.9 + index / 100, odd=math.nan)
        runs.append(run)
    return runs


async def problem(awaitable):
    with pytest.raises(HTTPClientError) as error:
        await awaitable
    return error.value.code, json.loads(error.value.response.body)


async def test_without_a_store_everything_is_empty(call, jp_root_dir):
    status = await call("status")
    assert status["store"] == ".mltrack" and status["problem"] is None
    assert await call("runs") == {"rows": [], "total": 0, "running": 0, "seq": 0}
    assert await call("experiments") == {"experiments": []}
    assert await call("columns") == {"columns": []}
    assert not (jp_root_dir / ".mltrack").exists()


async def test_the_table(call, server_store):
    make(server_store)
    columns = ",".join(
        quote(name, safe="") for name in ("params.lr", "params.a,b", "min.loss", "metrics.odd")
    )
    page = await call("runs", sort="-metrics.accuracy", columns=columns, limit=2)
    assert page["total"] == 3 and [row["number"] for row in page["rows"]] == [3, 2]
    assert (
        page["rows"][0]["values"]["params.a,b"] == "x" and page["rows"][0]["values"]["metrics.odd"] == "NaN"
    )
    assert (await call("runs", filter="accuracy > 0.915"))["total"] == 1
    assert {c["id"] for c in (await call("columns"))["columns"]} >= {"params.lr", "metrics.loss", "min.loss"}
    [row] = (await call("experiments"))["experiments"]
    assert (row["name"], row["runs"], row["main_metric"]) == ("churn", 3, "accuracy")
    row = await call("experiments", "churn", method="PATCH", body={"main_metric": "loss"})
    assert (row["main_metric"], row["direction"]) == ("loss", "min")


async def test_one_run_is_read_edited_deleted_restored(call, server_store):
    [run] = make(server_store, 1)
    details = await call("runs", run.id)
    assert details["run"]["metrics"]["loss"] == 0.2 and details["environment"]["python"]
    details = await call("runs", "1", method="PATCH", body={"name": "<b>x</b>", "tags": {"k": "v"}})
    assert details["run"]["name"] == "<b>x</b>" and details["run"]["tags"] == {"k": "v"}
    assert await call("runs", "delete", method="POST", body={"runs": [run.id]}) == {"runs": [run.id]}
    assert (await call("runs"))["total"] == 0 and (await call("runs", deleted=1))["total"] == 1
    assert await call("runs", "restore", method="POST", body={"runs": [run.id]}) == {"runs": [run.id]}
    assert (await call("lines", run.id))["number"] == 1


async def test_comparison_series_and_figures(call, server_store):
    import plotly.graph_objects as go

    runs = ",".join(run.id for run in make(server_store))
    found = await call("comparison", runs=runs)
    assert [row["key"] for row in found["groups"][0]["rows"]] == ["lr"]
    series = (await call("series", runs=runs, keys="loss"))["series"]
    assert [len(one["values"]) for one in series] == [5, 5, 5]
    for address, more in (
        ("curves", {"keys": "loss", "smoothing": "0.5", "log": "1"}), ("curves", {"x": "relative"}), ("parallel", {}),
        ("scatter", {"x": "params.lr", "y": "metrics.accuracy"}), ("importance", {}),
    ):  # fmt: skip
        figure = await call("figures", address, runs=runs, **more)
        go.Figure(figure)
        assert figure["layout"]["meta"]["summary"], address
        assert figure["data"] or address == "importance", address


async def test_files_are_downloads_and_stay_in_their_run(jp_fetch, server_store):
    with start(server_store, "e") as run:
        run.log_file(b"<script>alert(1)</script>", "plots/a b.html")
    response = await jp_fetch("mltrack", "api", "runs", run.id, "files", "plots/a b.html")
    assert response.body == b"<script>alert(1)</script>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")
    for path in ("../../mltrack.db", "..%2F..%2Fmltrack.db", "nothing"):
        code, said = await problem(jp_fetch("mltrack", "api", "runs", run.id, "files", path))
        assert (code, said["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "parts, arguments, code, words",
    [
        (("runs", "nobody"), {}, 404, "no run"),
        (("runs",), {"filter": "accuracy >"}, 400, "expected a value"),
        (("runs",), {"sort": "colour"}, 400, "no column"),
        (("runs",), {"limit": "many"}, 400, "no number"),
        (("runs",), {"limit": "1000000"}, 400, "limit"),
        (("comparison",), {"runs": "1"}, 400, "two"),
        (("figures", "curves"), {"runs": "1", "x": "sideways"}, 400, "x"),
        (("figures", "scatter"), {"runs": "1"}, 400, "two columns"),
        (("nothing",), {}, 404, "nothing at"),
    ],
)
async def test_errors_say_what_to_do(jp_fetch, server_store, parts, arguments, code, words):
    make(server_store, 1)
    got, said = await problem(jp_fetch("mltrack", "api", *parts, params=arguments))
    assert got == code
    assert words in said["message"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"name": 3}', '{"colour": "red"}', '{"name": ""}'])
async def test_bad_bodies_change_nothing(jp_fetch, call, server_store, body):
    [run] = make(server_store, 1)
    if body == "":
        assert (await call("runs", run.id, method="PATCH", body={}))["run"]["name"] == "run-0"
        return
    code, said = await problem(jp_fetch("mltrack", "api", "runs", run.id, method="PATCH", body=body))
    assert code == 400 and said["code"] == "invalid" and len(said["message"]) > 20
    assert (await call("runs", run.id))["run"]["name"] == "run-0"


def addresses():
    found = []
    for pattern, handler in ADDRESSES:
        path = re.sub(r"\(\?P<\w+>[^)]*\)", "x", pattern).replace("\\", "")
        for method in ("GET", "POST", "PATCH"):
            if getattr(handler, method.lower()).__qualname__.startswith(handler.__name__):
                found.append((method, path))
    return found


@pytest.mark.parametrize("method, path", addresses())
async def test_nobody_gets_in_without_a_token(jp_fetch, method, path):
    body = None if method == "GET" else "{}"
    code, said = await problem(
        jp_fetch("mltrack", "api", *path.split("/"), method=method, body=body, headers={"Authorization": ""})
    )
    assert code == 403 and said["code"] == "forbidden"


@pytest.mark.parametrize("method, path", [one for one in addresses() if one[0] != "GET"])
async def test_a_cookie_alone_is_not_enough_to_write(
    jp_fetch, jp_serverapp, method, path, http_server_client, jp_base_url
):
    """A page of another site sends the browser's cookie, but cannot send the XSRF token."""
    login = await http_server_client.fetch(
        jp_base_url + f"login?next={quote(jp_base_url)}", method="GET", follow_redirects=False, raise_error=False,
        headers={"Authorization": f"token {jp_serverapp.identity_provider.token}"},
    )  # fmt: skip
    cookies = "; ".join(
        value.split(";")[0] for value in login.headers.get_list("Set-Cookie") if "_xsrf" not in value
    )
    response = await http_server_client.fetch(
        jp_base_url + "mltrack/api/" + path,
        method=method,
        body="{}",
        raise_error=False,
        headers={"Cookie": cookies},
    )
    assert response.code == 403


async def test_authorization_is_asked(jp_fetch, jp_serverapp, server_store, monkeypatch):
    monkeypatch.setattr(jp_serverapp.authorizer, "is_authorized", lambda handler, user, action, resource: (
        action == "read" and resource == "jupyter_mltrack"
    ))  # fmt: skip
    assert (await jp_fetch("mltrack", "api", "runs")).code == 200
    code, _ = await problem(jp_fetch("mltrack", "api", "runs", "delete", method="POST", body='{"runs": []}'))
    assert code == 403


def test_the_description_names_every_address():
    described = {(one.method.upper(), re.sub(r"\{[^}]*\}", "x", one.path)) for one in OPERATIONS}
    assert described == set(addresses())
    text = json.dumps(description())
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        assert name in description()["components"]["schemas"]


async def listening(serverapp):
    heard = asyncio.Queue()

    async def listener(logger, schema_id, data):
        if schema_id == EVENT_ID:
            await heard.put(data)

    serverapp.event_logger.add_listener(listener=listener)
    return heard


async def until(heard, test, seconds=5.0):
    end = time.monotonic() + seconds
    while True:
        data = await asyncio.wait_for(heard.get(), max(0.01, end - time.monotonic()))
        if test(data):
            return data


async def test_changes_of_another_process_arrive_as_events(jp_serverapp, call, server_store, jp_root_dir):
    heard = await listening(jp_serverapp)
    await until(heard, lambda data: data["reset"])
    code = (
        "import jupyter_mltrack as m, time\n"
        "r = m.run('live')\nprint(r.id, flush=True)\n"
        "for i in range(3):\n    r.log(loss=float(i)); time.sleep(0.3)\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=jp_root_dir, stdout=subprocess.PIPE, text=True
    )
    run_id = await asyncio.to_thread(process.stdout.readline)
    run_id = run_id.strip()
    await until(heard, lambda data: run_id in data["runs"], 10)
    assert (await call("runs"))["running"] == 1
    await asyncio.to_thread(process.wait)
    died = time.monotonic()
    while (await call("runs", run_id))["run"]["status"] == "running":
        assert time.monotonic() - died < 5
        await until(heard, lambda data: run_id in data["runs"])
    details = await call("runs", run_id)
    assert details["run"]["status"] == "lost" and details["run"]["metrics"] == {"loss": 2.0}


async def test_the_event_loop_is_not_blocked(call, server_store, monkeypatch):
    from jupyter_mltrack.server import runs

    def slow(*_):
        time.sleep(0.5)
        return []

    monkeypatch.setattr(runs, "list_columns", slow)
    longest, stop = 0.0, False

    async def tick():
        nonlocal longest
        while not stop:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)

    ticking = asyncio.ensure_future(tick())
    await call("columns")
    stop = True
    await ticking
    assert longest < 0.3


async def test_a_broken_store_is_said(call, jp_root_dir):
    folder = jp_root_dir / ".mltrack"
    folder.mkdir()
    (folder / "mltrack.db").write_bytes(b"this is no database" * 1000)
    status = await call("status")
    assert status["problem"]["code"] == "store_corrupt"
    assert (folder / "mltrack.db").read_bytes().startswith(b"this is no database")


async def test_kernels_learn_where_the_store_is(jp_serverapp, jp_root_dir):
    import os

    assert os.environ["MLTRACK_STORE"] == str(jp_root_dir / ".mltrack")
