"""Curves: what was observed in loops, and why the rest was not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...records import LeftOut
from ..cell import CellContext, Curve, Found, Metric
from ..expressions import kind_of
from ..values import number
from .evidence import figure_name
from .words import is_quality_name, words, words_of


def observed(context: CellContext) -> Iterator[Found]:
    """Scalars assigned in loops: a curve each, whose last value is a metric."""
    tells = {name: _tells(name, context) for name in context.watched}
    quality = any(tells.values()) or any(is_quality_name(name) for name in context.names.bindings)
    for name, watch in context.watched.items():
        last = watch.last
        if last is None:
            continue
        if watch.whole and name not in context.options.metrics and not is_quality_name(name):
            yield LeftOut(name, "series.count", "only whole numbers: a count or an index")
            continue
        if quality and name not in context.options.metrics and not tells[name]:
            yield LeftOut(name, "series.between", "a value on the way to the figures of its loop")
            continue
        if watch.count > 1:
            yield Curve(name, "series.loop")
        after = _made_of_it(name, context)
        yield Metric(name, last, "metric.loop") if after is None else Metric(name, after, "metric.computed")


def _tells(name: str, context: CellContext) -> bool:
    """Say whether a name, what it is given, or where it is shown says that its values are meant for the reader."""
    own = name.rpartition(".")[2]
    if is_quality_name(own) or own == "best":
        return True
    if any(figure_name(getattr(node, "value", None)) for node in context.assigned.get(name, ())):
        return True
    return _SETTINGS.isdisjoint(words_of(own)) and is_printed(own, context)


_SETTINGS = words(
    "lr learning rate momentum eps epsilon temperature temp alpha beta gamma decay wd step size"
)


def is_printed(name: str, context: CellContext) -> bool:
    """Say whether the cell shows a name's value as such."""
    return any(
        part.printed and any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(part.node))
        for statement in context.shown
        for part in statement.parts
    )


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
