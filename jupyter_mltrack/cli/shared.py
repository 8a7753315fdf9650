"""What the registry's commands share: options, the store, who acts, printing."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..registry import Person
    from ..store import Store


_OTHER_CONTROL = re.compile(r"(\x1b\[(?:0|1|2|31|1;32)m)|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters besides line breaks and our own styles: what people wrote cannot command a terminal."""


def command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], help: str, **more: Any
) -> Any:
    """Add a command with the options that every one of them has."""
    added = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.", **more)
    added.add_argument("--store", metavar="PATH", help="the .mltrack folder, or the folder that holds it")
    added.add_argument("--json", action="store_true", help="print JSON")
    added.set_defaults(run=run)
    return added


def opened(chosen: argparse.Namespace) -> Store:
    """Give the store that a command is about."""
    # Imported so that the registry hears what monitors found.
    from ..monitoring import latest  # noqa: F401
    from ..tracking.api import current_store

    return current_store(chosen.store, create=False)


def me() -> Person:
    """Give who acts: the account of the operating system, which no option can change."""
    from ..registry import system_person

    return system_person()


def answer(chosen: argparse.Namespace, value: Any, lines: Sequence[str]) -> int:
    """Print what a command did: as JSON where that was asked for, else as lines."""
    if chosen.json:
        from ..records.wire import spoken

        print(json.dumps(spoken(value), indent=2, ensure_ascii=False))
    else:
        print(_OTHER_CONTROL.sub(lambda found: found[1] or "\ufffd", "\n".join(lines)))
    return 0


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], yields: Sequence[int] = ()) -> list[str]:
    """Lay rows out as a table that fits the terminal; the columns at ``yields`` are cut where it does not."""
    from .listing import terminal_width
    from .table import TextColumn, TextRow, coloured, text_table

    columns = [TextColumn(head, yields=at in yields) for at, head in enumerate(heads)]
    # A line break in what somebody wrote must not look like another row.
    cells = [TextRow([" ".join(cell.split()) for cell in row]) for row in rows]
    return text_table(columns, cells, terminal_width(), coloured())


def count(text: str) -> int:
    """Read a whole number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)
