"""What a cell takes from earlier cells: found before it runs, because it may change it."""

from __future__ import annotations

import builtins
import dis
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType

from .cell import Earlier
from .configs import settings_of
from .dependencies import EarlierCells
from .names import Binding
from .values import UNREAD, parameter, type_name

_GLOBAL_LOADS = frozenset({"LOAD_GLOBAL", "LOAD_NAME"})
_TOOLS = (ModuleType, FunctionType, BuiltinFunctionType, type)


def names_read(
    reads: Iterable[str], namespace: Mapping[str, object], hidden: Collection[str] = ()
) -> list[str]:
    """Give the notebook's names that code reads, also through the notebook's own functions and classes.

    Parameters
    ----------
    reads
        The names that stand in the code.
    namespace
        The notebook's names.
    hidden
        Names that are not the user's (``In``, ``Out``, ``get_ipython``).
    """
    found: dict[str, None] = {}
    waiting = sorted(reads)
    while waiting:
        name = waiting.pop(0)
        if name in found or name not in namespace or name in hidden:
            continue
        found[name] = None
        for code in _codes_of(namespace[name], namespace):
            waiting += sorted(globals_of(code))
    return list(found)


def _codes_of(value: object, namespace: Mapping[str, object]) -> Iterator[CodeType]:
    if type(value) is FunctionType:
        if value.__globals__ is namespace:
            yield value.__code__
    elif type(value) is type and value.__module__ == "__main__":
        for part in vars(value).values():
            if type(part) is staticmethod or type(part) is classmethod:
                part = part.__func__
            if type(part) is FunctionType and part.__globals__ is namespace:
                yield part.__code__


@functools.lru_cache(maxsize=1024)
def globals_of(code: CodeType) -> frozenset[str]:
    """Give the global names that a function's code reads, without the builtins."""
    found = {
        instruction.argval
        for instruction in dis.get_instructions(code)
        if instruction.opname in _GLOBAL_LOADS and type(instruction.argval) is str
    }
    for item in code.co_consts:
        if type(item) is CodeType:
            found |= globals_of(item)
    return frozenset(name for name in found if not hasattr(builtins, name))


def earlier_values(names: Iterable[str], namespace: Mapping[str, object]) -> dict[str, Earlier]:
    """Read the values of names as they are now; modules, functions and classes are tools rather than values."""
    found = {}
    for name in names:
        value = namespace[name]
        settings = settings_of(name, value) or None
        if settings is None and issubclass(type(value), _TOOLS):
            continue
        plain, remark = parameter(value)
        found[name] = Earlier(plain, remark, type_name(value), None, settings)
    return found


def with_origins(earlier: Mapping[str, Earlier], cells: EarlierCells, before: int) -> dict[str, Earlier]:
    """Add how each value came about, where an earlier cell says so.

    Parameters
    ----------
    earlier
        Values by name.
    cells
        The session's cells.
    before
        The execution number of the cell that reads them.
    """
    found = {}
    for name, value in earlier.items():
        origin: Binding | None = None
        if value.value is not UNREAD or value.settings is not None:
            defined = cells.definition(name, before)
            origin = defined[0] if defined is not None else None
        found[name] = replace(value, origin=origin)
    return found
