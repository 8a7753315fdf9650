"""Observers: what a watched assignment calls with its value.

An observed assignment must cost well under a microsecond, so an observer is a closure whose usual path is one type
check and one call of the sink. It never raises: what goes wrong is remembered and said when the cell has ended.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from contextlib import nullcontext
from typing import Protocol

from .values import is_array, is_plain_float, number, scalar

Put = Callable[..., None]
Observe = Callable[[object], None]


class Sink(Protocol):
    """Where observed points go, at once."""

    def observer(self, name: str) -> Put:
        """Give ``put(value, step=None)`` for one name."""
        ...


class Watch:
    """What was observed of one name: how many points, the last value, whether all were whole numbers."""

    __slots__ = ("_counter", "_read", "close", "name", "observe_at")

    def __init__(self, name: str, sink: Sink, on_fault: Callable[[Exception], None]) -> None:
        self.name = name
        self._counter: list[int] | None = None
        self.observe_at, self._read, self.close = _observer(name, sink, on_fault)

    def nested(self, counter: list[int], is_nested: bool) -> None:
        """Say which counter its steps are of, where another loop is around that loop."""
        if is_nested:
            self._counter = counter

    @property
    def rounds(self) -> list[int]:
        """The steps with which the iterations of the loop around its own began; none where there is no such loop."""
        return self._counter[1:] if self._counter is not None else []

    @property
    def count(self) -> int:
        """How many points there were."""
        return self._read()[0]

    @property
    def last(self) -> float | None:
        """The newest value."""
        return self._read()[1]

    @property
    def whole(self) -> bool:
        """Whether every value was a whole number by its type."""
        count, _, whole = self._read()
        return count == whole


def _observer(
    name: str, sink: Sink, on_fault: Callable[[Exception], None]
) -> tuple[Callable[[list[int]], Observe], Callable[[], tuple[int, float | None, int]], Callable[[], None]]:
    count = whole = 0
    last: float | None = None
    put: Put = _ignore
    met: type | None = None
    array: type | None = None

    def first(value: float, step: int) -> None:
        # Only a name that gets a number opens a series in the sink.
        nonlocal put
        put = sink.observer(name)
        put(value, step)

    put = first

    def at(steps: list[int]) -> Observe:
        """Give the observer of one assignment; ``steps[0]`` is the iteration of the loop around it."""

        def observe(value: object) -> None:
            __tracebackhide__ = True
            nonlocal count, last, put
            if type(value) is not float:
                if type(value) is array and value.ndim:  # type: ignore[attr-defined]
                    # Most of what loops assign in numerical code.
                    return
                value = slow(value)
                if value is None:
                    return
            try:
                put(value, steps[0])
            except RecursionError:
                # The stack is full: not this point's fault, and the code around the call goes on without it.
                raise
            except Exception as error:  # noqa: BLE001 the user's loop goes on; the fault is said when the cell ends
                put = _ignore
                on_fault(error)
            count += 1
            last = value

        return observe

    def slow(value: object) -> float | None:
        __tracebackhide__ = True
        nonlocal met, whole, array
        kind = type(value)
        if kind is met:
            return float(value)  # type: ignore[arg-type]
        if kind is int:
            wide = number(value)
            whole += wide is not None
            return wide
        if is_array(kind):
            array = kind
        plain = scalar(value)
        if type(plain) is float:
            if is_plain_float(kind):
                met = kind
            return plain
        if type(plain) is not int:
            return None
        wide = number(plain)
        whole += wide is not None
        return wide

    def read() -> tuple[int, float | None, int]:
        return count, last, whole

    def close() -> None:
        nonlocal put
        put = _ignore

    return at, read, close


def _ignore(value: float, step: int) -> None:
    """Take a point that comes too late."""


class InFunction:
    """What tracking adds to a function's code, as a constant in it: called as ``constant.__exit__(…)``.

    Functions can be sent to other processes by value (joblib, Dask, Spark), where this package may not be installed:
    what arrives there is ``contextlib.nullcontext()``, whose method of that name takes anything and does nothing. Like
    that, it can be hashed, as all constants of code.
    """

    __slots__ = ("__exit__",)

    def __init__(self, call: Callable[..., None]) -> None:
        self.__exit__ = call

    def __reduce__(self) -> tuple[type[nullcontext[None]], tuple[()]]:
        return nullcontext, ()


METHOD = "__exit__"
"""The method of ``InFunction``."""


_open: weakref.WeakSet[Watches] = weakref.WeakSet()
_fork_guarded = False


class Watches:
    """The watches of one cell, by name."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._watches: dict[str, Watch] = {}
        self.faults: list[Exception] = []
        """What the sink refused."""
        _open.add(self)
        _guard_forks()

    def of(self, name: str) -> Watch:
        """Give the watch of a name."""
        watch = self._watches.get(name)
        if watch is None:
            watch = self._watches[name] = Watch(name, self._sink, self.faults.append)
        return watch

    def seen(self) -> dict[str, Watch]:
        """Give the watches that got at least one point."""
        return {name: watch for name, watch in self._watches.items() if watch.count}

    def close(self) -> None:
        """Let no more points through, whatever still runs."""
        for watch in self._watches.values():
            watch.close()


def _guard_forks() -> None:
    """A forked child must not write into its parent's run."""
    global _fork_guarded
    if not _fork_guarded and hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_close_all)
        _fork_guarded = True


def _close_all() -> None:
    for watches in list(_open):
        watches.close()
