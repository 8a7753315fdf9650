"""What came of loading a saved model again and comparing its predictions with the stored ones."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .scalars import Time

Verdict = Literal["same", "close", "different", "failed"]
"""``close``: within the tolerance; ``failed``: the comparison could not be made."""
VerifiedWhere = Literal["rebuilt", "here"]
"""In an environment that was rebuilt for it, or in the one that asked."""


class VersionDifference(Struct):
    """A version that was not what the run had; ``None``: not there."""

    name: str
    recorded: str | None
    found: str | None


class OutputDifference(Struct):
    """How far one output is from the stored one. Labels have only ``differing``."""

    name: str
    """The column or key; empty for a model with one output."""
    values: int
    """How many values were compared."""
    differing: int
    largest_absolute: float | None = None
    largest_relative: float | None = None


class Verification(Struct):
    """One verification of a saved model."""

    model: str
    """The model's folder within the run."""
    digest: str
    """Of the model's files that were verified."""
    verdict: Verdict
    reason: str
    """One sentence."""
    where: VerifiedWhere
    time: Time
    duration: float
    tolerance: float
    """The largest relative difference that is still ``close``."""
    python: str = ""
    """The version that predicted."""
    outputs: list[OutputDifference] = field(default_factory=list)
    versions: list[VersionDifference] = field(default_factory=list)
    user: str = ""
