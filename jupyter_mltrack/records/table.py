"""The table of runs: columns, rows, pages."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .run import Status
from .scalars import Scalar, Time

ColumnGroup = Literal["run", "params", "metrics", "min", "max", "mean", "tags"]
Direction = Literal["max", "min"]
"""Which way is better for a metric."""


class Column(Struct):
    """A column that runs have. ``id`` is ``group.name``: ``params.lr``, ``metrics.loss``, ``min.loss``."""

    id: str
    group: ColumnGroup
    name: str
    numeric: bool
    runs: int
    """How many runs have a value."""
    direction: Direction | None = None


class RunRow(Struct):
    """One line of the table: what every view shows of a run, and the values of the columns that were asked for."""

    id: str
    number: int
    name: str
    experiment: str
    status: Status
    started: Time
    ended: Time | None
    user: str
    note: str
    tags: dict[str, str]
    values: dict[str, Scalar] = field(default_factory=dict)
    """Column id to value; a column without a value is left out."""
    spark: list[float] = field(default_factory=list)
    """The main metric's curve, thinned to at most 24 points; empty for fewer than two."""
    failure: str | None = None
    """Type of the exception that ended it."""
    deleted: bool = False
    children: int = 0
    """How many runs are a part of it: the candidates of a search."""


class RunPage(Struct):
    """A page of the table. ``total`` counts all that match, ``running`` those that still run.

    ``seq`` is the change that the page is as new as.
    """

    rows: list[RunRow]
    total: int
    running: int
    seq: int


class Experiment(Struct):
    """One document of the table ``experiments``. The main metric is what lists show and rank by."""

    name: str
    created: Time
    main_metric: str | None = None
    direction: Direction | None = None
    note: str = ""


class ExperimentRow(Struct):
    """An experiment with its counts; ``main_metric`` and ``direction`` are the ones in force (chosen or found)."""

    name: str
    runs: int
    running: int
    main_metric: str | None
    direction: Direction | None
    newest: Time | None
    """When its newest run started, Unix seconds."""


class ExperimentEdit(Struct, forbid_unknown_fields=True):
    """What a person may change of an experiment."""

    main_metric: str | None = None
    direction: Direction | None = None
    note: str | None = None
