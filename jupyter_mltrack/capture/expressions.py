"""What kind of value an expression gives, as far as it can be told from its text."""

from __future__ import annotations

import ast
from collections.abc import Container
from typing import Final, Literal

Kind = Literal["constant", "size", "clock", "random", "truth", "text", "structure", "computed"]

_SIZE_CALLS = frozenset({"len", "range", "enumerate", "ord", "id", "hash"})
_SIZE_METHODS = frozenset({"size", "dim", "numel", "nunique", "count", "nelement"})
_SIZE_ATTRIBUTES = frozenset({"shape", "size", "ndim", "nbytes", "itemsize"})
CLOCKS: Final = frozenset(
    {"time", "perf_counter", "monotonic", "process_time", "thread_time", "now", "utcnow", "today"}
    | {"time_ns", "perf_counter_ns", "monotonic_ns", "process_time_ns", "thread_time_ns"}
)
"""Functions that read a clock."""
_OUT_OF_REACH = 1e6
"""From here on a number is where a search starts (``best = 1e9``), not a setting."""

_KEEPING = frozenset({"round", "float", "int", "abs", "min", "max", "sum"})
"""Functions that give the same kind of thing as they are given."""


def kind_of(node: ast.expr | None, constants: Container[str] = (), sizes: Container[str] = ()) -> Kind:
    """Tell what kind of value an expression gives.

    Parameters
    ----------
    node
        The expression; ``None`` for a value that cannot be seen (a loop's, a ``with``'s).
    constants, sizes
        Names known to hold constants and sizes.

    Examples
    --------
    >>> [kind_of(ast.parse(text, mode="eval").body) for text in ("2 * 32", "len(X)", "X.shape[0]", "f(X)")]
    ['constant', 'size', 'size', 'computed']
    """
    if node is None:
        return "computed"
    if isinstance(node, ast.BinOp):
        return _of_sum(node, constants, sizes)
    if is_constant(node, constants):
        return "constant"
    if isinstance(node, (ast.JoinedStr, ast.FormattedValue)):
        return "text"
    if isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
        return "truth"
    if isinstance(node, _STRUCTURES):
        return "structure"
    if isinstance(node, ast.Name):
        return "size" if node.id in sizes else "computed"
    if isinstance(node, ast.Await):
        return kind_of(node.value, constants, sizes)
    if isinstance(node, ast.UnaryOp):
        return kind_of(node.operand, constants, sizes)
    if isinstance(node, ast.Attribute):
        return "size" if node.attr in _SIZE_ATTRIBUTES else "computed"
    if isinstance(node, ast.Subscript):
        return "size" if kind_of(node.value, (), sizes) == "size" else "computed"
    if isinstance(node, ast.Call):
        return _of_call(node, constants, sizes)
    return "computed"


def is_constant(node: ast.expr, constants: Container[str] = ()) -> bool:
    """Say whether an expression is made of literals (and names of constants) alone.

    >>> [is_constant(ast.parse(text, mode="eval").body) for text in ("-1e-3", "60 * 60", "(64, 32)", "n + 1")]
    [True, True, True, False]
    """
    if isinstance(node, ast.Constant):
        return node.value is not Ellipsis
    if isinstance(node, ast.Name):
        return node.id in constants
    if isinstance(node, ast.UnaryOp):
        return not isinstance(node.op, ast.Not) and is_constant(node.operand, constants)
    if isinstance(node, ast.BinOp):
        # A sum of very many is as many operators deep.
        while isinstance(node, ast.BinOp):
            if not is_constant(node.right, constants):
                return False
            node = node.left
        return is_constant(node, constants)
    if isinstance(node, (ast.Tuple, ast.List)):
        return all(is_constant(item, constants) for item in node.elts)
    if isinstance(node, ast.IfExp):
        return is_constant(node.body, constants) and is_constant(node.orelse, constants)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KEEPING:
        return (
            bool(node.args) and not node.keywords and all(is_constant(item, constants) for item in node.args)
        )
    return False


def is_start(node: ast.expr | None) -> bool:
    """Say whether a literal is where counting, summing or searching starts, rather than a setting.

    >>> [is_start(ast.parse(text, mode="eval").body) for text in ("0", "0.0", "None", "float('inf')", "-1", "0.5")]
    [True, True, True, True, True, False]
    """
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return is_start(node.operand) or (isinstance(node.operand, ast.Constant) and node.operand.value == 1)
    if isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, (int, float)):
            return value == 0 or abs(value) >= _OUT_OF_REACH
        return value is None
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "float" and len(node.args) == 1
    if isinstance(node, ast.Attribute):
        return node.attr in ("inf", "infty", "Inf", "nan", "NaN", "maxsize")
    return False


def called_name(node: ast.expr | None) -> str | None:
    """Give the last name of what a call calls: ``accuracy_score`` of ``metrics.accuracy_score(y, p)``."""
    if isinstance(node, ast.Await):
        node = node.value
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None


_STRUCTURES = (
    ast.Tuple, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda,
)  # fmt: skip


def _of_sum(node: ast.BinOp, constants: Container[str], sizes: Container[str]) -> Kind:
    """Tell the kind of ``a + b + c …`` from the left to the right, each part looked at once."""
    right = []
    first: ast.expr = node
    while isinstance(first, ast.BinOp):
        right.append(first.right)
        first = first.left
    kind = kind_of(first, constants, sizes)
    for part in reversed(right):
        kind = _of_both(kind, kind_of(part, constants, sizes))
    return kind


def _of_both(left: Kind, right: Kind) -> Kind:
    kinds = {left, right}
    if kinds == {"constant"}:
        return "constant"
    if "text" in kinds:
        return "text"
    if "clock" in kinds:
        # How long something took, or how much of it was done in that time.
        return "clock"
    # A size times or divided by a constant is a size still; a quotient of two sizes is one, too.
    return "size" if kinds <= {"size", "constant"} else "computed"


def _of_call(node: ast.Call, constants: Container[str], sizes: Container[str]) -> Kind:
    name = called_name(node)
    if isinstance(node.func, ast.Attribute):
        if name in _SIZE_METHODS and kind_of(node.func.value) != "text":
            return "size"
        if name in CLOCKS:
            return "clock"
        return "random" if _is_random(node.func.value) else "computed"
    if name in _SIZE_CALLS:
        return "size"
    if name in CLOCKS:
        return "clock"
    if name in _KEEPING and node.args:
        kinds = {kind_of(item, constants, sizes) for item in node.args}
        if kinds <= {"size", "constant"}:
            return "size"
        if kinds == {"random"} or kinds == {"clock"}:
            return kinds.pop()
    if name in ("str", "repr", "format", "input"):
        return "text"
    return "truth" if name in ("bool", "isinstance", "any", "all", "hasattr", "callable") else "computed"


def _is_random(node: ast.expr) -> bool:
    """``random.`` and ``np.random.``: a draw says nothing about the model."""
    while isinstance(node, ast.Attribute):
        if node.attr == "random":
            return True
        node = node.value
    return isinstance(node, ast.Name) and node.id == "random"
