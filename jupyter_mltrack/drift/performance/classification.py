"""Metrics of classes and probabilities; values are scikit-learn's, bands as each function says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .areas import average_precision, roc_auc
from .measured import Measured, mean, on_scale, share
from .outcomes import Numbers, Outcomes

SMALLEST = float(np.finfo(np.float64).eps)
"""Probabilities are kept this far from 0 and 1 in the log loss, as scikit-learn does."""
JACKKNIFE = "infinitesimal jackknife"


def accuracy(of: Outcomes) -> Measured:
    """Measure the share of right predictions (``sklearn.metrics.accuracy_score``), Wilson's band."""
    right = _codes(of.label) == _codes(of.prediction)
    return share(int(right.sum()), len(right))


def precision(of: Outcomes) -> Measured:
    """Measure the share of positives among those called positive, Wilson's band given how many were called so."""
    called = _codes(of.prediction) == 1
    if not called.any():
        return Measured("none predicted")
    return share(int((of.label[called] == 1).sum()), int(called.sum()), "class")


def recall(of: Outcomes) -> Measured:
    """Measure the share of positives that were called positive, Wilson's band given how many there are."""
    there = of.label == 1
    if not there.any():
        return Measured("none there")
    return share(int((_codes(of.prediction)[there] == 1).sum()), int(there.sum()), "class")


def f1(of: Outcomes) -> Measured:
    """Measure the harmonic mean of precision and recall.

    F1 = 2 J / (1 + J), where J is the share of true positives among the rows that are positive or are called so:
    the band is Wilson's of J. Source: Hand, Christen & Kirielle (2021), *F-star, an interpretable transformation of the
    F-measure*, Machine Learning 110.
    """
    called, there = _codes(of.prediction) == 1, of.label == 1
    union = int((called | there).sum())
    if not union:
        return Measured("none there")
    found = share(int((called & there).sum()), union, "class")
    value, low, high = (2 * j / (1 + j) for j in (found.value or 0.0, found.low or 0.0, found.high or 0.0))
    slope = 2 / (1 + (found.value or 0.0)) ** 2
    return Measured(
        "measured", value, found.rows, low, high, "Wilson of the share of agreement", hits=found.hits,
        trials=union, slope=slope, fewest=union, notable="class",
    )  # fmt: skip


def precision_macro(of: Outcomes) -> Measured:
    """Measure the mean precision of the classes that occur; a class never predicted counts 0, as in scikit-learn."""
    return _macro(of, "precision")


def recall_macro(of: Outcomes) -> Measured:
    """Measure the mean recall of the classes that occur; a class that no row has counts 0, as in scikit-learn."""
    return _macro(of, "recall")


def f1_macro(of: Outcomes) -> Measured:
    """Measure the mean F1 of the classes that occur."""
    return _macro(of, "f1")


def auc(of: Outcomes) -> Measured:
    """Measure the area under the ROC curve, with DeLong's band."""
    scores, positive = _scores(of), of.label == 1
    fewest = int(min(positive.sum(), (~positive).sum()))
    if not fewest:
        return Measured("one class")
    value, pulls = roc_auc(scores, positive)
    return _area(value, pulls, fewest, "DeLong")


def pr_auc(of: Outcomes) -> Measured:
    """Measure the average precision (``sklearn.metrics.average_precision_score``)."""
    scores, positive = _scores(of), of.label == 1
    fewest = int(min(positive.sum(), (~positive).sum()))
    if not fewest:
        return Measured("one class")
    value, pulls = average_precision(scores, positive)
    return _area(value, pulls, fewest, JACKKNIFE)


def roc_auc_macro(of: Outcomes) -> Measured:
    """Measure the mean area of each class against the rest, over the classes that some rows have and some have not."""
    return _macro_area(of, roc_auc, "DeLong")


def pr_auc_macro(of: Outcomes) -> Measured:
    """Measure the mean average precision of each class against the rest."""
    return _macro_area(of, average_precision, JACKKNIFE)


def log_loss(of: Outcomes) -> Measured:
    """Measure the mean negative logarithm of the probability of what was true (``sklearn.metrics.log_loss``)."""
    given = of_true_class(of)
    return _no_probabilities(of) or mean(-np.log(np.clip(given, SMALLEST, 1 - SMALLEST)), "log")


def brier(of: Outcomes) -> Measured:
    """Measure the mean squared distance of the probabilities from what was true (``brier_score_loss``)."""
    return _no_probabilities(of) or mean(squares(of), "log")


def squares(of: Outcomes) -> Numbers:
    """Give each row's squared distance of probabilities and truth; of several classes their sum; shape ``(n,)``."""
    scores = _scores(of)
    if scores.ndim == 1:
        return np.asarray((scores - of.label) ** 2)
    true = np.zeros_like(scores)
    true[np.arange(len(true)), _codes(of.label)] = 1.0
    return np.asarray(((scores - true) ** 2).sum(axis=1))


def of_true_class(of: Outcomes) -> Numbers:
    """Give the probability that each row's true class was given, shape ``(n,)``."""
    scores = _scores(of)
    if scores.ndim == 1:
        return np.where(of.label == 1, scores, 1 - scores)
    return np.asarray(scores[np.arange(len(scores)), _codes(of.label)])


def _macro(of: Outcomes, which: str) -> Measured:
    """Average over classes; the standard error is that of the infinitesimal jackknife (Jaeckel 1972)."""
    true, said = _codes(of.label), _codes(of.prediction)
    size = max(len(of.classes), int(max(true.max(), said.max())) + 1)
    there, called = (np.bincount(side, minlength=size).astype(float) for side in (true, said))
    both = np.bincount(true[true == said], minlength=size).astype(float)
    known = (there + called) > 0
    weight = {"precision": called, "recall": there, "f1": (there + called) / 2}[which]
    values = np.divide(both, weight, out=np.zeros(size), where=weight > 0)
    one = np.divide(1.0, weight, out=np.zeros(size), where=weight > 0)
    pulls = np.where(true == said, one[true], 0.0)
    if which in ("recall", "f1"):
        pulls -= values[true] * one[true] * (0.5 if which == "f1" else 1.0)
    if which in ("precision", "f1"):
        pulls -= values[said] * one[said] * (0.5 if which == "f1" else 1.0)
    classes = int(known.sum())
    fewest = int(there[there > 0].min())
    return _area(float(values[known].mean()), pulls / classes, fewest, JACKKNIFE, rows=len(true))


def _macro_area(of: Outcomes, area: Any, method: str) -> Measured:
    scores, true = _scores(of), _codes(of.label)
    found, total, fewest = [], np.zeros(len(true)), len(true)
    for at in range(scores.shape[1]):
        positive = true == at
        smaller = int(min(positive.sum(), (~positive).sum()))
        if smaller:
            value, pulls = area(scores[:, at], positive)
            found.append(value)
            total += pulls
            fewest = min(fewest, smaller)
    if not found:
        return Measured("one class")
    return _area(float(np.mean(found)), total / len(found), fewest, method, rows=len(true))


def _area(value: float, pulls: Numbers, fewest: int, method: str, rows: int | None = None) -> Measured:
    """Make a band of a value between 0 and 1 and the pull of each row on it."""
    error = math.sqrt(float(np.sum(pulls**2)))
    if error < 1e-12 or not 0 < value < 1:
        # Perfect order in this sample says that there is little disorder, not that there is none.
        inside = min(max(value, 0.5 / fewest), 1 - 0.5 / fewest)
        floor = math.sqrt(inside * (1 - inside) / fewest)
        found = on_scale(inside, max(error, floor), len(pulls), "logit", method, fewest)
        low = min(found.low if found.low is not None else 0.0, value)
        high = max(found.high if found.high is not None else 1.0, value)
        return Measured(
            "measured", value, len(pulls), low, high, method, "plain", max(error, floor), fewest=fewest,
            notable="class",
        )  # fmt: skip
    found = on_scale(value, error, rows or len(pulls), "logit", method, fewest)
    return found


def _no_probabilities(of: Outcomes) -> Measured | None:
    scores = _scores(of)
    if scores.min() < 0 or scores.max() > 1:
        return Measured("scores are no probabilities")
    if scores.ndim == 2 and np.max(np.abs(scores.sum(axis=1) - 1)) > 1e-3:
        return Measured("scores are no probabilities")
    return None


def _scores(of: Outcomes) -> Numbers:
    assert of.scores is not None
    return of.scores


def _codes(values: Numbers | None) -> NDArray[np.intp]:
    assert values is not None
    return values.astype(np.intp)
