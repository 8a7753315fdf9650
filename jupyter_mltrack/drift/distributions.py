"""A column's distribution in both tables, in the same bins, for pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..records import ColumnProfile
from .columns import Cleaned

BINS = 30
MOST_CATEGORIES = 15
OUTERMOST = 0.005
"""The share of values on either end that shares the outer bins with their neighbours: outliers would hide the rest."""


@dataclass(frozen=True)
class Distribution:
    """Shares of the rows with a value, on either side."""

    labels: list[str]
    """Categories; empty for numbers and times."""
    edges: list[float]
    """Of the bins of numbers, or of times in seconds, one more than there are bins."""
    reference: list[float]
    current: list[float]
    times: bool = False
    of: str = ""
    """What is counted, where it is not the values themselves."""

    def title(self, column: str) -> str:
        """Give what the picture of a column is of."""
        return f"{column}: {self.of}" if self.of else column


def distribution(ours: Cleaned | ColumnProfile, theirs: Cleaned | ColumnProfile) -> Distribution | None:
    """Give the shares of a column; ``None`` where the kinds differ or a side has no value."""
    if ours.kind != theirs.kind or ours.kind in ("text", "unknown"):
        return None
    if ours.kind == "vector":
        from .embeddings import distances_between

        return distances_between(ours, theirs)
    if ours.kind == "category":
        counts = [
            side.frequent if isinstance(side, ColumnProfile) else side.counts for side in (ours, theirs)
        ]
        return _of_categories(*counts)
    if isinstance(ours, ColumnProfile) or isinstance(theirs, ColumnProfile):
        from .profiled import bins_of

        assert isinstance(ours, ColumnProfile) and isinstance(theirs, ColumnProfile)
        return bins_of(ours, theirs, BINS)
    if not len(ours.values) or not len(theirs.values):
        return None
    sides = [side.values for side in (ours, theirs)]
    low = min(float(np.quantile(side, OUTERMOST)) for side in sides)
    high = max(float(np.quantile(side, 1 - OUTERMOST)) for side in sides)
    edges = edges_between(low, high)
    shares = [np.histogram(np.clip(side, edges[0], edges[-1]), edges)[0] / len(side) for side in sides]
    return Distribution([], edges.tolist(), shares[0].tolist(), shares[1].tolist(), ours.kind == "time")


def edges_between(
    low: float, high: float, bins: int = BINS
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Give the edges of bins of equal width, also where all values are equal."""
    if not high > low:
        low, high = low - max(0.5, abs(low) * 1e-6), high + max(0.5, abs(high) * 1e-6)
    return np.linspace(low, high, bins + 1)


def _of_categories(ours: Mapping[str, int], theirs: Mapping[str, int]) -> Distribution | None:
    totals = [sum(side.values()) for side in (ours, theirs)]
    if not all(totals):
        return None
    names = sorted(
        {*ours, *theirs}, key=lambda name: -(ours.get(name, 0) / totals[0] + theirs.get(name, 0) / totals[1])
    )
    shown = names[:MOST_CATEGORIES]
    shares = [
        [side.get(name, 0) / total for name in shown]
        for side, total in zip((ours, theirs), totals, strict=True)
    ]
    if len(names) > len(shown):
        shown = [*shown, f"{len(names) - len(shown)} others"]
        shares = [[*side, max(0.0, 1 - sum(side))] for side in shares]
    return Distribution(shown, [], shares[0], shares[1])
