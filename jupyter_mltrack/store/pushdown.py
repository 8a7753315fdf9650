"""Conditions, said in SQL over the index as far as it goes.

A node of a query becomes a set of index rows (``Pushed``): exactly the documents that match, or more, of which the rest
is then tested in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from tinydb.utils import FrozenDict

from .index import EMPTY, EXACT, LIST, NULL, ODD_TEXT, TEXT_LENGTH, Indexed, Path, Skip, indexed_text
from .names import below
from .query import COMPARED, Leaf, Node, Opaque


class Rows(NamedTuple):
    """A stretch of the index: one path, and the values that count."""

    path: int
    where: str
    params: tuple[Indexed, ...]
    point: bool = False
    """One value only: whether a document is in it is a single look-up."""


class Pushed(NamedTuple):
    """What the index knows of a condition.

    Attributes
    ----------
    where
        SQL over ``d.doc``.
    params
        Its parameters.
    exact
        It gives exactly the documents that match; else some of those that it gives do not.
    source
        ``SELECT`` of the same document ids straight from the index, where that can be had.
    source_params
        Its parameters.
    point
        Whether testing one document is cheap.
    """

    where: str
    params: tuple[Any, ...]
    exact: bool
    source: str | None = None
    source_params: tuple[Any, ...] = ()
    point: bool = False


EVERYTHING = Pushed("1", (), False)
"""The index knows nothing: every document has to be tested."""


class Index(NamedTuple):
    """What a compilation needs to know of a table's index."""

    paths: Mapping[Path, int]
    skip: Skip
    has: Callable[[int, bytes], bool]
    """Whether any document has this mark at this path."""


def push(node: Node, index: Index, depth: int = 0) -> Pushed:
    """Say a condition in SQL, as far as the index knows, and as long as SQLite can read it."""
    if isinstance(node, Opaque) or depth > _DEEPEST:
        return EVERYTHING
    if isinstance(node, Leaf):
        rows = _rows(node, index)
        return EVERYTHING if rows is None else _from_rows(*rows)
    if len(node.nodes) > MOST_PARTS:
        return EVERYTHING
    parts = [push(part, index, depth + 1) for part in node.nodes]
    params = tuple(value for part in parts for value in part.params)
    if len(params) > _MOST_PARAMS:
        return EVERYTHING
    exact = all(part.exact for part in parts)
    point = all(part.point for part in parts)
    if node.op == "not":
        return Pushed(f"NOT ({parts[0].where})", params, True, point=point) if exact else EVERYTHING
    if node.op == "and":
        return Pushed(" AND ".join(f"({part.where})" for part in parts) or "1", params, exact, point=point)
    source, source_params = None, ()
    if all(part.source is not None for part in parts):
        source = " UNION ".join(str(part.source) for part in parts)
        source_params = tuple(value for part in parts for value in part.source_params)
        if source.count(" UNION ") > _MOST_UNIONS:
            source, source_params = None, ()
    return Pushed(
        " OR ".join(f"({part.where})" for part in parts), params, exact, source, source_params, point
    )


MOST_PARTS = 200
"""Longer chains of ``&`` and ``|`` are not said in SQL: SQLite reads expressions of a limited depth only."""
_DEEPEST = 10
_MOST_UNIONS = 400
_MOST_PARAMS = 15_000


def _from_rows(rows: list[Rows], exact: bool) -> Pushed:
    if not rows:
        return Pushed("0", (), exact, "SELECT NULL AS doc WHERE 0", (), True)
    whole = [row.path for row in rows if row.where == "1"]
    some = [row for row in rows if row.where != "1"]
    selects = [f"SELECT doc FROM entries WHERE path = ? AND {row.where}" for row in some]
    params = tuple(value for row in some for value in (row.path, *row.params))
    if whole:
        selects.append(f"SELECT DISTINCT doc FROM entries WHERE path IN ({', '.join('?' * len(whole))})")
        params = (*params, *whole)
    source = " UNION ".join(selects)
    point = all(row.point for row in rows)
    if point and len(rows) <= 8:
        where = " OR ".join(
            f"EXISTS (SELECT 1 FROM entries WHERE path = ? AND {row.where} AND doc = d.doc)" for row in rows
        )
    else:
        where = f"d.doc IN ({source})"
    return Pushed(where, params, exact, source, params, point and len(rows) <= 8)


Answer: TypeAlias = "tuple[list[Rows], bool] | None"
_MOST_VALUES = 5000
_TEXTS = "value >= '' AND value < x''"


def _rows(leaf: Leaf, index: Index) -> Answer:
    """Give the stretches of the index that hold the matching documents, and whether they hold no other."""
    if not is_indexed(leaf.path, index.skip) or (leaf.op == "compared" and not leaf.path):
        return None
    if leaf.op == "==":
        return _equal(leaf.path, leaf.value, index)
    if leaf.op == "one_of":
        return _one_of(leaf, index)
    if leaf.op in COMPARED:
        return _compared(leaf, index)
    if leaf.op in ("matches", "search"):
        return _at(leaf.path, index, _TEXTS) + _at(leaf.path, index, "value = ?", ODD_TEXT), False
    if leaf.op == "fragment":
        return _fragment(leaf, index)
    existing = _existing(leaf.path, index)
    if existing is None or leaf.op in ("test", "any", "all", "compared"):
        return existing if existing is None else (existing, False)
    if leaf.op == "exists":
        return existing, True
    return _different(leaf, index, existing)


def is_indexed(path: Path, skip: Skip) -> bool:
    """Say whether the values at a path are in the index."""
    here: Any = skip
    for key in path:
        here = (here.get(key) or here.get("*")) if here else None
        if here is True:
            return False
    return True


def _at(path: Path, index: Index, where: str, *params: Indexed, point: bool = False) -> list[Rows]:
    number = index.paths.get(path)
    return [] if number is None else [Rows(number, where, params, point)]


def _existing(path: Path, index: Index) -> list[Rows] | None:
    """Give the documents that have anything at a path; ``None`` where the index leaves out some of what lies below."""
    here: Any = index.skip
    for key in path:
        here = (here.get(key) or here.get("*")) if here else None
    if here:
        return None
    known = [path, *below(index.paths, path)]
    return [Rows(index.paths[one], "1", ()) for one in known if one in index.paths]


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str)


def _equal(path: Path, value: Any, index: Index) -> Answer:
    if value is None:
        return _at(path, index, "value = ?", NULL, point=True), True
    if isinstance(value, str):
        if type(value) is not str:
            value = str.__str__(value)
        return _at(path, index, "value = ?", indexed_text(value), point=True), len(value) < TEXT_LENGTH
    if isinstance(value, bool | int | float):
        if value != value:
            return [], True
        number = _number(value)
        return _at(path, index, "value = ?", number, point=True), abs(number) < EXACT
    if isinstance(value, FrozenDict | tuple | frozenset):
        if isinstance(value, FrozenDict) and value:
            existing = _existing(path, index)
            return None if existing is None else (existing, False)
        mark = EMPTY if isinstance(value, FrozenDict) else LIST
        return _at(path, index, "value = ?", mark, point=True), False
    return None


def _number(value: float) -> float:
    """Give a number as SQLite can hold it."""
    if isinstance(value, float):
        return float(value)
    whole = int(value)
    if -EXACT <= whole < EXACT:
        return whole
    try:
        return float(whole)
    except OverflowError:
        return float("inf") if whole > 0 else float("-inf")


def _one_of(leaf: Leaf, index: Index) -> Answer:
    items = leaf.value
    if (
        not isinstance(items, tuple | frozenset)
        or len(items) > _MOST_VALUES
        or not all(map(_is_scalar, items))
    ):
        existing = _existing(leaf.path, index)
        return None if existing is None else (existing, False)
    rows: list[Rows] = []
    exact = True
    for item in items:
        answer = _equal(leaf.path, item, index)
        assert answer is not None
        rows += answer[0]
        exact = exact and answer[1]
    if len(rows) > 1:
        values = tuple(dict.fromkeys(row.params[0] for row in rows))
        marks = ", ".join("?" * len(values))
        rows = [Rows(rows[0].path, f"value IN ({marks})", values)]
    return rows, exact


def _compared(leaf: Leaf, index: Index) -> Answer:
    value, op = leaf.value, leaf.op
    if isinstance(value, str):
        if type(value) is not str:
            value = str.__str__(value)
        odd = leaf.path in index.paths and index.has(index.paths[leaf.path], ODD_TEXT)
        limit = indexed_text(value)
        if isinstance(limit, bytes):
            return _at(leaf.path, index, _TEXTS) + _at(leaf.path, index, "value = ?", ODD_TEXT), False
        exact = len(value) < TEXT_LENGTH
        bound = "value >= ''" if op[0] == "<" else "value < x''"
        rows = _at(leaf.path, index, f"value {op if exact else op[0] + '='} ? AND {bound}", limit)
        if odd:
            rows += _at(leaf.path, index, "value = ?", ODD_TEXT)
        return rows, exact and not odd
    if isinstance(value, bool | int | float):
        if value != value:
            return [], True
        number = _number(value)
        exact = abs(number) < EXACT
        bound = "1" if op[0] == "<" else "value < ''"
        return _at(leaf.path, index, f"value {op if exact else op[0] + '='} ? AND {bound}", number), exact
    if isinstance(value, list | tuple):
        return _at(leaf.path, index, "value = ?", LIST), False
    if value is None:
        return [], True
    return None


def _different(leaf: Leaf, index: Index, existing: list[Rows]) -> Answer:
    """``!=``: whatever is there, without what is equal."""
    if not _is_scalar(leaf.value):
        return existing, False
    answer = _equal(leaf.path, leaf.value, index)
    if answer is None or not answer[0]:
        return existing, answer is not None and answer[1]
    if not answer[1]:
        return existing, False
    equal = answer[0][0]
    rest = [row for row in existing if row.path != equal.path]
    # Two stretches, before and after the value: SQLite walks only those rows.
    sides = [Rows(equal.path, f"value {op} ?", equal.params) for op in "<>"]
    return [*sides, *rest], True


def _fragment(leaf: Leaf, index: Index) -> Answer:
    """``fragment``: the rarest of its values that the index knows; the rest is tested on the documents."""
    if not isinstance(leaf.value, FrozenDict):
        return None
    for key, value in leaf.value.items():
        if (
            isinstance(key, str)
            and _is_scalar(value)
            and value == value
            and is_indexed((*leaf.path, key), index.skip)
        ):
            answer = _equal((*leaf.path, key), value, index)
            if answer is not None:
                return answer[0], False
    return None
