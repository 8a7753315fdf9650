"""What a cell that stopped halfway did not come to."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import TracebackType

from .values import UNREAD, scalar

_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Import, ast.ImportFrom)


def scalars_of(names: Mapping[str, object], namespace: Mapping[str, object]) -> dict[str, object]:
    """Keep the scalars that names have before a cell runs.

    Only scalars: a reference to anything larger would keep it alive when the cell wants it gone.
    """
    return {
        name: namespace[name] for name in names if name in namespace and scalar(namespace[name]) is not UNREAD
    }


def untouched_names(
    tree: ast.Module,
    bound: Mapping[str, object],
    before: Mapping[str, object],
    after: Mapping[str, object],
    line: int | None,
) -> frozenset[str]:
    """Give the names that a failed cell binds somewhere, but had not bound when it failed.

    Parameters
    ----------
    tree
        The cell.
    bound
        The names that it binds.
    before
        The scalars that these names had (see ``scalars_of``).
    after
        The namespace after the failure.
    line
        The line of the cell's top level that failed, counted from 1; ``None`` when unknown.
    """
    reached: set[str] = set()
    doubtful: set[str] = set(bound)
    if line is not None:
        doubtful = set()
        for node in tree.body:
            names = {
                part.id
                for part in ast.walk(node)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
            if (node.end_lineno or node.lineno) < line:
                reached |= names
            elif node.lineno <= line and not isinstance(node, _SIMPLE):
                doubtful |= names
    # The same object as before was hardly assigned anew: most results are new objects.
    reached |= {
        name for name in doubtful if name in after and (name not in before or before[name] is not after[name])
    }
    return frozenset(bound.keys() - reached)


def failed_line(trace: TracebackType | None, namespace: Mapping[str, object]) -> int | None:
    """Give the line of the cell's top level that an exception came through; ``None`` when it did not."""
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_globals is namespace and frame.f_code.co_name == "<module>":
            return trace.tb_lineno
        trace = trace.tb_next
    return None
