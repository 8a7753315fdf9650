"""Figures that a cell shows its reader: only printed, in an f-string, or as an expression of its own.

What a person prints at the end of a training loop is what they want to know. It is a figure where its expression
(``accuracy_score(y, p)``, ``losses[-1]``), its keyword (``set_postfix(loss=…)``) or the text before it (``"Test
accuracy:"``) says that it tells how good something is. Names that are assigned in the cell were judged there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from ...records import LeftOut
from ..cell import CellContext, Curve, Found, Metric
from ..expressions import called_name, kind_of
from ..names import root_name
from ..notes import ShownStatement
from ..parts import Part
from .evidence import SPLITS, figure_name, known_figures, shown_name, split_of
from .lists import is_setting_key, keeps_history
from .metrics import EXPLORES, literals, size_names
from .series import SHOWN_AS
from .words import is_quality_name, is_quality_word, name_in_text, words_of

_MOST_LABELS = 100
_NOT_SHOWN = {"size", "clock", "random", "truth", "text", "structure", "constant"}


@dataclass(frozen=True, slots=True)
class _Point:
    step: int
    value: float | int
    label: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """One part with all values that it showed."""

    part: Part
    statement: ShownStatement
    points: list[_Point]
    name: str


def shown(context: CellContext) -> Iterator[Found]:
    """Figures that are printed, part of a text, or expressions of their own."""
    seen = [item for statement in context.shown for item in _of_statement(statement, context)]
    if context.explores:
        for item in seen:
            yield LeftOut(item.name, "metric.explores", EXPLORES)
        return
    taken: dict[str, _Seen] = {}
    for item in seen:
        name = _told_apart(item, seen)
        if _is_taken(name, item, taken, context):
            tells = (_by_text(item), _root(item.part.node), item.statement.scope, "shown")
            names = (_joined(told, name) for told in tells if told)
            name = next((other for other in names if not _is_taken(other, item, taken, context)), "")
        if not name:
            continue
        for found in _found(name, item, context):
            taken[found.name] = item
            yield found


def _is_taken(name: str, item: _Seen, taken: dict[str, _Seen], context: CellContext) -> bool:
    other = taken.get(name)
    return (other is not None and other is not item) or name in context.watched or name in context.figures


def _of_statement(statement: ShownStatement, context: CellContext) -> Iterator[_Seen]:
    literal, sizes, known = literals(context), size_names(context), known_figures(context)
    points = _points(statement)
    for position, part in enumerate(statement.parts):
        if not points[position]:
            continue
        name = _name(part, statement, context, known)
        if name and kind_of(part.node, literal, sizes) not in _NOT_SHOWN:
            whole = all(type(point.value) is int for point in points[position])
            if not whole or (is_quality_name(name) if part.gathered else _counts_as_figure(part, name)):
                yield _Seen(part, statement, points[position], name)


def _counts_as_figure(part: Part, name: str) -> bool:
    """A whole number is a figure only where its own expression says so, and not as a number of something."""
    own = figure_name(part.node)
    return bool(own) and not {"n", "num", "number", "count", "total"} & set(words_of(own + " " + part.before))


def _points(statement: ShownStatement) -> list[list[_Point]]:
    """Take the notes of a statement apart: by its executions, each with the texts that it showed."""
    found: list[list[_Point]] = [[] for _ in statement.parts]
    execution: dict[int, tuple[int, float | int]] = {}
    texts: list[str] = []
    last = len(statement.parts)

    def close() -> None:
        label = " ".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
        for position, (step, value) in execution.items():
            found[position].append(_Point(step, value, label))

    for position, step, value in statement.notes:
        if position <= last:
            close()
            execution, texts = {}, []
        last = position
        if type(value) is str:
            texts.append(value)
        else:
            execution[position] = step, value  # type: ignore[assignment]
    close()
    return found


def _name(part: Part, statement: ShownStatement, context: CellContext, known: Container[str]) -> str:
    """Name a part; empty where nothing says that it is a figure, or where its name was judged already."""
    node, inner = part.node, part.node
    if part.gathered:
        return _gathered_name(part, statement, context, known)
    while isinstance(inner, ast.Call) and called_name(inner) in ("item", "round", "float", "numpy", "mean"):
        below = (
            inner.func.value
            if isinstance(inner.func, ast.Attribute)
            else inner.args[0]
            if inner.args
            else None
        )
        if not isinstance(below, (ast.Name, ast.Call)):
            break
        inner = below
    if isinstance(inner, ast.Subscript) and not statement.scope and root_name(inner) in context.curves:
        # An entry of a list that is a curve.
        return ""
    if isinstance(inner, ast.Name):
        if _is_watched(inner.id, statement, context):
            return ""
        if not statement.scope and inner is node and not _may_be_figure(inner.id, context):
            return ""
    name = shown_name(node, part.before if part.printed else "", part.key, known)
    if not name and part.printed and _text_behind(part):
        name = name_in_text(_behind(part.after))
    return name


def _gathered_name(part: Part, statement: ShownStatement, context: CellContext, known: Container[str]) -> str:
    """Name what a function puts into a list of its own, by that list."""
    inner = part.node
    while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and not inner.args:
        inner = inner.func.value
    if isinstance(inner, ast.Name) and _is_watched(inner.id, statement, context):
        return ""
    of_history = keeps_history(part.key) and not is_setting_key(part.key.rpartition(".")[2])
    tells = of_history or is_quality_name(part.key) or figure_name(part.node, known)
    return part.key if tells else ""


def _text_behind(part: Part) -> bool:
    """``f"{acc:.1%} accuracy"``: only where no text stands before."""
    return not any(letter.isalpha() for letter in part.before)


def _behind(text: str) -> str:
    """The text behind a value, unless it leads to the next one (``… %) Loss: ``)."""
    first = re.split(r"[|,;\n\t)\]]", text.lstrip(" %"))[0]
    return "" if first.rstrip().endswith((":", "=")) else first


def _is_watched(name: str, statement: ShownStatement, context: CellContext) -> bool:
    if name in context.kept.get(SHOWN_AS, ()):
        return False
    if not statement.scope:
        return name in context.watched and name not in context.in_functions
    qualified = f"{statement.scope}.{name}"
    return qualified in context.watched or (name in context.watched and name in context.in_functions)


def _may_be_figure(name: str, context: CellContext) -> bool:
    """Say whether a name shown at top level is still to be judged: a variable of a loop over results."""
    if name in context.kept.get(SHOWN_AS, ()):
        return True
    bindings = context.names.bindings.get(name)
    if bindings is None:
        # Of an earlier cell: that cell's result.
        return False
    return bindings[-1].kind == "loop"


def _found(name: str, item: _Seen, context: CellContext) -> Iterator[Found]:
    points = item.points
    labels = [point.label for point in points]
    if len(points) > 1 and all(labels) and len(set(labels)) > 1:
        yield from _labelled(name, points, context)
        return
    rule = "list" if item.part.gathered else "shown"
    if len(points) > 1:
        steps = [point.step for point in points]
        if len(set(steps)) < len(steps):
            steps = list(range(len(points)))
        values = [point.value for point in points]
        if any(list(known) == values for known in context.curves.values()):
            # A list that was taken as a curve, shown entry by entry.
            return
        yield Curve(name, f"series.{rule}", values, steps)
    value = float(points[-1].value)
    if not _is_known(name, value, context):
        yield Metric(name, value, f"metric.{rule}")


def _labelled(name: str, points: list[_Point], context: CellContext) -> Iterator[Found]:
    """One figure a model (or data set, or class): told apart by the text that is shown beside it."""
    by_label: dict[str, list[_Point]] = {}
    for point in points[:10_000]:
        by_label.setdefault(point.label, []).append(point)
    for label, group in list(by_label.items())[:_MOST_LABELS]:
        full = f"{label}.{name}"
        if len(group) > 1:
            yield Curve(
                full, "series.shown", [point.value for point in group], [point.step for point in group]
            )
        value = float(group[-1].value)
        if not _is_known(full, value, context):
            yield Metric(full, value, "metric.shown")


def _told_apart(item: _Seen, seen: list[_Seen]) -> str:
    """Of several figures of the same name, say which is which: by the text before them, or by their data."""
    name = item.name
    same = [other for other in seen if other.name == name]
    if len(same) < 2:
        return name
    for tell in (_by_text, _by_split):
        told = [tell(other) for other in same]
        if all(told) and len(set(told)) == len(told):
            return _joined(tell(item), name)
    told = [_by_text(other) or _by_split(other) for other in same]
    own = _by_text(item) or _by_split(item)
    if own and told.count(own) == 1:
        return _joined(own, name)
    position = next(position for position, other in enumerate(same) if other is item)
    return name if position == 0 else f"{name}_{position + 1}"


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.BinOp):
        node = node.left
    return root_name(node) or ""


def _joined(told: str, name: str) -> str:
    words = words_of(name)
    extra = [word for word in words_of(told) if word not in words]
    return "_".join([*extra, name]) if extra else name


def _by_text(item: _Seen) -> str:
    text = item.part.key or item.part.before
    words = [word for word in words_of(text) if not word.isdigit()]
    return "_".join(dict.fromkeys(words[-4:]))


def _by_split(item: _Seen) -> str:
    return split_of(item.part.node)


def _is_known(name: str, value: float, context: CellContext) -> bool:
    """Say whether the figure was taken already, under another name of the same kind."""
    words, splits = _telling(name), _splits(name)
    return any(
        (known == value or known != known != value != value)
        and not words.isdisjoint(_telling(other))
        # Where train and test are equally good, both were told.
        and (splits == _splits(other) or not splits or not _splits(other))
        for other, known in context.figures.items()
    )


_OF_ANY_KIND = frozenset({"score", "scores", "metric", "value"})
"""``accuracy_score`` and ``roc_auc_score`` are of two kinds."""


def _telling(name: str) -> set[str]:
    words = set(words_of(name))
    return {word for word in words - _OF_ANY_KIND if is_quality_word(word)} or words


def _splits(name: str) -> set[str]:
    return {SPLITS[word] for word in words_of(name) if word in SPLITS}
