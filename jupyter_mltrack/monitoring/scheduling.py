"""When a monitor is due. After a sleep it runs once, and that run takes in all that came meanwhile."""

from __future__ import annotations

import math
import time

import msgspec
from tinydb import Query

from ..records import Monitor, Schedule
from ..store import Sort, Store

SHORTEST = 5.0
"""Seconds between two runs, at least."""


def next_run(schedule: Schedule, now: float) -> float | None:
    """Give the next time after ``now`` that a schedule names; ``None`` where it names none.

    Examples
    --------
    >>> next_run(Schedule(3600.0, start=1000.0), now=9000.0)
    11800.0
    """
    if not schedule.every:
        return None
    passed = math.floor((now - schedule.start) / schedule.every) + 1
    return schedule.start + max(passed, 1) * schedule.every


def due_monitors(store: Store, now: float | None = None) -> list[Monitor]:
    """Give the monitors whose time has come, the longest waiting first."""
    now = time.time() if now is None else now
    wanted = (Query().next_run <= now) & (Query().paused == False)  # noqa: E712 - a query, no comparison
    documents = store.table("monitors").select(wanted, Sort(("next_run",)))
    return [msgspec.convert(document, Monitor) for document in documents]
