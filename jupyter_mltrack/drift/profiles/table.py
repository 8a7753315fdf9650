"""The profile of a table: made chunk by chunk, added, kept, shown."""

from __future__ import annotations

import html
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ...errors import InvalidInput
from ...records import ColumnProfile, Profile, Scalar
from ..columns import Cleaned
from ..tables import CHUNK_ROWS, chunks, is_partitioned, is_relation
from . import categories, numbers, relations, vectors

SAMPLE_ROWS = 200
LARGE_BYTES = 50_000_000
"""Files beyond this size are compared by their profiles, so that they are never in memory whole."""
_LONGEST = 64
_MOST_BYTES = 200_000_000
_MAGIC = b"mltrack-profile-1\n"
_LEVEL = 3
"""Of compression: 2 % larger than the highest, and 14 times as fast."""


class _Columns(msgspec.Struct):
    """A profile whose columns are not read yet."""

    columns: list[msgspec.Raw]


class _Named(msgspec.Struct):
    name: str


class TableProfile:
    """A table in a few kilobytes. Two of them can be added; ``drift`` takes it in place of a table.

    Examples
    --------
    >>> import numpy as np
    >>> both = profile({"age": np.arange(3.0)}) + profile({"age": np.arange(5.0)})
    >>> both.rows, both["age"].maximum
    (8, 4.0)
    """

    def __init__(self, record: Profile) -> None:
        self.record = record
        """Everything, as it is kept."""

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.record.rows

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.record.columns]

    def __getitem__(self, name: str) -> ColumnProfile:
        for column in self.record.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def __add__(self, other: object) -> TableProfile:
        if not isinstance(other, TableProfile):
            return NotImplemented
        return TableProfile(_added(self.record, other.record))

    def to_bytes(self) -> bytes:
        """Give the profile as bytes: compressed MessagePack."""
        return _MAGIC + zlib.compress(msgspec.msgpack.encode(self.record), _LEVEL)

    @classmethod
    def from_bytes(cls, data: bytes) -> TableProfile:
        """Read what ``to_bytes`` gave.

        Raises
        ------
        InvalidInput
            When these are no bytes of a profile.
        """
        try:
            if not data.startswith(_MAGIC):
                raise ValueError("not our first bytes")
            return cls(msgspec.msgpack.decode(_unpacked(data[len(_MAGIC) :]), type=Profile))
        except (ValueError, zlib.error) as error:
            raise InvalidInput(f"This is no profile of this version of mltrack: {error}.") from error

    @staticmethod
    def column_from_bytes(data: bytes, name: str) -> ColumnProfile | None:
        """Read one column of what ``to_bytes`` gave; of a wide table that is much quicker than reading all.

        Raises
        ------
        InvalidInput
            When these are no bytes of a profile.
        """
        try:
            if not data.startswith(_MAGIC):
                raise ValueError("not our first bytes")
            for raw in msgspec.msgpack.decode(_unpacked(data[len(_MAGIC) :]), type=_Columns).columns:
                if msgspec.msgpack.decode(raw, type=_Named).name == name:
                    return msgspec.msgpack.decode(raw, type=ColumnProfile)
        except (ValueError, zlib.error) as error:
            raise InvalidInput(f"This is no profile of this version of mltrack: {error}.") from error
        return None

    def __repr__(self) -> str:
        return f"<profile of {self.rows:,} rows and {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in _cells(column)) + "</tr>"
            for column in self.record.columns
        )
        heads = "".join(
            f"<th>{head}</th>" for head in ("column", "kind", "missing", "distinct", "smallest", "largest")
        )
        return f"<p>{self.rows:,} rows</p><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _unpacked(data: bytes) -> bytes:
    """Unpack bytes that a stranger may have packed: a few kilobytes can stand for gigabytes."""
    unpacking = zlib.decompressobj()
    found = unpacking.decompress(data, _MOST_BYTES)
    if not unpacking.eof:
        more = "too large" if unpacking.unconsumed_tail else "cut off"
        raise ValueError(f"its packed bytes are {more}")
    return found


def profile(data: Any, *, chunk_rows: int = CHUNK_ROWS, seed: int | None = None) -> TableProfile:
    """Profile a table: types, missing values, quantiles, frequent values, moments, a sample of rows.

    Parameters
    ----------
    data
        What ``drift`` takes. Files, DuckDB relations and Dask frames are read in parts.
    chunk_rows
        Rows in memory at a time, where the source can be read in parts.
    seed
        Of the sample of rows; by default another one each time.

    Raises
    ------
    InvalidInput
        When this is no table.

    Examples
    --------
    >>> profile({"city": ["a", "b", "a", None]})["city"].frequent
    {'a': 2, 'b': 1}
    """
    found: Profile | None = None
    random = np.random.default_rng(seed)
    made = _of_partitions(data, random) if is_partitioned(data) else None
    for part in made or (_of_chunk(chunk, random) for chunk in chunks(data, chunk_rows)):
        found = part if found is None else _added(found, part)
    return TableProfile(found if found is not None else Profile(0, [], made=time.time()))


def without_rows(record: Profile) -> Profile:
    """Leave out what is kept of single rows: the sample, ranks of rows, vectors. Relations are not compared then."""
    columns = [
        msgspec.structs.replace(
            column,
            ranks=b"",
            vectors=column.vectors and msgspec.structs.replace(column.vectors, lines=b""),
        )
        for column in record.columns
    ]
    return msgspec.structs.replace(record, columns=columns, sample={}, keys=[])


def is_large(data: Any) -> bool:
    """Tell whether a table should be compared by its profile: large files, relations and partitioned frames."""
    if isinstance(data, str | Path):
        path = Path(data)
        return path.exists() and path.stat().st_size > LARGE_BYTES
    return is_relation(data) or is_partitioned(data)


def _of_partitions(data: Any, random: np.random.Generator) -> list[Profile]:
    """Profile a Dask frame's partitions where they lie: on the workers of its cluster, or in threads.

    Profiles travel as bytes, so that workers need this package, and nothing of ours is pickled but a function's name.
    """
    import dask

    seeds = random.integers(0, 2**31, data.npartitions).tolist()
    work = dask.delayed(_partition_bytes)
    done = dask.compute(*(work(part, seed) for part, seed in zip(data.to_delayed(), seeds, strict=True)))
    return [TableProfile.from_bytes(one).record for one in done]


def _partition_bytes(part: Any, seed: int) -> bytes:
    return profile(part, seed=seed).to_bytes()


def _of_chunk(chunk: Sequence[Cleaned], random: np.random.Generator) -> Profile:
    rows = chunk[0].rows if chunk else 0
    keys = random.integers(0, 2**53, rows)
    most = relations.MOST_ROWS
    smallest = np.argpartition(keys, most)[:most] if rows > most else np.arange(rows)
    order = smallest[np.argsort(keys[smallest])]
    drawn = order[:SAMPLE_ROWS]
    sample = {column.name: _sampled(column, drawn) for column in chunk if len(column.cells) == rows}
    columns = relations.with_ranks([_of_column(column) for column in chunk], chunk, order)
    return Profile(rows, columns, sample, keys[drawn].tolist(), time.time())


def _of_column(column: Cleaned) -> ColumnProfile:
    if column.kind in ("number", "time"):
        return numbers.of_numbers(column)
    if column.kind == "category":
        return categories.of_categories(column)
    if column.kind == "text":
        return categories.of_texts(column)
    if column.kind == "vector":
        return vectors.of_vectors(column)
    return ColumnProfile(column.name, "unknown", column.type, None, column.rows, column.missing)


def _sampled(column: Cleaned, drawn: np.ndarray[Any, Any]) -> list[Scalar]:
    cells = column.cells[drawn]
    if column.kind == "number":
        # Half the bytes; what looks at single rows needs no more.
        with np.errstate(over="ignore"):
            return [float(v) if np.isfinite(v) else None for v in cells.astype(np.float32)]
    if column.kind == "time":
        return [float(v) if np.isfinite(v) else None for v in cells]
    return [None if value is None or value != value else str(value)[:_LONGEST] for value in cells]


def _added(first: Profile, second: Profile) -> Profile:
    theirs = {column.name: column for column in second.columns}
    ours = {column.name: column for column in first.columns}
    columns = []
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        one = ours.get(name) or _absent(theirs[name], first.rows)
        other = theirs.get(name) or _absent(ours[name], second.rows)
        columns.append(_added_columns(one, other))
    columns = relations.added(columns, first.columns, second.columns, (first.rows, second.rows))
    keys = [*first.keys, *second.keys]
    kept = sorted(range(len(keys)), key=keys.__getitem__)[:SAMPLE_ROWS]
    sample: dict[str, list[Scalar]] = {}
    for name in {**first.sample, **second.sample}:
        nothing = [None] * len(first.keys), [None] * len(second.keys)
        cells: list[Scalar] = [*first.sample.get(name, nothing[0]), *second.sample.get(name, nothing[1])]
        sample[name] = [cells[at] for at in kept]
    return Profile(first.rows + second.rows, columns, sample, [keys[at] for at in kept], time.time())


def _added_columns(first: ColumnProfile, second: ColumnProfile) -> ColumnProfile:
    if first.kind != second.kind:
        # A chunk without any value has no kind of its own.
        for one, other in ((first, second), (second, first)):
            if one.rows == one.missing:
                first, second = _absent(other, one.rows), other
                break
        else:
            if {first.kind, second.kind} != {"category", "text"}:
                kinds = f"{first.type} and {second.type}"
                rows, missing = first.rows + second.rows, first.missing + second.missing
                return ColumnProfile(first.name, "unknown", kinds, None, rows, missing)
            first, second = (msgspec.structs.replace(one, kind="text") for one in (first, second))
    if first.kind == "unknown":
        return msgspec.structs.replace(
            first, rows=first.rows + second.rows, missing=first.missing + second.missing
        )
    if first.kind in ("number", "time"):
        return numbers.added(first, second)
    if first.kind == "vector":
        return vectors.added(first, second)
    return categories.added(first, second)


def _absent(column: ColumnProfile, rows: int) -> ColumnProfile:
    return ColumnProfile(column.name, column.kind, column.type, column.zone, rows, rows)


def _cells(column: ColumnProfile) -> list[object]:
    missing = f"{column.missing:,}"
    distinct = "" if column.distinct is None else f"{column.distinct:,.0f}"
    ends = ["" if value is None else f"{value:.4g}" for value in (column.minimum, column.maximum)]
    return [column.name, column.kind, missing, distinct, *ends]
