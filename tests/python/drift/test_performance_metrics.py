"""Metrics are scikit-learn's to 1e-9, whatever labels, predictions and scores there are."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

from jupyter_mltrack.drift.performance import Roles, performance
from jupyter_mltrack.drift.performance.areas import average_precision, roc_auc
from jupyter_mltrack.drift.performance.measured import wilson
from jupyter_mltrack.errors import InvalidInput

EXACT = {"abs": 1e-9, "rel": 1e-9}
quick = settings(max_examples=60, deadline=None)


def values(table, roles, metrics=None, **options):
    found = performance(table, roles=roles, metrics=metrics, **options)
    return {value.metric: value for value in found.chunks[0].metrics}


probabilities = st.one_of(
    st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.floats(0, 1, allow_subnormal=False)
)


@quick
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), probabilities), min_size=2, max_size=60))
def test_metrics_of_two_classes_are_scikit_learns(rows):
    label, said, score = (np.array(column) for column in zip(*rows, strict=True))
    found = values({"y": label, "said": said, "p": score}, Roles("y", "said", "p", task="binary"))
    assert found["accuracy"].value == pytest.approx(sk.accuracy_score(label, said), **EXACT)
    assert found["brier"].value == pytest.approx(sk.brier_score_loss(label, score), **EXACT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert found["log_loss"].value == pytest.approx(sk.log_loss(label, score, labels=[0, 1]), **EXACT)
    if said.any():
        assert found["precision"].value == pytest.approx(sk.precision_score(label, said), **EXACT)
    else:
        assert (found["precision"].state, found["precision"].value) == ("none predicted", None)
    if label.any():
        assert found["recall"].value == pytest.approx(sk.recall_score(label, said), **EXACT)
    else:
        assert (found["recall"].state, found["recall"].value) == ("none there", None)
    if (label | said).any():
        assert found["f1"].value == pytest.approx(sk.f1_score(label, said), **EXACT)
    if 0 < label.sum() < len(label):
        assert found["roc_auc"].value == pytest.approx(sk.roc_auc_score(label, score), **EXACT)
        assert found["pr_auc"].value == pytest.approx(sk.average_precision_score(label, score), **EXACT)
    else:
        assert (found["roc_auc"].state, found["pr_auc"].state) == ("one class", "one class")
    for value in found.values():
        if value.value is not None and value.low is not None:
            assert value.low - 1e-9 <= value.value <= value.high + 1e-9 or value.metric == "calibration_error"


@quick
@given(st.integers(2, 5), st.integers(3, 50), st.integers(0, 2**32))
def test_metrics_of_several_classes_are_scikit_learns(classes, rows, seed):
    random = np.random.default_rng(seed)
    classes += 1
    label, said = random.integers(0, classes, rows), random.integers(0, classes, rows)
    scores = random.dirichlet(np.ones(classes), rows)
    table = {"y": label, "said": said, **{f"p{at}": scores[:, at] for at in range(classes)}}
    roles = Roles("y", "said", {str(at): f"p{at}" for at in range(classes)}, task="multiclass")
    found = values(table, roles)
    options = {"average": "macro", "zero_division": 0}
    assert found["accuracy"].value == pytest.approx(sk.accuracy_score(label, said), **EXACT)
    assert found["precision_macro"].value == pytest.approx(
        sk.precision_score(label, said, **options), **EXACT
    )
    assert found["recall_macro"].value == pytest.approx(sk.recall_score(label, said, **options), **EXACT)
    assert found["f1_macro"].value == pytest.approx(sk.f1_score(label, said, **options), **EXACT)
    everything = list(range(classes))
    assert found["log_loss"].value == pytest.approx(sk.log_loss(label, scores, labels=everything), **EXACT)
    assert found["brier"].value == pytest.approx(
        sk.brier_score_loss(label, scores, labels=everything), **EXACT
    )
    if len(set(label)) == classes:
        want = sk.roc_auc_score(label, scores, multi_class="ovr")
        assert found["roc_auc_macro"].value == pytest.approx(want, **EXACT)
        true = np.eye(classes)[label]
        assert found["pr_auc_macro"].value == pytest.approx(sk.average_precision_score(true, scores), **EXACT)


# Squares of what lies closer together than this are 0, and scikit-learn gives R² another meaning then.
numbers = st.floats(-1e3, 1e3, allow_nan=False).map(lambda value: round(value, 3))


@quick
@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=60), st.floats(0.05, 0.95))
def test_metrics_of_numbers_are_scikit_learns(rows, share):
    label, said = (np.array(column) for column in zip(*rows, strict=True))
    name = f"quantile_loss@{share!r}"
    found = values(
        {"y": label, "said": said}, Roles("y", "said", task="regression"), ["mae", "rmse", "r2", name]
    )
    assert found["mae"].value == pytest.approx(sk.mean_absolute_error(label, said), **EXACT)
    assert found["rmse"].value == pytest.approx(sk.root_mean_squared_error(label, said), **EXACT)
    pinball = next(value for key, value in found.items() if key.startswith("quantile_loss"))
    assert pinball.value == pytest.approx(sk.mean_pinball_loss(label, said, alpha=share), **EXACT)
    if np.ptp(label) > 0:
        assert found["r2"].value == pytest.approx(sk.r2_score(label, said), abs=1e-9, rel=1e-9)
    else:
        assert (found["r2"].state, found["r2"].value) == ("constant", None)


@quick
@given(st.integers(1, 8), st.integers(2, 12), st.integers(1, 12), st.integers(0, 2**32), st.booleans())
def test_metrics_of_rankings_are_scikit_learns(queries, size, k, seed, ties):
    random = np.random.default_rng(seed)
    gains = random.integers(0, 4, (queries, size)).astype(float)
    scores = random.integers(0, 4, (queries, size)).astype(float) if ties else random.random((queries, size))
    order = random.permutation(queries * size)
    table = {
        "y": gains.ravel()[order],
        "s": scores.ravel()[order],
        "q": np.repeat(np.arange(queries), size)[order],
    }
    found = values(
        table, Roles("y", score="s", query="q"), [f"ndcg@{k}", "mrr", f"map@{size}", f"hit_rate@{k}"]
    )
    assert found[f"ndcg@{k}"].value == pytest.approx(sk.ndcg_score(gains, scores, k=k), **EXACT)
    if not ties:
        relevant = (gains > 0).astype(int)
        want = np.mean([
            sk.average_precision_score(one, score) if one.any() else 0.0
            for one, score in zip(relevant, scores, strict=True)
        ])  # fmt: skip
        assert found[f"map@{size}"].value == pytest.approx(want, **EXACT)
        ranks = np.argsort(np.argsort(-scores, axis=1), axis=1)
        firsts = [min(rank[one > 0], default=np.inf) for rank, one in zip(ranks, gains, strict=True)]
        assert found["mrr"].value == pytest.approx(np.mean([1 / (1 + first) for first in firsts]), **EXACT)
        assert found[f"hit_rate@{k}"].value == pytest.approx(
            np.mean([first < k for first in firsts]), **EXACT
        )


@quick
@given(st.lists(st.tuples(st.integers(0, 1), probabilities), min_size=1, max_size=80))
def test_the_reliability_curve_is_scikit_learns(rows):
    label, score = (np.array(column) for column in zip(*rows, strict=True))
    found = performance({"y": label, "p": score}, roles=Roles("y", score="p", task="binary"))
    share, mean = calibration_curve(label, score, n_bins=10)
    bins = found.calibration.bins
    assert [one.share for one in bins] == pytest.approx(list(share), **EXACT)
    assert [one.score for one in bins] == pytest.approx(list(mean), **EXACT)
    want = sum(one.rows * abs(one.share - one.score) for one in bins) / len(label)
    assert found.calibration.error == pytest.approx(want, **EXACT)


def test_pulls_of_areas_are_their_derivatives():
    random = np.random.default_rng(0)
    scores, positive = random.normal(size=60).round(1), random.random(60) < 0.4
    value, pulls = average_precision(scores, positive)
    weights = np.ones(60)
    for at in range(0, 60, 7):
        moved = weights.copy()
        moved[at] += 1e-6
        higher = sk.average_precision_score(positive, scores, sample_weight=moved)
        assert (higher - value) / 1e-6 == pytest.approx(pulls[at], abs=1e-5)
    assert abs(pulls.sum()) < 1e-12


def test_delongs_error_is_that_of_repeated_samples():
    random = np.random.default_rng(0)
    areas, errors = [], []
    for _ in range(400):
        positive = random.random(300) < 0.3
        area, pulls = roc_auc(random.normal(size=300) + positive, positive)
        areas.append(area)
        errors.append(math.sqrt(np.sum(pulls**2)))
    assert np.mean(errors) == pytest.approx(np.std(areas), rel=0.1)


def test_wilsons_interval():
    # Statsmodels' proportion_confint(8, 10, method="wilson").
    assert wilson(8, 10) == pytest.approx((0.4901625, 0.9433178), abs=1e-7)


def simulated(kind, random, rows):
    """Give a table whose metrics are known, or nearly."""
    if kind == "binary":
        truth = random.random(rows)
        return {"y": random.random(rows) < truth, "p": truth}, Roles("y", score="p", task="binary")
    if kind == "multiclass":
        scores = random.dirichlet([2, 1, 1], rows)
        label = (random.random((rows, 1)) > scores.cumsum(axis=1)).sum(axis=1)
        table = {"y": label, **{f"p{at}": scores[:, at] for at in range(3)}}
        return table, Roles("y", score={str(at): f"p{at}" for at in range(3)}, task="multiclass")
    if kind == "ranking":
        gains = (random.random(rows * 8) < 0.3).astype(float)
        table = {"y": gains, "s": gains + random.normal(size=rows * 8), "q": np.repeat(np.arange(rows), 8)}
        return table, Roles("y", score="s", query="q")
    said = random.normal(size=rows)
    return {"y": said + random.standard_t(8, rows), "said": said}, Roles("y", "said", task="regression")


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression", "ranking"])
def test_bands_hold_the_true_value_as_often_as_they_say(kind):
    random = np.random.default_rng(0)
    large, roles = simulated(kind, random, 100_000)
    truth = {name: value.value for name, value in values(large, roles).items()}
    held = dict.fromkeys(truth, 0)
    for _ in range(200):
        for name, value in values(simulated(kind, random, 250)[0], roles).items():
            held[name] += value.low <= truth[name] <= value.high
    # 95 times in 100; 179 of 200 or fewer come once in 500 times by chance.
    assert {name: count for name, count in held.items() if count < 180} == {}


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression", "ranking"])
def test_nothing_is_called_worse_where_nothing_changed(kind):
    random = np.random.default_rng(1)
    alarms = 0
    for _ in range(100):
        before, roles = simulated(kind, random, 1000)
        now, _ = simulated(kind, random, 300)
        alarms += performance(now, roles=roles, reference=before).status != "not worse"
    # At most 5 %: 11 of 100 or more come about once in 90 times.
    assert alarms <= 10


def test_an_unknown_metric_is_named_with_those_that_there_are():
    with pytest.raises(InvalidInput, match=r"no metric 'auc' for binary; there are accuracy, .*roc_auc"):
        values({"y": [0, 1], "p": [0.1, 0.9]}, Roles("y", score="p", task="binary"), ["auc"])
    with pytest.raises(InvalidInput, match="ndcg@x"):
        values({"y": [0, 1], "p": [0.1, 0.9], "q": [1, 1]}, Roles("y", score="p", query="q"), ["ndcg@x"])
