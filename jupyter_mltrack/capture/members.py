"""What a class holds that somebody wrote into it: methods, properties, attributes, the fields of a dataclass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from types import FunctionType, MemberDescriptorType
from typing import Any, Final

from .objects import class_dict, class_name, instance_dict

_OF_PYTHON: Final = frozenset({
    "__module__", "__dict__", "__weakref__", "__doc__", "__qualname__", "__firstlineno__", "__static_attributes__",
    "__annotations__", "__annotate__", "__annotate_func__", "__annotations_cache__", "__abstractmethods__", "_abc_impl",
    "__parameters__", "__orig_bases__", "__dataclass_fields__", "__dataclass_params__", "__match_args__", "__slots__",
    "__classcell__", "__hash__", "__replace__",
})  # fmt: skip
"""What Python itself puts into a class: it follows from the rest."""


def members_of(kind: type) -> Iterator[tuple[str, object]]:
    """Give what a class itself holds, without what it inherits."""
    own = class_dict(kind)
    fields = own.get("__dataclass_fields__")
    for name, part in own.items():
        if name in _OF_PYTHON or type(part) is MemberDescriptorType:
            continue
        if type(fields) is dict and name.startswith("__") and _is_generated(part):
            continue
        yield from _opened(name, part)
    if type(fields) is dict:
        for name, field in fields.items():
            said = instance_dict(field)
            for key in ("default", "default_factory"):
                if class_name(type(said.get(key))) != "_MISSING_TYPE":
                    yield f"{name}.{key}", said.get(key)


def _opened(name: str, part: Any) -> Iterator[tuple[str, object]]:
    kind = type(part)
    if kind is staticmethod or kind is classmethod:
        yield name, part.__func__
    elif kind is property:
        yield from ((name, inner) for inner in (part.fget, part.fset, part.fdel))
    elif kind is cached_property:
        yield name, part.func
    else:
        yield name, part


def _is_generated(part: object) -> bool:
    """Say whether a method was written by ``dataclass``: its fields say the same."""
    while type(part) is FunctionType and "__wrapped__" in part.__dict__:
        part = part.__dict__["__wrapped__"]
    return type(part) is FunctionType and part.__code__.co_filename.startswith("<")
