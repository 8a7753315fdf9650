"""What a search found out: its winning settings, the value of the best trial, the values of all of them.

A search is an object of a library (``GridSearchCV``, ``LassoCV``, an Optuna study), a function (``fmin``), early
stopping, or a loop of the cell that keeps what was best (``best_alpha``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ...records import Scalar
from ..cell import CellContext, Curve, Found, Metric, Parameter
from ..estimators import is_estimator, is_search, winners_of
from ..expressions import called_name
from ..names import Binding, root_name
from ..objects import class_name, instance_dict
from ..searches import Trials, trials_of
from ..values import UNREAD, parameter
from ..walk import nodes_of_kind
from .apart import Candidate, kept_apart
from .arrays import numbers_in
from .evidence import figure_name
from .fitted import trained
from .words import is_quality_name, words, words_of

_NOT_CHOSEN = words("""
    epoch iter iteration step round idx index fold run trial state weights time i pred preds so n count tree
    estimator wts ind pos position path file val valid validation test train dev
""")
"""Of what is kept as the best, no settings: where it was found, and figures by the data that they are of."""

_CHOSEN_BY_ESTIMATORS = ("alpha_", "l1_ratio_", "C_", "n_features_")
"""What scikit-learn's estimators whose names end with ``CV`` choose themselves."""

_SHOWN_WINNERS = words("alpha_ l1_ratio_ C_ lambda_ best_iteration best_iteration_ best_ntree_limit")
_ASKED_WINNERS = words("get_best_iteration")
_SEARCHING = words("fmin space_eval")
_MOST_STEPS = 20


def winners(context: CellContext) -> Iterator[Found]:
    """The winning settings of a search: of one that ran here, of an estimator's own, or kept as ``best_alpha``."""
    for name, bindings in context.names.bindings.items():
        value = context.value(name)
        if value is UNREAD or name.startswith("_") or (bindings[-1].in_loop and is_search(value)):
            continue
        if is_search(value):
            yield from _named(winners_of(value))
        elif type(value) is dict and any(called_name(binding.value) in _SEARCHING for binding in bindings):
            yield from _entries(name, value)
        elif type(value) is list and name in context.names.changes:
            continue  # ``best_history``: the cell fills it.
        elif not context.explores and _keeps_best(name, value, bindings):
            yield from _kept(name, value)
    for name in trained(context):
        if name not in context.names.bindings and is_search(context.value(name)):
            yield from _named(winners_of(context.value(name)))
    for _, trials in _searches(context):
        yield from _named((f"best_{name}", value) for name, value in trials.settings.items())
    yield from kept_apart(_of_estimators(context), context.taken)


def searched(context: CellContext) -> Iterator[Found]:
    """The value of the best trial of a study, and the values of all trials."""
    found = _searches(context)
    for name, trials in found:
        prefix = f"{name}." if len(found) > 1 else ""
        if trials.best is not None:
            yield Metric(f"{prefix}best_{trials.word}", trials.best, "metric.search")
        if len(trials.values) > 1:
            yield Curve(f"{prefix}trial_{trials.word}", "series.search", trials.values, trials.steps)


def _named(found: Iterator[tuple[str, Scalar]]) -> Iterator[Found]:
    for name, value in found:
        yield Parameter(name, value, "param.best")


def _searches(context: CellContext) -> list[tuple[str, Trials]]:
    """Give the studies that the cell makes, runs or asks for their best trial, each once."""
    if "searches" in context.kept:
        found: list[tuple[str, Trials]] = context.kept["searches"]
        return found
    names = dict.fromkeys(context.names.bindings)
    for place in nodes_of_kind(context.tree, ast.Attribute):
        if place.attr == "optimize" or place.attr.startswith("best_"):
            names.setdefault(root_name(place) or "", None)
    for node in nodes_of_kind(context.tree, ast.Call):
        if called_name(node) == "fmin":
            names.update((item.value.id, None) for item in node.keywords if isinstance(item.value, ast.Name))
    seen: set[int] = set()
    found = []
    for name in names:
        value = context.value(name)
        trials = trials_of(value) if value is not UNREAD and id(value) not in seen else None
        if trials is not None and trials.values:
            seen.add(id(value))
            found.append((name, trials))
    context.kept["searches"] = found
    return found


def _of_estimators(context: CellContext) -> Iterator[Candidate]:
    """What estimators that search themselves chose, and where early stopping stopped."""
    for name in trained(context):
        value = context.value(name)
        bindings = context.names.bindings.get(name)
        if value is UNREAD or (bindings and bindings[-1].in_loop):
            continue
        for setting, plain in _chosen(value):
            yield Candidate(setting, plain, name, class_name(type(value)), "param.best")
    for statement in context.shown:
        for position, part in enumerate(statement.parts):
            setting = _shown_winner(part.node)
            if setting and not statement.in_loop:
                values = [value for place, _, value in statement.notes if place == position]
                if values and type(values[-1]) is not str:
                    yield Candidate(
                        setting, values[-1], root_name(part.node) or "model", "model", "param.best"
                    )


def _chosen(value: object) -> Iterator[tuple[str, Scalar]]:
    if not is_estimator(value):
        return
    own = instance_dict(value)
    steps = own.get("steps")
    if type(steps) is list:
        for step in steps[:_MOST_STEPS]:
            if type(step) is tuple and len(step) == 2:
                yield from _chosen(step[1])
    if class_name(type(value)).endswith("CV") and not is_search(value):
        for name in _CHOSEN_BY_ESTIMATORS:
            plain = _one_value(own.get(name, UNREAD))
            if plain is not None:
                yield f"best_{name.rstrip('_')}", plain
    stopped = own.get("_best_iteration")
    if type(stopped) is int and stopped > 0:
        yield "best_iteration", stopped


def _one_value(value: object) -> Scalar:
    """Read what was chosen: of one value for each class, that of all of them."""
    plain = parameter(value)[0]
    if plain is UNREAD:
        several = numbers_in(value)
        if not several:
            return None
        plain = several[0] if len(set(several)) == 1 else parameter(several)[0]
    return None if plain is UNREAD else plain  # type: ignore[return-value]


def _shown_winner(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute) and node.attr in _SHOWN_WINNERS:
        name = node.attr.rstrip("_")
        return name if name.startswith("best_") else f"best_{name}"
    return "best_iteration" if called_name(node) in _ASKED_WINNERS else ""


def _keeps_best(name: str, value: object, bindings: list[Binding]) -> bool:
    if bindings[-1].kind != "assign" or any(_is_figure(binding) for binding in bindings):
        return False
    return name.startswith(("best_", "optimal_")) or (
        name in ("best", "winner") and type(value) in (dict, str)
    )


def _is_figure(binding: Binding) -> bool:
    """``best = val_loss``: what is kept as the best is a figure, whatever it is called."""
    return binding.at is None and binding.value is not None and bool(figure_name(binding.value))


def _kept(name: str, value: object) -> Iterator[Found]:
    parts = words_of(name)[1:]
    if type(value) is dict:
        yield from _entries(name, value)
        return
    if is_quality_name(name) or not (parts or type(value) is str) or not _NOT_CHOSEN.isdisjoint(parts):
        return
    plain = parameter(value)[0]
    if plain is not UNREAD and plain is not None:
        yield Parameter(name, plain, "param.best")  # type: ignore[arg-type]


def _entries(name: str, values: Mapping[object, object]) -> Iterator[Found]:
    if is_quality_name(name):
        return
    for key, part in values.items():
        plain = parameter(part)[0]
        if type(key) is str and plain is not UNREAD and not is_quality_name(key):
            yield Parameter(f"{name}.{key}", plain, "param.best")  # type: ignore[arg-type]
