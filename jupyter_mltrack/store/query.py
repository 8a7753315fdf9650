"""TinyDB's queries, read: what they ask, and how much of it the index can answer.

A query instance carries a description of itself (``_hash``: operator, path, value), and composed ones hold their parts.
Here a query becomes a tree of nodes, and a node becomes a set of index rows (``Pushed``): exactly the documents that
match, or more, of which the rest is then tested in Python. So the answer is always TinyDB's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from tinydb.queries import QueryInstance, QueryLike
from tinydb.utils import FrozenDict

from .index import EMPTY, EXACT, LIST, NULL, ODD_TEXT, TEXT_LENGTH, Indexed, Path, Skip, indexed_text
from .names import below


class Leaf(NamedTuple):
    """One operator on one path. ``instance`` is TinyDB's own, where it could be had."""

    op: str
    path: Path
    value: Any
    instance: QueryInstance | None


class Group(NamedTuple):
    """``and``, ``or``, ``not`` of nodes, in the order in which they were written."""

    op: str
    nodes: tuple[Node, ...]


class Opaque(NamedTuple):
    """Something that only Python can answer."""

    instance: QueryLike


Node: TypeAlias = "Leaf | Group | Opaque"

_COMPARED = ("<", "<=", ">", ">=")
_WITH_VALUE = (*_COMPARED, "==", "!=", "any", "all", "one_of", "matches", "search", "test")


def describe(cond: QueryLike) -> Node:
    """Give the tree of a query."""
    if not isinstance(cond, QueryInstance):
        return Opaque(cond)
    held = _held(cond._test)
    name = getattr(cond._test, "__qualname__", "")
    for op, method in (("and", "__and__"), ("or", "__or__"), ("not", "__invert__")):
        if name.startswith(f"QueryInstance.{method}."):
            parts = [held[part] for part in ("self", "other") if part in held]
            return Group(op, tuple(describe(part) for part in parts))
    return _described(cond._hash, cond)


def _described(said: Any, instance: QueryInstance) -> Node:
    if said == ():
        return Group("and", ())
    if isinstance(said, tuple) and said:
        if said[0] == "fragment":
            path = _fragment_path(instance)
            if path is not None:
                return Leaf("fragment", path, said[1], instance)
        elif len(said) > 1 and isinstance(said[1], tuple) and all(isinstance(key, str) for key in said[1]):
            if said[0] == "exists":
                return Leaf("exists", said[1], None, instance)
            if said[0] in _WITH_VALUE:
                return Leaf(said[0], said[1], said[2], instance)
    return Opaque(instance)


def _held(function: Callable[..., Any]) -> dict[str, Any]:
    """Give the variables that a function closes over: TinyDB keeps the parts of a composed query there only."""
    code, cells = getattr(function, "__code__", None), getattr(function, "__closure__", None)
    if code is None or not cells:
        return {}
    return {name: cell.cell_contents for name, cell in zip(code.co_freevars, cells, strict=True)}


def _fragment_path(instance: QueryInstance) -> Path | None:
    """Give the path of a fragment query, which TinyDB's description leaves out."""
    runner = _held(instance._test).get("runner")
    query = _held(runner).get("self") if runner is not None else None
    path = getattr(query, "_path", None)
    if isinstance(path, tuple) and all(isinstance(key, str) for key in path):
        return path
    return None


def matches(cond: QueryLike, node: Node, document: Mapping[str, Any]) -> bool:
    """Test a document; comparing values of different kinds is no match, where plain TinyDB raises ``TypeError``."""
    try:
        return bool(cond(document))
    except TypeError:
        return _matches(node, document)


def _matches(node: Node, document: Mapping[str, Any]) -> bool:
    if isinstance(node, Opaque):
        return bool(node.instance(document))
    if isinstance(node, Group):
        if node.op == "not":
            return not _matches(node.nodes[0], document)
        return (all if node.op == "and" else any)(_matches(part, document) for part in node.nodes)
    assert node.instance is not None
    try:
        return bool(node.instance(document))
    except TypeError:
        if node.op == "test":  # an error of the caller's own function
            raise
        return False


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


def conjuncts(node: Node) -> list[Node]:
    """Give the conditions that all have to hold."""
    if isinstance(node, Group) and node.op == "and":
        return [inner for part in node.nodes for inner in conjuncts(part)]
    return [node]


def push(node: Node, index: Index) -> Pushed:
    """Say a condition in SQL, as far as the index knows."""
    if isinstance(node, Opaque):
        return EVERYTHING
    if isinstance(node, Leaf):
        rows = _rows(node, index)
        return EVERYTHING if rows is None else _from_rows(*rows)
    parts = [push(part, index) for part in node.nodes]
    params = tuple(value for part in parts for value in part.params)
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
    return Pushed(
        " OR ".join(f"({part.where})" for part in parts), params, exact, source, source_params, point
    )


def _from_rows(rows: list[Rows], exact: bool) -> Pushed:
    if not rows:
        return Pushed("0", (), exact, "SELECT NULL AS doc WHERE 0", (), True)
    params = tuple(value for row in rows for value in (row.path, *row.params))
    source = " UNION ".join(f"SELECT doc FROM entries WHERE path = ? AND {row.where}" for row in rows)
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
    if not is_indexed(leaf.path, index.skip):
        return None
    if leaf.op == "==":
        return _equal(leaf.path, leaf.value, index)
    if leaf.op == "one_of":
        return _one_of(leaf, index)
    if leaf.op in _COMPARED:
        return _compared(leaf, index)
    if leaf.op in ("matches", "search"):
        return _at(leaf.path, index, _TEXTS) + _at(leaf.path, index, "value = ?", ODD_TEXT), False
    if leaf.op == "fragment":
        return _fragment(leaf, index)
    existing = _existing(leaf.path, index)
    if existing is None or leaf.op in ("test", "any", "all"):
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
