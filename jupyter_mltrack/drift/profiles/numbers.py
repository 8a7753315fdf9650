"""Profiles of numbers and times."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...records import ColumnKind, ColumnProfile
from ..columns import Cleaned
from . import distinct, quantiles

OUTERMOST = 24
"""How many of the smallest and largest values are kept: enough to see values that the other side never had."""
_BLOCK = 1 << 15


def of_numbers(column: Cleaned) -> ColumnProfile:
    """Profile numbers or times (seconds)."""
    found = ColumnProfile(
        column.name, column.kind, column.type, column.zone, column.rows, column.missing, column.infinite
    )
    return with_values(found, column.values)


def with_values(found: ColumnProfile, values: NDArray[np.float64]) -> ColumnProfile:
    """Put what there is to say of numbers into a profile: of a column's values, or of its texts' lengths."""
    found.moments = moments(values)
    if not len(values):
        return found
    sketch, found.lowest, found.highest = _ordered(values)
    found.minimum, found.maximum = found.lowest[0], found.highest[0]
    found.quantiles = quantiles.packed(sketch, deviation(found.moments))
    counted = distinct.of_numbers(values)
    found.distinct, found.distinct_sketch = counted.get_estimate(), distinct.packed(counted)
    return found


def added(first: ColumnProfile, second: ColumnProfile) -> ColumnProfile:
    """Add two profiles of numbers."""
    kind: ColumnKind = first.kind
    zone = first.zone if first.zone == second.zone else "mixed"
    found = ColumnProfile(
        first.name, kind, first.type, zone, first.rows + second.rows, first.missing + second.missing,
        first.infinite + second.infinite, added_moments(first.moments, second.moments),
    )  # fmt: skip
    found.lowest = sorted([*first.lowest, *second.lowest])[:OUTERMOST]
    found.highest = sorted([*first.highest, *second.highest], reverse=True)[:OUTERMOST]
    if found.lowest:
        found.minimum, found.maximum = found.lowest[0], found.highest[0]
    sketch, other, cut = quantiles.alike(first.quantiles, second.quantiles)
    sketch.merge(other)
    found.quantiles = quantiles.packed(sketch, deviation(found.moments), cut)
    if first.distinct_sketch or second.distinct_sketch:
        counted = distinct.added(first.distinct_sketch, second.distinct_sketch)
        found.distinct, found.distinct_sketch = counted.get_estimate(), bytes(counted.serialize_compact())
    return found


def _ordered(values: NDArray[np.float64]) -> tuple[Any, list[float], list[float]]:
    """Give the sketch of values, the smallest of them ascending, and the largest descending."""
    ends: list[NDArray[np.float64]] = []
    whole = len(values) - len(values) % quantiles.BLOCK

    def blocks() -> Iterator[NDArray[np.float64]]:
        for start in range(0, whole, quantiles.BLOCK):
            block = np.sort(values[start : start + quantiles.BLOCK])
            ends.extend((block[:OUTERMOST], block[-OUTERMOST:]))
            yield block

    sketch = quantiles.of_blocks(blocks())
    if whole < len(values):
        rest = np.sort(values[whole:])
        sketch.update(rest)
        # Of few values the same one would be at both ends.
        ends.extend((rest[:OUTERMOST], rest[-OUTERMOST:]) if len(rest) > 2 * OUTERMOST else (rest,))
    both = np.concatenate(ends)
    both.sort()
    return sketch, both[:OUTERMOST].tolist(), both[::-1][:OUTERMOST].tolist()


def moments(values: NDArray[np.float64]) -> list[float]:
    """Give how many, the mean, and the sums of the 2nd to 4th powers of the distances from it."""
    found = [0.0, 0.0, 0.0, 0.0, 0.0]
    # Blocks that stay in the processor's cache take half the time.
    for start in range(0, len(values), _BLOCK):
        found = added_moments(found, _moments(values[start : start + _BLOCK]))
    return found


def _moments(values: NDArray[np.float64]) -> list[float]:
    mean = float(values.mean())
    if not math.isfinite(mean):  # the sum left the range of floats
        mean = float(np.mean(values / len(values)) * len(values))
    with np.errstate(over="ignore"):
        apart = values - mean
        # Sums, not products of vectors: those would be dealt out to threads, which costs more than it gives here.
        squares = apart * apart
        return [
            float(len(values)),
            mean,
            float(squares.sum()),
            float((squares * apart).sum()),
            float((squares * squares).sum()),
        ]


def added_moments(first: list[float], second: list[float]) -> list[float]:
    """Give the moments of both samples together.

    Source: Pébay (2008), *Formulas for robust, one-pass parallel computation of covariances and arbitrary-order
    statistical moments*, Sandia report SAND2008-6212.
    """
    if not first or not first[0]:
        return second
    if not second or not second[0]:
        return first
    a, mean_a, a2, a3, a4 = first
    b, mean_b, b2, b3, b4 = second
    n, apart = a + b, mean_b - mean_a
    step = apart / n
    two = a2 + b2 + apart * step * a * b
    three = a3 + b3 + apart * step**2 * a * b * (a - b) + 3 * step * (a * b2 - b * a2)
    four = (
        a4 + b4 + apart * step**3 * a * b * (a * a - a * b + b * b)
        + 6 * step**2 * (a * a * b2 + b * b * a2) + 4 * step * (a * b3 - b * a3)
    )  # fmt: skip
    return [n, mean_a + b * step, two, three, four]


def deviation(of: list[float]) -> float:
    """Give the standard deviation (over n)."""
    if not of or not of[0]:
        return 0.0
    return math.sqrt(of[2] / of[0]) if math.isfinite(of[2]) else math.inf
