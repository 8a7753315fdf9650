"""The calls that a cell makes: those at its top level, and those in functions and classes of it that it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .walk import children_of, nodes_of

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_UNKNOWN = object()


@dataclass(frozen=True, slots=True)
class Call:
    """A call, and where it stands.

    ``owner`` is what its value goes to: a name, the label of a pipeline's step, the key of a dict. ``local`` are the
    names that the function around it binds itself. ``in_loop`` are the loop variables around it.
    """

    node: ast.Call
    owner: str | None
    local: frozenset[str] = frozenset()
    in_loop: frozenset[str] = frozenset()


@dataclass
class ReachedCode:
    """The calls of a cell in the order in which they are written, and the functions and classes that it uses."""

    calls: list[Call] = field(default_factory=list)
    functions: list[FunctionNode] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Names that come from modules: name to (module, name in it; empty for the module itself)."""
    passed: dict[str, set[str]] = field(default_factory=dict)
    """Keywords that pass on names: ``C=c`` gives ``{"C": {"c"}}``."""


def reached_code(tree: ast.Module, values: Mapping[str, object]) -> ReachedCode:
    r"""Find the calls that a cell makes.

    Parameters
    ----------
    tree
        The cell.
    values
        Values of its settings, to tell which branch of an ``if`` on them was taken.

    Examples
    --------
    >>> found = reached_code(ast.parse("def f(): g(1)\ndef unused(): h(2)\nx = f()"), {})
    >>> [ast.unparse(call.node) for call in found.calls]
    ['g(1)', 'f()']
    """
    walker = _Walker(values)
    walker.block(tree.body, _Scope())
    while walker.wanted & walker.waiting.keys():
        for name in sorted(walker.wanted & walker.waiting.keys()):
            for node in walker.waiting.pop(name):
                walker.enter(node)
    walker.found.calls.sort(key=lambda call: (call.node.lineno, call.node.col_offset))
    return walker.found


@dataclass(frozen=True, slots=True)
class _Scope:
    local: frozenset[str] = frozenset()
    loops: frozenset[str] = frozenset()


class _Walker:
    def __init__(self, values: Mapping[str, object]) -> None:
        self.found = ReachedCode()
        self.wanted: set[str] = set()
        self.waiting: dict[str, list[FunctionNode | ast.ClassDef]] = {}
        self._values = values

    def enter(self, node: FunctionNode | ast.ClassDef) -> None:
        """Go through a function that is used, or through a class: its body and its methods."""
        if isinstance(node, ast.ClassDef):
            self.found.classes.add(node.name)
            for part in node.body:
                if isinstance(part, _FUNCTIONS):
                    self._function(part)
                else:
                    self._statement(part, _Scope(frozenset(_stored(node.body))))
        else:
            self.found.functions.append(node)
            self._function(node)

    def _function(self, node: FunctionNode) -> None:
        arguments = node.args
        every = [
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            arguments.vararg,
            arguments.kwarg,
        ]
        names = {argument.arg for argument in every if argument is not None}
        self.block(node.body, _Scope(frozenset(names | _stored(node.body))))

    def block(self, body: list[ast.stmt], scope: _Scope) -> None:
        for statement in body:
            self._statement(statement, scope)

    def _statement(self, node: ast.stmt, scope: _Scope) -> None:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            self.waiting.setdefault(node.name, []).append(node)
            for decorator in node.decorator_list:
                self._expression(decorator, None, scope)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._imported(node)
        elif isinstance(node, ast.If):
            self._expression(node.test, None, scope)
            taken = truth_of(node.test, self._values) if not scope.local else None
            if taken is not False:
                self.block(node.body, scope)
            if taken is not True:
                self.block(node.orelse, scope)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self._expression(node.iter, None, scope)
            inside = _Scope(scope.local, scope.loops | _targets(node.target))
            self.block(node.body, inside)
            self.block(node.orelse, scope)
        elif isinstance(node, ast.Assign):
            for goal in node.targets:
                self._expression(goal, None, scope)
            first = node.targets[0]
            pairs = isinstance(first, ast.Tuple) and isinstance(node.value, ast.Tuple)
            if pairs and len(first.elts) == len(node.value.elts):  # type: ignore[attr-defined]
                for name, value in zip(first.elts, node.value.elts, strict=True):  # type: ignore[attr-defined]
                    self._expression(value, _owner(name), scope)
            else:
                self._expression(node.value, _owner(first), scope)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self._expression(node.value, _owner(node.target), scope)
        else:
            for part in children_of(node):
                if isinstance(part, ast.stmt):
                    self._statement(part, scope)
                elif isinstance(part, (ast.ExceptHandler, ast.match_case)):
                    self.block(part.body, scope)
                else:
                    self._expression(part, None, scope)

    def _imported(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                self.found.imports[alias.asname or alias.name] = (node.module or "", alias.name)
            elif alias.asname:
                self.found.imports[alias.asname] = (alias.name, "")
            else:
                self.found.imports[alias.name.partition(".")[0]] = (alias.name.partition(".")[0], "")

    def _expression(self, node: ast.AST, owner: str | None, scope: _Scope) -> None:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                self.wanted.add(node.id)
        elif isinstance(node, ast.Call):
            self._call(node, owner, scope)
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and _text(node.elts[0]):
            # ("svc", SVC()): a step of a pipeline, one of several models.
            self._expression(node.elts[1], _text(node.elts[0]), scope)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                self._expression(value, _text(key) or owner, scope)
        elif isinstance(node, ast.Lambda):
            names = {
                argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            }
            self._expression(node.body, None, _Scope(scope.local | names, scope.loops))
        elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            looped = frozenset().union(*(_targets(part.target) for part in node.generators))
            inside = _Scope(scope.local, scope.loops | looped)
            for part in children_of(node):
                self._expression(part, None, inside)
        elif isinstance(node, ast.NamedExpr):
            self._expression(node.value, _owner(node.target), scope)
        else:
            for part in children_of(node):
                self._expression(part, owner if isinstance(node, ast.Await) else None, scope)

    def _call(self, node: ast.Call, owner: str | None, scope: _Scope) -> None:
        self.found.calls.append(Call(node, owner, scope.local, scope.loops))
        if isinstance(node.func, ast.Attribute):
            # SVC(C=1).fit(X, y): what it gives goes to the same name.
            self.wanted.add(node.func.attr)
            self._expression(node.func.value, owner, scope)
        else:
            self._expression(node.func, None, scope)
        for argument in node.args:
            self._expression(argument, None, scope)
        for keyword in node.keywords:
            if keyword.arg and isinstance(keyword.value, ast.Name):
                self.found.passed.setdefault(keyword.arg, set()).add(keyword.value.id)
            self._expression(keyword.value, None, scope)


def truth_of(node: ast.expr, values: Mapping[str, object]) -> bool | None:
    """Say how a condition on settings turns out; ``None`` where that cannot be told.

    >>> [truth_of(ast.parse(text, mode="eval").body, {"kind": "rf", "fast": False})
    ...  for text in ("kind == 'rf'", "not fast", "other", "fast or kind in ('svm', 'nb')")]
    [True, True, None, False]
    """
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = truth_of(node.operand, values)
        return None if inner is None else not inner
    if isinstance(node, ast.BoolOp):
        parts = [truth_of(part, values) for part in node.values]
        decided = isinstance(node.op, ast.Or)
        if decided in parts:
            return decided
        return None if None in parts else not decided
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = _plain(node.left, values), _plain(node.comparators[0], values)
        if left is _UNKNOWN or right is _UNKNOWN:
            return None
        if isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            return (left == right) is isinstance(node.ops[0], ast.Eq)
        if isinstance(node.ops[0], (ast.In, ast.NotIn)) and isinstance(right, (tuple, list, str)):
            return (left in right) is isinstance(node.ops[0], ast.In) if type(right) is not str else None
        return None
    found = _plain(node, values)
    return None if found is _UNKNOWN else bool(found)


def _plain(node: ast.expr, values: Mapping[str, object]) -> object:
    if isinstance(node, ast.Name):
        return values.get(node.id, _UNKNOWN if node.id != "__name__" else "__main__")
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _UNKNOWN


def _owner(target: ast.expr) -> str | None:
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute):
        return target.attr
    return _text(target.slice) if isinstance(target, ast.Subscript) else None


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is str else None


def _targets(node: ast.expr) -> frozenset[str]:
    return frozenset(part.id for part in nodes_of(node) if isinstance(part, ast.Name))


def _stored(body: list[ast.stmt]) -> set[str]:
    return set(_stored_names(body))


def _stored_names(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        for part in nodes_of(statement):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                yield part.id
