"""Interrupts that come while a run is being opened or ended: they wait until that is done.

A stop in the middle of it would leave a run open, or hooks in the shell, for good.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any

_MOST_HELD_BACK = 2
"""Whoever presses stop more often than this wants out, whatever it costs."""


class Shield:
    """Holds ``SIGINT`` back for the length of a ``with`` block in the main thread; elsewhere none ever comes."""

    def __init__(self) -> None:
        self.interrupted = False
        """Whether somebody pressed stop meanwhile."""
        self._held_back = 0
        self._before: Any = None

    def __enter__(self) -> Shield:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.getsignal(signal.SIGINT)
        # A handler that is not Python's could not be put back; one that ignores needs no shield.
        if callable(self._before):
            signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if callable(self._before):
            signal.signal(signal.SIGINT, self._before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.interrupted = True
        self._held_back += 1
        if self._held_back > _MOST_HELD_BACK:
            self._before(number, frame)
