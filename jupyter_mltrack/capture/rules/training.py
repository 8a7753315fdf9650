"""Which functions of the notebook train: their arguments, defaults and local constants are settings."""

from __future__ import annotations

import dis
import functools
import inspect
from collections.abc import Mapping
from types import CodeType, FunctionType

from ..callees import Callee
from ..objects import is_class, names_in, plain_function
from .libraries import is_drawing, names_training

_DEEPEST = 4


def trains(function: FunctionType | None, namespace: Mapping[str, object], depth: int = 0) -> bool:
    """Say whether a function of the notebook trains or searches, itself or through other functions of the notebook.

    It does where it calls what trains, or where it is written by hand: a loop in which names are set anew.
    """
    if function is None:
        return False
    names = names_in(function.__code__)
    if names_training(names):
        return True
    if depth < _DEEPEST:
        for name in names:
            part = namespace.get(name)
            if part is None or is_class(part):
                continue
            inner = plain_function(part)
            if inner is None or inner is function:
                continue
            if inner.__globals__ is function.__globals__ and trains(inner, namespace, depth + 1):
                return True
    return False


def is_hand_written(callee: Callee) -> bool:
    """Say whether a function moves values on in a loop (gradient descent written by hand) and shows nothing.

    One that yields gives out data, and what it is given by position (from where, to where) is about them.
    """
    if callee.function is None or callee.function.__code__.co_flags & inspect.CO_GENERATOR:
        return False
    return _moves_on(callee.function.__code__) and not is_drawing(callee)


@functools.lru_cache(maxsize=4096)
def _moves_on(code: CodeType) -> bool:
    names = [instruction.opname for instruction in dis.get_instructions(code)]
    start = names.index("FOR_ITER") if "FOR_ITER" in names else len(names)
    # The first store is the loop variable's.
    return sum(name in _STORES for name in names[start:]) > 1


_STORES = frozenset(
    {"STORE_FAST", "STORE_FAST_STORE_FAST", "STORE_FAST_LOAD_FAST", "STORE_ATTR", "STORE_SUBSCR"}
)


def is_notebooks(callee: Callee) -> bool:
    """Say whether something was written by the person: in the notebook, or in a module beside it."""
    if callee.own:
        return True
    function = callee.function
    if function is None:
        return False
    file = function.__globals__.get("__file__")
    return type(file) is str and not any(part in file for part in _INSTALLED)


_INSTALLED = ("site-packages", "dist-packages", "/lib/python", "\\lib\\", "/Lib/", "\\Lib\\")
