"""Tables of any library, column by column: what kind a column is, and its values cleaned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..records import ColumnKind

TEXT_LENGTH = 30
"""Strings of this many characters on average, mostly different ones, are texts rather than categories."""
TEXT_DISTINCT = 0.5


@dataclass(frozen=True)
class Cleaned:
    """The values of one column (or of a chunk of it) as they are compared."""

    name: str
    kind: ColumnKind
    type: str
    rows: int
    missing: int
    infinite: int = 0
    values: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    """Finite numbers, or times as seconds since the epoch, UTC, in the order of the rows."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows by category, or by text."""
    cells: NDArray[Any] = field(default_factory=lambda: np.empty(0, object))
    """One a row: a number with NaN, or an object with ``None``; for what looks at rows."""
    zone: str | None = None
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    """Of a column of vectors: those without a missing or infinite number, shape ``(vectors, dimensions)``."""


def clean(series: Any) -> Cleaned:
    """Read a column.

    Parameters
    ----------
    series
        A narwhals series.
    """
    import narwhals as nw

    kind, name, type_ = series.dtype, series.name, str(series.dtype)
    if kind == nw.Boolean:
        return _categories(name, type_, series)
    if kind.is_numeric():
        return numbers(name, type_, _floats(series))
    if kind == nw.Datetime or kind == nw.Date:
        zone = getattr(kind, "time_zone", None)
        moments = series.cast(nw.Datetime("us")) if kind == nw.Date else series
        return times(name, type_, _floats(moments.dt.timestamp("us")) / 1e6, zone)
    if kind == nw.Duration:
        return numbers(name, type_, _floats(series.dt.total_microseconds()) / 1e6)
    if kind == nw.Categorical or kind == nw.Enum or kind == nw.String:
        return _categories(name, type_, series)
    if kind == nw.Object or kind == nw.Unknown:
        return objects(name, type_, series.to_numpy())
    if kind == nw.Array or kind == nw.List:
        from .vectors import of_lists

        found = of_lists(series)
        if found is not None:
            return found
    missing = int(series.null_count())
    return Cleaned(name, "unknown", type_, len(series), missing)


def numbers(name: str, type_: str, values: NDArray[np.float64]) -> Cleaned:
    """Clean an array of numbers, shape ``(rows,)``; NaN is missing, infinite values are counted apart."""
    finite = np.isfinite(values)
    missing = int(np.isnan(values).sum())
    infinite = len(values) - int(finite.sum()) - missing
    whole = missing + infinite == 0
    kept = values if whole else values[finite]
    return Cleaned(name, "number", type_, len(values), missing, infinite, kept, cells=values)


def times(name: str, type_: str, seconds: NDArray[np.float64], zone: str | None) -> Cleaned:
    """Clean an array of times in seconds since the epoch, shape ``(rows,)``; NaN is missing."""
    return replace(numbers(name, type_, seconds), kind="time", zone=zone)


def categories(
    name: str, type_: str, counts: Mapping[str, int], missing: int, cells: NDArray[Any]
) -> Cleaned:
    """Clean rows by category; long and mostly different strings are texts."""
    rows = sum(counts.values())
    kind: ColumnKind = "category"
    if rows >= 10 and len(counts) > TEXT_DISTINCT * rows:
        length = sum(map(len, counts)) / len(counts)
        spaced = sum(" " in text for text in counts) > len(counts) / 2
        if length >= TEXT_LENGTH and spaced:
            kind = "text"
    return Cleaned(name, kind, type_, rows + missing, missing, counts=counts, cells=cells)


def _floats(series: Any) -> NDArray[np.float64]:
    import narwhals as nw

    values = series.to_numpy()
    if values.dtype.kind not in "fiu" or (values.dtype.kind in "iu" and series.null_count()):
        values = series.cast(nw.Float64).to_numpy()
    return np.asarray(values, dtype=np.float64)


def _categories(name: str, type_: str, series: Any) -> Cleaned:
    counted = series.drop_nulls().value_counts(sort=False, name="rows\0")
    found: Counter[str] = Counter()
    for value, rows in zip(counted[:, 0].to_list(), counted[:, 1].to_list(), strict=True):
        if rows:
            found[str(value)] += int(rows)
    missing = int(series.null_count())
    return categories(name, type_, found, missing, series.to_numpy())


def objects(name: str, type_: str, cells: NDArray[Any]) -> Cleaned:
    """Read a column of Python objects by what most of them are."""
    there = [value for value in cells if not is_missing(value)]
    missing = len(cells) - len(there)
    kinds = Counter(_kind_of(value) for value in there)
    if not kinds:
        return Cleaned(name, "category", type_, len(cells), missing, cells=cells)
    if len(kinds) == 1:
        only = next(iter(kinds))
        if only == "number":
            return numbers(name, type_, np.array([np.nan if is_missing(v) else float(v) for v in cells]))
        if only == "time":
            zones = {str(v.tzinfo) if isinstance(v, datetime) and v.tzinfo else None for v in there}
            seconds = np.array([np.nan if is_missing(v) else _seconds(v) for v in cells])
            zone = next(iter(zones)) if len(zones) == 1 else "mixed"
            return times(name, type_, seconds, zone)
        if only == "vector":
            from .vectors import of_cells

            return of_cells(name, type_, cells)
    if "unknown" in kinds or "vector" in kinds:
        return Cleaned(name, "unknown", type_, len(cells), missing)
    # Truth values, strings, and whatever mixture of plain values: compared by how they are written.
    return categories(name, type_, Counter(map(str, there)), missing, cells)


def _kind_of(value: object) -> ColumnKind:
    if isinstance(value, bool | np.bool_ | str):
        return "category"
    if isinstance(value, datetime | date):
        return "time"
    if isinstance(value, int | float | np.number) or type(value).__name__ in ("Decimal", "Fraction"):
        return "number"
    if isinstance(value, list | tuple | np.ndarray):
        from .vectors import is_vector

        return "vector" if is_vector(value) else "unknown"
    return "unknown"


def _seconds(value: datetime | date) -> float:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return (value if value.tzinfo else value.replace(tzinfo=timezone.utc)).timestamp()


def is_missing(value: object) -> bool:
    """Tell whether a value is none: ``None``, NaN, NaT, pandas' NA."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # pandas.NA has no truth value; arrays have several
        return type(value).__name__ == "NAType"


def joined(parts: Iterable[Cleaned]) -> Cleaned:
    """Put the chunks of a column together."""
    chunks = list(parts)
    first = next((part for part in chunks if part.rows > part.missing), chunks[0])
    if len(chunks) == 1:
        return first
    if any(part.kind == "vector" for part in chunks):
        from .vectors import joined_vectors

        return joined_vectors(chunks)
    counts: Counter[str] = Counter()
    for part in chunks:
        counts.update(part.counts)
    return replace(
        first,
        rows=sum(part.rows for part in chunks),
        missing=sum(part.missing for part in chunks),
        infinite=sum(part.infinite for part in chunks),
        values=np.concatenate([part.values for part in chunks]),
        counts=counts,
        cells=np.concatenate([part.cells for part in chunks]),
    )
