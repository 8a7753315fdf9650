"""A tracked cell from before its first line to after its last: what is armed, and what is read afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

from ..records import CellCapture
from .boosting import BoostingWatch
from .called import functions_reached
from .candidates import candidates_under
from .cell import CellContext, Curve
from .data import CellData, uses_of
from .dependencies import EarlierCells, as_sources
from .earlier import earlier_values, names_read, with_origins
from .findings import collect
from .handover import FittedObject, fitted_objects
from .inputs import inputs_of
from .instrument import MOST_ROUNDS
from .names import Binding, names_of
from .notes import Notes
from .observation import Observation
from .observers import Sink, Watches
from .options import CaptureOptions
from .purpose import explores, trains_by_steps
from .reached import failed_line, scalars_of, untouched_names
from .rules.secret_code import mask_code, secrets_in
from .rules.secrets import is_secret_name, mask
from .rules.written import reached
from .source import ReadCode, read_code
from .trained import ModelsBefore
from .values import UNREAD, number

_T = TypeVar("_T")
_SHORTEST = 8
"""Characters of an environment variable that can be told from ordinary words wherever it stands."""


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
    read
        The cell, where it was parsed already.
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
        read: ReadCode | None = None,
    ) -> None:
        self._shell = shell
        self._code = code
        self._number = number
        self._options = options
        self._cells = cells
        self.faults: list[str] = []
        """What went wrong in capture itself, in sentences; the cell was not touched by it."""
        self.fitted: list[FittedObject] = []
        """The models that it trained, known when it has ended."""
        self._read = read or read_code(transformed, shell.transform_cell)
        self._names = names_of(self._read.tree)
        namespace = shell.user_ns
        self._reads = names_read(self._names.reads, namespace, shell.user_ns_hidden)
        self._earlier = earlier_values(self._reads, namespace)
        self.inputs: str | None = None
        """Fingerprint of code, parameters and data; ``None`` where it cannot be told for sure."""
        self._before = scalars_of(self._names.bindings, namespace)
        self._secrets = self._read_secrets(self._reads)
        self._secret_names: list[str] = []
        self._sink = sink
        self._watches = Watches(sink)
        self._notes = Notes()
        self._boosting = BoostingWatch(self._fault)
        self._called = functions_reached(self._reads, namespace)
        self._reached_functions = list(self._called)
        rebound = self._names.changes | self._names.bindings.keys()
        self._data = self._guarded("data", lambda: CellData(self._reads, rebound, namespace))
        self.inputs = self._guarded("looking for the same run", lambda: self._inputs(transformed))
        self._models = self._guarded("models", lambda: ModelsBefore(self._reads, namespace))
        uncertain = {
            name
            for name, found in self._names.bindings.items()
            if not any(binding.plain for binding in found)
        }
        self._observation = Observation(
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
        capture = collect(context, self._secrets, self._fault, write=self._write, on_secret=self._secrets.add)
        capture.inputs = self.inputs
        capture.rounds = {
            name: watch.rounds
            for name, watch in self._watches.seen().items()
            if name in capture.series and 1 < len(watch.rounds) <= min(MOST_ROUNDS, watch.count - 1)
        }
        capture.context = as_sources(context_cells)
        self._guarded("models and data", lambda: self._describe(context, capture))
        for fault in self._watches.faults:
            self._fault("a loop", fault)
        return capture

    def _inputs(self, transformed: str) -> str | None:
        if self._data is None or self._data.faults or self._read.failed:
            return None
        history = self._shell.history_manager
        texts = history.input_hist_parsed[: self._number] if history is not None else ()
        code = (self._code, transformed, self._read.tree)
        return inputs_of(code, self._names, self._reads, self._shell.user_ns, self._data, texts)

    def _describe(self, context: CellContext, capture: CellCapture) -> None:
        """Add the models that the cell trained, the data that it computed with, and the candidates of searches."""
        uses = list(uses_of(reached(context).calls, self._read.tree))
        bound, before = context.names.bindings, self._models
        steps = trains_by_steps(self._read.tree, self._reached_functions)
        models = before.trained(bound, context.value, uses, steps) if before is not None else []
        if self._data is not None:
            where = (self._definition, self._shell.user_ns, self._number)
            capture.data = self._data.after(bound, context.value, uses, *where)
            for name, problem in self._data.faults[:1]:
                self._fault(f"data ({name})", problem)
        described = {one.name for one in capture.data}
        for model in models:
            beside = before.data_of(model, uses) if before is not None else []
            model.data = [name for name in beside if name in described]
        capture.models = models
        self.fitted = fitted_objects(models, context.value)
        names = (*bound, *(model.name for model in models))
        capture.children, left_out = candidates_under(names, context.value)
        capture.left_out += left_out

    def _definition(self, name: str, before: int) -> tuple[Binding, int] | None:
        own = self._names.bindings.get(name)
        if own and before > self._number:
            return own[-1], self._number
        earlier = self._cells.definition(name, min(before, self._number))
        return (earlier[0], earlier[1].number) if earlier is not None else None

    def _guarded(self, what: str, read: Callable[[], _T]) -> _T | None:
        """Do what is not worth a cell: its fault is said under the cell."""
        try:
            return read()
        except Exception as problem:  # noqa: BLE001 said below the cell
            self._fault(what, problem)
            return None

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

    def masked_output(self, text: str) -> str:
        """Give a text that the cell printed without secrets: all that has the shape of one is masked."""
        return mask_code(text, self._secrets, is_python=False)

    def masked_figure(self, text: str) -> str:
        """Give the text of a figure without the secrets that are known; it is too long to be searched for others."""
        return mask(text, self._secrets)

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
        self._secrets |= {
            value
            for name, value in os.environ.items()
            if len(value) >= _SHORTEST and is_secret_name(name, value)
        }
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
