"""A metric's value with its band, and the test whether two of them differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...records import MetricState
from ..tests.counts import missing_rate_exact

Numbers = NDArray[np.float64]
BAND = 0.95
POWER = 2.8
"""Standard errors of a difference that is found in 8 of 10 cases at 5 % (1.96 + 0.84)."""
Scale = Literal["plain", "log", "logit", "rest"]
"""On which a metric is nearly normal: ``log`` of losses, ``logit`` of areas, ``rest`` (what is left to 1), its log."""


@dataclass(frozen=True)
class Measured:
    """A metric of some rows."""

    state: MetricState
    value: float | None = None
    rows: int = 0
    """Rows (of ranking: queries) that it rests on."""
    low: float | None = None
    high: float | None = None
    method: str = ""
    scale: Scale = "plain"
    error: float = 0.0
    """Its standard error, on its scale."""
    hits: int | None = None
    trials: int = 0
    """Of shares: how many of how many."""
    slope: float = 1.0
    """By how much the metric moves when that share does."""
    fewest: int = 0
    """The rows of the smallest part that it rests on: of the smaller class, say."""
    notable: Literal["rows", "class"] = "rows"
    """Whether ``rows`` or ``fewest`` says if there are too few."""


def wilson(hits: float, trials: float, band: float = BAND) -> tuple[float, float]:
    """Give the interval of a share. Source: Wilson (1927), as ``statsmodels.stats.proportion.proportion_confint``.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    z = normal(band)
    share = hits / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials**2)) / (1 + z * z / trials)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def normal(band: float = BAND) -> float:
    """Give how many standard deviations hold this share of a normal distribution."""
    from scipy.special import ndtri

    return float(ndtri((1 + band) / 2))


def share(hits: int, trials: int, fewest: Literal["rows", "class"] = "rows") -> Measured:
    """Measure a share, with Wilson's band."""
    low, high = wilson(hits, trials)
    return Measured(
        "measured", hits / trials, trials, low, high, "Wilson", hits=int(hits), trials=int(trials),
        fewest=int(trials), notable=fewest,
    )  # fmt: skip


def mean(values: Numbers, scale: Scale = "plain", method: str = "Student") -> Measured:
    """Measure a mean, with Student's band (on a logarithmic scale by the delta method)."""
    value = float(np.mean(values))
    error = float(np.std(values, ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else math.inf
    return on_scale(value, error, len(values), scale, method)


def on_scale(
    value: float, error: float, rows: int, scale: Scale, method: str, fewest: int | None = None
) -> Measured:
    """Make a band of a value and its standard error, on the scale on which it is nearly normal.

    Parameters
    ----------
    value, error
        The metric and its standard error, in its own unit.
    rows
        Rows that it rests on.
    scale
        See ``Scale``; a value at an end of the scale keeps its own unit.
    method
        Where the standard error comes from.
    fewest
        The rows of the smaller part that it rests on.
    """
    if scale != "plain" and not _inside(value, scale):
        scale = "plain"
    known = math.isfinite(error)
    steep = derivative(value, scale)
    reach = student(rows) * error / steep if known else math.inf
    ends = (
        [from_scale(to_scale(value, scale) + sign * reach, scale) for sign in (-1, 1)]
        if known
        else [None, None]
    )
    if scale == "rest":
        ends.reverse()
    return Measured(
        "measured", value, rows, ends[0], ends[1], method, scale, error / steep if known else math.inf,
        fewest=rows if fewest is None else fewest, notable="rows" if fewest is None else "class",
    )  # fmt: skip


def differ(reference: Measured, current: Measured) -> tuple[float | None, float | None]:
    """Test whether a metric differs between two samples.

    Shares by the test of two proportions (Fisher's where few), everything else by Welch's test on its scale.

    Returns
    -------
    float or None, float or None
        The p-value, and the difference that would be found in 8 of 10 cases; ``None`` where it cannot be told.
    """
    if reference.value is None or current.value is None:
        return None, None
    if reference.hits is not None and current.hits is not None:
        return _shares(reference, current)
    scale = reference.scale if reference.scale == current.scale else "plain"
    errors = [error_on(side, scale) for side in (reference, current)]
    both = math.hypot(*errors)
    if not math.isfinite(both):
        return None, None
    apart = to_scale(current.value, scale) - to_scale(reference.value, scale)
    if both == 0.0:
        return (1.0 if apart == 0 else 0.0), 0.0
    from scipy.stats import t

    freedom = both**4 / sum(
        error**4 / max(side.rows - 1, 1) for error, side in zip(errors, (reference, current), strict=True)
    )
    p = float(2 * t.sf(abs(apart) / both, freedom))
    return p, POWER * both * derivative(reference.value, scale)


def error_on(side: Measured, scale: Scale) -> float:
    """Give the standard error of a metric on another scale."""
    if side.hits is not None and side.value is not None:
        inside = min(max(side.value, 0.5 / side.trials), 1 - 0.5 / side.trials)
        return math.sqrt(inside * (1 - inside) / side.trials)
    if side.scale == scale or side.value is None:
        return side.error
    return side.error * derivative(side.value, side.scale) / derivative(side.value, scale)


def to_scale(value: float, scale: Scale) -> float:
    """Put a value on its scale."""
    if scale == "log":
        return math.log(value)
    if scale == "logit":
        return math.log(value / (1 - value))
    return math.log(1 - value) if scale == "rest" else value


def from_scale(position: float, scale: Scale) -> float:
    """Take a value back from its scale."""
    if scale == "log":
        return math.exp(min(position, 700.0))
    if scale == "logit":
        return 1 / (1 + math.exp(-min(max(position, -700.0), 700.0)))
    return 1 - math.exp(min(position, 700.0)) if scale == "rest" else position


def derivative(value: float, scale: Scale) -> float:
    """Give by how much a value moves when its position on the scale does (without sign)."""
    if scale == "log":
        return value
    if scale == "logit":
        return value * (1 - value)
    return 1 - value if scale == "rest" else 1.0


def student(rows: int) -> float:
    """Give Student's factor of the band."""
    from scipy.special import stdtrit

    return float(stdtrit(max(rows - 1, 1), (1 + BAND) / 2))


def _inside(value: float, scale: Scale) -> bool:
    if scale == "log":
        return value > 0
    return 0 < value < 1 if scale == "logit" else value < 1


def _shares(reference: Measured, current: Measured) -> tuple[float | None, float]:
    hits = reference.hits or 0, current.hits or 0
    trials = reference.trials, current.trials
    p = missing_rate_exact(hits, trials).p_value
    overall = (sum(hits) + 0.5) / (sum(trials) + 1)
    error = math.sqrt(overall * (1 - overall) * (1 / trials[0] + 1 / trials[1]))
    return p, POWER * error * reference.slope
