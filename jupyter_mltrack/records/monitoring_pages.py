"""What people send about monitors and alerts, and the answers that pages of them are made of."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from .drift import ColumnKind, ColumnVerdict, DriftPolicy, DriftReport
from .monitoring import (
    Alert,
    AlertAct,
    CheckStatus,
    Chunking,
    Delivery,
    Monitor,
    MonitorCheck,
    MonitorPerformance,
    MonitorRoles,
    MonitorSource,
    MonitorStream,
    patient_policy,
)
from .performance import SegmentReport
from .scalars import Scalar, Time


class MonitorBody(Struct, forbid_unknown_fields=True):
    """A new monitor. ``reference``: the path of a file; empty: the training data of the model."""

    name: str
    description: str = ""
    model: str = ""
    follow: bool = True
    source: MonitorSource = field(default_factory=MonitorSource)
    chunking: Chunking = field(default_factory=Chunking)
    roles: MonitorRoles = field(default_factory=MonitorRoles)
    policy: DriftPolicy = field(default_factory=patient_policy)
    performance: MonitorPerformance = field(default_factory=MonitorPerformance)
    streams: list[MonitorStream] = field(default_factory=list)
    every: float = 0.0
    """Seconds between two runs; 0: only when somebody asks."""
    silence: float | None = None
    """Seconds without new rows after which that is an alert; ``None``: by how the data came so far; 0: never."""
    channels: list[str] = field(default_factory=list)
    reference: str = ""


class MonitorEdit(Struct, forbid_unknown_fields=True):
    """What a person may change of a monitor; ``None`` leaves it as it is."""

    name: str | None = None
    description: str | None = None
    model: str | None = None
    follow: bool | None = None
    source: MonitorSource | None = None
    chunking: Chunking | None = None
    roles: MonitorRoles | None = None
    policy: DriftPolicy | None = None
    performance: MonitorPerformance | None = None
    streams: list[MonitorStream] | None = None
    every: float | None = None
    silence: float | None = None
    channels: list[str] | None = None
    paused: bool | None = None


class NewReferenceBody(Struct, forbid_unknown_fields=True):
    """What is to be the reference from now on: checks, the model's training data, or a file."""

    checks: list[str] = field(default_factory=list)
    """Ids of checks, whose data together become the reference."""
    model: bool = False
    path: str = ""
    reason: str = ""


class AlertBody(Struct, forbid_unknown_fields=True):
    """What somebody does about an alert."""

    act: AlertAct
    until: Time | None = None
    """Of ``snooze``."""
    subjects: list[str] = field(default_factory=list)
    """Of ``expected``: which of its columns; none: all."""
    text: str = ""


class CheckMark(Struct):
    """A check in a strip."""

    id: str
    label: str
    start: Time
    end: Time
    status: CheckStatus
    drifted: int
    """How many columns drifted."""
    sentence: str
    alerted: bool = False
    """Whether an alert was open then."""


class MonitorStrip(Struct):
    """One document of the table ``strips``: the newest checks of a monitor as marks, the oldest first."""

    monitor: str
    orders: list[float]
    """Of each mark, what its check is ordered by."""
    marks: list[CheckMark]


class MonitorRow(Struct):
    """A monitor in a list."""

    monitor: Monitor
    strip: list[CheckMark]
    """Its newest checks, the oldest first."""
    alerts: list[Alert]
    """The open ones."""


class MonitorPage(Struct):
    """Monitors, with what is open."""

    rows: list[MonitorRow]
    total: int
    open_alerts: int


class MonitorDetails(Struct):
    """A monitor's own page. ``columns``: those of its checks, the most notable first."""

    row: MonitorRow
    columns: list[str]
    checks: list[MonitorCheck]
    """Oldest first, within the range that was asked for."""
    total_checks: int
    earliest: Time | None = None
    latest: Time | None = None
    segments: SegmentReport | None = None
    """Where the model does worst, of the newest check with labels."""
    made: Time | None = None
    """When one of its checks was made last, be it again: whoever has them needs no others until then."""
    more_columns: int = 0
    """How many further columns there are, which are left out of ``columns`` and ``checks``."""


class CheckDetails(Struct):
    """A check, and all that it found."""

    check: MonitorCheck
    report: DriftReport


class ColumnMoment(Struct):
    """A column in one check, for curves over time."""

    check: str
    label: str
    start: Time
    end: Time
    drifted: bool | None
    rows: int
    missing: float
    """Share of the rows."""
    quantiles: dict[str, float] = field(default_factory=dict)
    """``0.05``, ``0.25``, ``0.5``, ``0.75``, ``0.95`` of numbers."""
    shares: dict[str, float] = field(default_factory=dict)
    """Of categories: the most frequent ones of all checks, and ``other``."""


class ColumnSummary(Struct):
    """A column in a few numbers."""

    kind: ColumnKind
    type: str
    rows: int
    missing: int
    infinite: int = 0
    distinct: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    deviation: float | None = None
    """Standard deviation."""
    median: float | None = None
    frequent: dict[str, int] = field(default_factory=dict)
    """The ten most frequent categories, with their rows."""


class ColumnDetails(Struct):
    """A column of a monitor: how it was, how it is, how it moved. Figures are Plotly's."""

    name: str
    verdict: ColumnVerdict | None
    reference: ColumnSummary | None
    current: ColumnSummary | None
    moments: list[ColumnMoment]
    figures: dict[str, Any]
    """``distribution``, and over time ``quantiles`` or ``shares``, ``missing``."""
    rows: list[dict[str, Scalar]]
    """Rows of the check's sample, the most unusual in this column first."""


class PeriodComparison(Struct):
    """Two periods of a monitor compared with each other."""

    first: str
    second: str
    """In words."""
    report: DriftReport
    figures: dict[str, Any] = field(default_factory=dict)
    """The distributions of the columns that drifted most, by name."""


class PerformancePage(Struct):
    """How well a model does over time, as figures by metric."""

    metrics: list[str]
    figures: dict[str, Any]
    sentence: str


class AlertPage(Struct):
    """Alerts, the newest first."""

    alerts: list[Alert]
    total: int
    open: int


class AlertDetails(Struct):
    """An alert, and the messages about it."""

    alert: Alert
    deliveries: list[Delivery]
