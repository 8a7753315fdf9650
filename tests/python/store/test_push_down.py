"""What the index can answer, it answers: documents that do not matter are not even read."""

import pytest
from tinydb import Query, where

from jupyter_mltrack.errors import StoreCorrupt
from jupyter_mltrack.store import Sort

COUNT = 60


@pytest.fixture
def table(store):
    """Documents of which only the tenth to the nineteenth can be read at all."""
    table = store.table("t")
    table.insert_multiple(
        [
            {"n": number, "even": number % 2 == 0, "name": f"run {number:02}", "m": {"loss": -number}}
            | ({"ten": True} if 10 <= number < 20 else {})
            for number in range(COUNT)
        ]
    )
    with store.transaction() as session:
        session.execute("UPDATE documents_1 SET body = 'no json' WHERE doc NOT BETWEEN 11 AND 20")
    return table


ANSWERED = {
    "==": where("n") == 12,
    "== text": where("name") == "run 15",
    "<, >": (where("n") > 11) & (where("n") < 14),
    "<=, >= text": (where("name") >= "run 11") & (where("name") <= "run 13"),
    "exists": where("ten").exists(),
    "one_of": where("n").one_of([11, 12, 19]),
    "|": (where("n") == 10) | (where("m").loss == -11),
    "~": ~((where("n") < 10) | (where("n") >= 20)),
    "!=": (where("ten") != False) & (where("even") != True),  # noqa: E712
}


@pytest.mark.parametrize("name", ANSWERED)
def test_the_index_answers_alone(table, name):
    condition = ANSWERED[name]
    found = table.search(condition)
    assert 1 <= len(found) <= 10
    assert table.count(condition) == len(found)
    assert table.ids(condition) == [document.doc_id for document in found]
    assert table.select(condition, Sort(("m", "loss")), limit=1) == found[-1:]


@pytest.mark.parametrize(
    "condition",
    [
        where("n").test(lambda n: n % 3 == 0) & (where("n") >= 10) & (where("n") < 20),
        where("ten").exists() & where("name").matches("run 1[0-5]"),
        Query().fragment({"n": 12, "even": True}),
        where("ten").exists() & (where("n").map(str) == "14"),
    ],
)
def test_what_only_python_can_answer_is_asked_of_what_the_index_left(table, condition):
    found = table.search(condition)
    assert 1 <= len(found) <= 6 and table.count(condition) == len(found)


def test_counts_and_names_need_no_documents(table):
    assert len(table) == COUNT
    assert table.count(where("even") == True) == COUNT // 2  # noqa: E712
    assert tuple(table.paths(("m",))["m", "loss"]) == (COUNT, COUNT)
    assert table.ids(sort=Sort(("m", "loss")), limit=3) == [60, 59, 58]


def test_a_page_in_an_order_reads_that_page_only(table):
    table.update({"m": {"loss": 1000}}, where("ten").exists())
    page = table.select(sort=Sort(("m", "loss"), descending=True), limit=10)
    assert [document.doc_id for document in page] == list(range(20, 10, -1))


def test_the_others_are_really_unreadable(table):
    with pytest.raises(StoreCorrupt):
        table.all()
    with pytest.raises(StoreCorrupt):
        table.search(where("n").test(lambda n: True))
