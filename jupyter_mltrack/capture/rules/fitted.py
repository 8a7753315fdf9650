"""Settings of models, searches and optimisers that the cell trains, where its text does not say them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..calls import Call
from ..cell import CellContext, Found
from ..estimators import chosen_settings, is_estimator
from ..expressions import called_name
from ..objects import (
    bases_of,
    class_name,
    defaults_of,
    in_class,
    instance_dict,
    is_own,
    module_of,
    plain_function,
)
from ..values import UNREAD, parameter
from ..walk import nodes_of
from .apart import Candidate, kept_apart
from .libraries import TRAINING_FUNCTIONS, TRAINING_METHODS, is_housekeeping
from .written import reached


def fitted_models(context: CellContext) -> Iterator[Found]:
    """Settings of what the cell trains: of models of earlier cells, and those that it works out itself.

    Of an estimator of a library, what is not the library's default; of a model of the notebook, what its ``__init__``
    took; of an optimiser, what it was made with. What the cell writes out or passes on by name is captured there.
    """
    yield from kept_apart(_candidates(context), context.taken)


def _candidates(context: CellContext) -> Iterator[Candidate]:
    code = reached(context)
    for name in trained(context):
        value = context.value(name)
        bindings = context.names.bindings.get(name)
        if value is UNREAD or (bindings and bindings[-1].in_loop):
            continue
        owner = class_name(type(value))
        for setting, plain in _settings(value):
            if is_housekeeping(setting.rpartition("__")[2]):
                continue
            if bindings is None or setting in _worked_out(name, code.calls, context):
                yield Candidate(setting, plain, name, owner, "param.fitted")  # type: ignore[arg-type]
    for name in sorted(context.earlier):
        value = context.value(name)
        if value is not UNREAD and any(class_name(base) == "Optimizer" for base in bases_of(type(value))):
            for setting, plain in _of_optimizer(value):
                yield Candidate(f"{name}.{setting}", plain, name, name, "param.fitted")  # type: ignore[arg-type]


def _settings(value: object) -> Iterator[tuple[str, object]]:
    if is_estimator(value):
        yield from chosen_settings(value)
    elif is_own(type(value)):
        start, own = plain_function(in_class(type(value), "__init__")), instance_dict(value)
        if start is not None:
            for name in start.__code__.co_varnames[1 : start.__code__.co_argcount]:
                plain = parameter(own.get(name, UNREAD))[0]
                if plain is not UNREAD and plain is not None:
                    yield name, plain


def _of_optimizer(value: object) -> Iterator[tuple[str, object]]:
    """What a torch optimiser was made with, apart from defaults; schedules change its groups, not this."""
    made = instance_dict(value).get("defaults")
    start = plain_function(in_class(type(value), "__init__"))
    if type(made) is not dict or start is None or not module_of(type(value)).startswith("torch.optim"):
        return
    defaults = defaults_of(start)
    for name, part in made.items():
        plain = parameter(part)[0]
        if plain is UNREAD or plain is None or name not in defaults:
            continue
        if name == "lr" or plain != parameter(defaults[name])[0]:
            yield name, plain


def trained(context: CellContext) -> list[str]:
    """Give the names that the cell trains: ``model.fit(X, y)``, ``cross_val_score(model, X, y)``."""
    found: dict[str, None] = {}
    for call in reached(context).calls:
        func, node = call.node.func, None
        if isinstance(func, ast.Attribute) and func.attr in TRAINING_METHODS:
            node = func.value
            if isinstance(node, ast.Call) and call.owner and not call.local | call.in_loop:
                # model = Ridge(alpha).fit(X, y)
                found[call.owner] = None
        elif called_name(call.node) in TRAINING_FUNCTIONS or (called_name(call.node) or "").endswith(
            "SearchCV"
        ):
            node = call.node.args[0] if call.node.args else None
        if isinstance(node, ast.Name) and node.id not in call.local | call.in_loop:
            found[node.id] = None
    return list(found)


def _worked_out(name: str, calls: list[Call], context: CellContext) -> set[str]:
    """Give the keywords whose values the cell computes where it makes a model: ``Ridge(alpha=alphas[best])``."""
    found = set()
    for call in calls:
        if call.owner != name or call.in_loop or call.local:
            continue
        for keyword in call.node.keywords:
            if keyword.arg and not _is_said(keyword.value, context):
                found.add(keyword.arg)
    return found


def _is_said(node: ast.expr, context: CellContext) -> bool:
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        text = ast.unparse(node).replace("['", ".").replace("']", "")
        return text in context.taken
    return not any(isinstance(part, ast.Name) for part in nodes_of(node))
