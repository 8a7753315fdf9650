"""Two processes at one store."""

import time

import numpy as np
from tinydb import where

from jupyter_mltrack.store import open_store

WRITE = """
wait()
table = store.table("t")
for number in range(300):
    acknowledge(table.insert({"by": os.getpid(), "n": number, f"name {os.getpid()} {number % 7}": number}))
"""


def test_both_write_and_everything_is_there(child, path):
    open_store(path).close()
    writers = [child(WRITE), child(WRITE)]
    for writer in writers:
        writer.tell()
    ids = [int(doc) for writer in writers for doc in writer.lines(300)]
    for writer in writers:
        writer.end()
    assert sorted(ids) == list(range(1, 601)), "no id was given twice"
    with open_store(path) as store:
        table = store.table("t")
        assert table.ids() == list(range(1, 601))
        for writer in writers:
            mine = table.select(where("by") == writer.process.pid)
            assert [document["n"] for document in mine] == list(range(300))
        assert len(table.paths()) == 2 + 14
        changes = store.changes(0).documents
        assert [change.doc_id for change in changes] == table.ids()


COUNT = """
table = store.table("t")
wait()
def more(document):
    document["n"] += 1
for _ in range(150):
    table.update(more, doc_ids=[1])
"""


def test_both_change_one_document_and_no_change_is_lost(child, path):
    with open_store(path) as store:
        store.table("t").insert({"n": 0})
    counters = [child(COUNT), child(COUNT)]
    for counter in counters:
        counter.tell()
    for counter in counters:
        counter.end()
    with open_store(path) as store:
        assert store.table("t").get(doc_id=1)["n"] == 300


FOLD = """
folded = len(store.points.fold_all())
acknowledge("ready")
while not os.path.exists(sys.argv[1] + "/stop"):
    folded += len(store.points.fold_all())
acknowledge(folded)
"""


def test_three_fold_the_same_spools_and_no_point_is_doubled_or_lost(child, path):
    with open_store(path) as store:
        folders = [child(FOLD), child(FOLD)]
        for folder in folders:
            assert folder.line() == "ready"
        spool = store.points.writer("r")
        puts = [spool.key(key) for key in ("a", "b", "c")]
        for step in range(30_000):
            puts[step % 3](step, step)
            if step % 500 == 0:
                time.sleep(0.005)
                assert sum(store.points.keys("r").values()) == step + 1
        spool.close()
        (path / "stop").touch()
        times = [int(folder.end()[0]) for folder in folders]
        assert all(times), "both folded some of it"
        for place, key in enumerate("abc"):
            found = store.points.read("r", key)
            assert np.array_equal(found.steps, np.arange(place, 30_000, 3))
            assert np.array_equal(found.values, found.steps)
        with store.transaction() as session:
            assert session.execute("SELECT sum(count), sum(numbers) FROM series").fetchone() == (
                30_000,
                30_000,
            )


READ = """
while (wanted := wait()):
    name, count = wanted.split()
    while True:
        if name == "points" and store.points.keys("r").get("loss", 0) >= int(count):
            break
        if name == "documents" and store.seq() and len(store.table("t")) >= int(count):
            break
        if name == "summary" and any(d.get("count", 0) >= int(count) for d in store.table("runs").all()):
            break
        time.sleep(0.001)
    acknowledge(time.time())
"""


def test_another_process_sees_points_documents_and_folded_summaries_soon(child, path):
    """How soon is for ``tests/benchmarks/store.py`` to say; here, that nobody has to ask for it."""
    with open_store(path) as store:
        runs = store.table("runs")
        runs.insert({"id": "r"})
        store.points.on_fold = lambda run, of_keys: runs.update(
            {"count": of_keys["loss"].count}, where("id") == run
        )
        put = store.points.writer("r").key("loss")
        reader = child(READ)
        delays = {"points": [], "summary": [], "documents": []}
        at = 0.0
        for count in range(1, 10):
            for name in delays:
                reader.tell(f"{name} {count}")
                time.sleep(0.02)  # it looks already
                if name == "points":
                    at = time.time()
                    put(1.0)
                elif name == "documents":
                    at = time.time()
                    store.table("t").insert({})
                # A summary is that of the point before.
                delays[name].append(float(reader.line()) - at)
        for name, seen in delays.items():
            assert sorted(seen)[len(seen) // 2] < 2, (name, seen)


MAKE = """
from pathlib import Path
acknowledge("ready")
start = float(wait())
for number in range(30):
    # All at the same moment.
    while time.time() < start + number * 0.02:
        pass
    with open_store(Path(sys.argv[1]).with_name(f"made-{number}")) as made:
        made.table("t").insert({"by": os.getpid()})
"""


def test_three_make_the_same_stores_at_the_same_moments(child, path):
    makers = [child(MAKE) for _ in range(3)]
    for maker in makers:
        assert maker.line() == "ready"
    start = time.time() + 0.1
    for maker in makers:
        maker.tell(start)
    for maker in makers:
        maker.end()
    for number in range(30):
        with open_store(path.with_name(f"made-{number}"), create=False) as store:
            assert {one["by"] for one in store.table("t")} == {maker.process.pid for maker in makers}
