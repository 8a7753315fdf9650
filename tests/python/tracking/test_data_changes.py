"""What is said of changed data is what changed, and nothing is said of what did not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mltrack.records import DataColumn, Dataset, Process, Run
from jupyter_mltrack.tracking.data_changes import data_changes


def run_with(*data):
    return Run("a", "e", "run 1", "finished", 0.0, Process("host", 1, 0.0), data=list(data))


def said(old, new):
    old, new = (data if isinstance(data, list) else [data] for data in (old, new))
    return data_changes(run_with(*old), run_with(*new))


def table(name="df", rows=10, columns="a b", **fields):
    named = [
        DataColumn(part.partition(":")[0], part.partition(":")[2] or "int64") for part in columns.split()
    ]
    fields = {"fingerprint": "00", **fields}
    return Dataset(name, "pandas.DataFrame", shape=[rows, len(named)], columns=named, **fields)


def array(name="X", shape=(10, 2), fingerprint="00", **fields):
    return Dataset(
        name, "numpy.ndarray", shape=list(shape), fingerprint=fingerprint, element="float64", **fields
    )


def test_rows():
    assert said(table(), table(rows=12)) == ["df has 2 more rows"]
    assert said(table(rows=1), table(rows=0)) == ["df has 1 fewer row"]
    old, new = [array("X", (9, 2)), array("y", (9,))], [array("X", (8, 2)), array("y", (8,))]
    assert said(old, new) == ["X and y have 1 fewer row"]


def test_columns():
    assert said(table(), table(columns="a b c")) == ["df has a new column c"]
    assert said(table(), table(columns="a")) == ["df has no column b any more"]
    assert said(table(), table(columns="a b:float64")) == ["column b of df is float64 instead of int64"]
    assert said(table(), table(columns="b a", fingerprint="11")) == ["columns of df are in another order"]
    assert said(table(), table(columns="c d")) == ["4 columns of df changed"]
    assert said(table(columns="a a"), table(columns="a a:float64", fingerprint="11")) == [
        "content of df changed"
    ]
    assert said(array(), array(shape=(10, 3))) == ["X has 3 columns instead of 2"]
    assert said(array(), array(shape=(5, 2, 2))) == ["X is 5 × 2 × 2 instead of 10 × 2"]


def test_content():
    assert said(array(), array()) == []
    assert said(array(), array(fingerprint="11")) == ["content of X changed"]
    assert said(array(), array(fingerprint=None)) == []
    assert said(array(), array(fingerprint="11", sampled=True)) == []
    assert said(array(fingerprint="00~aaaa", sampled=True), array(fingerprint="11~bbbb", sampled=True)) == []
    one, other = (array(fingerprint=f"{digits}~aaaa", sampled=True) for digits in ("00", "11"))
    assert said(one, other) == ["content of X changed"]
    assert said(array(), Dataset("X", "numpy.ndarray", shape=[10, 2], fingerprint="11", element="int64")) == [
        "X is of int64 instead of float64"
    ]


def test_a_librarys_own_fingerprint_says_nothing_when_it_differs():
    one, other = (Dataset("ds", "datasets.Dataset", shape=[5], fingerprint=digits) for digits in ("00", "11"))
    assert said(one, other) == []


def test_a_file_is_named_beside_the_variable_because_it_need_not_hold_what_the_variable_holds():
    old, new = table(source="data/train.csv"), table(rows=12, source="data/train.csv")
    assert said(old, new) == ["df (train.csv) has 2 more rows"]
    assert said(old, table(source="./data//train.csv")) == []
    assert said(old, table(source="b.csv", fingerprint="11")) == [
        "df (b.csv) comes from b.csv instead of data/train.csv"
    ]


def test_what_was_made_of_changed_data_is_not_said_twice_and_everything_else_is():
    def data(rows, digits):
        return [
            table(rows=rows, source="a.csv"),
            array("X_train", (rows, 2), source="a.csv", derived=True),
            array("both", (rows, 3), source="a.csv, c.csv", derived=True),
            array("other", fingerprint=digits, source="b.csv", derived=True),
        ]

    assert said(data(10, "00"), data(11, "11")) == ["df (a.csv) has 1 more row", "content of other changed"]


def test_braces_and_other_signs_in_names_stay():
    old, new = table(columns="a {0} {x!r"), table(columns="a {0}")
    assert said(old, new) == ["df has no column {x!r any more"]
    assert said([table("{}")], [table("{}", fingerprint="11")]) == ["content of {} changed"]


NAMES = st.sampled_from(["X", "y", "df", "{0}", "X_train"])
PRINTS = st.sampled_from([None, "00", "11", "00~aaaa", "11~aaaa", "00~bbbbt"])
COLUMNS = st.lists(
    st.builds(DataColumn, st.sampled_from(["a", "b", "{}"]), st.sampled_from(["int64", "str"])), max_size=3
)


@st.composite
def datasets(draw):
    fingerprint = draw(PRINTS)
    return Dataset(
        draw(NAMES), draw(st.sampled_from(["numpy.ndarray", "pandas.DataFrame", "my.ndarray"])),
        shape=draw(st.lists(st.integers(0, 3), max_size=3)), columns=draw(COLUMNS),
        more_columns=draw(st.integers(0, 1)), fingerprint=fingerprint, sampled="~" in (fingerprint or ""),
        source=draw(st.sampled_from([None, "a.csv", "./a.csv", "b.csv"])), derived=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(datasets(), max_size=4), st.lists(datasets(), max_size=4))
def test_a_change_is_said_only_where_something_differs(old, new):
    old, new = ([*{one.name: one for one in data}.values()] for data in (old, new))
    before = {one.name: one for one in old}
    texts = said(old, new)
    differing = [one for one in new if one.name in before and before[one.name] != one]
    assert len(texts) <= max(3, len(differing)) and (not texts or differing)
    for text in texts:
        if "content of" in text:
            assert any(
                before[one.name].fingerprint != one.fingerprint for one in differing if one.name in text
            )
    assert said(old, old) == []
