"""A column of a monitor: how it was, how it is, how it moved; and two periods beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from tinydb import Query

from ..drift.compare import Table, compare
from ..drift.distributions import distribution
from ..drift.profiles import TableProfile, quantiles
from ..drift.profiles.numbers import deviation
from ..errors import InvalidInput, NotFound
from ..figures.drift import distributions
from ..figures.monitoring import missing_over_time, quantiles_over_time, shares_over_time
from ..records import (
    ColumnDetails,
    ColumnMoment,
    ColumnProfile,
    ColumnSummary,
    ColumnVerdict,
    Monitor,
    MonitorCheck,
    PeriodComparison,
    Profile,
    Scalar,
)
from ..store import Store
from .checking import compared, policy_of, report_of
from .documents import find_check, find_monitor, newest_checks
from .references import profile_of, words

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_MOMENTS = 120
"""Checks in curves over time; the newest."""
MOST_SHARES = 7
"""Categories with a colour of their own."""
MOST_ROWS = 50
MOST_FIGURES = 8
OTHER = "other"


def column_details(
    store: Store,
    name: str,
    column: str,
    check: str = "newest",
    since: float | None = None,
    until: float | None = None,
) -> ColumnDetails:
    """Give a column of a monitor in a check, beside the reference, and over time.

    Parameters
    ----------
    store
        The store that holds the monitor.
    name, column
        The monitor, and the column.
    check
        The id or label of the check that is looked at.
    since, until
        The range of the curves, Unix seconds.

    Raises
    ------
    NotFound
        When there is no such monitor, check or column.
    """
    monitor = find_monitor(store, name)
    chosen = find_check(store, monitor, check)
    current = _profile(store, chosen)
    reference = _reference(store, monitor, chosen)
    ours, theirs = (_column(side, column) for side in (reference, current))
    report = report_of(store, chosen)
    verdict = next((one for one in report.columns if one.name == column), None)
    if ours is None and theirs is None and verdict is None:
        raise NotFound(f"The monitor {monitor.name!r} has no column {column[:80]!r}.")
    moments = _moments(store, monitor, column, theirs or ours, since, until)
    figures: dict[str, Any] = {}
    drawn = distribution(ours, theirs) if ours is not None and theirs is not None else None
    if drawn is not None:
        summary = verdict.sentence if verdict is not None else ""
        figures["distribution"] = distributions(
            drawn.title(column), drawn.labels, drawn.edges, drawn.reference, drawn.current, summary
        )
    if any(moment.quantiles for moment in moments):
        figures["quantiles"] = quantiles_over_time(column, moments, ours is not None and ours.kind == "time")
    if any(moment.shares for moment in moments):
        figures["shares"] = shares_over_time(column, moments)
    if moments:
        figures["missing"] = missing_over_time(column, moments)
    return ColumnDetails(
        column, verdict, _summary(ours), _summary(theirs), moments, figures, _rows(current, column, verdict)
    )


def compare_periods(store: Store, name: str, first: Sequence[str], second: Sequence[str]) -> PeriodComparison:
    """Compare two periods of a monitor with each other.

    Parameters
    ----------
    store
        The store that holds the monitor.
    name
        The monitor.
    first, second
        Ids or labels of the checks of either period.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such monitor or check, or a period is empty.
    """
    monitor = find_monitor(store, name)
    sides, named = [], []
    for period in (first, second):
        checks = sorted((find_check(store, monitor, one) for one in period), key=lambda one: one.order)
        if not checks:
            raise InvalidInput("Choose at least one check for either period.")
        whole = TableProfile(_profile(store, checks[0]))
        for one in checks[1:]:
            whole += TableProfile(_profile(store, one))
        sides.append(compared(monitor, whole.record))
        named.append(words(checks))
    tables = [Table(side.rows, profile=side) for side in sides]
    report = compare(tables[0], tables[1], policy_of(monitor))
    moved = sorted(
        (verdict for verdict in report.columns if verdict.drifted), key=lambda one: one.chance or 0.0
    )
    figures = {}
    for verdict in moved[:MOST_FIGURES]:
        ours, theirs = (_column(side, verdict.name) for side in sides)
        drawn = distribution(ours, theirs) if ours is not None and theirs is not None else None
        if drawn is not None:
            figures[verdict.name] = distributions(
                drawn.title(verdict.name),
                drawn.labels,
                drawn.edges,
                drawn.reference,
                drawn.current,
                verdict.sentence,
            )
    return PeriodComparison(named[0], named[1], report, figures)


def _profile(store: Store, check: MonitorCheck) -> Profile:
    return TableProfile.from_bytes(store.blobs.read(check.profile)).record


def _reference(store: Store, monitor: Monitor, check: MonitorCheck) -> Profile | None:
    """Give what a check was compared with, which need not be what counts now."""
    for reference in monitor.references:
        if reference.number == check.reference:
            return TableProfile.from_bytes(store.blobs.read(reference.profile)).record
    newest = profile_of(store, monitor)
    return newest.record if newest is not None else None


def _column(profile: Profile | None, name: str) -> ColumnProfile | None:
    return next((one for one in profile.columns if one.name == name), None) if profile is not None else None


def _summary(column: ColumnProfile | None) -> ColumnSummary | None:
    if column is None:
        return None
    found = ColumnSummary(
        column.kind, column.type, column.rows, column.missing, column.infinite, column.distinct,
        column.minimum, column.maximum,
    )  # fmt: skip
    if column.kind in ("number", "time") and column.moments and column.moments[0]:
        found.mean, found.deviation = column.moments[1], deviation(column.moments)
        found.median = float(quantiles.at(quantiles.unpacked(column.quantiles), np.array([0.5]))[0])
    if column.kind == "category":
        most = sorted(column.frequent.items(), key=lambda item: -item[1])[:10]
        found.frequent = dict(most)
    return found


def _moments(
    store: Store,
    monitor: Monitor,
    name: str,
    like: ColumnProfile | None,
    since: float | None,
    until: float | None,
) -> list[ColumnMoment]:
    wanted = Query().monitor == monitor.id
    if since is not None:
        wanted &= Query().end >= since
    if until is not None:
        wanted &= Query().start <= until
    checks = newest_checks(store, wanted, MOST_MOMENTS)[::-1]
    seen = [
        (check, TableProfile.column_from_bytes(store.blobs.read(check.profile), name)) for check in checks
    ]
    shown = _most_frequent([column for _, column in seen if column is not None])
    return [_moment(check, column, shown) for check, column in seen if column is not None]


def _moment(check: MonitorCheck, column: ColumnProfile, shown: Sequence[str]) -> ColumnMoment:
    drifted = next((one.drifted for one in check.columns if one.name == column.name), None)
    missing = column.missing / column.rows if column.rows else 0.0
    moment = ColumnMoment(check.id, check.label, check.start, check.end, drifted, column.rows, missing)
    if column.kind in ("number", "time") and column.moments and column.moments[0]:
        values = quantiles.at(quantiles.unpacked(column.quantiles), np.array(LEVELS))
        moment.quantiles = {str(level): float(value) for level, value in zip(LEVELS, values, strict=True)}
    there = column.rows - column.missing
    if column.kind == "category" and there:
        moment.shares = {name: column.frequent.get(name, 0) / there for name in shown}
        rest = 1 - sum(moment.shares.values())
        if rest > 1e-9:
            moment.shares[OTHER] = rest
    return moment


def _most_frequent(columns: Sequence[ColumnProfile]) -> list[str]:
    totals: dict[str, float] = {}
    for column in columns:
        if column.kind == "category" and column.rows:
            for name, rows in column.frequent.items():
                totals[name] = totals.get(name, 0.0) + rows / column.rows
    return sorted(totals, key=lambda name: -totals[name])[:MOST_SHARES]


def _rows(profile: Profile, column: str, verdict: ColumnVerdict | None) -> list[dict[str, Scalar]]:
    """Give rows of a check's sample, the most unusual in a column first: missing, rare, far from the middle."""
    count = len(profile.keys)
    order = [*range(count)]
    cells = profile.sample.get(column)
    if cells is not None and count:
        order.sort(key=_strangeness(cells).__getitem__, reverse=True)
    return [
        {name: values[at] for name, values in profile.sample.items() if at < len(values)}
        for at in order[:MOST_ROWS]
    ]


def _strangeness(cells: Sequence[Scalar]) -> list[float]:
    numbers = np.array([cell if isinstance(cell, int | float) else np.nan for cell in cells], float)
    known = numbers[np.isfinite(numbers)]
    if len(known):
        middle = float(np.median(known))
        return [float(abs(value - middle)) if np.isfinite(value) else float("inf") for value in numbers]
    counts: dict[Scalar, int] = {}
    for cell in cells:
        counts[cell] = counts.get(cell, 0) + 1
    return [float("inf") if cell is None else 1.0 / counts[cell] for cell in cells]
