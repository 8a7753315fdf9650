"""Observing loops inside functions that a cell defines.

The function itself stays what the user wrote: it is compiled a second time with the observations in it, and carries
that code only while the cell runs. The observers are constants of that code, so it needs no name that could be missing
where the function is called later or in another process.
"""

from __future__ import annotations
import __future__

import ast
import contextlib
from collections.abc import Callable, Collection, Iterator
from functools import reduce
from operator import or_
from types import CodeType, FunctionType

from .instrument import Counters, insert, marking, ticking
from .loops import ScopePlan, Site, plan_scopes
from .notes import Identity, Notes, wrap
from .observers import METHOD, InFunction, Watches
from .scopes import FunctionNode
from .shown import Shown, recursive, shown_in

_COMPILERS = frozenset(
    {"jit", "njit", "vectorize", "guvectorize", "stencil", "cfunc", "compile", "function", "script", "trace"}
    | {"vmap", "pmap", "grad", "value_and_grad", "checkpoint", "remote"}
)
"""What reads the code of functions that it is given; foreign constants could stop it."""

_TRANSPARENT = frozenset(
    {"staticmethod", "classmethod", "property", "cached_property", "no_grad", "inference_mode"}
)
"""Decorators that call the function as it is."""

_LOOKING = frozenset({"__code__", "get_code", "code_info", "marshal", "dis", "getclosurevars", "disassemble"})

_FUTURES = reduce(or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))


def observable(plans: list[ScopePlan], tree: ast.Module) -> list[ScopePlan]:
    """Give the functions whose loops can be observed without anybody noticing."""
    handed_over = set(_handed_to_compilers(tree))
    if "torch" in handed_over or _looks_at_code(tree):
        return []

    def plain(function: FunctionNode | None) -> bool:
        return (
            function is not None
            and function.name not in handed_over
            and all(_last_name(decorator) in _TRANSPARENT for decorator in function.decorator_list)
        )

    deep = recursive([plan.function for plan in plans if plan.function is not None])
    return [
        plan
        for plan in plans
        if plain(plan.function) and plain(plan.outermost) and (plan.sites or shown_by(plan, deep))
    ]


def shown_by(plan: ScopePlan, deep: Collection[str]) -> list[Shown]:
    """Give what a function shows; nothing for those that run at the end of a full stack, or that show themselves."""
    function = plan.function
    if function is None or function.name in deep or function.name in _DESCRIBING:
        return []
    return list(shown_in(function.body, top=False))


_DESCRIBING = frozenset(
    {"__repr__", "__str__", "__format__", "__hash__", "__eq__", "__len__", "__bool__", "__del__"}
)


def _handed_to_compilers(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "compile":
            # torch.compile follows calls into every function.
            if isinstance(node.value, ast.Name) and node.value.id == "torch":
                yield "torch"
        elif isinstance(node, ast.Call) and _last_name(node.func) in _COMPILERS:
            passed = (*node.args, *(keyword.value for keyword in node.keywords))
            yield from (part.id for part in passed if isinstance(part, ast.Name))


def _looks_at_code(tree: ast.Module) -> bool:
    """Say whether a cell may look into the code of its functions, which is not the user's own while it runs."""
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
        if name in _LOOKING:
            return True
    return False


def _last_name(node: ast.expr) -> str | None:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


class FunctionSwap:
    """Gives functions their observing code, and their own back.

    Parameters
    ----------
    source
        The text that the functions are compiled from.
    series
        For each observed function, by its name and first line: local name to the name of the series.
    watches, notes
        Where observed values go: of loops, and what is shown.
    wanted, ignored
        As for ``plan_scopes``.
    exact
        Whether to look first that the text gives the very code that a function has.
    """

    def __init__(
        self,
        source: str,
        series: dict[tuple[str, int], dict[str, str]],
        watches: Watches,
        notes: Notes,
        wanted: Collection[str],
        ignored: Collection[str],
        *,
        exact: bool = False,
    ) -> None:
        self._source = source
        self._exact = exact
        self._series = series
        self._watches = watches
        self._notes = notes
        self._asked = (wanted, ignored)
        self._codes: dict[str, dict[tuple[str, int], CodeType]] = {}
        self._plain: list[CodeType] = []
        self._swapped: list[tuple[FunctionType, CodeType, CodeType]] = []

    def __call__(self, function: object) -> object:
        """Swap a function's code; whatever cannot be swapped stays as it is."""
        __tracebackhide__ = True
        if type(function) is FunctionType:
            try:
                self._swap(function)
            except Exception as error:  # noqa: BLE001 the user's function is defined all the same
                self._watches.faults.append(error)
        return function

    def _swap(self, function: FunctionType) -> None:
        own = function.__code__
        codes = self._codes.get(own.co_filename)
        if codes is None:
            codes = self._codes[own.co_filename] = self._compile(own)
        if self._exact and own not in self._plain:
            return
        observing = codes.get((own.co_name, own.co_firstlineno))
        if observing is not None and _alike(own, observing):
            function.__code__ = observing
            self._swapped.append((function, own, observing))

    def restore(self) -> None:
        """Give every function its own code back."""
        for function, own, observing in self._swapped:
            if function.__code__ is observing:
                function.__code__ = own
        self._swapped.clear()

    def _compile(self, own: CodeType) -> dict[tuple[str, int], CodeType]:
        tree = ast.parse(self._source, own.co_filename)
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | (own.co_flags & _FUTURES)
        if self._exact:
            # As IPython does, one by one: what else a module imports changes how attributes of its names are read.
            for node in tree.body:
                alone = compile(ast.Module([node], []), own.co_filename, "exec", flags, True)
                self._plain += _codes_in(alone)
        constants: dict[str, object] = {}
        plans = list(plan_scopes(tree, *self._asked))
        deep = recursive([plan.function for plan in plans if plan.function is not None])
        for plan in plans:
            function = plan.function
            names = self._series.get((function.name, first_line(function))) if function is not None else None
            if names is not None:
                self._observe(plan, names, shown_by(plan, deep), constants)
        compiled = compile(tree, own.co_filename, "exec", flags, True)
        return {(code.co_name, code.co_firstlineno): code for code in _codes_in(_filled(compiled, constants))}

    def _observe(
        self, plan: ScopePlan, names: dict[str, str], shown: list[Shown], constants: dict[str, object]
    ) -> None:
        sites = [site for site in plan.sites if site.name in names]
        counters = Counters(sites, shown)

        def constant(value: object, method: str) -> ast.expr:
            placeholder = f"\x00mltrack {len(constants)}\x00"
            constants[placeholder] = value
            # A method, because compiling a call of a constant itself would warn.
            return ast.Attribute(ast.Constant(placeholder), method, ast.Load())

        def call(function: Callable[..., None], *arguments: ast.expr) -> ast.expr:
            return ast.Call(constant(InFunction(function), METHOD), [*arguments], [])

        for item in shown:
            steps = counters.of(item.loop) if item.loop is not None else [0]
            for part, note in zip(item.parts, self._notes.of(item, plan.qualified, steps), strict=True):
                wrap(part, constant(Identity(note), "__call__"))
        depth_error = f"\x00mltrack {len(constants)}\x00"
        constants[depth_error] = RecursionError
        ticks = [(loop, call(ticking(counter))) for loop, counter in counters.items()]
        ticks += [(loop, call(marking(counter))) for loop, counter in counters.rounds()]
        calls: list[tuple[Site, ast.expr]] = []
        for site in sites:
            watch = self._watches.of(names[site.name])
            watch.nested(counters.of(site.loop), site.outer is not None)
            observe = watch.observe_at(counters.of(site.loop))
            calls.append((site, call(observe, ast.Name(site.name, ast.Load()))))
        insert(ticks, calls, ast.Constant(depth_error))


def first_line(function: FunctionNode) -> int:
    """Give the line that the function's code starts at: its first decorator's, where it has one."""
    return function.decorator_list[0].lineno if function.decorator_list else function.lineno


def _filled(code: CodeType, constants: dict[str, object]) -> CodeType:
    """Put the observers where their placeholders stand, in a code object and all inside it."""
    filled = tuple(
        _filled(item, constants)
        if isinstance(item, CodeType)
        else constants.get(item, item)
        if type(item) is str
        else item
        for item in code.co_consts
    )
    return code.replace(co_consts=filled)


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    for item in code.co_consts:
        if isinstance(item, CodeType):
            yield item
            yield from _codes_in(item)


_SHAPE = ("co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags", "co_varnames", "co_freevars")


def _alike(own: CodeType, observing: CodeType) -> bool:
    with contextlib.suppress(AttributeError):
        return all(getattr(own, part) == getattr(observing, part) for part in _SHAPE)
    return False
