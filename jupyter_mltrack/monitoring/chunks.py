"""Chunks: which are complete, what they are called, what all batches together brought to one."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from tinydb import Query

from ..drift.profiles import TableProfile
from ..records import Chunking, MonitorPart
from ..store import Store
from . import scored as scored_rows
from .periods import Period
from .scored import Scored


@dataclass(frozen=True)
class Chunk:
    """A chunk with all that is known of it."""

    name: str
    label: str
    start: float
    end: float
    order: float
    rows: int
    profile: TableProfile
    scored: Scored | None
    blob: str
    """Hash of the profile, where it is a part's own."""


def is_complete(chunking: Chunking, chunk: str, rows: int, now: float) -> bool:
    """Tell whether no more rows of a chunk are waited for.

    Parameters
    ----------
    chunking
        How rows are put together.
    chunk, rows
        Its name, and how many rows it has so far.
    now
        Unix seconds.
    """
    if chunking.by == "rows":
        return rows >= chunking.rows
    if chunking.by == "time":
        period = Period.read(chunking.period, chunking.zone)
        return period.end(float(chunk)) + chunking.patience <= now
    return True


def label_of(chunking: Chunking, chunk: str) -> str:
    """Give a chunk's name in words."""
    if chunking.by == "time":
        return Period.read(chunking.period, chunking.zone).label(float(chunk))
    if chunking.by == "rows":
        first = int(chunk) * chunking.rows
        return f"rows {first + 1:,} to {first + chunking.rows:,}"
    return chunk


def chunk_of(store: Store, monitor: str, chunking: Chunking, name: str) -> Chunk | None:
    """Put together what all batches brought to a chunk; ``None`` where there is nothing (any more)."""
    documents = store.table("parts").select(Query().chunk == f"{monitor}/{name}")
    parts = [msgspec.convert(document, MonitorPart) for document in documents]
    if not parts:
        return None
    whole: TableProfile | None = None
    for part in parts:
        one = TableProfile.from_bytes(store.blobs.read(part.profile))
        whole = one if whole is None else whole + one
    assert whole is not None
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    order = start
    if chunking.by == "time":
        start = order = float(name)
        end = Period.read(chunking.period, chunking.zone).end(start)
    elif chunking.by == "rows":
        order = float(name)
    kept = [scored_rows.from_bytes(store.blobs.read(part.scored)) for part in parts if part.scored]
    blob = parts[0].profile if len(parts) == 1 else ""
    rows = sum(part.rows for part in parts)
    together = scored_rows.joined(kept) if kept else None
    return Chunk(name, label_of(chunking, name), start, end, order, rows, whole, together, blob)
