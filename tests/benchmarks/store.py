"""What the store costs, as ratios to floors measured in the same run.

    python tests/benchmarks/store.py [--quick]

Prints one figure a line: what, how much, its floor, the ratio, and the bar that it is held to.
"""

import argparse
import json
import math
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tinydb import where

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))  # commits.py
from commits import commits

from jupyter_mltrack.store import Sort, open_store

MEBI = 1 << 20
SORT = Sort(("metrics", "m3"))


def say(what, value, unit, floor=None, bar=""):
    ratio = f"  floor {floor:.3g} {unit}, {value / floor:.1f}x" if floor else ""
    print(f"{what}: {value:.4g} {unit}{ratio}{'  (bar: ' + bar + ')' if bar else ''}", flush=True)


def median_ms(calls, rounds):
    """Time calls turn by turn, so that a busy moment meets all of them; give each one's median in milliseconds."""
    times = [[] for _ in calls]
    for call in calls:
        call()
    for _ in range(rounds):
        for call, of in zip(calls, times, strict=True):
            before = time.perf_counter()
            call()
            of.append(time.perf_counter() - before)
    return [statistics.median(of) * 1e3 for of in times]


def run_document(number, chance):
    """A run of 40 values as a sweep makes them: parameters of few values, metrics of many."""
    return {
        "id": f"{chance.getrandbits(128):032x}",
        "name": f"run {number}",
        "status": chance.choice(["finished", "finished", "finished", "failed"]),
        "experiment": f"experiment {number % 20}",
        "params": {
            **{f"p{at}": chance.choice([0.1, 0.01, 0.001]) for at in range(8)},
            **{f"n{at}": chance.randrange(64) for at in range(8)},
            **{f"c{at}": chance.choice(["adam", "sgd", "rbf", "linear"]) for at in range(2)},
        },
        "metrics": {f"m{at}": round(math.exp(chance.gauss(0, 1)), 6) for at in range(18)},
    }


def filled(folder, count):
    store = open_store(Path(folder) / str(count) / ".mltrack")
    chance = random.Random(count)
    for start in range(0, count, 5_000):
        store.table("runs").insert_multiple(
            [run_document(number, chance) for number in range(start, min(start + 5_000, count))]
        )
    return store


def bare(store):
    """The same answer by one SQL statement, written for this question alone; it does not even read the JSON."""
    with store.transaction() as session:
        path = session.execute("SELECT id FROM paths WHERE path = ?", (json.dumps(SORT.path),)).fetchone()[0]
    session = store._engine.session()
    sql = (
        "SELECT d.doc, d.body FROM (SELECT doc, value FROM entries WHERE path = ? AND value < '' "
        "ORDER BY value, doc DESC LIMIT 50) e JOIN documents_1 d ON d.doc = e.doc ORDER BY e.value, e.doc DESC"
    )
    return lambda: session.execute(sql, (path,)).fetchall()


def sorting(small, large):
    def ask(store, cond=None):
        return lambda: store.table("runs").select(cond, SORT, limit=50)

    found = [document.doc_id for document in ask(large)()]
    assert found == [doc for doc, _ in bare(large)()], "both give the same runs"
    finished = where("status") == "finished"
    at_small, at_large, floor, filtered_small, filtered_large = median_ms(
        [ask(small), ask(large), bare(large), ask(small, finished), ask(large, finished)], 51
    )
    count, few = len(large.table("runs")), len(small.table("runs"))
    say(f"sort {count} runs by a metric, take 50", at_large, "ms", floor, "10x of the bare SQL statement")
    say(f"… against {few} runs", at_large, "ms", at_small, "3x")
    say(f"… of the finished ones, against {few} runs", filtered_large, "ms", filtered_small)
    [counted] = median_ms([lambda: large.table("runs").count(finished)], 5)
    say(f"count the finished ones of {count}", counted, "ms")


def insertion(store):
    """One run a transaction, into the large store, against the same bytes written with bare SQL."""
    chance = random.Random(7)
    documents = [run_document(number, chance) for number in range(400)]
    session = store._engine.session()
    session.execute("CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, body TEXT)")

    def insert():
        store.table("runs").insert(documents.pop())

    body = json.dumps(documents[0])

    def write():
        session.execute("BEGIN IMMEDIATE")
        session.execute("INSERT INTO floor (body) VALUES (?)", (body,))
        session.execute("COMMIT")

    [of_insert, of_write] = median_ms([insert, write], 200)
    say("insert a run of 40 values", of_insert, "ms", of_write)
    before = commits(store)
    insert()
    say("… in transactions", commits(store) - before, "", None, "1")


def size(store):
    store._engine.session().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = store.path / "mltrack.db"
    bodies = sum(len(json.dumps(document, separators=(",", ":"))) for document in store.table("runs"))
    say(
        f"database of {len(store.table('runs'))} runs of 40 values",
        file.stat().st_size / MEBI,
        "MB",
        bodies / MEBI,
        "30 MB; the floor is their JSON alone",
    )


def whole_run(folder):
    from jupyter_mltrack.tracking import start
    from jupyter_mltrack.tracking.api import open_for_tracking

    params = {f"p{at}": at / 7 for at in range(20)}
    metrics = {f"m{at}": at / 3 for at in range(10)}
    store = open_for_tracking(Path(folder) / "run" / ".mltrack")

    def one():
        run = start(store, "bench", params=params, tags={"a": "1", "b": "2", "c": "3"})
        run.log(metrics)
        run.finish()

    one()
    counts = []
    for _ in range(10):
        before = commits(store)
        one()
        counts.append(commits(store) - before)
    say("a run of 20 parameters, 10 metrics, 3 tags, in transactions", max(counts), "", None, "3")
    store.close()


def points(folder, count):
    """A million points folded and read, against NumPy's own file."""
    import numpy as np

    store = open_store(Path(folder) / "points" / ".mltrack")
    spool = store.points.writer("r")
    put = spool.key("loss")
    for step in range(count):
        put(step * 0.5, step)
    before = time.perf_counter()
    spool.close()
    closed = (time.perf_counter() - before) * 1e3
    found = store.points.read("r", "loss")
    file = Path(folder) / "points.npz"
    np.savez(file, **found._asdict())

    def load():
        with np.load(file) as loaded:
            return [loaded[name] for name in loaded]

    read, floor = median_ms([lambda: store.points.read("r", "loss"), load], 11)
    say(f"read {count} points of one series", read, "ms", floor)
    say("… fold what was left and close", closed, "ms")
    store.close()
    say("… database", (store.path / "mltrack.db").stat().st_size / count, "bytes a point", 24)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="20,000 runs instead of 100,000")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory() as folder:
        before = time.perf_counter()
        small, middle, large = (
            filled(folder, count) for count in (1_000, 10_000, 20_000 if quick else 100_000)
        )
        total = sum(len(store.table("runs")) for store in (small, middle, large))
        say(
            "a run of 40 values, inserted 5,000 at a time", (time.perf_counter() - before) * 1e3 / total, "ms"
        )
        sorting(small, large)
        size(middle)
        insertion(large)
        for store in (small, middle, large):
            store.close()
        whole_run(folder)
        points(folder, 100_000 if quick else 1_000_000)


if __name__ == "__main__":
    main()
