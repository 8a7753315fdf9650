"""What a cell puts out while it runs: its text, its figures, and whether it cleared its output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from ..records import CellCapture, KeptFile, LeftOut
from .printed import PrintedText
from .shown_figures import MOST_BYTES, MOST_FIGURES, ShownFigures

_OWN = "application/vnd.mltrack."
_REPLACED = "_mltrack_replaced"


def keep_outputs(
    capture: CellCapture,
    outputs: OutputWatch,
    masked: Callable[[str], str],
    masked_figure: Callable[[str], str],
) -> None:
    """Add the figures that a cell displayed and the text that it printed to what it left.

    Parameters
    ----------
    capture
        What was captured of the cell.
    outputs
        What was followed while it ran.
    masked, masked_figure
        Take secrets out of a text, and out of the long text that a figure is.
    """
    figures = outputs.figures
    for file in figures.files():
        content = file.content
        if file.media_type.endswith(("json", "xml")):
            content = masked_figure(content.decode("utf-8", "replace")).encode("utf-8", "replace")
        capture.files.append(KeptFile(file.path, "figure", file.media_type, content))
    dropped = figures.too_many + figures.too_large
    if dropped:
        reason = (
            f"{dropped} more: {MOST_FIGURES} figures of {MOST_BYTES // 1_000_000} MB each are kept of a run"
        )
        capture.left_out.append(LeftOut("figures", "figure.limit", reason))
    if figures.unreadable:
        reason = f"{figures.unreadable} displayed that cannot be read as an image or a figure"
        capture.left_out.append(LeftOut("figures", "figure.unreadable", reason))
    text = masked(outputs.printed.text())
    if text.strip():
        capture.files.append(KeptFile("output.txt", "output", "text/plain", text.encode("utf-8", "replace")))


class OutputWatch:
    """Follows what goes to standard output and to the display, from when it is made to ``stop``.

    The stream stays the object that it is; its ``write`` is shadowed on the instance, so that code that holds the
    stream, or compares it, sees no other.
    """

    def __init__(self, shell: Any) -> None:
        self.stdout_bytes = 0
        """Bytes of text written, as UTF-8."""
        self.cleared = False
        """The cell's output was cleared, and with it what stood there before."""
        self.printed = PrintedText()
        self.figures = ShownFigures()
        self.faults: list[Exception] = []
        """What went wrong in following; the cell's output went its way all the same."""
        self._follows = True
        self._undo: list[tuple[Any, str, object]] = []
        self._shadow(sys.stdout, "write", self._wrote)
        publisher, hook = getattr(shell, "display_pub", None), getattr(shell, "displayhook", None)
        self._shadow(publisher, "clear_output", self._clears)
        self._shadow(publisher, "publish", self._published)
        self._shadow(hook, "write_format_data", self._published)

    def _wrote(self, text: object = None, *_arguments: object, **_named: object) -> None:
        if type(text) is str:
            self.stdout_bytes += len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
            self.printed.add(text)
            if self.figures.waits:
                self.figures.come()

    def _clears(self, wait: object = False, *_arguments: object, **_named: object) -> None:
        self.cleared = True
        self.figures.clear(wait is True or (type(wait) is int and wait != 0))

    def _published(self, data: object = None, *_arguments: object, **named: Any) -> None:
        own = type(data) is dict and any(type(name) is str and name.startswith(_OWN) for name in data)
        if not own:
            transient = named.get("transient")
            self.figures.add(data, transient.get("display_id") if type(transient) is dict else None)

    def _shadow(self, owner: Any, name: str, follow: Callable[..., None]) -> None:
        own = getattr(owner, name, None)
        if own is None:
            return

        def shadow(*arguments: Any, **named: Any) -> Any:
            if self._follows:
                try:
                    follow(*arguments, **named)
                except Exception as error:  # noqa: BLE001 said under the cell; what was put out goes its way
                    if len(self.faults) < 1:
                        self.faults.append(error)
            return own(*arguments, **named)

        try:
            setattr(shadow, _REPLACED, (self, vars(owner).get(name)))
            setattr(owner, name, shadow)
        except (AttributeError, TypeError):
            # A stream that takes no attributes of its own: its bytes are not counted.
            return
        self._undo.append((owner, name, shadow))

    def stop(self) -> None:
        """Take the shadows away. Later calls do nothing."""
        self._follows = False
        while self._undo:
            owner, name, ours = self._undo.pop()
            if vars(owner).get(name) is ours:
                _restore(owner, name, ours)
            # Else somebody shadowed it after us and passes on to us: taking ours away would break theirs.


def _restore(owner: Any, name: str, shadow: Any) -> None:
    """Put back what was there before a shadow, and before those below it whose cells have ended meanwhile."""
    had = shadow
    while had is not None and not _follows(had):
        had = getattr(had, _REPLACED)[1]
    if had is not None:
        setattr(owner, name, had)
    else:
        delattr(owner, name)


def _follows(function: Any) -> bool:
    watch = getattr(function, _REPLACED, None)
    return watch is None or watch[0]._follows
