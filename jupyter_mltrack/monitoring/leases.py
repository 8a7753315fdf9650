"""Who runs a monitor: one at a time, whatever happens to them."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from tinydb import Query

from ..records import Lease, Monitor
from ..store import Store
from ..tracking.process import current_process, is_alive
from .documents import change_monitor, find_monitor, monitors_in
from .problems import MonitorBusy, MonitorCancelled

SIGN_SECONDS = 10.0
"""Between two signs of life."""
_FIRST_PAUSE, _LONGEST_PAUSE = 60.0, 6 * 3600.0
"""Seconds until a monitor is run again by its schedule whose process died."""
_held_here: set[str] = set()
"""The holders of leases in this process."""
_TOLD_SECONDS = 0.3
"""Between two words about the progress."""


class Running:
    """A monitor that this process runs.

    Attributes
    ----------
    holder
        Names this one running.
    """

    def __init__(self, store: Store, monitor: str, holder: str) -> None:
        self._store, self._monitor, self.holder = store, monitor, holder
        self._told = 0.0
        self._stop = threading.Event()
        self._lock = threading.Lock()

    def tell(self, progress: float | None, doing: str) -> None:
        """Say how far it is, at most some times a second; and stop where somebody asked for that.

        Parameters
        ----------
        progress
            Share of the work that is done, where that is known.
        doing
            What is being done, in words.

        Raises
        ------
        MonitorCancelled
            When somebody asked it to stop, or somebody else has taken the monitor over.
        """
        now = time.monotonic()
        with self._lock:
            if now - self._told < _TOLD_SECONDS:
                return
            self._told = now
        self.check(progress, doing)

    def check(self, progress: float | None = None, doing: str | None = None) -> None:
        """Give a sign of life, and see whether to go on; as ``tell``, and at once."""

        def change(monitor: Monitor) -> None:
            lease = held_by(monitor, self.holder)
            lease.sign = time.time()
            if doing is not None:
                lease.progress, lease.doing = progress, doing
            if lease.cancel:
                raise MonitorCancelled(
                    f"The run of {monitor.name!r} was stopped; what it had checked is kept."
                )

        change_monitor(self._store, self._monitor, change)

    def beat(self) -> None:
        """Give signs of life until ``rest`` is called; runs in a thread of its own."""
        while not self._stop.wait(SIGN_SECONDS):
            try:
                self.check()
            except MonitorCancelled:
                return
            except Exception:  # noqa: BLE001 - the work itself meets the same fault, and tells of it
                continue

    def rest(self) -> None:
        """Give no more signs."""
        self._stop.set()


def held_by(monitor: Monitor, holder: str) -> Lease:
    """Give the lease of whoever runs a monitor.

    Raises
    ------
    MonitorCancelled
        When somebody else has it by now.
    """
    if monitor.lease is None or monitor.lease.holder != holder:
        raise MonitorCancelled(
            f"The monitor {monitor.name!r} was taken over, because this process gave no sign of life."
        )
    return monitor.lease


def is_running(monitor: Monitor) -> bool:
    """Tell whether somebody runs a monitor now."""
    if monitor.lease is None:
        return False
    if monitor.lease.process == current_process():
        # Whoever could not give its lease back, as the disk was full, does not run any more.
        return monitor.lease.holder in _held_here
    return is_alive(monitor.lease.process, monitor.lease.sign)


def running_monitors(store: Store) -> list[Monitor]:
    """Give the monitors that somebody runs, or ran when it died."""
    return monitors_in(store.table("monitors").select(Query().lease.holder.exists()))


@contextmanager
def running(store: Store, reference: str) -> Iterator[Running]:
    """Run a monitor: nobody else does until the block is left.

    Raises
    ------
    MonitorBusy
        When it is being run.
    NotFound
        When there is no such monitor.
    """
    monitor, holder = find_monitor(store, reference), uuid.uuid4().hex

    def claim(found: Monitor) -> None:
        if found.lease is not None and is_running(found):
            doing = f" ({found.lease.doing})" if found.lease.doing else ""
            raise MonitorBusy(f"The monitor {found.name!r} is being run already{doing}.")
        now = time.time()
        # A lease that is left over was held by a process that died.
        found.died = found.died + 1 if found.lease is not None else 0
        if found.died and found.next_run is not None:
            # Whatever killed it may do so again: after the second time it is tried less and less often.
            found.next_run = max(
                found.next_run, now + min(_FIRST_PAUSE * 2 ** (found.died - 1), _LONGEST_PAUSE)
            )
        found.lease = Lease(holder, current_process(), now, now)

    _held_here.add(holder)
    try:
        change_monitor(store, monitor.id, claim)
    except BaseException:
        _held_here.discard(holder)
        raise
    held = Running(store, monitor.id, holder)
    beat = threading.Thread(target=held.beat, name="mltrack-monitor", daemon=True)
    beat.start()
    try:
        yield held
    finally:
        held.rest()
        _held_here.discard(holder)
        _give_back(store, monitor.id, holder)


def _give_back(store: Store, monitor: str, holder: str) -> None:
    def change(found: Monitor) -> None:
        if found.lease is not None and found.lease.holder == holder:
            found.lease = None

    change_monitor(store, monitor, change)


def cancel(store: Store, reference: str) -> Monitor:
    """Ask a running monitor to stop; it does so before its next part.

    Raises
    ------
    NotFound
        When there is no such monitor.
    Conflict
        When it is not running.
    """
    from ..errors import Conflict

    def change(found: Monitor) -> None:
        if found.lease is None or not is_running(found):
            raise Conflict(f"The monitor {found.name!r} is not running.")
        found.lease.cancel = True

    return change_monitor(store, find_monitor(store, reference).id, change)
