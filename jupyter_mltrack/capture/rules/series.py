"""Curves: what was observed in loops, and why the rest was not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...records import LeftOut
from ..cell import CellContext, Curve, Found, Metric
from ..expressions import kind_of
from ..parts import Part
from ..values import number
from ..walk import nodes_of
from .evidence import figure_name
from .words import is_quality_name, name_in_text, words, words_of


def observed(context: CellContext) -> Iterator[Found]:
    """Scalars assigned in loops: a curve each, whose last value is a metric."""
    tells = {name: _tells(name, context) for name in context.watched}
    quality = any(tells.values()) or any(is_quality_name(name) for name in context.names.bindings)
    quality = quality or any(_shows_figure(part) for statement in context.shown for part in statement.parts)
    for name, watch in context.watched.items():
        last = watch.last
        if last is None:
            continue
        if watch.whole and name not in context.options.metrics and not is_quality_name(name):
            yield LeftOut(name, "series.count", "only whole numbers: a count or an index")
            continue
        meant = tells[name] or name in context.options.metrics
        if name not in context.options.metrics and _is_remembered(name, context):
            yield LeftOut(name, "series.between", "the value of the round before")
            continue
        if not meant and (quality or name in context.in_functions):
            yield LeftOut(name, "series.between", "a value on the way to the figures of its loop")
            continue
        if _is_named_where_shown(name, last, context):
            yield LeftOut(
                name, "loop.shown_as", "shown by the name that the text before it (or its keyword) gives"
            )
            continue
        if watch.count > 1:
            yield Curve(name, "series.loop")
        after = _made_of_it(name, context)
        yield Metric(name, last, "metric.loop") if after is None else Metric(name, after, "metric.computed")


def _is_remembered(name: str, context: CellContext) -> bool:
    """``prev_loss = loss``: what a loop keeps to compare its next round with."""
    own = name.rpartition(".")[2]
    given = [_given(own, node) for node in context.assigned.get(name, ())]
    return not _BEFORE.isdisjoint(words_of(own)) and all(isinstance(value, ast.Name) for value in given)


_BEFORE = words("prev previous old")


def _given(name: str, node: ast.stmt) -> ast.expr | None:
    """Give the expression that a statement assigns to a name: of ``best, where = loss, epoch``, the matching part."""
    value = getattr(node, "value", None)
    if isinstance(node, ast.Assign) and isinstance(value, ast.Tuple):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and len(target.elts) == len(value.elts):
                for part, given in zip(target.elts, value.elts, strict=True):
                    if isinstance(part, ast.Name) and part.id == name:
                        return given
    return value


def _shows_figure(part: Part) -> bool:
    return part.printed and bool(
        figure_name(part.node) or is_quality_name(part.key) or name_in_text(part.before)
    )


def _tells(name: str, context: CellContext) -> bool:
    """Say whether a name, what it is given, or where it is shown says that its values are meant for the reader."""
    own = name.rpartition(".")[2]
    if is_quality_name(own) or own == "best":
        return True
    if any(figure_name(_given(own, node)) for node in context.assigned.get(name, ())):
        return True
    return _SETTINGS.isdisjoint(words_of(own)) and is_printed(own, context)


SHOWN_AS = "shown as"
"""Where the names are kept that are captured as what they are shown as."""


def _is_named_where_shown(name: str, last: float, context: CellContext) -> bool:
    """``set_postfix(loss=l.item())``: say whether a name that says nothing is shown, to its last value, as a figure."""
    if len(name) > _SHORTEST or name in context.options.metrics or name in context.in_functions:
        return False
    for statement in context.shown:
        for position, part in enumerate(statement.parts):
            node = part.node
            while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
                node = node.func.value
            if not isinstance(node, ast.Name) or node.id != name or statement.scope or not part.printed:
                continue
            values = [value for place, _, value in statement.notes if place == position]
            if (is_quality_name(part.key) or name_in_text(part.before)) and values[-1:] == [last]:
                context.kept.setdefault(SHOWN_AS, set()).add(name)
                return True
    return False


_SHORTEST = 2

_SETTINGS = words(
    "lr learning rate momentum eps epsilon temperature temp alpha beta gamma decay wd step size"
)


def is_printed(name: str, context: CellContext) -> bool:
    """Say whether the cell shows a name's value as such."""
    return any(
        part.printed and any(isinstance(node, ast.Name) and node.id == name for node in nodes_of(part.node))
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
