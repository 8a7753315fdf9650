"""Several processes on one registry at once."""

import itertools
import subprocess
import sys
from collections import Counter
from pathlib import Path

from moves import four_runs, told
from scene import ALICE, finished_run, protect

from jupyter_mltrack.registry import (
    check,
    get_version,
    history,
    open_request,
    register,
    replay,
    transition,
)

HERE = Path(__file__).parent

MOVES = """
import random, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from moves import make_move
from jupyter_mltrack.store import open_store
store = open_store(Path(sys.argv[2]), create=False)
chance = random.Random(int(sys.argv[3]))
print("ready", flush=True)
sys.stdin.readline()
print(sum(make_move(store, chance) for _ in range(50)))
store.close()
"""

APPROVAL = """
import sys
from pathlib import Path
from jupyter_mltrack.errors import Conflict
from jupyter_mltrack.registry import Person, decide
from jupyter_mltrack.store import open_store
store = open_store(Path(sys.argv[2]), create=False)
print("ready", flush=True)
sys.stdin.readline()
try:
    print(decide(store, sys.argv[4], "approve", by=Person(sys.argv[3])).status)
except Conflict as error:
    print(f"conflict: {error}")
store.close()
"""


def at_once(code, store, *words):
    """Run the code in a process for each of the words, all let go at the same moment; gives what they print."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(HERE), str(store.path), *map(str, one)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for one in words
    ]  # fmt: skip
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0].strip() for process in processes]
    assert all(process.returncode == 0 for process in processes)
    return said


def test_200_operations_by_4_processes_leave_a_whole_history(store):
    four_runs(store)
    done = at_once(MOVES, store, *((seed,) for seed in range(4)))
    assert sum(map(int, done)) > 40, done
    assert check(store) == []
    events = history(store, limit=10_000).events[::-1]
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert all(one.time <= other.time for one, other in itertools.pairwise(events))
    state = replay(events)
    for table, key in (("models", "id"), ("versions", "key"), ("requests", "id")):
        assert {one[key]: dict(one) for one in store.table(table).all()} == state.tables[table]
    given = Counter((event.model, event.version) for event in events if event.kind == "version created")
    assert set(given.values()) <= {1}, "a number was given twice"
    for model in store.table("models").all():
        stages, aliases, numbers = told(events, model["name"])
        assert stages == {stage: sorted(held) for stage, held in model["stages"].items() if stage != "none"}
        assert aliases == model.get("aliases", {})
        assert numbers == sorted(
            one["version"] for one in store.table("versions").all() if one["model"] == model["name"]
        )


def test_two_approvals_at_once_move_the_version_once(store):
    for _ in range(2):
        register(store, finished_run(store), "churn", by=ALICE)
    transition(store, "churn/1", "production", by=ALICE)
    protect(store, "bob", "carol")
    request = open_request(store, "churn/2", "production", "better", by=ALICE)
    said = sorted(at_once(APPROVAL, store, ("bob", request.id), ("carol", request.id)))
    assert said[0] == "approved" and said[1].startswith("conflict: Request"), said
    assert get_version(store, "churn@production").version == 2
    kinds = Counter(event.kind for event in history(store).events)
    assert kinds["request decided"] == 1 and kinds["stage set"] == 2
    assert check(store) == []


def test_a_check_while_others_write_sees_one_moment(store):
    from concurrent.futures import ThreadPoolExecutor

    run = finished_run(store)
    with ThreadPoolExecutor(2) as threads:
        writing = [threads.submit(register, store, run, "churn", by=ALICE) for _ in range(60)]
        found = []
        while not all(one.done() for one in writing):
            found += check(store)
    assert found == [] and get_version(store, "churn").version == 60


def test_versions_registered_at_once_get_numbers_of_their_own(store):
    from concurrent.futures import ThreadPoolExecutor

    run = finished_run(store)
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: register(store, run, "churn", by=ALICE).version, range(20)))
    assert sorted(made) == list(range(1, 21)) and check(store) == []
