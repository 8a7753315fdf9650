"""Reading values without running anybody's code.

What a cell leaves behind can be anything: objects whose ``__repr__``, ``__eq__``, ``__bool__`` or ``__getattr__``
raise, lie or take for ever. So a value is judged by its exact type alone, and only types of Python itself and of the
array libraries are looked into.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, Final

from ..records import Scalar

LONGEST_TEXT: Final = 1_000_000
"""Characters of a parameter's text; longer ones are cut, and said so."""

LONGEST_LIST: Final = 32
"""Entries of a list that is still a parameter rather than data."""

_WIDEST_INT: Final = 63
"""Bits of a whole number that databases and JSON readers keep; wider ones are stored as text."""

_LONGEST_INT: Final = 4096


class _Unread:
    def __repr__(self) -> str:
        return "UNREAD"

    def __bool__(self) -> bool:
        return False


UNREAD: Final = _Unread()
"""What reading gives for a value that is no scalar."""


def type_name(value: object) -> str:
    """Give the name of a value's type, without asking the value or a metaclass."""
    return str(type.__getattribute__(type(value), "__name__"))


def scalar(value: object) -> Scalar | _Unread:
    """Read a scalar: of Python, of NumPy, or a 0-d tensor on the CPU.

    Returns
    -------
    Scalar or UNREAD
        Python's own number, truth value, text or ``None``; ``UNREAD`` for everything else.

    Examples
    --------
    >>> scalar(0.5), scalar([1])
    (0.5, UNREAD)
    """
    kind = type(value)
    # "is" throughout: comparing types with "==" asks their metaclass, which can be the user's.
    if kind is float or kind is int or kind is str or kind is bool or value is None:
        return value  # type: ignore[return-value]
    reader = _reader(kind)
    if reader is None:
        return UNREAD
    try:
        plain: Scalar | _Unread = reader(value)
        return plain
    except (ArithmeticError, AttributeError, RuntimeError, TypeError, ValueError):
        # A library refused: a tensor inside a function transform, a deleted buffer.
        return UNREAD


def number(value: object) -> float | None:
    """Read a number as a float; ``None`` for truth values, text and everything else that is no number."""
    kind = type(value)
    if kind is float:
        return value  # type: ignore[return-value]
    plain = scalar(value)
    if type(plain) is float:
        return plain
    if type(plain) is int:
        try:
            return float(plain)
        except OverflowError:
            return None
    return None


def is_plain_float(kind: type) -> bool:
    """Say whether ``float(value)`` alone reads a type's values (NumPy's floating scalars), once one was read."""
    known = _readers.get(id(kind))
    return known is not None and known[0] is kind and known[1] is float


def is_array(kind: type) -> bool:
    """Say whether a type is the array of NumPy or torch itself, whose ``ndim`` can be asked at once."""
    known = _readers.get(id(kind))
    return known is not None and known[0] is kind and (known[1] is _of_array or known[1] is _of_tensor)


def parameter(value: object) -> tuple[Scalar | _Unread, str]:
    """Read what can be a parameter: a scalar, or a short list or tuple of scalars as its text.

    Returns
    -------
    value, remark
        ``UNREAD`` with the reason why not; or the value with what had to be done to it, mostly nothing (``""``).
    """
    if type(value) is list or type(value) is tuple:
        return _listed(value)
    plain = scalar(value)
    if plain is UNREAD:
        return UNREAD, f"a value of type {type_name(value)}"
    if type(plain) is str and len(plain) > LONGEST_TEXT:
        return plain[:LONGEST_TEXT] + "…", f"cut to {LONGEST_TEXT:,} of {len(plain):,} characters"
    if type(plain) is int and plain.bit_length() > _WIDEST_INT:
        if plain.bit_length() > _LONGEST_INT:
            return UNREAD, f"a whole number of {plain.bit_length():,} bits"
        return str(plain), ""
    return plain, ""


def _listed(values: list[object] | tuple[object, ...]) -> tuple[Scalar | _Unread, str]:
    if len(values) > LONGEST_LIST:
        return UNREAD, f"a {type_name(values)} of {len(values):,} entries: data rather than a setting"
    plain = [scalar(item) for item in values]
    if any(item is UNREAD or (type(item) is int and item.bit_length() > _LONGEST_INT) for item in plain):
        return UNREAD, f"a {type_name(values)} of more than scalars"
    text = json.dumps(plain, ensure_ascii=False)
    if len(text) > LONGEST_TEXT:
        return UNREAD, f"a {type_name(values)} of {len(text):,} characters"
    return text, ""


Reader = Callable[[Any], Any]

_readers: dict[int, tuple[type, Reader]] = {}
"""By the id of a trusted type, because hashing a type asks its metaclass."""


def _reader(kind: type) -> Reader | None:
    known = _readers.get(id(kind))
    if known is not None and known[0] is kind:
        return known[1]
    module = type.__getattribute__(kind, "__module__")
    if type(module) is not str:
        return None
    root = module.partition(".")[0]
    make = _MAKERS.get(root)
    # The name must lead to this very class: a user's class may say that it is NumPy's.
    if make is None or not _lives_in(kind, module):
        return None
    reader = make(kind)
    if reader is not None:
        _readers[id(kind)] = (kind, reader)
    return reader


def _lives_in(kind: type, module: str) -> bool:
    home = sys.modules.get(module)
    names = vars(home) if type(home) is type(sys) else {}
    return names.get(type.__getattribute__(kind, "__name__")) is kind


def _of_numpy(kind: type) -> Reader | None:
    numpy = sys.modules["numpy"]
    if kind is numpy.ndarray:
        return _of_array
    if issubclass(kind, numpy.bool_):
        return bool
    if issubclass(kind, numpy.integer) and not issubclass(kind, numpy.timedelta64):
        return int
    if issubclass(kind, numpy.floating):
        return float
    if issubclass(kind, numpy.str_):
        return str
    return None


def _of_array(value: Any) -> Any:
    return value.item() if value.ndim == 0 and value.dtype.kind in "biuf" else UNREAD


def _of_torch(kind: type) -> Reader | None:
    torch = sys.modules["torch"]
    if kind is torch.Tensor or kind is sys.modules["torch.nn.parameter"].Parameter:
        return _of_tensor
    return None


def _of_tensor(value: Any) -> Any:
    # Reading from an accelerator would make the cell wait for it.
    if value.dim() != 0 or value.device.type != "cpu" or value.is_complex():
        return UNREAD
    return value.detach().item()


def _of_tensorflow(kind: type) -> Reader | None:
    return _of_eager if type.__getattribute__(kind, "__name__") == "EagerTensor" else None


def _of_eager(value: Any) -> Any:
    if value.shape.rank != 0:
        return UNREAD
    plain = value.numpy()
    return scalar(plain)


def _of_jax(kind: type) -> Reader | None:
    return _of_jax_array if type.__getattribute__(kind, "__name__") == "ArrayImpl" else None


def _of_jax_array(value: Any) -> Any:
    return value.item() if value.ndim == 0 and value.dtype.kind in "biuf" else UNREAD


_MAKERS: dict[str, Callable[[type], Reader | None]] = {
    "numpy": _of_numpy,
    "torch": _of_torch,
    "tensorflow": _of_tensorflow,
    "jaxlib": _of_jax,
    "jax": _of_jax,
}
