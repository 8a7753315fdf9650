"""A detector of changes in a stream, whose state can be kept as JSON."""

from __future__ import annotations

import inspect
import json
import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...errors import InvalidInput, NotFound

VERSION = 1
REPLAYED = 5_000
"""Values that are kept to bring a detector back; older ones have left a bounded trace in it at most."""
METHODS: dict[str, tuple[str, str, str]] = {
    "adwin": ("river.drift", "ADWIN", "numbers between 0 and 1, or of any bounded size"),
    "kswin": ("river.drift", "KSWIN", "numbers"),
    "page_hinkley": ("river.drift", "PageHinkley", "numbers"),
    "ddm": ("river.drift.binary", "DDM", "errors: 1 wrong, 0 right"),
    "hddm_a": ("river.drift.binary", "HDDM_A", "errors: 1 wrong, 0 right"),
    "hddm_w": ("river.drift.binary", "HDDM_W", "errors: 1 wrong, 0 right"),
}
"""Module, class and input of each method."""
_BINARY = frozenset({"ddm", "hddm_a", "hddm_w"})
_SEED = 0


@dataclass(frozen=True)
class StreamState:
    """What a detector says after a value."""

    position: int
    """The number of the value, from 0."""
    changed: bool
    """Whether a change was found here."""
    warning: bool = False
    """Whether one may be coming (DDM and HDDM tell)."""


class StreamDetector:
    """Find changes in a stream of values: errors of a model as labels come, or a feature.

    Parameters
    ----------
    method
        ``adwin`` (Bifet & Gavaldà 2007), ``ddm`` (Gama et al. 2004), ``hddm_a``, ``hddm_w`` (Frías-Blanco et al.
        2015), ``page_hinkley`` (Page 1954), ``kswin`` (Raab et al. 2020).
    **options
        Of River's class: ``delta``, ``threshold``, ``window_size`` … KSWIN draws with a fixed seed unless one is given.

    Raises
    ------
    InvalidInput
        When there is no such method or option.
    NotFound
        When River is not installed; the message says how to install it.

    Examples
    --------
    >>> detector = StreamDetector("adwin")                                        # doctest: +SKIP
    >>> detector.many([0.0] * 500 + [1.0] * 500)                                  # doctest: +SKIP
    [511]
    >>> again = StreamDetector.from_bytes(detector.to_bytes())                    # doctest: +SKIP

    A detector survives restarts without pickle, which would run code when it is read. River's objects have no other
    format, so the last 5,000 values (of most methods: since the newest change) are kept and replayed. Up to as many,
    the detector that comes back is the one that was; later, it is one that began that many values ago.
    """

    def __init__(self, method: str, **options: float | int | str | bool) -> None:
        if method not in METHODS:
            raise InvalidInput(f"There is no detector {method!r}; there are {', '.join(METHODS)}.")
        self.method = method
        self.options = dict(options)
        self.count = 0
        """Values seen."""
        self.changes: list[int] = []
        """Where changes were found."""
        self._recent: deque[float] = deque(maxlen=REPLAYED)
        self._detector = self._made()

    def update(self, value: float) -> StreamState:
        """Take the next value.

        Raises
        ------
        InvalidInput
            When it is no finite number, or the method takes errors and it is neither 0 nor 1.
        """
        number = self._checked(value)
        self._detector.update(self._given(number))
        position, self.count = self.count, self.count + 1
        self._recent.append(number)
        changed = bool(self._detector.drift_detected)
        if changed:
            self.changes.append(position)
            # River's detectors begin anew at their next value. ADWIN keeps what it saw since the change.
            if self.method not in ("adwin", "kswin"):
                self._recent.clear()
                self._detector = self._made()
        return StreamState(position, changed, bool(getattr(self._detector, "warning_detected", False)))

    def many(self, values: Iterable[float]) -> list[int]:
        """Take values, and give the positions at which changes were found; all of them are checked before the first."""
        checked = [self._checked(value) for value in values]
        return [state.position for state in map(self.update, checked) if state.changed]

    def to_bytes(self) -> bytes:
        """Give the state as JSON."""
        return json.dumps(
            {
                "format": "mltrack-stream", "version": VERSION, "method": self.method, "options": self.options,
                "count": self.count, "changes": self.changes, "recent": list(self._recent),
            }
        ).encode()  # fmt: skip

    @classmethod
    def from_bytes(cls, data: bytes) -> StreamDetector:
        """Bring a detector back, by replaying the values that ``to_bytes`` kept.

        Raises
        ------
        InvalidInput
            When these are no bytes of a detector.
        """
        try:
            state = json.loads(data)
            if state["format"] != "mltrack-stream" or state["version"] != VERSION:
                raise ValueError("of another version")
            options, recent, changes = state["options"], state["recent"], state["changes"]
            if not isinstance(options, dict) or not isinstance(recent, list) or len(recent) > REPLAYED:
                raise ValueError("not as it was written")
            found = cls(str(state["method"]), **options)
            for value in recent:
                number = found._checked(value)
                found._detector.update(found._given(number))
                found._recent.append(number)
            found.count, found.changes = int(state["count"]), [int(one) for one in changes]
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput(
                f"These are no bytes of a detector of this version of mltrack: {error}."
            ) from error
        return found

    def __repr__(self) -> str:
        return f"<{self.method}: {self.count:,} values, {len(self.changes)} changes>"

    def _checked(self, value: Any) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError) as error:
            raise InvalidInput(f"{str(value)[:40]!r} is no number: a stream is made of numbers.") from error
        if not math.isfinite(number):
            raise InvalidInput(
                f"Value {self.count} of the stream is {number}: leave out what is missing or infinite."
            )
        if self.method in _BINARY and number not in (0.0, 1.0):
            raise InvalidInput(f"{self.method} takes {METHODS[self.method][2]}, not {number:g}.")
        return number

    def _given(self, number: float) -> float | bool:
        return bool(number) if self.method in _BINARY else number

    def _made(self) -> Any:
        module, name, _ = METHODS[self.method]
        try:
            import importlib

            home = importlib.import_module(module)
        except ModuleNotFoundError as error:
            raise NotFound(
                "Detectors of streams need River, which is not installed: pip install 'jupyter_mltrack[streams]'."
            ) from error
        # Later versions of River took the underscores out of some names.
        kind = getattr(home, name, None) or getattr(home, name.replace("_", ""))
        known = inspect.signature(kind).parameters
        unknown = {*self.options} - {*known}
        if unknown:
            raise InvalidInput(
                f"{self.method} has no option {min(unknown)!r}; there are {', '.join(known) or 'none'}."
            )
        options = dict(self.options)
        if "seed" in known and "seed" not in options:
            options["seed"] = _SEED
        return kind(**options)
