"""The order of documents: by values at paths, numbers before text, missing values last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from ..errors import InvalidInput
from .index import Path

Ranked = tuple[int, Any]
"""A value's class and the value within it: 0 numbers, 1 NaN, 2 text, 3 nothing that has an order."""

NUMBER, NOT_A_NUMBER, TEXT, NOTHING = range(4)
_nothing: Ranked = (NOTHING, 0)


class Sort(NamedTuple):
    """One key of an order.

    Parameters
    ----------
    path
        Keys that lead to the value, ``("metrics", "loss")``; or several such paths, of which the first that a document
        has counts.
    descending
        Largest first. Numbers still come before text, NaN after every number, and documents without a value last.
    """

    path: Path | tuple[Path, ...]
    descending: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths, also where there is one only."""
        if self.path and isinstance(self.path[0], str):
            return (self.path,)
        return cast("tuple[Path, ...]", self.path)


def ranked(document: Mapping[str, Any], sort: Sort) -> Ranked:
    """Give the class and value by which a document is placed."""
    return next(
        (rank for rank in (_at(document, path) for path in sort.paths) if rank[0] != NOTHING), _nothing
    )


def _at(value: Any, path: Path) -> Ranked:
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return _nothing
        value = value[key]
    return rank(value)


def rank(value: Any) -> Ranked:
    """Give a value's class and the value within it."""
    if isinstance(value, int | float):
        return (NUMBER, value) if value == value else (NOT_A_NUMBER, 0)
    if isinstance(value, str):
        return (TEXT, value)
    return _nothing


def in_order(ids: Iterable[int], ranks: Sequence[Mapping[int, Ranked]], sorts: Sequence[Sort]) -> list[int]:
    """Give document ids in order.

    Parameters
    ----------
    ids
        The documents.
    ranks
        For each sort key, the place of every document; a document that is not there has no value.
    sorts
        The keys, the first one first. Ties are broken by document id, newest first.
    """
    done = sorted(ids, reverse=True)
    for sort, of in reversed(list(zip(sorts, ranks, strict=True))):
        groups: tuple[list[tuple[Any, int]], ...] = ([], [], [], [])
        for doc in done:
            kind, value = of.get(doc, _nothing)
            groups[kind].append((value, doc))
        for kind in (NUMBER, TEXT):
            groups[kind].sort(key=_value, reverse=sort.descending)
        done = [doc for group in groups for _, doc in group]
    return done


def _value(pair: tuple[Any, int]) -> Any:
    return pair[0]


def checked_sorts(sort: Sequence[Sort] | Sort) -> list[Sort]:
    """Give the keys of an order; refuse what is no path."""
    keys = [sort] if isinstance(sort, Sort) else [Sort(*key) for key in sort]
    for key in keys:
        if not key.paths or not all(
            isinstance(path, tuple) and path and all(isinstance(part, str) for part in path)
            for path in key.paths
        ):
            raise InvalidInput(
                f"{key.path!r} is no path to sort by: give a tuple of keys, or a tuple of such tuples."
            )
    return keys


def checked_limit(limit: int | None) -> int | None:
    """Give a limit; refuse a negative one."""
    if limit is not None and limit < 0:
        raise InvalidInput(f"limit is {limit}; it must be 0 or more.")
    return limit


def checked_offset(offset: int) -> int:
    """Give an offset; refuse a negative one."""
    if offset < 0:
        raise InvalidInput(f"offset is {offset}; it must be 0 or more.")
    return offset
