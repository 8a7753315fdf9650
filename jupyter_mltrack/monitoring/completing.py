"""Chunks that are complete, checked one by one; each check is one transaction with what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from tinydb import Query
from tinydb.table import Document

from ..records import Monitor, MonitorCheck
from ..store import Store
from . import scored as scored_rows
from .alerts import update_alerts
from .checking import check
from .chunks import chunk_of, is_complete, label_of
from .documents import change_monitor, checks_of, put
from .leases import Running, held_by
from .measuring import measure_check
from .outcome import MonitorRun, Told
from .references import profile_of, take_first
from .strips import add_mark, forget_strip

FEWEST_IN_REFERENCE = 30
"""Rows that the first data need to become the reference."""
_RECENT = 64
_AHEAD = 86400.0
"""Seconds by which a period may lie ahead: clocks of other zones."""


def check_complete(store: Store, held: Running, run: MonitorRun, now: float, tell: Told) -> None:
    """Check the chunks that are complete at a time, in their order.

    Raises
    ------
    MonitorCancelled
        When somebody asked the run to stop; what was checked is kept.
    """
    chunking = run.monitor.chunking
    ready = [name for name, rows in run.monitor.pending.items() if is_complete(chunking, name, rows, now)]
    if chunking.by != "batch":
        ready.sort(key=float)
    if chunking.by == "time":
        ahead = {
            float(name): rows for name, rows in run.monitor.pending.items() if float(name) > now + _AHEAD
        }
        if ahead:
            first = label_of(chunking, repr(min(ahead)))
            run.notes.append(
                f"{sum(ahead.values()):,} rows have times that are to come, from {first} on; they are checked then. "
                f"Is `{chunking.column}` what it should be?"
            )
    for at, name in enumerate(ready):
        held.check()
        tell(at / len(ready), f"checking {at + 1} of {len(ready)}")
        made = _check_one(store, held, run, name)
        if made is not None:
            run.checks.append(made)


def _check_one(store: Store, held: Running, run: MonitorRun, name: str) -> MonitorCheck | None:
    monitor = run.monitor
    chunk = chunk_of(store, monitor.id, monitor.chunking, name)
    earlier = store.table("reports").get(Query().key == f"{monitor.id}/{name}")
    if chunk is None:
        # Its rows are elsewhere now: their file changed.
        with store.transaction():
            store.table("reports").remove(Query().key == f"{monitor.id}/{name}")
            forget_strip(store, monitor.id)
            left, gone = checks_of(store, monitor.id, limit=1), earlier["order"] if earlier else None
            run.monitor = change_monitor(
                store,
                monitor.id,
                lambda m: _done(held, m, name, left[0] if left else None, -1 if earlier else 0, gone),
            )
        return None
    reference, itself = profile_of(store, monitor), False
    if reference is None:
        if chunk.rows < FEWEST_IN_REFERENCE:
            run.monitor = change_monitor(store, monitor.id, lambda m: _done(held, m, name, None, 0))
            run.notes.append(
                f"{chunk.label} has {chunk.rows:,} rows, too few for a reference: the first data with "
                f"{FEWEST_IN_REFERENCE} rows become one, or give the monitor a table."
            )
            return None
        itself = True
        run.monitor = monitor = take_first(store, monitor, chunk.label, chunk.profile, chunk.scored)
        reference = chunk.profile
    before = checks_of(
        store, monitor.id, limit=max(monitor.policy.persistence - 1, 1), before=chunk.order, judged=True
    )
    made, _ = check(store, monitor, chunk, reference, before)
    if itself:
        # Compared with itself nothing differs: that is no verdict.
        made.status, made.persisting = "cannot tell", []
        made.sentence = (
            "These data became the reference: there is nothing yet that they could be compared with."
        )
    made.version = monitor.references[-1].version
    if chunk.scored is not None:
        made.scored = store.blobs.put(scored_rows.to_bytes(chunk.scored)).hash
        measure_check(store, monitor, made, chunk.scored)
    if isinstance(earlier, Document):
        made.id, made.made_again = earlier["id"], earlier["made_again"] + 1
    with store.transaction():
        put(store, "reports", "key", made)
        add_mark(store, monitor, made)
        recent = monitor.recent or [one.order for one in checks_of(store, monitor.id, limit=_RECENT)][::-1]
        newest = made.order >= recent[-1]
        run.monitor = change_monitor(
            store,
            monitor.id,
            lambda m: _done(held, m, name, made if newest else None, 0 if earlier else 1, made.order, recent),
        )
        if newest:
            run.alerts += update_alerts(store, run.monitor, made)
    return made


def _done(
    held: Running,
    monitor: Monitor,
    chunk: str,
    newest: MonitorCheck | None,
    more: int,
    order: float | None = None,
    recent: Sequence[float] = (),
) -> None:
    held_by(monitor, held.holder)
    monitor.pending.pop(chunk, None)
    monitor.checks += more
    if order is not None and more >= 0:
        monitor.recent = sorted({*recent, *monitor.recent, order})[-_RECENT:]
    elif order in monitor.recent:
        monitor.recent.remove(order)
    if newest is not None:
        monitor.status, monitor.sentence, monitor.last_check = newest.status, newest.sentence, newest.end
