"""Functions of earlier cells that a cell calls: their loops and what they show is observed while the cell runs.

Their text is what IPython keeps for tracebacks. A function is touched only where that text, compiled, gives the very
code that the function has.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import FunctionType

from .functions import FunctionSwap, first_line, observable
from .loops import ScopePlan, plan_scopes
from .notes import Notes
from .objects import bases_of, class_dict, is_own, plain_function
from .observers import Watches
from .rules.words import is_quality_name
from .scopes import FunctionNode

_LONGEST_SOURCE = 100_000
_MOST_SOURCES = 12
_MOST_FUNCTIONS = 200


def functions_reached(names: Iterable[str], namespace: Mapping[str, object]) -> list[FunctionType]:
    """Give the notebook's functions that lie behind names: functions, and methods of classes and of their instances."""
    found: dict[int, FunctionType] = {}
    for name in names:
        for value in _parts(namespace.get(name)):
            function = plain_function(value)
            if function is not None and function.__globals__ is namespace:
                found[id(function)] = function
    return list(found.values())[:_MOST_FUNCTIONS]


def _parts(value: object) -> Iterator[object]:
    yield value
    kind = value if type(value) is type else type(value)
    if isinstance(kind, type) and is_own(kind):
        for base in bases_of(kind):
            if is_own(base):
                yield from class_dict(base).values()


def swap_called(
    functions: Iterable[FunctionType],
    watches: Watches,
    notes: Notes,
    asked: tuple[Collection[str], Collection[str]],
    taken: set[str],
    swaps: list[FunctionSwap],
) -> dict[str, list[ast.stmt]]:
    """Give functions of earlier cells their observing code.

    Parameters
    ----------
    functions
        The functions.
    watches, notes
        Where observed values go.
    asked
        Names that a person asked to watch, and to leave.
    taken
        Names of series that are spoken for; those found here are added.
    swaps
        Gets what gives the functions their own code back.

    Returns
    -------
    dict
        The observed assignments, by the name of their series.
    """
    assigned: dict[str, list[ast.stmt]] = {}
    by_file: dict[str, list[FunctionType]] = {}
    for function in functions:
        by_file.setdefault(function.__code__.co_filename, []).append(function)
    for filename, group in list(by_file.items())[:_MOST_SOURCES]:
        source = source_of(filename)
        if source is None:
            continue
        tree = ast.parse(source)
        _, *inner = plan_scopes(tree, *asked)
        lines = {(function.__code__.co_name, function.__code__.co_firstlineno) for function in group}
        plans = [plan for plan in observable(inner, tree) if _key(plan.outermost) in lines]
        if not plans:
            continue
        names = series_names(plans, taken, assigned, quality_only=True)
        swap = FunctionSwap(source, names, watches, notes, *asked, exact=True)
        swaps.append(swap)
        for function in group:
            swap(function)
    return assigned


def source_of(filename: str) -> str | None:
    """Give the text of the cell that was compiled under a file name."""
    entry = linecache.cache.get(filename)
    if entry is None or len(entry) != 4:
        return None
    text = "".join(entry[2])
    return text if 0 < len(text) <= _LONGEST_SOURCE else None


def _key(function: FunctionNode | None) -> tuple[str, int]:
    return ("", 0) if function is None else (function.name, first_line(function))


def series_names(
    plans: Iterable[ScopePlan],
    taken: set[str],
    assigned: dict[str, list[ast.stmt]],
    *,
    quality_only: bool = False,
) -> dict[tuple[str, int], dict[str, str]]:
    """Name the series of functions: by the local name, with the function's before it where that is taken.

    Parameters
    ----------
    plans
        The functions.
    taken
        Names that are spoken for; those found here are added.
    assigned
        Gets the assignments of each series.
    quality_only
        Whether to leave names that do not say that their values are quality figures.
    """
    found: dict[tuple[str, int], dict[str, str]] = {}
    for plan in plans:
        names = {}
        for site in plan.sites:
            name = site.name
            if not quality_only or is_quality_name(name):
                names[name] = f"{plan.qualified}.{name}" if name in taken else name
                assigned.setdefault(names[name], []).append(site.statement)
        taken |= names.keys()
        found[_key(plan.function)] = names
    return found
