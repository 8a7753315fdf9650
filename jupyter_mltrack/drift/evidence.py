"""What the tests say of one column, each with its effect, its limit, its share of the false alarms, and words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..records import ColumnProfile, TestResult
from .columns import Cleaned
from .tests import counts, distances, ranks, samples
from .words import number_text, percent, quoted, span_text, time_text

EXACT_UP_TO = 100
"""Rows up to which the p-value of Kolmogorov and Smirnov is exact."""


@dataclass(frozen=True)
class Evidence:
    """One test of a column."""

    result: TestResult
    share: float
    """Of the column's chance of a false alarm: the shares of a column's tests add up to 1 at most."""
    effect: float
    """Without sign."""
    effect_of: str
    moved: str
    """What moved, in words: ``median 34 → 41``."""

    @property
    def p_value(self) -> float:
        """The p-value with the share counted in."""
        p = 1.0 if self.result.p_value is None else self.result.p_value
        return min(1.0, p / self.share)


LOCATION, SPREAD, SHAPE = 0.60, 0.03, 0.05
TAIL_ADDED_ABOVE, TAIL_ADDED_BELOW, TAIL_LOST = 0.23, 0.03, 0.01
TAIL_ABOVE_OF_LIGHT = 0.04
MISSING_OF_NUMBERS = 0.05
SHARES_OF_CATEGORIES, NEW_CATEGORY, MISSING_OF_CATEGORIES = 0.81, 0.14, 0.05
"""How a column's chance of a false alarm is dealt out to its tests: most to those whose typical change is weak."""
OUTER = 11
"""The place, from above, of the value that tells heavy tails: so many outermost values have to be current to alarm."""
HEAVY = 1.25
"""A tail is heavy where that value lies so many times as far out as it would among normal values."""


@dataclass(frozen=True)
class Dealt:
    """The shares that depend on what both samples together look like."""

    location: float
    above: float
    """Of current values beyond all of the reference's, above."""


def dealt(outer: float, middle: float, quartile: float, values: int, missing: bool) -> Dealt:
    """Deal a column's chance of a false alarm out between location and tail.

    Values far out (rows in another unit) show in both samples put together. Where there are none, the test that looks
    for them gives its share to the test of location. That keeps every test's level: where nothing changed, the values
    of both samples together say nothing of which of them are current.

    Parameters
    ----------
    outer, middle, quartile
        Of both samples together: the ``OUTER``-th largest value, the median, the upper quartile.
    values
        How many there are.
    missing
        Whether some are missing; where none are, location has the share of that test, too.

    Returns
    -------
    Dealt
        Source of the idea: Hogg, Fisher & Randles (1975), *A two-sample adaptive distribution-free test*, JASA 70.
    """
    from scipy.special import ndtri

    free = 0.0 if missing else MISSING_OF_NUMBERS
    share = 1 - (OUTER - 0.5) / max(values, 2 * OUTER + 1)
    heavy = outer - middle > HEAVY * float(ndtri(share) / ndtri(0.75)) * (quartile - middle)
    above = TAIL_ADDED_ABOVE if heavy else TAIL_ABOVE_OF_LIGHT
    return Dealt(LOCATION + free + TAIL_ADDED_ABOVE - above, above)


def of_numbers(reference: Cleaned, current: Cleaned) -> list[Evidence]:
    """Test numbers or times: location, spread, tails, shape, missing values.

    Parameters
    ----------
    reference, current
        The columns, with at least one finite value each.
    """
    pair = ranks.ranked(reference.values, current.values)
    shown = _shown(reference)
    missing = of_missing(reference, current, MISSING_OF_NUMBERS)
    below = np.cumsum(pair.counts[0] + pair.counts[1])
    places = [max(below[-1] - OUTER, 0), below[-1] / 2, below[-1] * 0.75]
    outer, middle, quartile = pair.values[
        np.searchsorted(below, places, side="right").clip(max=len(below) - 1)
    ]
    shares = dealt(float(outer), float(middle), float(quartile), int(below[-1]), bool(missing))
    found = [
        _location(pair, shares.location, shown),
        _spread(pair, reference.kind == "time"),
        _shape(pair, shown),
    ]
    return [*found, *(_tail(pair, upper, shown, shares.above) for upper in (True, False)), *missing]


def of_categories(reference: Cleaned, current: Cleaned) -> list[Evidence]:
    """Test categories: their shares, a new one, missing values."""
    ours, theirs = reference.counts, current.counts
    chi = counts.chi_square(ours, theirs, pooled=True)
    moved = distances.total_variation(*distances.category_shares(ours, theirs)).statistic or 0.0
    new = counts.new_categories(ours, theirs)
    return [
        Evidence(chi, SHARES_OF_CATEGORIES, moved, "share", largest_change(ours, theirs)),
        Evidence(new, NEW_CATEGORY, new.statistic or 0.0, "new", _new_words(ours, theirs)),
        *of_missing(reference, current, MISSING_OF_CATEGORIES),
    ]


def of_missing(
    reference: Cleaned | ColumnProfile, current: Cleaned | ColumnProfile, share: float
) -> list[Evidence]:
    """Test the share of missing and of infinite values, where there are some."""
    rows = reference.rows, current.rows
    found = []
    pairs = {
        "missing": (reference.missing, current.missing),
        "infinite": (reference.infinite, current.infinite),
    }
    there = {name: pair for name, pair in pairs.items() if any(pair)}
    for name, pair in there.items():
        before, after = (part / max(whole, 1) for part, whole in zip(pair, rows, strict=True))
        result = counts.missing_rate_exact(pair, rows)
        if name == "infinite":
            result = TestResult("infinite_rate", result.statistic, result.p_value)
        words = f"{name} values {percent(before)} → {percent(after)}"
        found.append(Evidence(result, share / len(there), abs(after - before), "missing", words))
    return found


def largest_change(reference: Mapping[str, int], current: Mapping[str, int]) -> str:
    """Say which category's share moved most."""
    names = sorted({*reference, *current})
    if not names:
        return "no values"
    p, q = distances.category_shares(reference, current)
    at = int(np.argmax(np.abs(q - p)))
    return f"share of {quoted(names[at])} {percent(p[at])} → {percent(q[at])}"


def _location(pair: ranks.Ranked, share: float, shown: _Shown) -> Evidence:
    result, shift = ranks.van_der_waerden(pair)
    before, after = float(np.median(pair.reference)), float(np.median(pair.current))
    what = "median"
    if shown(before) == shown(after):
        before, after, what = float(np.mean(pair.reference)), float(np.mean(pair.current)), "mean"
    return Evidence(result, share, abs(shift), "shift", f"{what} {shown(before)} → {shown(after)}")


def _spread(pair: ranks.Ranked, times: bool) -> Evidence:
    result, change = ranks.klotz(pair)
    before, after = (
        float(np.subtract(*np.quantile(side, [0.75, 0.25]))) for side in (pair.reference, pair.current)
    )
    shown = span_text if times else number_text
    words = f"middle half spans {shown(before)} → {shown(after)}"
    return Evidence(result, SPREAD, abs(change), "spread", words)


def _shape(pair: ranks.Ranked, shown: _Shown) -> Evidence:
    n, m = len(pair.reference), len(pair.current)
    below = [np.cumsum(side) / size for side, size in zip(pair.counts, (n, m), strict=True)]
    apart = below[1] - below[0]
    at = int(np.argmax(np.abs(apart)))
    distance = float(abs(apart[at]))
    if max(n, m) <= EXACT_UP_TO:
        result = samples.ks(pair.reference, pair.current)
    else:
        from scipy.stats import kstwo

        result = TestResult("ks", distance, float(kstwo.sf(distance, round(n * m / (n + m)))))
    words = f"values up to {shown(float(pair.values[at]))}: {percent(below[0][at])} → {percent(below[1][at])}"
    return Evidence(result, SHAPE, distance, "distance", words)


def _tail(pair: ranks.Ranked, upper: bool, shown: _Shown, above: float) -> Evidence:
    result, part = ranks.tail(pair, upper)
    more = (result.statistic or 0) >= 0
    side = pair.reference if more else pair.current
    edge = shown(float(side[-1] if upper else side[0]))
    where = "above" if upper else "below"
    count = int(abs(result.statistic or 0))
    whose, whom = ("current", "reference") if more else ("reference", "current")
    words = f"{count:,} {whose} values {where} {edge}, where the {whom} ends"
    share = (above if upper else TAIL_ADDED_BELOW) if more else TAIL_LOST
    return Evidence(result, share, part, "tail", words)


def _new_words(reference: Mapping[str, int], current: Mapping[str, int]) -> str:
    new = sorted((name for name in current if not reference.get(name)), key=lambda name: -current[name])
    if not new:
        return "no new category"
    part = sum(current[name] for name in new) / sum(current.values())
    named = ", ".join(map(quoted, new[:3])) + (f" and {len(new) - 3} more" if len(new) > 3 else "")
    return f"{named} {'is' if len(new) == 1 else 'are'} new: {percent(part)} of the rows"


class _Shown:
    """Writes a value of a column: a number, or a time."""

    def __init__(self, times: bool) -> None:
        self._times = times

    def __call__(self, value: float) -> str:
        return time_text(value) if self._times and math.isfinite(value) else number_text(value)


def _shown(column: Cleaned) -> _Shown:
    return _Shown(column.kind == "time")
