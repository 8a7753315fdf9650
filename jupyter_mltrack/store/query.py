"""TinyDB's queries, read: what they ask, as a tree, and whether a document fulfils it.

A query instance carries a description of itself (``_hash``: operator, path, value), and composed ones hold their parts.
``pushdown`` says as much of the tree as it can in SQL; the rest is tested here, so that the answer is TinyDB's own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from tinydb.queries import QueryInstance, QueryLike

from .index import Path


class Leaf(NamedTuple):
    """One operator on one path."""

    op: str
    path: Path
    value: Any
    instance: QueryInstance
    """TinyDB's own."""
    inner: Node | None = None
    """What ``any`` and ``all`` ask of each element, where it is a query."""


class Group(NamedTuple):
    """``and``, ``or``, ``not`` of nodes, in the order in which they were written."""

    op: str
    nodes: tuple[Node, ...]


class Opaque(NamedTuple):
    """Something that only Python can answer."""

    instance: QueryLike


Node: TypeAlias = "Leaf | Group | Opaque"

COMPARED = ("<", "<=", ">", ">=")
_COMPARISONS = tuple(f"Query.__{name}__." for name in ("lt", "le", "gt", "ge"))
_WITH_VALUE = (*COMPARED, "==", "!=", "any", "all", "one_of", "matches", "search", "test")


def describe(cond: QueryLike) -> Node:
    """Give the tree of a query."""
    if not isinstance(cond, QueryInstance) or type(cond).__call__ is not QueryInstance.__call__:
        return Opaque(cond)
    op = _composed(cond)
    if op is None:
        return _described(cond._hash, cond)
    if op == "not":
        return Group(op, (describe(_held(cond._test)["self"]),))
    # ``a | b | c | …`` is nested as deep as it is long: it is gone through without recursion.
    nodes: list[Node] = []
    waiting: list[QueryLike] = [cond]
    while waiting:
        part = waiting.pop()
        if isinstance(part, QueryInstance) and _composed(part) == op:
            held = _held(part._test)
            waiting += [held["other"], held["self"]]
        else:
            nodes.append(describe(part))
    return Group(op, tuple(nodes))


def _composed(cond: QueryInstance) -> str | None:
    """Give ``and``, ``or`` or ``not`` for a query that is made of others."""
    name = getattr(cond._test, "__qualname__", "")
    for op, method in (("and", "__and__"), ("or", "__or__"), ("not", "__invert__")):
        if name.startswith(f"QueryInstance.{method}."):
            return op
    return None


def _described(said: Any, instance: QueryInstance) -> Node:
    if said == ():
        return Group("and", ())
    if isinstance(said, tuple) and said:
        if said[0] == "fragment":
            path = _path_of(_inside(instance))
            if path is not None:
                return Leaf("fragment", path, said[1], instance)
        elif len(said) > 1 and isinstance(said[1], tuple) and all(isinstance(key, str) for key in said[1]):
            if said[0] == "exists":
                return Leaf("exists", said[1], None, instance)
            if said[0] in ("any", "all") and callable(said[2]):
                return Leaf(said[0], said[1], said[2], instance, describe(said[2]))
            if said[0] in _WITH_VALUE:
                return Leaf(said[0], said[1], said[2], instance)
    return _undescribed(instance)


def _undescribed(instance: QueryInstance) -> Node:
    """Give the node of a query that has no description: its value has no hash (a list), or its path a function."""
    inside = _inside(instance)
    if getattr(inside.get("test"), "__qualname__", "").startswith(_COMPARISONS):
        path = _path_of(inside)
        return Leaf("compared", path or (), None, instance)
    return Opaque(instance)


def _held(function: Callable[..., Any]) -> dict[str, Any]:
    """Give the variables that a function closes over: TinyDB keeps the parts of a composed query there only."""
    code, cells = getattr(function, "__code__", None), getattr(function, "__closure__", None)
    if code is None or not cells:
        return {}
    return {name: cell.cell_contents for name, cell in zip(code.co_freevars, cells, strict=True)}


def _inside(instance: QueryInstance) -> dict[str, Any]:
    """Give what TinyDB's test of one operator holds: its query (``self``) and its test of the value."""
    runner = _held(instance._test).get("runner")
    return {} if runner is None else _held(runner)


def _path_of(inside: dict[str, Any]) -> Path | None:
    """Give the path of a query, which its description may leave out; ``None`` where functions are part of it."""
    path = getattr(inside.get("self"), "_path", None)
    if isinstance(path, tuple) and all(isinstance(key, str) for key in path):
        return path
    return None


def matches(node: Node, document: Any) -> bool:
    """Test a document; comparing values of different kinds is no match, where plain TinyDB raises ``TypeError``."""
    if isinstance(node, Opaque):
        return bool(node.instance(document))
    if isinstance(node, Group):
        if node.op == "not":
            return not matches(node.nodes[0], document)
        return (all if node.op == "and" else any)(matches(part, document) for part in node.nodes)
    if node.inner is not None:
        return _elements_match(node, node.inner, document)
    try:
        return bool(node.instance(document))
    except TypeError:
        if node.op == "test":  # an error of the caller's own function
            raise
        return False


def _elements_match(leaf: Leaf, inner: Node, document: Any) -> bool:
    value = document
    try:
        for key in leaf.path:
            value = value[key]
    except (KeyError, TypeError):
        return False
    if not hasattr(value, "__iter__"):  # what TinyDB takes for a sequence
        return False
    return (all if leaf.op == "all" else any)(matches(inner, element) for element in value)


def conjuncts(node: Node) -> list[Node]:
    """Give the conditions that all have to hold."""
    if isinstance(node, Group) and node.op == "and":
        return [inner for part in node.nodes for inner in conjuncts(part)]
    return [node]
