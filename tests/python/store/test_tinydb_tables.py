"""Tables behave as TinyDB's: the same calls on both leave the same documents and give the same answers."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questions import KEY, SCALARS, VALUES, as_stored
from tinydb import Query, TinyDB, operations, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.store import open_store

SMALL = st.integers(0, 4)
FIELDS = st.dictionaries(KEY, VALUES, max_size=3)
OPERATIONS = st.sampled_from(
    [
        operations.set("a", 7),
        operations.delete("a"),
        lambda document: document.update(seen=True),
        lambda document: document.clear(),
        lambda document: document.setdefault("list", []).append(1),
    ]
)
CONDITION = st.one_of(
    st.builds(lambda key, value: where(key) == value, KEY, SMALL),
    st.builds(lambda key: where(key).exists(), KEY),
    st.just(Query().noop()),
)
CALLS = st.one_of(
    st.tuples(st.just("insert"), FIELDS),
    st.tuples(st.just("insert_multiple"), st.lists(FIELDS, max_size=3)),
    st.tuples(st.just("update"), FIELDS | OPERATIONS, st.none() | CONDITION),
    st.tuples(
        st.just("update_ids"), FIELDS | OPERATIONS, st.lists(st.integers(1, 8), max_size=3, unique=True)
    ),
    st.tuples(st.just("update_multiple"), st.lists(st.tuples(FIELDS | OPERATIONS, CONDITION), max_size=3)),
    st.tuples(st.just("upsert"), FIELDS, CONDITION),
    st.tuples(st.just("remove"), CONDITION),
    st.tuples(st.just("remove_ids"), st.lists(st.integers(1, 8), max_size=3, unique=True)),
)


def _do(table, call, ids):
    """Do a call; document ids in it are places in ``ids``, as both tables give other ids after removals."""
    name, *arguments = copy.deepcopy(call)
    if name == "update_ids":
        return table.update(arguments[0], doc_ids=[ids[at] for at in arguments[1] if at < len(ids)])
    if name == "remove_ids":
        return table.remove(doc_ids=[ids[at] for at in arguments[0] if at < len(ids)])
    return getattr(table, name)(*arguments)


@settings(max_examples=50)
@given(calls=st.lists(CALLS, max_size=12))
def test_the_same_calls_leave_the_same_documents(tmp_path_factory, calls):
    with open_store(tmp_path_factory.mktemp("s") / ".mltrack") as store:
        ours, plain = store.table("t"), TinyDB(storage=MemoryStorage).table("t", cache_size=0)
        our_ids, plain_ids = [], []
        for call in calls:
            outcomes = []
            for table, ids in ((ours, our_ids), (plain, plain_ids)):
                try:
                    given_ids = _do(table, call, ids)
                except KeyError:  # deleting a field that is not there
                    outcomes.append("refused")
                    break
                if call[0] in ("insert", "insert_multiple", "upsert"):
                    for doc in given_ids if isinstance(given_ids, list) else [given_ids]:
                        if doc not in ids:
                            ids.append(doc)
                outcomes.append([ids.index(doc) for doc in given_ids] if isinstance(given_ids, list) else 0)
            if outcomes[0] == "refused":  # plain TinyDB would leave the half of it that it did
                continue
            assert outcomes[0] == outcomes[1]
            assert repr(ours.all()) == repr([as_stored(document) for document in plain.all()])
            assert len(ours) == len(plain)
            assert [our_ids.index(one.doc_id) for one in ours] == [
                plain_ids.index(one.doc_id) for one in plain
            ]
            _check_index(store, ours)


def _check_index(store, table):
    """The index is what it would be if it were made anew."""
    with open_store(store.path) as other:
        fresh = other.table(f"fresh{len(other.db.tables())}")
        fresh.insert_multiple([dict(document) for document in table.all()])
        assert table.paths() == fresh.paths()
        for path in table.paths():
            condition = Query()
            for key in path:
                condition = condition[key]
            assert table.count(condition.exists()) == fresh.count(condition.exists())
        other.db.drop_table(fresh.name)


def test_get_and_contains(store):
    table = store.table("t")
    first, second = table.insert_multiple([{"a": 1}, {"a": 2}])
    found = table.get(doc_id=second)
    assert (found, found.doc_id) == ({"a": 2}, second)
    assert table.get(doc_id=99) is None
    assert table.get(where("a") == 3) is None
    assert table.get(where("a") > 0).doc_id == first
    assert [one.doc_id for one in table.get(doc_ids=[second, 99, first])] == [first, second]
    assert table.contains(doc_id=first) and not table.contains(doc_id=99)
    assert table.contains(where("a") == 2) and not table.contains(where("b").exists())
    with pytest.raises(RuntimeError):
        table.get()
    with pytest.raises(RuntimeError):
        table.contains()


def test_documents_with_ids_of_their_own(store):
    table, plain = store.table("t"), TinyDB(storage=MemoryStorage).table("t")
    for one in (table, plain):
        assert one.insert(Document({"a": 1}, doc_id=7)) == 7
        assert one.insert({"a": 2}) == 8
        assert one.insert(Document({"a": 3}, doc_id=3)) == 3
        assert one.upsert(Document({"a": 4}, doc_id=3)) == [3]
        assert one.upsert(Document({"a": 5}, doc_id=20)) == [20]
        assert one.insert({"a": 6}) == 21
        with pytest.raises(ValueError, match="already exists"):
            one.insert(Document({}, doc_id=7))
        with pytest.raises(ValueError, match="doc_id"):
            one.upsert({"a": 1})
        with pytest.raises(RuntimeError, match="truncate"):
            one.remove()
    assert [(one.doc_id, dict(one)) for one in table] == [(one.doc_id, dict(one)) for one in plain]
    assert table.ids() == [7, 8, 3, 20, 21], "the order of insertion is not that of the ids"
    assert table.ids(limit=2, offset=1) == [8, 3]
    assert table.ids(where("a") > 1) == [8, 3, 20, 21]
    with pytest.raises(InvalidInput, match="63 bits"):
        table.insert(Document({}, doc_id=2**70))


def test_ids_are_never_given_twice(store):
    table = store.table("t")
    assert table.insert_multiple([{}, {}, {}]) == [1, 2, 3]
    table.remove(doc_ids=[3])
    assert table.insert({}) == 4
    table.truncate()
    assert len(table) == 0 and table.all() == []
    assert table.insert({}) == 5
    store.db.drop_table("t")
    assert store.table("t").insert({}) == 6


def test_tables_come_and_go(store):
    db = store.db
    assert db.tables() == set()
    db.insert({"in": "the default table"})
    store.table("a").insert({"x": 1})
    store.table("b").insert_multiple([{"x": 2}, {"x": 3}])
    assert db.tables() == {"_default", "a", "b"}
    assert len(db) == 1 and db.search(where("in").exists()) == [{"in": "the default table"}]
    assert store.table("a").all() == [{"x": 1}], "tables do not mix"
    db.drop_table("a")
    assert db.tables() == {"_default", "b"} and store.table("a").all() == []
    db.drop_tables()
    assert db.tables() == set() and len(store.table("b")) == 0
    assert store.table("b").ids(where("x") > 0) == []


def test_storage_reads_and_writes_whole_databases_as_tinydb_wants(store):
    store.table("a").insert({"x": 1})
    storage = store.db.storage
    assert storage.read() == {"a": {"1": {"x": 1}}}
    storage.write({"b": {"4": {"y": 2}, "9": {"y": 3}}})
    assert storage.read() == {"b": {"4": {"y": 2}, "9": {"y": 3}}}
    assert store.table("b").ids(where("y") == 3) == [9]
    assert store.table("b").insert({}) == 10


def test_what_json_cannot_hold_is_refused_whole(store):
    table = store.table("t")
    for value in ({1, 2}, object(), b"bytes", 1j):
        with pytest.raises(InvalidInput, match=r"deep\.0"):
            table.insert_multiple([{"fine": 1}, {"deep": [value]}])
    with pytest.raises(InvalidInput, match="nested too deeply"):
        endless = {}
        endless["self"] = endless
        table.insert(endless)
    with pytest.raises(ValueError, match="Mapping"):
        table.insert([1])
    doc = table.insert({"a": 1})
    with pytest.raises(InvalidInput):
        table.update({"a": {3}}, doc_ids=[doc])
    assert table.all() == [{"a": 1}]


def test_what_python_may_hold_is_stored_as_json_would_write_it(store):
    table = store.table("t")
    doc = table.insert({"pair": (1, 2), 3: "three", None: 0, True: 1})
    assert table.get(doc_id=doc) == {"pair": [1, 2], "3": "three", "null": 0, "true": 1}


@given(document=st.dictionaries(st.text(max_size=3), SCALARS, max_size=5))
def test_documents_come_back_as_they_were(tmp_path_factory, document):
    with open_store(tmp_path_factory.mktemp("s") / ".mltrack") as store:
        doc = store.table("t").insert(document)
        found = store.table("t").get(doc_id=doc)
        assert repr(found) == repr(document)
        assert {key: type(value) for key, value in found.items()} == {k: type(v) for k, v in document.items()}


def test_a_document_given_out_is_a_copy(store):
    table = store.table("t")
    doc = table.insert({"list": [1]})
    table.get(doc_id=doc)["list"].append(2)
    assert table.get(doc_id=doc) == {"list": [1]}


def test_a_failing_update_changes_nothing(store):
    table = store.table("t")
    table.insert_multiple([{"n": 1}, {"n": 0}, {"n": 2}])

    def divide(document):
        document["n"] = 6 / document["n"]

    with pytest.raises(ZeroDivisionError):
        table.update(divide)
    assert [one["n"] for one in table] == [1, 0, 2]


def test_paths(store):
    table = store.table("t")
    table.insert_multiple([{"m": {"loss": 1, "dot.ted": "x"}, "on": True}, {"m": {"loss": "nan"}}, {"m": {}}])
    assert {path: tuple(count) for path, count in table.paths(("m",)).items()} == {
        ("m", "dot.ted"): (1, 0),
        ("m", "loss"): (2, 1),
    }
    assert tuple(table.paths(cond=where("on") == True)["m", "loss"]) == (1, 1)  # noqa: E712
    assert tuple(table.paths()["on",]) == (1, 1)
    assert store.table("none").paths() == {}
