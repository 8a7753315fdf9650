"""What must still be written: endings that the store refused, and runs that nobody ended before the process does."""

from __future__ import annotations

import atexit
import concurrent.futures.thread  # noqa: F401 - refuses to be imported while the process ends, when _at_exit needs it
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import MLTrackError, StoreError

if TYPE_CHECKING:
    from .active import ActiveRun

logger = logging.getLogger(__name__)

_RETRY_SECONDS = 3.0

_lock = threading.Lock()
_writes: list[Callable[[], object]] = []
_thread: threading.Thread | None = None
_strong: dict[str, ActiveRun] = {}
_owner = os.getpid()
_registered = False


def remember(run: ActiveRun) -> None:
    """Keep a run in mind, so that it ends truthfully when the process does."""
    global _registered, _owner
    with _lock:
        if _owner != os.getpid():
            _strong.clear()
            _owner = os.getpid()
        _strong[run.id] = run
        if not _registered:
            atexit.register(_at_exit)
            _registered = True


def forget(run: ActiveRun) -> None:
    """The run has ended by itself."""
    with _lock:
        _strong.pop(run.id, None)


def newest() -> ActiveRun | None:
    """Give the run of this process that was started last and goes on."""
    with _lock:
        return next(reversed(_strong.values()), None) if _owner == os.getpid() else None


def retry(write: Callable[[], object]) -> None:
    """Try a write again every few seconds, and once more at the end of the process."""
    global _thread, _registered
    with _lock:
        _writes.append(write)
        if not _registered:
            atexit.register(_at_exit)
            _registered = True
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_work, name="mltrack-retry", daemon=True)
            _thread.start()


def waiting() -> int:
    """Say how many writes still wait for the store."""
    with _lock:
        return len(_writes)


def _work() -> None:
    while True:
        time.sleep(_RETRY_SECONDS)
        if not _write_all():
            return


def _write_all() -> bool:
    """Write in order what waits; say whether something is left."""
    while True:
        with _lock:
            if not _writes:
                return False
            write = _writes[0]
        try:
            write()
        except StoreError:
            return True
        except MLTrackError as error:
            # No waiting helps: the run was deleted, or its store.
            logger.warning("A change of a run could not be stored: %s", error.message)
        with _lock:
            if _writes and _writes[0] is write:
                del _writes[0]


def _at_exit() -> None:
    """End what is still open: as failed where an exception ends the process, else as finished."""
    if os.getpid() != _owner:
        return
    with _lock:
        left = list(_strong.values())
    error = getattr(sys, "last_value", None)
    for run in left:
        if error is not None and not hasattr(sys, "ps1") and "IPython" not in sys.modules:
            run.fail(error)
        elif "ipykernel" in sys.modules:
            run.finish("interrupted")
        else:
            run.finish()
    if _write_all():
        logger.warning(
            "%d changes of runs could not be stored: the store refused them to the end.", waiting()
        )
