"""The worst segments, found by search on one half of the rows and confirmed on the other."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidInput
from ...records import SegmentReport
from . import classification, ranking, reading
from .conditions import Binned, binned
from .metrics import Metric, given
from .outcomes import Numbers, Outcomes, read
from .regression import pinball
from .roles import PerformancePolicy, Roles
from .segments import decide, measured, metric_of, report

MOST_COLUMNS = 30
MOST_CANDIDATES = 6
SAME = 0.5
"""Segments that share more than this part of their rows are one finding."""


@dataclass(frozen=True)
class _Found:
    columns: tuple[Binned, ...]
    ranges: tuple[tuple[int, int], ...]
    z: float
    rows: NDArray[np.bool_]


def worst_segments(
    data: Any,
    labels: Any = None,
    *,
    roles: Roles,
    columns: Sequence[str] | None = None,
    metric: str | None = None,
    policy: PerformancePolicy | None = None,
    seed: int = 0,
) -> SegmentReport:
    """Search for the segments in which a model does worst: values, ranges, and pairs of them.

    One half of the rows, drawn at random, is searched: every category and every range between deciles of every
    column, and all pairs of those. The six most unusual ones that do not overlap much are then measured on the other
    half, whose verdict no search has touched, and corrected for being six (Benjamini and Hochberg).

    Parameters
    ----------
    data, labels, roles
        As for ``performance``.
    columns
        Where to look; all columns but those of ``roles`` unless given. At most 30.
    metric
        Which; the first of the task unless given. Areas and F1 are searched by the errors of single rows (Brier
        score, wrong predictions) and confirmed by themselves.
    policy
        ``fewest_in_segment`` rows are needed in the half that is searched.
    seed
        Of the halves.

    Returns
    -------
    SegmentReport
        The worst first. Values and bands are of the half that was not searched, so they are not too bad by selection.

    Raises
    ------
    InvalidInput
        When a column is missing, or there is no such metric.

    Source: Chung et al. (2019), *Slice Finder*; the held-out half: Cox (1975), *A note on data-splitting*.
    """
    rules = policy or PerformancePolicy()
    of = read([(data, labels)], roles).outcomes[0]
    chosen = metric_of(metric, of)
    names, notes = _names(data, roles, columns)
    cut = [
        one
        for one in (binned(column) for column in reading.columns(data, names, "predictions").values())
        if one
    ]
    costs = cost_of_rows(chosen, of)
    there = np.isfinite(costs)
    if not there.any() or not cut:
        return report([], chosen, of, rules, 0, notes)
    random = np.random.default_rng(seed)
    first = _half(of, random)
    found, searched = _search(cut, costs, first & there, rules.fewest_in_segment)
    rest = ~first
    half = of.part(rest)
    confirmed = [
        measured(
            chosen, half, one.rows[rest],
            [column.condition(*range_) for column, range_ in zip(one.columns, one.ranges, strict=True)],
            " and ".join(column.words(*range_) for column, range_ in zip(one.columns, one.ranges, strict=True)),
            rules, int(one.rows.sum()),
        )
        for one in found
    ]  # fmt: skip
    decide(confirmed, chosen, rules)
    if found:
        notes.append("Values are of the half of the rows that the search did not see.")
    return report(confirmed, chosen, of, rules, searched, notes)


def cost_of_rows(metric: Metric, of: Outcomes) -> Numbers:
    """Give what each row adds to a metric, the larger the worse, NaN where it does not count; shape ``(n,)``.

    For metrics that are no means of rows, something near it that is.
    """
    usable = of.labelled.copy()
    there = given(metric, of)
    if there is None:
        return np.full(of.rows, np.nan)
    usable &= there
    if of.task == "ranking":
        return _of_queries(metric, of, usable)
    base = metric.name.partition("@")[0].removesuffix("_macro")
    costs = np.full(of.rows, np.nan)
    rows = of.part(usable)
    if base in ("mae", "rmse", "r2"):
        assert rows.prediction is not None
        errors = np.abs(rows.label - rows.prediction)
        costs[usable] = errors if base == "mae" else errors**2
    elif base == "quantile_loss":
        costs[usable] = pinball(rows, float(metric.name.partition("@")[2]))
    elif base == "log_loss":
        costs[usable] = -np.log(np.clip(classification.of_true_class(rows), 1e-15, 1.0))
    elif metric.needs == "scores":
        costs[usable] = classification.squares(rows)
    else:
        wrong = (rows.label != rows.prediction).astype(float)
        if metric.name == "precision":
            wrong[rows.prediction != 1] = np.nan
        elif metric.name == "recall":
            wrong[rows.label != 1] = np.nan
        elif metric.name == "f1":
            wrong[(rows.label != 1) & (rows.prediction != 1)] = np.nan
        costs[usable] = wrong
    return costs


def _of_queries(metric: Metric, of: Outcomes, usable: NDArray[np.bool_]) -> Numbers:
    """Put the loss of a query on its first row: a segment then is made of the queries that begin in it."""
    assert of.query is not None
    usable = usable & (of.query >= 0)
    rows = of.part(usable)
    costs = np.full(of.rows, np.nan)
    if not rows.rows:
        return costs
    base, _, k = metric.name.partition("@")
    values = {
        "ndcg": lambda: ranking.ndcg_by_query(rows, int(k)),
        "map": lambda: ranking.precision_by_query(rows, int(k)),
        "hit_rate": lambda: ranking.hits_by_query(rows, int(k)),
        "mrr": lambda: ranking.reciprocal_ranks(rows),
    }[base]()
    assert rows.query is not None
    _, starts = np.unique(rows.query, return_index=True)
    costs[np.flatnonzero(usable)[starts]] = 1 - values
    return costs


def _half(of: Outcomes, random: np.random.Generator) -> NDArray[np.bool_]:
    """Draw a half of the rows; of rankings, of the queries."""
    if of.query is not None and of.task == "ranking":
        chosen = random.random(int(of.query.max(initial=-1)) + 2) < 0.5
        return np.asarray(chosen[of.query])
    return random.random(of.rows) < 0.5


def _names(data: Any, roles: Roles, columns: Sequence[str] | None) -> tuple[list[str], list[str]]:
    if columns is not None:
        if not columns:
            raise InvalidInput("Name a column at least to look for segments in.")
        return list(columns), []
    taken = {roles.label, *roles.keys(), *roles.of_predictions()}
    names = [name for name in reading.names_of(data) if name not in taken]
    if len(names) > MOST_COLUMNS:
        left = len(names) - MOST_COLUMNS
        return names[:MOST_COLUMNS], [f"{left} columns were not looked at: name those that matter."]
    return names, []


def _search(
    cut: list[Binned], costs: Numbers, first: NDArray[np.bool_], fewest: int
) -> tuple[list[_Found], int]:
    """Find the most unusual segments of the rows of one half."""
    known = costs[first]
    total, squares, rows = float(known.sum()), float((known**2).sum()), len(known)
    deviation = math.sqrt(max(squares / rows - (total / rows) ** 2, 0.0)) if rows else 0.0
    if not deviation:
        return [], 0
    found: list[tuple[float, tuple[Binned, ...], tuple[tuple[int, int], ...]]] = []
    searched = 0
    for one in cut:
        sums, counts = _table((one,), costs, first)
        for a, b in one.ranges:
            count, z = _unusual(sums[a : b + 1].sum(), counts[a : b + 1].sum(), total, rows, deviation)
            searched += 1
            if count >= fewest:
                found.append((z, (one,), ((a, b),)))
    for pair in itertools.combinations(cut, 2):
        sums, counts = (
            np.pad(side.cumsum(0).cumsum(1), ((1, 0), (1, 0))) for side in _table(pair, costs, first)
        )
        rows_of, columns_of = (np.array(one.ranges) for one in pair)
        boxes = [_boxes(side, rows_of, columns_of) for side in (sums, counts)]
        searched += boxes[0].size
        with np.errstate(all="ignore"):
            z = _unusual(boxes[0], boxes[1], total, rows, deviation)[1]
        z[boxes[1] < fewest] = -np.inf
        for at in np.argsort(-z, axis=None)[:5]:
            i, j = np.unravel_index(at, z.shape)
            if z[i, j] > 0:
                found.append((float(z[i, j]), pair, (pair[0].ranges[i], pair[1].ranges[j])))
    found.sort(key=lambda one: -one[0])
    kept: list[_Found] = []
    for z_, columns, ranges in found:
        if z_ <= 1 or len(kept) == MOST_CANDIDATES:
            break
        inside = np.logical_and.reduce([c.rows(*r) for c, r in zip(columns, ranges, strict=True)])
        if all(_shared(inside, other.rows) <= SAME for other in kept):
            kept.append(_Found(columns, ranges, z_, inside))
    return kept, searched


def _table(columns: tuple[Binned, ...], costs: Numbers, first: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Add up costs and rows by the bins of one or two columns; rows in no bin count nowhere."""
    inside = first & np.logical_and.reduce([one.codes >= 0 for one in columns])
    sizes: tuple[int, ...] = tuple(max(b for _, b in one.ranges) + 1 for one in columns)
    inside &= np.logical_and.reduce([one.codes < size for one, size in zip(columns, sizes, strict=True)])
    places = np.ravel_multi_index(tuple(one.codes[inside] for one in columns), sizes)
    size = math.prod(sizes)
    sums = np.asarray(np.bincount(places, costs[inside], minlength=size).reshape(sizes), float)
    return sums, np.asarray(np.bincount(places, minlength=size).reshape(sizes), float)


def _boxes(side: Numbers, a: NDArray[np.intp], b: NDArray[np.intp]) -> Numbers:
    """Give the sums of all pairs of ranges, from cumulative sums; shape ``(ranges of a, ranges of b)``."""
    upper, lower = side[a[:, 1] + 1], side[a[:, 0]]
    rows = upper - lower
    return np.asarray(rows[:, b[:, 1] + 1] - rows[:, b[:, 0]])


def _unusual(sums: Any, counts: Any, total: float, rows: int, deviation: float) -> tuple[Any, Any]:
    """Give how many standard errors a segment's mean cost is above that of the other rows."""
    others = np.maximum(rows - counts, 1)
    inside = np.maximum(counts, 1)
    apart = sums / inside - (total - sums) / others
    return counts, apart / (deviation * np.sqrt(1 / inside + 1 / others))


def _shared(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    return float((first & second).sum()) / max(int((first | second).sum()), 1)
