"""Detectors of streams behind a monitor: they see every row once, in the order of time within what comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..drift.streams import METHODS, StreamDetector
from ..errors import InvalidInput
from ..records import Monitor, MonitorStream, StreamChange
from ..store import Store

ERRORS = ""
"""The subject of detectors that look at wrong predictions."""
MOST_KEPT = 50
_OF_ERRORS = frozenset({"ddm", "hddm_a", "hddm_w"})


@dataclass
class Values:
    """Values of a stream that are new, with their times; shape ``(n,)`` each."""

    times: list[NDArray[np.float64]] = field(default_factory=list)
    values: list[NDArray[np.float64]] = field(default_factory=list)

    def add(self, times: NDArray[np.float64], values: NDArray[np.float64]) -> None:
        """Add values; those that are missing or infinite are left out."""
        there = np.isfinite(values)
        self.times.append(times[there])
        self.values.append(values[there])

    def ordered(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give all of them in the order of their times; those of one time as they came."""
        times, values = (
            np.concatenate([np.empty(0), *self.times]),
            np.concatenate([np.empty(0), *self.values]),
        )
        order = np.argsort(np.where(np.isfinite(times), times, np.inf), kind="stable")
        return times[order], values[order]


@dataclass(frozen=True)
class Fed:
    """What detectors made of new values: their states afterwards, and the changes that they found."""

    states: Mapping[str, str]
    changes: Sequence[StreamChange]
    rows: int


def check_streams(monitor: Monitor) -> None:
    """Look whether the detectors of a monitor can be made.

    Raises
    ------
    InvalidInput
        When there is no such method or option, one is named twice, or errors could not be told.
    NotFound
        When River is not installed.
    """
    seen = set()
    for stream in monitor.streams:
        if key_of(stream) in seen:
            raise InvalidInput(f"{stream.method} is there twice for {stream.subject or 'errors'!r}.")
        seen.add(key_of(stream))
        if stream.method in _OF_ERRORS and stream.subject != ERRORS:
            raise InvalidInput(
                f"{stream.method} takes {METHODS[stream.method][2]}: leave its column out, and say the task."
            )
        if stream.subject == ERRORS and monitor.performance.task not in ("binary", "multiclass"):
            raise InvalidInput(
                "Errors are watched where the task is binary or multiclass: say it, and the label."
            )
        StreamDetector(stream.method, **stream.options)


def key_of(stream: MonitorStream) -> str:
    """Give the name under which the state of a detector is kept."""
    return f"{stream.method}:{stream.subject}"


def feed(store: Store, monitor: Monitor, values: Mapping[str, Values]) -> Fed | None:
    """Give new values to a monitor's detectors; ``None`` where there are none.

    What comes back is not written: the caller does that together with what else the values are part of.

    Parameters
    ----------
    store, monitor
        The monitor, and its store.
    values
        By subject.
    """
    states: dict[str, str] = {}
    changes: list[StreamChange] = []
    rows = 0
    for stream in monitor.streams:
        given = values.get(stream.subject)
        if given is None:
            continue
        times, numbers = given.ordered()
        if not len(numbers):
            continue
        detector = _detector(store, monitor, stream)
        first, rows, last = detector.count, rows + len(numbers), 0
        for at in detector.many(numbers):
            here = at - first
            before = numbers[last:here]
            after = numbers[max(last, here - max(20, len(before) // 10)) : here + 1]
            changes.append(
                StreamChange(
                    stream.method, stream.subject, float(times[here]) if np.isfinite(times[here]) else 0.0, at,
                    float(before.mean()) if len(before) else None, float(after.mean()) if len(after) else None,
                )
            )  # fmt: skip
            last = here + 1
        states[key_of(stream)] = store.blobs.put(detector.to_bytes()).hash
    return Fed(states, changes, rows) if rows else None


def take_over(monitor: Monitor, fed: Fed) -> None:
    """Write what detectors made of new values into a monitor."""
    monitor.stream_states |= fed.states
    monitor.changes = [*monitor.changes, *fed.changes][-MOST_KEPT:]


def _detector(store: Store, monitor: Monitor, stream: MonitorStream) -> StreamDetector:
    state = monitor.stream_states.get(key_of(stream))
    if state is None:
        return StreamDetector(stream.method, **stream.options)
    found = StreamDetector.from_bytes(store.blobs.read(state))
    # With other options it is another detector.
    return found if found.options == stream.options else StreamDetector(stream.method, **stream.options)
