"""The change feed tells what changed, in the order in which it was committed, once."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import where

from jupyter_mltrack.store import changes as feed
from jupyter_mltrack.store import open_store


def _told(changes):
    return [(change.table, change.doc_id, change.kind) for change in changes.documents]


def test_inserts_updates_and_removals_in_order(store):
    start = store.seq()
    runs, models = store.table("runs"), store.table("models")
    runs.insert_multiple([{"a": 1}, {"a": 2}])
    models.insert({})
    after_inserts = store.seq()
    assert _told(store.changes(start)) == [
        ("runs", 1, "insert"),
        ("runs", 2, "insert"),
        ("models", 1, "insert"),
    ]
    runs.update({"a": 3}, doc_ids=[1])
    runs.remove(doc_ids=[2])
    assert _told(store.changes(after_inserts)) == [("runs", 1, "update"), ("runs", 2, "delete")]
    assert _told(store.changes(start)) == [
        ("models", 1, "insert"),
        ("runs", 1, "update"),
        ("runs", 2, "delete"),
    ]
    found = store.changes(start)
    assert found.seq == store.seq() and not found.reset
    assert _told(store.changes(found.seq)) == []
    assert [change.seq for change in found.documents] == sorted(change.seq for change in found.documents)


def test_zero_asks_for_everything(store):
    store.table("t").insert_multiple([{}, {}])
    assert _told(store.changes(0)) == [("t", 1, "insert"), ("t", 2, "insert")]


def test_an_update_in_the_same_transaction_as_the_insertion_is_one_change(store):
    start = store.seq()
    with store.transaction():
        doc = store.table("t").insert({})
        store.table("t").update({"a": 1}, doc_ids=[doc])
    assert len(store.changes(start).documents) == 1


def test_dropping_a_table_removes_its_documents(store):
    store.table("t").insert_multiple([{}, {}])
    start = store.seq()
    store.db.drop_table("t")
    assert _told(store.changes(start)) == [("t", 1, "delete"), ("t", 2, "delete")]


def test_what_was_rolled_back_was_no_change(store):
    start = store.seq()
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.table("t").insert({})
        assert store.seq() > start, "inside the transaction it has a number"
        1 / 0  # noqa: B018
    assert store.seq() == start and _told(store.changes(start)) == []


def test_another_connection_sees_it_after_the_commit_only(store):
    with open_store(store.path) as other:
        start = other.seq()
        with store.transaction():
            store.table("t").insert({})
            assert other.seq() == start and _told(other.changes(start)) == []
        assert other.seq() == store.seq() > start
        assert _told(other.changes(start)) == [("t", 1, "insert")]


def test_numbers_of_another_store_are_known_to_be_foreign(store, tmp_path):
    store.table("t").insert({})
    assert store.changes(5).reset and store.changes(store.seq() + 1).reset
    assert not store.changes(store.seq()).reset


def test_forgotten_removals_ask_to_read_again(store, monkeypatch):
    monkeypatch.setattr(feed, "REMOVALS_KEPT", 3)
    table = store.table("t")
    table.insert_multiple([{"n": number} for number in range(8)])
    start = store.seq()
    table.remove(where("n") < 2)
    assert _told(store.changes(start)) == [("t", 1, "delete"), ("t", 2, "delete")]
    middle = store.seq()
    table.remove(where("n") < 6)
    assert store.changes(start).reset and store.changes(middle).reset
    assert not store.changes(store.seq()).reset


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["insert", "update", "remove"]), st.sampled_from("ab"), st.integers(1, 4)),
        max_size=15,
    ),
    looks=st.lists(st.booleans(), min_size=15, max_size=15),
)
def test_who_follows_the_feed_knows_every_document(tmp_path_factory, steps, looks):
    """A follower that keeps a copy by the feed alone holds what the store holds, whenever it looks."""
    with open_store(tmp_path_factory.mktemp("s") / ".mltrack") as store:
        copy, seen = {}, store.seq()
        for (what, name, number), look in zip(steps, looks, strict=False):
            table = store.table(name)
            if what == "insert":
                table.insert({"n": number})
            elif what == "update":
                table.update({"n": number + 10}, doc_ids=[number])
            else:
                table.remove(doc_ids=[number])
            if look:
                found = store.changes(seen)
                seen = found.seq
                for change in found.documents:
                    if change.kind == "delete":
                        copy.pop((change.table, change.doc_id), None)
                    else:
                        copy[change.table, change.doc_id] = dict(
                            store.table(change.table).get(doc_id=change.doc_id)
                        )
                assert copy == {(t, one.doc_id): dict(one) for t in "ab" for one in store.table(t)}


def test_threads_write_and_one_follows(store):
    start = store.seq()

    def write(name):
        for number in range(40):
            store.table(name).insert({"n": number})

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    seen, told = start, []
    while any(thread.is_alive() for thread in threads) or seen < store.seq():
        found = store.changes(seen)
        told += found.documents
        seen = found.seq
    for thread in threads:
        thread.join()
    assert [change.seq for change in told] == list(range(start + 1, start + 121)), "none twice, none left out"
