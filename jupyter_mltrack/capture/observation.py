"""What is added to a cell's tree while it runs, and taken away after: IPython's AST transformer for one cell."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection
from types import FunctionType

from .called import series_names, swap_called
from .functions import FunctionSwap, observable
from .instrument import HiddenNames, after_imports, decorate, mark_reached, observe_top_level
from .loops import plan_scopes
from .names import names_of
from .notes import Notes
from .observers import Watches
from .options import CaptureOptions
from .shown import shown_in
from .source import CodePiece


class Observation:
    """IPython's AST transformer for one cell: adds observations to its tree and leaves any other tree alone.

    Parameters
    ----------
    pieces
        The pieces of code that IPython will compile for the cell.
    watches, notes
        Where observed values of loops, and shown values, go.
    uncertain
        Names that the cell assigns in blocks alone, which may not be run.
    options
        What a person said about names.
    called
        The notebook's functions that it may call.
    arm
        Called after each import of the cell: libraries may have come in that are watched.
    on_fault
        Called with where reading failed, and the error.
    """

    def __init__(
        self,
        pieces: tuple[CodePiece, ...],
        watches: Watches,
        notes: Notes,
        uncertain: set[str],
        options: CaptureOptions,
        called: list[FunctionType],
        arm: Callable[[], None],
        on_fault: Callable[[str, Exception], None],
    ) -> None:
        self.uncertain = uncertain
        """Names that the cell assigns in blocks alone, which may not be run."""
        self.noted: Counter[str] = Counter()
        """How many of their assignments are noted in ``reached``."""
        self.reached: set[str] = set()
        self._waiting = list(pieces)
        self._watches = watches
        self._notes = notes
        self._called = called
        self._arm = arm
        self._taken: set[str] = set()
        self._options = options
        self._on_fault = on_fault
        self._hidden = HiddenNames()
        self._swaps: list[FunctionSwap] = []
        self.unwatched: dict[str, tuple[str, str]] = {}
        self.assigned: dict[str, list[ast.stmt]] = {}
        """The observed assignments, by the name of the series."""
        self.in_functions: set[str] = set()

    def visit(self, tree: ast.AST) -> ast.AST:
        """Instrument the tree if it is one of the cell's; called by IPython."""
        piece = next((piece for piece in self._waiting if piece.is_of(tree)), None)
        if piece is None or not isinstance(tree, ast.Module):
            return tree
        try:
            self._instrument(tree, piece)
            self._waiting.remove(piece)
        except Exception as error:  # noqa: BLE001 the user's code runs as it is
            self._on_fault("reading its loops", error)
            return ast.parse(piece.source)
        return tree

    def _instrument(self, tree: ast.Module, piece: CodePiece) -> None:
        asked = (self._options.metrics, self._options.ignore)
        top, *inner = plan_scopes(tree, *asked)
        self.unwatched.update(top.left)
        for site in top.sites:
            self.assigned.setdefault(site.name, []).append(site.statement)
        self._taken |= names_of(tree).bindings.keys()
        functions = observable(inner, tree)
        inside: dict[str, list[ast.stmt]] = {}
        if functions:
            names = series_names(functions, self._taken, inside)
            swap = FunctionSwap(piece.source, names, self._watches, self._notes, *asked)
            self._swaps.append(swap)
            outermost = {id(plan.outermost): plan.outermost for plan in functions if plan.outermost}
            decorate(outermost.values(), swap, self._hidden)
        self._swap_called(inside, asked)
        self._arm()
        after_imports(tree, self._arm, self._hidden)
        self.in_functions |= inside.keys()
        self.assigned.update(inside)
        # Where a loop's assignment is observed, that says it already.
        silent = self.uncertain - {site.name for site in top.sites}
        self.noted.update(mark_reached(tree, silent, self.reached, self._hidden))
        shown = list(shown_in(tree.body, top=True))
        observe_top_level(top, shown, self._watches, self._notes, self._hidden)

    def _swap_called(
        self, inside: dict[str, list[ast.stmt]], asked: tuple[Collection[str], Collection[str]]
    ) -> None:
        called, self._called = list(self._called), []
        try:
            inside.update(swap_called(called, self._watches, self._notes, asked, self._taken, self._swaps))
        except Exception as error:  # noqa: BLE001 those functions run as they are
            self._on_fault("functions of earlier cells", error)

    def undo(self) -> None:
        """Give functions their own code back, and take the hidden names away."""
        for swap in self._swaps:
            swap.restore()
        self._swaps.clear()
        self._hidden.remove()
        self._waiting.clear()
