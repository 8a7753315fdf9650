"""The trained models themselves, handed over with a few rows of what they were fitted on, to be saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from ..models.flavors.classes import inherits
from ..records import FittedModel
from .objects import is_own
from .rules.secrets import has_secret, is_secret_name
from .values import UNREAD

_ROWS: Final = 5
_MOST_VALUES: Final = 100_000


@dataclass
class FittedObject:
    """A model that a cell trained.

    Parameters
    ----------
    record
        What is said of it.
    value
        The object.
    example
        The first rows of what it was fitted on, as a copy; ``None`` where they are no input for it, or may hold a
        secret.
    data
        What stands beside it in the call that fits it, as it is.
    """

    record: FittedModel
    value: Any
    example: Any = None
    data: list[Any] = field(default_factory=list)


def fitted_objects(models: list[FittedModel], value_of: Callable[[str], object]) -> list[FittedObject]:
    """Find the objects that descriptions of trained models are about.

    Parameters
    ----------
    models
        The descriptions.
    value_of
        Gives a name's value after the cell.
    """
    found = []
    for record in models:
        value = _value(record.name, value_of) if record.fitted else UNREAD
        if value is UNREAD or (is_own(type(value)) and not inherits(type(value), "torch", "Module")):
            continue
        data = [value_of(name) for name in record.data]
        examples = (_example(value, one) for one in data)
        example = next((one for one in examples if one is not None), None)
        found.append(FittedObject(record, value, example, data))
    return found


def _value(name: str, value_of: Callable[[str], object]) -> object:
    """Find a value by its name, or by its place in a dict or list: ``models.forest``, ``models.0``."""
    root, dot, key = name.partition(".")
    value = value_of(root)
    if not dot:
        return value
    if type(value) is dict:
        return value.get(key, UNREAD)
    if type(value) is list and key.isdecimal() and int(key) < len(value):
        part = value[int(key)]
        return part[1] if type(part) is tuple and len(part) == 2 else part
    return UNREAD


def _example(model: Any, data: Any) -> Any:
    kind = type(data)
    if is_own(kind):
        return None
    try:
        if inherits(kind, "pandas", "DataFrame"):
            return _rows_of_table(model, data)
        if inherits(kind, "numpy", "ndarray") and data.ndim >= 2 and data.dtype != object:
            width = getattr(model, "n_features_in_", data.shape[1])
            fits = width == data.shape[1] and data[:_ROWS].size <= _MOST_VALUES
            return data[:_ROWS].copy() if fits and data.dtype.kind in "biuf" else None
    except Exception:  # noqa: BLE001 - an example is an extra: whatever is wrong with the data, the model is saved
        return None
    return None


def _rows_of_table(model: Any, table: Any) -> Any:
    names = getattr(model, "feature_names_in_", None)
    if names is not None and set(names) <= set(table.columns):
        # The table that a cell fits on may hold the target, too.
        table = table[list(names)]
    elif names is not None or getattr(model, "n_features_in_", table.shape[1]) != table.shape[1]:
        return None
    if table.shape[1] * _ROWS > _MOST_VALUES or any(is_secret_name(str(name)) for name in table.columns):
        return None
    rows = table.head(_ROWS).copy()
    texts = (cell for name in rows.columns for cell in rows[name].tolist() if isinstance(cell, str))
    return None if any(has_secret(text) for text in texts) else rows
