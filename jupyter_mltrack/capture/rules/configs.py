"""Objects that hold settings: dicts, classes with constants, dataclasses, namespaces and their like."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ...records import LeftOut, Scalar
from ..callees import Callee
from ..cell import CellContext, Earlier, Found, Parameter
from ..configs import class_constants, is_config_name, settings_of
from ..expressions import called_name, is_constant
from ..names import Binding
from ..objects import class_name, in_class, is_own, names_in, plain_function
from ..values import UNREAD
from ..walk import nodes_of
from .parameters import dict_items
from .written import known_values, reached

_READERS = frozenset(
    {"load", "safe_load", "loads", "full_load", "parse_args", "create", "from_cli", "get_cfg", "Namespace"}
)


def config_objects(context: CellContext) -> Iterator[Found]:
    """Objects of settings that the cell makes: ``class CFG``, a dataclass, ``parser.parse_args([])``, ``OmegaConf``.

    What counts is the value in force after the cell, not a default that it was given before.
    """
    for name, bindings in context.names.bindings.items():
        last = bindings[-1]
        value = context.value(name)
        if name.startswith("_") or value is UNREAD or last.in_loop or last.kind not in ("assign", "class"):
            continue
        if type(value) is dict and not _is_read(last):
            continue  # Which of its entries are settings stands in the cell: see ``parameters.dictionaries``.
        if type(value) is type and (last.kind != "class" or _has_instance(value, context)):
            continue
        if type(value) is not type and not _is_made_of_constants(name, value, last, context):
            continue
        for entry, plain in (settings_of(name, value) or {}).items():
            yield Parameter(f"{name}.{entry}", plain, "param.config")


def _has_instance(kind: type, context: CellContext) -> bool:
    """Say whether the cell makes instances of a class: theirs are the values in force."""
    for call in reached(context).calls:
        func = call.node.func
        if isinstance(func, ast.Name) and context.after.get(func.id) is kind:
            return True
    return False


def _is_read(binding: Binding) -> bool:
    """``json.load(file)``, ``yaml.safe_load(text)``, ``vars(args)``: settings that came from outside of the cell."""
    return called_name(binding.value) in _READERS


def _is_made_of_constants(name: str, value: object, binding: Binding, context: CellContext) -> bool:
    if is_config_name(name) or _is_read(binding):
        return True
    node = binding.value
    if not isinstance(node, ast.Call):
        return False
    known = known_values(context)
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    return (bool(given) or is_config_name(class_name(type(value)))) and all(
        is_constant(part, known) for part in given
    )


def is_config_class(callee: Callee, context: CellContext) -> bool:
    """Say whether a class of the notebook is there to hold settings: its instances are read as a whole."""
    kind = context.after.get(callee.name)
    if type(kind) is not type or not is_own(kind):
        return False
    if any(
        in_class(kind, slot) is not None for slot in ("__dataclass_fields__", "__attrs_attrs__", "_fields")
    ):
        return True
    return is_config_name(callee.name) and class_constants(kind) is not None


def earlier_configs(context: CellContext) -> Iterator[Found]:
    """Objects of settings of earlier cells that this cell reads: the fields it reads, or all where it is passed on."""
    used = _Used(context)
    for name, earlier in context.earlier.items():
        if earlier.settings is None or name.startswith("_") or name in context.options.ignore:
            continue
        if not _is_config(name, earlier):
            yield LeftOut(name, "param.type", f"a value of type {earlier.type_name}")
            continue
        for entry, plain in used.of(name, earlier.settings).items():
            yield Parameter(f"{name}.{entry}", plain, "param.earlier")


def _is_config(name: str, earlier: Earlier) -> bool:
    origin = earlier.origin
    if is_config_name(name) or (origin is not None and origin.kind == "class"):
        return True
    if origin is None or origin.value is None or origin.in_loop:
        return False
    if _is_read(origin):
        return True
    items = dict_items(origin.value)
    if items:
        lists = [isinstance(node, (ast.List, ast.Tuple, ast.ListComp)) for node in items.values()]
        return all(is_constant(node) or dict_items(node) for node in items.values()) and not all(lists)
    given = origin.value
    if not isinstance(given, ast.Call) or earlier.type_name == "dict":
        return False
    return all(is_constant(part) for part in (*given.args, *(keyword.value for keyword in given.keywords)))


class _Used:
    """Which fields of an object the cell reads, itself and through functions of the notebook."""

    def __init__(self, context: CellContext) -> None:
        self._fields: dict[str, set[str]] = {}
        self._whole: set[str] = set()
        self._deeper: dict[tuple[str, str], set[str]] = {}
        """Of a field that holds settings itself, which of these; not where it is passed on as a whole."""
        parts = nodes_of(context.tree)
        below = set()
        inner = {id(node.value): node for node in parts if isinstance(node, (ast.Attribute, ast.Subscript))}
        for node in parts:
            if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Name):
                below.add(id(node.value))
                field = node.attr if isinstance(node, ast.Attribute) else _constant(node.slice)
                self._fields.setdefault(node.value.id, set()).add(field)
                outer = inner.get(id(node))
                deeper = (
                    outer.attr
                    if isinstance(outer, ast.Attribute)
                    else _constant(outer.slice)
                    if outer
                    else ""
                )
                self._deeper.setdefault((node.value.id, field), set()).add(deeper)
        self._whole |= {node.id for node in parts if isinstance(node, ast.Name) and id(node) not in below}
        self._through(context)

    def _through(self, context: CellContext) -> None:
        waiting, seen = sorted(context.names.reads), set()
        while waiting:
            name = waiting.pop()
            function = plain_function(context.after.get(name))
            if name in seen or function is None or function.__globals__.get("__name__") != "__main__":
                continue
            seen.add(name)
            code = function.__code__
            names = names_in(code)
            waiting += sorted(names)
            texts = {part for part in code.co_consts if type(part) is str}
            for config in names & context.earlier.keys():
                self._fields.setdefault(config, set()).update(names | texts)

    def of(self, name: str, settings: Mapping[str, Scalar]) -> dict[str, Scalar]:
        fields = self._fields.get(name, set())
        if name in self._whole or fields & _WHOLE or not fields:
            return dict(settings)
        return {
            entry: plain
            for entry, plain in settings.items()
            if not fields.isdisjoint(entry.split(".")) and self._goes_deep(name, entry.split("."), fields)
        }

    def _goes_deep(self, name: str, parts: list[str], fields: set[str]) -> bool:
        deeper = self._deeper.get((name, parts[0]), set())
        if len(parts) < 2 or not deeper or deeper & _WHOLE:
            return True
        return parts[1] in deeper or parts[1] in fields


_WHOLE = frozenset(
    {"items", "values", "keys", "copy", "__dict__", "to_dict", "_asdict", "dict", "model_dump", "get", ""}
)


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is str else ""
