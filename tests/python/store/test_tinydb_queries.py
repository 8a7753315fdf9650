"""Every operator of TinyDB's queries gives what plain TinyDB gives."""

import functools
import operator
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions import CONDITIONS, DOCUMENTS, as_stored, plain_answer
from tinydb import Query, TinyDB, where
from tinydb.storages import MemoryStorage

from jupyter_mltrack.store import open_store
from jupyter_mltrack.store.query import describe, matches

People = Query()
PEOPLE = [
    {
        "name": "Ada",
        "age": 36,
        "tags": ["maths", "engine"],
        "address": {"city": "London", "lines": [{"n": 1}]},
    },
    {"name": "Alan", "age": 41.5, "tags": [], "address": {"city": "Wilmslow", "lines": [{"n": 1}, {"n": 2}]}},
    {"name": "Grace", "age": None, "tags": ["navy"], "address": {}},
    {"name": "Kurt", "age": "old", "address": "Princeton", "tags": "ab"},
    {"name": "Emmy", "age": True, "tags": ["maths", "maths"], "address": {"city": "", "lines": []}},
    {},
]
OPERATORS = {
    "==": People.name == "Ada",
    "== list": People.tags == ["maths", "engine"],
    "== dict": People.address == {"city": "London", "lines": [{"n": 1}]},
    "== empty dict": People.address == {},
    "== None": People.age == None,  # noqa: E711
    "== number and boolean": People.age == 1,
    "!=": People.name != "Ada",
    "!= None": People.age != None,  # noqa: E711
    "!= list": People.tags != [],
    "< text": People.name < "Alan",
    "<= text": People.name <= "Alan",
    "> text": People.name > "Alan",
    ">= text": People.name >= "Alan",
    "exists": People.age.exists(),
    "exists, of a dict": People.address.exists(),
    "exists, nested": People.address.city.exists(),
    "matches": People.name.matches("a", flags=re.IGNORECASE),
    "search": People.name.search("a"),
    "test": People.age.test(lambda age: isinstance(age, float)),
    "test with arguments": People.tags.test(lambda tags, least: len(tags) >= least, 2),
    "any of values": People.tags.any(["navy", "engine"]),
    "any of a query": People.address.lines.any(Query().n == 2),
    "all of values": People.tags.all(["maths"]),
    "all of a query": People.address.lines.all(Query().n == 1),
    "one_of": People.name.one_of(["Ada", "Emmy", 3]),
    "one_of nothing": People.name.one_of([]),
    "fragment": People.fragment({"name": "Ada", "age": 36}),
    "fragment, nested": People.address.fragment({"city": "London"}),
    "noop": People.noop(),
    "map": People.name.map(str.lower) == "ada",
    "&": (People.name == "Ada") & (People.age == 36),
    "|": (People.name == "Ada") | (People.name == "Kurt"),
    "~": ~(People.name == "Ada"),
    "~ exists": ~People.address.city.exists(),
    "| of a path that nobody has": (People.nowhere == 1) | (People.name == "Kurt"),
    "& noop": People.noop() & (People.name == "Kurt"),
    "item": where("name")[0] == "A",
    "function instead of a query": lambda document: document.get("name") == "Ada",
}


@pytest.fixture
def both(store):
    plain = TinyDB(storage=MemoryStorage).table("people")
    plain.insert_multiple(PEOPLE)
    store.table("people").insert_multiple(PEOPLE)
    return store.table("people"), plain


@pytest.mark.parametrize("name", OPERATORS)
def test_operator_gives_what_tinydb_gives(both, name):
    ours, plain = both
    condition = OPERATORS[name]
    expected = plain.search(condition)
    assert ours.search(condition) == expected
    assert [found.doc_id for found in ours.search(condition)] == [found.doc_id for found in expected]
    assert ours.ids(condition) == [found.doc_id for found in expected]
    assert ours.count(condition) == len(expected)
    assert ours.get(condition) == plain.get(condition)
    assert ours.contains(condition) == plain.contains(condition)


def test_the_operators_tell_documents_apart(both):
    """Or the comparison above would compare nothing."""
    _, plain = both
    sizes = {name: len(plain.search(condition)) for name, condition in OPERATORS.items()}
    trivial = {name for name, size in sizes.items() if size in (0, len(PEOPLE))}
    assert trivial == {"one_of nothing", "noop", "item"}


@pytest.mark.parametrize("op", ["lt", "le", "gt", "ge"])
@pytest.mark.parametrize("limit", [36, 41.5, True, "old", None, [1], {"a": 1}])
def test_comparing_values_of_different_kinds_is_no_match(both, op, limit):
    ours, _ = both
    expected = []
    for place, person in enumerate(PEOPLE, 1):
        try:
            matching = "age" in person and getattr(operator, op)(person["age"], limit)
        except TypeError:
            matching = False
        if matching:
            expected.append(place)
    condition = getattr(operator, op)(People.age, limit)
    assert ours.ids(condition) == expected
    assert ours.ids(~condition) == [doc for doc in range(1, len(PEOPLE) + 1) if doc not in expected]


def test_elements_of_different_kinds_are_no_match_each_for_itself(store):
    table = store.table("t")
    table.insert_multiple([{"n": [1, "x", 5]}, {"n": ["x", None]}, {"n": [4, 5]}])
    element = where("v") > 3
    table.insert_multiple([{"n": [{"v": "x"}, {"v": 4}]}, {"n": [{"v": 4}, {"v": 5}]}, {"n": [{"v": None}]}])
    assert table.ids(where("n").any(element)) == [4, 5]
    assert table.ids(where("n").all(element)) == [5]


def test_an_error_in_a_test_function_is_the_callers(store):
    store.table("t").insert({"a": "x"})
    with pytest.raises(TypeError):
        store.table("t").search(where("a").test(lambda value: value < 3))
    with pytest.raises(ZeroDivisionError):
        store.table("t").search(where("a").test(lambda value: 1 / 0))


@given(documents=DOCUMENTS, conditions=st.lists(CONDITIONS, min_size=1, max_size=12))
def test_random_conditions_on_random_documents(tmp_path_factory, documents, conditions):
    with open_store(tmp_path_factory.mktemp("s") / ".mltrack") as store:
        table = store.table("t")
        ids = table.insert_multiple(documents)
        stored = [as_stored(document) for document in documents]
        plain = TinyDB(storage=MemoryStorage).table(
            "t", cache_size=0
        )  # its cache mixes up queries of equal hash
        plain.insert_multiple(stored)
        for condition in conditions:
            answers = [plain_answer(condition, document) for document in stored]
            expected = [
                # TinyDB raises for the whole search; what is asked of such a document is then no match, part by part.
                doc
                for doc, document, answer in zip(ids, stored, answers, strict=True)
                if (matches(describe(condition), document) if answer is None else answer)
            ]
            if None not in answers:
                assert repr(plain.search(condition)) == repr(table.search(condition))
            assert table.ids(condition) == expected
            assert table.count(condition) == len(expected)
            assert [found.doc_id for found in table.search(condition)] == expected
            assert repr(table.search(condition)) == repr([stored[ids.index(doc)] for doc in expected])
            assert sorted(table.ids(~condition)) == sorted(set(ids) - set(expected))
            assert table.ids(condition, limit=2, offset=1) == expected[1:3]
            first = table.get(condition)
            assert (None if first is None else first.doc_id) == (expected[0] if expected else None)


@pytest.mark.parametrize("length", [2, 150, 450])
def test_long_chains(store, length):
    """SQLite reads no expression of such a depth: it must not be asked to."""
    table = store.table("t")
    ids = table.insert_multiple([{"n": number} for number in range(length + 5)])
    any_of = functools.reduce(operator.or_, [where("n") == number for number in range(length)])
    none_of = functools.reduce(operator.and_, [where("n") != number for number in range(length)])
    assert table.ids(any_of) == ids[:length]
    assert table.ids(none_of) == ids[length:]
    assert table.count(any_of & none_of) == 0
    assert table.ids(~(any_of | none_of)) == []


def test_deep_nesting(store):
    table = store.table("t")
    ids = table.insert_multiple([{"n": number} for number in range(20)])
    condition, expected = where("n") == 0, {0}
    for number in range(1, 60):
        step = number % 20
        if number % 2:
            condition, expected = condition | (where("n") == step), expected | {step}
        else:
            condition, expected = condition & (where("n") != step), expected - {step}
    assert table.ids(condition) == [
        doc for doc, number in zip(ids, range(20), strict=True) if number in expected
    ]


def test_many_values_and_many_names(store):
    table = store.table("t")
    names = {f"m{number}": number for number in range(700)}
    ids = table.insert_multiple([{"metrics": names}, {"metrics": {}}, {"other": 1}, {"metrics": {"m699": 2}}])
    assert table.ids(where("metrics").exists()) == [ids[0], ids[1], ids[3]]
    assert table.ids(where("metrics") != 3) == [ids[0], ids[1], ids[3]]
    assert table.ids(where("metrics").m699.one_of(list(range(6000)))) == [ids[0], ids[3]]
