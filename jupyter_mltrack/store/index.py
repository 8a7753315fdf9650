"""A document as JSON text and as rows of the index: (path, value) for every value worth finding."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import msgspec

from ..errors import InvalidInput, StoreCorrupt

Path = tuple[str, ...]
Indexed = int | float | str | bytes
"""What the index holds for a value."""

TEXT_LENGTH = 64
"""Longer texts are indexed by their beginning, and looked up in the document where that is not enough."""
EXACT = 2**63
"""Whole numbers from here on (both ways) are indexed as floats, and looked up in the document."""

# Values that SQLite cannot hold or that have no order stand in the index as marks. Marks sort after numbers and texts.
NULL = b""
NAN = b"\x01"
ODD_TEXT = b"\x03"
"""Text that UTF-8 cannot hold (a lone surrogate)."""
LIST = b"\x04"
EMPTY = b"\x05"
"""A dict without keys; one with keys stands in the index by what it holds."""

Skip = dict[str, Any]
"""Which keys have no index rows: ``{"captured": True, "summaries": {"*": {"count": True}}}``; ``*`` is any key."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class _NotPlain(Exception):
    """The document holds something that needs the slow way: NaN, tuples, subclasses, keys that are no text."""


def decode(body: str) -> dict[str, Any]:
    """Give the document of a JSON text; NaN and the infinities are read as Python's JSON writes them."""
    try:
        return _decode(body)  # type: ignore[no-any-return]
    except msgspec.DecodeError:
        try:
            return json.loads(body)  # type: ignore[no-any-return]
        except ValueError as error:
            raise StoreCorrupt(f"A document of the store is damaged: it is no JSON ({error}).") from error


def prepare(document: Mapping[str, Any], skip: Skip) -> tuple[str, dict[Path, Indexed]]:
    """Give a document's JSON text and its index rows.

    Parameters
    ----------
    document
        What is to be stored.
    skip
        Keys that are not indexed.

    Raises
    ------
    InvalidInput
        When JSON cannot hold a value (a set, an array, an object); the message names the path.
    """
    rows: dict[Path, Indexed] = {}
    plain = document if type(document) is dict else dict(document)
    try:
        _walk(plain, (), skip, rows)
        return _encode(plain).decode(), rows
    except (_NotPlain, UnicodeEncodeError):
        rows.clear()
    except RecursionError as error:
        raise InvalidInput("The document is nested too deeply (or holds itself).") from error
    try:
        plain = _plain(plain, ())
        body = json.dumps(plain, separators=(",", ":"))
        _walk(decode(body), (), skip, rows, strict=False)
    except RecursionError as error:
        raise InvalidInput("The document is nested too deeply (or holds itself).") from error
    return body, rows


def rows_of(document: Mapping[str, Any], skip: Skip) -> dict[Path, Indexed]:
    """Give the index rows of a document that came out of the store."""
    rows: dict[Path, Indexed] = {}
    _walk(document, (), skip, rows, strict=False)
    return rows


def _walk(
    value: Mapping[str, Any], at: Path, skip: Skip | None, rows: dict[Path, Indexed], strict: bool = True
) -> None:
    for key, item in value.items():
        kind = type(item)
        if strict and type(key) is not str:
            raise _NotPlain
        below = (skip.get(key) or skip.get("*")) if skip else None
        if below is True:
            if strict:
                _check(item)
            continue
        path = (*at, key)
        if kind is str:
            rows[path] = indexed_text(item)
        elif kind is float:
            if not math.isfinite(item):
                if strict:
                    raise _NotPlain
                rows[path] = NAN if item != item else item
            else:
                rows[path] = item
        elif kind is int:
            rows[path] = item if -EXACT <= item < EXACT else _as_float(item)
        elif kind is bool:
            rows[path] = int(item)
        elif item is None:
            rows[path] = NULL
        elif kind is dict:
            if item:
                _walk(item, path, below, rows, strict)
            else:
                rows[path] = EMPTY
        elif kind is list:
            if strict:
                _check(item)
            rows[path] = LIST
        else:
            raise _NotPlain


def _check(item: Any) -> None:
    kind = type(item)
    if kind is str or kind is int or kind is bool or item is None:
        return
    if kind is float:
        if not math.isfinite(item):
            raise _NotPlain
    elif kind is list:
        for value in item:
            _check(value)
    elif kind is dict:
        for key, value in item.items():
            if type(key) is not str:
                raise _NotPlain
            _check(value)
    else:
        raise _NotPlain


def indexed_text(text: str) -> Indexed:
    """Give what the index holds for a text."""
    short = text[:TEXT_LENGTH]
    if short.isascii():
        return short
    try:
        text.encode()
    except UnicodeEncodeError:
        return ODD_TEXT
    return short


def _as_float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _plain(value: Any, at: Path) -> Any:
    """Give a copy in the types of JSON alone, as Python's JSON would write it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, Mapping):
        done = {}
        for key, item in value.items():
            name = _key(key, at)
            done[name] = _plain(item, (*at, name))
        return done
    if isinstance(value, list | tuple):
        return [_plain(item, (*at, str(place))) for place, item in enumerate(value)]
    kind = type(value)
    raise InvalidInput(
        f"{'.'.join(at) or 'The document'} is a {kind.__module__}.{kind.__qualname__}, which JSON cannot hold; "
        "store numbers, texts, booleans, None, lists or dicts."
    )


def _key(key: Any, at: Path) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    if key is None or isinstance(key, bool | int | float):
        return json.dumps(key)
    raise InvalidInput(
        f"A key of {'.'.join(at) or 'the document'} is a {type(key).__qualname__}; keys are texts."
    )
