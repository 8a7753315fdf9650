"""Curves that a cell gathers in lists: ``losses.append(loss)``, ``history["loss"].append(…)``.

The list itself says it when the cell has ended, at no cost in the loop. It is a curve where the name of the list, or
what is put into it, says that it tells how good something is: sweeps of settings, predictions and times are none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..cell import CellContext, Found
from ..expressions import called_name
from ..names import root_name
from ..walk import nodes_of_kind
from .arrays import numbers_in
from .curves import curve
from .evidence import figure_name, known_figures
from .rows import kind_of_rows, rows_of
from .words import is_quality_name, words_of

_MOST_KEYS = 200
_DEEPEST = 3
_ADDING = frozenset({"append", "extend", "insert", "appendleft"})


@dataclass
class _Filled:
    """What the cell puts into a list, or into the lists of a dict."""

    added: list[ast.expr] = field(default_factory=list)
    by_key: dict[str, list[ast.expr]] = field(default_factory=dict)


def gathered(context: CellContext) -> Iterator[Found]:
    """Lists of numbers that the cell fills, makes or gets back from a function."""
    for name, filled in _filled(context).items():
        value = context.value(name)
        if name.startswith("_") or context.explores:
            continue
        if type(value) is not list and _made_of_itself(name, context):
            # ``scores = np.array(scores)``
            value = numbers_in(value)
        if type(value) is list:
            yield from _of_list(name, value, filled, context)
        elif type(value) is dict:
            yield from _of_dict(name, value, filled, context)


def _made_of_itself(name: str, context: CellContext) -> bool:
    last = context.names.bindings[name][-1] if name in context.names.bindings else None
    return (
        last is not None
        and called_name(last.value) in ("array", "asarray", "stack", "Series")
        and isinstance(last.value, ast.Call)
        and any(isinstance(part, ast.Name) and part.id == name for part in last.value.args)
    )


def dict_evidence(context: CellContext) -> dict[str, list[ast.expr]]:
    """Give the names whose dicts (and lists) the cell fills or makes, with the expressions that it puts in."""
    found = {}
    for name, filled in _filled(context).items():
        items = [*filled.added, *(item for part in filled.by_key.values() for item in part)]
        bindings = context.names.bindings.get(name, [])
        made = [b.value for b in bindings if isinstance(b.value, (ast.DictComp, ast.Dict)) and not b.in_loop]
        items += [node.value for node in made if isinstance(node, ast.DictComp)]
        items += [
            item for node in made if isinstance(node, ast.Dict) for item in node.values if item is not None
        ]
        found[name] = items
    return found


def _filled(context: CellContext) -> dict[str, _Filled]:
    """Find the names whose lists the cell fills, with what it puts in."""
    found: dict[str, _Filled] = {}
    for name, bindings in context.names.bindings.items():
        for binding in bindings:
            if binding.kind == "assign" and not binding.in_loop:
                place = found.setdefault(name, _Filled())
                if isinstance(binding.value, (ast.ListComp, ast.Call)):
                    place.added.append(binding.value)
                if isinstance(binding.value, ast.Call) or binding.at is not None:
                    place.by_key.setdefault("", [])
    for kind in (ast.Call, ast.AugAssign, ast.Assign):
        for node in nodes_of_kind(context.tree, kind):
            _note(node, found)
    return found


def _note(node: ast.AST, found: dict[str, _Filled]) -> None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in _ADDING and node.args:
            _add(node.func.value, node.args[-1], found)
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        if isinstance(node.value, ast.List):
            for item in node.value.elts:
                _add(node.target, item, found)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                _add(target.value, node.value, found, target.slice)


def _add(place: ast.expr, value: ast.expr, found: dict[str, _Filled], key: ast.expr | None = None) -> None:
    root = root_name(place)
    if root is None or isinstance(place, ast.Attribute):
        return
    filled = found.setdefault(root, _Filled())
    if isinstance(place, ast.Subscript):
        key = place.slice
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        filled.by_key.setdefault(key.value, []).append(value)
    else:
        filled.added.append(value)


def _of_list(name: str, values: list[object], filled: _Filled, context: CellContext) -> Iterator[Found]:
    rows = kind_of_rows(values)
    if rows is not None:
        yield from rows_of(name, values, rows, filled.added, context)
        return
    arithmetic = [
        item for item in filled.added if isinstance(item, ast.ListComp) and isinstance(item.elt, ast.BinOp)
    ]
    # ``errors = [a - b for …]`` has one entry a sample.
    named = (is_quality_name(name) or _starts_empty(name, filled)) and len(arithmetic) < max(
        1, len(filled.added)
    )
    if filled.added and all(called_name(item) in ("evaluate", "describe") for item in filled.added):
        # ``score = model.evaluate(X, y)``: several figures, not one over and over.
        return
    if not (named or any(figure_name(item, known_figures(context)) for item in filled.added)):
        return
    yield from curve(name, values, context, "series.list")


def _of_dict(
    name: str, values: dict[object, object], filled: _Filled, context: CellContext
) -> Iterator[Found]:
    if len(values) <= _MOST_KEYS:
        yield from lists_in(name, values, context, _known_by_key(filled))


def _known_by_key(filled: _Filled) -> Mapping[str, bool]:
    return {key: any(figure_name(item) for item in items) for key, items in filled.by_key.items()}


def lists_in(
    prefix: str,
    values: Mapping[object, object],
    context: CellContext,
    known: Mapping[str, bool],
    depth: int = 0,
) -> Iterator[Found]:
    """Give the curves in a dict of lists (``{"loss": […], "val_loss": […]}``), also one that stands in a dict."""
    for key, value in values.items():
        if type(key) is not str:
            continue
        name = f"{prefix}.{key}" if prefix else key
        if type(value) is dict and depth < _DEEPEST and len(value) <= _MOST_KEYS:
            yield from lists_in(name, value, context, known, depth + 1)
        elif type(value) is list and not _is_time(key):
            of_values = not is_setting_key(key) and (
                is_quality_name(prefix.partition(".")[0]) or keeps_history(prefix)
            )
            if is_quality_name(key) or known.get(key) or of_values:
                yield from curve(name, value, context, "series.dict")


def keeps_history(prefix: str) -> bool:
    """Say whether a name says that it holds what happened."""
    parts = words_of(prefix)
    # ``log_lr`` is a logarithm, ``train_log`` is kept.
    return bool({"history", "hist", "results", "evals", "record", "records", "logs"} & set(parts)) or (
        parts[-1:] == ["log"] or (prefix.startswith("log.") and len(parts) > 1)
    )


def _starts_empty(name: str, filled: _Filled) -> bool:
    """A ``history`` that starts from data, or that takes entries of data, is one of what was seen."""
    return keeps_history(name) and not any(
        isinstance(item, (ast.Subscript, ast.ListComp)) for item in filled.added
    )


def is_setting_key(key: str) -> bool:
    """Say whether a key of a dict of lists says that they are of settings or steps."""
    words = set(words_of(key))
    return bool(
        words
        & {
            "lr",
            "epoch",
            "epochs",
            "step",
            "steps",
            "size",
            "sizes",
            "k",
            "n",
            "param",
            "params",
            "x",
            "time",
        }
    )


def _is_time(key: str) -> bool:
    return bool({"time", "times", "seconds", "duration", "fit_time", "elapsed"} & set(words_of(key)))
