"""A store that cannot be used is said, and the server answers on."""

import asyncio
import json
import sqlite3

import pytest
from disks import read_only
from tornado.httpclient import HTTPClientError

from jupyter_mltrack.store.schema import FILE, VERSION
from jupyter_mltrack.tracking import start
from jupyter_mltrack.tracking.api import open_for_tracking


@pytest.fixture
def corrupt(jp_root_dir):
    folder = jp_root_dir / ".mltrack"
    folder.mkdir()
    (folder / FILE).write_bytes(b"this is no database" * 1000)
    return folder / FILE


@pytest.fixture
def too_new(jp_root_dir):
    folder = jp_root_dir / ".mltrack"
    store = open_for_tracking(folder)
    with start(store, "e"):
        pass
    store.close()
    connection = sqlite3.connect(folder / FILE)
    connection.execute(f"PRAGMA user_version={VERSION + 1}")
    connection.close()
    return folder / FILE


TROUBLES = {"corrupt": ("store_corrupt", "not"), "too_new": ("store_too_new", "Update jupyter-mltrack")}


@pytest.fixture(params=TROUBLES)
def trouble(request):
    """The file of a store that cannot be used, made before the server starts, and what is to be said of it."""
    return request.getfixturevalue(request.param), *TROUBLES[request.param]


async def problem_of(awaitable):
    with pytest.raises(HTTPClientError) as error:
        await awaitable
    return error.value.code, json.loads(error.value.response.body)


async def test_the_server_starts_with_a_store_that_it_cannot_use(trouble, jp_fetch):
    file, code, words = trouble
    before = file.read_bytes()
    status = json.loads((await jp_fetch("mltrack", "api", "status")).body)
    assert status["problem"]["code"] == code and words in status["problem"]["message"]
    assert status["seq"] == 0 and status["store"] == ".mltrack"
    for parts, method, body in ((("runs",), "GET", None), (("runs", "delete"), "POST", '{"runs": ["1"]}')):
        got, said = await problem_of(jp_fetch("mltrack", "api", *parts, method=method, body=body))
        assert got == 503 and said["code"] == code
    assert (await jp_fetch("api", "contents")).code == 200, "the rest of the server is not touched"
    assert file.read_bytes() == before, "a store that cannot be used is left untouched"


async def test_a_store_that_was_mended_is_served_without_a_restart(corrupt, call):
    assert (await call("status"))["problem"]["code"] == "store_corrupt"
    corrupt.unlink()
    store = open_for_tracking(corrupt.parent)
    with start(store, "e"):
        pass
    assert (await call("status"))["problem"] is None
    assert (await call("runs"))["total"] == 1
    store.close()


async def test_a_folder_without_a_database_is_no_store_yet(call, jp_root_dir):
    """Between the making of the folder and that of the database; or somebody took the file away."""
    (jp_root_dir / ".mltrack").mkdir()
    assert (await call("status"))["problem"] is None
    assert (await call("runs"))["total"] == 0
    with start(open_for_tracking(jp_root_dir / ".mltrack"), "e") as run:
        pass
    assert (await call("runs"))["total"] == 1
    run.store.close()


async def test_a_writer_that_waits_does_not_stop_the_others(jp_fetch, call, server_store):
    """Another program holds the write lock: who edits waits, who reads is answered, the loop turns."""
    with start(server_store, "e") as run:
        pass
    await call("status")
    holder = sqlite3.connect(server_store.path / FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    edit = asyncio.ensure_future(call("runs", run.id, method="PATCH", body={"name": "later"}))
    for _ in range(10):
        assert (await call("runs"))["total"] == 1
    assert not edit.done(), "nothing was waiting, or the others waited for it"
    holder.execute("ROLLBACK")
    holder.close()
    assert (await edit)["run"]["name"] == "later"


async def test_a_store_that_may_not_be_written_is_shown(jp_fetch, call, jp_root_dir):
    folder = jp_root_dir / ".mltrack"
    store = open_for_tracking(folder)
    with start(store, "e"):
        pass
    store.close()
    with read_only(folder):
        assert (await call("runs"))["total"] == 1
        code, said = await problem_of(
            jp_fetch("mltrack", "api", "runs", "1", method="PATCH", body='{"name": "x"}')
        )
        assert (code, said["code"]) == (503, "store_read_only")
    assert (await call("runs"))["rows"][0]["name"] == "run 1"


async def test_a_page_of_thousands_of_runs_does_not_hold_the_loop_up(jp_fetch, call, server_store):
    with start(server_store, "e", params={f"p{n}": n / 7 for n in range(40)}):
        pass
    [one] = server_store.table("runs").all()
    many = [{**one, "id": f"{number:032x}", "number": number} for number in range(2, 5002)]
    server_store.table("runs").insert_multiple(many)
    columns = ",".join(f"params.p{n}" for n in range(40))
    await call("runs", limit=1)
    turns, stop = 0, asyncio.Event()

    async def tick():
        nonlocal turns
        while not stop.is_set():
            await asyncio.sleep(0.005)
            turns += 1

    ticking = asyncio.ensure_future(tick())
    page = await jp_fetch("mltrack", "api", "runs", params={"limit": "10000", "columns": columns})
    stop.set()
    await ticking
    assert len(json.loads(page.body)["rows"]) == 5001
    # Held up, the loop would turn some three times: to take the request, and to send the answer.
    assert turns > 8


async def test_a_fault_of_ours_tells_nothing_of_the_inside(jp_fetch, server_store):
    """A document that is no run: the answer is a Problem without a traceback."""
    server_store.table("runs").insert({"id": "junk", "number": 1})
    code, said = await problem_of(jp_fetch("mltrack", "api", "runs", "junk"))
    assert code == 500 and said == {
        "code": "error", "message": "Something went wrong; the server's log says what."
    }  # fmt: skip
