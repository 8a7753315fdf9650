"""A feed that stops: how long a source may bring nothing new before somebody should know."""

from __future__ import annotations

import numpy as np
from tinydb import Query

from ..records import Monitor
from ..registry.times import time_text
from ..store import Sort, Store
from .periods import Period

_PERIODS = 3.0
"""Periods without anything new that are an alert: a weekend is none."""
_LOOKED_AT = 60
_FACTOR = 1.5


def silence(store: Store, monitor: Monitor, now: float) -> str:
    """Say that a source has brought nothing new for too long; ``""`` where it has not.

    Only what runs by a schedule is expected to go on. How long is too long is said in the schedule; else it is three
    of the monitor's periods (or of the pauses between its runs, where they are longer), and longer where its data came
    with longer pauses before: nights, weekends.

    Parameters
    ----------
    store
        The store that holds the monitor.
    monitor
        A monitor whose source can be read.
    now
        Unix seconds.
    """
    schedule = monitor.schedule
    if (
        not schedule.every
        or schedule.silence == 0
        or monitor.last_rows is None
        or monitor.source.kind == "handed"
    ):
        return ""
    limit = schedule.silence or usual_pause(store, monitor)
    quiet = now - monitor.last_rows
    if quiet <= limit:
        return ""
    return (
        f"No new data have come for {_words(quiet)}, the last ones by {time_text(monitor.last_rows)}; "
        f"{_words(limit)} would be no surprise. Does the feed still run?"
    )


def usual_pause(store: Store, monitor: Monitor) -> float:
    """Give how many seconds a source may bring nothing new without surprise."""
    chunking, period = monitor.chunking, monitor.schedule.every
    if chunking.by == "time":
        calendar = Period.read(chunking.period, chunking.zone)
        period = max(period, calendar.end(0.0) - float(calendar.starts(np.zeros(1))[0]))
        name, table = "order", "reports"
    else:
        name, table = "read", "batches"
    documents = store.table(table).select(
        Query().monitor == monitor.id, Sort((name,), descending=True), _LOOKED_AT
    )
    pauses = np.sort(-np.diff([float(document[name]) for document in documents]))
    # The second longest: a pause that came twice belongs to the feed, one that came once may have been a fault.
    longest = float(pauses[-2]) if len(pauses) > 1 else 0.0
    return max(_PERIODS * period + chunking.patience, _FACTOR * longest)


def _words(seconds: float) -> str:
    for unit, length in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"
