"""Rows of training data on their way to a profile; a file of its own, because profiles load what a cell need not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass
class TrainingRows:
    """Rows of the data that a model was trained on.

    Parameters
    ----------
    features
        What it takes: a table, or an array of shape ``(rows, columns)``.
    target
        What it was to predict, ``(rows,)`` or a table; ``None`` where that is not known.
    rows
        How many rows it was trained on, of which these are some or all.
    by_hand
        Somebody gave them for this: the profile keeps a sample of the rows and texts that differ in most of them, and
        that it cannot be made is an error.
    """

    features: Any
    target: Any = None
    rows: int = 0
    by_hand: bool = False
