"""Going along the index in the order of a sort key, as far as somebody wants to go."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from .engine_sqlite import Session
from .index import EXACT, NAN, ODD_TEXT, TEXT_LENGTH
from .pushdown import is_indexed
from .selection import Found, Question, fetch
from .sorting import NOT_A_NUMBER, NOTHING, Ranked, Sort, in_order, rank, ranked

Step = tuple[int, int]
"""A document, and the place of the path by which it came; ``SURE`` where the document need not be looked at."""
SURE = -1

_Row = tuple[Any, int, int]
_GROUPS = ("d.value < ''", "d.value = x'01'", "d.value >= '' AND d.value < x''")
"""Numbers, NaN, texts."""
_ORDERED = "(value < x'' OR value = x'01')"
_MOST_IN_MEMORY = 2000


def can_walk(question: Question, sort: Sort) -> bool:
    """Say whether the index knows the order of all documents by a sort key."""
    for path in sort.paths:
        if not is_indexed(path, question.index.skip):
            return False
        number = question.index.paths.get(path)
        if number is not None and question.index.has(number, ODD_TEXT):
            return False
    return True


def walk(session: Session, question: Question, sort: Sort, most: int | None = None) -> Iterator[Step]:
    """Give documents in the order of one sort key; ties newest first.

    Parameters
    ----------
    session
        A session with a snapshot.
    question
        The condition; only what the index answers of it is tested here.
    sort
        The key. With several paths a document may come once for each of them; the place tells by which.
    most
        No more steps are needed.
    """
    numbers = [question.index.paths.get(path) for path in sort.paths]
    single = len(numbers) == 1
    for group in _GROUPS:
        streams = [
            _stream(session, question, (number, place), group, sort.descending, most if single else None)
            for place, number in enumerate(numbers)
            if number is not None
        ]
        rows: Iterable[_Row]
        if sort.descending:
            rows = heapq.merge(*streams, key=_value_and_newest, reverse=True)
        else:
            rows = heapq.merge(*streams, key=_value_then_newest)
        for value, same in groupby(rows, key=_value):
            if inexact(value):
                yield from _settled(session, question, sort, [(doc, place) for _, doc, place in same])
            else:
                for _, doc, place in same:
                    yield doc, SURE if single else place
    known = [number for number in numbers if number is not None]
    marks = ", ".join("?" * len(known))
    where, params = question.where()
    table = question.table.id
    for (doc,) in session.execute(
        f"SELECT d.doc FROM documents_{table} d INDEXED BY seq_{table} WHERE {where} AND d.doc NOT IN "
        f"(SELECT doc FROM entries WHERE path IN ({marks}) AND {_ORDERED}) "
        f"ORDER BY d.doc DESC LIMIT {-1 if most is None else most}",
        (*params, *known),
    ):
        yield doc, SURE


def _stream(
    session: Session,
    question: Question,
    path: tuple[int, int],
    group: str,
    descending: bool,
    most: int | None,
) -> Iterable[_Row]:
    where, params = question.where()
    number, place = path
    select = f"SELECT d.value, d.doc, {place} FROM entries d WHERE d.path = ? AND {where} AND"
    order = f"ORDER BY d.value {'DESC' if descending else 'ASC'}, d.doc DESC"
    if most is None:
        return session.execute(f"{select} {group} {order}", (number, *params))
    rows = session.execute(f"{select} {group} {order} LIMIT ?", (number, *params, most)).fetchall()
    if len(rows) == most and rows and inexact(rows[-1][0]):
        # The order within equal beginnings is not known here: all of them are needed.
        last = rows[-1][0]
        rows = [row for row in rows if row[0] != last]
        rows += session.execute(f"{select} d.value = ? {order}", (number, *params, last))
    return rows


def _settled(session: Session, question: Question, sort: Sort, steps: list[Step]) -> Iterator[Step]:
    """Put documents in order that the index holds to be equal, by their own values."""
    bodies = dict(fetch(session, question.table, [doc for doc, _ in steps]))
    mine = [doc for doc, place in steps if first_path(bodies[doc], sort) == place]
    for doc in in_order(mine, [{doc: ranked(bodies[doc], sort) for doc in mine}], [sort]):
        yield doc, SURE


def page(session: Session, question: Question, sort: Sort, need: int) -> list[Found]:
    """Give the first documents in the order of a sort key that fulfil the whole condition."""
    found: list[Found] = []
    exact = question.exact and len(sort.paths) == 1
    steps = walk(session, question, sort, need if exact else None)
    size = need
    while len(found) < need:
        some = list(islice(steps, size))
        if not some:
            break
        bodies = dict(fetch(session, question.table, [doc for doc, _ in some]))
        for doc, place in some:
            body = bodies[doc]
            if (place == SURE or first_path(body, sort) == place) and question.accepts(body):
                found.append((doc, body))
        size = min(2 * size, _MOST_IN_MEMORY)
    return found[:need]


def page_ids(session: Session, question: Question, sort: Sort, need: int) -> list[int]:
    """Give the ids of a page; the condition is exact."""
    if len(sort.paths) > 1:
        return [doc for doc, _ in page(session, question, sort, need)]
    return [doc for doc, _ in islice(walk(session, question, sort, need), need)]


def ranks(session: Session, question: Question, sort: Sort, matching: set[int]) -> dict[int, Ranked]:
    """Give the places of documents in an order, from the index, and from the documents where that is not enough."""
    if not can_walk(question, sort):
        return {doc: ranked(body, sort) for doc, body in fetch(session, question.table, list(matching))}
    places: dict[int, Ranked] = {}
    unsure: set[int] = set()
    for path in reversed(sort.paths):
        number = question.index.paths.get(path)
        for doc, value in session.execute("SELECT doc, value FROM entries WHERE path = ?", (number,)):
            place = (NOT_A_NUMBER, 0) if value == NAN else rank(value)
            if doc in matching and place[0] != NOTHING:
                places[doc] = place
                if inexact(value):
                    unsure.add(doc)
    for doc, body in fetch(session, question.table, list(unsure)):
        places[doc] = ranked(body, sort)
    return places


def inexact(value: Any) -> bool:
    """Say whether the index holds a value only roughly."""
    if isinstance(value, str):
        return len(value) >= TEXT_LENGTH
    return not isinstance(value, bytes) and abs(value) >= EXACT


def first_path(document: dict[str, Any], sort: Sort) -> int:
    """Give which of the paths of a sort key places a document."""
    for place, path in enumerate(sort.paths):
        if ranked(document, Sort(path))[0] != NOTHING:
            return place
    return SURE


def _value(row: _Row) -> Any:
    return row[0]


def _value_then_newest(row: _Row) -> tuple[Any, int]:
    return row[0], -row[1]


def _value_and_newest(row: _Row) -> tuple[Any, int]:
    return row[0], row[1]
