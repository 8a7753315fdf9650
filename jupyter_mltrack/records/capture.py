"""What capture hands to its sink when a cell has ended."""

from __future__ import annotations

from msgspec import Struct, field

from .run import Captured, CellSource, LeftOut
from .scalars import Scalar


class CellCapture(Struct):
    """What a cell used and made, with the rule that took each thing.

    The points of series were handed to the sink while the cell ran; ``series`` names those that are to be kept,
    every other observed name is to be dropped.
    """

    params: dict[str, Scalar] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    series: list[str] = field(default_factory=list)
    captured: list[Captured] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    context: list[CellSource] = field(default_factory=list)
