"""A list of numbers as a curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...records import LeftOut
from ..cell import CellContext, Curve, Found, Metric
from ..values import number, scalar
from .words import is_quality_name

LONGEST = 200_000
"""Entries of a list that is still read."""


def curve(
    name: str, values: Sequence[object], context: CellContext, rule: str, *, last: bool = True
) -> Iterator[Found]:
    """Give a list of numbers as a curve, and its last value as a figure; nothing for any other list."""
    if name in context.watched:
        return
    if len(values) > LONGEST:
        yield LeftOut(name, "series.long", f"a list of {len(values):,} entries: data rather than a curve")
        return
    if not values or not are_figures(values, name):
        return
    if len(values) > 1:
        yield Curve(name, rule, values)
    end = number(values[-1])
    if last and end is not None:
        yield Metric(name, end, rule.replace("series", "metric"))


def are_figures(values: Sequence[object], name: str) -> bool:
    """Say whether all entries are numbers, and not all of them counts (a perceptron's ``errors_`` are figures)."""
    whole = True
    for value in values:
        plain = scalar(value)
        if type(plain) is float:
            whole = False
        elif type(plain) is not int:
            return False
    return not whole or is_quality_name(name)
