"""Parameters: what the cell ran with, written in it or taken from earlier cells."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...records import LeftOut
from ..cell import CellContext, Earlier, Found, Parameter
from ..configs import settings_of
from ..expressions import is_constant, is_start, kind_of
from ..values import UNREAD, parameter, type_name
from ..walk import nodes_of
from .uses import data_lists, names_only_drawn
from .words import is_quality_name, words, words_of

_DEEPEST = 5


def asked_for(context: CellContext) -> Iterator[Found]:
    """Names of ``--param``: parameters whatever they are."""
    for name in sorted(context.options.params):
        earlier = context.earlier.get(name)
        # What the cell read counts, rather than what it made of it.
        read = earlier.value if earlier is not None else UNREAD
        value = read if read is not UNREAD else context.after.get(name, UNREAD)
        if type(value) is dict:
            for entry, setting in (settings_of(name, value) or {}).items():
                yield Parameter(f"{name}.{entry}", setting, "param.asked")
            continue
        if value is UNREAD:
            yield LeftOut(name, "asked.unknown", "there is no such name")
            continue
        plain, remark = parameter(value)
        if plain is UNREAD:
            yield LeftOut(name, "param.type", remark)
        else:
            yield Parameter(name, plain, "param.asked")  # type: ignore[arg-type]


def literals(context: CellContext) -> Iterator[Found]:
    """Names that only ever get literals or constant expressions: ``lr = 0.1``, ``steps = 60 * 60``."""
    drawn, looking = set(only_drawn(context)), only_looks(context)
    written = constants(context)
    drawn |= data_lists(context.tree, [name for name in written if is_list(context.value(name))])
    for name in written:
        value = context.value(name)
        if value is UNREAD:
            # The cell did not come there: a branch that was not taken, or a failure before.
            continue
        if name in drawn:
            yield LeftOut(name, "param.drawn", "it is only used to draw, or as data")
            continue
        if name.lower().startswith(("print_", "verbose", "show_", "plot_")) or name.lower() in (
            "n_jobs",
            "figsize",
        ):
            yield LeftOut(
                name, "param.housekeeping", "it is about what is printed or drawn, or how it is run"
            )
            continue
        if looking and "seed" not in name.lower():
            yield LeftOut(name, "param.looking", "the cell only looks at data")
            continue
        if type(value) is str and is_sample(name, value):
            yield LeftOut(name, "param.data", "a text that something is tried on")
            continue
        plain, remark = parameter(value)
        if plain is UNREAD:
            if remark:
                yield LeftOut(name, "param.type", remark)
            continue
        if type(value) is list and (not value or _is_filled(name, plain, context)):
            yield LeftOut(name, "param.filled", "a list that the cell fills")
            continue
        yield Parameter(name, plain, "param.literal")  # type: ignore[arg-type]
        if remark:
            yield LeftOut(name, "param.long", remark)


_SAMPLES = words("""
    sample text sentence review query passage document doc message example input string phrase corpus tweet
    paragraph comment question
""")
_FEWEST_WORDS = 3


def is_sample(name: str, text: str) -> bool:
    """Say whether a text is data: several words, under a name that says so (a prompt is a setting).

    >>> [is_sample(name, "a fine film") for name in ("new_review", "text_column", "prompt")]
    [True, False, False]
    """
    said = [word.rstrip("0123456789s") for word in words_of(name)]
    last = next((word for word in reversed(said) if word), "")
    return len(text.split()) >= _FEWEST_WORDS and last in _SAMPLES


def is_list(value: object) -> bool:
    """Say whether a value is a list or a tuple."""
    return type(value) is list or type(value) is tuple


def only_drawn(context: CellContext) -> frozenset[str]:
    """Give the names that the cell only draws with, or fills arrays and tables with."""
    if "drawn" not in context.kept:
        context.kept["drawn"] = frozenset(names_only_drawn(context.tree))
    found: frozenset[str] = context.kept["drawn"]
    return found


def only_looks(context: CellContext) -> bool:
    """Say whether a cell only shows data: what it sets is about the view. One that moves values on does more."""
    moved = any(
        binding.in_loop and binding.kind in ("assign", "augment")
        for bindings in context.names.bindings.values()
        for binding in bindings
    )
    return context.explores and not moved and context.completed


def _is_filled(name: str, now: object, context: CellContext) -> bool:
    """Say whether a list is not what was written any more: ``losses = []`` … ``losses.append(loss)``."""
    written = context.names.bindings[name][-1].value
    try:
        return written is not None and parameter(ast.literal_eval(written))[0] != now
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        # It is made of names: whether it was changed is all that can be told.
        return name in context.names.changes


def constants(context: CellContext) -> list[str]:
    """Give the names that only get constants, in the order in which the cell binds them."""
    if "constants" not in context.kept:
        context.kept["constants"] = _constants(context)
    found: list[str] = context.kept["constants"]
    return found


def _constants(context: CellContext) -> list[str]:
    known = {name for name, earlier in context.earlier.items() if is_setting(earlier)}
    own: dict[str, None] = {}
    for _ in range(_DEEPEST):
        settled = known | own.keys()
        found = dict.fromkeys(
            name
            for name, bindings in context.names.bindings.items()
            if not name.startswith("_")
            and all(
                binding.kind == "assign"
                and not binding.in_loop
                and binding.at is None
                and binding.value is not None
                and is_constant(binding.value, settled)
                and not is_figure(name, binding.value)
                and not is_ratio(binding.value)
                for binding in bindings
            )
        )
        if len(found) == len(own):
            break
        own = found
    return list(own)


def is_figure(name: str, node: ast.expr) -> bool:
    """``accuracy = 1 - loss`` is computed, whatever it is computed from; ``cost = 1.0`` is a setting."""
    return is_quality_name(name) and any(isinstance(part, ast.Name) for part in nodes_of(node))


def is_ratio(node: ast.expr) -> bool:
    """``rate = hits / shown``: a quotient of two of the cell's numbers is worked out, not set.

    >>> [is_ratio(ast.parse(text, mode="eval").body) for text in ("hits / shown", "1 / n", "base / 10", "(b - a) / a")]
    [True, False, False, True]
    """
    return any(
        isinstance(part, ast.BinOp)
        and isinstance(part.op, ast.Div)
        and all(
            any(isinstance(item, ast.Name) for item in nodes_of(side)) for side in (part.left, part.right)
        )
        for part in nodes_of(node)
    )


def is_setting(earlier: Earlier) -> bool:
    """Say whether an earlier cell gave a name a constant."""
    origin = earlier.origin
    if earlier.value is UNREAD or origin is None or origin.value is None:
        return False
    return origin.kind == "assign" and not origin.in_loop and is_constant(origin.value)


def starting_values(context: CellContext) -> Iterator[Found]:
    """Literals that later code moves on from: the first value of a schedule (``lr = 0.1`` … ``lr *= 0.9``)."""
    for name, bindings in context.names.bindings.items():
        first = bindings[0]
        if name.startswith("_") or len(bindings) < 2 or first.kind != "assign" or not first.sure:
            continue
        if name.startswith(("best_", "optimal_")) or (
            isinstance(first.value, ast.List) and not first.value.elts
        ):
            # Where a search starts, and where gathering does, is no setting.
            continue
        if name in context.untouched or not _is_schedule(name, context):
            continue
        if first.value is None or not is_constant(first.value) or is_start(first.value):
            continue
        try:
            plain, _ = parameter(ast.literal_eval(first.value))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            continue
        if plain is not UNREAD:
            yield Parameter(name, plain, "param.start")  # type: ignore[arg-type]


def _is_schedule(name: str, context: CellContext) -> bool:
    """Say whether a value is moved on by settings alone (``eps *= decay``), rather than by what is learned."""
    bindings = context.names.bindings
    fixed = {*constants(context), name}
    fixed |= {other for other, found in bindings.items() if all(item.kind == "loop" for item in found)}
    for binding in bindings[name][1:]:
        reads = (
            {part.id for part in nodes_of(binding.value) if isinstance(part, ast.Name)}
            if binding.value
            else set()
        )
        if any(other in bindings and other not in fixed for other in reads if not _is_tool(other, context)):
            return False
    return True


def _is_tool(name: str, context: CellContext) -> bool:
    return all(
        binding.kind in ("import", "function", "class") for binding in context.names.bindings.get(name, [])
    )


def dict_items(node: ast.expr | None) -> dict[str, ast.expr]:
    """Give the entries of a written-out dict that have a text as key; empty for anything else."""
    if isinstance(node, ast.Dict):
        return {
            key.value: value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        }
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "dict"
        and not node.args
    ):
        return {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    return {}


def from_earlier_cells(context: CellContext) -> Iterator[Found]:
    """Scalars of earlier cells that this cell reads, directly or through functions of the notebook."""
    drawn, looking = set(only_drawn(context)), only_looks(context)
    lists = [name for name, earlier in context.earlier.items() if earlier.type_name in ("list", "tuple")]
    drawn |= data_lists(context.tree, lists)
    for name, earlier in context.earlier.items():
        if name.startswith("_"):
            continue
        if name in drawn:
            yield LeftOut(name, "param.drawn", "it is only used to draw, or as data")
            continue
        if looking:
            yield LeftOut(name, "param.looking", "the cell only looks at data")
            continue
        origin = earlier.origin
        if earlier.value is UNREAD:
            if earlier.remark and earlier.settings is None:
                yield LeftOut(name, "param.type", earlier.remark)
            continue
        if origin is not None:
            if origin.kind == "loop":
                yield LeftOut(name, "loop.variable", "the variable of a loop")
                continue
            if origin.kind == "import":
                yield LeftOut(name, "param.import", "a constant of a library")
                continue
            kind = kind_of(origin.value)
            if kind in _NOT_SET:
                yield LeftOut(name, f"param.{kind}", _NOT_SET[kind])
                continue
            if kind == "computed" and type(earlier.value) is float and is_quality_name(name):
                yield LeftOut(name, "param.metric", "a metric of an earlier cell")
                continue
        yield Parameter(name, earlier.value, "param.earlier")  # type: ignore[arg-type]


_NOT_SET = {"size": "a size or a count of data", "clock": "a clock reading", "random": "a random draw"}


def described(value: object) -> str:
    """Say what kind of object a value is, for the reasons of what is left out."""
    return f"not a single value but of type {type_name(value)}"
