"""Which computed numbers are only on the way: other values are made of them, and nobody is told what they are.

``slope``, ``x_min``, ``scale`` of a formula are no results. What is printed, put into a text, a dict or a list, handed
to a function for its own sake, checked or left as the cell's value is one.
"""

from __future__ import annotations

import ast
from typing import Literal

from ..cell import CellContext
from ..expressions import called_name
from ..walk import children_of
from .uses import draws

_Use = Literal["told", "used", "drawn"]

_TEXTS = frozenset({"str", "repr", "format", "print", "display"})
_HELD = (ast.Dict, ast.List, ast.Tuple, ast.JoinedStr)
_TELLING = (ast.Expr, ast.Assert, ast.Raise, ast.Return)


def is_on_the_way(name: str, context: CellContext) -> bool:
    """Say whether a cell only makes other values (or drawings) of a name's value."""
    if "on the way" not in context.kept:
        context.kept["on the way"] = names_on_the_way(context.tree)
    found: frozenset[str] = context.kept["on the way"]
    return name in found


def names_on_the_way(tree: ast.Module) -> frozenset[str]:
    r"""Give the names that are read, but never told.

    Examples
    --------
    >>> found = names_on_the_way(ast.parse("a = f()\nb = f()\nc = a * b\nprint(b, c)\nplt.xlim(a, d)\nf(e)"))
    >>> [name for name in "abcde" if name in found]
    ['a', 'd']
    """
    uses: dict[str, set[_Use]] = {}
    waiting: list[tuple[ast.AST, _Use, str]] = [(tree, "used", "")]
    while waiting:
        node, use, made = waiting.pop()
        if isinstance(node, ast.Name):
            # ``c = sqrt(c)`` makes nothing else of it.
            if isinstance(node.ctx, ast.Load) and node.id != made:
                uses.setdefault(node.id, set()).add(use)
            continue
        if isinstance(node, ast.Assign):
            made = node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""
        waiting += [(part, its_use, made) for part, its_use in _parts(node, use)]
    return frozenset(name for name, found in uses.items() if "told" not in found)


def _parts(node: ast.AST, use: _Use) -> list[tuple[ast.AST, _Use]]:
    """Give the parts of a node, each with what it is there for."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        # ``best = acc`` only gives it another name.
        passed = isinstance(node.value, (ast.Name, ast.IfExp))
        return [(part, "told" if passed and part is node.value else "used") for part in children_of(node)]
    if isinstance(node, (ast.If, ast.While)):
        # What is decided by is said to somebody.
        return [(part, "told" if part is node.test else "used") for part in children_of(node)]
    if isinstance(node, _TELLING) or _is_text(node):
        use = "told"
    elif isinstance(node, ast.stmt):
        use = "used"
    elif isinstance(node, ast.Call) and draws(node):
        use = "drawn"
    elif isinstance(node, _HELD) and use == "used":
        use = "told"
    return [(part, use) for part in children_of(node)]


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return (
            isinstance(node.op, ast.Mod)
            and isinstance(node.left, ast.Constant)
            and type(node.left.value) is str
        )
    return isinstance(node, ast.Call) and called_name(node) in _TEXTS
