"""Records to JSON for the front end, and back: numbers that JSON cannot hold travel as words."""

from __future__ import annotations

import json
import math
from typing import Any, TypeVar

import msgspec

from ..errors import InvalidInput

T = TypeVar("T")


def spoken(value: Any) -> Any:
    """Give plain JSON data in which NaN and the infinities are words.

    Parameters
    ----------
    value
        A record, or lists, dicts and scalars.

    Examples
    --------
    >>> spoken({"loss": float("nan")})
    {'loss': 'NaN'}
    """
    return _spoken(msgspec.to_builtins(value))


def _spoken(value: Any) -> Any:
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _spoken(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_spoken(item) for item in value]
    return value


def encode(value: Any) -> bytes:
    """Encode a record as JSON for the front end."""
    plain = spoken(value)
    try:
        return msgspec.json.encode(plain)
    except UnicodeEncodeError:
        # Half a character, written by another program: one bad text must not hide the whole page.
        return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def decode(body: bytes, kind: type[T]) -> T:
    """Decode a request's body into a record.

    Raises
    ------
    InvalidInput
        When the body is not JSON or not of that form; the message says where.
    """
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.DecodeError as error:
        raise InvalidInput(f"The body of the request cannot be read: {error}.") from error
