"""What says that an expression gives a quality figure, and what the figure is called."""

from __future__ import annotations

import ast
from collections.abc import Container

from ..cell import CellContext
from ..expressions import called_name, is_constant, kind_of
from ..walk import nodes_of
from .words import is_quality_name, is_quality_word, name_in_text, words_of

_LONGEST = 60

_SAME = frozenset(
    {"round", "float", "abs", "int", "item", "detach", "cpu", "numpy", "tolist", "to", "squeeze", "data"}
)
_MADE = frozenset(
    {"sqrt", "log", "log10", "log2", "exp", "sum", "get", "asarray", "array", "Series", "negative"}
)
_SUMMARIES = frozenset(
    {"mean", "std", "max", "min", "median", "var", "average", "nanmean", "nanstd", "fmean", "stdev", "pstdev"}
)
_JUDGES = frozenset(
    {"evaluate", "criterion", "crit", "loss_fn", "loss_func", "lossfun", "loss_function", "cross_entropy"}
)
"""Functions that give a quality figure, though their name is not that figure's."""

SPLITS = {
    "train": "train",
    "tr": "train",
    "trn": "train",
    "test": "test",
    "te": "test",
    "tst": "test",
} | dict.fromkeys(("val", "valid", "validation", "dev", "va"), "val")


def figure_name(node: ast.expr | None, known: Container[str] = ()) -> str:
    """Name a quality figure by the expression that gives it; empty where nothing says that it is one.

    Parameters
    ----------
    node
        The expression.
    known
        Names that are known to hold quality figures, whatever they are called.

    Examples
    --------
    >>> names = ("accuracy_score(y, p)", "scores.mean()", "loss.item()", "history['val_loss'][-1]", "running_loss / n",
    ...     "(p == y).mean()", "df.age.mean()", "mean_squared_error(y, p) ** 0.5", "len(losses)")
    >>> [figure_name(ast.parse(text, mode="eval").body) for text in names]
    ['accuracy_score', 'scores_mean', 'loss', 'val_loss', 'running_loss', 'accuracy', '', 'rmse', '']
    """
    if isinstance(node, ast.Await):
        return figure_name(node.value, known)
    if isinstance(node, ast.Name):
        return node.id if is_quality_name(node.id) or node.id == "best" or node.id in known else ""
    if isinstance(node, ast.Attribute):
        if is_quality_name(node.attr) or node.attr == "best":
            return node.attr
        return figure_name(node.value, known) if node.attr in _SAME else ""
    if isinstance(node, ast.Subscript):
        key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            if is_quality_name(key.value):
                return key.value
            return ""
        return figure_name(node.value, known)
    if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
        return figure_name(node.operand, known)
    if isinstance(node, ast.BinOp):
        return _of_both(node, known)
    if isinstance(node, ast.IfExp):
        return figure_name(node.body, known) or figure_name(node.orelse, known)
    if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        return figure_name(node.elt, known)
    return _of_call(node, known) if isinstance(node, ast.Call) else ""


def _of_both(node: ast.BinOp, known: Container[str]) -> str:
    """A figure divided by anything, raised, scaled, or set against another: ``alpha * error`` is a step, though."""
    left, right = figure_name(node.left, known), figure_name(node.right, known)
    if isinstance(node.op, ast.Pow):
        half = isinstance(node.right, ast.Constant) and node.right.value == 0.5
        return _rooted(left) if half else left
    if isinstance(node.op, (ast.Div, ast.FloorDiv)):
        return f"{left}_mean" if left and called_name(node.left) == "sum" else left
    if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
        if left and right:
            return left
        other, figure = (node.right, left) if left else (node.left, right)
        if not figure:
            return ""
        return figure if is_constant(other) or kind_of(other) == "size" or _counts(other) else ""
    return ""


def _rooted(name: str) -> str:
    """The root of ``mean_squared_error(y, p)`` is what everybody calls RMSE."""
    return "rmse" if name in ("mean_squared_error", "mse", "MSE") else name


def _counts(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and bool(
        {"n", "size", "len", "count", "num", "bs"} & set(words_of(node.id))
    )


def _of_call(node: ast.Call, known: Container[str]) -> str:
    called = called_name(node)
    if called is None or any(keyword.arg == "key" for keyword in node.keywords):
        # ``min(scores, key=scores.get)`` gives whose score it is.
        return ""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    inner = node.args[0] if node.args else owner
    if called in _SAME or called in _MADE:
        first = node.args[0] if node.args and not isinstance(node.args[0], ast.Constant) else owner
        name = figure_name(first, known)
        return (
            _agreement(first, owner)
            or (_rooted(name) if called == "sqrt" else name)
            or figure_name(owner, known)
        )
    if called in _SUMMARIES:
        first = owner if owner is not None and not _is_module(owner) else inner
        agreement = _agreement(first, None)
        name = figure_name(first, known)
        return agreement or (f"{name}_{called}"[-_LONGEST:] if name else "")
    if called in _JUDGES:
        return "loss" if called not in ("evaluate", "cross_entropy") else called
    return called if is_quality_name(called) and called not in ("score_samples", "map") else ""


def _agreement(node: ast.expr | None, other: ast.expr | None) -> str:
    """The mean of ``prediction == truth`` is an accuracy, of ``!=`` an error."""
    for part in (node, other):
        while (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in ("float", "astype", "sum")
        ):
            part = part.func.value
        if (
            isinstance(part, ast.Compare)
            and len(part.ops) == 1
            and not isinstance(part.comparators[0], ast.Constant)
        ):
            if isinstance(part.ops[0], ast.Eq):
                return "accuracy"
            if isinstance(part.ops[0], ast.NotEq):
                return "error"
    return ""


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in (
        "np",
        "numpy",
        "torch",
        "tf",
        "statistics",
        "jnp",
        "pd",
        "math",
    )


def is_mean_alone(name: str) -> bool:
    """Say whether a name says no more than how it was summed up."""
    return not any(is_quality_word(word) for word in words_of(name))


def split_of(node: ast.expr) -> str:
    """Tell from the arguments of a call which data a figure was computed on: ``train``, ``test``, ``val`` or ``""``.

    >>> split_of(ast.parse("accuracy_score(y_test, model.predict(X_test))", mode="eval").body)
    'test'
    """
    found = {
        SPLITS[word]
        for part in nodes_of(node)
        if isinstance(part, ast.Name)
        for word in words_of(part.id)
        if word in SPLITS
    }
    return found.pop() if len(found) == 1 else ""


def shown_name(node: ast.expr, before: str, key: str, known: Container[str] = ()) -> str:
    """Name a shown figure: by its expression, else by what it is handed over as, else by the text before it."""
    name = figure_name(node, known)
    said = name_in_text(before)
    if name and not (said and (_is_position(node) or _is_only_agreement(node, name))):
        return name
    if key and is_quality_name(key):
        return key
    return said


def is_called_figure(name: str, context: CellContext) -> bool:
    """``print(f"coverage: {inside:.1%}")``: say whether a name is shown as such, with a text that says what it is."""
    for statement in context.shown:
        for part in statement.parts:
            node = part.node
            while isinstance(node, ast.Call) and called_name(node) in _SAME:
                owner = node.func.value if isinstance(node.func, ast.Attribute) else None
                inner = node.args[0] if node.args else owner
                if inner is None:
                    break
                node = inner
            own = isinstance(node, ast.Name) and node.id == name and not statement.scope and part.printed
            if own and (is_quality_name(part.key) or name_in_text(part.before)):
                return True
    return False


def _is_only_agreement(node: ast.expr, name: str) -> bool:
    """``(y != p).sum()``: that this tells how good something is, is known; what it is called, the text says."""
    return name in ("accuracy", "error") and name not in ast.unparse(node).lower()


def _is_position(node: ast.expr) -> bool:
    """``score[1]``: which of several figures that is, only the text says."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and type(node.slice.value) is int
    )


def known_figures(context: CellContext) -> frozenset[str]:
    """Give the names that hold what a scoring function gave, whatever they are called."""
    if "figures" not in context.kept:
        context.kept["figures"] = _known_figures(context)
    found: frozenset[str] = context.kept["figures"]
    return found


def _known_figures(context: CellContext) -> frozenset[str]:
    found = set()
    for name, bindings in context.names.bindings.items():
        for binding in bindings:
            called = called_name(binding.value)
            if called and (
                called in _JUDGES or called.startswith("cross_val_score") or is_quality_name(called)
            ):
                found.add(name)
    return frozenset(found)
