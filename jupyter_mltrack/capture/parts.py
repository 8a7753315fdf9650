"""The parts of a statement whose values are shown: in calls that show, in texts with values, in comprehensions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection
from dataclasses import dataclass

from .expressions import called_name
from .names import root_name
from .templates import before_braces, before_percents, is_message, template_of

_SHOWING = frozenset({"print", "display", "pprint", "pp", "rprint", "tqdm_write"})
_LOGGING = frozenset(
    {
        "info",
        "debug",
        "warning",
        "error",
        "critical",
        "print",
        "write",
        "log_metric",
        "log_metrics",
        "log_dict",
    }
    | {
        "set_postfix",
        "set_postfix_str",
        "set_description",
        "set_description_str",
        "add_scalar",
        "add_scalars",
    }
    | {"metric", "markdown", "success", "title", "set_title", "suptitle"}
)
_LOGGERS = frozenset(
    {"wandb", "mlflow", "logger", "logging", "log", "run", "self", "accelerator", "trainer", "neptune"}
)
_TEXT_CALLS = frozenset({"str", "repr", "format"})
_LISTED = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)

Replace = Callable[[ast.expr], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One expression whose value is shown."""

    node: ast.expr
    """What was written."""
    before: str
    """The fixed text before it."""
    after: str
    """The fixed text behind it, up to the next value."""
    key: str
    """The name that it is handed over by (``set_postfix(loss=…)``, ``{"loss": …}``), or ``""``."""
    printed: bool
    """Whether it goes to the reader at once; otherwise it is part of some text."""
    replace: Replace
    """Puts another expression in its place."""
    gathered: bool = False
    """Whether it is put into a list of a function, which nobody sees: ``key`` is the list's name."""


class PartFinder:
    """Collects the shown parts of one statement in the order in which they are evaluated."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._text = ""
        self._listed: dict[str, str] = {}
        """Variables of comprehensions, with the names of the lists that they run through."""

    def statement(self, node: ast.stmt, *, own: bool) -> None:
        """Take what a statement shows; ``own``: an expression of its own is shown, too."""
        value = getattr(node, "value", None)
        if value is None:
            return
        if isinstance(node, ast.Expr) and own and _is_figure(value):
            self._add(value, _setter(node, "value"), "", True)
        elif not (is_message(node) and self._take_text(value, True)):
            self._look(value, _setter(node, "value"))

    def gathered(self, node: ast.stmt, lists: Collection[str]) -> None:
        """Take what a statement puts into one of these lists: ``losses.append(loss)``, ``log["loss"].append(loss)``."""
        call = node.value if isinstance(node, ast.Expr) else None
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and len(call.args) == 1):
            return
        place, value = call.func.value, call.args[0]
        key = ""
        if isinstance(place, ast.Subscript) and isinstance(place.slice, ast.Constant):
            key = f".{place.slice.value!s}"
            place = place.value
        if call.func.attr == "append" and isinstance(place, ast.Name) and place.id in lists and _fits(value):
            part = Part(value, "", "", place.id + key, False, _setter(call.args, 0), gathered=True)
            self.parts.append(part)

    def _look(self, node: ast.expr, replace: Replace) -> None:
        """Search an expression for calls that show and for texts."""
        if isinstance(node, _COMPREHENSIONS):
            return
        if isinstance(node, ast.Call) and is_showing(node):
            self._text = ""
            first = template_of(node.args[0]) if node.args else None
            # A logger's text has the places of the values that follow it.
            texts = before_percents(first) if first and "%" in first and len(node.args) > 1 else []
            for position, argument in enumerate(node.args):
                if texts:
                    self._text = texts[position - 1] if 0 < position <= len(texts) else ""
                if position or not texts:
                    self._take(argument, _setter(node.args, position), "", True)
            for keyword in node.keywords:
                if keyword.arg not in ("sep", "end", "file", "flush", "exc_info", "extra", "step", "refresh"):
                    self._take(keyword.value, _setter(keyword, "value"), keyword.arg or "", True)
        elif not self._take_text(node, False):
            for name, value in ast.iter_fields(node):
                if isinstance(value, ast.expr):
                    self._look(value, _setter(node, name))
                elif isinstance(value, list):
                    for position, part in enumerate(value):
                        if isinstance(part, ast.expr):
                            self._look(part, _setter(value, position))
                        elif isinstance(part, ast.keyword):
                            self._look(part.value, _setter(part, "value"))

    def _take(self, node: ast.expr, replace: Replace, key: str, printed: bool) -> None:
        """Take what is shown as it stands."""
        if isinstance(node, ast.Constant):
            self._say(str(node.value) if isinstance(node.value, str) else " ")
        elif isinstance(node, _LISTED):
            self._take_each(node, key, printed)
        elif isinstance(node, ast.Starred):
            if isinstance(node.value, _LISTED):
                self._take_each(node.value, key, printed)
        elif self._take_text(node, printed) or isinstance(node, (ast.Lambda, ast.NamedExpr)):
            return
        elif _is_join(node) and isinstance(node, ast.Call) and isinstance(node.args[0], _LISTED):
            self._take_each(node.args[0], key, printed)
        elif (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Add)
            and (_texty(node.left) or _texty(node.right))
        ):
            self._take(node.left, _setter(node, "left"), key, printed)
            self._take(node.right, _setter(node, "right"), key, printed)
        elif isinstance(node, (ast.Tuple, ast.List)):
            for position, item in enumerate(node.elts):
                self._take(item, _setter(node.elts, position), key, printed)
        elif isinstance(node, ast.Dict):
            for position, (name, item) in enumerate(zip(node.keys, node.values, strict=True)):
                known = name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""
                self._take(item, _setter(node.values, position), known, printed)
        elif isinstance(node, ast.Call) and _is_round(node):
            self._take(node.args[0], _setter(node.args, 0), key, printed)
        elif not isinstance(node, (ast.Compare, ast.BoolOp)):
            self._add(node, replace, key, printed)

    def _take_each(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, key: str, printed: bool
    ) -> None:
        """Take what a comprehension shows, once for each of its rounds: ``[f"{score:.3f}" for score in scores]``."""
        first = node.generators[0]
        if isinstance(first.target, ast.Name) and isinstance(first.iter, ast.Name):
            self._listed[first.target.id] = first.iter.id
        if isinstance(node, ast.DictComp):
            self._take(node.key, _setter(node, "key"), "", printed)
            self._take(node.value, _setter(node, "value"), key, printed)
        else:
            self._take(node.elt, _setter(node, "elt"), key, printed)
        self._text = ""

    def _take_text(self, node: ast.expr, printed: bool) -> bool:
        """Take the values in an f-string, or in the arguments of ``%`` and ``.format``; false for anything else."""
        if isinstance(node, ast.JoinedStr):
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    self._take(part.value, _setter(part, "value"), "", printed)
                elif isinstance(part, ast.Constant):
                    self._say(str(part.value))
            return True
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Mod)
            and template_of(node.left) is not None
        ):
            texts = before_percents(template_of(node.left) or "")
            whole = isinstance(node.right, ast.Tuple)
            values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            for position, value in enumerate(values):
                self._say(texts[position] if position < len(texts) else " ")
                self._take(value, _setter(values, position) if whole else _setter(node, "right"), "", printed)
            return True
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "format"
            and template_of(node.func.value) is not None
        ):
            texts = before_braces(template_of(node.func.value) or "")
            for position, value in enumerate(node.args):
                self._say(texts[position] if position < len(texts) else " ")
                self._take(value, _setter(node.args, position), "", printed)
            for keyword in node.keywords:
                self._take(keyword.value, _setter(keyword, "value"), keyword.arg or "", printed)
            return True
        return False

    def _say(self, text: str) -> None:
        if self.parts and not self._text:
            last = self.parts[-1]
            self.parts[-1] = Part(last.node, last.before, text, last.key, last.printed, last.replace)
        self._text += text

    def _add(self, node: ast.expr, replace: Replace, key: str, printed: bool) -> None:
        if _fits(node):
            if not key and isinstance(node, ast.Name):
                key = self._listed.get(node.id, "")
            self.parts.append(Part(node, self._text, "", key, printed, replace))
        # ``Precision@{k}: {value}``: the first value belongs to the name of the second.
        self._text = self._text if self._text.endswith("@") else ""


def is_showing(node: ast.Call) -> bool:
    """Say whether a call shows its arguments to a reader: ``print``, a logger, a progress bar, a tracker of runs."""
    if isinstance(node.func, ast.Name):
        return node.func.id in _SHOWING
    if isinstance(node.func, ast.Attribute):
        if node.func.attr == "log":
            return root_name(node.func.value) in _LOGGERS
        return node.func.attr in _LOGGING
    return False


def _is_figure(node: ast.expr) -> bool:
    """Say whether a statement's expression may be a figure: an attribute, an entry, a sum, a call."""
    if isinstance(node, ast.Call):
        return not is_showing(node) and called_name(node) not in (
            "fit",
            "append",
            "extend",
            "update",
            "format",
        )
    return isinstance(node, (ast.Attribute, ast.Subscript, ast.BinOp, ast.Name))


def _is_round(node: ast.Call) -> bool:
    """``round(x, 3)``, ``str(x)``, ``format(x, ".3f")``: what is shown is x."""
    if not (isinstance(node.func, ast.Name) and node.args and not node.keywords):
        return False
    return node.func.id == "round" or node.func.id in _TEXT_CALLS


def _is_join(node: ast.expr) -> bool:
    """``", ".join(…)``: what is shown is each of the texts."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
        and len(node.args) == 1
    )


def _texty(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and (_texty(node.left) or _texty(node.right))
    return isinstance(node, ast.JoinedStr) or (
        called_name(node) in _TEXT_CALLS and isinstance(node, ast.Call)
    )


def _fits(node: ast.expr) -> bool:
    """Say whether a call around an expression is on no line that the expression is not on, for debuggers."""
    if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom)):
        return False
    if node.lineno == node.end_lineno or isinstance(node, ast.BinOp):
        return True
    return isinstance(node, ast.Call) and node.func.lineno == node.func.end_lineno


def _setter(owner: object, place: str | int) -> Replace:
    def replace(new: ast.expr) -> None:
        if isinstance(place, int):
            owner[place] = new  # type: ignore[index]
        else:
            setattr(owner, place, new)

    return replace
