"""What speaks for a version: the challenger beside the version that is there now."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .comparison import Comparison, Verdict
from .drift import DriftReport
from .registry import ModelVersion, Stage
from .scalars import Time
from .table import Direction


class Spread(Struct):
    """How a metric came out in the runs of the same code, parameters and data."""

    runs: int
    min: float
    max: float
    mean: float
    std: float


class MetricEvidence(Struct):
    """A metric of both versions. ``within_spread``: the difference is no larger than that of repeats."""

    name: str
    challenger: float | None
    current: float | None
    verdict: Verdict
    delta: float | None = None
    direction: Direction | None = None
    challenger_spread: Spread | None = None
    """``None``: its run was not repeated."""
    current_spread: Spread | None = None
    within_spread: bool | None = None
    """``None``: neither run was repeated, so nothing is known."""


class SignatureChange(Struct):
    """A field of the signature that differs; ``None`` on the side where it is not."""

    side: Literal["inputs", "outputs"]
    name: str
    before: str | None
    after: str | None


class DriftEvidence(Struct):
    """How data differ from those that a version was trained on."""

    of: Literal["training data", "latest data"]
    """Of ``version``: the data that it was trained on, or the newest that a monitor has seen."""
    version: int
    report: DriftReport | None
    """``None``: it cannot be told; ``problem`` says why."""
    beside: int | None = None
    """The version whose training data they are compared with; ``None``: its own."""
    problem: str = ""


class VersionComparison(Struct):
    """A version (the challenger) beside another one of the same model (the current one)."""

    challenger: ModelVersion
    current: ModelVersion | None
    sentence: str
    metrics: list[MetricEvidence] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    """What changed in the data, in words."""
    signature: list[SignatureChange] = field(default_factory=list)
    drift: list[DriftEvidence] = field(default_factory=list)
    """Of the challenger's training data against the current version's, and of the latest data where monitored."""
    comparison: Comparison | None = None
    """Of their runs, only what differs: parameters, environment, code. ``None`` where there are no two runs."""


class Evidence(Struct):
    """What a request for a transition was made with, frozen at that time."""

    stage: Stage
    time: Time
    versions: VersionComparison
    card: str
    """The challenger's model card, Markdown."""
