"""Columns of vectors (embeddings): lists, tuples, arrays of one length, read as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .columns import Cleaned, is_missing

MOST_DIMENSIONS = 16_384
"""Longer ones are not compared: a million of them would not be in memory either."""

Vectors = NDArray[np.float32]


def is_vector(value: object) -> bool:
    """Tell whether a value is a list, a tuple or an array of numbers."""
    if isinstance(value, np.ndarray):
        return value.ndim == 1 and value.dtype.kind in "fiub" and len(value) > 0
    if not isinstance(value, list | tuple) or not value:
        return False
    return all(
        part is None or (isinstance(part, int | float | np.number) and not isinstance(part, bool))
        for part in value
    )


def of_matrix(name: str, type_: str, matrix: NDArray[Any], missing: int = 0) -> Cleaned:
    """Clean vectors: those with a missing number are missing, those with an infinite one are counted apart.

    Parameters
    ----------
    name, type_
        Of the column.
    matrix
        Numbers, shape ``(vectors, dimensions)``.
    missing
        Rows without a vector.
    """
    rows = len(matrix) + missing
    with np.errstate(over="ignore"):
        found = np.ascontiguousarray(matrix, np.float32)
    # The sum of a row is finite unless a number is not; sums of finite ones may overflow, so those rows are looked at.
    with np.errstate(over="ignore", invalid="ignore"):
        doubtful = np.flatnonzero(~np.isfinite(found.sum(axis=1)))
    if len(doubtful):
        unknown = np.isnan(found[doubtful]).any(axis=1)
        infinite = ~unknown & np.isinf(found[doubtful]).any(axis=1)
        found = np.delete(found, doubtful[unknown | infinite], axis=0)
        missing += int(unknown.sum())
        return Cleaned(name, "vector", type_, rows, missing, int(infinite.sum()), vectors=found)
    return Cleaned(name, "vector", type_, rows, missing, vectors=found)


def of_cells(name: str, type_: str, cells: Sequence[Any] | NDArray[Any]) -> Cleaned:
    """Read vectors that are objects; where their lengths differ they are of an unknown kind, and it is said why."""
    there = [
        value for value in cells if isinstance(value, list | tuple | np.ndarray) or not is_missing(value)
    ]
    missing = len(cells) - len(there)
    lengths = {len(value) for value in there}
    if len(lengths) != 1 or max(lengths) > MOST_DIMENSIONS:
        return of_lengths(name, len(cells), missing, lengths)
    return of_matrix(name, type_, np.array(there, dtype=np.float64), missing)


def of_lengths(name: str, rows: int, missing: int, lengths: set[int]) -> Cleaned:
    """Give a column of lists that are no vectors of one length."""
    said = f"lists of {min(lengths):,} to {max(lengths):,} numbers" if lengths else "empty lists"
    return Cleaned(name, "unknown", said, rows, missing)


def of_lists(series: Any) -> Cleaned | None:
    """Read a column of lists or fixed-size arrays of a frame; ``None`` where they hold no numbers.

    Parameters
    ----------
    series
        A narwhals series of such a type.
    """
    inner = series.dtype.inner
    inner = inner() if isinstance(inner, type) else inner
    if not inner.is_numeric():
        return None
    name, type_, missing = series.name, str(series.dtype), int(series.null_count())
    native = series.to_native()
    where = type(native).__module__.partition(".")[0]
    if where not in ("polars", "pyarrow"):
        return of_cells(name, type_, series.to_numpy())
    if where == "polars":
        there = native.drop_nulls()
        counted = there.arr.len() if hasattr(native.dtype, "shape") else there.list.len()
        lengths = {int(one) for one in counted.unique()}
        flat: Any = there.explode()
    else:
        import pyarrow.compute as compute

        there = native.drop_null()
        lengths = {one for one in compute.list_value_length(there).unique().to_pylist() if one is not None}
        flat = compute.list_flatten(there)
    if not len(there):
        return Cleaned(name, "vector", type_, len(series), missing)
    if len(lengths) != 1 or not 0 < max(lengths) <= MOST_DIMENSIONS:
        return of_lengths(name, len(series), missing, lengths)
    numbers = flat.to_numpy()
    return of_matrix(name, type_, np.asarray(numbers, np.float64).reshape(len(there), -1), missing)


def joined_vectors(chunks: Sequence[Cleaned]) -> Cleaned:
    """Put the chunks of a column of vectors together; those without a value have no kind of their own."""
    rows, missing = sum(part.rows for part in chunks), sum(part.missing for part in chunks)
    full = [part for part in chunks if part.rows > part.missing]
    first = full[0] if full else chunks[0]
    widths = {part.vectors.shape[1] for part in full if len(part.vectors)}
    if any(part.kind != "vector" for part in full):
        other = next(part for part in full if part.kind != "vector")
        return Cleaned(first.name, "unknown", f"{first.type} and {other.type}", rows, missing)
    if len(widths) > 1:
        return of_lengths(first.name, rows, missing, widths)
    matrix = np.concatenate([part.vectors for part in full if len(part.vectors)] or [first.vectors])
    infinite = sum(part.infinite for part in chunks)
    return Cleaned(first.name, "vector", first.type, rows, missing, infinite, vectors=matrix)
