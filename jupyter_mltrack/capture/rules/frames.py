"""Tables of results: what a cell gathers in a DataFrame, row by row or all at once, and what ``xgb.cv`` gives.

A table is one of results where the cell itself makes it out of figures; tables that are read or split are data.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from ..cell import CellContext, Curve, Found, Metric
from ..expressions import called_name
from ..objects import lives_in
from ..values import UNREAD, number
from ..walk import nodes_of_kind
from .evidence import figure_name
from .words import is_quality_name

_MOST_ROWS = 5_000
_MOST_LABELS = 100
_MAKING = frozenset({"DataFrame", "from_dict", "from_records", "cv", "json_normalize"})


def tables(context: CellContext) -> Iterator[Found]:
    """Columns of tables of results whose names say that they are quality figures."""
    if context.explores:
        return
    for name in _made(context):
        yield from _columns(name, context.value(name), context)
    last = context.tree.body[-1] if context.tree.body else None
    if isinstance(last, ast.Expr) and _is_made(last.value):
        yield from _columns("", context.result, context)


def _made(context: CellContext) -> dict[str, None]:
    """Give the names of tables that the cell makes out of rows, or fills (``table.loc[len(table)] = …``)."""
    found: dict[str, None] = {}
    for name, bindings in context.names.bindings.items():
        if any(_is_made(binding.value) for binding in bindings):
            found[name] = None
    for node in nodes_of_kind(context.tree, ast.Assign):
        for target in node.targets:
            place = target.value if isinstance(target, ast.Subscript) else None
            if (
                isinstance(place, ast.Attribute)
                and place.attr in ("loc", "at")
                and isinstance(place.value, ast.Name)
            ):
                found[place.value.id] = None
    return found


def _is_made(node: ast.expr | None) -> bool:
    """Say whether an expression makes a table out of rows or figures; of arrays, one entry a sample, it may be data."""
    while isinstance(node, ast.Call) and called_name(node) in (
        "sort_values",
        "set_index",
        "round",
        "reset_index",
    ):
        node = node.func.value if isinstance(node.func, ast.Attribute) else None
    if isinstance(node, ast.Attribute) and node.attr == "T":
        node = node.value
    if not isinstance(node, ast.Call) or called_name(node) not in _MAKING:
        return False
    rows = (
        node.args[0]
        if node.args
        else next((item.value for item in node.keywords if item.arg == "data"), None)
    )
    if called_name(node) == "cv":
        return True
    if isinstance(rows, ast.Dict):
        return any(isinstance(item, ast.List) or figure_name(item) for item in rows.values)
    return isinstance(rows, (ast.Name, ast.List, ast.ListComp, ast.DictComp))


def _columns(name: str, value: object, context: CellContext) -> Iterator[Found]:
    table: Any = value
    if value is UNREAD or not (lives_in(type(value), "pandas") and type(value).__name__ == "DataFrame"):
        return
    if not 0 < len(table) <= _MOST_ROWS:
        return
    columns = list(table.columns)
    labels = _labels(table, columns)
    for position, column in enumerate(columns):
        if type(column) is not str or not is_quality_name(column):
            continue
        numbers = [number(item) for item in table.iloc[:, position].tolist()]
        values = [item for item in numbers if item is not None]
        if len(values) != len(table) or _is_known(values, context):
            continue
        full = f"{name}.{column}" if name else column
        if labels:
            for label, figure in zip(labels, values, strict=True):
                if figure not in context.figures.values():
                    yield Metric(
                        f"{name}.{label}.{column}" if name else f"{label}.{column}", figure, "metric.table"
                    )
        elif len(values) > 1:
            yield Curve(full, "series.table", values)
            yield Metric(full, values[-1], "metric.table")
        else:
            yield Metric(full, values[0], "metric.table")


def _is_known(values: list[float], context: CellContext) -> bool:
    return any([number(item) for item in known] == values for known in context.curves.values())


def _labels(table: Any, columns: list[object]) -> list[str]:
    """Give the names of the rows: those of the index, or of a column of texts."""
    candidates = [table.index.tolist()]
    candidates += [table.iloc[:, position].tolist() for position in range(min(len(columns), 20))]
    for texts in candidates:
        short = len(texts) <= _MOST_LABELS and all(type(text) is str and len(text) <= 60 for text in texts)
        if short and len(set(texts)) == len(texts):
            return [str(text) for text in texts]
    return []
