"""Walking syntax trees: ``ast.walk`` takes three times as long, which is felt before very large cells."""

from __future__ import annotations

import ast


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


def _nodes_of(tree: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        for name in node._fields:
            part = getattr(node, name, None)
            if isinstance(part, ast.AST):
                waiting.append(part)
            elif type(part) is list:
                waiting += [item for item in part if isinstance(item, ast.AST)]
    return found
