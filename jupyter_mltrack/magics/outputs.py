"""What a cell puts out while it runs: how many bytes of text, and whether it cleared its output."""

from __future__ import annotations

import sys
from typing import Any


class OutputWatch:
    """Counts what goes to standard output, from when it is made to ``stop``.

    The stream stays the object that it is; its ``write`` is shadowed on the instance, so that code that holds the
    stream, or compares it, sees no other.
    """

    def __init__(self, shell: Any) -> None:
        self.stdout_bytes = 0
        """Bytes of text written, as UTF-8."""
        self.cleared = False
        """The cell's output was cleared, and with it what stood there before."""
        self._undo: list[tuple[Any, str, object, object]] = []
        stream = sys.stdout
        own_write = getattr(stream, "write", None)
        if own_write is not None:

            def write(*given: Any, **named: Any) -> Any:
                text = given[0] if given else None
                if type(text) is str:
                    self.stdout_bytes += len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
                return own_write(*given, **named)

            self._shadow(stream, "write", write)
        publisher = getattr(shell, "display_pub", None)
        own_clear = getattr(publisher, "clear_output", None)
        if own_clear is not None:

            def clear_output(*arguments: Any, **named: Any) -> Any:
                self.cleared = True
                return own_clear(*arguments, **named)

            self._shadow(publisher, "clear_output", clear_output)

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
