"""The training data that somebody gives with a model, as rows for its profile."""

from __future__ import annotations

from typing import Any

from ..capture.training_rows import MOST_ROWS, chosen_rows, taken_rows
from ..errors import InvalidInput
from ..models.training import TrainingRows


def given_rows(model: Any, data: Any) -> TrainingRows:
    """Read ``training_data``.

    Parameters
    ----------
    model
        The model: the columns that it names are its features, the others of the same table its target.
    data
        A table, or ``(features, target)``. Of tables in memory with more than ``MOST_ROWS`` rows, so many are drawn at
        random.

    Raises
    ------
    InvalidInput
        When features and target have different numbers of rows, or a pair is none.
    """
    target = None
    if isinstance(data, tuple):
        if len(data) != 2:
            raise InvalidInput(f"training_data is a table or (features, target), not {len(data)} things.")
        data, target = data
    names = getattr(model, "feature_names_in_", None)
    columns = getattr(data, "columns", None)
    if target is None and names is not None and columns is not None and set(names) < {*columns}:
        target, data = data[[name for name in columns if name not in set(names)]], data[list(names)]
    rows = _count(data)
    if target is not None and rows != _count(target):
        raise InvalidInput(f"training_data: {rows} rows of features, and {_count(target)} of the target.")
    chosen = chosen_rows(rows, MOST_ROWS)
    try:
        if target is not None:
            target = taken_rows(target, chosen)
        return TrainingRows(taken_rows(data, chosen) if rows else data, target, rows, by_hand=True)
    except Exception as error:
        raise InvalidInput(
            f"training_data: its rows cannot be taken ({type(error).__name__}: {str(error)[:200]})."
        ) from error


def _count(data: Any) -> int:
    """Count rows; 0 for what is no table in memory (a file, a relation), which is profiled part by part."""
    if (
        isinstance(data, str | bytes | dict)
        or not hasattr(data, "__len__")
        or hasattr(data, "fetch_arrow_reader")
    ):
        return 0
    return 0 if hasattr(data, "npartitions") else len(data)
