"""The statistics are SciPy's, and the published definitions'."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from scipy.spatial.distance import jensenshannon

from jupyter_mltrack.drift.tests import (
    NUMBER_METHODS,
    Side,
    chi_square,
    compute,
    hellinger,
    jensen_shannon,
    klotz,
    missing_rate,
    new_categories,
    psi,
    ranked,
    tail,
    van_der_waerden,
)
from jupyter_mltrack.errors import InvalidInput

SAMPLES = arrays(float, st.integers(6, 60), elements=st.floats(-1e3, 1e3).map(lambda value: round(value, 2)))


def side(values, missing=0):
    return Side("number", len(values) + missing, missing, np.asarray(values, float))


@settings(max_examples=30, deadline=None)
@given(SAMPLES, SAMPLES)
def test_statistics_of_samples_are_scipys(reference, current):
    found = {name: compute(side(reference), side(current), name) for name in ("ks", "wasserstein")}
    ks = stats.ks_2samp(reference, current)
    assert (found["ks"].statistic, found["ks"].p_value) == pytest.approx((ks.statistic, ks.pvalue), abs=1e-9)
    assert found["wasserstein"].statistic == pytest.approx(
        stats.wasserstein_distance(reference, current), abs=1e-9
    )


@settings(max_examples=30, deadline=None)
@given(SAMPLES, SAMPLES, st.randoms(use_true_random=False))
def test_no_statistic_depends_on_the_order_of_the_rows(reference, current, random):
    mixed = list(current)
    random.shuffle(mixed)
    for method in NUMBER_METHODS:
        before, after = (compute(side(reference), side(values), method) for values in (current, mixed))
        want = None if after.statistic is None else pytest.approx(after.statistic, rel=1e-9, abs=1e-9)
        assert before.statistic == want, method


def test_distances_are_those_of_the_textbook():
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.3, 0.3])
    assert jensen_shannon(p, q).statistic == pytest.approx(jensenshannon(p, q, base=2), abs=1e-12)
    assert hellinger(p, q).statistic == pytest.approx(math.sqrt(1 - float(np.sum(np.sqrt(p * q)))), abs=1e-12)
    assert psi(p, q).statistic == pytest.approx(stats.entropy(p, q) + stats.entropy(q, p), abs=1e-12)


def test_psi_of_an_empty_bin_is_finite():
    assert psi(np.array([1.0, 0.0]), np.array([0.5, 0.5])).statistic == pytest.approx(4.6, abs=0.1)


def test_normal_scores_agree_with_the_permutation_distribution():
    random = np.random.default_rng(1)
    reference, current = random.normal(0, 1, 40), random.normal(0.6, 1, 40)
    both = np.concatenate([reference, current])
    z = van_der_waerden(ranked(reference, current))[0].statistic
    dealt = [
        van_der_waerden(ranked(*np.split(random.permutation(both), [40])))[0].statistic for _ in range(2000)
    ]
    assert np.std(dealt) == pytest.approx(1, abs=0.05)
    assert np.mean(np.abs(dealt) >= abs(z)) == pytest.approx(math.erfc(abs(z) / math.sqrt(2)), abs=0.01)


def test_the_test_of_spread_sees_spread_and_not_location():
    random = np.random.default_rng(2)
    reference = random.normal(0, 1, 5000)
    result, change = klotz(ranked(reference, random.normal(0, 1.3, 5000)))
    assert result.p_value < 1e-20 and change == pytest.approx(math.log(1.3), abs=0.08)


def test_the_outermost_values_follow_the_hypergeometric_law():
    result, share = tail(ranked(np.arange(10.0), np.arange(10.0) + 3))
    assert result.statistic == 3 and share == 0.3
    assert result.p_value == pytest.approx(10 * 9 * 8 / (20 * 19 * 18))


def test_ties_and_constants_are_no_difference():
    same = ranked(np.full(50, 3.0), np.full(70, 3.0))
    assert van_der_waerden(same)[0].p_value == klotz(same)[0].p_value == tail(same)[0].p_value == 1


def test_chi_square_is_of_the_table_with_both_sides_random():
    table = [[50, 30, 20], [40, 30, 30]]
    found = chi_square(dict(zip("abc", table[0], strict=True)), dict(zip("abc", table[1], strict=True)))
    want = stats.chi2_contingency(table, correction=False)
    assert (found.statistic, found.p_value) == pytest.approx((want.statistic, want.pvalue), abs=1e-12)


def test_rare_categories_are_counted_together():
    reference = {"a": 100, **{f"r{at}": 1 for at in range(10)}}
    current = {"a": 100, **{f"s{at}": 1 for at in range(10)}}
    assert chi_square(reference, current, pooled=True).p_value == 1
    assert chi_square(reference, current).p_value < 0.5


def test_missing_rates_are_compared_by_the_pooled_z_test():
    z = (0.1 - 0.05) / math.sqrt(0.075 * 0.925 * 2 / 1000)
    assert missing_rate((50, 100), (1000, 1000)).statistic == pytest.approx(z)
    assert missing_rate((0, 0), (10, 10)).p_value == 1


def test_a_new_category_counts_when_it_is_more_than_chance():
    assert new_categories({"a": 1000}, {"a": 999, "b": 1}).p_value == pytest.approx(0.5)
    assert new_categories({"a": 1000}, {"a": 980, "b": 20}).p_value < 1e-5


def test_an_unknown_method_says_which_there_are():
    with pytest.raises(InvalidInput, match="there are ks"):
        compute(side([1.0]), side([1.0]), "kolmogorov")
