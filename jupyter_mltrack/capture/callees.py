"""What a call calls: looked up in the notebook's namespace and in modules, without running anybody's code."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Literal

from .cell import CellContext
from .objects import (
    bases_of,
    class_name,
    in_class,
    is_class,
    is_own,
    module_dict,
    module_of,
    parameters_of,
    plain_function,
)

CalleeKind = Literal["class", "function", "method"]


@dataclass(frozen=True, slots=True)
class Callee:
    """What is called.

    ``module`` is where it was defined (``__main__``: in the notebook; empty: unknown). ``function`` runs when it is
    called (of a class, its ``__init__``): a ``FunctionType``, or ``None`` where that is not written in Python.
    ``family`` names the class and all that it inherits from, as ``module.name``.
    """

    name: str
    kind: CalleeKind
    module: str = ""
    function: Any = None
    positional: tuple[str, ...] = ()
    """Names of its positional parameters, without ``self``."""
    family: tuple[str, ...] = ()

    @property
    def library(self) -> str:
        """The package that it is from."""
        return self.module.partition(".")[0]

    @property
    def own(self) -> bool:
        """Whether it was defined in the notebook."""
        return self.module == "__main__"


def callee_of(
    node: ast.expr, context: CellContext, imports: Mapping[str, tuple[str, str]], local: frozenset[str]
) -> Callee | None:
    """Find what a call's function expression is; ``None`` where that cannot be told.

    Parameters
    ----------
    node
        The expression that is called.
    context
        The cell.
    imports
        Names that the cell imports: also those that its functions import for themselves.
    local
        Names that the function around it binds itself.
    """
    value = look_up(node, context, imports, local)
    if value is not None:
        found = _described(value)
        if found is not None:
            return found
    if isinstance(node, ast.Attribute):
        owner = look_up(node.value, context, imports, local)
        if module_dict(owner):
            return None
        return _method(node.attr, type(owner) if owner is not None else None)
    return None


def look_up(
    node: ast.expr,
    context: CellContext,
    imports: Mapping[str, tuple[str, str]],
    local: frozenset[str] = frozenset(),
) -> object:
    """Give the value of a name or of an attribute of a module or class; ``None`` where it is not known."""
    if isinstance(node, ast.Name):
        if node.id in imports:
            module, name = imports[node.id]
            home = sys.modules.get(module)
            if not name:
                return home
            part = module_dict(home).get(name)
            return part if part is not None else sys.modules.get(f"{module}.{name}")
        return None if node.id in local else context.after.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = look_up(node.value, context, imports, local)
        names = module_dict(owner)
        if names:
            found = names.get(node.attr)
            return found if found is not None else sys.modules.get(f"{names.get('__name__')}.{node.attr}")
        if is_class(owner):
            return in_class(owner, node.attr)  # type: ignore[arg-type]
    return None


def _described(value: object) -> Callee | None:
    if is_class(value):
        kind: type = value  # type: ignore[assignment]
        start = plain_function(in_class(kind, "__init__"))
        family = tuple(f"{module_of(base)}.{class_name(base)}" for base in bases_of(kind))
        module = "__main__" if is_own(kind) else module_of(kind)
        names = parameters_of(start)[1:] if start is not None else ()
        return Callee(class_name(kind), "class", module, start, names, family)
    function = plain_function(value)
    if function is None:
        return None
    names = parameters_of(function)
    bound = names[:1] in (("self",), ("cls",))
    return Callee(
        function.__name__, "function", _module_of(function), function, names[1:] if bound else names
    )


def _module_of(function: FunctionType) -> str:
    module = function.__globals__.get("__name__")
    return module if type(module) is str else ""


def _method(name: str, kind: type | None) -> Callee:
    if kind is None:
        return Callee(name, "method")
    function = plain_function(in_class(kind, name))
    family = tuple(f"{module_of(base)}.{class_name(base)}" for base in bases_of(kind))
    if function is None:
        return Callee(name, "method", module_of(kind), family=family)
    return Callee(name, "method", _module_of(function), function, parameters_of(function)[1:], family)
