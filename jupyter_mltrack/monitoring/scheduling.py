"""When a monitor is due. After a sleep it runs once, and that run takes in all that came meanwhile."""

from __future__ import annotations

import math
import time

from tinydb import Query

from ..records import Monitor, Schedule
from ..store import Sort, Store
from .documents import monitors_in

SHORTEST = 5.0
"""Seconds between two runs, at least."""
CLOCK_STEP = 600.0
"""Seconds by which clocks may be corrected without anybody noticing."""


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


def is_due(monitor: Monitor, now: float | None = None) -> bool:
    """Tell whether a monitor's time has come.

    One that ran in the future is due as well: the clock was put back, and its next time may be years away.
    """
    now = time.time() if now is None else now
    if monitor.paused or monitor.next_run is None:
        return False
    return monitor.next_run <= now or (monitor.last_run is not None and monitor.last_run > now + CLOCK_STEP)


def due_monitors(store: Store, now: float | None = None) -> list[Monitor]:
    """Give the monitors whose time has come, the longest waiting first."""
    now = time.time() if now is None else now
    late = (Query().next_run <= now) | (Query().last_run > now + CLOCK_STEP)
    wanted = late & (Query().paused == False)  # noqa: E712 - a query, no comparison
    return [
        one
        for one in monitors_in(store.table("monitors").select(wanted, Sort(("next_run",))))
        if is_due(one, now)
    ]
