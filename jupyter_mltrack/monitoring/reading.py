"""What is new in a source, taken in batch by batch: each in one transaction that also says how far the monitor is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from tinydb import Query

from ..errors import InvalidInput
from ..records import Monitor, MonitorBatch
from ..store import Store
from .alerts import update_changes
from .documents import change_monitor, fields_of, put
from .intake import keep, take
from .labels import keep_labels
from .leases import Running, held_by
from .outcome import MonitorRun, Told
from .problems import SourceError
from .sources import Batch
from .streams import Fed, feed, take_over


def take_in(
    store: Store,
    held: Running,
    run: MonitorRun,
    batches: list[Batch],
    tell: Told,
    fail: Callable[[str], None] | None = None,
) -> None:
    """Take in the batches that are new or have changed.

    Parameters
    ----------
    store, held, run
        The store, the lease, and what the run has done so far.
    batches
        What the source has.
    tell
        Hears how far it is.
    fail
        Hears why a batch cannot be read; the others are taken in all the same. One that is read by a position is
        never passed over: what comes after it would move the position beyond it.

    Raises
    ------
    SourceError, InvalidInput
        When a batch cannot be read, and nobody hears of it otherwise.
    MonitorCancelled
        When somebody asked the run to stop.
    """
    known = _known(store, run.monitor, batches)
    fresh = [
        batch for batch in batches if batch.name not in known or known[batch.name].version != batch.version
    ]
    total, done = sum(batch.size for batch in fresh) or 1, 0
    failed: list[str] = []
    for batch in fresh:
        held.check()
        try:
            _take_one(
                store, held, run, batch, known.get(batch.name), partial(_say, tell, done / total, batch.name)
            )
        except (SourceError, InvalidInput) as error:
            if fail is None or batch.position:
                raise
            named = "" if isinstance(error, SourceError) else f"{batch.name}: "
            failed.append(f"{named}{error.message}")
        done += batch.size
    if failed and fail is not None:
        more = len(failed) - 1
        fail(failed[0] + (f" And {more:,} more cannot be read." if more else ""))


def _take_one(
    store: Store,
    held: Running,
    run: MonitorRun,
    batch: Batch,
    before: MonitorBatch | None,
    told: Callable[[int], None],
) -> None:
    grows = run.monitor.chunking.by == "rows" and before is not None
    skip = before.rows if grows and before is not None else 0
    first = run.monitor.rows
    taken = take(run.monitor, batch, first, skip, told)
    if grows and not taken.rows:
        run.notes.append(f"{batch.name} changed, but did not grow: its rows count as they were read first.")
    # Rows of a file that only changed were seen before: detectors see every row once.
    fed = feed(store, run.monitor, taken.streams) if before is None or grows else None
    with_labels_again = before is not None and not grows and run.monitor.performance.labels is not None
    left = keep_labels(store, run.monitor, batch, taken) if with_labels_again else None
    document, parts = keep(store, run.monitor, batch, first, taken)
    if grows:
        # Rows that joined a file are a batch of their own; what was read before stays where it is.
        document.rows += skip
        for one in parts:
            one.batch = f"{document.key}@{first}"
    with store.transaction():
        gone = {} if grows else _forget_parts(store, document.key)
        put(store, "batches", "key", document)
        store.table("parts").insert_multiple([fields_of(one) for one in parts])
        new = {one.chunk.partition("/")[2]: (one.rows, one.profile, one.scored) for one in parts}
        # An answer that is read anew each time changes few of its chunks; the others need no check again.
        touched = {chunk for chunk in {*new, *gone} if new.get(chunk) != gone.get(chunk)}
        moved = partial(_moved, store, held, batch, document, before, touched, fed, left)
        run.monitor = change_monitor(store, run.monitor.id, moved)
        run.news = run.news or (bool(touched) and any(one.rows for one in parts))
        if fed is not None:
            changed = update_changes(store, run.monitor, fed.changes)
            run.alerts += [changed] if changed is not None else []
    run.rows += taken.rows
    if taken.untimed:
        run.notes.append(
            f"{taken.untimed:,} rows of {batch.name} have no time that can be read in "
            f"`{run.monitor.chunking.column}`; they are in no check."
        )


def _known(store: Store, monitor: Monitor, batches: list[Batch]) -> dict[str, MonitorBatch]:
    keys = [f"{monitor.id}/{batch.name}" for batch in batches]
    documents = store.table("batches").select(Query().key.one_of(keys))
    return {document["name"]: msgspec.convert(document, MonitorBatch) for document in documents}


def _forget_parts(store: Store, batch: str) -> dict[str, tuple[int, str, str]]:
    """Remove what a batch brought before; gives the chunks that it had been in, with what it had brought to them."""
    parts = store.table("parts")
    mine = Query().batch == batch
    chunks = {
        one["chunk"].partition("/")[2]: (one["rows"], one["profile"], one["scored"])
        for one in parts.select(mine)
    }
    if chunks:
        parts.remove(mine)
    return chunks


def _moved(
    store: Store, held: Running, batch: Batch, document: MonitorBatch, before: MonitorBatch | None,
    touched: set[str], fed: Fed | None, left: str | None, monitor: Monitor,
) -> None:  # fmt: skip
    held_by(monitor, held.holder)
    monitor.rows += document.rows - (before.rows if before is not None else 0)
    if fed is not None:
        take_over(monitor, fed)
    if left is not None:
        monitor.label_backlog = left
    if batch.position:
        monitor.position = batch.position
    for chunk in touched:
        found = store.table("parts").select(Query().chunk == f"{monitor.id}/{chunk}")
        monitor.pending[chunk] = sum(one["rows"] for one in found)
        latest = max((one["end"] for one in found), default=0.0)
        monitor.newest = max(monitor.newest or latest, latest)


def _say(tell: Told, progress: float, name: str, rows: int) -> None:
    tell(progress, f"reading {name}, {rows:,} rows")
