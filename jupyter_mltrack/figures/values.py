"""The values of runs as axes take them: numbers, categories, what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..records import Column, Direction, Scalar
from .words import Labelled

WIDE = 1000.0
"""Positive values whose largest is this many times the smallest are shown on a log axis."""


class Valued(Labelled, Protocol):
    """A run with the values of the columns that were asked for, as ``RunRow`` has them."""

    @property
    def values(self) -> Mapping[str, Scalar]:
        """Column id to value."""


@dataclass(frozen=True)
class Axis:
    """One column over all runs of a figure.

    ``values`` has one entry a run: ``None`` where the run has none. ``numeric``: every value is a number.
    """

    id: str
    name: str
    values: list[Scalar]
    numeric: bool
    direction: Direction | None = None

    @property
    def numbers(self) -> list[float]:
        """The finite numbers among the values."""
        return [as_number(value) for value in self.values if is_number(value)]

    @property
    def categories(self) -> list[str]:
        """The distinct values as text, in reading order."""
        return sorted({str(value) for value in self.values if value is not None})

    @property
    def wide(self) -> bool:
        """Whether a log axis shows the numbers better."""
        found = self.numbers
        return self.numeric and len(set(found)) > 2 and min(found) > 0 and max(found) / min(found) >= WIDE


def is_number(value: object) -> bool:
    """Say whether a value is a finite number (a truth value is a category)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # A whole number beyond the floats.
        return False


def as_number(value: Scalar) -> float:
    """Give a value of which ``is_number`` holds as a float."""
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(f"{value!r} is no number")


def axis_of(runs: Sequence[Valued], column: Column | str) -> Axis:
    """Read one column of the runs.

    Parameters
    ----------
    runs
        The rows.
    column
        The column, or its id (``params.lr``).
    """
    id_ = column if isinstance(column, str) else column.id
    values = [run.values.get(id_) for run in runs]
    present = [value for value in values if value is not None]
    numeric = bool(present) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in present)
    name = id_.partition(".")[2] or id_
    if not isinstance(column, str):
        return Axis(id_, _named(column.group, column.name), values, numeric, column.direction)
    return Axis(id_, _named(id_.partition(".")[0], name), values, numeric)


def _named(group: str, name: str) -> str:
    return f"{name} ({group})" if group in {"min", "max", "mean"} else name
