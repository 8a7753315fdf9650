"""Figures in dicts: ``results["forest"] = accuracy_score(…)``, ``classification_report(output_dict=True)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..cell import CellContext, Curve, Found, Metric
from ..values import number, scalar
from .evidence import figure_name
from .lists import dict_evidence
from .words import is_quality_name, words_of

_MOST_ENTRIES = 200
_DEEPEST = 3


def dictionaries(context: CellContext) -> Iterator[Found]:
    """Numbers in dicts that the cell fills, computes, or gets from a function."""
    if context.explores:
        return
    for name, written in dict_evidence(context).items():
        values = context.value(name)
        if name.startswith("_") or type(values) is not dict or len(values) > _MOST_ENTRIES:
            continue
        known = is_quality_name(name) or any(figure_name(item) for item in written)
        yield from _entries(name, values, known, written, context)


def _entries(
    prefix: str,
    values: dict[object, object],
    known: bool,
    written: list[ast.expr],
    context: CellContext,
    depth: int = 0,
) -> Iterator[Found]:
    steps: list[int] = []
    points: list[object] = []
    for key, value in values.items():
        plain = number(value)
        if type(key) is str:
            name = f"{prefix}.{key}"
            if name in context.taken or _is_about(key):
                continue
            if type(value) is dict and depth < _DEEPEST and len(value) <= _MOST_ENTRIES:
                yield from _entries(name, value, known or is_quality_name(key), written, context, depth + 1)
            elif type(value) is tuple or type(value) is list:
                yield from _several(name, value, written)
            elif plain is not None and (is_quality_name(key) or (known and type(scalar(value)) is float)):
                yield Metric(name, plain, "metric.dict")
        elif (
            known and plain is not None and type(scalar(value)) is float and type(scalar(key)) in (int, float)
        ):
            steps.append(scalar(key))  # type: ignore[arg-type]
            points.append(value)
    if len(points) > 1 and prefix not in context.watched:
        whole = all(type(step) is int for step in steps)
        yield Curve(prefix, "series.dict", points, steps if whole else None)


def _is_about(key: str) -> bool:
    """Say whether an entry is about the figures rather than one: how many samples, how long it took."""
    return bool({"support", "time", "times", "n", "count", "seconds", "epoch", "lr"} & set(words_of(key)))


def _several(
    name: str, values: tuple[object, ...] | list[object], written: list[ast.expr]
) -> Iterator[Found]:
    """``results[name] = (accuracy, f1)``: named by what was put there."""
    for item in written:
        if isinstance(item, (ast.Tuple, ast.List)) and len(item.elts) == len(values):
            for part, value in zip(item.elts, values, strict=True):
                plain, own = number(value), figure_name(part)
                if plain is not None and own:
                    yield Metric(f"{name}.{own}", plain, "metric.dict")
            return
