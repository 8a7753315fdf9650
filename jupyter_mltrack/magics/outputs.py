"""What a cell puts out while it runs: its text, its figures, and whether it cleared its output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from ..records import CellCapture, KeptFile, LeftOut
from .printed import PrintedText
from .shown_figures import MOST_BYTES, MOST_FIGURES, ShownFigures

_OWN = "application/vnd.mltrack."


def keep_outputs(capture: CellCapture, outputs: OutputWatch, masked: Callable[[str], str]) -> None:
    """Add the figures that a cell displayed and the text that it printed to what it left.

    Parameters
    ----------
    capture
        What was captured of the cell.
    outputs
        What was followed while it ran.
    masked
        Takes secrets out of a text.
    """
    figures = outputs.figures.files()
    capture.files += [KeptFile(file.path, "figure", file.media_type, file.content) for file in figures]
    dropped = outputs.figures.too_many + outputs.figures.too_large
    if dropped:
        reason = (
            f"{dropped} more: {MOST_FIGURES} figures of {MOST_BYTES // 1_000_000} MB each are kept of a run"
        )
        capture.left_out.append(LeftOut("figures", "figure.limit", reason))
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
        self._undo: list[tuple[Any, str, object, object]] = []
        stream = sys.stdout
        own_write = getattr(stream, "write", None)
        if own_write is not None:

            def write(*given: Any, **named: Any) -> Any:
                text = given[0] if given else None
                if type(text) is str:
                    self.stdout_bytes += len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
                    self.printed.add(text)
                return own_write(*given, **named)

            self._shadow(stream, "write", write)
        publisher = getattr(shell, "display_pub", None)
        own_clear = getattr(publisher, "clear_output", None)
        if own_clear is not None:

            def clear_output(*arguments: Any, **named: Any) -> Any:
                self.cleared = True
                self.figures.clear(bool(arguments[0] if arguments else named.get("wait", False)))
                return own_clear(*arguments, **named)

            self._shadow(publisher, "clear_output", clear_output)
        self._follow_displays(publisher, getattr(shell, "displayhook", None))

    def _follow_displays(self, publisher: Any, hook: Any) -> None:
        own_publish = getattr(publisher, "publish", None)
        if own_publish is not None:

            def publish(data: Any = None, *arguments: Any, **named: Any) -> Any:
                if isinstance(data, dict) and not any(str(name).startswith(_OWN) for name in data):
                    self.figures.add(data, (named.get("transient") or {}).get("display_id"))
                return own_publish(data, *arguments, **named)

            self._shadow(publisher, "publish", publish)
        own_write = getattr(hook, "write_format_data", None)
        if own_write is not None:

            def write_format_data(format_dict: Any, *arguments: Any, **named: Any) -> Any:
                self.figures.add(format_dict)
                return own_write(format_dict, *arguments, **named)

            self._shadow(hook, "write_format_data", write_format_data)

    def _shadow(self, owner: Any, name: str, function: object) -> None:
        try:
            had = vars(owner).get(name)
            setattr(owner, name, function)
        except (AttributeError, TypeError):
            # A stream that takes no attributes of its own: its bytes are not counted.
            return
        self._undo.append((owner, name, function, had))

    def stop(self) -> None:
        """Take the shadows away. Later calls do nothing."""
        while self._undo:
            owner, name, ours, had = self._undo.pop()
            if vars(owner).get(name) is not ours:
                # Somebody else shadowed it after us and passes on to us: taking ours away would break theirs.
                continue
            if had is not None:
                setattr(owner, name, had)
            else:
                delattr(owner, name)
