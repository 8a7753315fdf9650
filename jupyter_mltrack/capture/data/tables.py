"""Tables: pandas, polars, pyarrow."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from ...records import MOST_COLUMNS, DataColumn, Dataset
from ..rules.secrets import mask_all
from ..values import UNREAD, scalar, type_name
from .content import TEXT_BYTES, Allowance, Fingerprint

_NUMBERS = "biufcmM"
_LONGEST = 200


def of_pandas(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``pandas.DataFrame``."""
    dtypes = list(value.dtypes)
    kinds: dict[Any, list[int]] = {}
    for position, dtype in enumerate(dtypes):
        kinds.setdefault(dtype, []).append(position)
    rows = allowance.rows(len(value), sum(_width(dtype) * len(at) for dtype, at in kinds.items()))
    found = _table(
        "pandas.DataFrame", name, value.shape, zip(value.columns, dtypes, strict=True), rows is not None
    )
    content = Fingerprint(found.shape, list(map(_label, value.columns)))
    part = value if rows is None else value.take(rows)
    for dtype, at in kinds.items():
        content.text(f"{dtype}{at}")
        same = part if len(kinds) == 1 else part.iloc[:, at]
        if _is_numpy(dtype) and dtype.kind in _NUMBERS:
            content.array(same.to_numpy())
        else:
            for column in range(len(at)):
                _column(content, same.iloc[:, column])
    _index(content, part.index)
    return content.finish(found)


def of_series(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``pandas.Series``."""
    rows = allowance.rows(len(value), _width(value.dtype))
    found = Dataset(name, "pandas.Series", shape=list(value.shape), element=str(value.dtype))
    found.sampled = rows is not None
    content = Fingerprint(found.shape, found.element)
    part = value if rows is None else value.take(rows)
    _column(content, part)
    _index(content, part.index)
    return content.finish(found)


def of_polars(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``polars.DataFrame``."""
    rows = allowance.rows(value.height, sum(8 if part.is_numeric() else TEXT_BYTES for part in value.dtypes))
    columns = zip(value.columns, value.dtypes, strict=True)
    found = _table("polars.DataFrame", name, value.shape, columns, rows is not None)
    content = Fingerprint(found.shape, value.columns, [str(part) for part in value.dtypes])
    part = value if rows is None else value[rows]
    for column in part.get_columns():
        if column.dtype.is_numeric() and not column.null_count():
            content.array(column.to_numpy())
        else:
            content.objects([str(entry) for entry in column.to_list()])
    return content.finish(found)


def of_arrow(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``pyarrow.Table``."""
    types = list(value.schema.types)
    rows = allowance.rows(value.num_rows, TEXT_BYTES * max(1, len(types)))
    columns = zip(value.column_names, types, strict=True)
    found = _table("pyarrow.Table", name, value.shape, columns, rows is not None)
    content = Fingerprint(found.shape, value.column_names, [str(part) for part in types])
    part = value if rows is None else value.take(rows)
    for column in part.columns:
        content.objects([str(entry) for entry in column.to_pylist()])
    return content.finish(found)


def _table(
    kind: str, name: str, shape: Iterable[int], columns: Iterable[tuple[object, object]], sampled: bool
) -> Dataset:
    every = list(columns)
    named = [
        DataColumn(mask_all(_label(column)), str(dtype)[:_LONGEST]) for column, dtype in every[:MOST_COLUMNS]
    ]
    return Dataset(
        name,
        kind,
        shape=[int(size) for size in shape],
        columns=named,
        more_columns=len(every) - len(named),
        sampled=sampled,
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


def _width(dtype: Any) -> int:
    """Give what reading one value of a type costs, in bytes."""
    return int(dtype.itemsize) if _is_numpy(dtype) and dtype.kind in _NUMBERS else TEXT_BYTES


def _column(content: Fingerprint, column: Any) -> None:
    """Add a column of any type of pandas."""
    dtype = column.dtype
    if _is_numpy(dtype):
        content.array(column.to_numpy())
    elif hasattr(dtype, "categories") and hasattr(column, "cat"):
        content.objects(list(dtype.categories))
        content.array(column.cat.codes.to_numpy())
    elif str(dtype).startswith(("string", "str")):
        content.objects(column.to_numpy(dtype=object, na_value=None).tolist())
    else:
        pandas = sys.modules["pandas"]
        content.array(pandas.util.hash_array(column.array))


def _index(content: Fingerprint, index: Any) -> None:
    """Add the rows' names, where they are more than their numbers."""
    if getattr(index, "nlevels", 1) > 1 or type(index).__name__ == "RangeIndex":
        return
    _column(content, index.to_series())
