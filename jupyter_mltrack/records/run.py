"""A run: one execution of a tracked cell or script, and what it used and made."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .data import Dataset, FittedModel
from .environment import Environment
from .model import SavedModel
from .scalars import Scalar, Time
from .verification import Verification

Status = Literal["running", "finished", "failed", "interrupted", "lost"]
"""``lost``: the run's process died before it could say how the run ended."""

SourceKind = Literal["notebook", "script", "console"]
CaptureKind = Literal["param", "metric", "series"]
ArtifactKind = Literal["file", "figure", "output", "model"]
"""Kept by hand; displayed by the cell; the text that it printed; part of a saved model."""


class Process(Struct):
    """The process that runs a run, so that anyone can see whether it still lives.

    ``created`` is the process's start in Unix seconds (UTC); with ``pid`` and ``host`` it names one process for good.
    """

    host: str
    pid: int
    created: Time


class Source(Struct):
    """Where the code of a run stands; the text itself lies in the blobs, by its hash."""

    kind: SourceKind = "script"
    path: str = ""
    cell_id: str | None = None
    """The cell's id in its notebook; where the front end does not say it, the form of its code (``form-…``)."""
    execution_count: int | None = None
    code: str | None = None
    """Blob hash of the cell's or script's text."""
    context: str | None = None
    """Blob hash of the earlier cells that the cell depended on (JSON list of ``CellSource``)."""


class CellSource(Struct):
    """An executed cell: its number in the session and its text."""

    execution_count: int
    code: str


class Git(Struct):
    """The commit that the run's folder was on; ``dirty``: tracked files differed from it."""

    commit: str
    branch: str | None = None
    dirty: bool = False


class Failure(Struct):
    """The exception that ended a run."""

    type: str
    message: str = ""
    traceback: str = ""


class Summary(Struct):
    """A metric's points in short. ``last`` is the newest point; NaN counts, but is no extreme."""

    count: int
    last: float
    min: float
    max: float
    mean: float
    last_step: int
    min_step: int
    max_step: int


class Captured(Struct):
    """A name that capture took, and the rule that took it."""

    name: str
    kind: CaptureKind
    rule: str


class LeftOut(Struct):
    """A name that capture saw and left, and why."""

    name: str
    rule: str
    reason: str


class Artifact(Struct):
    """A file of a run: its path within the run, and the blob that holds its bytes (``size`` in bytes)."""

    path: str
    blob: str
    size: int
    media_type: str = "application/octet-stream"
    kind: ArtifactKind = "file"


class Run(Struct):
    """One document of the store's table ``runs``. Times are Unix seconds, UTC.

    ``number`` is the document's id in its store: 1, 2, 3, … over all experiments.
    """

    id: str
    experiment: str
    name: str
    status: Status
    started: Time
    process: Process
    number: int = 0
    ended: Time | None = None
    duration: float | None = None
    """Seconds from start to end; kept so that the store can sort by it."""
    user: str = ""
    note: str = ""
    deleted: Time | None = None
    """When it went to the trash; ``None`` for a run that is there."""
    params: dict[str, Scalar] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    """The last value of each metric."""
    summaries: dict[str, Summary] = field(default_factory=dict)
    """Of the metrics with more than one point only."""
    rounds: dict[str, list[int]] = field(default_factory=dict)
    """Of metrics from nested loops: the steps with which the iterations of the outer loop began (epochs of batches)."""
    tags: dict[str, str] = field(default_factory=dict)
    source: Source = field(default_factory=Source)
    git: Git | None = None
    environment: str | None = None
    """Blob hash of the ``Environment``."""
    failure: Failure | None = None
    stdout_bytes: int = 0
    captured: list[Captured] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    artifacts: list[Artifact] = field(default_factory=list)
    data: list[Dataset] = field(default_factory=list)
    models: list[FittedModel] = field(default_factory=list)
    saved: list[SavedModel] = field(default_factory=list)
    verifications: list[Verification] = field(default_factory=list)
    """The newest one of each saved model."""
    inputs: str | None = None
    """Fingerprint of code, parameters and data before the cell ran: equal for runs that repeat each other."""
    parent: str | None = None
    """Id of the run that this one is a part of: a search, of which this is a candidate."""
    place: int = 0
    """Of a part: its rank among the candidates, counted from 1."""
    children: int = 0
    """How many runs are a part of this one."""


class RunDetails(Struct):
    """A run with the texts that its document only points to."""

    run: Run
    code: str | None = None
    context: list[CellSource] = field(default_factory=list)
    environment: Environment | None = None
    previous: int | None = None
    """Number of the run before this one of the same cell (or script)."""
    rules: dict[str, str] = field(default_factory=dict)
    """The rules that captured something of it, in words."""
    output: str | None = None
    """The text that the cell printed, as far as it was kept."""
    parent: int | None = None
    """Number of the run that this one is a part of."""


class RunEdit(Struct, forbid_unknown_fields=True):
    """What a person may change of a run. A tag set to ``None`` is taken away."""

    name: str | None = None
    note: str | None = None
    tags: dict[str, str | None] | None = None


class RunSelection(Struct, forbid_unknown_fields=True):
    """The runs that a request is about, by id."""

    runs: list[str]
