"""Which values are data, and what they are: class, shape, columns, fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...records import Dataset
from ..objects import bases_of, class_name, is_own, lives_in
from .arrays import of_jax, of_numpy, of_sparse, of_torch
from .content import Allowance
from .holders import of_hugging_face, of_matrix, of_parts, parts_of
from .tables import of_arrow, of_pandas, of_polars, of_series

Reader = Callable[[Any, str, Allowance], Dataset | None]

FEWEST_ROWS = 10
"""An array with fewer is rather weights or results than data."""

_DEEPEST = 4


def is_data(value: object) -> bool:
    """Say whether a value is data: a table, an array of some rows, something that holds data for a library."""
    kind = type(value)
    reader = _reader_of(kind)
    if reader is None:
        return False
    if reader in (of_numpy, of_torch, of_jax, of_series):
        shape = value.shape  # type: ignore[attr-defined]
        return len(shape) > 0 and shape[0] >= FEWEST_ROWS
    return True


def describe(value: object, name: str, allowance: Allowance, depth: int = 0) -> Dataset | None:
    """Describe data.

    Parameters
    ----------
    value
        Any value.
    name
        The variable that holds it.
    allowance
        How much may be read of it.
    depth
        How deep it lies in what holds it.

    Returns
    -------
    Dataset or None
        ``None`` where it is no data. Values of classes of the notebook are never asked anything.

    Examples
    --------
    >>> import numpy
    >>> found = describe(numpy.zeros((100, 3)), "X", Allowance())
    >>> found.type, found.shape, found.element, found.sampled
    ('numpy.ndarray', [100, 3], 'float64', False)
    """
    reader = _reader_of(type(value))
    if reader is None or (reader is _of_holder and depth >= _DEEPEST):
        return None
    if reader in (of_numpy, of_torch, of_jax) and not value.shape:  # type: ignore[attr-defined]
        return None
    return (
        _of_holder(value, name, allowance, depth) if reader is _of_holder else reader(value, name, allowance)
    )


def _of_holder(value: object, name: str, allowance: Allowance, depth: int = 0) -> Dataset | None:
    parts = {key: dict.get(value, key) for key in ("data", "target")} if _is_bunch(value) else parts_of(value)  # type: ignore[call-overload]
    inner = partial(describe, depth=depth + 1)
    return of_parts(value, name, allowance, inner, parts)


def _is_bunch(value: object) -> bool:
    return any(class_name(base) == "Bunch" for base in bases_of(type(value)))


_READERS: dict[tuple[str, str], Reader] = {
    ("pandas", "DataFrame"): of_pandas,
    ("pandas", "Series"): of_series,
    ("polars", "DataFrame"): of_polars,
    ("pyarrow", "Table"): of_arrow,
    ("numpy", "ndarray"): of_numpy,
    ("torch", "Tensor"): of_torch,
    ("jaxlib", "ArrayImpl"): of_jax,
    ("jax", "ArrayImpl"): of_jax,
    ("scipy", "csr_matrix"): of_sparse,
    ("scipy", "csc_matrix"): of_sparse,
    ("scipy", "csr_array"): of_sparse,
    ("scipy", "csc_array"): of_sparse,
    ("datasets", "Dataset"): of_hugging_face,
    ("xgboost", "DMatrix"): of_matrix,
    ("torch", "DataLoader"): _of_holder,
    ("torch", "Dataset"): _of_holder,
    ("torch_geometric", "Data"): _of_holder,
    ("torch_geometric", "DataLoader"): _of_holder,
    ("lightgbm", "Dataset"): _of_holder,
    ("sklearn", "Bunch"): _of_holder,
}
"""By package and class; what inherits from one of these is read as it is."""

_known: dict[int, tuple[type, Reader | None]] = {}
"""By the id of a type: hashing a type asks its metaclass."""


def _reader_of(kind: type) -> Reader | None:
    known = _known.get(id(kind))
    if known is not None and known[0] is kind:
        return known[1]
    found = _find_reader(kind)
    _known[id(kind)] = (kind, found)
    return found


def _find_reader(kind: type) -> Reader | None:
    for base in bases_of(kind):
        # Types that are written in C hold no ``__module__`` of their own: ``type`` works it out.
        module = type.__getattribute__(base, "__module__")
        if type(module) is not str:
            continue
        reader = _READERS.get((module.partition(".")[0], class_name(base)))
        if reader is not None and lives_in(base, module):
            # A class of the notebook may have replaced what would be asked; its attributes are safe to look at.
            return reader if reader is _of_holder or not is_own(kind) else None
    return None
