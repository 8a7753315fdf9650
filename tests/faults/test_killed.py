"""A process that is killed with signal 9: what it acknowledged is there, and nothing is half there."""

import random
import time

import numpy as np
import pytest
from tinydb import where

from jupyter_mltrack.store import open_store

TRANSACTIONS = """
number = 0
while True:
    with store.transaction():
        one = store.table("ones").insert({"n": number, "text": "x" * 2000, f"k{number}": number})
        store.table("twos").insert({"n": number, "one": one})
        if number:
            store.table("ones").update({"next": number}, where("n") == number - 1)
    acknowledge(number)
    number += 1
"""


@pytest.mark.parametrize("round", range(4))
def test_between_and_inside_transactions(child, path, round):
    writer = child(TRANSACTIONS)
    acknowledged = writer.lines(10)
    time.sleep(random.Random(round).uniform(0, 0.05))
    acknowledged += writer.kill()
    with open_store(path) as store:
        ones, twos = store.table("ones"), store.table("twos")
        count = len(ones)
        assert count >= len(acknowledged) == int(acknowledged[-1]) + 1
        assert [one["n"] for one in ones] == [two["n"] for two in twos] == list(range(count))
        assert [two["one"] for two in twos] == ones.ids()
        assert [one.get("next") for one in ones] == [*range(1, count), None]
        assert ones.ids(where("next") > 0) == ones.ids()[:-1], "the index says the same as the documents"
        ones.insert({"n": "another process goes on"})


INSIDE = """
store.table("t").insert({"n": "before"})
with store.transaction() as session:
    store.table("t").insert_multiple([{"n": number, f"k{number}": "x" * 1000} for number in range(3000)])
    store.table("t").update({"n": "changed"}, doc_ids=[1])
    store.points.fold("r")
    session.execute("PRAGMA cache_spill=1")
    acknowledge("inside")
    wait()
"""


def test_in_the_middle_of_a_transaction_that_has_written_everything(child, path):
    writer = child(INSIDE)
    assert writer.line() == "inside"
    writer.kill()
    with open_store(path) as store:
        assert store.table("t").all() == [{"n": "before"}]
        assert set(store.table("t").paths()) == {("n",)}
        assert len(store.changes(0).documents) == 1
        assert store.table("t").insert({"n": "after"}) == 2


POINTS = """
spool = store.points.writer("r")
first, second = spool.key("first"), spool.key("second")
step = 0
while True:
    for _ in range(100):
        first(step * 0.5, step)
        second(-step, step)
        step += 1
    acknowledge(step)
"""


@pytest.mark.parametrize("round", range(6))
def test_in_the_middle_of_a_metric_loop(child, path, round):
    """The background thread folds meanwhile: the kill meets it too."""
    writer = child(POINTS)
    acknowledged = int(writer.lines(5)[-1])
    # Another process reads and folds while it logs, as the server does.
    with open_store(path) as store:
        end = time.monotonic() + random.Random(round).uniform(0.05, 0.5)
        while time.monotonic() < end:
            if round % 2:
                store.points.fold_all()
            found = store.points.read("r", "first")
            assert np.array_equal(found.values, np.arange(len(found.values)) * 0.5), (
                "only whole points are seen"
            )
        rest = writer.kill()
        acknowledged = int(rest[-1]) if rest else acknowledged
        for act in (lambda: None, lambda: store.points.fold("r"), lambda: store.points.release("r")):
            act()
            first, second = store.points.read("r", "first"), store.points.read("r", "second")
            assert len(first.steps) >= len(second.steps) >= acknowledged
            assert len(first.steps) - len(second.steps) in (0, 1)
            assert np.array_equal(first.steps, np.arange(len(first.steps)))
            assert np.array_equal(first.values, np.arange(len(first.steps)) * 0.5)
            assert np.array_equal(second.values, -np.arange(len(second.steps)))
            assert (np.diff(first.times) >= 0).all()
        assert list((path / "spool").iterdir()) == []
        assert store.points.keys("r") == {"first": len(first.steps), "second": len(second.steps)}


ONE = """
put = store.points.writer("r").key("loss")
put(0.25, 7)
acknowledge("logged")
os.kill(os.getpid(), 9)
"""


def test_one_point_is_safe_from_the_moment_the_call_returns(child, path):
    dead = child(ONE)
    assert dead.line() == "logged" and dead.process.wait() == -9
    with open_store(path) as store:
        assert time.time() - store.points.heartbeat("r") < 60
        found = store.points.read("r", "loss")
        assert (list(found.steps), list(found.values)) == ([7], [0.25])
        assert store.points.fold_all() == ["r"] and store.points.fold_all() == []


FOLDER = """
import itertools
while True:
    store.points.fold_all()
    acknowledge("folded")
"""


@pytest.mark.parametrize("round", range(4))
def test_who_folds_for_another_is_killed(child, path, round):
    with open_store(path) as store:
        folder = child(FOLDER)
        folder.line()
        put = store.points.writer("r").key("loss")
        end = time.monotonic() + random.Random(round).uniform(0.05, 0.2)
        step = 0
        while time.monotonic() < end:
            put(step, step)
            step += 1
        folder.kill()
    with open_store(path) as store:
        found = store.points.read("r", "loss")
        assert np.array_equal(found.steps, np.arange(step))
        store.points.release("r")
        assert np.array_equal(store.points.read("r", "loss").steps, np.arange(step))


MAKE = """
acknowledge("made")
"""


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_while_the_store_is_being_made(child, path, delay):
    maker = child(MAKE)
    time.sleep(delay)
    maker.process.kill()
    maker.process.wait()
    with open_store(path) as store:
        assert store.table("t").insert({}) == 1


BLOBS = """
number = 0
while True:
    data = bytes([number % 256]) * 5_000_000 + str(number).encode()
    ref = store.blobs.put(data)
    acknowledge(ref.hash)
    number += 1
"""


@pytest.mark.parametrize("round", range(3))
def test_while_a_file_is_being_stored(child, path, round):
    writer = child(BLOBS)
    acknowledged = writer.lines(3)
    time.sleep(random.Random(round).uniform(0, 0.05))
    acknowledged += writer.kill()
    with open_store(path) as store:
        for hash in acknowledged:
            assert len(store.blobs.read(hash)) > 5_000_000  # read compares the bytes with the hash
        for file in (path / "blobs").rglob("*"):
            if file.is_file() and not file.name.startswith("new-"):
                store.blobs.read(file.parent.name + file.name)
