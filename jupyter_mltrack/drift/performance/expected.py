"""Metrics that are to be expected where each row is positive with a known probability, and how far they scatter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .classification import SMALLEST

Numbers = NDArray[np.float64]


def expected(
    metric: str, chances: Numbers, said: Numbers | None, scores: Numbers
) -> tuple[float, float] | None:
    """Give what a metric of two classes is to be expected, and the variance of what will be seen.

    Parameters
    ----------
    metric
        Its name.
    chances
        The probability that a row is positive, shape ``(n,)``.
    said
        The predicted class, 0 or 1, shape ``(n,)``.
    scores
        The model's own scores, shape ``(n,)``.

    Returns
    -------
    (float, float) or None
        ``None`` where it cannot be computed. The variance is that of the labels, given the rows: the sum over rows
        of ``chance * (1 - chance)`` times the square of the metric's derivative by the row's label.

    Examples
    --------
    >>> half = np.array([0.5, 0.5])
    >>> expected("accuracy", half, np.array([0.0, 1.0]), half)
    (0.5, 0.125)
    """
    if said is None and metric in ("accuracy", "precision", "recall", "f1"):
        return None
    call = _METRICS.get(metric)
    if call is None or not len(chances):
        return None
    found = call(chances, said if said is not None else np.empty(0), scores)
    if found is None:
        return None
    value, pulls = found
    return float(value), float(np.sum(chances * (1 - chances) * pulls**2))


def accuracy(chances: Numbers, said: Numbers, scores: Numbers) -> tuple[float, Numbers]:
    """Expect right predictions."""
    return float(np.mean(np.where(said == 1, chances, 1 - chances))), (2 * said - 1) / len(said)


def precision(chances: Numbers, said: Numbers, scores: Numbers) -> tuple[float, Numbers] | None:
    """Expect positives among those called so."""
    called = float(said.sum())
    return (float(chances @ said) / called, said / called) if called else None


def recall(chances: Numbers, said: Numbers, scores: Numbers) -> tuple[float, Numbers] | None:
    """Expect those called positive among positives."""
    there = float(chances.sum())
    if not there:
        return None
    value = float(chances @ said) / there
    return value, (said - value) / there


def f1(chances: Numbers, said: Numbers, scores: Numbers) -> tuple[float, Numbers] | None:
    """Expect the harmonic mean of precision and recall."""
    both = float(chances.sum() + said.sum())
    if not both:
        return None
    value = 2 * float(chances @ said) / both
    return value, (2 * said - value) / both


def log_loss(chances: Numbers, said: Numbers, scores: Numbers) -> tuple[float, Numbers] | None:
    """Expect the log loss of the model's own scores."""
    if scores.min() < 0 or scores.max() > 1:
        return None
    inside = np.clip(scores, SMALLEST, 1 - SMALLEST)
    yes, no = -np.log(inside), -np.log(1 - inside)
    return float(np.mean(chances * yes + (1 - chances) * no)), (yes - no) / len(scores)


def brier(chances: Numbers, said: Numbers, scores: Numbers) -> tuple[float, Numbers] | None:
    """Expect the squared distance of the model's own scores from the truth."""
    if scores.min() < 0 or scores.max() > 1:
        return None
    yes, no = (1 - scores) ** 2, scores**2
    return float(np.mean(chances * yes + (1 - chances) * no)), (yes - no) / len(scores)


def roc_auc(chances: Numbers, said: Numbers, scores: Numbers) -> tuple[float, Numbers] | None:
    """Expect the area under the ROC curve: each row counts as a positive and as a negative, by its chance."""
    places, ends = _groups(scores)
    positive = np.bincount(places, chances, minlength=ends)
    negative = np.bincount(places, 1 - chances, minlength=ends)
    there, rest = float(positive.sum()), float(negative.sum())
    # A row is never compared with itself.
    pairs = there * rest - float(np.sum(chances * (1 - chances)))
    if pairs <= 0:
        return None
    below = np.cumsum(negative) - negative + negative / 2
    above = there - (np.cumsum(positive) - positive) - positive / 2
    value = (float(positive @ below) - float(np.sum(chances * (1 - chances))) / 2) / pairs
    gained = below[places] - (1 - chances) / 2 - (above[places] - chances / 2)
    pulls = (gained - value * (rest - there - 1 + 2 * chances)) / pairs
    return value, pulls


def pr_auc(chances: Numbers, said: Numbers, scores: Numbers) -> tuple[float, Numbers] | None:
    """Expect the average precision (to first order: at the expected counts)."""
    order = np.argsort(-scores, kind="stable")
    p = chances[order]
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(p) - 1)
    group = np.repeat(np.arange(len(ends)), np.diff(np.append(-1, ends)))
    rows = ends + 1.0
    hits = np.cumsum(p)[ends]
    total = float(hits[-1])
    if not total:
        return None
    share = hits / rows
    new = np.diff(np.append(0.0, hits))
    # Within a group a positive is above itself for sure: its own chance counts as 1.
    own = np.bincount(group, p * (1 - p), minlength=len(ends)) / rows
    value = float(np.sum(new * share + own)) / total
    gain = np.cumsum((new / rows)[::-1])[::-1]
    pulls = np.empty(len(p))
    pulls[order] = (share[group] - value + gain[group]) / total
    return value, pulls


_METRICS: dict[str, Callable[[Numbers, Numbers, Numbers], tuple[float, Numbers] | None]] = {
    "accuracy": accuracy, "precision": precision, "recall": recall, "f1": f1,
    "roc_auc": roc_auc, "pr_auc": pr_auc, "log_loss": log_loss, "brier": brier,
}  # fmt: skip
ESTIMATED = tuple(_METRICS)
"""The metrics of two classes that can be estimated."""


def _groups(scores: Numbers) -> tuple[NDArray[np.intp], int]:
    values, places = np.unique(scores, return_inverse=True)
    return places, len(values)
