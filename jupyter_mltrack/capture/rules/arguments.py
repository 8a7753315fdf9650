"""Arguments that are written out where a model, an optimiser, a splitter is made, or where training is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...records import Scalar
from ..callees import Callee, callee_of
from ..calls import Call
from ..cell import CellContext, Found
from ..names import root_name
from ..values import UNREAD
from .apart import Candidate, kept_apart
from .configs import is_config_class
from .libraries import TRAINING_FUNCTIONS, TRAINING_METHODS, is_drawing, is_housekeeping, settings_wanted
from .parameters import dict_items
from .training import is_hand_written, is_notebooks, trains
from .written import known_values, plain_value, reached

_LONGEST_TEXT = 200
_NO_TRAINERS = frozenset(
    {"numpy", "pandas", "matplotlib", "seaborn", "plotly", "builtins", "subprocess", "setuptools"}
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which arguments of a call are settings: ``only`` these keywords (``None``: all), positional ones, dicts."""

    only: frozenset[str] | None = None
    positional: bool = True
    dicts: bool = False


def call_arguments(context: CellContext) -> Iterator[Found]:
    """Arguments that are literals: ``SVC(C=0.5)``, ``model.fit(X, y, epochs=5)``, ``cross_val_score(m, X, y, cv=10)``.

    Who writes a value into the call that makes a model or trains it chose that value, as if it had a name of its own.
    Arguments that only pass on a name are captured by that name. What is drawn, printed, read or put into arrays and
    tables is given no settings, and layers of networks follow from the data, but for what is chosen (dropout).
    """
    yield from kept_apart(_candidates(context), context.taken)


def _candidates(context: CellContext) -> Iterator[Candidate]:
    code, values = reached(context), known_values(context)
    for call in code.calls:
        if call.owner in context.untouched:
            continue
        callee = callee_of(call.node.func, context, code.imports, call.local)
        wanted = _wanted(callee, context) if callee is not None else _of_unknown(call)
        if wanted is None:
            continue
        owner = call.owner or _owner_of(call, callee)
        fallback = callee.name if callee is not None else owner
        for name, value in _settings(call, callee, wanted, values):
            yield Candidate(name, value, owner, fallback, "param.argument")


def _wanted(callee: Callee, context: CellContext) -> _Wanted | None:
    if callee.kind == "class":
        if callee.own:
            return None if is_config_class(callee, context) else _Wanted()
        chosen = settings_wanted(callee)
        return None if chosen is None else _Wanted(*chosen)
    if callee.kind == "function" and callee.module.startswith("sklearn.datasets"):
        return _Wanted(positional=False) if callee.name.startswith("make_") else None
    if is_notebooks(callee):
        return _of_own(callee, context)
    if callee.kind == "method":
        return _Wanted(positional=False) if callee.name in TRAINING_METHODS else None
    if callee.library == "optax":
        return _Wanted()
    if callee.name in TRAINING_FUNCTIONS and callee.library not in _NO_TRAINERS:
        return _Wanted(dicts=True)
    return None


def _of_own(callee: Callee, context: CellContext) -> _Wanted | None:
    """A function of the notebook: what it is given is a setting where it trains; where it shows something, none is."""
    if "seed" in callee.name.lower():
        return None
    if callee.name in TRAINING_METHODS or trains(callee.function, context.after):
        return _Wanted()
    if is_drawing(callee) or callee.name.startswith("__"):
        return None
    return _Wanted(positional=is_hand_written(callee))


def _of_unknown(call: Call) -> _Wanted | None:
    """A function that cannot be looked up, but is called as those that train are."""
    func = call.node.func
    if isinstance(func, ast.Attribute) and func.attr in TRAINING_METHODS:
        return _Wanted(positional=False)
    return _Wanted(positional=False) if isinstance(func, ast.Name) and func.id in TRAINING_FUNCTIONS else None


def _owner_of(call: Call, callee: Callee | None) -> str:
    if callee is not None and callee.kind != "method":
        return callee.name
    return root_name(call.node.func) or "call"


def _settings(
    call: Call, callee: Callee | None, wanted: _Wanted, values: Mapping[str, object]
) -> Iterator[tuple[str, Scalar]]:
    names = callee.positional if callee is not None and wanted.positional else ()
    if not any(isinstance(argument, ast.Starred) for argument in call.node.args):
        for position, argument in enumerate(call.node.args):
            if position < len(names) and (wanted.only is None or names[position] in wanted.only):
                yield from _setting(names[position], argument, call, values)
            if wanted.dicts:
                yield from _entries("", argument, call, values)
    for keyword in call.node.keywords:
        if keyword.arg is None:
            yield from _entries("", keyword.value, call, values)
        elif wanted.only is None or keyword.arg in wanted.only:
            yield from _setting(keyword.arg, keyword.value, call, values)
            if wanted.only is None and keyword.arg not in _GRIDS:
                prefix = "" if keyword.arg == "params" else f"{keyword.arg}."
                yield from _entries(prefix, keyword.value, call, values)


_GRIDS = frozenset(
    {"param_grid", "param_distributions", "param_space", "search_spaces", "space", "estimators", "steps"}
)


def _setting(
    name: str, node: ast.expr, call: Call, values: Mapping[str, object]
) -> Iterator[tuple[str, Scalar]]:
    if is_housekeeping(name) or name.startswith("_"):
        return
    value = plain_value(call, node, values)
    if value is not UNREAD and not (type(value) is str and len(value) > _LONGEST_TEXT):
        yield name, value  # type: ignore[misc]


def _entries(
    prefix: str, node: ast.expr, call: Call, values: Mapping[str, object]
) -> Iterator[tuple[str, Scalar]]:
    """Entries of a dict that is written in the call itself: ``xgb.train({"eta": 0.1}, data)``."""
    for key, value in dict_items(node).items():
        if not is_housekeeping(key):
            for _, plain in _setting("entry", value, call, values):
                yield f"{prefix}{key}", plain
