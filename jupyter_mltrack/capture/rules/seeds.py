"""Seeds of random numbers, however they are set."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..callees import callee_of
from ..calls import Call
from ..cell import CellContext, Found
from ..names import root_name
from ..objects import defaults_of
from ..values import UNREAD, parameter
from .apart import Candidate, kept_apart
from .written import known_values, plain_value, reached

_SEEDERS = frozenset(
    {
        "seed",
        "manual_seed",
        "manual_seed_all",
        "set_seed",
        "set_random_seed",
        "default_rng",
        "RandomState",
        "Random",
    }
    | {
        "PRNGKey",
        "SeedSequence",
        "seed_everything",
        "enable_full_determinism",
        "random_seed",
        "set_random_state",
    }
)
_KEYWORDS = ("seed", "random_state", "seed_value", "x", "a")


def seeds(context: CellContext) -> Iterator[Found]:
    """``np.random.seed(42)``, ``torch.manual_seed(42)``, ``default_rng(42)``: the parameter ``seed``.

    A result can only be had again with its seed, wherever that went. One that has a name is captured by that name.
    """
    said = {value for name, value in context.taken.items() if "seed" in name.lower() and type(value) is int}
    found = [item for item in _candidates(context) if item.value not in said]
    yield from kept_apart(found, context.taken)


def _candidates(context: CellContext) -> Iterator[Candidate]:
    code, values = reached(context), known_values(context)
    for call in code.calls:
        func = call.node.func
        name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        own = "seed" in name.lower() and isinstance(func, ast.Name)
        if name not in _SEEDERS and not own:
            continue
        given = _given(call)
        if given is not None:
            value = plain_value(call, given, values)
        elif own:
            value = _default(call, context)
        else:
            continue
        if type(value) is int:
            root = root_name(func) or name
            yield Candidate("seed", value, root, name, "param.seed")


def _given(call: Call) -> ast.expr | None:
    if call.node.args:
        return call.node.args[0]
    return next((keyword.value for keyword in call.node.keywords if keyword.arg in _KEYWORDS), None)


def _default(call: Call, context: CellContext) -> object:
    """``set_seed()`` of the notebook's ``def set_seed(seed=42)``."""
    callee = callee_of(call.node.func, context, {}, call.local)
    if callee is None or callee.function is None or not callee.positional:
        return UNREAD
    return parameter(defaults_of(callee.function).get(callee.positional[0], UNREAD))[0]
