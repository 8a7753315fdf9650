"""Every odd column has a named state: no crash, and no "no drift" that nobody looked at."""

import datetime

import numpy as np
import pandas as pd
import pytest
from tables import mixed

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift import profile
from jupyter_mltrack.errors import InvalidInput

ROWS = 300
PLAIN = np.random.default_rng(0).normal(size=ROWS)
ONE_ZONE = pd.date_range("2026-01-01", periods=ROWS, freq="h", tz="UTC")

CASES = {
    "missing": (PLAIN, None, "missing column", True),
    "extra": (None, PLAIN, "extra column", None),
    "retyped": (PLAIN, PLAIN.astype(str), "retyped", True),
    "emptied": (PLAIN, np.full(ROWS, np.nan), "all missing", True),
    "filled": (np.full(ROWS, np.nan), PLAIN, "all missing", True),
    "never there": (np.full(ROWS, np.nan), np.full(ROWS, np.nan), "all missing", None),
    "all infinite": (PLAIN, np.full(ROWS, np.inf), "all missing", True),
    "constant": (np.ones(ROWS), np.ones(ROWS), "constant", False),
    "another constant": (np.ones(ROWS), np.zeros(ROWS), "compared", True),
    "no longer constant": (np.ones(ROWS), PLAIN, "compared", True),
    "constant text": (["a"] * ROWS, ["a"] * ROWS, "constant", False),
    "some infinite": (PLAIN, np.where(np.arange(ROWS) < 40, np.inf, PLAIN), "compared", True),
    "lists": ([[1], [1, 2]] * (ROWS // 2), [[1], [1, 2]] * (ROWS // 2), "unknown type", None),
    "lists of texts": ([["a"]] * ROWS, [["a"]] * ROWS, "unknown type", None),
    "the same vector": ([[1]] * ROWS, [[1]] * ROWS, "compared", False),
    "ids": ([f"a{at}" for at in range(ROWS)], [f"b{at}" for at in range(ROWS)], "identifier", None),
    "zones": (ONE_ZONE, ONE_ZONE.tz_convert("Asia/Tokyo"), "compared", False),
    "no zone": (ONE_ZONE, ONE_ZONE.tz_localize(None), "compared", False),
    "huge": (PLAIN * 1e200, PLAIN * 1e200, "compared", False),
    "tiny": (PLAIN * 1e-300, PLAIN * 1e-300 + 1e-300, "compared", True),
    "huge whole": ([10**30 + at for at in range(ROWS)], [10**30 + at for at in range(ROWS)], None, None),
    "text and number": ([1, "a"] * (ROWS // 2), [1, "a"] * (ROWS // 2), "compared", False),
    "days": ([datetime.date(2026, 1, 1 + at % 28) for at in range(ROWS)],) * 2 + ("compared", False),
    "truth": ([True, None, False] * (ROWS // 3), [True, None, False] * (ROWS // 3), "compared", False),
}


@pytest.mark.parametrize("how", ["values", "profiles"])
@pytest.mark.parametrize("case", CASES)
def test_an_odd_column_is_named_and_not_passed_over(case, how):
    before, after, state, drifted = CASES[case]
    tables = [
        pd.DataFrame({"fine": PLAIN, **({"x": column} if column is not None else {})})
        for column in (before, after)
    ]
    if how == "profiles":
        tables = [profile(table) for table in tables]
    found = mltrack.drift(*tables)
    verdict = found["x"]
    assert verdict.sentence and "`x`" in verdict.sentence
    if state is None:
        return
    assert verdict.state == state
    assert verdict.drifted is drifted
    if drifted is None and state not in ("extra column", "identifier"):
        assert found.status == "cannot tell"
    assert found.to_html() and found.figure("x")


def test_a_renamed_column_is_recognised():
    table = mixed(1)
    found = mltrack.drift(table, mixed(2).rename(columns={"normal": "normal_v2"}))
    assert found["normal"].state == "renamed" and "`normal_v2`" in found["normal"].sentence
    assert found.status == "drift"


@pytest.mark.parametrize("rows", [0, 1, 4])
@pytest.mark.parametrize("way", [lambda table: table, profile])
def test_too_few_rows_are_said_to_be_too_few(rows, way):
    found = mltrack.drift(way(mixed(1)), way(mixed(2)[:rows]))
    assert found.status == "cannot tell"
    assert {verdict.state for verdict in found.report.columns} == {"too few rows"}
    with pytest.raises(AssertionError, match="cannot be compared"):
        found.assert_no_drift()


def test_tables_without_columns_cannot_be_told():
    assert mltrack.drift(pd.DataFrame(), pd.DataFrame()).status == "cannot tell"


def test_mixed_zones_are_compared_in_utc_and_said_so():
    zones = [datetime.timezone.utc, datetime.timezone(datetime.timedelta(hours=9))]
    times = pd.Series(
        [datetime.datetime(2026, 1, 1 + at % 28, tzinfo=zones[at % 2]) for at in range(ROWS)], dtype=object
    )
    found = mltrack.drift(pd.DataFrame({"t": times}), pd.DataFrame({"t": times}))
    assert found["t"].kind == "time" and found["t"].drifted is False
    assert "compared in UTC" in found.report.notes[0]


@pytest.mark.parametrize("thing", [3, None, object(), "nowhere.csv", "table.txt", np.zeros((2, 2, 2))])
def test_what_is_no_table_is_refused(thing, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.txt").write_text("x")
    with pytest.raises(InvalidInput):
        mltrack.drift(thing, mixed(1))


def test_columns_of_one_name_stay_apart():
    table = pd.DataFrame(np.column_stack([PLAIN, PLAIN + 5]), columns=["x", "x"])
    assert [verdict.name for verdict in mltrack.drift(table, table).report.columns] == ["x", "x (2)"]
