"""What functions and classes of the notebook bring along themselves: defaults in force, constants in their bodies."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...records import Scalar
from ..callees import Callee, callee_of
from ..calls import Call, FunctionNode
from ..cell import CellContext, Found
from ..configs import is_config_name, is_plain
from ..expressions import is_start
from ..objects import defaults_of, in_class
from ..values import UNREAD, parameter
from ..walk import nodes_of
from .apart import Candidate, kept_apart
from .configs import is_config_class
from .libraries import is_housekeeping, names_training
from .parameters import dict_items
from .training import is_hand_written, is_notebooks, trains
from .words import is_quality_name
from .written import known_values, reached, value_of


def defaults_in_force(context: CellContext) -> Iterator[Found]:
    """Defaults of the notebook's functions that train and of its models, where the call does not say otherwise.

    ``def train(lr=0.1)`` … ``train()``: the person chose that value, and the cell ran with it.
    """
    yield from kept_apart(_candidates(context), context.taken)


def _candidates(context: CellContext) -> Iterator[Candidate]:
    code = reached(context)
    for call in code.calls:
        # Calls inside functions are how these do their work.
        if call.local or call.owner in context.untouched:
            continue
        callee = callee_of(call.node.func, context, code.imports, call.local)
        if (
            callee is None
            or callee.function is None
            or not is_notebooks(callee)
            or not _counts(callee, context)
        ):
            continue
        for name, value in _left_open(call, callee):
            yield Candidate(name, value, call.owner or callee.name, callee.name, "param.default")


def _counts(callee: Callee, context: CellContext) -> bool:
    if callee.kind == "class":
        kind = context.after.get(callee.name)
        if type(kind) is not type or is_config_class(callee, context) or is_plain(kind):
            return False
        return in_class(kind, "__getitem__") is None
    return trains(callee.function, context.after) or is_hand_written(callee)


def _left_open(call: Call, callee: Callee) -> Iterator[tuple[str, Scalar]]:
    node = call.node
    if any(isinstance(part, ast.Starred) for part in node.args) or any(
        part.arg is None for part in node.keywords
    ):
        return
    given = {*callee.positional[: len(node.args)], *(part.arg for part in node.keywords)}
    for name, default in defaults_of(callee.function).items():
        if name in given or is_housekeeping(name) or name.startswith("_") or default is None:
            continue
        value = parameter(default)[0]
        if value is not UNREAD:
            yield name, value  # type: ignore[misc]


def local_constants(context: CellContext) -> Iterator[Found]:
    """Constants in the body of a function that trains and that the cell calls: ``def train(): epochs = 20 …``."""
    values = known_values(context)
    found = [
        Candidate(name, value, node.name, node.name, "param.local")
        for node in reached(context).functions
        if _trains(node)
        for name, value in (*_constants(node, values), *_entries(node, values))
    ]
    yield from kept_apart(found, context.taken)


def _trains(node: FunctionNode) -> bool:
    names = {part.attr for part in nodes_of(node) if isinstance(part, ast.Attribute)}
    names |= {part.id for part in nodes_of(node) if isinstance(part, ast.Name)}
    loops = any(isinstance(part, (ast.For, ast.While)) for part in node.body)
    return names_training(names) or (
        loops and any(isinstance(part, ast.AugAssign) for part in nodes_of(node))
    )


def _entries(node: FunctionNode, values: dict[str, object]) -> Iterator[tuple[str, Scalar]]:
    """Entries of dicts that are written in the body: ``params = {"objective": "binary"}``."""
    for statement in node.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(statement, ast.Assign) or not isinstance(target, ast.Name):
            continue
        for key, part in dict_items(statement.value).items():
            value = value_of(part, values) if not isinstance(part, (ast.Name, ast.List)) else UNREAD
            plain = parameter(value)[0] if value is not UNREAD and not is_start(part) else UNREAD
            if plain is not UNREAD and not is_housekeeping(key) and is_config_name(target.id):
                yield f"{target.id}.{key}", plain  # type: ignore[misc]


def _constants(node: FunctionNode, values: dict[str, object]) -> Iterator[tuple[str, Scalar]]:
    stored = [
        part.id for part in nodes_of(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    ]
    visible = dict(values)
    for statement in node.body:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        target = statement.targets[0]
        if not isinstance(target, ast.Name) or stored.count(target.id) != 1 or is_start(statement.value):
            continue
        value = value_of(statement.value, visible)
        plain = parameter(value)[0] if value is not UNREAD else UNREAD
        if plain is UNREAD or plain in ("[]", ""):
            continue
        visible[target.id] = value
        if (
            not is_housekeeping(target.id)
            and not target.id.startswith("_")
            and not is_quality_name(target.id)
        ):
            yield target.id, plain  # type: ignore[misc]
