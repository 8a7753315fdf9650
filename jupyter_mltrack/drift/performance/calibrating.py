"""Scores made probabilities, by what came true in the reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Calibrator: TypeAlias = Callable[[Numbers], Numbers]
ISOTONIC_FROM = 1000
"""Labels from which on the calibration follows any rising curve; below, a straight line of log-odds (Platt 1999)."""


def calibrated(scores: Numbers, positive: Numbers) -> Calibrator:
    """Learn the probability of being positive from a score.

    Parameters
    ----------
    scores
        Of the reference, shape ``(n,)``.
    positive
        1 where positive, else 0, shape ``(n,)``.

    Returns
    -------
    callable
        Takes scores, gives probabilities. By isotonic regression (Zadrozny & Elkan 2002) of 1,000 labels and more,
        else by a logistic curve.
    """
    if len(scores) >= ISOTONIC_FROM:
        return _isotonic(scores, positive)
    return _platt(scores, positive)


def _isotonic(scores: Numbers, positive: Numbers) -> Calibrator:
    from sklearn.isotonic import IsotonicRegression

    # One row of either class beside the ends: a stretch without any positive is rare, not impossible.
    x = np.concatenate([scores, [scores.min(), scores.max()]])
    y = np.concatenate([positive, [1.0, 0.0]])
    weight = np.concatenate([np.ones(len(scores)), [0.5, 0.5]])
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(x, y, sample_weight=weight)
    steps_x, steps_y = _middles(fitted.X_thresholds_, fitted.y_thresholds_)

    def apply(values: Numbers) -> Numbers:
        return np.asarray(np.interp(values, steps_x, steps_y), float)

    return apply


def _middles(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Join the middles of the steps: a step's chance is that of its middle, and chances do not jump."""
    starts = np.flatnonzero(np.append(True, np.diff(y) > 0))
    ends = np.append(starts[1:], len(y)) - 1
    return (x[starts] + x[ends]) / 2, y[starts]


def _platt(scores: Numbers, positive: Numbers) -> Calibrator:
    if positive.min() == positive.max():
        # Laplace's rule of succession: it is all that labels of one class say.
        constant = (float(positive.sum()) + 1) / (len(positive) + 2)
        return lambda values: np.full(len(values), constant)
    probable = bool(scores.min() >= 0 and scores.max() <= 1)

    def inner(values: Numbers) -> Numbers:
        if not probable:
            return values
        inside = np.clip(values, 1e-4, 1 - 1e-4)
        return np.asarray(np.log(inside / (1 - inside)))

    x = inner(scores)
    middle, spread = float(x.mean()), float(x.std()) or 1.0
    curve = _logistic((x - middle) / spread, positive)

    def apply(values: Numbers) -> Numbers:
        return _chance(curve[0] + curve[1] * (inner(values) - middle) / spread)

    return apply


def _logistic(x: Numbers, positive: Numbers) -> Numbers:
    """Fit a logistic curve by Newton's steps, with a slight pull to 0 that keeps it finite where classes part."""
    design = np.column_stack([np.ones(len(x)), x])
    weights = np.zeros(2)
    pull = np.array([1e-6, 1e-2])
    for _ in range(50):
        chance = _chance(design @ weights)
        slope = design.T @ (positive - chance) - pull * weights
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(pull)
        step = np.linalg.solve(curvature, slope)
        weights = weights + step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-300))
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def _chance(odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))), float)
