"""Python objects in data: read by value where that runs nobody's code, by their type alone elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final

from ..objects import class_name, lives_in
from ..values import UNREAD, scalar, type_name

TEXT_BYTES: Final = 64
"""What reading one short text costs, in bytes of an array."""

_PLAIN_BYTES: Final = 128
_OTHER_BYTES: Final = 1_200
_PROBED: Final = 64
_LONGEST: Final = 10_000

_PLAIN: Final = frozenset(map(id, (str, int, float, bool, complex, bytes, type(None))))
"""By id: a type's hash is its metaclass's."""
_STANDARD: Final = frozenset({"datetime", "decimal", "fractions", "uuid"})
_ZONES: Final = frozenset({"datetime", "zoneinfo", "pytz", "dateutil"})
_OF_PANDAS: Final = frozenset({"Timestamp", "Timedelta", "NaTType", "NAType", "Interval", "Period"})


def is_plain(values: Sequence[object]) -> bool:
    """Say whether all are of Python's own scalar types: their texts tell them apart."""
    return set(map(id, map(type, values))) <= _PLAIN


def is_text(values: Sequence[object]) -> bool:
    """Say whether all are texts."""
    return set(map(id, map(type, values))) <= {id(str)}


def word_of(value: object) -> tuple[str, bool]:
    """Give a word for an object, and whether it tells everything about it.

    >>> word_of(3), word_of(object())
    (('int:3', True), ('object', False))
    """
    kind = type(value)
    if id(kind) in _PLAIN:
        return f"{kind.__name__}:{value!r}", True
    said = _said(value, kind)
    return (type_name(value), False) if said is None else (f"{type_name(value)}:{said}", True)


def _said(value: Any, kind: type) -> str | None:
    if kind is list or kind is tuple or kind is dict:
        return _inside(value)
    plain = scalar(value)
    if plain is not UNREAD:
        return repr(plain)
    module = _home(kind)
    root = module.partition(".")[0]
    if root in _STANDARD and lives_in(kind, root):
        return str(value) if kind not in (datetime, time) or _is_known_zone(value.tzinfo) else None
    if root == "pandas" and class_name(kind) in _OF_PANDAS and lives_in(kind, module):
        return str(value) if _is_known_zone(getattr(value, "tzinfo", None)) else None
    if root == "numpy" and class_name(kind) == "ndarray" and lives_in(kind, "numpy"):
        return _array(value)
    return None


def _inside(value: Any) -> str | None:
    if len(value) > _LONGEST:
        return None
    parts = [*value.keys(), *value.values()] if type(value) is dict else list(value)
    return repr(value) if is_plain(parts) else None


def _array(value: Any) -> str | None:
    import numpy

    if value.dtype.hasobject or value.dtype.names is not None:
        return None
    raw = numpy.ascontiguousarray(value).reshape(-1).view(numpy.uint8).data
    return f"{value.dtype}{value.shape}{hashlib.sha256(raw).hexdigest()}"


def _is_known_zone(zone: object) -> bool:
    home = _home(type(zone))
    return zone is None or (home.partition(".")[0] in _ZONES and lives_in(type(zone), home))


def _home(kind: type) -> str:
    # Types that are written in C hold no ``__module__`` of their own: ``type`` works it out.
    return str(type.__getattribute__(kind, "__module__"))


def width_of(values: Any) -> int:
    """Give what reading one object of a NumPy array of objects costs on average, in bytes of an array of numbers.

    Judged by a few of them, always the same ones.
    """
    import numpy

    flat = values.reshape(-1) if values.flags.c_contiguous else values.flat
    count = int(values.size)
    if not count:
        return TEXT_BYTES
    places = numpy.linspace(0, count - 1, min(count, _PROBED)).astype(numpy.int64)
    costs = [_cost(flat[int(place)]) for place in places]
    return max(TEXT_BYTES, sum(costs) // len(costs))


def _cost(value: Any) -> int:
    kind = type(value)
    if kind is str or kind is bytes:
        return max(TEXT_BYTES, len(value))
    if kind is list or kind is tuple or kind is dict:
        return _OTHER_BYTES + 32 * len(value)
    if id(kind) in _PLAIN:
        return _PLAIN_BYTES
    if class_name(kind) == "ndarray" and lives_in(kind, "numpy"):
        return _OTHER_BYTES + int(value.nbytes)
    return _OTHER_BYTES
