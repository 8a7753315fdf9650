"""Transactions: all or nothing, nested, from many threads."""

import subprocess
import sys
import threading

import pytest
from tinydb import where

from jupyter_mltrack.errors import Conflict, StoreBusy, StoreError
from jupyter_mltrack.store import open_store, translation


def test_all_or_nothing_over_tables_and_points(store):
    store.table("runs").insert({"n": 0})
    spool = store.points.writer("r")
    put = spool.key("loss")
    put(1.0)
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.table("runs").update({"n": 1})
        store.table("models").insert({})
        spool.flush()
        1 / 0  # noqa: B018
    assert store.table("runs").all() == [{"n": 0}] and len(store.table("models")) == 0
    assert list(store.points.read("r", "loss").values) == [1.0], "the point is in its spool still"
    spool.flush()
    assert list(store.points.read("r", "loss").values) == [1.0]


def test_an_inner_transaction_that_fails_takes_the_outer_one_along(store):
    with pytest.raises(Conflict), store.transaction():
        store.table("t").insert({})
        with pytest.raises(ZeroDivisionError), store.transaction():
            1 / 0  # noqa: B018
        with pytest.raises(Conflict):
            store.table("t").insert({})
    assert len(store.table("t")) == 0


def test_a_call_that_fails_inside_a_transaction_fails_alone(store):
    with store.transaction():
        store.table("t").insert({"n": 1})
        with pytest.raises(ZeroDivisionError):
            store.table("t").update(lambda document: 1 / 0)
        store.table("t").insert({"new name": 2})
    assert [dict(one) for one in store.table("t")] == [{"n": 1}, {"new name": 2}]
    assert store.table("t").ids(where("new name") == 2) == [2]


def test_names_that_were_rolled_back_do_not_confuse_later_ones(store):
    table = store.table("t")
    with pytest.raises(ZeroDivisionError), store.transaction():
        table.insert({"ghost": 1})
        1 / 0  # noqa: B018
    table.insert({"real": 1})
    with store.transaction():
        with pytest.raises(ValueError, match="Mapping"):
            table.insert_multiple([{"ghost2": 1}, 3])
        with pytest.raises(Exception, match="JSON"):
            table.insert_multiple([{"ghost3": 1}, {"bad": {1}}])
        table.insert({"other": 2, "ghost": 3})
    assert set(table.paths()) == {("real",), ("other",), ("ghost",)}
    assert table.ids(where("ghost") == 3) == table.ids(where("other") == 2) == [2]


def test_reads_inside_a_transaction_see_its_writes_and_others_do_not(store):
    seen = []
    with store.transaction():
        store.table("t").insert({"n": 1})
        thread = threading.Thread(target=lambda: seen.append(store.table("t").count(where("n") == 1)))
        thread.start()
        thread.join()
        assert store.table("t").count(where("n") == 1) == 1
    assert seen == [0]


def test_writing_from_within_a_query_is_refused(store):
    table = store.table("t")
    table.insert({"n": 1})
    with pytest.raises(Conflict, match="write after it"):
        table.search(where("n").test(lambda n: bool(table.insert({"n": n}))))
    assert table.insert({"n": 2}) == 2


def test_many_threads(store):
    """Every thread writes, updates and reads; new names come up while others are looked for."""
    errors = []

    def work(number):
        try:
            table = store.table("t")
            for step in range(25):
                doc = table.insert(
                    {"by": number, f"m{number}.{step}": step, "metrics": {f"k{number}-{step}": 1}}
                )
                table.update({"seen": True}, doc_ids=[doc])
                assert table.count(where("by") == number) == step + 1
                assert table.ids(where("metrics").exists() & (where("by") == number))[-1] == doc
                table.paths(("metrics",))
        except BaseException as error:  # noqa: BLE001 - told below, in the thread of the test
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(store.table("t")) == store.table("t").count(where("seen") == True) == 150  # noqa: E712
    assert len(store.table("t").paths(("metrics",))) == 150


def test_a_writer_that_waits_too_long_says_that_the_store_is_busy(store):
    with open_store(store.path) as other:
        other._engine.session().execute("PRAGMA busy_timeout=50")
        with store.transaction():
            store.table("t").insert({})
            with pytest.raises(StoreBusy, match="Try again"):
                other.table("t").insert({})
        assert other.table("t").insert({}) == 2
    assert translation.BUSY_SECONDS >= 1


def test_a_closed_store_says_so(tmp_path):
    store = open_store(tmp_path / ".mltrack")
    store.table("t").insert({})
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.table("t").all()
    store.close()


def test_reads_and_writes_of_two_opened_stores_meet(store):
    with open_store(store.path) as other:
        store.table("t").insert({"a": 1})
        assert other.table("t").ids(where("a") == 1) == [1]
        other.table("t").insert({"b": {"c": 2}})
        assert store.table("t").ids(where("b").c == 2) == [2]
        other.table("t").update({"a": 5}, doc_ids=[1])
        assert store.table("t").get(doc_id=1) == {"a": 5}


CLOSE = """
import sys, threading, time
from jupyter_mltrack.errors import StoreError
from jupyter_mltrack.store import open_store

store = open_store(sys.argv[1])
store.table("t").insert_multiple([{"n": number} for number in range(500)])
put = store.points.writer("r").key("loss")
said = []

def work(write):
    try:
        while True:
            if write:
                store.table("t").insert({"n": 1})
            store.table("t").all()
            store.seq()
            put(1.0)
    except StoreError as error:
        said.append(error.message)

threads = [threading.Thread(target=work, args=(number % 2,)) for number in range(4)]
for thread in threads:
    thread.start()
time.sleep(0.2)
store.close()
for thread in threads:
    thread.join()
assert len(said) == 4 and all("closed" in message for message in said), said
"""


@pytest.mark.parametrize("round", range(3))
def test_closing_while_other_threads_use_the_store(tmp_path, round):
    """SQLite crashes when a connection is closed under a statement: in a process of its own, so that it is seen."""
    done = subprocess.run(
        [sys.executable, "-c", CLOSE, str(tmp_path / ".mltrack")], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_run_after_a_run_finds_the_thread_still_there_and_none_is_left_behind(store):
    def followers():
        return [thread for thread in threading.enumerate() if thread.name == "mltrack-points"]

    before = set(followers())
    for number in range(5):
        spool = store.points.writer(f"r{number}")
        spool.key("loss")(1.0)
        spool.close()
        assert len(set(followers()) - before) == 1
    store.close()
    assert set(followers()) <= before
