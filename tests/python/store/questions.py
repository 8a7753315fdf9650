"""Random documents and TinyDB queries, and what plain TinyDB says of them."""

import copy
import json
import math
import re

from hypothesis import strategies as st
from tinydb import Query

KEYS = ("a", "b", "c", "dot.ted", "ключ")
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([2**53, 2**53 + 1, 2**63 - 1, 2**63, 2**63 + 1, 2**64, -(2**63), -(2**63) - 1, 10**30]),
    st.sampled_from([0.0, -0.0, 1.0, 0.1, 1e300, 2.0**63, 2.0**64, math.inf, -math.inf, math.nan]),
    st.floats(-2, 2, allow_nan=False, width=16),
    st.sampled_from(["", "a", "ab", "b", "Ab", "1", "\x00", "é", "日本", "\U0001f600", "\ud800", "x\udfff"]),
    st.sampled_from(["x" * 63, "x" * 64, "x" * 65, "x" * 64 + "y", "x" * 64 + "\ud800", "é" * 70]),
    st.text("abAé", max_size=3),
)
KEY = st.sampled_from(KEYS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.lists(st.dictionaries(KEY, VALUES, max_size=4), max_size=12)


def _at(path):
    query = Query()
    for key in path:
        query = query[key]
    return query


PATHS = st.lists(KEY, min_size=1, max_size=3)
REGULAR = st.sampled_from(["a", "^a$", "[ab]+", "x{64}", "", "é", "^$"])


OPS = (
    *("==", "!=", "<", "<=", ">", ">=", "exists", "matches", "search", "test", "test2"),
    *("any", "all", "anyq", "allq", "one_of", "fragment", "root", "noop", "map"),
)


def _is_text(value):
    return isinstance(value, str)


def _longer(value, least):
    return hasattr(value, "__len__") and len(value) >= least


def _size(value):
    return len(value) if hasattr(value, "__len__") else -1


@st.composite
def _leaf(draw, depth=1):
    path = _at(draw(PATHS))
    op = draw(st.sampled_from(OPS))
    if op in ("==", "!=", "<", "<=", ">", ">="):
        value = draw(VALUES if op in ("==", "!=") else SCALARS | st.lists(st.integers(0, 2), max_size=2))
        return {
            "==": lambda: path == value,
            "!=": lambda: path != value,
            "<": lambda: path < value,
            "<=": lambda: path <= value,
            ">": lambda: path > value,
            ">=": lambda: path >= value,
        }[op]()
    if op == "exists":
        return path.exists()
    if op in ("matches", "search"):
        return getattr(path, op)(draw(REGULAR), flags=draw(st.sampled_from([0, re.IGNORECASE])))
    if op == "test":
        return path.test(_is_text)
    if op == "test2":
        return path.test(_longer, draw(st.integers(0, 3)))
    if op in ("any", "all"):
        return getattr(path, op)(draw(st.lists(SCALARS, max_size=3)))
    if op in ("anyq", "allq"):
        inner = draw(_leaf(depth - 1)) if depth else _at(draw(PATHS)) == draw(SCALARS)
        return getattr(path, op[:3])(inner)
    if op == "one_of":
        return path.one_of(draw(st.lists(SCALARS, max_size=4)))
    if op == "fragment":
        return path.fragment(draw(st.dictionaries(KEY, VALUES, max_size=2)))
    if op == "root":
        return Query().fragment(draw(st.dictionaries(KEY, VALUES, max_size=2)))
    if op == "noop":
        return Query().noop()
    return path.map(_size) > draw(st.integers(-1, 2))


CONDITIONS = st.recursive(
    _leaf(),
    lambda inner: (
        st.tuples(inner, inner).map(lambda pair: pair[0] & pair[1])
        | st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1])
        | inner.map(lambda part: ~part)
    ),
    max_leaves=4,
)


def as_stored(document):
    """Give a document as it is after it was stored: equal, and of other objects (NaN is looked up by identity)."""
    return json.loads(json.dumps(document))


def plain_answer(condition, document):
    """Give TinyDB's answer, or ``None`` where it raises because values of different kinds were compared."""
    try:
        return bool(condition(copy.deepcopy(document)))
    except TypeError:
        return None
