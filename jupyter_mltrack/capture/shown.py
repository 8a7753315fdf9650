"""Which expressions a cell shows to its reader: in ``print``, in texts with values in them, as statements of their own.

A figure that is only printed is a result all the same, and so is one that a function puts into a list of its own. What
is found here is observed by ``instrument.observe_shown`` (an identity call around the expression), and judged by
``rules/printed.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from .expressions import called_name
from .loops import Loop, blocks_of
from .parts import Part, PartFinder
from .scopes import loads_of
from .walk import nodes_of

_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return)


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement that shows values."""

    statement: ast.stmt
    parts: tuple[Part, ...]
    loop: Loop | None
    """The innermost loop around it."""


def shown_in(body: list[ast.stmt], *, top: bool) -> Iterator[Shown]:
    """Find what a scope shows, not what its inner functions do.

    Parameters
    ----------
    body
        The statements of the scope.
    top
        Whether it is the cell's top level, where expressions of their own are shown, too.
    """
    lists = frozenset() if top else _kept_lists(body)
    yield from _block(body, None, body[-1] if body and top else None, top, lists)


def _block(
    body: list[ast.stmt], loop: Loop | None, last: ast.stmt | None, top: bool, lists: Collection[str]
) -> Iterator[Shown]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if isinstance(node, _SIMPLE):
            finder = PartFinder()
            finder.statement(node, own=top and node is not last)
            if loop is not None and lists:
                finder.gathered(node, lists)
            if finder.parts:
                yield Shown(node, tuple(finder.parts), loop)
            continue
        around = node if isinstance(node, (ast.For, ast.AsyncFor, ast.While)) else loop
        for inner in blocks_of(node):
            inside = loop if inner is getattr(node, "orelse", None) else around
            yield from _block(inner, inside, last, top, lists)


def _kept_lists(body: list[ast.stmt]) -> frozenset[str]:
    """Give the lists (and dicts of lists) that a function makes and keeps to itself.

    What it returns, or makes its result of, the caller has: that is read there.
    """
    found: set[str] = set()
    for node in body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=False))
            found |= {name.id for name, made in pairs if isinstance(name, ast.Name) and _is_empty(made)}
    if not found:
        return frozenset()
    for part in (part for statement in body for part in nodes_of(statement)):
        if isinstance(part, (ast.Return, ast.Yield)) and part.value is not None:
            found -= loads_of(part.value)
        elif isinstance(part, (ast.Global, ast.Nonlocal)):
            found -= set(part.names)
    return frozenset(found)


def _is_empty(node: ast.expr) -> bool:
    """Say whether an expression makes a list to be filled, or a dict of such: ``[]``, ``{"loss": []}``."""
    if isinstance(node, ast.List):
        return not node.elts
    if isinstance(node, ast.Dict):
        return all(isinstance(item, ast.List) and not item.elts for item in node.values)
    return called_name(node) in ("list", "defaultdict", "dict")


def recursive(functions: Sequence[ast.FunctionDef | ast.AsyncFunctionDef]) -> set[str]:
    """Give the names of functions that may come to call themselves, however many functions lie between.

    An observed expression needs one call more: at the end of a full stack, that would be one too many.
    """
    calls: dict[str, set[str]] = {}
    for function in functions:
        called = {called_name(node) for node in nodes_of(function) if isinstance(node, ast.Call)}
        calls.setdefault(function.name, set()).update(name for name in called if name)
    found = set()
    for name in calls:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for called_one in calls.get(waiting.pop(), ()):
                if called_one not in seen:
                    seen.add(called_one)
                    waiting.append(called_one)
        if name in seen:
            found.add(name)
    return found
