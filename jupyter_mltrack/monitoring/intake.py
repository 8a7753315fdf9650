"""A batch taken in: its rows put to their chunks, each chunk's rows summed up in a profile."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tinydb import Query

from ..drift.profiles import TableProfile, profile
from ..errors import InvalidInput
from ..records import Chunking, Monitor, MonitorBatch, MonitorPart
from ..store import Store
from . import scored as scored_rows
from .performance import wrong
from .periods import Period
from .rows import Rows
from .scored import MOST_ROWS, Scored, as_numbers, read_scored
from .sources.base import PART_ROWS, Batch
from .streams import Values

_DIGITS = 12
MOST_PERIODS = 10_000
"""In which 100,000 rows may lie: of fewer than ten rows a check cannot tell."""


@dataclass
class Share:
    """What a batch brings to a chunk."""

    profile: TableProfile
    rows: int
    start: float
    end: float
    scored: list[Scored] = field(default_factory=list)


@dataclass
class Taken:
    """A batch, read."""

    rows: int = 0
    untimed: int = 0
    shares: dict[str, Share] = field(default_factory=dict)
    streams: dict[str, Values] = field(default_factory=dict)
    """What detectors of streams look at, by column."""


def take(
    monitor: Monitor, batch: Batch, first: int, skip: int = 0, told: Callable[[int], None] = lambda rows: None
) -> Taken:
    """Read a batch.

    Parameters
    ----------
    monitor
        Whose batch it is.
    batch
        The batch.
    first
        The number that its first row has among the rows of the monitor.
    skip
        Rows at its beginning that were taken in before.
    told
        Called with the rows read so far.

    Raises
    ------
    InvalidInput
        When a column that is needed is not there.
    SourceError
        When it cannot be read.
    """
    taken, passed = Taken(), 0
    for part in _parts(batch):
        rows = Rows(part)
        passed += len(rows)
        if skip and passed <= skip:
            continue
        if passed - len(rows) < skip:
            rows = rows.at(np.arange(len(rows) - (passed - skip), len(rows)))
        if not len(rows) and taken.rows:
            continue
        _share(taken, monitor, batch, rows, first + taken.rows, skip + taken.rows)
        taken.rows += len(rows)
        told(taken.rows)
    return taken


def _parts(batch: Batch) -> Iterator[Any]:
    return batch.read(PART_ROWS)


def _share(taken: Taken, monitor: Monitor, batch: Batch, rows: Rows, first: int, place: int) -> None:
    chunking, roles = monitor.chunking, monitor.roles
    if chunking.column:
        times = rows.times(chunking.column, Period.read("1 day", chunking.zone).zone)
    else:
        times = np.full(len(rows), batch.time)
    chunks, labels = _chunks(chunking, batch, times, first)
    if chunking.by == "time":
        taken.untimed += int(np.isnan(times).sum())
    for stream in monitor.streams:
        if stream.subject:
            taken.streams.setdefault(stream.subject, Values()).add(
                times, as_numbers(rows.cells(stream.subject))
            )
    hidden = {chunking.column, roles.key, roles.label, roles.query, *roles.left_out} - {""}
    for at, chunk in enumerate(labels):
        places = np.flatnonzero(chunks == at)
        mine = rows.at(places)
        # The sample is drawn by what the rows are, so that the same rows are found the same way again.
        seed = zlib.crc32(f"{batch.name}\0{chunk}\0{place}".encode())
        summary = profile(mine.without(hidden).native(), seed=seed)
        when = times[places]
        when = when[np.isfinite(when)]
        start, end = (float(when.min()), float(when.max())) if len(when) else (batch.time, batch.time)
        share = Share(summary, len(places), start, end)
        if roles.prediction or roles.scores:
            task = monitor.performance.task
            mine_scored = read_scored(mine, times[places], roles, task in ("regression", "ranking"))
            if not roles.key:
                # Of many rows some are kept, by a hash of their key: those without one are told apart by their place.
                named = zlib.crc32(batch.name.encode())
                mine_scored = replace(
                    mine_scored, keys=np.array([f"{named:x}.{place + at}" for at in places.tolist()], str)
                )
            share.scored.append(mine_scored)
            if any(not stream.subject for stream in monitor.streams):
                known = mine_scored.labelled
                taken.streams.setdefault("", Values()).add(
                    mine_scored.times[known], wrong(monitor, mine_scored)[known]
                )
        before = taken.shares.get(chunk)
        if before is not None:
            together = [*before.scored, *share.scored]
            if sum(map(len, together)) > MOST_ROWS:
                together = [scored_rows.joined(together)]
            share = Share(
                before.profile + share.profile,
                before.rows + share.rows,
                min(before.start, share.start),
                max(before.end, share.end),
                together,
            )
        taken.shares[chunk] = share


def _chunks(
    chunking: Chunking, batch: Batch, times: NDArray[np.float64], first: int
) -> tuple[NDArray[np.int64], list[str]]:
    """Give for each row the place of its chunk in a list of chunks; -1: in none."""
    if chunking.by == "batch" or not len(times):
        name = batch.name if chunking.by == "batch" else ""
        return np.zeros(len(times), np.int64), [name] if name else []
    if chunking.by == "rows":
        numbers = (first + np.arange(len(times))) // chunking.rows
        unique, inverse = np.unique(numbers, return_inverse=True)
        return inverse.reshape(-1), [f"{int(number):0{_DIGITS}d}" for number in unique]
    there = np.isfinite(times)
    found = np.full(len(times), -1, np.int64)
    if not there.any():
        return found, []
    starts = Period.read(chunking.period, chunking.zone).starts(times[there])
    unique, inverse = np.unique(starts, return_inverse=True)
    found[there] = inverse.reshape(-1)
    if len(unique) > MOST_PERIODS:
        raise InvalidInput(
            f"{len(times):,} rows of {batch.name} lie in {len(unique):,} periods of {chunking.period}: choose a longer "
            f"period, or look whether {chunking.column!r} is the column of times."
        )
    return found, [repr(float(start)) for start in unique]


def keep(
    store: Store, monitor: Monitor, batch: Batch, first: int, taken: Taken
) -> tuple[MonitorBatch, list[MonitorPart]]:
    """Keep what a batch brought as blobs, and give the documents that say so.

    They are not written yet: the caller does that together with the monitor's position, in one transaction. Where a
    batch brings the same to a chunk as it did before, the part names the blobs of before.
    """
    known = {
        document["chunk"]: document
        for document in store.table("parts").select(Query().batch == f"{monitor.id}/{batch.name}")
    }
    key = f"{monitor.id}/{batch.name}"
    document = MonitorBatch(
        key, monitor.id, batch.name, batch.version, batch.time, taken.rows, first, taken.untimed
    )
    parts = []
    for chunk, share in taken.shares.items():
        before = known.get(f"{monitor.id}/{chunk}")
        if before is not None and _is_same(
            TableProfile.from_bytes(store.blobs.read(before["profile"])), share.profile
        ):
            blob = before["profile"]
        else:
            blob = store.blobs.put(share.profile.to_bytes()).hash
        rows = ""
        if share.scored:
            rows = store.blobs.put(scored_rows.to_bytes(scored_rows.joined(share.scored))).hash
        parts.append(
            MonitorPart(key, f"{monitor.id}/{chunk}", share.rows, share.start, share.end, blob, rows)
        )
    return document, parts


def _is_same(before: TableProfile, now: TableProfile) -> bool:
    """Tell whether two profiles are of the same rows, in whatever order; sketches and samples are drawn by chance."""
    return _gist(before) == _gist(now)


def _gist(profile: TableProfile) -> tuple[Any, ...]:
    return profile.rows, [
        (
            column.name, column.kind, column.type, column.rows, column.missing, column.infinite, column.minimum,
            column.maximum, column.lowest, column.highest, sorted(column.frequent.items()), column.distinct,
            [f"{moment:.9g}" for moment in column.moments],
        )
        for column in profile.record.columns
    ]  # fmt: skip


def check_chunking(chunking: Chunking) -> None:
    """Look whether rows can be put together in this way.

    Raises
    ------
    InvalidInput
        Saying what is wrong.
    """
    if chunking.by == "time":
        if not chunking.column:
            raise InvalidInput("Chunks by time need the column that says when a row was.")
        Period.read(chunking.period, chunking.zone)
    if chunking.by == "rows" and not 1 <= chunking.rows <= 1_000_000_000:
        raise InvalidInput(f"A chunk has 1 to 1,000,000,000 rows, not {chunking.rows}.")
    if not 0 <= chunking.patience < 1e9:
        raise InvalidInput(f"Late rows are waited for 0 seconds or longer, not {chunking.patience}.")
