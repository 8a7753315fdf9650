"""The default is right about no drift as often as it says, and finds what it should."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tables import mixed

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift import ColumnRule, Policy, persisting
from jupyter_mltrack.drift.policy import benjamini_hochberg
from jupyter_mltrack.errors import InvalidInput


@pytest.mark.parametrize("rows", [60, 300, 2000])
def test_tables_without_drift_are_rarely_called_drifted(rows):
    found = [mltrack.drift(mixed([rows, at, 0], rows), mixed([rows, at, 1], rows)).status for at in range(60)]
    # 8 of 60 or more come about once in 100 times where the rate is 5 %.
    assert found.count("no drift") > 60 - 8


CHANGES = {
    "normal": lambda column, random: column + 0.2 * 5,
    "skewed": lambda column, random: np.where(random.random(len(column)) < 0.015, 10, 1) * column,
    "count": lambda column, random: (column * 1.3).round(),
    "partly": lambda column, random: column.mask(random.random(len(column)) < 0.07),
    "city": lambda column, random: column.mask(random.random(len(column)) < 0.02, "Bern"),
    "yes": lambda column, random: column | (random.random(len(column)) < 0.12),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_in_one_column_is_found_in_it(name):
    before, after = mixed(1, 2000), mixed(2, 2000)
    after[name] = CHANGES[name](after[name], np.random.default_rng(3))
    assert mltrack.drift(before, after).drifted == [name]


def test_large_tables_do_not_alarm_for_nothing_that_matters():
    random = np.random.default_rng(0)
    before = random.normal(0, 1, 300_000)
    tiny = mltrack.drift({"x": before}, {"x": random.normal(0.015, 1, 300_000)})
    assert tiny.status == "no drift" and "too little to matter" in tiny["x"].sentence
    assert mltrack.drift({"x": before}, {"x": random.normal(0.06, 1, 300_000)}).drifted == ["x"]


def test_the_sentence_says_what_moved_and_how_rare_it_is():
    random = np.random.default_rng(0)
    sentence = mltrack.drift({"age": random.normal(34, 5, 2000)}, {"age": random.normal(41, 5, 2000)})[
        "age"
    ].sentence
    for part in ("`age` moved: median 3", " → 4", "Van der Waerden", "limit", "once in a million checks"):
        assert part in sentence


def test_benjamini_hochberg_is_scipys():
    p = np.random.default_rng(0).uniform(0, 0.2, 40) ** 2
    rejected, _ = benjamini_hochberg(p, 0.05)
    assert rejected == list(stats.false_discovery_control(p) <= 0.05)


def test_important_columns_are_noticed_earlier():
    weights = Policy(importance={"a": 9, "b": 0, "c": 0}).weights(["a", "b", "c"])
    assert weights == {"a": 2.0, "b": 0.5, "c": 0.5}
    before, after = mixed(1, 500), mixed(2, 500)
    verdict = mltrack.drift(before, after, importance={"normal": 1.0})["normal"]
    assert verdict.weight == 3.5 and verdict.limit > mltrack.drift(before, after)["normal"].limit


def test_a_rule_of_its_own_decides_for_a_column():
    before, after = mixed(1), mixed(2)
    strict = mltrack.drift(before, after, columns={"normal": {"test": "psi", "threshold": 0.0001}})
    assert strict.drifted == ["normal"] and "psi" in strict["normal"].sentence
    loose = mltrack.drift(before, after, columns={"normal": ColumnRule(test="ks", p_value=1e-9)})
    assert loose["normal"].drifted is False
    assert mltrack.drift(before, after, columns={"normal": "skip"})["normal"].state == "skipped"
    coded = mltrack.drift(before, after, columns={"count": "category"})["count"]
    assert coded.kind == "category" and coded.drifted is False


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rate": 2}, "between 0 and 1"),
        ({"columns": {"nowhere": "skip"}}, "no such column"),
        ({"columns": {"normal": "sometimes"}}, "skip"),
        ({"columns": {"normal": {"tset": "psi"}}}, "field that there is not"),
        ({"columns": {"normal": {"test": "psi"}}}, "threshold"),
        ({"columns": {"normal": {"test": "no", "threshold": 1}}}, "no test 'no'"),
        ({"importance": {"normal": -1}}, "not negative"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(options, words):
    with pytest.raises(InvalidInput, match=words):
        mltrack.drift(mixed(1), mixed(2), **options)


def test_persistence_asks_for_drift_in_checks_running():
    before = mixed(1)
    moved = before.assign(normal=before["normal"] + 20)
    reports = [mltrack.drift(before, table).report for table in (before, moved, moved)]
    assert persisting(reports, Policy(persistence=2)) == ["normal"]
    assert persisting(reports, Policy(persistence=3)) == []
    assert persisting(reports[:1], Policy(persistence=2)) == []


def test_a_window_of_time_that_moves_on_is_drift():
    days = pd.date_range("2026-01-01", periods=300, freq="D", tz="UTC")
    found = mltrack.drift({"day": days[:200]}, {"day": days[100:]})
    assert found["day"].kind == "time" and found.drifted == ["day"] and "2026-" in found["day"].sentence
