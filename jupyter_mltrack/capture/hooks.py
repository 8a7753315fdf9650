"""A tracked cell from before its first line to after its last: what is armed, and what is read afterwards."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection
from types import FunctionType
from typing import Any

from ..records import CellCapture
from .boosting import BoostingWatch
from .called import functions_reached, series_names, swap_called
from .cell import CellContext, Curve
from .dependencies import EarlierCells, as_sources
from .earlier import earlier_values, names_read, with_origins
from .findings import collect
from .functions import FunctionSwap, observable
from .instrument import HiddenNames, after_imports, decorate, mark_reached, observe_top_level
from .loops import plan_scopes
from .names import names_of
from .notes import Notes
from .observers import Sink, Watches
from .options import CaptureOptions
from .purpose import explores
from .reached import failed_line, scalars_of, untouched_names
from .rules.secret_code import mask_code, secrets_in
from .rules.secrets import is_secret_name
from .shown import shown_in
from .source import CodePiece, read_code
from .values import UNREAD, number


class CellSession:
    """One execution of one tracked cell.

    Made right before IPython runs the cell; ``finish`` is called right after. In between, an AST transformer that
    knows this cell's tree adds the observations of loops. The cell itself is run by IPython as any other.

    Parameters
    ----------
    shell
        IPython's shell.
    code
        The cell's text without its ``%%track`` line.
    transformed
        The cell after IPython's input transforms.
    number
        Its execution number.
    options
        What a person said about names.
    sink
        Where points of loops go, at once.
    cells
        The cells executed before.
    """

    def __init__(
        self,
        shell: Any,
        code: str,
        transformed: str,
        number: int,
        options: CaptureOptions,
        sink: Sink,
        cells: EarlierCells,
    ) -> None:
        self._shell = shell
        self._code = code
        self._number = number
        self._options = options
        self._cells = cells
        self.faults: list[str] = []
        """What went wrong in capture itself, in sentences; the cell was not touched by it."""
        self._read = read_code(transformed, shell.transform_cell)
        self._names = names_of(self._read.tree)
        namespace = shell.user_ns
        read = names_read(self._names.reads, namespace, shell.user_ns_hidden)
        self._earlier = earlier_values(read, namespace)
        self._reads = read
        self._before = scalars_of(self._names.bindings, namespace)
        self._secrets = self._read_secrets(read)
        self._secret_names: list[str] = []
        self._sink = sink
        self._watches = Watches(sink)
        self._notes = Notes()
        self._boosting = BoostingWatch(self._fault)
        self._called = functions_reached(read, namespace)
        uncertain = {
            name
            for name, found in self._names.bindings.items()
            if not any(binding.plain for binding in found)
        }
        self._observation = _Observation(
            self._read.pieces,
            self._watches,
            self._notes,
            uncertain,
            options,
            self._called,
            self._boosting.arm,
            self._fault,
        )
        shell.ast_transformers.append(self._observation)

    def finish(self, result: Any) -> CellCapture:
        """Take every hook away and say what the cell used and made.

        Parameters
        ----------
        result
            IPython's ``ExecutionResult``; ``None`` when the cell was cancelled.
        """
        self.disarm()
        # Not before the cell: that would make it wait.
        self._secret_names = self._written_secrets()
        error = _error_of(result)
        completed = result is not None and error is None
        try:
            earlier = with_origins(self._earlier, self._cells, self._number)
            context_cells = self._cells.needed(self._reads, self._number, self._shell.user_ns)
            self._secrets |= {text for cell in context_cells for text in cell.secrets}
        except Exception as problem:  # noqa: BLE001 said below; what the cell itself holds is still captured
            self._fault("earlier cells", problem)
            earlier, context_cells = self._earlier, []
        context = CellContext(
            code=self._code,
            tree=self._read.tree,
            names=self._names,
            earlier=earlier,
            after=self._shell.user_ns,
            watched=self._watches.seen(),
            unwatched=self._observation.unwatched,
            options=self._options,
            secret_names=self._secret_names,
            untouched=self._untouched(error, completed),
            result=result.result if completed and result.result is not None else UNREAD,
            completed=completed,
            failed_at=self._failed_line(error),
            shown=self._notes.seen(),
            assigned=self._observation.assigned,
            in_functions=self._observation.in_functions,
            explores=explores(self._read.tree, self._called),
            boosted=self._boosting.curves(),
        )
        capture = collect(context, self._secrets, self._fault, write=self._write)
        capture.context = as_sources(context_cells)
        for fault in self._watches.faults:
            self._fault("a loop", fault)
        return capture

    def disarm(self) -> None:
        """Take every hook away. Later calls do nothing."""
        if self._observation in self._shell.ast_transformers:
            self._shell.ast_transformers.remove(self._observation)
        self._observation.undo()
        self._boosting.undo()
        self._watches.close()
        self._notes.close()

    def _write(self, curve: Curve) -> None:
        """Hand the points of a curve to the sink."""
        put = self._sink.observer(curve.name)
        for position, value in enumerate(curve.values or ()):
            plain = number(value)
            if plain is not None:
                put(plain, position if curve.steps is None else curve.steps[position])

    def masked_code(self) -> str:
        """Give the cell's text without secrets."""
        return mask_code(self._code, self._secrets, not self._read.failed)

    def masked(self, text: str) -> str:
        """Give a text that the cell made (a message, a traceback) without secrets."""
        return mask_code(text, self._secrets, not self._read.failed)

    def _read_secrets(self, read: list[str]) -> set[str]:
        """Give the texts of earlier cells' secrets that the cell reads."""
        namespace = self._shell.user_ns
        found = set()
        for name in read:
            value = namespace.get(name)
            if type(value) is str and value.strip() and is_secret_name(name, value):
                found.add(value)
        return found

    def _written_secrets(self) -> list[str]:
        """Add the secrets that stand in the cell; give their names."""
        written = secrets_in(self._read.tree)
        self._secrets |= {text for texts in written.values() for text in texts if text.strip()}
        return list(written)

    def _untouched(self, error: BaseException | None, completed: bool) -> frozenset[str]:
        observation = self._observation
        if completed:
            doubtful = {name: self._names.bindings[name] for name in observation.uncertain}
        else:
            doubtful = self._names.bindings
        line = self._failed_line(error)
        found = untouched_names(self._read.tree, doubtful, self._before, self._shell.user_ns, line)
        noted = {
            name for name, count in observation.noted.items() if count == len(self._names.bindings[name])
        }
        return (found - noted) | (noted - observation.reached)

    def _failed_line(self, error: BaseException | None) -> int | None:
        if len(self._read.pieces) != 1 or error is None:
            return None
        return failed_line(error.__traceback__, self._shell.user_ns)

    def _fault(self, where: str, error: Exception) -> None:
        self.faults.append(f"Capture failed in {where}: {type(error).__name__}: {error}"[:300])


def _error_of(result: Any) -> BaseException | None:
    if result is None:
        return None
    error: BaseException | None = result.error_before_exec or result.error_in_exec
    return error


class _Observation:
    """IPython's AST transformer for one cell: adds observations to its tree and leaves any other tree alone."""

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
