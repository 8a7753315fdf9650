"""Metrics: figures that the cell computed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...records import LeftOut
from ..cell import CellContext, Found, Metric
from ..expressions import CLOCKS, called_name, is_constant, kind_of
from ..values import UNREAD, number, scalar
from ..walk import nodes_of_kind
from .between import is_on_the_way
from .evidence import figure_name, is_called_figure
from .of_data import is_of_data, is_prediction
from .parameters import constants, described, dict_items, is_figure, is_ratio
from .series import is_printed
from .words import is_quality_name, words, words_of

_MOST_ENTRIES = 100

EXPLORES = "the cell looks at data: it neither trains nor evaluates anything"

_REASONS = {"size": "a size or a count of data", "clock": "a clock reading", "random": "a random draw"}


def asked_for(context: CellContext) -> Iterator[Found]:
    """Names of ``--metric``: metrics whatever they are."""
    for name in sorted(context.options.metrics):
        watch = context.watched.get(name)
        value = context.value(name)
        plain = scalar(value)
        figure = float(plain) if isinstance(plain, bool) else number(value)
        if watch is not None:
            continue
        if figure is not None:
            yield Metric(name, figure, "metric.asked")
        elif value is UNREAD:
            yield LeftOut(name, "asked.unknown", "there is no such name")
        else:
            yield LeftOut(name, "metric.type", described(value))


def computed(context: CellContext) -> Iterator[Found]:
    """Numbers assigned at top level that are no literals, sizes or counts."""
    literal = literals(context)
    sizes, clocks = size_names(context), _clock_names(context)
    for name, bindings in context.names.bindings.items():
        last = bindings[-1]
        if name.startswith("_") or name in literal or last.kind not in ("assign", "augment"):
            continue
        if name in context.unwatched or name in context.watched:
            continue
        if context.explores:
            if number(context.value(name)) is not None:
                yield LeftOut(name, "metric.explores", EXPLORES)
            continue
        kind = kind_of(last.value, literal, sizes) if last.kind == "assign" else "computed"
        kind = "clock" if name in clocks else kind
        if kind == "constant" and last.value is not None:
            shown = is_ratio(last.value) and is_printed(name, context)
            kind = "computed" if shown or is_figure(name, last.value) else "constant"
        value = context.value(name)
        if kind == "computed" and not is_quality_name(name):
            apart = None
            if is_of_data(name, last.value, context):
                apart = LeftOut(name, "metric.data", "a figure of the data, not of how good something is")
            elif is_prediction(last.value):
                apart = LeftOut(name, "metric.prediction", "what a model predicts, not how good it is")
            if apart is not None and not is_called_figure(name, context):
                if number(value) is not None:
                    yield apart
                continue
        if kind == "computed" and _is_between(name, last.value, context):
            if number(value) is not None:
                yield LeftOut(name, "metric.between", "a value on the way to others, and not told")
            continue
        if kind in _REASONS:
            yield LeftOut(name, f"metric.{kind}", _REASONS[kind])
        elif kind == "computed" and value is not UNREAD:
            yield from _figure(name, value, "metric.computed")


def _is_between(name: str, node: ast.expr | None, context: CellContext) -> bool:
    if is_quality_name(name) or figure_name(node) or not _EFFECTS.isdisjoint(words_of(name)):
        return False
    return is_on_the_way(name, context)


_EFFECTS = words("effect ate att diff difference improvement")
"""What an experiment is made for, also where only a test of it is told."""


def literals(context: CellContext) -> set[str]:
    """Give the names of constants that stay what they are: no lists that the cell fills."""
    return set(constants(context)) - context.names.changes


def size_names(context: CellContext) -> set[str]:
    """Give the names that hold sizes, also those made from such."""
    found: set[str] = set()
    for name, bindings in context.names.bindings.items():
        if all(
            binding.value is not None and kind_of(binding.value, (), found) == "size" for binding in bindings
        ):
            found.add(name)
    return found


def _clock_names(context: CellContext) -> set[str]:
    """Give the names of clock readings, and of what is made of nothing but such: ``1000 * (stop - start)``."""
    found: set[str] = set()
    if not any(called_name(call) in CLOCKS for call in nodes_of_kind(context.tree, ast.Call)):
        return found
    literal = set(constants(context))
    for name, bindings in context.names.bindings.items():
        values = [binding.value for binding in bindings if binding.kind == "assign" and binding.at is None]
        if len(values) == len(bindings) and all(_tells_time(value, found, literal) for value in values):
            found.add(name)
    return found


def _tells_time(node: ast.expr | None, clocks: set[str], literal: set[str]) -> bool:
    if isinstance(node, ast.BinOp) and kind_of(node) != "clock":
        sides = (node.left, node.right)
        times = [_tells_time(side, clocks, literal) for side in sides]
        return any(times) and all(
            time or is_constant(side, literal) for time, side in zip(times, sides, strict=True)
        )
    if isinstance(node, ast.Call) and called_name(node) == "round" and node.args:
        return _tells_time(node.args[0], clocks, literal)
    return kind_of(node) == "clock" or (isinstance(node, ast.Name) and node.id in clocks)


def _figure(name: str, value: object, rule: str) -> Iterator[Found]:
    plain = scalar(value)
    if plain is UNREAD:
        yield LeftOut(name, "metric.type", described(value))
        return
    figure = number(value)
    if figure is None:
        return
    if type(plain) is int and not is_quality_name(name):
        yield LeftOut(name, "metric.count", "a whole number: a count or an index")
    else:
        yield Metric(name, figure, rule)


def dictionaries(context: CellContext) -> Iterator[Found]:
    """Computed entries of dicts that the cell writes out: ``metrics = {"mae": mean_absolute_error(y, p)}``."""
    literal = set(constants(context))
    for name, bindings in context.names.bindings.items():
        items = dict_items(bindings[0].value) if len(bindings) == 1 else {}
        values = context.value(name)
        if name.startswith("_") or type(values) is not dict:
            continue
        settings = 2 * sum(is_constant(node, literal) for node in items.values()) > len(items)
        for key, node in items.items():
            if settings and not is_quality_name(key) and not figure_name(node):
                # What is worked out for a setting is none of the results.
                continue
            if kind_of(node, literal) == "computed":
                figure = number(values.get(key))
                if figure is not None and type(scalar(values[key])) is not int:
                    yield Metric(f"{name}.{key}", figure, "metric.dict")


def result(context: CellContext) -> Iterator[Found]:
    """The cell's value: a number, or a tuple or dict of numbers, named by the last expression."""
    last = context.tree.body[-1] if context.tree.body else None
    if context.result is UNREAD or context.result is None or not isinstance(last, ast.Expr):
        return
    if context.explores:
        return
    node = last.value
    if type(context.result) is tuple:
        parts = node.elts if isinstance(node, ast.Tuple) else []
        for position, value in enumerate(context.result[:_MOST_ENTRIES]):
            part = parts[position] if position < len(parts) else None
            yield from _result(
                f"{expression_name(node)}.{position}" if part is None else None, part, value, context
            )
    elif type(context.result) is dict:
        if not _SETTINGS.isdisjoint(words_of(expression_name(node))):
            # ``search.best_params_``: what was chosen, not how good it is.
            return
        prefix = f"{node.id}." if isinstance(node, ast.Name) else ""
        for key, value in list(context.result.items())[:_MOST_ENTRIES]:
            if type(key) is str:
                yield from _result(f"{prefix}{key}", None, value, context)
    else:
        yield from _result(None, node, context.result, context)


_SETTINGS = words("params parameters hyperparameters config cfg settings options kwargs")


def _result(name: str | None, node: ast.expr | None, value: object, context: CellContext) -> Iterator[Found]:
    figure = number(value)
    if figure is None:
        return
    if isinstance(node, ast.Name):
        # What the name is has been decided where it was assigned (here or in an earlier cell).
        if node.id in context.names.bindings:
            return
    elif node is not None and kind_of(node, constants(context), size_names(context)) != "computed":
        return
    name = name or (expression_name(node) if node is not None else "result")
    if type(scalar(value)) is int and not is_quality_name(name):
        yield LeftOut(name, "metric.count", "a whole number: a count or an index")
    else:
        yield Metric(name, figure, "metric.result")


_WRAPPERS = frozenset({"round", "float", "abs", "sqrt", "item", "int"})
_SUMMARIES = frozenset({"mean", "std", "max", "min", "sum", "median", "var", "average", "nanmean"})
_LONGEST_NAME = 60


def expression_name(node: ast.expr) -> str:
    """Name a value by the expression that gave it.

    Examples
    --------
    >>> [expression_name(ast.parse(text, mode="eval").body) for text in
    ...  ("accuracy_score(y, p)", "round(model.score(X, y), 3)", "np.mean(scores)", "losses[-1]", "a - b")]
    ['accuracy_score', 'score', 'scores_mean', 'losses', 'a - b']
    """
    if isinstance(node, ast.Await):
        return expression_name(node.value)
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript):
        key = node.slice
        return (
            str(key.value)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
            else expression_name(node.value)
        )
    called = called_name(node)
    if isinstance(node, ast.Call) and called:
        inner: ast.expr | None = node.args[0] if node.args else None
        if inner is None and isinstance(node.func, ast.Attribute):
            inner = node.func.value
        if inner is not None and called in _WRAPPERS:
            return expression_name(inner)
        if inner is not None and called in _SUMMARIES:
            return f"{expression_name(inner)}_{called}"[-_LONGEST_NAME:]
        return called
    return ast.unparse(node)[:_LONGEST_NAME]
