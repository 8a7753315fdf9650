"""The colours of runs: ten that stay apart for colour-blind readers, on white and on dark ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PALETTE: tuple[str, ...] = (
    "#1f78d1",
    "#ea6c12",
    "#3f7563",
    "#cf3675",
    "#00a2c6",
    "#a25a1b",
    "#9063a2",
    "#7e995a",
    "#cf75a2",
    "#b475fc",
)
"""The same list, in the same order, as ``PALETTE`` in ``src/components/palette.ts``."""

DASHES: tuple[str, ...] = ("solid", "dash", "dot", "dashdot")
SYMBOLS: tuple[str, ...] = ("circle", "square", "diamond", "triangle-up")


@dataclass(frozen=True)
class Look:
    """How one run is drawn. Dash and symbol tell apart runs beyond the tenth, which share a colour."""

    color: str
    dash: str
    symbol: str


def looks(numbers: Iterable[int]) -> dict[int, Look]:
    """Give each run of a view its look.

    A run's colour is its number modulo ten; where an older run of the view has it, the next free one. So
    it depends on which runs are there, not on their order, and every table and chart of the view agrees.

    Parameters
    ----------
    numbers
        The numbers of all runs of the view.

    Examples
    --------
    >>> {number: look.color for number, look in looks([13, 3]).items()}
    {3: '#cf3675', 13: '#00a2c6'}
    """
    taken: list[int] = [0] * len(PALETTE)
    given: dict[int, Look] = {}
    for number in sorted(set(numbers)):
        round_ = min(taken)
        slot = number % len(PALETTE)
        while taken[slot] > round_:
            slot = (slot + 1) % len(PALETTE)
        taken[slot] += 1
        given[number] = Look(PALETTE[slot], DASHES[round_ % len(DASHES)], SYMBOLS[round_ % len(SYMBOLS)])
    return given
