"""Arrays of scores: what cross-validation and learning curves give, and what the cell makes of it.

``scores = cross_val_score(…)`` is one value a fold, with mean and spread; ``rmse = np.sqrt(-scores)`` is so, too,
because it is made of such. Other arrays are data, whatever they are called (``errors = y - p``), unless the cell fills
them round by round (``costs[epoch] = cost``).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Any

from ..cell import CellContext, Curve, Found, Metric
from ..expressions import called_name
from ..names import root_name
from ..objects import lives_in
from ..scopes import loads_of
from ..values import UNREAD, number
from ..walk import nodes_of, nodes_of_kind
from .evidence import figure_name
from .metrics import expression_name
from .words import is_quality_name, words_of

_SCORING = frozenset({"cross_val_score", "cross_validate", "learning_curve", "validation_curve"})
_SAMPLING = frozenset({"learning_curve", "validation_curve"})
_LONGEST = 5_000


def scores(context: CellContext) -> Iterator[Found]:
    """Arrays that come from scoring, or that the cell fills with figures."""
    made = _made_of_scores(context)
    for name in made:
        yield from _of_value(name, context.value(name), context, made)
    for name in _filled(context):
        if name not in made:
            values = numbers_in(context.value(name))
            if values and len(values) > 1 and name not in context.watched:
                yield Curve(name, "series.array", values)
                yield Metric(name, values[-1], "metric.array")
    last = context.tree.body[-1] if context.tree.body else None
    if isinstance(last, ast.Expr) and context.result is not UNREAD:
        called = called_name(last.value)
        if called in _SCORING:
            yield from _of_value(called or "", context.result, context, {called or ""})
        elif not isinstance(last.value, ast.Name) and _comes_from_scores(last.value, set(made)):
            yield from _of_value(expression_name(last.value), context.result, context, set())


def _made_of_scores(context: CellContext) -> dict[str, None]:
    """Give the names whose values come from a scoring call, directly or through arithmetic."""
    found: dict[str, None] = {}
    for _ in range(4):
        before = len(found)
        for name, bindings in context.names.bindings.items():
            if name in found or name.startswith("_"):
                continue
            for binding in bindings:
                if binding.kind != "assign" or binding.in_loop or binding.value is None:
                    continue
                if _is_sizes(binding.value, binding.at):
                    continue
                if _comes_from_scores(binding.value, found.keys()):
                    found[name] = None
        if len(found) == before:
            break
    return found


def _is_sizes(node: ast.expr, at: int | None) -> bool:
    """The first of what ``learning_curve`` gives is how many samples each point had; times come behind the scores."""
    return called_name(node) == "learning_curve" and at is not None and at not in (1, 2)


def _comes_from_scores(node: ast.expr, known: Any) -> bool:
    if isinstance(node, ast.Call) and called_name(node) in _SCORING:
        return True
    if isinstance(node, (ast.UnaryOp, ast.BinOp, ast.Call, ast.Subscript, ast.Attribute)):
        called = called_name(node)
        if called is not None and called not in _KEEPING:
            return False
        if any(called_name(part) in _SCORING for part in nodes_of(node) if isinstance(part, ast.Call)):
            return True
        return bool(loads_of(node) & set(known))
    return False


_KEEPING = frozenset(
    {
        "mean",
        "sqrt",
        "abs",
        "absolute",
        "negative",
        "std",
        "round",
        "array",
        "asarray",
        "Series",
        "median",
        "power",
    }
)


def _of_value(name: str, value: object, context: CellContext, made: Any) -> Iterator[Found]:
    if type(value) is dict:
        for key, part in value.items():
            if type(key) is str and key.startswith(("test_", "train_")):
                yield from _folds(f"{name}.{key}", part, context)
    elif is_array(value) and value.ndim == 2:  # type: ignore[attr-defined]
        if not any(
            other != name and not _is_spread(other) and _is_flat(context.value(other)) for other in made
        ):
            rows: Any = value
            if rows.shape[0] <= _LONGEST and rows.dtype.kind == "f":
                yield Curve(name, "series.scores", rows.mean(axis=1).tolist())
    elif is_array(value) or is_series(value):
        yield from _folds(name, value, context)


def _is_spread(name: str) -> bool:
    return bool({"std", "var"} & set(words_of(name)))


def _is_flat(value: object) -> bool:
    return is_array(value) and value.ndim == 1  # type: ignore[attr-defined]


def _folds(name: str, value: object, context: CellContext) -> Iterator[Found]:
    values = numbers_in(value)
    if not values or name in context.watched or _is_spread(name):
        return
    if len(values) > 1:
        yield Curve(name, "series.scores", values)
    if "mean" not in words_of(name) and len(values) <= 100:
        mean = sum(values) / len(values)
        yield Metric(f"{name}_mean", mean, "metric.scores")
        spread = (sum((one - mean) ** 2 for one in values) / len(values)) ** 0.5
        yield Metric(f"{name}_std", spread, "metric.scores")


def _filled(context: CellContext) -> dict[str, None]:
    """Give the names of arrays that the cell fills entry by entry with figures."""
    found: dict[str, None] = {}
    for node in nodes_of_kind(context.tree, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                name = root_name(target) or ""
                if figure_name(node.value) or (is_quality_name(name) and isinstance(node.value, ast.Name)):
                    found[name] = None
    return found


def is_array(value: object) -> bool:
    """Say whether a value is NumPy's own array."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and type(value) is vars(numpy).get("ndarray")


def is_series(value: object) -> bool:
    """Say whether a value is pandas' own Series."""
    kind = type(value)
    return lives_in(kind, "pandas") and kind.__name__ == "Series"


def numbers_in(value: object) -> list[float]:
    """Give the numbers of a short one-dimensional array or Series of floats; none of anything else."""
    array: Any = value
    if is_series(value):
        array = array.to_numpy()
    if not is_array(array) or array.ndim != 1 or array.dtype.kind != "f" or len(array) > _LONGEST:
        return []
    found = [number(item) for item in array.tolist()]
    return [item for item in found if item is not None]
