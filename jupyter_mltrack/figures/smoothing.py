"""Smoothing of curves: exponential, with its start corrected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise


def smooth(values: Sequence[float], weight: float, gaps: Sequence[float] | None = None) -> list[float]:
    """Smooth a curve by an exponential moving average whose start is not drawn towards zero.

    Parameters
    ----------
    values
        The curve. Values that are not finite stay as they are, and the others are smoothed across them.
    weight
        How much of the past a point keeps, from 0 (nothing changes) to below 1.
    gaps
        The distance of each point from the one before it, in logged points; left out: 1 everywhere. A curve
        thinned for display is smoothed as the full one this way.

    Examples
    --------
    >>> smooth([1.0, 1.0, 1.0], 0.9)
    [1.0, 1.0, 1.0]
    """
    if weight == 0:
        return list(values)
    smoothed: list[float] = []
    average = 0.0
    seen = 0.0
    for index, value in enumerate(values):
        if not math.isfinite(value):
            smoothed.append(value)
            continue
        kept = weight ** (1.0 if gaps is None else gaps[index])
        average = kept * average + (1 - kept) * value
        seen = kept * seen + (1 - kept)
        smoothed.append(average / seen)
    return smoothed


def point_gaps(steps: Sequence[int], count: int) -> list[float] | None:
    """Estimate how many logged points lie between neighbours of a thinned curve.

    Parameters
    ----------
    steps
        Steps of the points that are left.
    count
        How many points the curve had; where none is missing, the answer is ``None``.
    """
    if count <= len(steps) or len(steps) < 2:
        return None
    distances = [abs(after - before) for before, after in pairwise(steps)]
    length = sum(distances)
    if length == 0:
        return [count / len(steps)] * len(steps)
    return [1.0] + [max(1.0, distance / length * (count - 1)) for distance in distances]
