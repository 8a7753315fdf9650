"""Text tables that fit the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

STYLES = {"good": "\x1b[1;32m", "bad": "\x1b[31m", "quiet": "\x1b[2m", "head": "\x1b[1m"}
GAP = "  "


@dataclass
class TextColumn:
    """A column of text.

    Parameters
    ----------
    title
        What stands above it.
    right
        Whether its cells are aligned to the right, as numbers are.
    yields
        Whether it is cut when the table is too wide.
    """

    title: str
    right: bool = False
    yields: bool = False


@dataclass
class TextRow:
    """A row: its cells, and the style of some of them by position (see ``STYLES``)."""

    cells: list[str]
    styles: dict[int, str] = field(default_factory=dict)


def coloured() -> bool:
    """Tell whether standard output shows colours: a terminal, and nobody said no (``NO_COLOR``)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def styled(text: str, style: str, colours: bool) -> str:
    """Wrap text in a style's escape codes."""
    return f"{STYLES[style]}{text}\x1b[0m" if colours and style in STYLES else text


def cut(text: str, width: int) -> str:
    """Shorten text to ``width`` characters; three dots say that there was more."""
    if len(text) <= width:
        return text
    return text[: max(width - 3, 0)].rstrip() + "..."[: max(width, 0)]


def text_table(
    columns: Sequence[TextColumn], rows: Sequence[TextRow], width: int, colours: bool = False
) -> list[str]:
    """Lay rows out as lines of at most ``width`` characters.

    Columns that yield share what the others leave; each keeps at least eight characters.
    """
    widths = [
        max([len(column.title), *(len(row.cells[position]) for row in rows)])
        for position, column in enumerate(columns)
    ]
    yielding = [position for position, column in enumerate(columns) if column.yields]
    for position in sorted(yielding, key=lambda at: widths[at], reverse=True):
        excess = sum(widths) + len(GAP) * (len(columns) - 1) - width
        if excess > 0:
            widths[position] = max(widths[position] - excess, 8)
    lines = [_line(columns, widths, [column.title for column in columns], {}, colours, "head")]
    lines += [_line(columns, widths, row.cells, row.styles, colours) for row in rows]
    return lines


def _line(
    columns: Sequence[TextColumn],
    widths: Sequence[int],
    cells: Sequence[str],
    styles: dict[int, str],
    colours: bool,
    everywhere: str = "",
) -> str:
    parts = []
    for position, (column, width, cell) in enumerate(zip(columns, widths, cells, strict=True)):
        text = cut(cell, width)
        last = position == len(columns) - 1
        padded = text.rjust(width) if column.right else text if last else text.ljust(width)
        parts.append(styled(padded, styles.get(position, everywhere), colours))
    return GAP.join(parts).rstrip()
