"""Rows of a table of any library: one column of them, some of them, their times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..drift.tables import chunks
from ..errors import InvalidInput

_MILLISECONDS, _MICROSECONDS, _NANOSECONDS = 1e11, 1e14, 1e17
"""Numbers beyond these are no seconds: 1e11 of them are 3,000 years."""
UNNAMED = "unnamed"
"""What a column without a name is called: ``""`` stands for what columns have to do with each other."""
_EARLIEST, _LATEST = -30_610_224_000.0, 32_503_680_000.0
"""The years 1000 and 3000."""
_QUARTER = 900
"""Seconds; clocks are put forward and back at whole quarters of an hour."""
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?)?")


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
            self._columns = {str(name) or UNNAMED: np.asarray(values) for name, values in data.items()}
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
        frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
        self._frame = frame.rename({"": UNNAMED}) if "" in frame.columns else frame

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
            A column of times, of text in ISO 8601, or of seconds (or milli-, micro-, nanoseconds) from 1970. Times
            before the year 1000 and after 2999 are none.
        zone
            Of text and times that name none.

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
            seconds = np.asarray(column.cells, float)
            found = seconds if column.zone is not None else _local(seconds, zone)
        elif column.kind == "number":
            found = _scaled(np.asarray(column.cells, float))
        else:
            found = _parsed(column.cells, zone)
        # What stands for "never" (9999-12-31) or is garbage is no time; calendars end there, too.
        known: NDArray[np.float64] = np.where((found >= _EARLIEST) & (found < _LATEST), found, np.nan)
        return known


def missing_column(name: str, names: Iterable[str]) -> InvalidInput:
    """Say that there is no such column, and which there are."""
    there = ", ".join(list(names)[:20]) or "none"
    hint = " Is it separated by semicolons? Commas are read." if ";" in there else ""
    return InvalidInput(f"There is no column {name[:80]!r} in the data; its columns are {there[:400]}.{hint}")


def _named(data: NDArray[Any]) -> Mapping[str, NDArray[Any]]:
    if data.dtype.names:
        return {name: data[name] for name in data.dtype.names}
    if data.ndim > 2:
        raise InvalidInput(f"An array of {data.ndim} dimensions is no table: give one of 1 or 2.")
    table = data[:, None] if data.ndim == 1 else data
    return {str(at): table[:, at] for at in range(table.shape[1])}


def _scaled(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    finite = np.abs(numbers[np.isfinite(numbers)])
    # Of all of them, so that a single wrong one does not change what the others mean.
    usual = float(np.sort(finite)[(len(finite) - 1) // 2]) if len(finite) else 0.0
    for limit, unit in ((_NANOSECONDS, 1e9), (_MICROSECONDS, 1e6), (_MILLISECONDS, 1e3)):
        if usual > limit:
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
    found = _ISO.fullmatch(text.strip())
    if found is None:
        return float("nan")
    day, clock, seconds, fraction, offset = found.groups()
    # Written as Python 3.10 reads it: with seconds, six places, and an offset with a colon.
    whole = f"{day}T{clock or '00:00'}{seconds or ':00'}.{(fraction or '')[:6]:0<6}"
    if offset:
        whole += "+00:00" if offset in "Zz" else f"{offset[:3]}:{offset[3:].lstrip(':') or '00'}"
    try:
        read = datetime.fromisoformat(whole)
        return (read if read.tzinfo else read.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError):
        return float("nan")


def _local(seconds: NDArray[np.float64], zone: tzinfo) -> NDArray[np.float64]:
    """Give the moments of clocks in a zone, which are given as if they were of UTC."""
    there = np.isfinite(seconds) & (seconds >= _EARLIEST) & (seconds < _LATEST)
    if zone is timezone.utc or not there.any():
        return seconds
    quarters, inverse = np.unique(np.floor(seconds[there] / _QUARTER), return_inverse=True)
    shown = [
        datetime.fromtimestamp(float(one) * _QUARTER, timezone.utc).replace(tzinfo=zone) for one in quarters
    ]
    offsets = np.array([offset.total_seconds() if (offset := one.utcoffset()) else 0.0 for one in shown])
    found: NDArray[np.float64] = seconds.copy()
    found[there] -= offsets[inverse.reshape(-1)]
    return found
