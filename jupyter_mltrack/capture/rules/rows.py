"""Results that are gathered row by row: ``results.append((name, accuracy, f1))``, a list of dicts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..cell import CellContext, Found, Metric
from ..values import number
from .curves import are_figures, curve
from .evidence import figure_name
from .words import is_quality_name

_MOST_ROWS = 10_000
_MOST_KEYS = 200


def kind_of_rows(values: list[object]) -> str | None:
    """Say whether a list holds rows: ``dict`` or ``tuple``; ``None`` where it does not."""
    if not values or len(values) > _MOST_ROWS:
        return None
    kinds = {id(type(value)): type(value) for value in values}
    if len(kinds) != 1:
        return None
    kind = next(iter(kinds.values()))
    return "dict" if kind is dict else "tuple" if kind is tuple or kind is list else None


def rows_of(
    name: str, values: list[object], rows: str, added: list[ast.expr], context: CellContext
) -> Iterator[Found]:
    """Give the columns of results that were gathered row by row: ``results.append((name, accuracy, f1))``."""
    columns, labels = _columns(values, rows, added)
    for column, numbers in columns.items():
        if not is_quality_name(column) or (len(numbers) != len(values) and not _sparse(numbers)):
            continue
        kept = [value for value in numbers if number(value) is not None]
        if not kept or not are_figures(kept, column):
            continue
        if labels is not None:
            for label, value in zip(labels, numbers, strict=False):
                plain = number(value)
                if plain is not None and not _is_said(label, plain, context):
                    yield Metric(f"{name}.{label}.{column}", plain, "metric.rows")
        else:
            yield from curve(f"{name}.{column}", kept, context, "series.rows")


def _is_said(label: str, value: float, context: CellContext) -> bool:
    """Say whether another rule took that figure of the same model."""
    return any(known == value and f".{label}." in f".{name}." for name, known in context.figures.items())


def _sparse(numbers: list[object]) -> bool:
    return len(numbers) > 0


def _columns(
    values: list[object], rows: str, added: list[ast.expr]
) -> tuple[dict[str, list[object]], list[str] | None]:
    names = [] if rows == "dict" else _positions(added)
    columns: dict[str, list[object]] = {}
    texts: dict[str, list[str]] = {}
    for row in values:
        if isinstance(row, dict):
            items = [(key, value) for key, value in row.items() if type(key) is str][:_MOST_KEYS]
        else:
            items = list(zip(names, row, strict=False))  # type: ignore[call-overload]
        for key, value in items:
            if type(value) is str:
                texts.setdefault(key, []).append(value)
            elif key:
                columns.setdefault(key, []).append(value)
    for column in texts.values():
        short = all(len(text) <= 60 for text in column)
        if (
            len(column) == len(values)
            and len(set(column)) == len(column)
            and short
            and len(column) <= _MOST_KEYS
        ):
            return columns, column
    return columns, None


def _positions(added: list[ast.expr]) -> list[str]:
    """Name the columns of rows by what was put there: of ``append((k, accuracy))``, ``k`` and ``accuracy``."""
    for item in added:
        parts = item.elts if isinstance(item, (ast.Tuple, ast.List)) else None
        if isinstance(item, ast.ListComp) and isinstance(item.elt, (ast.Tuple, ast.List)):
            parts = item.elt.elts
        if parts:
            return [
                figure_name(part) or (part.id if isinstance(part, ast.Name) else f"_{place}")
                for place, part in enumerate(parts)
            ]
    return []
