"""From IPython's hooks to runs: a tracked cell opens a run before it runs, and ends it after.

Nothing here may break the user's cell: what goes wrong becomes one line of warning under the cell.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from ..capture.choices import read_choices
from ..capture.options import CaptureOptions
from ..capture.source import ReadCode, TrackedCode, find_track, form_of, read_code, strip_track
from ..errors import MLTrackError
from ..records import CellCapture, Choice, Failure
from . import home, warm_up
from .interrupts import Shield, StopCell, when_over
from .open_cell import OpenCell
from .options import read_track_line
from .outputs import OutputWatch, keep_outputs
from .showing import CellDisplay

if TYPE_CHECKING:
    # Loaded with the first tracked cell, or before it by ``warm_up``: loading the magics must not be felt.
    from ..capture.dependencies import EarlierCells
    from ..capture.hooks import CellSession
    from ..records import CellCapture
    from ..tracking.captured_models import CopiedModels


class Tracker:
    """Follows the cells of one shell.

    Parameters
    ----------
    shell
        IPython's shell.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._cleanup = [step for step in shell.input_transformers_cleanup if step is not strip_track]
        self._cells: EarlierCells | None = None
        self._open: dict[int, list[OpenCell]] = {}
        self._last_read: tuple[str, ReadCode] | None = None
        self._stop = StopCell()
        self._display = CellDisplay(shell)
        self.every_cell = False
        """Whether cells that train or evaluate become runs without the magic (``%track on``)."""

    def attach(self) -> None:
        """Register with the shell."""
        self._shell.input_transformers_cleanup.append(strip_track)
        self._shell.events.register("pre_run_cell", self._before)
        self._shell.events.register("post_run_cell", self._after)
        home.remember()
        warm_up.when_idle()

    def detach(self) -> None:
        """Take every hook away."""
        home.forget()
        if strip_track in self._shell.input_transformers_cleanup:
            self._shell.input_transformers_cleanup.remove(strip_track)
        self._shell.events.unregister("pre_run_cell", self._before)
        self._shell.events.unregister("post_run_cell", self._after)

    def _before(self, info: Any) -> None:
        raw = info.raw_cell
        if type(raw) is not str or not (self.every_cell or "%%track" in raw):
            return
        stopped = False
        try:
            with Shield() as shield:
                self._try_to_begin(info, raw)
            stopped = shield.interrupted
        except KeyboardInterrupt:
            stopped = True
        if stopped:
            # IPython would swallow it here, and run the cell that somebody has just stopped.
            self._shell.ast_transformers.append(self._stop)

    def _try_to_begin(self, info: Any, raw: str) -> None:
        try:
            tracked = find_track(raw, self._cleanup)
            if tracked is None and self.every_cell and self._works(info):
                tracked = TrackedCode("", raw)
            if tracked is not None:
                self._begin(info, tracked)
        except MLTrackError as error:
            self._display.warning(error.message)
        except Exception as error:  # noqa: BLE001 the cell runs all the same
            self._display.warning(f"{type(error).__name__}: {error}")

    def _works(self, info: Any) -> bool:
        """Say whether a cell without the magic trains or evaluates something."""
        from ..capture.called import functions_reached
        from ..capture.purpose import works

        namespace = self._shell.user_ns
        return works(self._read(info).tree, lambda names: functions_reached(names, namespace))

    def _form(self, info: Any, tracked: TrackedCode) -> str:
        return form_of(self._read(info), tracked.code)

    def _read(self, info: Any) -> ReadCode:
        """Parse a cell once for all that looks at it before it runs."""
        transformed = self._transformed(info)
        if self._last_read is None or self._last_read[0] != transformed:
            self._last_read = transformed, read_code(transformed, self._shell.transform_cell)
        return self._last_read[1]

    def _transformed(self, info: Any) -> str:
        transformed = getattr(info, "transformed_cell", None)
        return str(self._shell.transform_cell(info.raw_cell) if transformed is None else transformed)

    def _begin(self, info: Any, tracked: TrackedCode) -> None:
        from ..capture.rules.secrets import MASK, is_secret_name, mask_all
        from ..tracking import start
        from ..tracking.api import current_store
        from ..tracking.source import current_source

        options = read_track_line(tracked.options)
        home.use()
        store = current_store()
        source = current_source(self._shell.user_ns)
        source.cell_id = getattr(info, "cell_id", None) or self._form(info, tracked)
        number = self._number(info)
        source.execution_count = number
        run = start(
            store,
            options.experiment and mask_all(options.experiment),
            options.name and mask_all(options.name),
            tags={
                key: MASK if is_secret_name(key, tag) else mask_all(tag) for key, tag in options.tags.items()
            },
            note=mask_all(options.note),
            source=source,
            quiet=True,
        )
        cell = OpenCell(info, run, None, None, f"mltrack-{run.id}", list(options.problems), options.models)
        self._open.setdefault(threading.get_ident(), []).append(cell)
        self._end_with_its_task(cell)
        cell.outputs = OutputWatch(self._shell)
        try:
            self._display.running(cell)
            asked = options.capture(self._choices(run, cell.warnings))
            cell.session = self._session(info, tracked, number, asked, run)
            self._display.repeated(cell)
        except Exception as error:  # noqa: BLE001 the run goes on without what capture would have found
            cell.warnings.append(f"Nothing is captured: {type(error).__name__}: {error}")

    def _session(
        self, info: Any, tracked: TrackedCode, number: int, options: CaptureOptions, run: Any
    ) -> CellSession:
        from ..capture.hooks import CellSession

        transformed, read = self._transformed(info), self._read(info)
        self._last_read = None
        return CellSession(
            self._shell, tracked.code, transformed, number, options, run, self._earlier_cells(), read
        )

    def _earlier_cells(self) -> EarlierCells:
        from ..capture.dependencies import EarlierCells

        shell = self._shell
        if self._cells is None:
            self._cells = EarlierCells(
                lambda: shell.history_manager.input_hist_parsed if shell.history_manager else (),
                lambda: shell.history_manager.input_hist_raw if shell.history_manager else (),
                shell.transform_cell,
                self._cleanup,
            )
        return self._cells

    def _choices(self, run: Any, warnings: list[str]) -> dict[str, Choice]:
        try:
            return read_choices(run.store.path.parent)
        except MLTrackError as error:
            warnings.append(error.message)
            return {}

    def _number(self, info: Any) -> int:
        count = int(self._shell.execution_count)
        history = self._shell.history_manager
        if not getattr(info, "store_history", False) or history is None:
            return count
        # Since IPython 9 the count is one further already; the history's length says which it is.
        stored = len(history.input_hist_parsed)
        return stored if stored in (count, count - 1) else count

    def _end_with_its_task(self, cell: OpenCell) -> None:
        """Make sure that the run ends with its cell: a stop between IPython's own lines can cost us ``_after``."""
        if not self._display.is_rich:
            # A terminal has no loop that goes on behind its cells.
            return
        cells = self._open[threading.get_ident()]

        def over() -> None:
            if cell in cells:
                cells.remove(cell)
                self._try_to_end(cell, None)

        cell.release = when_over(over)

    def _after(self, result: Any) -> None:
        if self._stop in self._shell.ast_transformers:
            # The cell did not come to it (it is no Python): the next cell is not meant.
            self._shell.ast_transformers.remove(self._stop)
        cell = self._ended_cell(result)
        if cell is not None:
            self._try_to_end(cell, result)

    def _try_to_end(self, cell: OpenCell, result: Any) -> None:
        cell.release()
        try:
            with Shield():
                self._end(cell, result)
        except Exception as error:  # noqa: BLE001 said under the cell
            # What the run itself noticed comes first: a deleted store, say, makes all that follows fail.
            self._display.warning(" ".join(cell.run.notices) or f"{type(error).__name__}: {error}", cell)

    def _ended_cell(self, result: Any) -> OpenCell | None:
        """Find the cell that has ended. IPython gives ``None``, or a result of its own making, for a cancelled one."""
        cells = self._open.get(threading.get_ident())
        if not cells:
            return None
        info = getattr(result, "info", None)
        for at in range(len(cells) - 1, -1, -1):
            same = cells[at].info is info
            cancelled = info is None or (
                info.raw_cell == cells[at].info.raw_cell and result.error_in_exec is not None
            )
            if same or (cancelled and at == len(cells) - 1):
                return cells.pop(at)
        return None

    def _end(self, cell: OpenCell, result: Any) -> None:
        from ..tracking.active import failure_of

        run, session = cell.run, cell.session
        if cell.outputs is not None:
            cell.outputs.stop()
        error = None if result is None else (result.error_before_exec or result.error_in_exec)
        stopped = result is None or isinstance(error, (KeyboardInterrupt, asyncio.CancelledError))
        capture = session.finish(result) if session is not None else None
        failure = None
        if error is not None and not stopped:
            failure = failure_of(error, _user_trace(error))
            if session is not None:
                failure = Failure(
                    failure.type, session.masked(failure.message), session.masked(failure.traceback)
                )
        if capture is not None and session is not None:
            self._keep_outputs(cell, capture, session)
        models = self._copy_models(cell, capture)
        stored = run.finish(
            "interrupted" if stopped else "failed" if error is not None else "finished",
            capture=capture,
            failure=failure,
            stdout_bytes=cell.outputs.stdout_bytes if cell.outputs is not None else 0,
            code=session.masked_code() if session is not None else None,
        )
        if models is not None:
            models.send()
        faults = session.faults if session is not None else []
        warnings = [*cell.warnings, *faults, *run.notices]
        if stored:
            self._display.ended(cell, warnings)
        else:
            self._display.warning(" ".join(warnings), cell)

    def _copy_models(self, cell: OpenCell, capture: CellCapture | None) -> CopiedModels | None:
        """Copy the models that the cell trained; they are saved when its run has ended."""
        if capture is None or cell.session is None or not cell.session.fitted or not cell.saves_models:
            return None
        from ..capture.saving import read_saving
        from ..tracking.captured_models import CopiedModels

        try:
            saving = read_saving(cell.run.store.path.parent)
            return CopiedModels(cell.run, capture, cell.session.fitted, saving) if saving.on else None
        except MLTrackError as error:
            cell.warnings.append(error.message)
        except Exception as error:  # noqa: BLE001 the run goes on without its models
            cell.warnings.append(f"No model is saved: {type(error).__name__}: {error}")
        return None

    def _keep_outputs(self, cell: OpenCell, capture: CellCapture, session: CellSession) -> None:
        if cell.outputs is None:
            return
        faults = cell.outputs.faults
        try:
            keep_outputs(capture, cell.outputs, session.masked_output, session.masked_figure)
        except Exception as error:  # noqa: BLE001 the run is not lost for its output
            faults.append(error)
        for fault in faults[:1]:
            cell.warnings.append(f"Its output is not kept whole: {type(fault).__name__}: {fault}"[:300])


def _user_trace(error: BaseException) -> Any:
    """Give the traceback from the user's first line on: IPython's own frames say nothing to anybody."""
    trace = error.__traceback__
    while trace is not None:
        if "IPython" not in trace.tb_frame.f_code.co_filename.replace("\\", "/").split("/"):
            return trace
        trace = trace.tb_next
    return error.__traceback__
