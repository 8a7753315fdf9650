"""Which names a piece of code reads from outside of it, by Python's scoping rules."""

from __future__ import annotations

import ast
from collections.abc import Iterable

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def loads_of(*nodes: ast.AST | None) -> set[str]:
    """Give the names that code reads when it runs where it stands, what its functions will read included.

    Examples
    --------
    >>> sorted(loads_of(ast.parse("y = f(x) + sum(i * scale for i in data)")))
    ['data', 'f', 'scale', 'sum', 'x']
    """
    scope = _Scope()
    for node in nodes:
        if node is not None:
            scope.visit(node)
    return scope.loads


def free_names(function: FunctionNode | ast.Lambda) -> set[str]:
    """Give the names that a function's body takes from the module (or the builtins)."""
    scope = _Scope()
    scope.open(
        _parameters(function.args), function.body if isinstance(function.body, list) else [function.body]
    )
    return scope.loads


class _Scope(ast.NodeVisitor):
    """The names that one scope reads and binds."""

    def __init__(self) -> None:
        self.loads: set[str] = set()
        self.binds: set[str] = set()
        self.outer: set[str] = set()

    def open(self, parameters: set[str], body: Iterable[ast.AST]) -> None:
        """Take what an inner scope reads from outside of it."""
        inner = _Scope()
        for node in body:
            inner.visit(node)
        local = (parameters | inner.binds) - inner.outer
        self.loads |= inner.loads - local

    def visit_Name(self, node: ast.Name) -> None:
        (self.loads if isinstance(node.ctx, ast.Load) else self.binds).add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.loads.add(node.target.id)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self.outer.update(node.names)

    visit_Nonlocal = visit_Global

    def visit_FunctionDef(self, node: FunctionNode) -> None:
        self.binds.add(node.name)
        for part in (*node.decorator_list, *_outside(node.args), node.returns):
            if part is not None:
                self.visit(part)
        self.open(_parameters(node.args), node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for part in _outside(node.args):
            self.visit(part)
        self.open(_parameters(node.args), [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.binds.add(node.name)
        for part in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.visit(part)
        # A class body's names are not seen by its methods: take both apart.
        methods = [part for part in node.body if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))]
        self.open(set(), [part for part in node.body if part not in methods])
        for method in methods:
            self.open({method.name}, [method])

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        inner = _Scope()
        for position, generator in enumerate(node.generators):
            (self if position == 0 else inner).visit(generator.iter)
            inner.visit(generator.target)
            for condition in generator.ifs:
                inner.visit(condition)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            inner.visit(part)
        self.loads |= inner.loads - inner.binds

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.binds.update(imported_names(node))

    visit_ImportFrom = visit_Import

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.binds.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        if node.name:
            self.binds.add(node.name)
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self.binds.add(node.rest)
        self.generic_visit(node)


def imported_names(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Give the names that an import binds; ``*`` for a star import."""
    if isinstance(node, ast.Import):
        return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
    return [alias.asname or alias.name for alias in node.names]


def _parameters(arguments: ast.arguments) -> set[str]:
    every = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    ]
    return {argument.arg for argument in every if argument is not None}


def _outside(arguments: ast.arguments) -> list[ast.expr]:
    """Give what of a signature is evaluated where the function is defined."""
    every = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    ]
    annotations = [argument.annotation for argument in every if argument is not None]
    return [node for node in (*arguments.defaults, *arguments.kw_defaults, *annotations) if node is not None]
