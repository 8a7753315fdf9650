"""What happens in a kernel is heard by every open panel, also that it died."""

import asyncio
import os
import shutil
import signal
import time
from contextlib import asynccontextmanager

import msgspec
import pytest

from jupyter_mltrack.records import Experiment
from jupyter_mltrack.server.holder import StoreHolder
from jupyter_mltrack.server.watcher import EVENT_ID, Watcher
from jupyter_mltrack.tracking import delete_runs, start
from jupyter_mltrack.tracking.api import open_for_tracking


@pytest.fixture
def heard(jp_serverapp):
    """What the server emits, as the front end hears it."""
    queue = asyncio.Queue()

    async def listener(logger, schema_id, data):
        if schema_id == EVENT_ID:
            await queue.put(data)

    jp_serverapp.event_logger.add_listener(listener=listener)
    return queue


async def until(heard, test, seconds=5.0):
    """Wait for an event that passes a test."""
    end = time.monotonic() + seconds
    while True:
        data = await asyncio.wait_for(heard.get(), max(0.01, end - time.monotonic()))
        if test(data):
            return data


@asynccontextmanager
async def kernel_of(jp_serverapp):
    """A real kernel of the server, and a function that runs code in it and gives what it printed."""
    kernels = jp_serverapp.kernel_manager
    kernel_id = await kernels.start_kernel(kernel_name="python3")
    manager = kernels.get_kernel(kernel_id)
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)

    async def execute(code):
        printed = []

        def hook(message):
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])

        reply = await client.execute_interactive(code, timeout=60, output_hook=hook)
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(printed).strip()

    try:
        yield execute
    finally:
        client.stop_channels()
        await kernels.shutdown_kernel(kernel_id, now=True)


async def test_a_kernel_that_is_killed_in_mid_run_is_seen_as_lost(heard, jp_serverapp, call, jp_root_dir):
    """The kernel is started by the server, and told by it where the store is."""
    async with kernel_of(jp_serverapp) as execute:
        said = await execute(
            "import jupyter_mltrack as mltrack, os\n"
            "run = mltrack.run('live', params={'lr': 0.1})\n"
            "for i in range(1000): run.log(loss=float(i), step=i)\n"
            "print(run.id, os.getpid())"
        )
        run_id, process = said.split()
        assert (jp_root_dir / ".mltrack" / "mltrack.db").exists()
        await until(heard, lambda data: data["reset"] or run_id in data["runs"])
        assert (await call("runs"))["running"] == 1
        while not heard.empty():
            heard.get_nowait()

        os.kill(int(process), signal.SIGKILL)
        died = time.monotonic()
        while (await call("runs", run_id))["run"]["status"] == "running":
            await until(heard, lambda data: run_id in data["runs"], 5 - (time.monotonic() - died))
        assert time.monotonic() - died < 5
    run = (await call("runs", run_id))["run"]
    assert run["status"] == "lost" and run["ended"] >= run["started"]
    assert run["summaries"]["loss"]["count"] == 1000 and run["metrics"] == {"loss": 999.0}


async def test_points_of_a_running_run_arrive_while_it_runs(heard, jp_serverapp, call):
    async with kernel_of(jp_serverapp) as execute:
        run_id = await execute("import jupyter_mltrack as m\nrun = m.run('live')\nprint(run.id)")
        await until(heard, lambda data: data["reset"] or run_id in data["runs"])
        await execute("run.log(loss=0.5, step=7)")
        while not (series := (await call("series", runs=run_id))["series"]):
            await until(heard, lambda data: run_id in data["runs"])
        assert series[0]["values"] == [0.5] and series[0]["steps"] == [7]
        await execute("run.finish()")
        while (await call("runs", run_id))["run"]["status"] != "finished":
            await until(heard, lambda data: run_id in data["runs"])


async def test_an_edit_in_one_window_is_heard_in_the_others(heard, call, server_store):
    with start(server_store, "churn") as run:
        pass
    await until(heard, lambda data: data["reset"])
    await call("runs", run.id, method="PATCH", body={"note": "why"})
    data = await until(heard, lambda data: data["runs"] == [run.id])
    assert (await call("runs"))["seq"] == data["seq"] and not data["reset"]
    await call("experiments", "churn", method="PATCH", body={"main_metric": "loss"})
    await until(heard, lambda data: data["experiments"] == ["churn"])


async def test_a_store_made_anew_in_the_place_of_a_deleted_one_is_served(heard, call, jp_root_dir):
    folder = jp_root_dir / ".mltrack"
    old = open_for_tracking(folder)
    with start(old, "old"):
        pass
    await until(heard, lambda data: data["reset"])
    old.close()
    shutil.rmtree(folder)
    new = open_for_tracking(folder)
    with start(new, "new"):
        pass
    new.close()
    await until(heard, lambda data: data["reset"])
    assert [row["experiment"] for row in (await call("runs"))["rows"]] == ["new"]


async def test_more_changes_than_can_be_named_ask_for_everything(heard, server_store):
    with start(server_store, "e") as run:
        pass
    await until(heard, lambda data: data["reset"])
    many = [msgspec.to_builtins(Experiment(f"experiment {index}", time.time())) for index in range(501)]
    server_store.table("experiments").insert_multiple(many)
    await until(heard, lambda data: data["reset"] and not data["experiments"])
    delete_runs(server_store, [run.id])
    await until(heard, lambda data: data["runs"] == [run.id] and not data["reset"])


async def test_a_document_that_is_no_run_does_not_stop_the_feed(heard, server_store):
    await until(heard, lambda data: data["reset"])
    server_store.table("runs").insert({"status": "running", "name": "not one of ours"})
    with start(server_store, "after") as run:
        pass
    await until(heard, lambda data: run.id in data["runs"])


class _FaultyOnce(StoreHolder):
    """A holder in which something breaks that nobody foresaw, once."""

    broken = False

    def get(self):
        if self.broken:
            self.broken = False
            raise RuntimeError("nobody foresaw this")
        return super().get()


async def test_the_watcher_goes_on_after_a_fault_and_asks_for_everything(
    jp_serverapp, server_store, jp_root_dir, caplog
):
    said = asyncio.Queue()

    class Events:
        def emit(self, schema_id, data):
            said.put_nowait(data)

    holder = _FaultyOnce(jp_root_dir)
    watcher = Watcher(holder, Events(), interval=0.01)
    watcher.start()
    await until(said, lambda data: data["reset"])
    holder.broken = True
    await until(said, lambda data: data["reset"])
    assert "A look at the store failed" in caplog.text and "nobody foresaw this" in caplog.text
    await watcher.stop()
    holder.close()


async def test_stopping_waits_for_the_look_that_goes_on(jp_serverapp):
    from jupyter_mltrack.server.app import MLTrack

    [app] = jp_serverapp.extension_manager.extension_apps["jupyter_mltrack"]
    assert isinstance(app, MLTrack) and isinstance(app.watcher, Watcher)
    await app.watcher.stop()
    await app.watcher.stop()
