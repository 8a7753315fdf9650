"""What a source has to be able to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

PART_ROWS = 100_000
"""Rows in memory at a time."""


@dataclass(frozen=True)
class Batch:
    """Something that a source has: a file, the rows since the last time.

    Parameters
    ----------
    name
        Stays when its content changes.
    version
        Changes when its content does.
    time
        When it came, Unix seconds; orders batches that have no times of their own.
    size
        How much it is, in any unit that is the same for all batches of a source.
    read
        Gives its rows in parts: tables of any library, each of up to that many rows.
    position
        How far the source is read with it; empty where a source does not remember.
    """

    name: str
    version: str
    time: float
    size: int
    read: Callable[[int], Iterator[Any]]
    position: str = ""


class Source(Protocol):
    """Where data come from. The inference log of a deployment is one, too."""

    def batches(self, position: str) -> list[Batch]:
        """Name what there is, the oldest first; with a position, what came after it.

        Raises
        ------
        SourceError
            When the source cannot be reached; the message says why, and what to do.
        """
        ...
