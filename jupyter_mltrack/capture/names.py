"""What a cell binds, reads and changes at its top level, found in its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from .scopes import free_names, imported_names, loads_of
from .walk import nodes_of

BindingKind = Literal["assign", "augment", "loop", "import", "function", "class", "other", "delete"]

_TRIES: tuple[type[ast.Try], ...] = (ast.Try, getattr(ast, "TryStar", ast.Try))  # except* came with 3.11
_SHOWING = frozenset(
    {
        "head",
        "tail",
        "describe",
        "info",
        "show",
        "plot",
        "hist",
        "sample",
        "value_counts",
        "summary",
        "savefig",
    }
)
_CHANGING = frozenset(
    {
        "fit",
        "fit_transform",
        "partial_fit",
        "train",
        "compile",
        "append",
        "extend",
        "insert",
        "update",
        "add",
        "step",
    }
    | {"load_state_dict", "setdefault", "optimize", "set_params"}
)
_HARMLESS = frozenset(
    {"print", "display", "len", "help", "dir", "type", "repr", "str", "sorted", "sum", "min", "max"}
)


@dataclass(frozen=True, slots=True)
class Binding:
    """One place where a name gets a value.

    ``value`` is the expression whose value it gets (of ``a, b = 1, 2`` the matching part; of ``a, b = f()`` the call,
    with ``at`` the position). ``sure``: it happens whenever the cell runs through. ``plain``: it stands at the top
    level itself, in no block of any kind.
    """

    name: str
    kind: BindingKind
    value: ast.expr | None = None
    at: int | None = None
    in_loop: bool = False
    sure: bool = True
    plain: bool = True


@dataclass
class CellNames:
    """The names of a cell's top level."""

    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    """Names that it takes from earlier cells (or the builtins)."""
    changes: set[str] = field(default_factory=set)
    """Names whose objects it may change in place."""
    functions: dict[str, set[str]] = field(default_factory=dict)
    """What its functions and classes read from the module, by their name."""
    stars: set[str] = field(default_factory=set)
    """Modules of which it imports everything."""

    def bound(self) -> Iterator[str]:
        """Give the names that have a value afterwards."""
        return (name for name, found in self.bindings.items() if found[-1].kind != "delete")


def names_of(tree: ast.Module) -> CellNames:
    r"""Find what a cell binds, reads and changes.

    Examples
    --------
    >>> found = names_of(ast.parse("model.C = c\nacc = model.score(X, y)"))
    >>> sorted(found.bindings), sorted(found.reads), sorted(found.changes)
    (['acc'], ['X', 'c', 'model', 'y'], ['model'])
    """
    reader = _Reader()
    reader.block(tree.body, _Place())
    names = reader.names
    names.reads |= {name for name in reader.later if name not in names.bindings}
    return names


@dataclass(frozen=True, slots=True)
class _Place:
    in_loop: bool = False
    sure: bool = True
    plain: bool = True


class _Reader:
    """Walks a cell in the order in which it runs."""

    def __init__(self) -> None:
        self.names = CellNames()
        self.later: set[str] = set()

    def block(self, body: list[ast.stmt], place: _Place) -> None:
        for statement in body:
            self.statement(statement, place)

    def statement(self, node: ast.stmt, place: _Place) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._defined(node, free_names(node), place, "function")
        elif isinstance(node, ast.ClassDef):
            self._defined(node, loads_of(node), place, "class")
        elif isinstance(node, ast.Assign):
            self._read(node.value)
            for target in node.targets:
                self._bind(target, node.value, place)
        elif isinstance(node, ast.AnnAssign):
            self._read(node.value)
            if node.value is not None:
                self._bind(node.target, node.value, place)
        elif isinstance(node, ast.AugAssign):
            self._read(node.value)
            if isinstance(node.target, ast.Name):
                self._read(ast.Name(node.target.id, ast.Load()))
                self._add(
                    Binding(
                        node.target.id, "augment", node.value, None, place.in_loop, place.sure, place.plain
                    )
                )
            else:
                self._bind(node.target, None, place)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self._read(node.iter)
            inside = _Place(True, False, False)
            self._bind(node.target, None, inside, "loop")
            self.block(node.body, inside)
            self.block(node.orelse, _Place(place.in_loop, False, False))
        elif isinstance(node, ast.While):
            self._read(node.test)
            self.block(node.body, _Place(True, False, False))
            self.block(node.orelse, _Place(place.in_loop, False, False))
        elif isinstance(node, ast.If):
            self._read(node.test)
            self.block(node.body, _Place(place.in_loop, False, False))
            self.block(node.orelse, _Place(place.in_loop, False, False))
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self._read(item.context_expr)
                if item.optional_vars is not None:
                    self._bind(item.optional_vars, None, place, "other")
            self.block(node.body, replace(place, plain=False))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._imported(node, place)
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                self._bind(target, None, place, "delete")
        elif isinstance(node, ast.Expr):
            self._read(node.value)
            self._called(node.value)
        elif isinstance(node, _TRIES):
            self._tried(node, place)
        elif isinstance(node, ast.Match):
            self._read(node.subject)
            for case in node.cases:
                for name in sorted(_captured_by(case.pattern)):
                    self._add(Binding(name, "other", in_loop=place.in_loop, sure=False, plain=False))
                self._read(case.guard)
                self.block(case.body, _Place(place.in_loop, False, False))
        else:
            self._read(node)

    def _tried(self, node: ast.Try, place: _Place) -> None:
        self.block(node.body, replace(place, plain=False))
        for handler in node.handlers:
            self._read(handler.type)
            self.block(handler.body, _Place(place.in_loop, False, False))
        self.block(node.orelse, _Place(place.in_loop, False, False))
        self.block(node.finalbody, replace(place, plain=False))

    def _defined(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
        free: set[str],
        place: _Place,
        kind: BindingKind,
    ) -> None:
        # Decorators, defaults and bases are read now, the body when it is called.
        self._note(loads_of(node) - free)
        self.later |= free
        self.names.functions[node.name] = free
        self._add(Binding(node.name, kind, None, None, place.in_loop, place.sure, place.plain))
        for part in nodes_of(node):
            if isinstance(part, ast.Global):
                # It may set them whenever it is called.
                for name in part.names:
                    self._add(Binding(name, "augment", sure=False, plain=False))

    def _imported(self, node: ast.Import | ast.ImportFrom, place: _Place) -> None:
        for name in imported_names(node):
            if name == "*":
                self.names.stars.add(getattr(node, "module", None) or "")
            else:
                self._add(Binding(name, "import", None, None, place.in_loop, place.sure, place.plain))

    def _bind(
        self,
        target: ast.expr,
        value: ast.expr | None,
        place: _Place,
        kind: BindingKind = "assign",
        at: int | None = None,
    ) -> None:
        if isinstance(target, ast.Name):
            self._add(Binding(target.id, kind, value, at, place.in_loop, place.sure, place.plain))
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) and at is None else None
            paired = parts is not None and len(parts) == len(target.elts)
            starred = any(isinstance(item, ast.Starred) for item in (*target.elts, *(parts or ())))
            for position, item in enumerate(target.elts):
                if paired and not starred and parts is not None:
                    self._bind(item, parts[position], place, kind)
                else:
                    self._bind(item, None if starred else value, place, kind, position)
        elif isinstance(target, ast.Starred):
            self._bind(target.value, None, place, kind)
        else:
            self._read(target)
            root = root_name(target)
            if root is not None:
                self.names.changes.add(root)

    def _called(self, node: ast.expr) -> None:
        """A call whose value nobody takes is made for what it changes."""
        node = node.value if isinstance(node, ast.Await) else node
        if not isinstance(node, ast.Call):
            return
        if isinstance(node.func, ast.Name):
            if node.func.id not in _HARMLESS:
                passed = (*node.args, *(keyword.value for keyword in node.keywords))
                self.names.changes |= {item.id for item in passed if isinstance(item, ast.Name)}
        elif isinstance(node.func, ast.Attribute) and node.func.attr not in _SHOWING:
            root = root_name(node.func)
            if root is not None:
                self.names.changes.add(root)

    def _read(self, node: ast.AST | None) -> None:
        if node is None:
            return
        self._note(loads_of(node))
        for part in nodes_of(node):
            if isinstance(part, ast.NamedExpr):
                self._add(Binding(part.target.id, "assign", part.value, sure=False, plain=False))
            elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
                root = root_name(part.func) if part.func.attr in _CHANGING else None
                if root is not None:
                    self.names.changes.add(root)

    def _note(self, loads: set[str]) -> None:
        self.names.reads |= {name for name in loads if name not in self.names.bindings}

    def _add(self, binding: Binding) -> None:
        self.names.bindings.setdefault(binding.name, []).append(binding)


def root_name(node: ast.expr) -> str | None:
    """Give the name at the root of ``a.b[c].d``; ``None`` where it starts with something else.

    >>> root_name(ast.parse("model.layers[0].weight", mode="eval").body)
    'model'
    """
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Await)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _captured_by(pattern: ast.pattern) -> set[str]:
    found = (getattr(part, "name", None) or getattr(part, "rest", None) for part in ast.walk(pattern))
    return {name for name in found if name}
