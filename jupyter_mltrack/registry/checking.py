"""Whether the history is whole, and whether the documents are what it tells."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import msgspec

from ..errors import MLTrackError
from ..records import RegistryCheck, RegistryEvent
from ..store import Document, Sort, Store
from .auditing import audited
from .chain import FIRST, event_hash
from .state import KEYS, Fields, TableName, documents

_MOST_SAID = 100


def check(store: Store) -> list[str]:
    """Look for tampering with the registry.

    Finds events that were changed, removed or added, documents that differ from what the events made of them, moves
    that the rules of their time did not allow, and evidence that is not what it was. Who can write to the store's file
    can forge the whole chain from some event on: to prove that nobody did, note its ``head`` elsewhere from time to
    time (see ``check_registry``).

    Returns
    -------
    list of str
        Sentences, one a finding; empty when all is well.
    """
    return check_registry(store).problems


def check_registry(store: Store, head: str | None = None) -> RegistryCheck:
    """Look for tampering, and give the newest event's hash.

    Parameters
    ----------
    store
        The store to check.
    head
        A hash that was noted earlier: it must still be in the chain.
    """
    # As of one moment: what others write meanwhile must not look like tampering.
    with store.snapshot():
        return _checked(store, head)


def _checked(store: Store, head: str | None) -> RegistryCheck:
    found = store.table("events").select(sort=Sort(("seq",)))
    problems, unchecked = list(_chain(found)), list[str]()
    if head is not None and head not in {event.get("hash") for event in found}:
        problems.append(f"No event has the hash {head[:16]}… that was noted: the history was written anew.")
    events, damaged = _read(found)
    if not damaged:
        problems += _documents(store, events, unchecked)
    problems += _evidence(store)
    head = found[-1].get("hash", FIRST) if found else FIRST
    return RegistryCheck(_first(problems), len(found), head, _first(unchecked))


def _first(sentences: list[str]) -> list[str]:
    more = len(sentences) - _MOST_SAID
    return [*sentences[:_MOST_SAID], f"… and {more:,} more."] if more > 0 else sentences


def _chain(events: list[Document]) -> Iterator[str]:
    previous, expected, last_time = FIRST, 1, -math.inf
    for event in events:
        seq = event.get("seq")
        what = f"Event {seq} ({event.get('kind')}{f' of {name}' if (name := event.get('model')) else ''})"
        if not isinstance(seq, int) or seq < expected:
            yield f"{what} was added: there is another one of that number."
            continue
        if seq > expected:
            gone = f"Event {expected} was" if seq == expected + 1 else f"Events {expected} to {seq - 1} were"
            yield f"{gone} removed."
        whole = event.get("hash") == event_hash(event)
        if not whole:
            yield f"{what} was changed after it was written."
        elif event.get("previous") != previous and seq == expected:
            yield f"{what} does not follow the event before it: one of them was exchanged."
        if isinstance(event.get("time"), (int, float)):
            if event["time"] < last_time:
                yield f"{what} has an earlier time than the event before it."
            last_time = event["time"]
        previous, expected = str(event.get("hash")), seq + 1


def _read(found: list[Document]) -> tuple[list[RegistryEvent], bool]:
    try:
        return [msgspec.convert(document, RegistryEvent) for document in found], False
    except msgspec.ValidationError:
        # The chain has said so: its hash does not fit any more.
        return [], True


def _documents(store: Store, events: list[RegistryEvent], unchecked: list[str]) -> Iterator[str]:
    try:
        audit = audited(events)
    except (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError) as error:
        yield f"The history cannot be replayed: {type(error).__name__} {error}."
        return
    yield from audit.problems
    unchecked += audit.unchecked
    tables: tuple[TableName, ...] = ("models", "versions", "requests")
    told = {(table, key): document for table, key, document in documents(audit.state)}
    for table in tables:
        seen: set[str] = set()
        for document in store.table(table).all():
            key = str(document.get(KEYS[table]))
            expected = told.get((table, key))
            if expected is None or key in seen:
                yield f"{_name(table, document)} is in the store, but no event tells of it."
            elif dict(document) != expected and not _alike(dict(document), expected):
                yield f"{_name(table, document)} was changed behind the history: {_difference(document, expected)}."
            seen.add(key)
        for (owner, key), lost in told.items():
            if owner == table and key not in seen:
                yield f"{_name(table, lost)} is missing from the store, but no event removed it."


def _alike(one: Any, other: Any) -> bool:
    """Compare as ``==`` does, with NaN equal to NaN."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other):
        return True
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _difference(document: Fields, expected: Fields) -> str:
    # When it was changed last says least of what was changed.
    for field in sorted({*expected, *document}, key=lambda field: (field == "updated", field)):
        if not _alike(document.get(field), expected.get(field)):
            is_now, was = str(document.get(field))[:60], str(expected.get(field))[:60]
            return f"its {field} is {is_now}, where the history says {was}"
    return "its fields differ"


def _name(table: TableName, document: Fields) -> str:
    if table == "models":
        return f"Model {document.get('name')}"
    if table == "versions":
        return f"Version {document.get('version')} of {document.get('model')}"
    return f"Request {str(document.get('id'))[:8]} for {document.get('model')}"


def _evidence(store: Store) -> Iterator[str]:
    for document in store.table("requests").all():
        if "evidence" in document:
            try:
                store.blobs.read(document["evidence"])
            except MLTrackError as error:
                yield f"The evidence of request {document['id'][:8]} cannot be had: {error.message}"
