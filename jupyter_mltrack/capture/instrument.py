"""Adding observations to a cell's syntax tree."""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from .loops import Loop, ScopePlan, Site, blocks_of
from .notes import Notes, wrap
from .observers import Observe, Watches
from .scopes import FunctionNode
from .shown import Shown

_cells = itertools.count(1)


class HiddenNames:
    """Names that the cell's code can use and nobody sees: in the builtins, for as long as the cell runs."""

    def __init__(self) -> None:
        self._prefix = f"__mltrack_{next(_cells)}_"
        self._names: list[str] = []

    def add(self, value: object) -> str:
        """Give a new name for a value."""
        # It ends with underscores, too: class bodies would mangle it otherwise.
        name = f"{self._prefix}{len(self._names)}__"
        vars(builtins)[name] = value
        self._names.append(name)
        return name

    def remove(self) -> None:
        """Take all of them away."""
        for name in self._names:
            vars(builtins).pop(name, None)
        self._names.clear()


class Counters:
    """Iteration counters, one a loop; loops that set the same name share theirs.

    The first number of a counter counts the iterations; those behind it say with which one each round began.
    """

    def __init__(self, sites: Sequence[Site], shown: Sequence[Shown] = ()) -> None:
        self._sites = sites
        self._groups: dict[int, list[int]] = {}
        self._loops: dict[int, Loop] = {}
        for item in shown:
            if item.loop is not None:
                self._groups.setdefault(id(item.loop), [-1])
                self._loops[id(item.loop)] = item.loop
        for group in _by_name(sites).values():
            known = [self._groups[id(site.loop)] for site in group if id(site.loop) in self._groups]
            counter = known[0] if known else [-1]
            for key, steps in self._groups.items():
                if any(steps is other for other in known):
                    self._groups[key] = counter
            for site in group:
                self._groups[id(site.loop)] = counter
                self._loops[id(site.loop)] = site.loop

    def of(self, loop: Loop) -> list[int]:
        """Give the counter of a loop."""
        return self._groups[id(loop)]

    def rounds(self) -> Iterator[tuple[Loop, list[int]]]:
        """Give the loops around them, each with the counter that its iterations are noted in."""
        seen: set[int] = set()
        for site in self._sites:
            counter = self._groups[id(site.loop)]
            if site.outer is not None and id(counter) not in seen:
                seen.add(id(counter))
                yield site.outer, counter

    def items(self) -> Iterator[tuple[Loop, list[int]]]:
        """Give every loop with its counter."""
        return ((loop, self._groups[key]) for key, loop in self._loops.items())


def observe_top_level(
    plan: ScopePlan, shown: Sequence[Shown], watches: Watches, notes: Notes, hidden: HiddenNames
) -> None:
    """Add the planned observations to a cell's top level, in place: of its loops, and of what it shows."""
    counters = Counters(plan.sites, shown)
    for item in shown:
        steps = counters.of(item.loop) if item.loop is not None else [0]
        for part, note in zip(item.parts, notes.of(item, "", steps), strict=True):
            wrap(part, ast.Name(hidden.add(note), ast.Load()))
    ticks: list[tuple[Loop, ast.stmt | ast.expr]] = [
        (loop, _tick_of(hidden.add(counter))) for loop, counter in counters.items()
    ]
    ticks += [
        (loop, ast.Call(ast.Name(hidden.add(marking(counter)), ast.Load()), [], []))
        for loop, counter in counters.rounds()
    ]
    calls: list[tuple[Site, ast.expr]] = []
    for site in plan.sites:
        watch = watches.of(site.name)
        watch.nested(counters.of(site.loop), site.outer is not None)
        observe: Observe = watch.observe_at(counters.of(site.loop))
        function = ast.Name(hidden.add(observe), ast.Load())
        calls.append((site, ast.Call(function, [ast.Name(site.name, ast.Load())], [])))
    if calls or ticks:
        insert(ticks, calls, ast.Name(hidden.add(RecursionError), ast.Load()))


def _tick_of(counter: str) -> ast.stmt:
    first = ast.Subscript(ast.Name(counter, ast.Load()), ast.Constant(0), ast.Store())
    return ast.AugAssign(first, ast.Add(), ast.Constant(1))


def ticking(counter: list[int]) -> Callable[[], None]:
    """Give a function that counts one iteration."""

    def tick() -> None:
        counter[0] += 1

    return tick


MOST_ROUNDS = 2_000
"""Rounds of nested loops of which it is noted where they began."""


def marking(counter: list[int]) -> Callable[[], None]:
    """Give a function that notes where a round begins."""

    def mark() -> None:
        if len(counter) <= MOST_ROUNDS + 1:
            counter.append(counter[0] + 1)

    return mark


def insert(
    ticks: Sequence[tuple[Loop, ast.stmt | ast.expr]],
    calls: Sequence[tuple[Site, ast.expr]],
    depth_error: ast.expr,
) -> None:
    """Put counting at the start of loops, and observations after assignments.

    Parameters
    ----------
    ticks
        Loops, each with what counts an iteration of it.
    calls
        Assignments, each with the expression that observes its value.
    depth_error
        What gives ``RecursionError`` in that code, whatever the user calls so.
    """
    _add_after(
        (site.block, site.statement, _at(_silent(call, depth_error), site.statement)) for site, call in calls
    )
    for loop, tick in ticks:
        loop.body.insert(0, _at(tick if isinstance(tick, ast.stmt) else _silent(tick, depth_error), loop))


def _add_after(added: Iterable[tuple[list[ast.stmt], ast.stmt, ast.stmt]]) -> None:
    """Put statements behind others: (block, statement in it, what comes behind it)."""
    behind: dict[int, list[ast.stmt]] = {}
    blocks: dict[int, list[ast.stmt]] = {}
    for block, statement, new in added:
        behind.setdefault(id(statement), []).append(new)
        blocks[id(block)] = block
    for block in blocks.values():
        block[:] = [part for statement in block for part in (statement, *behind.get(id(statement), ()))]


def mark_reached(
    tree: ast.Module, names: Collection[str], reached: set[str], hidden: HiddenNames
) -> list[str]:
    """Note which names are assigned, where that stands in blocks that may not be run (``if``, ``try``, loops).

    Parameters
    ----------
    tree
        The cell; it is changed in place.
    names
        The names in question.
    reached
        Gets the names that were assigned.
    hidden
        Names for the builtins.

    Returns
    -------
    list of str
        The name of each assignment that is noted.
    """
    finder = _Nested(names)
    for statement in tree.body:
        finder.visit_statement(statement)
    if finder.found:
        function = hidden.add(reached.add)
        depth_error = ast.Name(hidden.add(RecursionError), ast.Load())
        call = ast.Name(function, ast.Load())
        _add_after(
            (block, statement, _at(_silent(ast.Call(call, [ast.Constant(name)], []), depth_error), statement))
            for block, statement, name in finder.found
        )
    return [name for _, _, name in finder.found]


def after_imports(tree: ast.Module, call: Callable[[], None], hidden: HiddenNames) -> None:
    """Call a function after each import of a boosting library at the top level of a cell."""
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom)) and _boosts(node)]
    if imports:
        function, depth_error = hidden.add(call), ast.Name(hidden.add(RecursionError), ast.Load())
        called = ast.Name(function, ast.Load())
        _add_after(
            (tree.body, node, _at(_silent(ast.Call(called, [], []), depth_error), node)) for node in imports
        )


def _boosts(node: ast.Import | ast.ImportFrom) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return any(name.partition(".")[0] in ("lightgbm", "xgboost") for name in names)


class _Nested:
    """Finds assignments to names in the blocks of statements, not in functions and classes."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self.found: list[tuple[list[ast.stmt], ast.stmt, str]] = []

    def visit_statement(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        for block in blocks_of(node):
            for statement in block:
                for target in _targets(statement):
                    self.found += [
                        (block, statement, part.id)
                        for part in ast.walk(target)
                        if isinstance(part, ast.Name)
                        and isinstance(part.ctx, ast.Store)
                        and part.id in self._names
                    ]
                self.visit_statement(statement)


def _targets(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    if isinstance(node, ast.AugAssign) or (isinstance(node, ast.AnnAssign) and node.value is not None):
        return [node.target]
    return []


def _silent(call: ast.expr, depth_error: ast.expr) -> ast.stmt:
    """Give a statement that evaluates a call.

    An expression of its own would be displayed in IPython's mode "all". Where the stack is all but full, the call does
    not fit any more while the user's own code still does: the point is not observed then, and the code goes as deep as
    it would have gone.
    """
    shown = ast.If(call, [ast.Pass()], [])
    return ast.Try([shown], [ast.ExceptHandler(depth_error, None, [ast.Pass()])], [], [])


def decorate(
    functions: Iterable[FunctionNode], swap: Callable[[object], object], hidden: HiddenNames
) -> None:
    """Let functions pass through ``swap`` as soon as they are defined, before their own decorators see them."""
    name = hidden.add(swap)
    for function in functions:
        function.decorator_list.append(_at(ast.Name(name, ast.Load()), function))


Node = TypeVar("Node", bound=ast.AST)


def _at(node: Node, where: ast.stmt) -> Node:
    """Place what is added at a statement's first line, and there alone: debuggers and coverage see no other line."""
    for part in ast.walk(node):
        if "lineno" in part._attributes:
            ast.copy_location(part, where)
            part.end_lineno, part.end_col_offset = where.lineno, where.col_offset  # type: ignore[attr-defined]
    return node


def _by_name(sites: Sequence[Site]) -> dict[str, list[Site]]:
    found: dict[str, list[Site]] = {}
    for site in sites:
        found.setdefault(site.name, []).append(site)
    return found
