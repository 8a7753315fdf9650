"""Which assignments inside loops are worth watching, decided before the cell runs.

Watched is what changes with the iterations and could be a quality figure; loop variables, counters, sizes, clock
readings, random draws and running totals that an outer loop starts again are not, and the reason is kept.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from .expressions import called_name, kind_of
from .scopes import FunctionNode, loads_of

Loop = ast.For | ast.AsyncFor | ast.While


@dataclass(frozen=True, slots=True)
class Site:
    """A watched assignment: after ``statement`` (in ``block``) the value of ``name`` is observed."""

    name: str
    statement: ast.stmt
    block: list[ast.stmt]
    loop: Loop
    """The innermost loop around it, whose iterations are the steps."""
    outer: Loop | None = None
    """The loop around that one: its iterations are the rounds that the steps belong to."""


@dataclass
class ScopePlan:
    """What is watched in one scope: the cell's top level (``function`` is ``None``) or one function."""

    function: FunctionNode | None
    outermost: FunctionNode | None = None
    """The function at the cell's top level that it is in (or is)."""
    qualified: str = ""
    sites: list[Site] = field(default_factory=list)
    left: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name to (rule, reason) of what is not watched."""


@dataclass(frozen=True, slots=True)
class _Assignment:
    name: str
    statement: ast.stmt
    block: list[ast.stmt]
    loops: tuple[Loop, ...]
    value: ast.expr | None
    fresh: bool
    """Its value does not depend on the name's old one."""
    adds: bool
    counts: bool


def plan_scopes(
    tree: ast.Module, wanted: Collection[str] = (), ignored: Collection[str] = ()
) -> Iterator[ScopePlan]:
    """Plan what to watch: first at the cell's top level, then in each function that it defines.

    Parameters
    ----------
    tree
        The cell.
    wanted, ignored
        Names that a person asked to watch, whatever they are, and names that they asked to leave.
    """
    yield from _plans(tree.body, ScopePlan(None), frozenset(wanted), frozenset(ignored))


def _plans(
    body: list[ast.stmt], plan: ScopePlan, wanted: frozenset[str], ignored: frozenset[str]
) -> Iterator[ScopePlan]:
    finder = _Finder()
    finder.block(body, ())
    by_name: dict[str, list[_Assignment]] = {}
    for item in finder.assignments:
        by_name.setdefault(item.name, []).append(item)
    for name in [*by_name, *(name for name in finder.variables if name not in by_name)]:
        if name in ignored or (name.startswith("_") and name not in wanted):
            continue
        found = by_name.get(name, [])
        if name in wanted:
            sites = [item for item in found if item.loops]
        elif name in finder.variables:
            plan.left[name] = ("loop.variable", "the variable of a loop")
            continue
        else:
            sites = _watched(name, found, plan)
        plan.sites += [
            Site(
                item.name,
                item.statement,
                item.block,
                item.loops[-1],
                item.loops[-2] if len(item.loops) > 1 else None,
            )
            for item in _last_of_block(sites)
        ]
    yield plan
    for prefix, function in finder.functions:
        qualified = ".".join(part for part in (plan.qualified, prefix, function.name) if part)
        inner = ScopePlan(function, plan.outermost or function, qualified)
        yield from _plans(function.body, inner, wanted, ignored)


def _watched(name: str, found: list[_Assignment], plan: ScopePlan) -> list[_Assignment]:
    """Give the assignments of a name that are worth watching; note in the plan why there is none."""
    inside = [item for item in found if item.loops]
    kinds = [kind_of(item.value) for item in inside]
    moving = [item for item, kind in zip(inside, kinds, strict=True) if item.adds or kind == "computed"]
    if not moving:
        for kind in kinds:
            if kind in _REASONS:
                plan.left[name] = _REASONS[kind]
        return []
    if all(item.counts for item in moving):
        plan.left[name] = ("loop.counter", "a counter: it only takes whole steps")
        return []
    watched = [item for item in moving if not item.counts and not _starts_again(item, found, plan)]
    if not watched:
        plan.left[name] = ("loop.total", "a running total that starts again in an outer loop")
    return watched


_REASONS = {
    "size": ("loop.size", "a size or a count of data"),
    "clock": ("loop.clock", "a clock reading"),
    "random": ("loop.random", "a random draw"),
}


def _starts_again(item: _Assignment, found: list[_Assignment], plan: ScopePlan) -> bool:
    """Say whether a total is set back by a loop further out (or by each call of the function)."""
    if not item.adds:
        return False
    depth = len(item.loops)
    return any(
        other.fresh
        and len(other.loops) < depth
        and item.loops[: len(other.loops)] == other.loops
        and (other.loops or plan.function is not None)
        for other in found
    )


def _last_of_block(found: list[_Assignment]) -> Iterator[_Assignment]:
    """Of several assignments of a name in one block, only the last gives the iteration's value."""
    for position, item in enumerate(found):
        if not any(other.block is item.block for other in found[position + 1 :]):
            yield item


class _Finder:
    """Collects the assignments to plain names of one scope, with the loops around them."""

    def __init__(self) -> None:
        self.assignments: list[_Assignment] = []
        self.variables: dict[str, None] = {}
        self.functions: list[tuple[str, FunctionNode]] = []

    def block(self, body: list[ast.stmt], loops: tuple[Loop, ...], owner: str = "") -> None:
        for node in body:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._target(target, node.value, node, body, loops)
            elif isinstance(node, ast.AnnAssign):
                self._target(node.target, node.value, node, body, loops)
            elif isinstance(node, ast.AugAssign):
                self._target(node.target, node.value, node, body, loops, node.op)
            elif isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
                if not isinstance(node, ast.While):
                    self.variables.update(
                        (part.id, None) for part in ast.walk(node.target) if isinstance(part, ast.Name)
                    )
                self.block(node.body, (*loops, node), owner)
                self.block(node.orelse, loops, owner)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.functions.append((owner, node))
            elif isinstance(node, ast.ClassDef):
                methods: list[ast.stmt] = [
                    part for part in node.body if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))
                ]
                self.block(methods, loops, f"{owner}.{node.name}" if owner else node.name)
            else:
                for inner in blocks_of(node):
                    self.block(inner, loops, owner)

    def _target(
        self,
        target: ast.expr,
        value: ast.expr | None,
        node: ast.stmt,
        block: list[ast.stmt],
        loops: tuple[Loop, ...],
        operator: ast.operator | None = None,
    ) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
            paired = len(parts) == len(target.elts) and not any(
                isinstance(part, ast.Starred) for part in parts
            )
            for position, item in enumerate(target.elts):
                self._target(item, parts[position] if paired else None, node, block, loops)
        elif isinstance(target, ast.Name) and not (isinstance(node, ast.AnnAssign) and value is None):
            adds, step = isinstance(operator, (ast.Add, ast.Sub)), value
            if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)) and operator is None:
                if isinstance(value.left, ast.Name) and value.left.id == target.id:
                    adds, step = True, value.right
                elif isinstance(value.right, ast.Name) and value.right.id == target.id:
                    adds, step = True, value.left
            if operator is None and _is_same(value, target.id):
                return
            counts = adds and isinstance(step, ast.Constant) and type(step.value) is int
            changes = operator is not None or (value is not None and target.id in loads_of(value))
            shown = None if changes and not adds else value
            self.assignments.append(
                _Assignment(target.id, node, block, loops, shown, not changes, adds, counts)
            )


def _is_same(value: ast.expr | None, name: str) -> bool:
    """``loss = loss.item()``: the same value once more."""
    while isinstance(value, ast.Call) and called_name(value) in (
        "item",
        "float",
        "detach",
        "cpu",
        "numpy",
        "round",
    ):
        inner = value.func.value if isinstance(value.func, ast.Attribute) else None
        value = inner if inner is not None else value.args[0] if value.args else None
    return isinstance(value, ast.Name) and value.id == name


def blocks_of(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Give the statement lists directly inside a statement: an ``if``, a ``with``, a ``try``, a ``match``, a loop."""
    for part in ("body", "orelse", "finalbody"):
        inner = getattr(node, part, None)
        if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
            yield inner
    for branch in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield branch.body
