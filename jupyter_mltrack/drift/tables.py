"""Tables, wherever they come from, as chunks of columns: frames of any library, arrays, dictionaries, files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InvalidInput
from .columns import Cleaned, clean, numbers

_INDEX = re.compile(r"__index_level_\d+__")
CHUNK_ROWS = 200_000
"""Rows of a file, a lazy frame or a relation that are in memory at a time."""


def chunks(data: Any, rows: int = CHUNK_ROWS) -> Iterator[list[Cleaned]]:
    """Read a table chunk by chunk.

    Parameters
    ----------
    data
        A pandas, polars or pyarrow table (what narwhals takes), a DuckDB relation, a Dask frame (a chunk is a
        partition), a NumPy array of one or two dimensions or with named fields, a mapping of names to arrays (of two
        dimensions: a vector a row), or the path of a CSV, Parquet or JSON lines file.
    rows
        Rows of a chunk, where the source can be read in parts. What is in memory already is one chunk.

    Raises
    ------
    InvalidInput
        When this is no table, or the file is not there.
    ModuleNotFoundError
        When the library that reads the file is not installed: pandas for CSV, pyarrow for Parquet.
    """
    for part in parts(data, rows):
        if isinstance(part, np.ndarray):
            yield _array(part)
        elif isinstance(part, Mapping):
            yield [column_of(str(name), values) for name, values in part.items()]
        else:
            yield _frame(part)


def is_partitioned(data: Any) -> bool:
    """Tell whether this is a frame of Dask, which lies in partitions."""
    return _home(data) in ("dask", "dask_expr")


def is_relation(data: Any) -> bool:
    """Tell whether this is a relation of DuckDB."""
    return _home(data) in ("duckdb", "_duckdb")


def _home(data: Any) -> str:
    # Not by its attributes: some frames have one of any name, their columns.
    return type(data).__module__.partition(".")[0]


def parts(data: Any, rows: int = CHUNK_ROWS) -> Iterator[Any]:
    """Read a table part by part, as its library has it: see ``chunks``.

    Yields
    ------
    numpy.ndarray, Mapping or frame
        An array, a mapping of names to arrays, or a frame that narwhals takes.
    """
    if isinstance(data, str | Path):
        yield from _file(Path(data), rows)
    elif isinstance(data, np.ndarray | Mapping):
        yield data
    elif is_partitioned(data):
        for part in range(data.npartitions):
            yield data.get_partition(part).compute()
    elif is_relation(data):
        for batch in data.fetch_arrow_reader(rows):
            yield _batch(batch)
    else:
        yield data


def _frame(data: Any) -> list[Cleaned]:
    frame = narwhals_frame(data)
    names = _different([str(name) for name in frame.columns])
    return [_renamed(clean(frame[:, at]), name) for at, name in enumerate(names)]


def narwhals_frame(data: Any) -> Any:
    """Give a frame of any library as narwhals' own, in memory.

    Raises
    ------
    InvalidInput
        When this is no frame.
    """
    import narwhals as nw

    if _home(data) in ("pandas", "modin") and data.ndim == 2 and not data.columns.is_unique:
        data = data.set_axis(_different([str(name) for name in data.columns]), axis=1)
    try:
        frame = nw.from_native(data, allow_series=True)
    except TypeError as error:
        raise InvalidInput(
            f"{type(data).__name__} is no table that can be compared: give a pandas, polars or pyarrow table, "
            "a NumPy array, a mapping of columns, or the path of a CSV or Parquet file."
        ) from error
    if isinstance(frame, nw.Series):
        frame = frame.to_frame()
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    return frame


def _different(names: list[str]) -> list[str]:
    """Give the names of columns, of which two may be equal in some libraries, so that none are."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _renamed(column: Cleaned, name: str) -> Cleaned:
    from dataclasses import replace

    return column if column.name == name else replace(column, name=name)


def _array(data: np.ndarray[Any, Any]) -> list[Cleaned]:
    if data.dtype.names:
        return [column_of(name, data[name]) for name in data.dtype.names]
    if data.ndim == 1:
        data = data[:, None]
    if data.ndim != 2:
        raise InvalidInput(f"An array of {data.ndim} dimensions is no table: give one of 1 or 2.")
    return [column_of(str(at), data[:, at]) for at in range(data.shape[1])]


def column_of(name: str, values: Any) -> Cleaned:
    """Read a column of values that belong to no frame."""
    import narwhals as nw

    from .columns import objects, times

    if not isinstance(values, np.ndarray):
        try:
            return _renamed(clean(nw.from_native(values, series_only=True)), name)
        except TypeError:
            values = np.array([*values, None], dtype=object)[:-1]
    if values.ndim == 2 and values.dtype.kind in "fiub":
        from .vectors import of_matrix

        return of_matrix(name, f"{values.shape[1]} x {values.dtype}", values)
    if values.dtype.kind in "fiu":
        return numbers(name, str(values.dtype), values.astype(float, copy=False))
    if values.dtype.kind == "M":
        seconds = values.astype("datetime64[us]").astype(np.int64) / 1e6
        return times(name, str(values.dtype), np.where(np.isnat(values), np.nan, seconds), None)
    return objects(name, str(values.dtype), values.astype(object))


def _file(path: Path, rows: int) -> Iterator[Any]:
    if not path.exists():
        raise InvalidInput(f"There is no file {path.name}.", path)
    ending = "".join(path.suffixes).lower()
    if ".parquet" in ending or ending.endswith(".pq"):
        from pyarrow import parquet

        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(rows):
                yield _without_index(_batch(batch))
            if not file.metadata.num_rows:
                yield _without_index(file.read())
    elif ".csv" in ending or ".tsv" in ending:
        import pandas

        separator = "\t" if ".tsv" in ending else ","
        empty = True
        with pandas.read_csv(path, chunksize=rows, sep=separator) as reader:
            for frame in reader:
                empty = False
                yield frame
        if empty:  # A head without rows is a table, too.
            yield pandas.read_csv(path, nrows=0, sep=separator)
    elif ".jsonl" in ending or ".ndjson" in ending:
        import pandas

        with pandas.read_json(path, lines=True, chunksize=rows) as reader:
            yield from reader
    else:
        raise InvalidInput(
            f"{path.name} is no CSV (.csv, .tsv), Parquet (.parquet) or JSON lines file (.jsonl)."
        )


def _batch(batch: Any) -> Any:
    import pyarrow

    return pyarrow.Table.from_batches([batch])


def _without_index(table: Any) -> Any:
    """Leave out the row labels that pandas writes into Parquet files: nobody gave them as a column."""
    return table.select([name for name in table.column_names if not _INDEX.fullmatch(name)])
