"""Walking syntax trees: ``ast.walk`` takes three times as long, which is felt before very large cells."""

from __future__ import annotations

import ast
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)


def nodes_of(tree: ast.AST) -> list[ast.AST]:
    """Give a node and all below it, in no particular order.

    >>> len(nodes_of(ast.parse("x = 1"))) == len(list(ast.walk(ast.parse("x = 1"))))
    True
    """
    if isinstance(tree, ast.Module):
        # Many rules go through the same whole cell.
        known: list[ast.AST] | None = tree.__dict__.get(_KNOWN)
        if known is None:
            known = tree.__dict__[_KNOWN] = _nodes_of(tree)
        return known
    return _nodes_of(tree)


_KNOWN = "_mltrack_nodes"
_BY_KIND = "_mltrack_nodes_by_kind"


def nodes_of_kind(tree: ast.AST, kind: type[Node]) -> list[Node]:
    """Give those of ``nodes_of`` that are of one class: many rules ask a whole cell for its calls.

    >>> [node.id for node in nodes_of_kind(ast.parse("x = f(2)"), ast.Name) if isinstance(node.ctx, ast.Load)]
    ['f']
    """
    if not isinstance(tree, ast.Module):
        return [node for node in _nodes_of(tree) if isinstance(node, kind)]
    known: dict[type, list[ast.AST]] | None = tree.__dict__.get(_BY_KIND)
    if known is None:
        known = tree.__dict__[_BY_KIND] = {}
        for node in nodes_of(tree):
            known.setdefault(type(node), []).append(node)
    return known.get(kind, [])  # type: ignore[return-value]


def children_of(node: ast.AST) -> list[ast.AST]:
    """Give what stands directly below a node, in the order of ``ast.iter_child_nodes``, which is slow.

    >>> node = ast.parse("f(x, *y, k=2) if z else (a, b)").body[0]
    >>> list(map(ast.dump, children_of(node.value))) == list(map(ast.dump, ast.iter_child_nodes(node.value)))
    True
    """
    found: list[ast.AST] = []
    for name in node._fields:
        part = getattr(node, name, None)
        if isinstance(part, ast.AST):
            found.append(part)
        elif type(part) is list:
            found += [item for item in part if isinstance(item, ast.AST)]
    return found


def _nodes_of(tree: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += children_of(node)
    return found
