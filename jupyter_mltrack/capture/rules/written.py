"""What is written in a cell, for several rules: its constants with their values, the calls that it made."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from ...records import Scalar
from ..calls import Call, ReachedCode, reached_code
from ..cell import CellContext
from ..values import UNREAD, parameter
from .parameters import constants, is_setting

_MOST = 64
"""Entries of a written list that is still a setting; bits of a power that is still worked out."""


def reached(context: CellContext) -> ReachedCode:
    """Give the calls that the cell made; none where it failed at an unknown place."""
    if context.reached is None:
        body = context.tree.body
        if not context.completed:
            line = context.failed_at
            body = [node for node in body if node.lineno <= line] if line is not None else []
        context.reached = reached_code(ast.Module(body, []), known_values(context))
    return context.reached


def known_values(context: CellContext) -> dict[str, object]:
    """Give the constants that the cell binds, and those of earlier cells that it reads, with their values."""
    if "values" not in context.kept:
        context.kept["values"] = _known_values(context)
    found: dict[str, object] = context.kept["values"]
    return found


def _known_values(context: CellContext) -> dict[str, object]:
    found: dict[str, object] = {
        name: earlier.value for name, earlier in context.earlier.items() if is_setting(earlier)
    }
    for name in constants(context):
        value = context.value(name)
        if parameter(value)[0] is not UNREAD:
            found[name] = value
    return found


def value_of(node: ast.expr, values: Mapping[str, object]) -> object:
    """Work out an expression of literals and known names; ``UNREAD`` where it is anything else.

    >>> [value_of(ast.parse(text, mode="eval").body, {"n": 3}) for text in ("2 * n", "-1e-3", "(n, 4)", "f(n)")]
    [6, -0.001, (3, 4), UNREAD]
    """
    if isinstance(node, ast.Constant):
        return UNREAD if node.value is Ellipsis or type(node.value) is bytes else node.value
    if isinstance(node, ast.Name):
        return values.get(node.id, UNREAD)
    if isinstance(node, (ast.Tuple, ast.List)):
        parts = [value_of(part, values) for part in node.elts]
        if len(parts) > _MOST or any(part is UNREAD for part in parts):
            return UNREAD
        return tuple(parts) if isinstance(node, ast.Tuple) else parts
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        inner = value_of(node.operand, values)
        if type(inner) not in (int, float):
            return UNREAD
        return -inner if isinstance(node.op, ast.USub) else inner  # type: ignore[operator]
    return _of_both(node, values) if isinstance(node, ast.BinOp) else UNREAD


def _of_both(node: ast.BinOp, values: Mapping[str, object]) -> object:
    left, right = value_of(node.left, values), value_of(node.right, values)
    if type(left) not in (int, float) or type(right) not in (int, float):
        return UNREAD
    work = _ARITHMETIC.get(type(node.op))
    if work is None or (work is _power and (abs(left) > 1e6 or abs(right) > _MOST)):  # type: ignore[arg-type]
        return UNREAD
    try:
        return work(left, right)
    except (ArithmeticError, ValueError):
        return UNREAD


def _power(left: float, right: float) -> object:
    found = left**right
    return found if type(found) in (int, float) else UNREAD


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}


def plain_value(call: Call, node: ast.expr, values: Mapping[str, object]) -> Scalar | object:
    """Give what an argument of a call is as a parameter; ``UNREAD`` where it is none, or only passes on a name."""
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        return UNREAD
    visible = {name: value for name, value in values.items() if name not in call.local}
    value = value_of(node, visible)
    return UNREAD if value is UNREAD else parameter(value)[0]
