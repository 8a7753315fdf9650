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
from .intake import Taken
from .leases import Running, held_by
from .performance import read_labels, wrong
from .sources import Batch, open_source
from .sources.base import PART_ROWS
from .streams import ERRORS, Values, feed, take_over

_PREFIX = "labels: "
MOST_WAITING = 500_000
"""Labels without a row that are kept for rows to come; the newest."""


def join_labels(store: Store, held: Running, monitor: Monitor, now: float, more: bool = True) -> list[str]:
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
    more
        Whether rows came since labels were joined last; without any, labels that were kept find none either.

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
    if not (fresh or more):
        return _kept(keys)
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
    return _kept(left_keys)


def labels_came(store: Store, monitor: Monitor) -> bool:
    """Tell whether a monitor ever read labels that come apart."""
    if monitor.label_position:
        return True
    return bool(store.table("batches").count(Query().key.matches(f"{monitor.id}/{_PREFIX}")))


def keep_labels(store: Store, monitor: Monitor, batch: Batch, taken: Taken) -> str | None:
    """Give rows that are read again the labels that had come for them; inside the run, before anything is written.

    Parameters
    ----------
    store, monitor
        The monitor, and its store.
    batch
        The batch that was read again.
    taken
        What it brings now; its rows get their labels.

    Returns
    -------
    str or None
        Blob hash of the labels that wait from now on, those of rows that are gone among them: they may be in another
        file by now. ``None`` where nothing changes.
    """
    keys, labels = _backlog(store, monitor)
    known = len(keys)
    for document in store.table("parts").select(Query().batch == f"{monitor.id}/{batch.name}"):
        if document["scored"]:
            rows = scored_rows.from_bytes(store.blobs.read(document["scored"]))
            there = rows.labelled & (rows.keys != "")
            if rows.labels.dtype.kind == labels.dtype.kind or not len(labels):
                keys = np.concatenate([keys, rows.keys[there]])
                labels = np.concatenate([labels.astype(rows.labels.dtype), rows.labels[there]])
    if len(keys) == known:
        return None
    left = np.ones(len(keys), bool)
    for share in taken.shares.values():
        for rows in share.scored:
            left &= ~np.isin(keys, rows.keys)
        share.scored = [scored_rows.with_labels(rows, keys, labels) for rows in share.scored]
    left_keys, left_labels = keys[left][-MOST_WAITING:], labels[left][-MOST_WAITING:]
    return store.blobs.put(_packed(left_keys, left_labels)).hash if len(left_keys) else ""


def _kept(keys: NDArray[np.str_]) -> list[str]:
    if not len(keys):
        return []
    return [
        f"{len(keys):,} labels belong to no row so far (the first: {str(keys[0])[:60]!r}); they are kept."
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
    return scored_rows.packed({"keys": keys, "labels": labels})
