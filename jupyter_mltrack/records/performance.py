"""How well a model does over time: measured with labels, estimated without, and where it does worst."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .scalars import Time
from .table import Direction

TaskKind = Literal["binary", "multiclass", "regression", "ranking"]

MetricState = Literal[
    "measured", "estimated", "too few labels", "no labels", "no rows", "one class", "none predicted", "none there",
    "constant", "no predictions", "no scores", "scores are no probabilities", "labels are no numbers", "not asked",
]  # fmt: skip
"""What could be done with a metric. ``one class``: labels of one class alone have no ranking; ``none predicted``,
``none there``: nothing was called positive (no precision), nothing was positive (no recall)."""

PerformanceStatus = Literal["worse", "not worse", "cannot tell"]

JoinState = Literal["joined", "partly joined", "labels never came", "no predictions"]


class MetricValue(Struct):
    """One metric of one chunk."""

    metric: str
    """``recall``, ``quantile_loss@0.9``, ``ndcg@10``."""
    direction: Direction
    """Which way is better."""
    state: MetricState
    value: float | None = None
    low: float | None = None
    high: float | None = None
    """The ends of the band that holds the true value 95 times in 100."""
    method: str = ""
    """How the band was made: ``Wilson``, ``DeLong``, ``bootstrap`` …"""
    rows: int = 0
    """Rows (of ranking: queries) that it was computed on."""
    reference: float | None = None
    change: float | None = None
    p_value: float | None = None
    """How often chance alone would change it as much; of this test alone."""
    limit: float | None = None
    """The p-value below which it counts, with all chunks and metrics counted."""
    least: float | None = None
    """The smallest change that matters."""
    detectable: float | None = None
    """The change that would be found in 8 of 10 cases with so many labels."""
    changed: bool | None = None
    """By enough to matter, and by more than chance; ``None``: it cannot be told."""
    worse: bool | None = None
    """Whether it changed for the worse; ``None``: it cannot be told."""
    sentence: str = ""


class PerformanceChunk(Struct):
    """A part of the predictions: a period, or so many rows."""

    name: str
    start: Time | None = None
    end: Time | None = None
    first_row: int = 0
    """Within the predictions in their order of time."""
    rows: int = 0
    labelled: int = 0
    waiting: int = 0
    """Predictions whose labels have not come."""
    metrics: list[MetricValue] = field(default_factory=list)


class LabelJoin(Struct):
    """How predictions and labels that came later were put together."""

    state: JoinState
    sentence: str
    predictions: int = 0
    labels: int = 0
    joined: int = 0
    waiting: int = 0
    """Predictions without a label."""
    unknown: int = 0
    """Labels whose key no prediction has."""
    missing_keys: int = 0
    """Rows of either table without a key."""
    missing_labels: int = 0
    """Labels that are there by key, but have no value."""
    duplicate_predictions: int = 0
    """Predictions whose key an earlier one has; all of them get its label."""
    duplicate_labels: int = 0
    """Labels for a key that has one already; the newest counts, or the last one where they have no times."""
    conflicting: int = 0
    """Keys whose labels differ."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Some keys of each fault, by the field's name."""
    oldest_waiting: Time | None = None
    delay: float | None = None
    """The median time from prediction to label, in seconds."""
    slowest: float | None = None
    """The time within which 95 % of the labels came, in seconds."""


class CalibrationBin(Struct):
    """Predictions of about the same score, and how often they were right."""

    low: float
    high: float
    rows: int
    score: float
    """Their mean score."""
    share: float
    """The share that was positive (of several classes: that was right)."""
    share_low: float
    share_high: float


class Calibration(Struct):
    """Whether scores are probabilities: of what gets 0.8, 80 % should be positive."""

    bins: list[CalibrationBin] = field(default_factory=list)
    error: float | None = None
    """Expected calibration error: the mean distance of score and share, by rows."""
    rows: int = 0
    sentence: str = ""


class PerformanceReport(Struct):
    """How well a model does, chunk by chunk, against a reference."""

    status: PerformanceStatus
    sentence: str
    task: TaskKind
    estimated: bool = False
    """Whether it was estimated without labels."""
    reference: PerformanceChunk | None = None
    chunks: list[PerformanceChunk] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    positive: str | None = None
    calibration: Calibration | None = None
    """Of all chunks together."""
    reference_calibration: Calibration | None = None
    join: LabelJoin | None = None
    rate: float = 0.05
    basis: str = ""
    """On what an estimate rests, and what it cannot see."""
    notes: list[str] = field(default_factory=list)
    made: Time | None = None


class SegmentCondition(Struct):
    """One condition on one column: a range of numbers (low included, high not), or a value."""

    column: str
    low: float | None = None
    high: float | None = None
    value: str | None = None
    missing: bool = False
    """The rows without a value."""


class Segment(Struct):
    """Some of the rows, and how well the model does there."""

    conditions: list[SegmentCondition]
    words: str
    """``age < 25 and plan = free``."""
    rows: int
    labelled: int
    metric: str
    state: MetricState
    value: float | None = None
    low: float | None = None
    high: float | None = None
    elsewhere: float | None = None
    """The metric of all other rows."""
    p_value: float | None = None
    """How often chance alone would make it differ as much, with the whole search counted."""
    worse: bool | None = None
    sentence: str = ""


class SegmentReport(Struct):
    """The segments of given columns, or the worst ones that a search found."""

    sentence: str
    metric: str
    direction: Direction
    overall: float | None = None
    segments: list[Segment] = field(default_factory=list)
    searched: int = 0
    """How many segments were looked at."""
    rate: float = 0.05
    notes: list[str] = field(default_factory=list)
