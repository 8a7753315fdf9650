"""What the tests say of two profiles, with the sketches' error stated."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidInput
from ..records import ColumnProfile, TestResult
from . import evidence as shares
from .distributions import Distribution, edges_between
from .evidence import Evidence, largest_change, of_missing
from .profiles import quantiles
from .profiles.numbers import deviation
from .tests import counts, distances
from .tests.counts import log_all_current
from .words import number_text, percent, quoted, time_text

Numbers = NDArray[np.float64]
_DISTANCES: dict[str, Callable[[Numbers, Numbers], TestResult]] = {
    "psi": distances.psi,
    "jensen_shannon": distances.jensen_shannon,
    "hellinger": distances.hellinger,
    "total_variation": distances.total_variation,
    "l_infinity": distances.l_infinity,
}
GRID = 201
LARGEST_EFFECT = 1e6
"""Of a change where there was no spread at all: JSON has no infinity."""


def of_profiles(ours: ColumnProfile, theirs: ColumnProfile) -> list[Evidence]:
    """Test two profiles of a column. Means, spreads, ends and missing values are exact, the rest has an error."""
    if ours.kind == "category" and theirs.kind == "category":
        return _of_categories(ours, theirs)
    shown = time_text if ours.kind == "time" else number_text
    missing = of_missing(ours, theirs, shares.MISSING_OF_NUMBERS)
    parts = _dealt(ours, theirs, bool(missing))
    found = [
        location(ours, theirs, parts.location, shown),
        _spread(ours, theirs),
        _shape(ours, theirs, shown),
    ]
    found += [_tail(ours, theirs, upper, shown, parts.above) for upper in (True, False)]
    return [*found, *missing]


def _dealt(ours: ColumnProfile, theirs: ColumnProfile, missing: bool) -> shares.Dealt:
    """Deal the chance of a false alarm out as for values: the outermost of both are known, the middle nearly."""
    both = sorted([*ours.highest, *theirs.highest], reverse=True)
    together, other, _ = quantiles.alike(ours.quantiles, theirs.quantiles)
    together.merge(other)
    middle, quartile = quantiles.at(together, np.array([0.5, 0.75]))
    values = int(ours.moments[0] + theirs.moments[0])
    return shares.dealt(
        both[min(shares.OUTER, len(both)) - 1], float(middle), float(quartile), values, missing
    )


def compute_profiled(ours: ColumnProfile, theirs: ColumnProfile, method: str) -> TestResult:
    """Compute one statistic on profiles; ``error`` says by how much it can be off (to first order).

    Raises
    ------
    InvalidInput
        When profiles do not hold what it takes.
    """
    if method in ("missing_rate", "missing_rate_test"):
        return counts.missing_rate((ours.missing, theirs.missing), (ours.rows, theirs.rows))
    if ours.kind == "category":
        return _categories_by(ours, theirs, method)
    sketches = quantiles.alike(ours.quantiles, theirs.quantiles)[:2]
    errors = [quantiles.error_of(sketch) for sketch in sketches]
    if method == "ks":
        distance, _, _ = _distance(ours, theirs)
        return _ks(distance, sum(errors), ours.moments[0], theirs.moments[0])
    if method in ("wasserstein", "wasserstein_norm"):
        grid = (np.arange(GRID) + 0.5) / GRID
        values = [quantiles.at(sketch, grid) for sketch in sketches]
        unit = max(deviation(ours.moments), 0.001) if method == "wasserstein_norm" else 1.0
        reach = max(ours.maximum or 0, theirs.maximum or 0) - min(ours.minimum or 0, theirs.minimum or 0)
        return TestResult(
            method, float(np.mean(np.abs(values[0] - values[1]))) / unit, error=sum(errors) * reach / unit
        )
    if method not in _DISTANCES:
        raise InvalidInput(
            f"{method!r} needs the values; on profiles there are ks, wasserstein, {', '.join(_DISTANCES)}."
        )
    edges = np.unique(quantiles.at(sketches[0], np.linspace(0, 1, 11)[1:-1]))
    p, q = (_bin_shares(sketch, np.nextafter(edges, -np.inf)) for sketch in sketches)
    return _with_error(_DISTANCES[method], p, q, errors)


def distance(ours: ColumnProfile, theirs: ColumnProfile) -> float:
    """Give how far two distributions are apart, 0 to 1."""
    if ours.kind == "category":
        return distances.total_variation(*_category_shares(ours, theirs)).statistic or 0.0
    return 1.0 if ours.minimum is None or theirs.minimum is None else _distance(ours, theirs)[0]


def bins_of(ours: ColumnProfile, theirs: ColumnProfile, bins: int) -> Distribution | None:
    """Give the shares of two profiles in bins of equal width."""
    if ours.minimum is None or theirs.minimum is None:
        return None
    sketches = quantiles.alike(ours.quantiles, theirs.quantiles)[:2]
    ends = [quantiles.at(sketch, np.array([0.005, 0.995])) for sketch in sketches]
    edges = edges_between(float(min(end[0] for end in ends)), float(max(end[1] for end in ends)), bins)
    p, q = (_bin_shares(sketch, edges[1:-1]) for sketch in sketches)
    return Distribution([], edges.tolist(), p.tolist(), q.tolist(), ours.kind == "time")


def location(
    ours: ColumnProfile, theirs: ColumnProfile, share: float, shown: Callable[[float], str]
) -> Evidence:
    """Welch's test of the means (1947), normal approximation."""
    n, m = ours.moments[0], theirs.moments[0]
    spread = [deviation(side.moments) for side in (ours, theirs)]
    difference = theirs.moments[1] - ours.moments[1]
    # Moments beyond the range of floats say nothing; shape and ends are still tested.
    known = all(map(math.isfinite, spread))
    error = math.sqrt(spread[0] ** 2 / n + spread[1] ** 2 / m) if known else math.inf
    both = math.sqrt((spread[0] ** 2 + spread[1] ** 2) / 2) if known else math.inf
    z = difference / error if error else math.copysign(math.inf, difference) if difference else 0.0
    shift = abs(difference) / both if both else LARGEST_EFFECT if difference else 0.0
    words = f"mean {shown(ours.moments[1])} → {shown(theirs.moments[1])}"
    middles = [
        float(quantiles.at(quantiles.unpacked(side.quantiles), np.array([0.5]))[0]) for side in (ours, theirs)
    ]
    if shown(middles[0]) != shown(middles[1]):
        words += f", median {shown(middles[0])} → {shown(middles[1])}"
    return Evidence(_z_test("welch", z), share, shift, "shift", words)


def _spread(ours: ColumnProfile, theirs: ColumnProfile) -> Evidence:
    """Test the ratio of the standard deviations with the pooled kurtosis (Layard 1973)."""
    sides = ours.moments, theirs.moments
    spread = [deviation(side) for side in sides]
    words = f"standard deviation {number_text(spread[0])} → {number_text(spread[1])}"
    total = sum(side[2] for side in sides)
    if not math.isfinite(sum(side[4] for side in sides)):
        return Evidence(TestResult("spread", None), shares.SPREAD, 0.0, "spread", words)
    if not all(spread):
        changed = any(spread)
        result = TestResult("spread", None, 0.0 if changed and min(sides[0][0], sides[1][0]) >= 20 else 1.0)
        return Evidence(result, shares.SPREAD, LARGEST_EFFECT if changed else 0.0, "spread", words)
    rows = sides[0][0] + sides[1][0]
    kurtosis = rows * sum(side[4] for side in sides) / total**2 if total**2 else math.inf
    change = math.log(spread[1] / spread[0])
    error = math.sqrt(max(kurtosis - 1, 0.0) / 4 * (1 / sides[0][0] + 1 / sides[1][0]))
    return Evidence(
        _z_test("spread", change / error if error else 0.0), shares.SPREAD, abs(change), "spread", words
    )


def _shape(ours: ColumnProfile, theirs: ColumnProfile, shown: Callable[[float], str]) -> Evidence:
    found, at, pair = _distance(ours, theirs)
    sketches = quantiles.alike(ours.quantiles, theirs.quantiles)[:2]
    error = sum(quantiles.error_of(sketch) for sketch in sketches)
    result = _ks(found, error, ours.moments[0], theirs.moments[0])
    words = f"values up to {shown(at)}: {percent(pair[0])} → {percent(pair[1])}"
    return Evidence(result, shares.SHAPE, found, "distance", words)


def _distance(ours: ColumnProfile, theirs: ColumnProfile) -> tuple[float, float, tuple[float, float]]:
    sketches = quantiles.alike(ours.quantiles, theirs.quantiles)[:2]
    grid = np.linspace(0, 1, GRID)
    points = np.unique(np.concatenate([quantiles.at(sketch, grid) for sketch in sketches]))
    p, q = (quantiles.below(sketch, points) for sketch in sketches)
    at = int(np.argmax(np.abs(p - q)))
    return float(abs(p[at] - q[at])), float(points[at]), (float(p[at]), float(q[at]))


def _ks(distance: float, error: float, n: float, m: float) -> TestResult:
    """Give the p-value that the distance has when the sketches' error is all in favour of drift."""
    from scipy.stats import kstwo

    return TestResult(
        "ks", distance, float(kstwo.sf(max(0.0, distance - error), round(n * m / (n + m)))), error
    )


def _tail(
    ours: ColumnProfile, theirs: ColumnProfile, upper: bool, shown: Callable[[float], str], above: float
) -> Evidence:
    """Rosenbaum's test on the outermost values, of which profiles keep some exactly."""
    sign = 1 if upper else -1
    ends = [[sign * value for value in (side.highest if upper else side.lowest)] for side in (ours, theirs)]
    beyond = sum(value > ends[0][0] for value in ends[1])
    missed = sum(value > ends[1][0] for value in ends[0])
    more = beyond >= missed
    count = max(beyond, missed)
    rows = int(ours.moments[0]), int(theirs.moments[0])
    p = math.exp(log_all_current(count, *(rows if more else rows[::-1])))
    edge = shown(sign * (ends[0] if more else ends[1])[0])
    whose, whom = ("current", "reference") if more else ("reference", "current")
    least = "at least " if count == len(ends[1] if more else ends[0]) < max(rows) else ""
    words = f"{least}{count:,} {whose} values {'above' if upper else 'below'} {edge}, where the {whom} ends"
    share = (above if upper else shares.TAIL_ADDED_BELOW) if more else shares.TAIL_LOST
    part = _share_beyond(
        theirs if more else ours, edge_value=sign * (ends[0] if more else ends[1])[0], upper=upper
    )
    return Evidence(
        TestResult("tail", float(count if more else -count), p),
        share,
        max(part, count / rows[more]),
        "tail",
        words,
    )


def _share_beyond(side: ColumnProfile, edge_value: float, upper: bool) -> float:
    share = float(quantiles.below(quantiles.unpacked(side.quantiles), np.array([edge_value]))[0])
    return 1 - share if upper else share


def _of_categories(ours: ColumnProfile, theirs: ColumnProfile) -> list[Evidence]:
    before, after = _with_rest(ours), _with_rest(theirs)
    chi = counts.chi_square(before, after, pooled=True)
    moved = distances.total_variation(*distances.category_shares(before, after)).statistic or 0.0
    error = ours.frequent_error / max(ours.rows, 1) + theirs.frequent_error / max(theirs.rows, 1)
    chi = TestResult("chi_square", chi.statistic, chi.p_value, error)
    found = [Evidence(chi, shares.SHARES_OF_CATEGORIES, moved, "share", largest_change(before, after))]
    if not ours.frequent_error:
        new = counts.new_categories(ours.frequent, theirs.frequent)
        names = [name for name in theirs.frequent if name not in ours.frequent]
        named = ", ".join(map(quoted, names[:3])) or "no category"
        words = f"{named} new: {percent(new.statistic or 0.0)} of the rows"
        found.append(Evidence(new, shares.NEW_CATEGORY, new.statistic or 0.0, "new", words))
    return [*found, *of_missing(ours, theirs, shares.MISSING_OF_CATEGORIES)]


def _with_rest(side: ColumnProfile) -> dict[str, int]:
    rest = side.rows - side.missing - sum(side.frequent.values())
    return {**side.frequent, "(others)": rest} if rest > 0 else dict(side.frequent)


def _category_shares(ours: ColumnProfile, theirs: ColumnProfile) -> tuple[Numbers, Numbers]:
    return distances.category_shares(_with_rest(ours), _with_rest(theirs))


def _categories_by(ours: ColumnProfile, theirs: ColumnProfile, method: str) -> TestResult:
    errors = [side.frequent_error / max(side.rows, 1) for side in (ours, theirs)]
    if method in _DISTANCES:
        return _with_error(_DISTANCES[method], *_category_shares(ours, theirs), errors)
    tests: dict[str, Any] = {"chi_square": counts.chi_square, "new_categories": counts.new_categories}
    if method not in tests:
        raise InvalidInput(
            f"{method!r} needs the values; on profiles there are {', '.join([*tests, *_DISTANCES])}."
        )
    found: TestResult = tests[method](_with_rest(ours), _with_rest(theirs))
    return TestResult(method, found.statistic, found.p_value, sum(errors))


def _with_error(
    function: Callable[[Numbers, Numbers], TestResult], p: Numbers, q: Numbers, errors: list[float]
) -> TestResult:
    """Compute a distance and how far it moves when shares move by their error, to first order."""
    found = function(p, q)
    error = 0.0
    for side, off in enumerate(errors):
        if not off:
            continue
        for at in range(len(p)):
            moved = [p.copy(), q.copy()]
            moved[side][at] = min(1.0, moved[side][at] + 2 * off)
            error += abs((function(*moved).statistic or 0.0) - (found.statistic or 0.0))
    return TestResult(found.test, found.statistic, found.p_value, error)


def _bin_shares(sketch: Any, edges: Numbers) -> Numbers:
    return np.diff(np.concatenate([[0.0], quantiles.below(sketch, edges), [1.0]]))


def _z_test(name: str, z: float) -> TestResult:
    return TestResult(name, z if math.isfinite(z) else None, math.erfc(abs(z) / math.sqrt(2)))
