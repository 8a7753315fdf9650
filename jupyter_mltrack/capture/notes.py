"""What was shown while a cell ran: noted by an identity call around each shown expression, bounded in memory."""

from __future__ import annotations

import ast
import functools
import typing
from collections.abc import Callable
from dataclasses import dataclass, field

from .parts import Part
from .shown import Shown
from .values import UNREAD, scalar

MOST_NOTES = 50_000
"""Values that one statement may note; a loop that prints more is read up to there."""

_LONGEST_TEXT = 60

Note = tuple[int, int, float | int | str]
"""Which part of the statement, at which iteration, and the value."""


@dataclass
class ShownStatement:
    """A statement that showed values, and those values."""

    parts: tuple[Part, ...]
    scope: str
    """The function that it stands in, by its qualified name; ``""`` at the cell's top level."""
    in_loop: bool
    notes: list[Note] = field(default_factory=list)


class Notes:
    """All that a cell shows."""

    def __init__(self) -> None:
        self.statements: list[ShownStatement] = []
        self._open = [True]

    def of(self, shown: Shown, scope: str, steps: list[int]) -> list[Callable[[object], object]]:
        """Give the identity function of each part of a statement; ``steps[0]`` is its loop's iteration."""
        statement = ShownStatement(shown.parts, scope, shown.loop is not None)
        self.statements.append(statement)
        return [_noting(position, statement.notes, steps, self._open) for position in range(len(shown.parts))]

    def seen(self) -> list[ShownStatement]:
        """Give the statements that showed anything."""
        return [statement for statement in self.statements if statement.notes]

    def close(self) -> None:
        """Note nothing more, whatever still runs."""
        self._open[0] = False


def _noting(
    position: int, notes: list[Note], steps: list[int], is_open: list[bool]
) -> Callable[[object], object]:
    def shown(value: object) -> object:
        __tracebackhide__ = True
        try:
            if is_open[0] and len(notes) < MOST_NOTES:
                plain = value if type(value) is float else scalar(value)
                if type(plain) is str:
                    # Only as the name of what is shown beside it.
                    if len(plain) <= _LONGEST_TEXT:
                        notes.append((position, steps[0], plain))
                elif plain is not UNREAD and plain is not None and type(plain) is not bool:
                    notes.append((position, steps[0], plain))  # type: ignore[arg-type]
        except Exception:  # noqa: BLE001, S110 a value that cannot be read is not noted, and shown all the same
            pass
        return value

    return shown


class Identity:
    """An identity call as a constant of a function's code: called as ``constant.__call__(value)``.

    Sent to another process by value, it arrives as what gives back its argument there, without this package.
    """

    __slots__ = ("__call__",)

    def __init__(self, call: Callable[[object], object]) -> None:
        self.__call__ = call

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return functools.partial, (typing.cast, None)


def wrap(part: Part, function: ast.expr) -> None:
    """Put the identity call around a part, where it stands."""
    node = part.node
    for piece in ast.walk(function):
        if "lineno" in piece._attributes:
            # At one place: what spans lines, Python puts on the last of them.
            ast.copy_location(piece, node)
            piece.end_lineno, piece.end_col_offset = node.lineno, node.col_offset  # type: ignore[attr-defined]
    part.replace(ast.copy_location(ast.Call(function, [node], []), node))
