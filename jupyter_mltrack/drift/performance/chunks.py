"""Predictions cut into chunks: periods, or so many rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidInput
from .roles import Chunking

MOST_CHUNKS = 10_000
"""Periods without any row are chunks, too, but not endlessly: a single row of 1970 must not make a million."""
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Part:
    """One chunk."""

    name: str
    rows: NDArray[np.intp]
    """The places of its rows in the table."""
    start: float | None = None
    end: float | None = None
    first: int = 0


def cut(count: int, times: NDArray[np.float64] | None, chunking: Chunking) -> tuple[list[Part], list[str]]:
    """Cut a table.

    Parameters
    ----------
    count
        Its rows.
    times
        Of the rows, seconds since the epoch, NaN where unknown, shape ``(count,)``; rows are taken in this order.
    chunking
        How.

    Returns
    -------
    list of Part, list of str
        The chunks, and what was left out.

    Raises
    ------
    InvalidInput
        When periods are asked for and there are no times, or more than 10,000 periods.

    Examples
    --------
    >>> parts, _ = cut(5, None, Chunking("rows", 2))
    >>> [part.name for part in parts]
    ['rows 1 to 2', 'rows 3 to 4', 'rows 5 to 5']
    """
    order = np.arange(count) if times is None else np.argsort(times, kind="stable")
    if chunking.by == "all":
        return [Part("all rows", order, *_span(times, order))], []
    if chunking.by == "rows":
        starts = range(0, count, chunking.rows)
        rows = [order[start : start + chunking.rows] for start in starts]
        named = [f"rows {s + 1:,} to {s + len(r):,}" for s, r in zip(starts, rows, strict=True)]
        return [
            Part(name, part, *_span(times, part), first=start)
            for name, part, start in zip(named, rows, starts, strict=True)
        ], []
    if times is None:
        raise InvalidInput(f"Chunks by {chunking.by} need a column of times: name it in the roles.")
    timed = order[np.isfinite(times[order])]
    notes = []
    if len(timed) < count:
        notes.append(f"{count - len(timed):,} rows have no time and are in no chunk.")
    return list(_periods(timed, times, chunking.by)), notes


def _periods(order: NDArray[np.intp], times: NDArray[np.float64], by: str) -> Iterator[Part]:
    if not len(order):
        return
    at, sorted_times = 0, times[order]
    start = _floor(_moment(float(sorted_times[0])), by)
    for made in range(MOST_CHUNKS + 1):
        end = _next(start, by)
        upto = int(np.searchsorted(sorted_times, end.timestamp(), side="left"))
        yield Part(_name(start, end, by), order[at:upto], start.timestamp(), end.timestamp(), at)
        if upto == len(order):
            return
        at, start = upto, end
        if made == MOST_CHUNKS:
            raise InvalidInput(
                f"From {_moment(float(sorted_times[0])):%Y-%m-%d} to {_moment(float(sorted_times[-1])):%Y-%m-%d} "
                f"there are more than {MOST_CHUNKS:,} chunks by {by}: choose a longer period, or look at the times."
            )


def _moment(seconds: float) -> datetime:
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError as error:
        raise InvalidInput(f"{seconds:g} is no time in seconds since 1970.") from error


def _floor(moment: datetime, by: str) -> datetime:
    if by == "hour":
        return moment.replace(minute=0, second=0, microsecond=0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def _next(start: datetime, by: str) -> datetime:
    if by == "month":
        return (start + timedelta(days=32)).replace(day=1)
    return start + {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}[by]


def _name(start: datetime, end: datetime, by: str) -> str:
    if by == "week":
        return f"{start:%Y-%m-%d} to {end - timedelta(days=1):%Y-%m-%d}"
    return start.strftime({"hour": "%Y-%m-%d %H:%M", "day": "%Y-%m-%d", "month": "%Y-%m"}[by])


def _span(times: NDArray[np.float64] | None, rows: NDArray[np.intp]) -> tuple[float | None, float | None]:
    known = times[rows] if times is not None else np.empty(0)
    known = known[np.isfinite(known)]
    return (float(known.min()), float(known.max())) if len(known) else (None, None)
