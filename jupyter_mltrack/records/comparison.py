"""What differs between runs."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .run import Status
from .scalars import Scalar, Time
from .table import Direction

GroupName = Literal["parameters", "metrics", "data", "models", "code", "environment", "run"]
Verdict = Literal["better", "worse", "same", "changed", "missing"]


class ComparedRun(Struct):
    """A column of the comparison."""

    id: str
    number: int
    name: str
    experiment: str
    status: Status
    started: Time
    ended: Time | None
    deleted: bool = False
    """It lies in the trash."""


class ComparedValue(Struct):
    """A cell: its value (``None`` with ``missing``: the run has none), and how it stands to the baseline's."""

    value: Scalar
    verdict: Verdict
    delta: float | None = None
    """Value minus the baseline's, for numbers."""
    best: bool = False


class ComparedRow(Struct):
    """A row: one parameter, metric, package, …, with one value a run, in the order of the runs."""

    key: str
    values: list[ComparedValue]
    differs: bool
    direction: Direction | None = None


class ComparedGroup(Struct):
    """Rows of one kind. ``differing`` counts the rows that differ, also where only those were sent."""

    name: GroupName
    rows: list[ComparedRow]
    differing: int
    total: int


class DiffLine(Struct):
    """A line of a code diff: ``=`` in both, ``-`` in the baseline only, ``+`` in the other only, ``~`` left out."""

    op: Literal["=", "-", "+", "~"]
    text: str
    old: int | None = None
    new: int | None = None


class CodeDiff(Struct):
    """The code of one run against the baseline's."""

    run: str
    part: str
    """``cell``, or the name of the earlier cell or function."""
    lines: list[DiffLine]


class Comparison(Struct):
    """Runs beside each other; the first is the baseline. ``sentence`` says in words what changed and what it did."""

    runs: list[ComparedRun]
    sentence: str
    groups: list[ComparedGroup]
    code: list[CodeDiff] = field(default_factory=list)
    curves: list[str] = field(default_factory=list)
    """Metrics with more than one point in at least one run."""
