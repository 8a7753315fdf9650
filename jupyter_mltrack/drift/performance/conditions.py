"""Columns as bins, and segments as conditions on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...records import SegmentCondition
from ..columns import Cleaned
from ..words import number_text, quoted, time_text
from .outcomes import Numbers
from .reading import class_texts

BINS = 10
"""Of a column of numbers, with about the same number of rows each."""
MOST_VALUES = 12
"""Categories that are segments of their own, the most frequent ones."""


@dataclass(frozen=True)
class Binned:
    """A column as bins."""

    name: str
    codes: NDArray[np.intp]
    """The bin of each row, -1: in none; shape ``(n,)``."""
    ranges: list[tuple[int, int]]
    """Segments as ranges of bins, first and last."""
    edges: Numbers | None = None
    """Of numbers: the inner edges."""
    values: tuple[str, ...] = ()
    """Of categories."""
    times: bool = False
    missing: int = -1
    """The bin of the rows without a value."""

    def condition(self, first: int, last: int) -> SegmentCondition:
        """Give a range of bins as a condition."""
        if first == self.missing:
            return SegmentCondition(self.name, missing=True)
        if self.edges is None:
            return SegmentCondition(self.name, value=self.values[first])
        low = float(self.edges[first - 1]) if first else None
        high = float(self.edges[last]) if last < len(self.edges) else None
        return SegmentCondition(self.name, low, high)

    def words(self, first: int, last: int) -> str:
        """Say a range of bins."""
        return words(self.condition(first, last), self.times)

    def rows(self, first: int, last: int) -> NDArray[np.bool_]:
        """Tell which rows are in a range of bins, shape ``(n,)``."""
        return (self.codes >= first) & (self.codes <= last)


def binned(column: Cleaned) -> Binned | None:
    """Cut a column: numbers and times at their deciles, categories by value; ``None`` where that says nothing."""
    if len(column.cells) != column.rows:
        return None
    if column.kind in ("number", "time"):
        return _numbers(column)
    return _categories(column) if column.kind == "category" else None


def words(condition: SegmentCondition, times: bool = False) -> str:
    """Say a condition.

    Examples
    --------
    >>> words(SegmentCondition("age", high=25.0)), words(SegmentCondition("plan", value="free"))
    ('age < 25', 'plan = free')
    """
    shown = time_text if times else number_text
    name = quoted(condition.column).strip("`")
    if condition.missing:
        return f"{name} is missing"
    if condition.value is not None:
        return f"{name} = {quoted(condition.value).strip('`')}"
    low, high = condition.low, condition.high
    if low is None:
        return f"{name} < {shown(high or 0.0)}"
    return f"{name} ≥ {shown(low)}" if high is None else f"{shown(low)} ≤ {name} < {shown(high)}"


def _numbers(column: Cleaned) -> Binned | None:
    cells = np.asarray(column.cells, float)
    there = np.isfinite(cells)
    if not there.any():
        return None
    values = cells[there]
    different = np.unique(values)
    if len(different) <= BINS:
        edges = different[1:]
    else:
        edges = np.unique(np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1], method="higher"))
        edges = edges[edges > different[0]]
    count = len(edges) + 1
    codes = np.where(there, np.searchsorted(edges, np.where(there, cells, 0.0), side="right"), -1)
    ranges = [(a, b) for a in range(count) for b in range(a, count) if (a, b) != (0, count - 1)]
    missing = -1
    if np.isnan(cells).any():
        missing = count + 1
        codes = np.where(np.isnan(cells), missing, codes)
        ranges.append((missing, missing))
    return (
        Binned(column.name, codes, ranges, edges, times=column.kind == "time", missing=missing)
        if ranges
        else None
    )


def _categories(column: Cleaned) -> Binned | None:
    texts = class_texts(column.cells)
    kept, counts = np.unique(
        np.array([text for text in texts if text is not None], dtype=str), return_counts=True
    )
    order = np.argsort(-counts, kind="stable")[:MOST_VALUES]
    names = tuple(str(name) for name in kept[order])
    places = {name: at for at, name in enumerate(names)}
    missing = len(names) + 1 if any(text is None for text in texts) else -1
    codes = np.array([missing if text is None else places.get(text, -1) for text in texts], np.intp)
    ranges = [(at, at) for at in range(len(names))] + ([(missing, missing)] if missing >= 0 else [])
    return Binned(column.name, codes, ranges, values=names, missing=missing) if len(ranges) > 1 else None
