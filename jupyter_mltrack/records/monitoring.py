"""Monitors: what is watched, what their checks found, and the alerts that follow."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .drift import ColumnState, DriftPolicy
from .performance import MetricValue, TaskKind
from .run import Process
from .scalars import Time

SourceKind = Literal["handed", "files", "sql"]
ChunkKind = Literal["batch", "time", "rows"]
CheckStatus = Literal["drift", "no drift", "cannot tell"]
MonitorStatus = Literal["never checked", "drift", "no drift", "cannot tell", "failing"]
"""``failing``: its last run found no data where there should be some, or could not read them; ``problem`` says why."""

ReferenceKind = Literal["model", "table", "checks"]
AlertKind = Literal["drift", "performance", "source", "change"]
"""``change``: a detector of streams found that values are others from some row on."""
AlertStatus = Literal["raised", "persisting", "resolved"]
AlertAct = Literal["acknowledge", "snooze", "expected", "reopen", "comment"]
AlertEventKind = Literal[
    "raised", "grew", "persisting", "resolved", "reopened",
    "acknowledged", "snoozed", "expected", "new reference", "commented",
]  # fmt: skip
DeliveryStatus = Literal["waiting", "sending", "sent", "failed", "unsure"]
"""``unsure``: the process died while it sent; it is not sent again, because two alarms for one are worse."""


class MonitorSource(Struct):
    """Where the data come from."""

    kind: SourceKind = "handed"
    """``handed``: tables that a notebook or a script hands over."""
    path: str = ""
    """Of files: a pattern (``data/*.parquet``), relative to the folder that holds the store."""
    database: str = ""
    """Of SQL: ``sqlite:///data/log.db``, ``duckdb:///log.duckdb``, or an address of SQLAlchemy. Passwords stand in it
    as ``$NAME``: the variable of the environment that holds them."""
    query: str = ""
    """Of SQL: a ``SELECT``. With a cursor, its rows are asked for in parts."""
    cursor: str = ""
    """Of SQL: a column that only grows (a time, a number); rows beyond the highest value seen are new."""


class Chunking(Struct):
    """How rows are put together to be checked."""

    by: ChunkKind = "batch"
    """``batch``: each file, answer or table by itself; ``time``: by period; ``rows``: by number."""
    period: str = "1 day"
    """``6 hours``, ``1 day``, ``1 week``, ``1 month``."""
    rows: int = 10_000
    column: str = ""
    """The column that says when a row was; needed by ``time``."""
    zone: str = "UTC"
    """Where days begin."""
    patience: float = 0.0
    """Seconds after a period's end in which rows may still come."""


class MonitorRoles(Struct):
    """Which columns are what."""

    prediction: str = ""
    scores: dict[str, str] = field(default_factory=dict)
    """Class to the column of its probability; of two classes, one suffices. Of regression, the share of a predicted
    quantile to its column (``{"0.9": "p90"}``)."""
    label: str = ""
    """What came true, where it is in the same rows; also the name of its column where labels come apart."""
    key: str = ""
    """What a row and its late label have in common."""
    query: str = ""
    """Of rankings: what rows that were ranked together have in common."""
    segments: list[str] = field(default_factory=list)
    """The columns by which the worst segments are looked for; none: all columns with a profile."""
    left_out: list[str] = field(default_factory=list)
    """Columns that are not looked at for drift."""


class MonitorPerformance(Struct):
    """How well the model does, and from where on that is an alert."""

    task: TaskKind | None = None
    """``None``: performance is not watched."""
    metrics: list[str] = field(default_factory=list)
    """None: those of the task."""
    positive: str = ""
    """The class that counts as positive."""
    labels: MonitorSource | None = None
    """Where labels come from, if not with the rows."""
    patience: float = 90 * 86400.0
    """Seconds for which labels are waited for."""
    worst: dict[str, float] = field(default_factory=dict)
    """Values that a metric must not be worse than, besides the comparison with the reference."""


StreamMethod = Literal["adwin", "kswin", "page_hinkley", "ddm", "hddm_a", "hddm_w"]


class MonitorStream(Struct):
    """A detector that looks at rows one after the other, and needs no chunk to be complete."""

    method: StreamMethod
    subject: str = ""
    """A column of numbers; empty: whether the prediction was wrong, as labels come."""
    options: dict[str, float | int | str | bool] = field(default_factory=dict)
    """Of River's class: ``delta``, ``threshold`` …"""


class StreamChange(Struct):
    """A change that a detector found."""

    method: StreamMethod
    subject: str
    time: Time
    """Of the row at which it was found."""
    row: int
    """The number of that row among those that the detector has seen."""
    before: float | None = None
    after: float | None = None
    """Means of the values before it (since the change before) and of those that led to it."""


class Schedule(Struct):
    """When a monitor is due: ``every`` so many seconds after ``start``; 0: only when somebody asks."""

    every: float = 0.0
    start: Time = 0.0
    silence: float | None = None
    """Seconds without new rows after which that is an alert; ``None``: by how the data came so far; 0: never."""


class MonitorReference(Struct):
    """What new data are compared with, and since when."""

    number: int
    kind: ReferenceKind
    label: str
    """In words: ``training data of churn/3``, ``2026-03-01 to 2026-03-07``."""
    profile: str
    """Blob hash of the profile."""
    rows: int
    since: Time
    by: str
    reason: str = ""
    version: int | None = None
    """Of the model whose training data it is."""
    scored: str = ""
    """Blob hash of rows with predictions and labels: the performance that is expected."""


class Lease(Struct):
    """Who runs a monitor now. Nobody else does until it is given back, its process is gone, or it gave no sign."""

    holder: str
    process: Process
    since: Time
    sign: Time
    """When it was last heard of."""
    progress: float | None = None
    """Share of the work that is done, where that is known."""
    doing: str = ""
    cancel: bool = False
    """Somebody asked it to stop."""


def patient_policy() -> DriftPolicy:
    """What a monitor asks for: checks come one after another, and one day alone may be odd."""
    return DriftPolicy(persistence=2)


class Monitor(Struct):
    """One document of the table ``monitors``."""

    id: str
    name: str
    created: Time
    created_by: str
    updated: Time = 0.0
    description: str = ""
    model: str = ""
    """A version (``churn/3``, ``churn@production``), or nothing."""
    follow: bool = True
    """When another version takes the stage or alias, its training data become the reference."""
    source: MonitorSource = field(default_factory=MonitorSource)
    chunking: Chunking = field(default_factory=Chunking)
    roles: MonitorRoles = field(default_factory=MonitorRoles)
    policy: DriftPolicy = field(default_factory=patient_policy)
    performance: MonitorPerformance = field(default_factory=MonitorPerformance)
    streams: list[MonitorStream] = field(default_factory=list)
    schedule: Schedule = field(default_factory=Schedule)
    paused: bool = False
    channels: list[str] = field(default_factory=list)
    """Names of the channels that alerts are sent to; their addresses are never stored."""
    references: list[MonitorReference] = field(default_factory=list)
    """The newest last: it is what counts."""
    expected: dict[str, int] = field(default_factory=dict)
    """Columns whose drift somebody called expected, with the number of the reference that this was said about."""
    status: MonitorStatus = "never checked"
    sentence: str = ""
    """The newest check in words."""
    problem: str = ""
    """Why its last run failed, and what to do."""
    notes: list[str] = field(default_factory=list)
    """What its last run noticed: rows without a time, a file that shrank."""
    checks: int = 0
    last_run: Time | None = None
    next_run: Time | None = None
    last_check: Time | None = None
    newest: Time | None = None
    """The latest time in its data."""
    position: str = ""
    """How far a source with a cursor was read."""
    stream_states: dict[str, str] = field(default_factory=dict)
    """Method and subject to the blob hash of the detector's state."""
    changes: list[StreamChange] = field(default_factory=list)
    """The newest changes that detectors found, the newest last."""
    label_position: str = ""
    label_backlog: str = ""
    """Blob hash of labels that belong to no row so far."""
    rows: int = 0
    """Rows taken in so far."""
    pending: dict[str, int] = field(default_factory=dict)
    """Chunks that are not complete yet, or whose labels are waited for, with their rows."""
    lease: Lease | None = None
    died: int = 0
    """How many of its newest runs ended with the death of their process, one after the other."""
    recent: list[float] = field(default_factory=list)
    """The orders of its newest checks, ascending."""
    last_rows: Time | None = None
    """When a run last found new rows."""


class MonitorBatch(Struct):
    """One document of the table ``batches``: a file, an answer or a table that a monitor has read.

    A file that changes brings its rows again, and what it brought before is replaced: no row counts twice.
    """

    key: str
    """The monitor's id, a slash, the name."""
    monitor: str
    name: str
    version: str
    """Changes when the batch does."""
    read: Time
    rows: int
    first: int = 0
    """The number of its first row, in the order in which rows were read."""
    untimed: int = 0
    """Rows without a time that can be read; they are in no chunk."""


class MonitorPart(Struct):
    """One document of the table ``parts``: the rows of one batch that belong to one chunk."""

    batch: str
    """The key of the batch."""
    chunk: str
    """The monitor's id, a slash, the chunk."""
    rows: int
    start: Time
    end: Time
    profile: str
    """Blob hash of their profile."""
    scored: str = ""
    """Blob hash of their keys, times, predictions, scores and labels."""


class CheckedColumn(Struct):
    """A column in one check; what a cell of the heat strip shows."""

    name: str
    state: ColumnState
    drifted: bool | None
    chance: float | None = None
    limit: float | None = None
    effect: float | None = None
    effect_limit: float | None = None
    sentence: str = ""


class MonitorCheck(Struct):
    """One document of the table ``reports``: a chunk of a monitor's data, compared with the reference."""

    id: str
    key: str
    """The monitor's id, a slash, the chunk: one check a chunk, however often it is made again."""
    monitor: str
    chunk: str
    label: str
    """The chunk in words: ``2026-03-01``, ``rows 1 to 10,000``, ``march.csv``."""
    start: Time
    end: Time
    order: float
    """By which checks are ordered."""
    made: Time
    rows: int
    status: CheckStatus
    sentence: str
    reference: int
    """The number of the reference that it was compared with."""
    profile: str
    """Blob hash of the chunk's profile."""
    report: str
    """Blob hash of the ``DriftReport``."""
    columns: list[CheckedColumn] = field(default_factory=list)
    persisting: list[str] = field(default_factory=list)
    """Columns that drifted in as many checks running as the policy asks for."""
    made_again: int = 0
    """How often it was made again, because rows or labels came late or the reference changed."""
    version: int | None = None
    """The model's version then."""
    scored: str = ""
    labelled: int = 0
    waiting: int = 0
    """Rows without a label so far."""
    performance: list[MetricValue] = field(default_factory=list)
    """Realised, where there are labels."""
    estimates: list[MetricValue] = field(default_factory=list)
    """Estimated without labels."""
    segments: str = ""
    """Blob hash of a ``SegmentReport``: where the model does worst."""


class AlertEvent(Struct):
    """Something that happened to an alert."""

    time: Time
    kind: AlertEventKind
    text: str = ""
    user: str = ""
    """Who did it; empty: the monitor itself."""


class Alert(Struct):
    """One document of the table ``alerts``. A monitor has at most one open alert of a kind."""

    id: str
    monitor: str
    monitor_name: str
    kind: AlertKind
    status: AlertStatus
    sentence: str
    raised: Time
    updated: Time
    subjects: list[str] = field(default_factory=list)
    """The columns or metrics that it is about now."""
    details: list[str] = field(default_factory=list)
    """The sentence in its parts: one of each subject, the first ones."""
    ever: list[str] = field(default_factory=list)
    """Those that it ever was about: one that comes back is no news."""
    first_check: str = ""
    last_check: str = ""
    checks: int = 1
    """How many checks running found it."""
    model: str = ""
    version: int | None = None
    resolved: Time | None = None
    acknowledged: str = ""
    """By whom."""
    snoozed_until: Time | None = None
    events: list[AlertEvent] = field(default_factory=list)


class Delivery(Struct):
    """One document of the table ``deliveries``: a message to a channel. The key is sent at most once."""

    key: str
    """The alert's id, the number of the occasion, the channel."""
    alert: str
    monitor: str
    channel: str
    title: str
    text: str
    made: Time
    status: DeliveryStatus = "waiting"
    attempts: int = 0
    next_try: Time = 0.0
    problem: str = ""
    sent: Time | None = None
