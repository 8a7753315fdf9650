"""Dicts that the cell writes out: configurations, but not grids, tables, code books and what the cell fills."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ...records import LeftOut
from ..cell import CellContext, Found, Parameter
from ..expressions import called_name, is_constant, is_start
from ..values import UNREAD, parameter
from ..walk import nodes_of_kind
from .parameters import dict_items, only_drawn
from .written import known_values, value_of

_MOST_ENTRIES = 200
"""Entries of a dict that is still a configuration rather than data."""
_DEEPEST = 5


def dictionaries(context: CellContext) -> Iterator[Found]:
    """Entries of dicts that the cell writes out: ``params = {"max_depth": 3}``, ``dict(lr=0.1)``, ``params["C"] = 1``.

    The value in force counts. A dict whose entries are all lists is a grid or a table; one that numbers its entries is
    a code book; what is added to an entry later makes it a result.
    """
    known, grids = known_values(context), _grids(context.tree)
    unused = only_drawn(context)
    added = _set_later(context.tree)
    for name, bindings in context.names.bindings.items():
        first = bindings[0]
        if name.startswith("_") or len(bindings) != 1 or first.kind != "assign" or first.in_loop:
            continue
        if not (dict_items(first.value) or _is_empty(first.value)):
            continue
        items = {**dict_items(first.value), **added.get(name, {})}
        values = context.value(name)
        if type(values) is not dict or not items:
            continue
        if name in grids or name in unused or _is_data(items, known):
            yield LeftOut(name, "param.data", "a grid, a table or a code book rather than settings")
        elif len(values) > _MOST_ENTRIES:
            yield LeftOut(name, "param.type", f"a dict of {len(values):,} entries: data rather than settings")
        else:
            yield from _entries(name, values, items, known, 0)


def _entries(
    prefix: str,
    values: dict[object, object],
    items: Mapping[str, ast.expr],
    known: Mapping[str, object],
    depth: int,
) -> Iterator[Found]:
    for key, node in items.items():
        name, value = f"{prefix}.{key}", values.get(key, UNREAD)
        if value is UNREAD:
            continue
        if type(value) is dict:
            inner = dict_items(node)
            if inner and depth < _DEEPEST:
                yield from _entries(name, value, inner, known, depth + 1)
            continue
        if not is_constant(node, known):
            continue
        plain, remark = parameter(value)
        if plain is UNREAD:
            yield LeftOut(name, "param.type", remark)
        elif plain == "[]" or (_is_moved_on(node, plain, known) and (type(value) is list or is_start(node))):
            yield LeftOut(name, "param.filled", "the cell fills it")
        else:
            yield Parameter(name, plain, "param.dict")  # type: ignore[arg-type]


def _is_moved_on(node: ast.expr, now: object, known: Mapping[str, object]) -> bool:
    written = value_of(node, known)
    plain = parameter(written)[0] if written is not UNREAD else UNREAD
    return plain is not UNREAD and (type(plain) is not type(now) or (plain != now and plain == plain))


def _is_empty(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Dict):
        return not node.keys
    return isinstance(node, ast.Call) and called_name(node) == "dict" and not node.args and not node.keywords


def _is_data(items: Mapping[str, ast.expr], known: Mapping[str, object]) -> bool:
    if all(isinstance(node, (ast.List, ast.Tuple, ast.ListComp)) for node in items.values()):
        return True
    values = [value_of(node, known) for node in items.values()]
    return (
        len(values) > 1 and all(type(value) is int for value in values) and values == list(range(len(values)))
    )


def _set_later(tree: ast.Module) -> dict[str, dict[str, ast.expr]]:
    """Find ``params["lr"] = 0.1`` outside of loops and functions, by dict and entry."""
    found: dict[str, dict[str, ast.expr]] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                key = target.slice
                if isinstance(key, ast.Constant) and type(key.value) is str:
                    found.setdefault(target.value.id, {})[key.value] = node.value
    return found


def _grids(tree: ast.Module) -> set[str]:
    """Give the names of what is searched through: ``GridSearchCV(model, grid)``, ``ParameterGrid(grid)``."""
    found = set()
    for node in nodes_of_kind(tree, ast.Call):
        called = called_name(node) or ""
        given: list[ast.expr] = [part.value for part in node.keywords if part.arg in _GRID_KEYWORDS]
        if "Search" in called:
            given += node.args[1:2]
        elif called in ("ParameterGrid", "ParameterSampler"):
            given += node.args[:1]
        found |= {part.id for part in given if isinstance(part, ast.Name)}
    return found


_GRID_KEYWORDS = frozenset(
    {"param_grid", "param_distributions", "search_spaces", "param_space", "hyper_grid"}
)
