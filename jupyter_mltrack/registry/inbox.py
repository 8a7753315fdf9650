"""Requests as people see them: pages, one with its evidence, those that wait for somebody."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from tinydb import Query
from tinydb.queries import QueryInstance
from tinydb.table import Document

from ..errors import InvalidInput, MLTrackError
from ..records import (
    RegisteredModel,
    RequestDetails,
    RequestPage,
    RequestRow,
    StageRule,
    TransitionRequest,
)
from ..store import Sort, Store
from .documents import find_model, find_request, open_requests
from .evidence import frozen
from .people import Person
from .review import governing, missing_approvals, why_not
from .rules import merged_rules, store_rules

MOST_ROWS = 1000


def list_requests(
    store: Store,
    status: str = "open",
    model: str | None = None,
    waiting: bool = False,
    limit: int = 100,
    offset: int = 0,
    *,
    by: Person,
) -> RequestPage:
    """Give a page of requests, the newest first.

    Parameters
    ----------
    store
        The store to look in.
    status
        ``open``, ``approved``, …; empty for all.
    model
        Only those of this model.
    waiting
        Only those that wait for ``by``: open, not their own, and theirs to decide.
    limit, offset
        Which ones, counted from 0.
    by
        Who asks.

    Raises
    ------
    NotFound
        When there is no such model.
    InvalidInput
        For more than ``MOST_ROWS`` rows.
    """
    if not 0 <= limit <= MOST_ROWS or offset < 0:
        raise InvalidInput(f"A page has 0 to {MOST_ROWS:,} requests, not {limit} from {offset}.")
    mine = waiting_for(store, open_requests(store), by)
    if waiting:
        chosen = [one for one in reversed(mine) if model is None or one.model == model]
        page, total = chosen[offset : offset + limit], len(chosen)
    else:
        condition: QueryInstance = Query().id.exists()
        if status:
            condition = condition & (Query().status == status)
        if model is not None:
            condition = condition & (Query().model_id == find_model(store, model).id)
        order, table = Sort(("created",), descending=True), store.table("requests")
        found = table.select(condition, sort=order, limit=limit, offset=offset)
        page, total = [msgspec.convert(one, TransitionRequest) for one in found], table.count(condition)
    return RequestPage(_rows(store, page, by), total, len(mine))


def waiting_for(store: Store, requests: list[TransitionRequest], by: Person) -> list[TransitionRequest]:
    """Give those of some open requests that somebody may decide and has not asked for."""
    others = [one for one in requests if one.author != by.name]
    return [row.request for row in _rows(store, others, by) if row.may_decide]


def request_details(store: Store, request: str, *, by: Person) -> RequestDetails:
    """Give a request with its evidence, and what somebody may do with it.

    Raises
    ------
    NotFound
        When there is no such request.
    """
    found = find_request(store, request)
    row = _rows(store, [found], by)[0]
    try:
        return RequestDetails(row, frozen(store, found.evidence))
    except MLTrackError as error:
        # The request must be seen all the same: it can still be rejected.
        return RequestDetails(row, None, error.message)


def _rows(store: Store, requests: Iterable[TransitionRequest], by: Person) -> list[RequestRow]:
    """Give rows; the rules and every model are read once, however many requests there are."""
    common = store_rules(store)
    models: dict[str, RegisteredModel | None] = {}
    rows = []
    for request in requests:
        if request.status != "open":
            rows.append(RequestRow(request, [], 0, False, False, "It is closed."))
            continue
        if request.model_id not in models:
            document = store.table("models").get(Query().id == request.model_id)
            known = isinstance(document, Document)
            models[request.model_id] = msgspec.convert(document, RegisteredModel) if known else None
        rows.append(_row(request, models[request.model_id], common, by))
    return rows


def _row(
    request: TransitionRequest, model: RegisteredModel | None, common: list[StageRule], by: Person
) -> RequestRow:
    if model is None:  # deleted between two looks
        return RequestRow(request, [], 0, False, False, "Its model is gone.")
    stage = next((stage for stage, held in model.stages.items() if request.version in held), "none")
    ruling = governing(merged_rules(common, model.rules), stage, request.stage)
    held = model.stages.get(request.stage, [])
    reason = why_not(request, ruling, by)
    return RequestRow(
        request=request,
        rules=ruling,
        missing=missing_approvals(request.decisions, ruling),
        stale=(held[-1] if held else None) != request.current,
        may_decide=reason is None,
        why_not=reason,
    )
