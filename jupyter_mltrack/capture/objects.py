"""Looking into classes, modules, functions and instances without running anybody's code.

``getattr``, ``vars`` and ``isinstance`` ask metaclasses, descriptors and ``__getattr__``, which can be the user's. What
is here reads the dictionaries that Python itself keeps.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import (
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any

_CLASS_DICT = type.__dict__["__dict__"]
_NOTEBOOK = "__main__"
_DEEPEST = 8


def class_dict(kind: type) -> Mapping[str, object]:
    """Give a class's own dictionary, without asking its metaclass."""
    found: MappingProxyType[str, object] = _CLASS_DICT.__get__(kind)
    return found


def bases_of(kind: type) -> tuple[type, ...]:
    """Give a class and all that it inherits from, in order."""
    found: tuple[type, ...] = type.__getattribute__(kind, "__mro__")
    return found


def in_class(kind: type, name: str) -> object:
    """Give what a class holds (or inherits) under a name, as it lies there; ``None`` where there is nothing."""
    for base in bases_of(kind):
        own = class_dict(base)
        if name in own:
            return own[name]
    return None


def class_name(kind: type) -> str:
    """Give a class's name."""
    return str(type.__getattribute__(kind, "__name__"))


def module_of(kind: type) -> str:
    """Give the name of the module that a class says it is from."""
    module = class_dict(kind).get("__module__")
    return module if type(module) is str else ""


def is_own(kind: type) -> bool:
    """Say whether a class was defined in the notebook."""
    return module_of(kind) == _NOTEBOOK


def is_class(value: object) -> bool:
    """Say whether a value is a class."""
    return issubclass(type(value), type)


def lives_in(kind: type, module: str) -> bool:
    """Say whether a module's name leads to this very class: a user's class may say that it is scikit-learn's."""
    return module_dict(sys.modules.get(module)).get(class_name(kind)) is kind


def module_dict(module: object) -> Mapping[str, object]:
    """Give a module's names; none for anything else. Modules that load their parts when asked give what is loaded."""
    if not issubclass(type(module), ModuleType):
        return {}
    names: dict[str, object] = object.__getattribute__(module, "__dict__")
    return names


def instance_dict(value: object) -> Mapping[str, object]:
    """Give an instance's own data: its dictionary and its slots; properties are not asked."""
    kind: type = type(value)
    found: dict[str, object] = {}
    for base in bases_of(kind):
        own = class_dict(base)
        for name, part in own.items():
            if type(part) is MemberDescriptorType and name not in found and not name.startswith("__"):
                try:
                    found[name] = part.__get__(value, kind)
                except AttributeError:
                    continue
    if any(_replaces_dict(base) for base in bases_of(kind)):
        return found
    try:
        names = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return found
    if type(names) is not dict:
        return found
    return {**found, **{name: part for name, part in names.items() if type(name) is str}}


def _replaces_dict(base: type) -> bool:
    """Say whether a class defines ``__dict__`` itself, as a property: that would be its code."""
    part = class_dict(base).get("__dict__")
    kind = type(part)
    return part is not None and kind is not GetSetDescriptorType and kind is not MemberDescriptorType


def plain_function(value: object) -> FunctionType | None:
    """Give the Python function below methods, class methods and well-behaved decorators."""
    for _ in range(_DEEPEST):
        kind = type(value)
        if kind is staticmethod or kind is classmethod or kind is MethodType:
            value = value.__func__  # type: ignore[attr-defined]
        elif kind is FunctionType:
            function: FunctionType = value  # type: ignore[assignment]
            inner = function.__dict__.get("__wrapped__")
            if inner is None:
                return function
            value = inner
        else:
            return None
    return None


def parameters_of(function: FunctionType) -> tuple[str, ...]:
    """Give the names of a function's positional parameters."""
    code = function.__code__
    return code.co_varnames[: code.co_argcount]


def defaults_of(function: FunctionType) -> dict[str, Any]:
    """Give the defaults of a function's parameters by name."""
    names, defaults = parameters_of(function), function.__defaults__ or ()
    found = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    return {**found, **(function.__kwdefaults__ or {})}


def names_in(code: CodeType) -> set[str]:
    """Give the names of globals and attributes that a function's code uses, its inner functions included."""
    found = set(code.co_names)
    for part in code.co_consts:
        if type(part) is CodeType:
            found |= names_in(part)
    return found
