"""What stands under a tracked cell: published to a front end, printed in a terminal."""

from __future__ import annotations

from typing import Any

from .open_cell import OpenCell


class CellDisplay:
    """Shows the lines of one shell's cells.

    Parameters
    ----------
    shell
        IPython's shell.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell

    def running(self, cell: OpenCell) -> None:
        """Show that a run has started."""
        if self.is_rich:
            from .line import bundle, running_line

            self._publish(bundle(running_line(cell.run)), cell.display_id)

    def repeated(self, cell: OpenCell) -> None:
        """Say before a cell runs that it was run before, and what came out then."""
        inputs = cell.session.inputs if cell.session is not None else None
        if inputs is None or not self.is_rich:
            return
        from ..tracking.line import repeated
        from .line import bundle, running_line

        found = repeated(cell.run.store, inputs, cell.run)
        if found is not None:
            self._publish(bundle(running_line(cell.run, found)), cell.display_id, update=True)

    def ended(self, cell: OpenCell, warnings: list[str]) -> None:
        """Show how a run came out, and what went wrong with it."""
        from ..tracking import cell_line
        from .line import bundle, text_line

        line = cell_line(cell.run.store, cell.run.id, " ".join(warnings) or None)
        if self.is_rich:
            self._replace(bundle(line), cell)
        else:
            print(text_line(line))  # noqa: T201 a terminal has no other place

    def warning(self, sentence: str, cell: OpenCell | None = None) -> None:
        """Show that a run is not stored, and why."""
        from .line import warning_bundle

        shown = warning_bundle(sentence)
        if self.is_rich:
            self._replace(shown, cell)
        else:
            print(shown["text/plain"])  # noqa: T201

    def _replace(self, shown: dict[str, object], cell: OpenCell | None) -> None:
        """Show something in place of the line that says that a cell runs."""
        there = cell is not None and cell.outputs is not None and not cell.outputs.cleared
        self._publish(shown, cell.display_id if cell is not None else None, update=there)

    @property
    def is_rich(self) -> bool:
        """Say whether outputs go to a front end rather than to a terminal."""
        return getattr(self._shell, "kernel", None) is not None

    def _publish(self, data: dict[str, object], display_id: str | None, update: bool = False) -> None:
        transient = {"display_id": display_id} if display_id else {}
        self._shell.display_pub.publish(data, metadata={}, transient=transient, update=update)
