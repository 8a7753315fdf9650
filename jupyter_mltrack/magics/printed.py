"""The text that a cell prints, kept to a limit: its beginning and its end."""

from __future__ import annotations

import re
from typing import Final

KEPT_AT_EACH_END: Final = 32_000
"""Characters kept of the beginning, and of the end."""

_GATHERED: Final = 4 * KEPT_AT_EACH_END
"""Characters from which on the end is cut to size."""

_MOST_PIECES: Final = 4_000
_LONGEST_LINE: Final = 4_000
_CONTROLS = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
_MOVES = re.compile("([\r\x08]+)")


class PrintedText:
    r"""Gathers text in constant memory.

    Threads may print at the same time, and a process may be forked meanwhile: there is no lock that could be held by
    somebody who is gone. What two threads print in the same moment may change places.

    Examples
    --------
    >>> kept = PrintedText()
    >>> kept.add("epoch 1\repoch 2\nready\n")
    >>> kept.text()
    'epoch 2\nready\n'
    """

    def __init__(self) -> None:
        self._head = ""
        self._tail: list[str] = []
        self._size = 0
        self._left_out = 0

    def add(self, text: str) -> None:
        """Take what was printed next."""
        self._tail.append(text)
        self._size += len(text)
        if self._size > _GATHERED or len(self._tail) > _MOST_PIECES:
            self._cut()

    def _cut(self) -> None:
        pieces, self._tail, self._size = self._tail, [], 0
        text = "".join(pieces)
        room = KEPT_AT_EACH_END - len(self._head)
        if room > 0:
            self._head += text[:room]
            text = text[room:]
        more = len(text) - KEPT_AT_EACH_END
        if more > 0:
            self._left_out += more
            text = text[more:]
        self._tail.insert(0, text)
        self._size += len(text)

    def text(self) -> str:
        """Give the text as a screen shows it in the end: what was written over is gone, and so are colours."""
        self._cut()
        head, tail = self._head, "".join(self._tail)
        if not self._left_out:
            return _as_shown(head + tail)
        # Whole lines: half of a secret could not be told from any other text.
        first, last = head.rfind("\n") + 1, tail.find("\n") + 1
        left_out = self._left_out + len(head) - first + (last or len(tail))
        end = tail[last:] if last else ""
        return f"{_as_shown(head[:first])}… {left_out:,} characters left out …\n{_as_shown(end)}"


def _as_shown(text: str) -> str:
    return "\n".join(_line(line) for line in _CONTROLS.sub("", text).split("\n"))


def _line(line: str) -> str:
    r"""Give a line as it looks after all that went back and wrote over it.

    >>> _line("10%\r100%"), _line("1/2\b\b\b2/2"), _line("done\r")
    ('100%', '2/2', 'done')
    """
    if "\r" in line or "\b" in line:
        line = _written_over(line)
    return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…"


def _written_over(line: str) -> str:
    shown, at = "", 0
    for part in _MOVES.split(line):
        if part[:1] in ("\r", "\b"):
            back = part.rfind("\r")
            at = max(0, (0 if back >= 0 else at) - (len(part) - 1 - back))
        else:
            shown = shown[:at] + part + shown[at + len(part) :]
            at += len(part)
    return shown
