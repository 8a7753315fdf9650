"""Curves: what was observed in loops, and why the rest was not."""

from __future__ import annotations

from collections.abc import Iterator

from ...records import LeftOut
from ..cell import CellContext, Curve, Found, Metric
from ..expressions import kind_of
from ..values import number
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
        after = _made_of_it(name, context)
        yield Metric(name, last, "metric.loop") if after is None else Metric(name, after, "metric.computed")


def _made_of_it(name: str, context: CellContext) -> float | None:
    """Give what code after the loop made of its value (``acc /= len(data)``); ``None`` where it left it alone."""
    bindings = context.names.bindings.get(name)
    if not bindings or bindings[-1].in_loop or bindings[-1].kind not in ("assign", "augment"):
        return None
    if bindings[-1].kind == "assign" and kind_of(bindings[-1].value) != "computed":
        return None
    return number(context.value(name))


def not_observed(context: CellContext) -> Iterator[Found]:
    """Loop variables, counters, sizes, clock readings, random draws, running totals."""
    for name, (rule, reason) in context.unwatched.items():
        yield LeftOut(name, rule, reason)
