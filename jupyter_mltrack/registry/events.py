"""The history: what happened, and how things stood at a moment."""

from __future__ import annotations

import functools
import operator
import time
from typing import get_args

import msgspec
from tinydb import Query
from tinydb.queries import QueryInstance
from tinydb.table import Document

from ..errors import InvalidInput, NotFound
from ..records import EventKind, EventPage, ModelMoment, RegistryEvent
from ..store import Sort, Store
from .documents import model_or_none
from .journal import newest_event
from .names import STAGES, check_model_name
from .state import replay

MOST_ROWS = 10_000


def history(
    store: Store,
    model: str | None = None,
    since: float | None = None,
    until: float | None = None,
    limit: int = 100,
    offset: int = 0,
    kind: str = "",
) -> EventPage:
    """Give a page of the history, the newest event first.

    Parameters
    ----------
    store
        The store to look in.
    model
        Only of this model, under whatever name it had; of one that was deleted, too.
    since, until
        Only from and to these times, Unix seconds, both included.
    limit, offset
        Which events, counted from 0.
    kind
        Only of this kind: ``rules set``, ``stage set``, ``version verified``, …

    Raises
    ------
    NotFound
        When there never was such a model.
    InvalidInput
        For more than ``MOST_ROWS`` events, or an unknown kind.
    """
    if not 0 <= limit <= MOST_ROWS or offset < 0:
        raise InvalidInput(f"A page has 0 to {MOST_ROWS:,} events, not {limit} from {offset}.")
    wanted: list[QueryInstance] = []
    if model is not None:
        wanted.append(Query().model_id == model_id_of(store, model))
    if since is not None:
        wanted.append(Query().time >= since)
    if until is not None:
        wanted.append(Query().time <= until)
    if kind:
        if kind not in get_args(EventKind):
            raise InvalidInput(
                f"There is no kind of event {kind[:40]!r}; kinds are {', '.join(get_args(EventKind))}."
            )
        wanted.append(Query().kind == kind)
    condition = functools.reduce(operator.and_, wanted) if wanted else None
    events = store.table("events")
    order = Sort(("seq",), descending=True)
    found = events.select(condition, sort=order, limit=limit, offset=offset)
    return EventPage([event_from(document) for document in found], events.count(condition))


def moment(store: Store, model: str, at: float | None = None) -> ModelMoment:
    """Say how a model stood at a time: which versions there were, in which stages, under which aliases.

    Parameters
    ----------
    store
        The store to look in.
    model
        Its name: of the model that bore it at that time, else of the one that bears it now.
    at
        Unix seconds; what happened at that very time has happened. Without one: now, with all that has happened, also
        when the clock went back and events have later times than it says.

    Raises
    ------
    NotFound
        When there never was such a model.

    Examples
    --------
    >>> moment(store, "churn", at).stages.get("production")  # doctest: +SKIP
    [3]
    """
    if at is None:
        newest = newest_event(store)
        at = max(time.time(), newest["time"] if newest else 0.0)
    now = model_id_of(store, model)
    found = _at(store, now, at)
    # The name may have been another model's then, one that was deleted or renamed since.
    if found.model != model:
        others = (_at(store, other, at) for other in _bearers(store, model) - {now})
        found = next((one for one in others if one.model == model), found)
    found.model = found.model or model
    return found


def _at(store: Store, model_id: str, at: float) -> ModelMoment:
    condition = (Query().model_id == model_id) & (Query().time <= at)
    events = [event_from(one) for one in store.table("events").select(condition, sort=Sort(("seq",)))]
    document = replay(events).get("models", model_id) or {}
    stages: dict[str, list[int]] = document.get("stages", {})
    return ModelMoment(
        model=document.get("name", ""),
        time=at,
        stages={stage: sorted(stages[stage]) for stage in STAGES if stage != "none" and stages.get(stage)},
        aliases=document.get("aliases", {}),
        versions=sorted(number for held in stages.values() for number in held),
        events=len(events),
    )


def _bearers(store: Store, name: str) -> set[str]:
    """Give the ids of all models that were made, renamed or deleted under a name."""
    turns = Query().kind.one_of(["model created", "model renamed", "model deleted"])
    return {one["model_id"] for one in store.table("events").search((Query().model == name) & turns)}


def event_from(document: Document) -> RegistryEvent:
    """Give the event of a document."""
    return msgspec.convert(document, RegistryEvent)


def model_id_of(store: Store, name: str) -> str:
    """Give the id of the model of that name, or of the last one that had it.

    Raises
    ------
    NotFound
        When there never was one.
    """
    checked = check_model_name(name)
    found = model_or_none(store, checked)
    if found is not None:
        return found.id
    order = Sort(("seq",), descending=True)
    events = store.table("events").select(Query().model == checked, sort=order, limit=1)
    if not events:
        raise NotFound(f"There is no model {checked[:80]!r}, and there never was one.")
    return str(events[0]["model_id"])
