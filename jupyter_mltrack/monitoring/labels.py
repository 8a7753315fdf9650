"""Labels that come after the predictions: joined by key to the rows that wait for them."""

from __future__ import annotations

import io

import msgspec
import numpy as np
from numpy.typing import NDArray
from tinydb import Query

from ..records import Monitor, MonitorBatch, MonitorPart
from ..store import Store
from . import scored as scored_rows
from .alerts import update_changes
from .documents import change_monitor, put
from .leases import Running, held_by
from .performance import read_labels, wrong
from .sources import Batch, open_source
from .sources.base import PART_ROWS
from .streams import ERRORS, Values, feed, take_over

_PREFIX = "labels: "
MOST_WAITING = 500_000
"""Labels without a row that are kept for rows to come; the newest."""


def join_labels(store: Store, held: Running, monitor: Monitor, now: float) -> list[str]:
    """Read the labels that are new, and give them to the rows that they belong to; gives notes for people.

    Parameters
    ----------
    store
        The store that holds the monitor.
    held
        This running of it.
    monitor
        A monitor whose labels come apart.
    now
        Unix seconds; rows that are older than the newest data by more than the patience get no labels any more.

    Raises
    ------
    SourceError, InvalidInput
        When labels cannot be read.
    """
    assert monitor.performance.labels is not None
    source = open_source(monitor.performance.labels, store.path.parent)
    assert source is not None
    batches = source.batches(monitor.label_position)
    fresh = [batch for batch in batches if not _is_read(store, monitor, batch)]
    keys, labels = _backlog(store, monitor)
    tables = []
    for batch in fresh:
        held.check(None, f"reading labels in {batch.name}")
        tables += list(batch.read(PART_ROWS))
    new_keys, new_labels = read_labels(monitor, tables)
    if labels.dtype.kind != new_labels.dtype.kind:
        labels = labels.astype(new_labels.dtype)
    keys, labels = np.concatenate([keys, new_keys]), np.concatenate([labels, new_labels])
    if not len(keys):
        return []
    parts, used, touched, errors = _joined(store, monitor, keys, labels, now)
    left = ~used
    left_keys, left_labels = keys[left][-MOST_WAITING:], labels[left][-MOST_WAITING:]
    backlog = store.blobs.put(_packed(left_keys, left_labels)).hash if len(left_keys) else ""

    fed = feed(store, monitor, {ERRORS: errors})

    def change(found: Monitor) -> None:
        held_by(found, held.holder)
        if fed is not None:
            take_over(found, fed)
        found.label_backlog = backlog
        for batch in fresh:
            found.label_position = batch.position or found.label_position
        for chunk, rows in touched.items():
            found.pending.setdefault(chunk, rows)

    with store.transaction():
        for part, doc_id in parts:
            store.table("parts").update({"scored": part.scored}, doc_ids=[doc_id])
        for batch in fresh:
            name = _PREFIX + batch.name
            put(
                store,
                "batches",
                "key",
                MonitorBatch(f"{monitor.id}/{name}", monitor.id, name, batch.version, now, 0),
            )
        changed = change_monitor(store, monitor.id, change)
        if fed is not None:
            update_changes(store, changed, fed.changes)
    if not len(left_keys):
        return []
    return [
        f"{len(left_keys):,} labels belong to no row so far (the first: {str(left_keys[0])[:60]!r}); they are kept."
    ]


def _is_read(store: Store, monitor: Monitor, batch: Batch) -> bool:
    key = f"{monitor.id}/{_PREFIX}{batch.name}"
    return bool(store.table("batches").count((Query().key == key) & (Query().version == batch.version)))


def _joined(
    store: Store, monitor: Monitor, keys: NDArray[np.str_], labels: NDArray[np.generic], now: float
) -> tuple[list[tuple[MonitorPart, int]], NDArray[np.bool_], dict[str, int], Values]:
    """Give the parts whose labels changed, which labels were used, which chunks to check again, and new errors."""
    # Beside the newest data, not beside the clock: what is caught up with may be old.
    since = (now if monitor.newest is None else min(now, monitor.newest)) - monitor.performance.patience
    mine = Query().batch.matches(f"{monitor.id}/") & (Query().end >= since)
    changed: list[tuple[MonitorPart, int]] = []
    errors = Values()
    touched: dict[str, int] = {}
    used = np.zeros(len(keys), bool)
    for document in store.table("parts").select(mine):
        part = msgspec.convert(document, MonitorPart)
        if not part.scored:
            continue
        rows = scored_rows.from_bytes(store.blobs.read(part.scored))
        used |= np.isin(keys, rows.keys)
        after = scored_rows.with_labels(rows, keys, labels)
        if np.array_equal(after.labels, rows.labels, equal_nan=after.labels.dtype.kind == "f"):
            continue
        # Whether these predictions were wrong is known from now on.
        new = after.labelled & ~rows.labelled
        errors.add(after.times[new], wrong(monitor, after)[new])
        part.scored = store.blobs.put(scored_rows.to_bytes(after)).hash
        changed.append((part, document.doc_id))
        chunk = part.chunk.partition("/")[2]
        touched[chunk] = touched.get(chunk, 0) + part.rows
    return changed, used, touched, errors


def _backlog(store: Store, monitor: Monitor) -> tuple[NDArray[np.str_], NDArray[np.generic]]:
    numbers = monitor.performance.task in ("regression", "ranking")
    if not monitor.label_backlog:
        return np.empty(0, "U1"), np.empty(0) if numbers else np.empty(0, "U1")
    with np.load(io.BytesIO(store.blobs.read(monitor.label_backlog)), allow_pickle=False) as file:
        return file["keys"], file["labels"]


def _packed(keys: NDArray[np.str_], labels: NDArray[np.generic]) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, keys=keys, labels=labels)
    return out.getvalue()
