"""The text that a cell prints, kept to a limit: its beginning and its end."""

from __future__ import annotations

import re
from collections import deque
from typing import Final

KEPT_AT_EACH_END: Final = 32_000
"""Characters kept of the beginning, and of the end."""

_LONGEST_LINE: Final = 4_000
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_BACK = re.compile(r"[^\b]\b")


class PrintedText:
    r"""Gathers text in constant memory.

    Examples
    --------
    >>> kept = PrintedText()
    >>> kept.add("epoch 1\repoch 2\nready\n")
    >>> kept.text()
    'epoch 2\nready\n'
    """

    def __init__(self) -> None:
        self._head: list[str] = []
        self._head_size = 0
        self._tail: deque[str] = deque()
        self._tail_size = 0
        self._left_out = 0

    def add(self, text: str) -> None:
        """Take what was printed next."""
        room = KEPT_AT_EACH_END - self._head_size
        if room > 0:
            self._head.append(text[:room])
            self._head_size += min(room, len(text))
            text = text[room:]
        if not text:
            return
        self._tail.append(text)
        self._tail_size += len(text)
        while self._tail_size - len(self._tail[0]) >= KEPT_AT_EACH_END:
            gone = len(self._tail.popleft())
            self._tail_size -= gone
            self._left_out += gone

    def text(self) -> str:
        """Give the text as a screen shows it in the end: what was written over is gone, and so are colours."""
        head, tail = "".join(self._head), "".join(self._tail)
        extra = max(0, len(tail) - KEPT_AT_EACH_END)
        left_out = self._left_out + extra
        if not left_out:
            return _as_shown(head + tail)
        return f"{_as_shown(head)}\n… {left_out:,} characters left out …\n{_as_shown(tail[extra:])}"


def _as_shown(text: str) -> str:
    text = _COLOURS.sub("", text)
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    if "\r" in line:
        line = next((part for part in reversed(line.split("\r")) if part), "")
    while "\b" in line:
        shorter = _BACK.sub("", line)
        line = shorter if shorter != line else line.replace("\b", "")
    return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…"
