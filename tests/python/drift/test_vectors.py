"""Columns of vectors (embeddings): read from every library, compared by values and by profiles, drawn."""

import numpy as np
import pandas as pd
import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift import TableProfile, profile
from jupyter_mltrack.drift.api import table_of
from jupyter_mltrack.drift.profiles import without_rows
from jupyter_mltrack.drift.tests import vectors as tests
from jupyter_mltrack.errors import InvalidInput


def embedded(seed, rows=600, width=48, moved=0.0, cluster=0.0, turned=False):
    """Give vectors of a law like that of embeddings: a common direction, few that matter, many that hardly do."""
    random = np.random.default_rng(seed)
    fixed = np.random.default_rng(1)
    found = random.normal(size=(rows, width)) / np.sqrt(np.arange(1, width + 1))
    if turned:
        found = found[:, ::-1]
    found[random.random(rows) < cluster] += 4 / np.sqrt(np.arange(1, width + 1))
    found[:, : width // 4] += moved * found[:, : width // 4].std(axis=0)
    turn = np.linalg.qr(fixed.normal(size=(width, width)))[0]
    return (found @ turn + fixed.normal(size=width)).astype(np.float32)


def frames(matrix):
    pyarrow, polars = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    flat = pyarrow.array(matrix.ravel())
    width = matrix.shape[1]
    lists = [row.tolist() for row in matrix]
    yield "pandas of arrays", pd.DataFrame({"e": [*matrix]})
    yield "pandas of lists", pd.DataFrame({"e": lists})
    yield "pandas of tuples", pd.DataFrame({"e": [tuple(row) for row in lists]})
    yield "polars List", polars.DataFrame({"e": lists})
    yield "polars Array", polars.DataFrame({"e": matrix}, schema={"e": polars.Array(polars.Float32, width)})
    yield "pyarrow list", pyarrow.table({"e": lists})
    yield "pyarrow fixed", pyarrow.table({"e": pyarrow.FixedSizeListArray.from_arrays(flat, width)})
    yield "mapping of a matrix", {"e": matrix}
    yield "mapping of lists", {"e": lists}


def test_vectors_are_read_alike_whatever_holds_them():
    matrix = embedded(1, rows=30, width=6)
    for name, frame in frames(matrix):
        column = table_of(frame).columns["e"]
        assert (column.kind, column.rows, column.missing) == ("vector", 30, 0), name
        assert np.array_equal(column.vectors, matrix), name


def test_missing_and_infinite_vectors_are_counted():
    polars, pyarrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    lists = [[1.0, 2.0], None, [float("nan"), 1.0], [float("inf"), 1.0], [3.0, 4.0]]
    fixed = pyarrow.array(lists, pyarrow.list_(pyarrow.float64(), 2))
    for frame in (
        pd.DataFrame({"e": lists}),
        polars.DataFrame({"e": lists}),
        polars.DataFrame({"e": lists}, schema={"e": polars.Array(polars.Float64, 2)}),
        pyarrow.table({"e": lists}),
        pyarrow.table({"e": fixed}),
    ):
        column = table_of(frame).columns["e"]
        assert (column.rows, column.missing, column.infinite) == (5, 2, 1)
        assert column.vectors.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("kept", [False, True], ids=["values", "profiles"])
def test_moved_turned_and_clustered_vectors_are_found(kept):
    def compare(**change):
        sides = [{"e": embedded(1, 2000)}, {"e": embedded(2, 2000, **change)}]
        return mltrack.drift(*([profile(side) for side in sides] if kept else sides))

    same = compare()
    assert same.status == "no drift" and same["e"].kind == "vector"
    moved = compare(moved=0.3)
    assert moved.drifted == ["e"]
    assert "their centre moved by" in moved["e"].sentence and "cosine of the centres" in moved["e"].sentence
    assert compare(turned=True).drifted == ["e"]
    assert compare(cluster=0.05).drifted == ["e"]
    figure = moved.figure("e")
    assert [trace["name"] for trace in figure["data"]] == ["reference", "current"]
    assert sum(figure["data"][0]["y"]) == pytest.approx(1, abs=0.01)
    assert "<svg" in moved.to_html()


def test_vectors_of_other_lengths_are_a_state():
    other = mltrack.drift({"e": embedded(1)}, {"e": embedded(2, width=24)})
    assert (
        other["e"].state == "retyped"
        and "48 numbers" in other["e"].sentence
        and "of 24" in other["e"].sentence
    )
    stored = mltrack.drift(profile({"e": embedded(1)}), {"e": embedded(2, width=24)})
    assert stored["e"].state == "retyped" and stored["e"].drifted
    ragged = pd.DataFrame({"e": [[1.0, 2.0], [1.0]] * 20})
    found = mltrack.drift(ragged, ragged)
    assert found.status == "cannot tell" and found["e"].state == "unknown type"
    assert "lists of 1 to 2 numbers" in found["e"].sentence
    added = profile({"e": embedded(1)}) + profile({"e": embedded(2, width=24)})
    assert added["e"].kind == "unknown" and "24 to 48" in added["e"].type


def test_profiles_of_vectors_add_up_and_stay_small():
    whole = embedded(3, 5000, width=768)
    once = profile({"e": whole})
    assert len(once.to_bytes()) < 60_000
    added = (
        profile({"e": whole[:500]}) + profile({"e": np.full((40, 768), np.nan)}) + profile({"e": whole[500:]})
    )
    assert (added.rows, added["e"].missing, added["e"].vectors.count) == (5040, 40, 5000)
    assert added["e"].vectors.variance == pytest.approx(once["e"].vectors.variance, rel=1e-5)
    centres = [np.frombuffer(one["e"].vectors.centre, "<f4") for one in (once, added)]
    assert centres[0] == pytest.approx(centres[1], abs=1e-4)
    again = TableProfile.from_bytes(added.to_bytes())
    assert mltrack.drift(again, {"e": embedded(4, 2000, width=768)}).status == "no drift"


def test_vectors_far_from_zero_are_kept_as_well():
    far = [profile({"e": embedded(seed, 1500) + 3000.0}) for seed in (1, 2)]
    assert mltrack.drift(*far).status == "no drift"
    moved = profile({"e": embedded(3, 1500, moved=0.5) + 3000.0})
    assert mltrack.drift(far[0], far[1] + moved).drifted == ["e"]


def test_a_profile_without_rows_still_tells_where_the_centre_was():
    kept = without_rows(profile({"e": embedded(1, 2000), "x": embedded(1, 2000)[:, 0]}).record)
    assert kept.columns[0].vectors.lines == b"" and kept.columns[1].ranks == b""
    current = {"e": embedded(2, 2000), "x": embedded(2, 2000)[:, 0]}
    assert mltrack.drift(kept, current).status == "no drift"
    current["e"] = embedded(3, 2000, moved=0.5)
    assert mltrack.drift(kept, current).drifted == ["e"]


@pytest.mark.parametrize("broken", [{"centre": b"123"}, {"lines": b"x" * 40}, {"lines": b""}])
def test_a_damaged_profile_of_vectors_is_an_error_that_says_so(broken):
    import msgspec

    column = profile({"e": embedded(1)}).record.columns[0]
    damaged = msgspec.structs.replace(column, vectors=msgspec.structs.replace(column.vectors, **broken))
    record = msgspec.structs.replace(profile({"e": embedded(1)}).record, columns=[damaged])
    if "lines" in broken and not broken["lines"]:
        assert mltrack.drift(record, profile({"e": embedded(2)}))["e"].drifted is False
        return
    with pytest.raises(InvalidInput, match="damaged"):
        mltrack.drift(record, profile({"e": embedded(2)}))


@pytest.mark.parametrize("kept", [False, True], ids=["values", "profiles"])
@pytest.mark.parametrize(
    "matrix",
    [
        np.ones((50, 4)),
        np.zeros((50, 3)),
        np.eye(3).repeat(3, 0),
        np.full((20, 2), 1e30),
        np.full((20, 2), 1e-30),
    ],
    ids=["equal", "zero", "few", "huge", "tiny"],
)
def test_odd_vectors_are_compared_all_the_same(matrix, kept):
    sides = [{"e": matrix}, {"e": matrix}]
    found = mltrack.drift(*([profile(side) for side in sides] if kept else sides))
    assert found["e"].drifted is False
    other = [{"e": matrix}, {"e": matrix + (np.abs(matrix).max() or 1.0)}]
    mltrack.drift(*([profile(side) for side in other] if kept else other)).to_html()


def test_an_own_rule_for_vectors_is_refused_with_a_word():
    with pytest.raises(InvalidInput, match="vectors"):
        mltrack.drift(
            {"e": embedded(1)}, {"e": embedded(2)}, columns={"e": {"test": "psi", "threshold": 0.2}}
        )
    columns = {"e": {"limits": {"vector": 10.0}}}
    assert mltrack.drift({"e": embedded(1)}, {"e": embedded(2, moved=1.0)}, columns=columns).drifted == []


def test_the_tests_of_vectors_keep_their_level():
    p = np.array(
        [
            [test(pair)[0].p_value for test in (tests.centre, tests.directions)]
            for at in range(150)
            for pair in [tests.paired(embedded(2 * at, 100, 24), embedded(2 * at + 1, 100, 24))]
        ]
    )
    assert np.all(np.mean(p < 0.05, axis=0) < 0.1)
