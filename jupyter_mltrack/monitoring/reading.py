"""What is new in a source, taken in batch by batch: each in one transaction that also says how far the monitor is."""

from __future__ import annotations

from functools import partial

import msgspec
from tinydb import Query

from ..records import Monitor, MonitorBatch
from ..store import Store
from .alerts import update_changes
from .documents import change_monitor, fields_of, put
from .intake import keep, take
from .leases import Running, held_by
from .outcome import MonitorRun, Told
from .sources import Batch
from .streams import Fed, feed, take_over


def take_in(store: Store, held: Running, run: MonitorRun, batches: list[Batch], tell: Told) -> None:
    """Take in the batches that are new or have changed.

    Raises
    ------
    SourceError, InvalidInput
        When one cannot be read; those before it are taken in.
    MonitorCancelled
        When somebody asked the run to stop.
    """
    known = _known(store, run.monitor, batches)
    fresh = [
        batch for batch in batches if batch.name not in known or known[batch.name].version != batch.version
    ]
    total, done = sum(batch.size for batch in fresh) or 1, 0
    for batch in fresh:
        held.check()
        before = known.get(batch.name)
        grows = run.monitor.chunking.by == "rows" and before is not None
        skip = before.rows if grows and before is not None else 0
        first, part = run.monitor.rows, done / total
        taken = take(run.monitor, batch, first, skip, partial(_say, tell, part, batch.name))
        if grows and not taken.rows:
            run.notes.append(
                f"{batch.name} changed, but did not grow: its rows count as they were read first."
            )
        # Rows of a file that only changed were seen before: detectors see every row once.
        fed = feed(store, run.monitor, taken.streams) if before is None or grows else None
        document, parts = keep(store, run.monitor, batch, first, taken)
        if grows:
            # Rows that joined a file are a batch of their own; what was read before stays where it is.
            document.rows += skip
            for one in parts:
                one.batch = f"{document.key}@{first}"
        with store.transaction():
            gone = [] if grows else _forget_parts(store, document.key)
            put(store, "batches", "key", document)
            store.table("parts").insert_multiple([fields_of(one) for one in parts])
            touched = {one.chunk.partition("/")[2] for one in parts} | {*gone}
            moved = partial(_moved, store, held, batch, document, before, touched, fed)
            run.monitor = change_monitor(store, run.monitor.id, moved)
            if fed is not None:
                changed = update_changes(store, run.monitor, fed.changes)
                run.alerts += [changed] if changed is not None else []
        run.rows += taken.rows
        done += batch.size
        if taken.untimed:
            run.notes.append(
                f"{taken.untimed:,} rows of {batch.name} have no time that can be read in "
                f"`{run.monitor.chunking.column}`; they are in no check."
            )


def _known(store: Store, monitor: Monitor, batches: list[Batch]) -> dict[str, MonitorBatch]:
    keys = [f"{monitor.id}/{batch.name}" for batch in batches]
    documents = store.table("batches").select(Query().key.one_of(keys))
    return {document["name"]: msgspec.convert(document, MonitorBatch) for document in documents}


def _forget_parts(store: Store, batch: str) -> list[str]:
    """Remove what a batch brought before; gives the chunks that it had been in."""
    parts = store.table("parts")
    mine = Query().batch == batch
    chunks = [document["chunk"].partition("/")[2] for document in parts.select(mine)]
    if chunks:
        parts.remove(mine)
    return chunks


def _moved(
    store: Store, held: Running, batch: Batch, document: MonitorBatch, before: MonitorBatch | None,
    touched: set[str], fed: Fed | None, monitor: Monitor,
) -> None:  # fmt: skip
    held_by(monitor, held.holder)
    monitor.rows += document.rows - (before.rows if before is not None else 0)
    if fed is not None:
        take_over(monitor, fed)
    if batch.position:
        monitor.position = batch.position
    for chunk in touched:
        found = store.table("parts").select(Query().chunk == f"{monitor.id}/{chunk}")
        monitor.pending[chunk] = sum(one["rows"] for one in found)
        latest = max((one["end"] for one in found), default=0.0)
        monitor.newest = max(monitor.newest or latest, latest)


def _say(tell: Told, progress: float, name: str, rows: int) -> None:
    tell(progress, f"reading {name}, {rows:,} rows")
