"""Rows of the data that a model was fitted on, few enough to be copied while nobody notices."""

from __future__ import annotations

from collections.abc import Container
from typing import Any, Final

from ..models.flavors.classes import inherits
from ..models.training import TrainingRows
from .objects import is_own
from .rules.secrets import has_secret, is_secret_name

MOST_ROWS: Final = 5_000
"""Shares of as many rows are off by about two in a hundred at most."""
_MOST_VALUES: Final = 250_000
_SEED: Final = 0
_FEWEST: Final = 10
_LOOKED_AT: Final = 200


def training_rows(model: Any, data: list[Any]) -> TrainingRows | None:
    """Choose rows at random, the same ones each time; the notebook's random numbers are not touched.

    Parameters
    ----------
    model
        The model.
    data
        What stands beside it in the call that fits it: the features, and perhaps the target.

    Returns
    -------
    TrainingRows or None
        ``None`` where nothing there is a table, or too few rows are.
    """
    for table in data:
        names = _feature_names(model, table)
        if names is None:
            continue
        rows = len(table)
        if rows < _FEWEST:
            return None
        # Rows first: choosing columns of a large table copies it.
        chosen = chosen_rows(rows, max(_FEWEST, min(MOST_ROWS, _MOST_VALUES // max(1, table.shape[1]))))
        sample = taken_rows(table, chosen)
        target = next((one for one in data if one is not table and _is_column(one, rows)), None)
        if target is not None:
            target = taken_rows(target, chosen)
        elif _is_frame(table):
            rest = [name for name in table.columns if name not in names]
            target = sample[rest[0]] if len(rest) == 1 else None
        if _is_frame(sample):
            sample = _without_secrets(sample, names)
        if target is not None and not _may_be_kept(str(getattr(target, "name", "")), target):
            target = None
        return TrainingRows(sample, target, rows)
    return None


def _feature_names(model: Any, data: Any) -> Container[Any] | None:
    """Give the columns of a table that a model takes; ``None`` where it is no table that it was fitted on."""
    if is_own(type(data)):
        return None
    names, width = getattr(model, "feature_names_in_", None), getattr(model, "n_features_in_", None)
    if _is_frame(data):
        if not data.columns.is_unique:
            return None
        if names is not None:
            return set(names) if set(names) <= set(data.columns) else None
        return data.columns if width in (None, data.shape[1]) else None
    if inherits(type(data), "numpy", "ndarray") and data.ndim == 2 and data.dtype.kind in "biuf":
        return range(data.shape[1]) if width in (None, data.shape[1]) else None
    return None


def _is_frame(data: Any) -> bool:
    return inherits(type(data), "pandas", "DataFrame")


def _is_column(data: Any, rows: int) -> bool:
    kind = type(data)
    if is_own(kind) or not (inherits(kind, "pandas", "Series") or inherits(kind, "numpy", "ndarray")):
        return False
    return bool(data.ndim == 1 and len(data) == rows)


def chosen_rows(rows: int, most: int) -> Any:
    """Give the indices of so many of the rows, drawn at random, in their order; all where there are no more."""
    import numpy

    if rows <= most:
        return slice(None)
    return numpy.sort(numpy.random.default_rng(_SEED).choice(rows, most, replace=False, shuffle=False))


def taken_rows(data: Any, chosen: Any) -> Any:
    """Take rows of a table in memory, as a copy where its library makes one."""
    if isinstance(data, list | tuple):
        import numpy

        data = numpy.asarray(data)
    found = data.iloc[chosen] if hasattr(data, "iloc") else data[chosen]
    return found.copy() if isinstance(chosen, slice) and hasattr(found, "copy") else found


def _without_secrets(sample: Any, names: Container[Any]) -> Any:
    kept = [
        name
        for name, kind in zip(sample.columns, sample.dtypes, strict=True)
        # Getting a column costs more than knowing its type.
        if name in names
        and not is_secret_name(str(name))
        and (_is_plain(kind) or _may_be_kept("", sample[name]))
    ]
    return sample if len(kept) == sample.shape[1] else sample[kept]


def _is_plain(kind: Any) -> bool:
    return getattr(kind, "kind", "O") in "biufmM"


def _may_be_kept(name: str, column: Any) -> bool:
    """Leave what is called a secret or looks like one, and columns of anything but plain values."""
    if is_secret_name(name):
        return False
    if _is_plain(column.dtype):
        return True
    cells = set(map(_plain, column.tolist()))
    return _OTHER not in cells and not any(has_secret(value) for value in _first_texts(cells))


_OTHER: Final = object()


def _plain(value: Any) -> Any:
    return value if value is None or type(value) in (str, bool, int, float) else _OTHER


def _first_texts(cells: set[Any]) -> list[str]:
    """Give different texts, few: looking for secrets in one takes microseconds."""
    return [value for value in cells if isinstance(value, str)][:_LOOKED_AT]
