"""What capture hands to its sink when a cell has ended."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .data import ChildRun, Dataset, FittedModel
from .run import ArtifactKind, Captured, CellSource, LeftOut
from .scalars import Scalar

Choice = Literal["param", "metric", "never"]
"""What a person decided that a name is."""


class NameChoice(Struct, forbid_unknown_fields=True):
    """A person's decision about a name, whatever the rules say; ``None`` takes it back."""

    name: str
    choice: Choice | None = None


class KeptFile(Struct):
    """A file that a cell left with its run: what it displayed, what it printed."""

    path: str
    kind: ArtifactKind
    media_type: str
    content: bytes


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
    data: list[Dataset] = field(default_factory=list)
    models: list[FittedModel] = field(default_factory=list)
    children: list[ChildRun] = field(default_factory=list)
    rounds: dict[str, list[int]] = field(default_factory=dict)
    """Of series from nested loops: the steps with which the iterations of the outer loop began."""
    files: list[KeptFile] = field(default_factory=list)
    inputs: str | None = None
    """Fingerprint of code, parameters and data before the cell ran; ``None`` where they cannot be told for sure."""
