"""Which process runs a run, and whether it still lives."""

from __future__ import annotations

import functools
import os
import socket
import time

from ..records import Process

STALE_AFTER = 300.0
"""Seconds without a heartbeat after which a run on another machine is taken for dead."""

_CLOCK_TOLERANCE = 2.0
"""Start times of one process, read twice, may differ by rounding and clock steps of this many seconds."""


def current_process() -> Process:
    """Name this process so that others can see whether it still lives."""
    return _describe(os.getpid())


@functools.lru_cache(maxsize=4)
def _describe(pid: int) -> Process:
    import psutil

    return Process(host=socket.gethostname(), pid=pid, created=psutil.Process(pid).create_time())


def is_alive(process: Process, heartbeat: float | None = None) -> bool:
    """Say whether a run's process still lives.

    On this machine the process itself is looked at: a number used again by another process does not count, and a
    sleeping laptop's run stays alive. On another machine only its heartbeat can be seen.

    Parameters
    ----------
    process
        The run's process.
    heartbeat
        When its writer last gave a sign, Unix seconds; ``None`` when unknown.
    """
    if process.host != socket.gethostname():
        return heartbeat is not None and time.time() - heartbeat < STALE_AFTER
    import psutil

    try:
        found = psutil.Process(process.pid)
        if found.status() == psutil.STATUS_ZOMBIE:
            return False
        created: float = found.create_time()
        return abs(created - process.created) <= _CLOCK_TOLERANCE
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
