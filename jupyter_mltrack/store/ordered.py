"""Documents in an order, page by page. Three ways lead there, and the cheapest is taken.

- *few*: read the documents of the rarest condition, test and sort them;
- *walk*: go along the index in the order that was asked for, until the page is full;
- *all*: sort all matching ids by the values of the index.
"""

from __future__ import annotations

from collections.abc import Sequence

from .engine_sqlite import Session
from .selection import Found, Question, candidates, fetch, few, find, natural, source
from .sorting import Sort, in_order, ranked
from .walk import can_walk, page, page_ids, ranks


def select(
    session: Session, question: Question, sort: Sequence[Sort], limit: int | None, offset: int
) -> list[Found]:
    """Give matching documents in an order, from ``offset`` on, at most ``limit``."""
    if limit == 0:
        return []
    if not sort:
        return find(session, question, limit, offset)
    if limit is None or few(session, question, limit + offset) is not None:
        return _sorted(find(session, question), sort)[offset : _end(limit, offset)]
    if len(sort) == 1 and can_walk(question, sort[0]):
        return page(session, question, sort[0], limit + offset)[offset:]
    if not question.exact:
        return _sorted(find(session, question), sort)[offset : limit + offset]
    wanted = _all(session, question, sort)[offset : limit + offset]
    found = dict(fetch(session, question.table, wanted))
    return [(doc, found[doc]) for doc in wanted]


def ids(
    session: Session, question: Question, sort: Sequence[Sort], limit: int | None, offset: int
) -> list[int]:
    """Give the ids of matching documents in an order."""
    if limit == 0:
        return []
    if not question.exact:
        return [doc for doc, _ in select(session, question, sort, limit, offset)]
    if sort:
        if (
            limit is not None
            and len(sort) == 1
            and can_walk(question, sort[0])
            and few(session, question, limit + offset) is None
        ):
            return page_ids(session, question, sort[0], limit + offset)[offset:]
        return _all(session, question, sort)[offset : _end(limit, offset)]
    sql, params = candidates(session, question, _end(limit, offset))
    rows = session.execute(
        f"SELECT d.doc {sql} ORDER BY {natural(question.table)} LIMIT ? OFFSET ?",
        (*params, -1 if limit is None else limit, offset),
    )
    return [doc for (doc,) in rows]


def _end(limit: int | None, offset: int) -> int | None:
    return None if limit is None else offset + limit


def _sorted(found: list[Found], sort: Sequence[Sort]) -> list[Found]:
    bodies = dict(found)
    places = [{doc: ranked(body, key) for doc, body in found} for key in sort]
    return [(doc, bodies[doc]) for doc in in_order(bodies, places, sort)]


def _all(session: Session, question: Question, sort: Sequence[Sort]) -> list[int]:
    """Give all matching ids in order; the condition is exact."""
    sql, params = source(session, question)
    matching = {doc for (doc,) in session.execute(f"SELECT d.doc {sql}", params)}
    return in_order(matching, [ranks(session, question, key, matching) for key in sort], sort)
