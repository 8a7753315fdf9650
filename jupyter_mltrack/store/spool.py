"""Writing metric points at the cost of a memory write, safe from the moment the call returns."""

from __future__ import annotations

import errno
import os
import struct
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import Conflict, InvalidInput, MLTrackError, StoreError, StoreFull, StoreReadOnly
from .segment import RECORD, SIZE, SUFFIX, VOID, Segment

if TYPE_CHECKING:
    from .points import MetricPoints

_SIZES = (1 << 15, 1 << 17, 1 << 19, 1 << 20)
"""Bytes of a writer's first segment, its second, …"""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""How systems say that a file cannot grow."""
_WAIT_SECONDS = 0.1


class Put(Protocol):
    """Logs one point; without a step it gets the one after the key's previous."""

    def __call__(self, value: float, step: int | None = None) -> None:
        """Log a point."""


class Spool:
    """The points that one process logs for one run.

    ``points.writer(run_id)`` makes it. ``problem`` is set while points cannot reach the disk; they are kept in memory
    then, and stored as soon as there is room.
    """

    def __init__(self, points: MetricPoints, folder: Path, run_id: str, last_steps: dict[str, int]) -> None:
        self.run_id = run_id
        self.problem: MLTrackError | None = None
        self._points = points
        self._folder = folder
        self._last_steps = last_steps
        self._lock = threading.RLock()
        self._keys: list[str] = []
        self._puts: dict[str, Put] = {}
        self._number = 0
        self._made = 0
        self.closed = False
        self.segments: list[Segment] = []
        self._begin()

    def key(self, name: str) -> Put:
        """Give the function that logs a key's points.

        Raises
        ------
        InvalidInput
            When the name is empty or no text that UTF-8 can hold.
        """
        with self._lock:
            if name not in self._puts:
                self._check_open()
                try:
                    if not name.encode():
                        raise InvalidInput("A metric needs a name.")
                except (UnicodeEncodeError, AttributeError) as error:
                    raise InvalidInput(f"{name!r} cannot be the name of a metric.") from error
                self._keys.append(name)
                if not self.segments or not self.segments[-1].add_key(name):
                    self._next_segment()
                self._puts[name] = self._make_put(len(self._keys), self._last_steps.get(name, -1))
            return self._puts[name]

    def flush(self) -> None:
        """Fold what was logged into the store, in one transaction."""
        self._points.fold(self.run_id)

    def close(self, drop: Iterable[str] = ()) -> None:
        """Fold what was logged, forget some keys, and remove the file.

        Parameters
        ----------
        drop
            Keys whose points are not to be kept.

        Raises
        ------
        StoreFull, StoreBusy
            When the store cannot take the points now. They stay in the spool; close again later.
        """
        with self._lock:
            if not self.closed:
                self._current = (_no_slot, bytearray(), 0, 0)
                for segment in self.segments[-1:]:
                    segment.seal()
                    _await(segment)
                self.closed = True
        self._points.finish(self, list(drop))

    def beat(self) -> None:
        """Refresh the time at which this writer last lived."""
        with self._lock:
            if self.segments and not self.closed:
                self.segments[-1].beat()

    def trouble(self, problem: MLTrackError) -> None:
        """Note that points cannot be folded; say it once."""
        if self.problem is None:
            self.problem = problem
            self._points.report(self.run_id, problem)

    def recover(self) -> None:
        """Go back to a file, where the disk has room again. All is well once nothing is in memory any more."""
        with self._lock:
            if not self.closed and self.segments and self.segments[-1].in_memory:
                before = self.segments[-1]
                try:
                    self._use(self._on_disk())
                except OSError:
                    return  # still no room; it was said when that began
                before.seal()
            if not any(segment.in_memory for segment in self.segments):
                self.problem = None

    def let_go(self, name: str) -> None:
        """Forget a segment of which every point is committed, unless it is the one that is written to."""
        with self._lock:
            self.segments[:] = [
                one
                for place, one in enumerate(self.segments, 1)
                if one.name != name or (place == len(self.segments) and not self.closed)
            ]

    def forked(self) -> None:
        """In a forked child: begin files of one's own; the parent goes on with its own."""
        self._lock = threading.RLock()
        if not self.closed:
            self.segments = []
            self._current = (_no_slot, bytearray(), 0, 0)

    def _check_open(self) -> None:
        if self.closed:
            raise Conflict(f"The run {self.run_id} is closed; its metrics cannot be added to.")

    def _path(self) -> Path:
        self._number = max(self._number + 1, time.time_ns() // 1000)
        return self._folder / f"{self.run_id}-{os.getpid()}-{self._number}{SUFFIX}"

    def _size(self) -> int:
        return _SIZES[min(self._made, len(_SIZES) - 1)]

    def _on_disk(self) -> Segment:
        self._folder.mkdir(parents=True, exist_ok=True)
        return Segment(self._path(), self._keys, self._size())

    def _begin(self) -> None:
        try:
            segment = self._on_disk()
        except OSError as error:
            if not self._made and error.errno not in NO_ROOM:
                raise StoreReadOnly(
                    f"Metrics cannot be written to the store's folder {self._folder.name} ({error.strerror}).",
                    self._folder.parent,
                ) from error
            segment = Segment(self._path(), self._keys, self._size(), in_memory=True)
            self.trouble(self.translate(error))
        self._use(segment)

    def _use(self, segment: Segment) -> None:
        self._made += 1
        self.segments.append(segment)
        self._current = (segment.take, segment.buffer, segment.room, segment.base)
        self._points.watch(self)

    def _next_segment(self) -> None:
        before = self.segments[-1] if self.segments else None
        self._begin()
        if before is not None:
            before.seal()

    def translate(self, error: OSError) -> MLTrackError:
        """Give the error that people see where the disk refuses points."""
        said = StoreFull if error.errno in NO_ROOM else StoreError
        return said(
            f"Metrics cannot be written to the disk of {self._folder} ({error.strerror}). They are kept in memory "
            "and stored as soon as that works again."
        )

    def _slow(self, key: int, value: Any, step: Any) -> None:
        """Log a point where the segment had no slot left."""
        with self._lock:
            while True:
                self._check_open()
                take, buffer, room, base = self._current
                slot = take()
                if slot < room:
                    try:
                        RECORD.pack_into(buffer, base + slot * SIZE, step, value, time.time(), key)
                    except Exception:
                        RECORD.pack_into(buffer, base + slot * SIZE, 0, 0.0, 0.0, VOID)
                        raise
                    return
                self._next_segment()

    def _make_put(self, key: int, last: int) -> Put:
        pack, now, size, lock = RECORD.pack_into, time.time, SIZE, threading.Lock()

        def put(value: float, step: int | None = None) -> None:
            nonlocal last
            if step is None:
                with lock:
                    step = last = last + 1
            take, buffer, room, base = self._current
            slot = take()
            try:
                if slot < room:
                    pack(buffer, base + slot * size, step, value, now(), key)
                else:
                    self._slow(key, value, step)
            except (struct.error, TypeError, ValueError, OverflowError) as error:
                if slot < room:
                    pack(buffer, base + slot * size, 0, 0.0, 0.0, VOID)
                raise _unfit(value, step) from error
            last = step

        return put


def _no_slot() -> int:
    return 1


def _await(segment: Segment) -> None:
    """Wait for calls of other threads that are under way; one that was broken off is not waited for any longer."""
    end = time.monotonic() + _WAIT_SECONDS
    while not segment.is_whole() and time.monotonic() < end:
        time.sleep(0.005)


def _unfit(value: Any, step: Any) -> InvalidInput:
    return InvalidInput(
        f"A point needs a number as value and a whole number of at most 63 bits as step, "
        f"not {_short(value)} at {_short(step)}."
    )


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
