"""Profiles are small, add up, and say what the values say."""

import msgspec
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import mixed

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift import TableProfile, profile
from jupyter_mltrack.drift.profiles import quantiles, relations
from jupyter_mltrack.errors import InvalidInput


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 3000), st.integers(1, 3000))
def test_the_profiles_of_two_parts_add_up_to_the_profile_of_the_whole(seed, first, second):
    whole = mixed(seed, first + second)
    added = profile(whole[:first]) + profile(whole[first:])
    once = profile(whole)
    assert added.rows == once.rows and added.columns == once.columns
    for name in once.columns:
        one, two = added[name], once[name]
        assert (one.missing, one.minimum, one.maximum) == (two.missing, two.minimum, two.maximum)
        assert (one.lowest, one.highest, one.frequent) == (two.lowest, two.highest, two.frequent)
        assert one.moments == pytest.approx(two.moments, rel=1e-6, abs=1e-6)
        assert one.distinct == (two.distinct and pytest.approx(two.distinct, rel=0.15, abs=1))
        if one.kind == "number" and one.minimum is not None:
            values = np.sort(whole[name].dropna().to_numpy(float))
            sketch = quantiles.unpacked(one.quantiles)
            points = np.unique(np.quantile(values, [0.1, 0.5, 0.9], method="lower"))
            true = np.searchsorted(values, points * (1 + 1e-4), side="right") / len(values)
            # Twice the error that holds 99 times in 100.
            assert quantiles.below(sketch, points * (1 + 1e-4)) == pytest.approx(true, abs=0.027)


def test_the_order_of_the_rows_does_not_matter():
    table = mixed(3, 2000)
    one, other = profile(table), profile(table.sample(frac=1, random_state=1))
    for name in one.columns:
        assert one[name].frequent == other[name].frequent and one[name].distinct == other[name].distinct
        assert one[name].moments == pytest.approx(other[name].moments, rel=1e-9)


def test_a_profile_of_twenty_columns_is_under_100_kilobytes():
    random = np.random.default_rng(0)
    numbers = {f"n{at}": random.lognormal(0, 1, 50_000) for at in range(14)}
    names = {f"c{at}": random.integers(0, 40, 50_000).astype(str) for at in range(6)}
    assert len(profile({**numbers, **names}).to_bytes()) < 100_000


def test_bytes_give_the_profile_back():
    made = profile(mixed(1))
    assert TableProfile.from_bytes(made.to_bytes()).record == made.record
    with pytest.raises(InvalidInput, match="no profile"):
        TableProfile.from_bytes(b"something else")
    with pytest.raises(InvalidInput, match="no profile"):
        TableProfile.from_bytes(made.to_bytes()[:-20])


@pytest.mark.parametrize("rows", [50, 3000, 200_000])
def test_different_values_are_counted_within_the_sketchs_error(rows):
    values = np.arange(rows) * 0.37
    assert profile({"x": np.tile(values, 3)})["x"].distinct == pytest.approx(rows, rel=0.1)


def test_large_numbers_keep_their_differences():
    seconds = 1.7e9 + np.random.default_rng(0).uniform(0, 100, 5000)
    made = TableProfile.from_bytes(profile({"t": seconds}).to_bytes())
    middle = quantiles.at(quantiles.unpacked(made["t"].quantiles), np.array([0.5]))[0]
    assert middle == pytest.approx(np.median(seconds), abs=3)


def test_more_categories_than_fit_are_kept_with_a_stated_error():
    random = np.random.default_rng(0)
    names = np.array([f"user {at}" for at in random.zipf(1.3, 20_000) % 5000])
    column = profile({"user": names})["user"]
    count = pd.Series(names).value_counts()
    assert column.frequent_error > 0
    assert abs(column.frequent[count.index[0]] - count.iloc[0]) <= column.frequent_error


def test_files_are_read_in_chunks_and_say_the_same(tmp_path):
    table = mixed(5, 1000)
    table.to_csv(tmp_path / "table.csv", index=False)
    whole, parts = profile(table), profile(tmp_path / "table.csv", chunk_rows=300)
    assert parts.rows == 1000
    for name in ("normal", "city", "partly"):
        assert parts[name].missing == whole[name].missing and parts[name].frequent == whole[name].frequent
    assert mltrack.drift(parts, whole).status == "no drift"


def test_a_column_that_changes_its_kind_between_chunks_is_unknown(tmp_path):
    (tmp_path / "odd.csv").write_text("x\n" + "1\n" * 50 + "word\n" * 50)
    column = profile(tmp_path / "odd.csv", chunk_rows=50)["x"]
    assert column.kind == "unknown" and column.rows == 100


def test_drift_against_a_profile_is_found_and_its_absence_too():
    stored = profile(mixed(1, 5000))
    assert mltrack.drift(stored, mixed(2, 2000)).status == "no drift"
    moved = mixed(3, 2000)
    moved["normal"] += 1.5
    moved.loc[:60, "city"] = "Bern"
    found = mltrack.drift(stored, moved)
    assert set(found.drifted) == {"normal", "city"}
    assert "mean 3" in found["normal"].sentence and "`Bern`" in found["city"].sentence


def test_statistics_on_profiles_stay_within_their_stated_error():
    from jupyter_mltrack.drift.api import table_of
    from jupyter_mltrack.drift.overrides import side_of
    from jupyter_mltrack.drift.profiled import compute_profiled
    from jupyter_mltrack.drift.tests import compute

    before, after = mixed(1, 20_000), mixed(2, 20_000)
    after["normal"] += 1
    made = [profile(table)["normal"] for table in (before, after)]
    sides = [side_of(table_of(table[["normal"]]).columns["normal"]) for table in (before, after)]
    for method in (
        "ks",
        "psi",
        "jensen_shannon",
        "hellinger",
        "total_variation",
        "l_infinity",
        "wasserstein",
    ):
        exact, sketched = compute(*sides, method), compute_profiled(*made, method)
        assert abs(exact.statistic - sketched.statistic) <= sketched.error, method


def test_a_profile_stays_of_its_kind():
    with pytest.raises(InvalidInput, match="profiled as number"):
        mltrack.drift(profile(mixed(1)), mixed(2), columns={"count": "category"})
    words = {"x": [f"word {at} and some more words beside it" for at in range(100)]}
    found = mltrack.drift(profile(words), {"x": ["a", "b"] * 50})
    assert found["x"].state == "retyped"


def test_the_sample_is_of_rows_and_every_row_is_as_likely():
    table = {"x": np.arange(1000.0), "y": np.arange(1000.0) * 2}
    halves = [
        {name: values[part] for name, values in table.items()} for part in (slice(500), slice(500, None))
    ]
    sample = (profile(halves[0], seed=1) + profile(halves[1], seed=2)).record.sample
    assert sample["y"] == [2 * value for value in sample["x"]]
    assert len(sample["x"]) == 200 and 60 < sum(value < 500 for value in sample["x"]) < 140


@pytest.mark.parametrize("rows", [1, 47, 49, 32_768, 32_769, 150_000])
@pytest.mark.parametrize("kind", ["normal", "heavy", "ties", "sorted"])
def test_many_values_are_sketched_block_by_block_within_the_stated_error(rows: int, kind: str) -> None:
    random = np.random.default_rng(rows)
    values = {
        "normal": lambda: random.normal(size=rows),
        "heavy": lambda: random.standard_cauchy(rows),
        "ties": lambda: random.integers(0, 5, rows).astype(float),
        "sorted": lambda: np.arange(rows, dtype=float),
    }[kind]()
    column = profile({"v": values})["v"]
    ordered = np.sort(values)
    assert column.lowest == ordered[:24].tolist()
    assert column.highest == ordered[::-1][:24].tolist()
    sketch = quantiles.unpacked(column.quantiles)
    assert sketch.n == rows
    shares = np.linspace(0.01, 0.99, 99)
    found = quantiles.at(sketch, shares)
    # A value that is there several times has many ranks: any of them is right. Packing rounds values a little.
    slack = np.std(values) / 65_536 if kind != "heavy" else np.abs(found) * 1e-3
    low = np.searchsorted(ordered, found - slack, "left") / rows
    high = np.searchsorted(ordered, found + slack, "right") / rows
    error = quantiles.error_of(sketch) + 1 / rows
    assert np.all(low <= shares + error)
    assert np.all(high >= shares - error)


@pytest.mark.parametrize("parts", [1, 8])
def test_a_profile_shows_a_changed_relation_also_when_it_was_added_up(parts):
    def made(seed, correlation):
        random = np.random.default_rng(seed)
        rows = random.normal(size=(4000, 20))
        rows[:, 1] = correlation * rows[:, 0] + np.sqrt(1 - correlation**2) * rows[:, 1]
        chunks = [profile(part, seed=at) for at, part in enumerate(np.array_split(rows, parts))]
        whole = chunks[0]
        for chunk in chunks[1:]:
            whole += chunk
        assert len(whole.to_bytes()) < 100_000
        return whole

    assert mltrack.drift(made(1, 0.0), made(2, 0.0)).status == "no drift"
    found = mltrack.drift(made(1, 0.0), made(2, 0.35))
    assert found.report.together.drifted and not found.drifted
    assert "`0` and `1`" in found.report.together.sentence


def test_ranks_of_rows_add_up_as_if_all_rows_had_been_drawn_from():
    small, large = profile({"x": np.zeros(500)}, seed=1), profile({"x": np.ones(9500)}, seed=2)
    steps = relations.codes_of((small + large)["x"])
    assert len(steps) == 2000 and 60 < np.sum(steps < steps.max()) < 150
    again = relations.codes_of((small + large)["x"])
    assert np.array_equal(steps, again)
    old = TableProfile(
        msgspec.structs.replace(small.record, columns=[msgspec.structs.replace(small["x"], ranks=b"")])
    )
    assert (old + large)["x"].ranks == b""


@pytest.mark.parametrize("atom", [4.108024098948748, 1.2045145444847352, -1.0948893459766145])
def test_a_value_that_many_rows_share_is_the_same_value_in_two_profiles(atom):
    random = np.random.default_rng(3)

    def made():
        values = random.normal(0, 1, 20_000)
        values[random.random(20_000) < 0.3] = atom
        return {"x": values}

    for _ in range(4):
        added = profile(made(), seed=0) + profile(made(), seed=0)
        found = mltrack.drift(added, profile(made(), seed=0))
        assert next(test for test in found["x"].tests if test.test == "ks").statistic < 0.03
