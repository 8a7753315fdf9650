"""What is known of a table's columns, and what comparing two tables found."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .scalars import Scalar, Time

ColumnKind = Literal["number", "category", "time", "text", "vector", "unknown"]
"""How a column is compared. Truth values are categories, embeddings vectors; ``unknown`` is compared by its missing
values alone."""

ColumnState = Literal[
    "compared", "missing column", "extra column", "renamed", "retyped", "all missing", "constant",
    "too few rows", "unknown type", "identifier", "skipped",
]  # fmt: skip
"""What could be done with a column. Everything but ``compared`` and ``constant`` says why it could not be tested."""

DriftStatus = Literal["drift", "no drift", "cannot tell"]


class VectorProfile(Struct):
    """A column of vectors in some ten kilobytes."""

    dimensions: int
    count: int = 0
    """Vectors: rows without a missing or infinite number."""
    centre: bytes = b""
    """The mean of every dimension, float32."""
    variance: float = 0.0
    """Of all dimensions together: the mean square of the distances from the centre."""
    lines: bytes = b""
    """Vectors drawn at random, each by where it lies on fixed random lines, float16, compressed."""


class ColumnProfile(Struct):
    """A column in a few kilobytes. Two of them can be added."""

    name: str
    kind: ColumnKind
    type: str = ""
    """As the library calls it (``Float64``)."""
    zone: str | None = None
    """The time zone; times are kept as seconds since the epoch, UTC."""
    rows: int = 0
    missing: int = 0
    infinite: int = 0
    """Infinite values, which are left out of everything below."""
    moments: list[float] = field(default_factory=list)
    """Of numbers and times: how many, their mean, sums of the 2nd to 4th powers of the distances from it."""
    minimum: float | None = None
    maximum: float | None = None
    lowest: list[float] = field(default_factory=list)
    """The smallest values, ascending."""
    highest: list[float] = field(default_factory=list)
    """The largest values, descending."""
    quantiles: bytes = b""
    """A KLL sketch of the numbers, times, or lengths of texts."""
    distinct: float | None = None
    """About how many different values there are."""
    distinct_sketch: bytes = b""
    """An HLL sketch."""
    frequent: dict[str, int] = field(default_factory=dict)
    """Categories (or the words of texts) with their rows; all of them unless ``frequent_error`` is above 0."""
    frequent_error: int = 0
    """By how many rows a count can be off, and how often a value that is not listed may occur."""
    frequent_sketch: bytes = b""
    ranks: bytes = b""
    """Of numbers: in which of 31 steps the values of rows drawn at random rank, a byte each, 0 for none, compressed.

    The rows are the same, in the same order, in all columns.
    """
    vectors: VectorProfile | None = None


class Profile(Struct):
    """A table in a few kilobytes."""

    rows: int
    columns: list[ColumnProfile]
    sample: dict[str, list[Scalar]] = field(default_factory=dict)
    """Rows drawn at random, by column; every row was as likely to be drawn."""
    keys: list[int] = field(default_factory=list)
    """The random number of each sampled row: the smallest of all rows'."""
    made: Time | None = None


class ColumnRule(Struct, frozen=True):
    """What holds for one column instead of the default.

    Examples
    --------
    >>> ColumnRule(test="psi", threshold=0.2).test
    'psi'
    """

    test: str | None = None
    """One statistic (``ks``, ``psi``, …) instead of the column's own tests."""
    threshold: float | None = None
    """It is drift where that statistic is above this, whatever its p-value."""
    p_value: float | None = None
    """It is drift where the p-value is below this, without regard to other columns."""
    kind: ColumnKind | None = None
    """Compare it as this: numbers that are codes as ``category``."""
    skip: bool = False
    limits: dict[str, float] = field(default_factory=dict)
    """Of its effects, as ``DriftPolicy.limits``."""


class DriftPolicy(Struct, frozen=True):
    """When a difference is called drift."""

    rate: float = 0.05
    """The share of undrifted tables that may be called drifted; among drifted columns, the share of false ones."""
    limits: dict[str, float] = field(default_factory=dict)
    """Smallest effects that count, instead of the default ones."""
    importance: dict[str, float] = field(default_factory=dict)
    """How much each column matters to the model, in any unit, not negative."""
    columns: dict[str, ColumnRule] = field(default_factory=dict)
    together: bool = True
    """Test the relations of the columns, too."""
    persistence: int = 1
    """In how many checks running a column has to drift before it is worth an alarm."""
    fewest_rows: int = 5
    """Columns with fewer values on a side are not compared."""


class TestResult(Struct):
    """One statistic of two samples."""

    # Pytest takes classes of this name for tests.
    __test__ = False

    test: str
    """Its name: ``ks``, ``psi``, …"""
    statistic: float | None
    p_value: float | None = None
    """``None``: the statistic has none."""
    error: float = 0.0
    """By how much the statistic can be off because it was computed on profiles."""


class ColumnVerdict(Struct):
    """What was found for one column (or for the columns together)."""

    name: str
    kind: ColumnKind
    state: ColumnState
    drifted: bool | None
    """``None``: it cannot be told."""
    sentence: str
    test: str = ""
    """The test that decided."""
    statistic: float | None = None
    p_value: float | None = None
    """Of that test alone."""
    chance: float | None = None
    """How often chance alone would make this column look like this or worse, with all its tests counted."""
    limit: float | None = None
    """The chance below which it counts as drift, with all columns counted."""
    effect: float | None = None
    """How much moved, in the unit that ``effect_of`` names."""
    effect_limit: float | None = None
    effect_of: str = ""
    error: float = 0.0
    """Of the effect, where profiles were compared."""
    weight: float = 1.0
    """How much the column matters to the model; 1 on average."""
    tests: list[TestResult] = field(default_factory=list)


class DriftReport(Struct):
    """What comparing two tables found."""

    status: DriftStatus
    sentence: str
    reference_rows: int
    current_rows: int
    columns: list[ColumnVerdict]
    together: ColumnVerdict | None = None
    """Whether columns go together in another way, which no single column shows."""
    rate: float = 0.05
    """The share of undrifted tables that may be called drifted."""
    notes: list[str] = field(default_factory=list)
    made: Time | None = None
