"""Some columns of a table, whole: cleaned ones, and keys as texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidInput
from ..columns import Cleaned, is_missing, joined, objects
from ..tables import column_of, narwhals_frame, parts

Cells: TypeAlias = NDArray[Any]
_BETWEEN = "\x1f"


def columns(data: Any, names: Sequence[str], of: str) -> dict[str, Cleaned]:
    """Read some columns of a table.

    Parameters
    ----------
    data
        A frame of any library, a mapping of names to arrays, an array with named fields, or the path of a file.
    names
        The columns.
    of
        What the table is, for messages: ``predictions``.

    Raises
    ------
    InvalidInput
        When a column is not there; the message names those that are.
    """
    found: dict[str, list[Cleaned]] = {name: [] for name in names}
    for part in parts(data):
        for name in names:
            found[name].append(column_of(name, _raw(part, name, of)))
    # A file without any row has no part.
    return {
        name: joined(chunks) if chunks else objects(name, "", np.empty(0, object))
        for name, chunks in found.items()
    }


def names_of(data: Any) -> list[str]:
    """Give the names of a table's columns."""
    for part in parts(data):
        return _names(part)
    return []


def keys(data: Any, names: Sequence[str], of: str) -> Cells:
    """Read keys as texts, ``None`` where a part of one is missing; shape ``(rows,)``.

    Whole numbers are written without a fraction, so that 7 and 7.0 are one key, and exactly: identifiers beyond
    2 to the 53rd stay apart.
    """
    found: list[list[str | None]] = []
    for part in parts(data):
        columns_ = [_texts(_raw(part, name, of)) for name in names]
        if len(columns_) == 1:
            found.append(columns_[0])
        else:
            rows = zip(*columns_, strict=True)
            found.append([None if None in row else _BETWEEN.join(map(str, row)) for row in rows])
    flat = [key for keys_ in found for key in keys_]
    return np.array([*flat, None], dtype=object)[:-1]


def shown_key(key: str) -> str:
    """Write a key for a message."""
    return " / ".join(key.split(_BETWEEN))


def class_texts(cells: Cells) -> Cells:
    """Write classes as texts, ``None`` where missing: whole numbers without a fraction, truth values as 0 and 1."""
    if cells.dtype.kind == "b":
        return np.where(cells, "1", "0").astype(object)
    if cells.dtype.kind in "fiu":
        values, places = np.unique(cells, return_inverse=True)
        named = np.array([*(_class_text(value) for value in values.tolist()), None], dtype=object)[:-1]
        return named[places]
    known: dict[Any, str | None] = {}
    found = np.empty(len(cells), dtype=object)
    for at, value in enumerate(cells):
        if is_missing(value):
            found[at] = None
            continue
        key = (type(value), value)
        if key not in known:
            known[key] = _class_text(value)
        found[at] = known[key]
    return found


def _class_text(value: object) -> str | None:
    if is_missing(value):
        return None
    if isinstance(value, bool | np.bool_):
        return "1" if value else "0"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


def _names(part: Any) -> list[str]:
    if isinstance(part, np.ndarray):
        return list(part.dtype.names or map(str, range(part.shape[1] if part.ndim == 2 else 1)))
    if isinstance(part, Mapping):
        return [str(name) for name in part]
    return [str(name) for name in narwhals_frame(part).columns]


def _raw(part: Any, name: str, of: str) -> Any:
    there = _names(part)
    if name not in there:
        listed = ", ".join(map(repr, there[:12])) + (" …" if len(there) > 12 else "")
        raise InvalidInput(f"The {of} have no column {name!r}; there are {listed or 'none'}.")
    if isinstance(part, np.ndarray):
        if part.dtype.names:
            return part[name]
        return part if part.ndim == 1 else part[:, there.index(name)]
    if isinstance(part, Mapping):
        return next(values for key, values in part.items() if str(key) == name)
    return narwhals_frame(part)[:, there.index(name)].to_native()


def _texts(values: Any) -> list[str | None]:
    if isinstance(values, np.ndarray):
        if values.dtype.kind in "iu":
            return [str(cell) for cell in values.tolist()]
        cells = values.tolist() if values.dtype.kind != "M" else values.astype(object).tolist()
    else:
        import narwhals as nw

        try:
            series = nw.from_native(values, series_only=True)
        except TypeError:
            cells = list(values)
        else:
            cells = series.to_list()
            if series.dtype.is_integer() and not series.null_count():
                return [str(cell) for cell in cells]
    return [_class_text(cell) for cell in cells]
