"""Interrupts that come while a run is being opened or ended: they wait until that is done.

A stop in the middle of it would leave a run open, or hooks in the shell, for good.
"""

from __future__ import annotations

import ast
import asyncio
import signal
import sys
import threading
from collections.abc import Callable
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


class StopCell:
    """An AST transformer that stops a cell at its first line, as a stop does that comes then."""

    def visit(self, tree: ast.AST) -> ast.AST:
        """Give what is run instead; called by IPython."""
        return ast.parse("raise KeyboardInterrupt")


def when_over(call: Callable[[], object]) -> Callable[[], object]:
    """Call something behind the cell that this thread runs, even where a stop costs IPython its own end of the cell.

    Returns
    -------
    callable
        Takes that back.
    """
    try:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
    except RuntimeError:
        # No event loop runs in this thread.
        return lambda: None
    if task is not None and getattr(task.get_coro(), "__name__", "") == _RUNS_CELL:
        done = lambda _: call()  # noqa: E731 add and remove need the same object
        task.add_done_callback(done)
        return lambda: task.remove_done_callback(done)
    handles: list[asyncio.Handle] = []

    def look() -> None:
        if _is_running_cell():
            # A loop within the cell's loop, as nest_asyncio makes it.
            handles[:] = [loop.call_later(1.0, look)]
        else:
            call()

    # A cell without "await" holds the loop up, so that the loop's next turn is behind it.
    handles.append(loop.call_soon(look))
    return lambda: handles[0].cancel()


_RUNS_CELL = "run_cell_async"


def _is_running_cell() -> bool:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == _RUNS_CELL:
            return True
        frame = frame.f_back
    return False
