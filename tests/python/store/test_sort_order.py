"""Sorting, limits and offsets give what sorting everything by hand gives."""

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questions import SCALARS
from tinydb import where

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.store import Sort, open_store

VALUE = SCALARS | st.just([]) | st.just({}) | st.just({"in": 1})
ROW = st.fixed_dictionaries(
    {}, optional={"a": VALUE, "b": VALUE, "m": st.fixed_dictionaries({}, optional={"a": VALUE})}
)
PATH = st.sampled_from([("a",), ("b",), ("m", "a"), ("none",)])
SORT = st.builds(Sort, PATH | st.tuples(PATH, PATH), st.booleans())
CONDITION = st.sampled_from(
    [
        None,
        where("a").exists(),
        where("b") != 1,
        where("b").test(lambda value: not isinstance(value, str)),
        (where("a") == 1) | (where("b") == 1) | (where("none") == 1),
        ~(where("a") < 1),
    ]
)


def _value(document, path):
    for key in path:
        if not isinstance(document, dict) or key not in document:
            return None
        document = document[key]
    return document


def _place(document, sort):
    """Numbers 0, NaN 1, text 2, all that has no order 3."""
    paths = (sort.path,) if isinstance(sort.path[0], str) else sort.path
    for path in paths:
        value = _value(document, path)
        if isinstance(value, (bool, int, float)):
            return (0, value) if value == value else (1, 0)
        if isinstance(value, str):
            return 2, value
    return 3, 0


def _by_hand(documents, sorts):
    def compare(one, other):
        for sort in sorts:
            (kind, value), (other_kind, other_value) = _place(one[1], sort), _place(other[1], sort)
            if kind != other_kind:
                return kind - other_kind
            if value != other_value:
                return (-1 if value < other_value else 1) * (-1 if sort.descending else 1)
        return other[0] - one[0]

    return [doc for doc, _ in sorted(documents, key=functools.cmp_to_key(compare))]


@settings(max_examples=100)
@given(
    rows=st.lists(ROW, max_size=25),
    sorts=st.lists(SORT, min_size=1, max_size=3),
    condition=CONDITION,
    limit=st.none() | st.integers(0, 6),
    offset=st.integers(0, 4),
    copies=st.sampled_from([1, 1, 8]),
)
def test_order_of_random_documents(tmp_path_factory, rows, sorts, condition, limit, offset, copies):
    with open_store(tmp_path_factory.mktemp("s") / ".mltrack") as store:
        table = store.table("t")
        # Many documents and small pages take the way along the index, few documents the way through them.
        ids = table.insert_multiple(rows * copies)
        documents = [(doc, row) for doc, row in zip(ids, rows * copies, strict=True)]
        matching = [pair for pair in documents if condition is None or _holds(condition, pair[1])]
        expected = _by_hand(matching, sorts)[offset : None if limit is None else offset + limit]
        assert table.ids(condition, sorts, limit, offset) == expected
        assert [found.doc_id for found in table.select(condition, sorts, limit, offset)] == expected
        changed = table.update({"a": 0}, where("a") == 1)
        documents = [(doc, {**row, "a": 0} if doc in changed else row) for doc, row in documents]
        assert (
            table.ids(None, sorts, limit, offset)
            == (_by_hand(documents, sorts)[offset : None if limit is None else offset + limit])
        )


def _holds(condition, document):
    try:
        return condition(document)
    except TypeError:  # ~(a < 1), where they cannot be compared
        return True


def test_ties_are_broken_newest_first_and_missing_values_come_last(store):
    table = store.table("t")
    table.insert_multiple([{"v": 1}, {}, {"v": 1}, {"v": "text"}, {"v": float("nan")}, {"v": 2}, {"v": None}])
    assert table.ids(sort=Sort(("v",))) == [3, 1, 6, 5, 4, 7, 2]
    assert table.ids(sort=Sort(("v",), descending=True)) == [6, 3, 1, 5, 4, 7, 2]
    assert table.ids(sort=Sort(("v",), descending=True), limit=2, offset=1) == [3, 1]


def test_of_several_paths_the_first_that_a_document_has_counts(store):
    table = store.table("t")
    table.insert_multiple([{"metrics": {"loss": 3}}, {"metrics": {"loss": 9}, "summaries": {"min": 1}}, {}])
    assert table.ids(sort=Sort((("summaries", "min"), ("metrics", "loss")))) == [2, 1, 3]


@pytest.mark.parametrize("copies", [1, 400])
def test_long_equal_beginnings_are_told_apart(store, copies):
    table = store.table("t")
    beginning = "x" * 64
    ids = table.insert_multiple([{"t": beginning + end} for end in "cab"] + [{"t": "y"}] * copies)
    assert table.ids(sort=Sort(("t",)), limit=2) == [ids[1], ids[2]]
    assert table.ids(sort=Sort(("t",)), limit=4)[:3] == [ids[1], ids[2], ids[0]]


@pytest.mark.parametrize("bad", [{"limit": -1}, {"offset": -1}, {"sort": Sort(())}, {"sort": Sort((1,))}])
def test_what_cannot_be_meant_is_refused(store, bad):
    store.table("t").insert({})
    with pytest.raises(InvalidInput):
        store.table("t").select(**bad)


def test_no_table_no_documents(store):
    assert store.table("none").select(sort=Sort(("a",))) == []
    assert store.table("none").ids(limit=3) == [] and store.table("none").count(None) == 0
