"""Points in columns: compact in the database, NumPy arrays outside, and their summary."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]

_LINE = struct.Struct("<qq")
_MICRO = 1e6
_LONGEST = 2**32 - 1


class Points(NamedTuple):
    """Points of one key of one run, in the order in which they were logged.

    Attributes
    ----------
    steps
        Whole numbers; they may repeat and go back.
    values
        Floats, NaN and infinities among them.
    times
        Unix seconds, UTC, to the microsecond.
    """

    steps: Whole
    values: Real
    times: Real


@dataclass(frozen=True, slots=True)
class PointsSummary:
    """All points of one key of one run in short; NaN points count, but are no extreme and not in the mean."""

    count: int
    last: float
    min: float
    max: float
    mean: float
    last_step: int
    min_step: int
    max_step: int
    last_time: float


@dataclass(frozen=True, slots=True)
class Tally:
    """A summary that points can be added to; ``numbers`` of ``count`` points are not NaN, ``total`` is their sum."""

    count: int = 0
    numbers: int = 0
    last: float = math.nan
    last_step: int = 0
    last_time: float = 0.0
    min: float = math.nan
    min_step: int = 0
    max: float = math.nan
    max_step: int = 0
    total: float = 0.0

    def add(self, points: Points) -> Tally:
        """Give the tally with points added."""
        import numpy as np

        good = points.values == points.values
        values, steps = points.values[good], points.steps[good]
        low, low_step, high, high_step, total = self.min, self.min_step, self.max, self.max_step, self.total
        if len(values):
            at, top = int(values.argmin()), int(values.argmax())
            if not self.numbers or values[at] < low:
                low, low_step = float(values[at]), int(steps[at])
            if not self.numbers or values[top] > high:
                high, high_step = float(values[top]), int(steps[top])
            with np.errstate(all="ignore"):
                total += float(values.sum())
        elif not self.count:
            low_step = high_step = int(points.steps[0])
        return Tally(
            self.count + len(points.values),
            self.numbers + len(values),
            float(points.values[-1]),
            int(points.steps[-1]),
            float(points.times[-1]),
            low,
            low_step,
            high,
            high_step,
            total,
        )

    def summary(self) -> PointsSummary:
        """Give the summary."""
        mean = self.total / self.numbers if self.numbers else math.nan
        return PointsSummary(
            self.count,
            self.last,
            self.min,
            self.max,
            mean,
            self.last_step,
            self.min_step,
            self.max_step,
            self.last_time,
        )


def encode(points: Points) -> tuple[bytes, bytes, bytes]:
    """Give steps, values and times as bytes, little-endian.

    Steps at one distance are two numbers; times are microseconds since the first, in 32 bits, where they fit.
    """
    import numpy as np

    steps, values, times = points
    jumps = np.diff(steps)
    if len(steps) > 1 and (jumps == jumps[0]).all():
        packed_steps = _LINE.pack(int(steps[0]), int(jumps[0]))
    else:
        packed_steps = steps.astype("<i8").tobytes()
    packed_times = times.astype("<f8").tobytes()
    if len(times) > 2:
        since = np.rint((times - times[0]) * _MICRO)
        if since.min() >= 0 and since.max() <= _LONGEST:
            packed_times = packed_times[:8] + since.astype("<u4").tobytes()
    return packed_steps, values.astype("<f8").tobytes(), packed_times


def decode(count: int, steps: bytes, values: bytes, times: bytes) -> Points:
    """Give the points of a chunk; see ``encode``."""
    import numpy as np

    if count > 1 and len(steps) == _LINE.size:
        first, jump = _LINE.unpack(steps)
        # Whole numbers at the edge of 64 bits wrap around, there and back.
        with np.errstate(over="ignore"):
            of_steps = np.int64(first) + np.int64(jump) * np.arange(count, dtype=np.int64)
    else:
        of_steps = np.frombuffer(steps, "<i8").astype(np.int64)
    if count > 2 and len(times) == 8 + 4 * count:
        of_times = np.frombuffer(times, "<f8", 1) + np.frombuffer(times, "<u4", offset=8) / _MICRO
    else:
        of_times = np.frombuffer(times, "<f8").astype(np.float64)
    return Points(of_steps, np.frombuffer(values, "<f8").astype(np.float64), of_times)


def join(parts: list[Points]) -> Points:
    """Give points after points."""
    import numpy as np

    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Points(np.empty(0, np.int64), np.empty(0), np.empty(0))
    columns: list[Any] = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Points(*columns)
