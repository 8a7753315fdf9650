"""Profiles of categories and of texts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...records import ColumnProfile
from ..columns import Cleaned
from ..texts import vocabulary
from . import distinct, numbers

LG_FREQUENT = 7
"""Of the largest table of the frequent items sketch: 96 values are counted exactly, more with an error."""
LONGEST = 64


def of_categories(column: Cleaned) -> ColumnProfile:
    """Profile categories: how often each occurs, how many there are."""
    found = ColumnProfile(column.name, column.kind, column.type, None, column.rows, column.missing)
    counted = distinct.of_strings(column.counts)
    found.distinct, found.distinct_sketch = counted.get_estimate(), bytes(counted.serialize_compact())
    return _with_frequent(found, _sketch(column.counts))


def of_texts(column: Cleaned) -> ColumnProfile:
    """Profile texts: their lengths as numbers, their words as categories (with the texts that they are in)."""
    texts = list(Counter(column.counts).elements())
    found = ColumnProfile(column.name, column.kind, column.type, None, column.rows, column.missing)
    found = numbers.with_values(found, np.array([len(text) for text in texts], float))
    counted = distinct.of_strings(column.counts)
    found.distinct, found.distinct_sketch = counted.get_estimate(), bytes(counted.serialize_compact())
    return _with_frequent(found, _sketch(vocabulary(texts)))


def added(first: ColumnProfile, second: ColumnProfile) -> ColumnProfile:
    """Add two profiles of categories, or of texts."""
    if first.kind == "text":
        found = numbers.added(first, second)
    else:
        found = ColumnProfile(
            first.name, first.kind, first.type, None, first.rows + second.rows, first.missing + second.missing
        )
        counted = distinct.added(first.distinct_sketch, second.distinct_sketch)
        found.distinct, found.distinct_sketch = counted.get_estimate(), bytes(counted.serialize_compact())
    sketch = _sketch_of(first)
    sketch.merge(_sketch_of(second))
    return _with_frequent(found, sketch)


def _sketch(counts: Mapping[str, int]) -> Any:
    from datasketches import frequent_strings_sketch

    sketch = frequent_strings_sketch(LG_FREQUENT)
    # The most frequent first: what is thrown out later is rare.
    for value, rows in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if rows:
            sketch.update(_short(value), rows)
    return sketch


def _sketch_of(column: ColumnProfile) -> Any:
    from datasketches import frequent_strings_sketch

    if column.frequent_sketch:
        return frequent_strings_sketch.deserialize(column.frequent_sketch)
    return _sketch(column.frequent)


def _with_frequent(found: ColumnProfile, sketch: Any) -> ColumnProfile:
    from datasketches import frequent_items_error_type

    if sketch.is_empty():
        return found
    items = sketch.get_frequent_items(frequent_items_error_type.NO_FALSE_NEGATIVES, 0)
    found.frequent = {item[0]: int(item[2]) for item in items}
    found.frequent_error = max(int(item[3] - item[2]) for item in items)
    found.frequent_sketch = bytes(sketch.serialize()) if found.frequent_error else b""
    return found


def _short(value: str) -> str:
    """Shorten a value without making two values one."""
    if len(value) <= LONGEST:
        return value
    return f"{value[:LONGEST]}…{hashlib.blake2s(value.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"
