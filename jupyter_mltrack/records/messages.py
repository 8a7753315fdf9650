"""What the server says besides records: its state, its errors, its events."""

from __future__ import annotations

from msgspec import Struct, field

from .run import Status
from .scalars import Time
from .table import Direction


class Problem(Struct):
    """The body of every error answer: a stable code, and a sentence that says what to do."""

    code: str
    message: str


class UnknownPersonProblem(Problem):
    """The problem ``unknown_person``: names of reviewers whom the store does not know."""

    people: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    """Known names that may have been meant."""


class ServerStatus(Struct):
    """What the panel asks first. ``problem`` is set where the store cannot be used."""

    version: str
    store: str
    """Path of the store, relative to the server's root where it lies below it."""
    seq: int
    problem: Problem | None = None


class StoreChange(Struct):
    """The data of the Jupyter event: runs, experiments and models that changed, up to change number ``seq``.

    ``reset``: too much changed to name it; ask for everything again.
    """

    seq: int
    runs: list[str]
    experiments: list[str]
    reset: bool = False
    models: list[str] = field(default_factory=list)
    """Names of the registered models that changed, with their versions, requests and comments."""
    monitors: list[str] = field(default_factory=list)
    """Ids of the monitors that changed, with their checks and alerts."""


class LineMetric(Struct):
    """A metric in the line under a cell. ``better`` is ``None`` where nothing can be said."""

    name: str
    value: float
    delta: float | None = None
    better: bool | None = None
    direction: Direction | None = None


class RepeatedRun(Struct):
    """An earlier run with the same code, parameters and data, and what came out then."""

    number: int
    metric: str | None = None
    value: float | None = None
    duration: float | None = None
    """Seconds."""
    sampled: bool = False
    """Some of the data are so many that only samples of them were compared."""


class CellLine(Struct):
    """The one line under a tracked cell, as data (MIME type ``application/vnd.mltrack.run+json``)."""

    run: str
    number: int
    name: str
    experiment: str
    status: Status
    started: Time
    ended: Time | None
    metrics: list[LineMetric]
    changes: list[str]
    """What differs from the previous run of this cell, in words: ``lr 0.1 → 0.01``."""
    previous: int | None = None
    rank: int | None = None
    ranked: int | None = None
    """Rank by the main metric, among how many runs of the experiment."""
    failure: str | None = None
    warning: str | None = None
    """Set when something could not be stored."""
    step: int | None = None
    """Newest step of the first metric that has a curve."""
    spark: list[float] = field(default_factory=list)
    """That curve, thinned to at most 24 points."""
    repeats: RepeatedRun | None = None
    """Set where the same code, parameters and data were run before."""
