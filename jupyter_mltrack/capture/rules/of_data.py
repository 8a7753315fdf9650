"""Which figures are of data, rather than of how good something is: the mean of a column, its quantiles."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..cell import CellContext
from ..expressions import called_name, is_constant, kind_of
from ..names import root_name
from ..walk import nodes_of_kind
from .evidence import figure_name
from .words import is_quality_name, words

_SUMMARIES = frozenset({"mean", "std", "max", "min", "sum", "median", "var", "average", "nanmean"})


def is_of_data(name: str, node: ast.expr | None, context: CellContext) -> bool:
    """``mean_age = df["age"].mean()``: a mean of data, where neither name says that it is a quality figure."""
    if is_quality_name(name) or node is None or figure_name(node):
        return False
    node = _without_constants(node)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div) and _counts(node.left) and _counts(node.right, divides=True)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        if _is_comparison(node, context) or _is_of_gathered(node, context):
            return False
        return node.func.attr in _SUMMARIES or node.func.attr in ("quantile", "percentile", "mode", "corr")
    return False


def _without_constants(node: ast.expr) -> ast.expr:
    """``X.min() - 1``, ``100 * (1 - part)``: what a figure is moved or scaled by does not change what it is of."""
    while isinstance(node, ast.BinOp):
        if is_constant(node.right):
            node = node.left
        elif is_constant(node.left):
            node = node.right
        else:
            break
    return node


def _counts(node: ast.expr, *, divides: bool = False) -> bool:
    """``mask.sum()``, ``np.sum(y == 0)``: how many there are of something, as a part of which a share is."""
    while isinstance(node, ast.Call) and called_name(node) == "float" and node.args:
        node = node.args[0]
    if divides and kind_of(node) == "size":
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "sum"


def is_prediction(node: ast.expr | None) -> bool:
    """Say whether an expression gives what a model predicts: a value, not how good it is.

    >>> texts = ("float(model.predict(x)[0])", "scaler.inverse_transform(y)[0, 0]", "model.score(X, y)")
    >>> [is_prediction(ast.parse(text, mode="eval").body) for text in texts]
    [True, True, False]
    """
    while node is not None:
        if isinstance(node, ast.Subscript):
            node = node.value
            continue
        if not isinstance(node, ast.Call):
            return False
        called = called_name(node)
        if called in _PREDICTING and isinstance(node.func, ast.Attribute):
            return True
        if called not in _KEEPING:
            return False
        node = node.args[0] if node.args else getattr(node.func, "value", None)
    return False


_SHAPING = words("abs absolute square maximum float astype double")
_PREDICTING = words("predict predict_proba forecast inverse_transform decision_function")
_KEEPING = words("float int round item exp expm1 squeeze ravel flatten numpy")


def _is_of_gathered(node: ast.Call, context: CellContext) -> bool:
    """``np.percentile(boots, [2.5, 97.5])``: an interval of figures that the cell itself gathered one by one."""
    first = node.args[0] if node.args else None
    if called_name(node) not in ("quantile", "percentile") or not isinstance(first, ast.Name):
        return False
    return any(
        called_name(part) == "append"
        and root_name(part) == first.id
        and kind_of(part.args[0] if part.args else None) == "computed"
        for part in nodes_of_kind(context.tree, ast.Call)
    )


def _sides(node: ast.expr) -> Iterator[ast.expr]:
    """Give what an expression sets against each other: of ``(a > b) & (a < c)``, ``a``, ``b`` and ``c``."""
    if isinstance(node, ast.Compare):
        yield from _sides(node.left)
        for other in node.comparators:
            yield from _sides(other)
    elif isinstance(node, ast.BinOp):
        yield from _sides(node.left)
        yield from _sides(node.right)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield node.func
    else:
        yield node


def _is_comparison(node: ast.Call, context: CellContext) -> bool:
    """``(a > b).mean()``, ``np.abs(high - low).mean()``: a figure of two things set against each other."""
    for part in (*node.args[:1], *([node.func.value] if isinstance(node.func, ast.Attribute) else [])):
        inner: ast.expr | None = part
        while isinstance(inner, ast.Call) and called_name(inner) in _SHAPING:
            inner = inner.args[0] if inner.args else getattr(inner.func, "value", None)
        if isinstance(inner, (ast.Compare, ast.BinOp)):
            things = (ast.Name, ast.Attribute, ast.Subscript)
            return len({ast.unparse(item) for item in _sides(inner) if isinstance(item, things)}) > 1
        if isinstance(inner, ast.Name):
            bindings = context.names.bindings.get(inner.id)
            return bool(bindings) and isinstance(bindings[-1].value, ast.Compare)  # type: ignore[index]
    return False
