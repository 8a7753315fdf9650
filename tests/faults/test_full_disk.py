"""A disk that becomes full in a metric loop: nothing acknowledged is lost, it is said, and the process goes on."""

import time

import numpy as np
from disks import fill, small_disk

from jupyter_mltrack.store import open_store

LOOP = """
problems = []
store.points.on_problem = lambda run, problem: problems.append(f"{run}:{problem.code}")
spool = store.points.writer("r")
put = spool.key("loss")
step = 0
while True:
    command = wait()
    if command == "log":
        for _ in range(20_000):
            put(step * 0.5, step)
            step += 1
        acknowledge(step)
    elif command == "count":
        acknowledge(store.points.keys("r")["loss"])
    elif command == "problem":
        end = time.monotonic() + 10
        while spool.problem is None and time.monotonic() < end:
            time.sleep(0.05)
        acknowledge(f"{spool.problem.code} {','.join(problems)}")
    elif command == "recovered":
        end = time.monotonic() + 10
        while spool.problem is not None and time.monotonic() < end:
            time.sleep(0.05)
        acknowledge(spool.problem is None)
    elif command == "close":
        try:
            spool.close()
            acknowledge("closed")
        except MLTrackError as error:
            acknowledge(error.code)
    else:
        break
store.close()
"""


def test_logging_goes_on_in_memory_and_is_stored_once_there_is_room(child, tmp_path):
    with small_disk(tmp_path / "small", "4m") as disk:
        path = disk / ".mltrack"
        writer = child(LOOP, path)
        writer.tell("log")
        assert writer.line() == "20000"
        time.sleep(0.5)  # folded: the database is there and has its size
        ballast = fill(disk)
        for round in range(2, 7):
            writer.tell("log")
            assert writer.line() == str(round * 20_000), "the loop goes on"
            writer.tell("count")
            assert writer.line() == str(round * 20_000), "every point can be read"
        writer.tell("problem")
        assert writer.line() == "store_full r:store_full", "it is said, once"
        writer.tell("close")
        assert writer.line() == "store_full"
        ballast.unlink()
        writer.tell("close")
        assert writer.line() == "closed"
        writer.tell("end")
        writer.end()
        with open_store(path) as store:
            found = store.points.read("r", "loss")
            assert np.array_equal(found.steps, np.arange(120_000))
            assert np.array_equal(found.values, np.arange(120_000) * 0.5)
            assert list((path / "spool").iterdir()) == []


def test_with_room_again_the_run_goes_on_as_if_nothing_had_been(child, tmp_path):
    with small_disk(tmp_path / "small", "24m") as disk:
        path = disk / ".mltrack"
        writer = child(LOOP, path)
        writer.tell("log")
        writer.line()
        time.sleep(0.5)
        ballast = fill(disk)
        for _ in range(3):
            writer.tell("log")
            writer.line()
        writer.tell("problem")
        assert writer.line().startswith("store_full")
        ballast.unlink()
        writer.tell("recovered")
        assert writer.line() == "True"
        writer.tell("log")
        assert writer.line() == "100000"
        writer.tell("recovered")
        assert writer.line() == "True", "nothing is in memory any more"
        writer.kill()
        with open_store(path) as store:
            # From memory into the database when there was room, and then into files again: signal 9 takes nothing.
            assert np.array_equal(store.points.read("r", "loss").steps, np.arange(100_000))


def test_what_was_in_files_when_the_disk_became_full_outlives_the_process(child, tmp_path):
    with small_disk(tmp_path / "small", "4m") as disk:
        path = disk / ".mltrack"
        writer = child(LOOP, path)
        writer.tell("log")
        writer.line()
        time.sleep(0.5)
        ballast = fill(disk)
        writer.tell("log")
        writer.line()
        writer.tell("problem")
        writer.line()
        writer.kill()
        ballast.unlink()
        with open_store(path) as store:
            found = store.points.read("r", "loss")
            assert len(found.steps) >= 20_000, "all from before; what came after was said to be in memory"
            assert np.array_equal(found.steps, np.arange(len(found.steps)))


MEMORY = """
spool = store.points.writer("r")
put = spool.key("loss")
wait()
for step in range(50_000):
    put(step, step)
acknowledge(spool.problem.code if spool.problem else "fine")
wait()
spool.close()
"""


def test_points_in_memory_are_not_doubled_while_another_process_folds(child, tmp_path):
    """The database still has room where the spool has none: it gets the points, and the notes of how far they are."""
    with small_disk(tmp_path / "small", "8m") as disk, small_disk(tmp_path / "spool", "256k") as spools:
        path = disk / ".mltrack"
        path.mkdir()
        (path / "spool").symlink_to(spools)
        writer = child(MEMORY, path)
        with open_store(path) as other:
            writer.tell()
            assert writer.line() == "store_full"
            own = other.points.writer("other")
            put = own.key("loss")
            for step in range(30):
                put(1.0, step)
                other.points.fold_all()
                time.sleep(0.02)
            writer.tell()
            writer.end()
            own.close()
            found = other.points.read("r", "loss")
            assert np.array_equal(found.steps, np.arange(50_000))
