"""Models, versions and requests, found in the store."""

from __future__ import annotations

from typing import Any

import msgspec
from tinydb import Query
from tinydb.table import Document

from ..errors import Conflict, InvalidInput, NotFound
from ..records import ModelVersion, RegisteredModel, TransitionRequest
from ..store import Sort, Store
from .names import STAGES, Reference, check_alias, check_model_name, read_reference

NEWEST_FIRST = Sort(("version",), descending=True)


def find_model(store: Store, name: str) -> RegisteredModel:
    """Give a model.

    Raises
    ------
    NotFound
        When there is none of that name.
    InvalidInput
        When it can be no model's name.
    """
    found = model_or_none(store, check_model_name(name))
    if found is None:
        raise NotFound(
            f"There is no model {name[:80]!r}. Register a run and it is made: mltrack register RUN NAME."
        )
    return found


def model_or_none(store: Store, name: str) -> RegisteredModel | None:
    """Give a model, or ``None``."""
    document = store.table("models").get(Query().name == name)
    return msgspec.convert(document, RegisteredModel) if isinstance(document, Document) else None


def version_from(document: dict[str, Any]) -> ModelVersion:
    """Give the version of a document."""
    return msgspec.convert(document, ModelVersion)


def version_key(model: RegisteredModel, number: int) -> str:
    """Give the key of a model's version."""
    return f"{model.id}/{number}"


def find_version(store: Store, reference: str | Reference) -> tuple[RegisteredModel, ModelVersion]:
    """Give a version and its model.

    Parameters
    ----------
    store
        The store to look in.
    reference
        ``churn/3``, ``churn@production`` (an alias of that name, else the newest version in the stage), ``churn`` (the
        newest version).

    Raises
    ------
    NotFound
        When there is none; the message says which there are.
    InvalidInput
        When the reference cannot be read.
    """
    asked = read_reference(reference) if isinstance(reference, str) else reference
    model = find_model(store, asked.model)
    number = asked.version if asked.version is not None else _meant(model, asked.label)
    document = store.table("versions").get(Query().key == version_key(model, number))
    if not isinstance(document, Document):
        numbers = version_numbers(model)
        there = f"The newest is {numbers[-1]}." if numbers else "It has no version yet."
        raise NotFound(f"The model {model.name!r} has no version {number}. {there}")
    return model, version_from(document)


def version_numbers(model: RegisteredModel) -> list[int]:
    """Give the numbers of a model's versions, ascending."""
    return sorted(number for held in model.stages.values() for number in held)


def _meant(model: RegisteredModel, label: str | None) -> int:
    if label is None or label == "latest":
        numbers = version_numbers(model)
        if not numbers:
            raise NotFound(f"The model {model.name!r} has no version yet.")
        return numbers[-1]
    if label in model.aliases:
        return model.aliases[label]
    if label in STAGES:
        held = model.stages.get(label)
        if not held:
            raise NotFound(f"No version of {model.name!r} is in {label}.")
        return max(held)
    check_alias(label)
    known = f"its aliases are {', '.join(sorted(model.aliases))}" if model.aliases else "it has no alias"
    raise NotFound(f"The model {model.name!r} has no alias {label!r}; {known}.")


def find_request(store: Store, reference: str) -> TransitionRequest:
    """Give a request by its id, a unique beginning of it, or the version that it is about (the open one, then).

    Raises
    ------
    NotFound
        When there is none.
    Conflict
        When the newest request about that version is closed.
    InvalidInput
        When several ids begin so, or several requests are about that version.
    """
    if "/" in str(reference) or "@" in str(reference):
        return _request_about(store, str(reference))
    text = str(reference).strip().lower()
    requests = store.table("requests")
    found = requests.select(Query().id == text, limit=1)
    if not found and len(text) >= 4 and all(character in "0123456789abcdef" for character in text):
        found = requests.select(Query().id.matches(text), limit=2)
    if len(found) > 1:
        raise InvalidInput(f"More than one request's id begins with {text!r}: give more characters.")
    if not found:
        raise NotFound(f"There is no request {text[:60]!r}. `mltrack requests` lists those that are open.")
    return msgspec.convert(found[0], TransitionRequest)


def _request_about(store: Store, reference: str) -> TransitionRequest:
    model, version = find_version(store, reference)
    about = [one for one in open_requests(store, model.id) if one.version == version.version]
    if len(about) > 1:
        raise InvalidInput(
            f"Several requests are about {reference}: {', '.join(one.id[:8] for one in about)}."
        )
    if not about:
        here = (Query().model_id == model.id) & (Query().version == version.version)
        newest = Sort(("created",), descending=True)
        closed = store.table("requests").select(here, sort=newest, limit=1)
        if closed:
            check_open(msgspec.convert(closed[0], TransitionRequest))
        raise NotFound(f"No open request is about {reference[:60]!r}.")
    return about[0]


def check_open(request: TransitionRequest) -> None:
    """Refuse a request that is closed.

    Raises
    ------
    Conflict
        Saying how it was closed, and by whom.
    """
    if request.status == "open":
        return
    last = next((one for one in reversed(request.decisions) if one.kind != "comment"), None)
    how = {
        "withdrawn": f"withdrawn by {request.author}",
        "overtaken": "overtaken: its version is gone, or already where it was to go",
    }.get(request.status, f"{request.status} by {last.user}" if last else request.status)
    raise Conflict(f"Request {request.id[:8]} is closed: it was {how}.")


def open_requests(store: Store, model_id: str | None = None) -> list[TransitionRequest]:
    """Give the requests that nobody has decided yet, the oldest first."""
    condition = Query().status == "open"
    if model_id is not None:
        condition = condition & (Query().model_id == model_id)
    return [
        msgspec.convert(document, TransitionRequest) for document in store.table("requests").search(condition)
    ]
