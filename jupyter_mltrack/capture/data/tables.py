"""Tables: pandas, polars, pyarrow."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from ...records import MOST_COLUMNS, DataColumn, Dataset
from ..rules.secrets import mask_all
from ..values import UNREAD, scalar, type_name
from .content import Allowance, Fingerprint
from .objects import TEXT_BYTES, width_of

_NUMBERS = "biufcmM"
_LONGEST = 200
_MOST_EXTENDED = 60
"""Columns of pandas' own types that are read, evenly spaced: each is looked at by itself, which takes its time."""


def of_pandas(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``pandas.DataFrame``."""
    dtypes = list(value.dtypes)
    numbers: dict[Any, list[int]] = {}
    extended: list[int] = []
    for position, dtype in enumerate(dtypes):
        # The types of pandas are not hashed: that would hash all categories.
        if _is_numpy(dtype):
            numbers.setdefault(dtype, []).append(position)
        else:
            extended.append(position)
    found = _table("pandas.DataFrame", name, value.shape, value.columns, map(_type_text, dtypes))
    content = Fingerprint(found.shape)
    if not all(_is_known(dtypes[at]) for at in extended):
        content.readable = False
        return content.finish(found)
    if len(extended) > _MOST_EXTENDED:
        content.text(str([str(dtypes[at]) for at in extended]))
        content.left_out(len(extended) - _MOST_EXTENDED)
        step = len(extended) / _MOST_EXTENDED
        extended = [extended[int(place * step)] for place in range(_MOST_EXTENDED)]
    width = sum(_row_bytes(value, dtype, at) for dtype, at in numbers.items())
    width += sum(_width(value.iloc[:, at]) for at in extended)
    rows = allowance.rows(len(value), width)
    content.chosen(rows)
    part = value if rows is None else value.take(rows)
    for dtype, at in numbers.items():
        content.text(f"{dtype}{at}")
        same = part if len(at) == len(dtypes) else part.iloc[:, at]
        content.array(same.to_numpy())
    for position in extended:
        content.text(str(position))
        _column(content, part.iloc[:, position])
    _index(content, value.columns)
    _index(content, part.index)
    return content.finish(found)


def of_series(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``pandas.Series``."""
    found = Dataset(name, "pandas.Series", shape=list(value.shape), element=_type_text(value.dtype))
    content = Fingerprint(found.shape)
    if not _is_numpy(value.dtype) and not _is_known(value.dtype):
        content.readable = False
        return content.finish(found)
    rows = allowance.rows(len(value), _width(value))
    content.chosen(rows)
    part = value if rows is None else value.take(rows)
    content.objects([value.name])
    _column(content, part)
    _index(content, part.index)
    return content.finish(found)


def of_polars(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``polars.DataFrame``."""
    types = [str(part) for part in value.dtypes]
    found = _table("polars.DataFrame", name, value.shape, value.columns, types)
    width = sum(8 if part.is_numeric() else 2 * TEXT_BYTES for part in value.dtypes)
    rows = allowance.rows(value.height, width)
    content = Fingerprint(found.shape, value.columns, types)
    content.chosen(rows)
    part = value if rows is None else value[rows]
    for column in part.get_columns():
        if column.dtype.is_numeric() and not column.null_count():
            content.array(column.to_numpy())
        else:
            content.objects(column.to_list())
    return content.finish(found)


def of_arrow(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``pyarrow.Table``."""
    types = [str(part) for part in value.schema.types]
    found = _table("pyarrow.Table", name, value.shape, value.column_names, types)
    rows = allowance.rows(value.num_rows, 4 * TEXT_BYTES * max(1, len(types)))
    content = Fingerprint(found.shape, value.column_names, types)
    content.chosen(rows)
    part = value if rows is None else value.take(rows)
    for column in part.columns:
        content.objects(column.to_pylist())
    return content.finish(found)


def _table(
    kind: str, name: str, shape: Iterable[int], columns: Sequence[object], types: Iterable[str]
) -> Dataset:
    named = [
        DataColumn(mask_all(_label(column)), text)
        for column, text in zip(columns[:MOST_COLUMNS], types, strict=False)
    ]
    return Dataset(
        name,
        kind,
        shape=[int(size) for size in shape],
        columns=named,
        more_columns=len(columns) - len(named),
    )


def _label(column: object) -> str:
    """Give the text of a column's name, which may be anything that can be hashed."""
    if type(column) is tuple:
        return ", ".join(map(_label, column))
    plain = scalar(column)
    text = str(plain) if plain is not UNREAD else type_name(column)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _is_numpy(dtype: object) -> bool:
    return isinstance(dtype, sys.modules["numpy"].dtype)


def _is_known(dtype: object) -> bool:
    """Say whether a type is one of pandas' own: others bring code of their own."""
    return str(type.__getattribute__(type(dtype), "__module__")).partition(".")[0] == "pandas"


def _type_text(dtype: object) -> str:
    return str(dtype)[:_LONGEST] if _is_numpy(dtype) or _is_known(dtype) else type_name(dtype)


def _row_bytes(table: Any, dtype: Any, at: list[int]) -> int:
    """Give what reading one row of some columns of a NumPy type costs, in bytes."""
    if dtype.kind in _NUMBERS:
        return int(dtype.itemsize) * len(at)
    probed = at[:: max(1, len(at) // 20)]
    return sum(_width(table.iloc[:, position]) for position in probed) * len(at) // len(probed)


def _width(column: Any) -> int:
    """Give what reading one value of a column costs, in bytes."""
    dtype = column.dtype
    if not _is_numpy(dtype):
        if str(dtype).startswith(("string", "str")):
            # Texts of very different lengths are rather seen in the middle than at the top.
            return width_of(column.iloc[:: max(1, len(column) // 64)].to_numpy(dtype=object, na_value=None))
        return 2 * TEXT_BYTES
    return int(dtype.itemsize) if dtype.kind in _NUMBERS else width_of(column.to_numpy())


def _column(content: Fingerprint, column: Any) -> None:
    """Add a column, or an index, of any type of pandas."""
    dtype = column.dtype
    content.text(f"{_type_text(dtype)}{len(column)}")
    if _is_numpy(dtype):
        content.array(column.to_numpy())
    elif not _is_known(dtype):
        content.readable = False
    elif type_name(dtype) == "CategoricalDtype":
        content.text(str(dtype.ordered))
        _column(content, dtype.categories)
        content.array(column.array.codes)
    elif str(dtype).startswith(("string", "str")):
        content.objects(column.to_numpy(dtype=object, na_value=None).tolist())
    elif type_name(dtype) == "DatetimeTZDtype":
        content.array(column.array.asi8)
    elif type_name(dtype) == "IntervalDtype":
        _column(content, column.array.left)
        _column(content, column.array.right)
    elif type_name(dtype) == "PeriodDtype":
        content.array(column.array.asi8)
    elif type_name(dtype) == "SparseDtype":
        content.array(column.array.to_dense())
    else:
        # Numbers and truth values that may be missing; columns of Arrow.
        content.objects(column.astype(object).to_list())


def _index(content: Fingerprint, index: Any) -> None:
    """Add the names of rows or columns. That rows are only numbered may be said in several ways, all alike."""
    import numpy

    content.objects(list(index.names))
    if type_name(index) == "RangeIndex":
        content.text(f"int64{len(index)}")
        content.array(numpy.arange(index.start, index.stop, index.step, dtype=numpy.int64))
    elif index.nlevels > 1:
        for level in range(index.nlevels):
            _column(content, index.get_level_values(level))
    else:
        _column(content, index)
