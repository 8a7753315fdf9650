"""Curves: what was observed in loops, and why the rest was not."""

from __future__ import annotations

from collections.abc import Iterator

from ...records import LeftOut
from ..cell import CellContext, Curve, Found, Metric
from .words import is_quality_name


def observed(context: CellContext) -> Iterator[Found]:
    """Scalars assigned in loops: a curve each, whose last value is a metric."""
    for name, watch in context.watched.items():
        last = watch.last
        if last is None:
            continue
        if watch.whole and name not in context.options.metrics and not is_quality_name(name):
            yield LeftOut(name, "series.count", "only whole numbers: a count or an index")
            continue
        if watch.count > 1:
            yield Curve(name, "series.loop")
        yield Metric(name, last, "metric.loop")


def not_observed(context: CellContext) -> Iterator[Found]:
    """Loop variables, counters, sizes, clock readings, random draws, running totals."""
    for name, (rule, reason) in context.unwatched.items():
        yield LeftOut(name, rule, reason)
