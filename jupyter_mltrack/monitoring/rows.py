"""Rows of a table of any library: one column of them, some of them, their times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timezone, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..drift.tables import chunks
from ..errors import InvalidInput

_MILLISECONDS, _MICROSECONDS, _NANOSECONDS = 1e11, 1e14, 1e17
"""Numbers beyond these are no seconds: 1e11 of them are 3,000 years."""


class Rows:
    """A part of a table, in memory.

    Parameters
    ----------
    data
        A pandas, polars or pyarrow table, or whatever else narwhals takes; an array; a mapping of names to arrays.

    Raises
    ------
    InvalidInput
        When it is no table.
    """

    def __init__(self, data: Any) -> None:
        import narwhals as nw

        self._frame: Any = None
        self._columns: dict[str, NDArray[Any]] = {}
        if isinstance(data, np.ndarray):
            data = _named(data)
        if isinstance(data, Mapping):
            self._columns = {str(name): np.asarray(values) for name, values in data.items()}
            lengths = {len(values) for values in self._columns.values()}
            if len(lengths) > 1:
                raise InvalidInput(f"Columns of a table have the same length; these have {sorted(lengths)}.")
            return
        try:
            frame = nw.from_native(data)
        except TypeError as error:
            raise InvalidInput(
                f"{type(data).__name__} is no table: give a pandas, polars or pyarrow table, or a mapping of columns."
            ) from error
        self._frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame

    def __len__(self) -> int:
        if self._frame is not None:
            return len(self._frame)
        return len(next(iter(self._columns.values()), ()))

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [str(name) for name in self._frame.columns] if self._frame is not None else [*self._columns]

    def at(self, rows: NDArray[np.int64]) -> Rows:
        """Give the rows at these positions, shape ``(n,)``."""
        if len(rows) == len(self) and (not len(rows) or (rows[0] == 0 and np.all(np.diff(rows) == 1))):
            return self
        if self._frame is not None:
            return Rows(self._frame[rows.tolist(), :].to_native())
        return Rows({name: values[rows] for name, values in self._columns.items()})

    def without(self, names: Iterable[str]) -> Rows:
        """Give all columns but these."""
        kept = [name for name in self.names if name not in {*names}]
        if self._frame is not None:
            return Rows(self._frame.select(kept).to_native())
        return Rows({name: self._columns[name] for name in kept})

    def native(self) -> Any:
        """Give what ``drift`` takes."""
        return self._frame.to_native() if self._frame is not None else self._columns

    def cells(self, name: str) -> NDArray[Any]:
        """Give a column as an array of shape ``(rows,)``: numbers as they are, everything else as objects.

        Raises
        ------
        InvalidInput
            When there is no such column; the message says which there are.
        """
        if name not in self.names:
            raise missing_column(name, self.names)
        return self._frame[name].to_numpy() if self._frame is not None else self._columns[name]

    def times(self, name: str, zone: tzinfo = timezone.utc) -> NDArray[np.float64]:
        """Read a column as times: Unix seconds, shape ``(rows,)``, NaN where there is none that can be read.

        Parameters
        ----------
        name
            A column of times, of text in ISO 8601, or of seconds (or milli-, micro-, nanoseconds) from 1970.
        zone
            Of text that names none.

        Raises
        ------
        InvalidInput
            When there is no such column.
        """
        if name not in self.names:
            raise missing_column(name, self.names)
        one = self._frame.select(name).to_native() if self._frame is not None else {name: self._columns[name]}
        column = next(chunks(one))[0]
        if column.kind == "time":
            return np.asarray(column.cells, float)
        if column.kind == "number":
            return _scaled(np.asarray(column.cells, float))
        return _parsed(column.cells, zone)


def missing_column(name: str, names: Iterable[str]) -> InvalidInput:
    """Say that there is no such column, and which there are."""
    there = ", ".join(list(names)[:20]) or "none"
    return InvalidInput(f"There is no column {name[:80]!r} in the data; its columns are {there}.")


def _named(data: NDArray[Any]) -> Mapping[str, NDArray[Any]]:
    if data.dtype.names:
        return {name: data[name] for name in data.dtype.names}
    if data.ndim > 2:
        raise InvalidInput(f"An array of {data.ndim} dimensions is no table: give one of 1 or 2.")
    table = data[:, None] if data.ndim == 1 else data
    return {str(at): table[:, at] for at in range(table.shape[1])}


def _scaled(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    finite = np.abs(numbers[np.isfinite(numbers)])
    largest = float(finite.max()) if len(finite) else 0.0
    for limit, unit in ((_NANOSECONDS, 1e9), (_MICROSECONDS, 1e6), (_MILLISECONDS, 1e3)):
        if largest > limit:
            numbers = numbers / unit
            break
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _parsed(cells: NDArray[Any], zone: tzinfo) -> NDArray[np.float64]:
    texts = np.array(["" if cell is None or cell != cell else str(cell) for cell in cells], object)
    known: dict[str, float] = {}
    for text in texts:
        if text not in known:
            known[text] = _moment(text, zone)
    return np.array([known[text] for text in texts], float)


def _moment(text: str, zone: tzinfo) -> float:
    try:
        read = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        try:
            # NumPy also reads fractions of a second that Python 3.10 does not.
            read = np.datetime64(text.strip().removesuffix("Z"), "us").item().replace(tzinfo=timezone.utc)
        except (ValueError, AttributeError):
            return float("nan")
    return (read if read.tzinfo else read.replace(tzinfo=zone)).timestamp()
