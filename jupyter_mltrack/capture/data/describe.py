"""Which values are data, and what they are: class, shape, columns, fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...records import Dataset
from ..authors import is_of_user
from ..objects import bases_of, class_name, lives_in
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
    reader = _reader_of(type(value))
    if reader is None:
        return False
    if reader in _ARRAYS:
        shape = _shape(value)
        return len(shape) > 0 and shape[0] >= FEWEST_ROWS
    return True


def is_holder(value: object) -> bool:
    """Say whether a value holds data for a library, and other things with them: how they are shuffled, say."""
    return _reader_of(type(value)) is _of_holder


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
    if reader is _of_holder:
        return _of_holder(value, name, allowance, depth)
    if reader in _ARRAYS and not _shape(value):
        return None
    found = reader(value, name, allowance)
    if found is not None and _root(type(value)) in _WITH_MORE:
        found.fingerprint, found.sampled = None, False
    return found


def _shape(value: Any) -> tuple[int, ...]:
    try:
        return tuple(value.shape)
    except (RuntimeError, TypeError):
        # A tensor without any: nested, or not made yet.
        return ()


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
"""By package and class; what a package makes of its own class is read as it is."""

_ARRAYS = (of_numpy, of_torch, of_jax, of_series)
_WITH_MORE = frozenset({"geopandas", "torchvision", "astropy", "fastai", "torch_geometric"})
"""Packages whose tables and arrays hold more than those that they inherit from: no fingerprint would tell it all."""
_TENSORS = frozenset({"Tensor", "Parameter"})

_known: dict[int, tuple[type, Reader | None]] = {}
"""By the id of a type: hashing a type asks its metaclass."""


def _reader_of(kind: type) -> Reader | None:
    known = _known.get(id(kind))
    if known is not None and known[0] is kind:
        return known[1]
    found = _find_reader(kind)
    if not is_of_user(kind):
        # A class that somebody works on would be kept alive, with all that it holds.
        _known[id(kind)] = (kind, found)
    return found


def _find_reader(kind: type) -> Reader | None:
    for base in bases_of(kind):
        module = _module(base)
        reader = _READERS.get((module.partition(".")[0], class_name(base)))
        if reader is not None and lives_in(base, module):
            return reader if reader is _of_holder or _is_trusted(kind, base) else None
    return None


def _is_trusted(kind: type, base: type) -> bool:
    """Say whether a class may be asked: one of the notebook, or of a module beside it, runs its own code."""
    root = _root(kind)
    if root == _root(base):
        # Tensors of torch that are no plain ones (not made yet, recorded, distributed) answer in ways of their own.
        return root != "torch" or class_name(kind) in _TENSORS or class_name(base) != "Tensor"
    return root in _WITH_MORE and lives_in(kind, _module(kind))


def _root(kind: type) -> str:
    return _module(kind).partition(".")[0]


def _module(kind: type) -> str:
    # Types that are written in C hold no ``__module__`` of their own: ``type`` works it out.
    return str(type.__getattribute__(kind, "__module__"))
