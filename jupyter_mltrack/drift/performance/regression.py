"""Metrics of numbers; values are scikit-learn's."""

from __future__ import annotations

import math

import numpy as np

from .measured import Measured, mean, on_scale
from .outcomes import Numbers, Outcomes


def mae(of: Outcomes) -> Measured:
    """Measure the mean absolute error (``sklearn.metrics.mean_absolute_error``)."""
    return mean(np.abs(_errors(of)), "log")


def rmse(of: Outcomes) -> Measured:
    """Measure the root of the mean squared error, its standard error by the delta method."""
    return root(mean(_errors(of) ** 2))


def r2(of: Outcomes) -> Measured:
    """Measure the share of variance explained (``sklearn.metrics.r2_score``), by the infinitesimal jackknife."""
    errors, label = _errors(of), of.label
    apart = (label - label.mean()) ** 2
    total = float(apart.sum())
    # Rounding of the mean leaves something of a constant.
    if not np.ptp(label) or not total:
        return Measured("constant")
    left = float((errors**2).sum()) / total
    pulls = (errors**2 - left * apart) / total
    return on_scale(
        1 - left, math.sqrt(float(np.sum(pulls**2))), len(label), "rest", "infinitesimal jackknife"
    )


def quantile_loss(of: Outcomes, share: float) -> Measured:
    """Measure the mean pinball loss of a predicted quantile (``sklearn.metrics.mean_pinball_loss``)."""
    return mean(pinball(of, share), "log")


def pinball(of: Outcomes, share: float) -> Numbers:
    """Give each row's pinball loss, shape ``(n,)``."""
    predicted = of.quantiles.get(share, of.prediction)
    assert predicted is not None
    apart = of.label - predicted
    return np.asarray(share * np.maximum(apart, 0) - (1 - share) * np.minimum(apart, 0))


def root(squares: Measured) -> Measured:
    """Give the root of a mean of squares with its band."""
    value = math.sqrt(squares.value or 0.0)
    error = squares.error / (2 * value) if value else 0.0
    return on_scale(value, error, squares.rows, "log", "delta method")


def _errors(of: Outcomes) -> Numbers:
    assert of.prediction is not None
    return np.asarray(of.label - of.prediction)
