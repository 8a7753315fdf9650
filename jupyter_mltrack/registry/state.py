"""What events make of the documents of models, versions and requests; in the store, or in memory when replayed."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol

from tinydb import Query
from tinydb.table import Document

from ..records import RegistryEvent
from ..store import Store

Fields = dict[str, Any]
TableName = Literal["models", "versions", "requests"]
KEYS: dict[TableName, str] = {"models": "id", "versions": "key", "requests": "id"}
"""The field by which a document of a table is known."""


class State(Protocol):
    """Documents by table and key."""

    def get(self, table: TableName, key: str) -> Fields | None:
        """Give a document."""

    def put(self, table: TableName, key: str, document: Fields | None) -> None:
        """Set a document; ``None`` removes it."""

    def of_model(self, table: TableName, model_id: str) -> list[Fields]:
        """Give a model's versions or requests."""


class Memory:
    """Documents in memory: what a replay gives.

    Attributes
    ----------
    tables
        Documents by table and key.
    rules
        Those of the whole store; ``None`` when nobody has set any.
    """

    def __init__(self) -> None:
        self.tables: dict[TableName, dict[str, Fields]] = {"models": {}, "versions": {}, "requests": {}}
        self.rules: list[Fields] | None = None

    def get(self, table: TableName, key: str) -> Fields | None:
        """Give a document."""
        return self.tables[table].get(key)

    def put(self, table: TableName, key: str, document: Fields | None) -> None:
        """Set a document; ``None`` removes it."""
        if document is None:
            self.tables[table].pop(key, None)
        else:
            self.tables[table][key] = document

    def of_model(self, table: TableName, model_id: str) -> list[Fields]:
        """Give a model's versions or requests."""
        return [
            document for document in self.tables[table].values() if _model_of(table, document) == model_id
        ]


class Stored:
    """Documents in the store, inside a transaction that the caller holds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, table: TableName, key: str) -> Fields | None:
        """Give a document."""
        found = self._store.table(table).get(Query()[KEYS[table]] == key)
        return dict(found) if isinstance(found, Document) else None

    def put(self, table: TableName, key: str, document: Fields | None) -> None:
        """Set a document; ``None`` removes it."""
        documents, there = self._store.table(table), Query()[KEYS[table]] == key
        if document is None:
            documents.remove(there)
        elif not documents.update(lambda held: _replace(held, document), there):
            documents.insert(document)

    def of_model(self, table: TableName, model_id: str) -> list[Fields]:
        """Give a model's versions or requests."""
        model = self.get("models", model_id)
        found = self._store.table(table).search(Query().model == (model or {}).get("name", ""))
        return [dict(document) for document in found if _model_of(table, document) == model_id]


def _replace(held: Any, document: Fields) -> None:
    held.clear()
    held.update(document)


def _model_of(table: TableName, document: Mapping[str, Any]) -> str:
    return str(document["model_id"] if table == "requests" else document["key"].rpartition("/")[0])


def apply(state: State, event: RegistryEvent) -> None:
    """Do to the documents what an event says.

    The store's documents are written by this, and made again by this when the history is checked or asked how things
    stood: there is no second opinion of what an event means.
    """
    details, model_id = event.details, event.model_id
    for number, fields in details.get("versions", {}).items():
        _apply_version(state, event, int(number), fields)
    if "model" in details:
        fields = details["model"]
        if fields is not None and "name" in fields and state.get("models", model_id) is not None:
            _rename(state, model_id, fields["name"])
        _put(state, "models", model_id, fields, event, {"created": event.time, "created_by": event.user})
    for request, fields in details.get("requests", {}).items():
        _put(state, "requests", request, fields, event, {"created": event.time, "author": event.user})
    for request, decision in details.get("decisions", {}).items():
        # Added to those that there are: an event does not repeat what earlier ones said.
        before = (state.get("requests", request) or {}).get("decisions", [])
        _put(state, "requests", request, {"decisions": [*before, decision]}, event, {})
    if "rules" in details and not model_id and isinstance(state, Memory):
        state.rules = details["rules"]


def _put(
    state: State, table: TableName, key: str, fields: Fields | None, event: RegistryEvent, born: Fields
) -> None:
    if fields is None:
        state.put(table, key, None)
        return
    there = state.get(table, key)
    document = {KEYS[table]: key, **(born if there is None else there), **copy.deepcopy(fields)}
    document["updated"] = event.time
    state.put(table, key, {name: value for name, value in document.items() if value is not None})


def _apply_version(state: State, event: RegistryEvent, number: int, fields: Fields | None) -> None:
    key = f"{event.model_id}/{number}"
    born = {"created": event.time, "created_by": event.user, "stage": "none", "stage_since": event.time}
    fresh = state.get("versions", key) is None
    if fields is not None and "stage" in fields:
        fields = {**fields, "stage_since": event.time}
    _put(state, "versions", key, fields, event, born)
    if fields is not None and not fresh and "stage" not in fields:
        return
    version, model = state.get("versions", key), state.get("models", event.model_id)
    if model is None:  # only in a history that was tampered with
        return
    stages = {
        stage: [one for one in held if one != number] for stage, held in model.get("stages", {}).items()
    }
    if version is not None:
        stages.setdefault(version["stage"], []).append(number)
    model = {
        **model,
        "stages": {stage: held for stage, held in stages.items() if held},
        "updated": event.time,
    }
    if fresh:
        model["newest"] = max(model.get("newest", 0), number)
    state.put("models", event.model_id, model)


def _rename(state: State, model_id: str, name: str) -> None:
    tables: tuple[TableName, ...] = ("versions", "requests")
    for table in tables:
        for document in state.of_model(table, model_id):
            state.put(table, str(document[KEYS[table]]), {**document, "model": name})


def replay(events: Iterable[RegistryEvent]) -> Memory:
    """Make the documents that events tell of.

    Parameters
    ----------
    events
        All, or all of one model, in the order in which they happened.

    Examples
    --------
    >>> replay([]).tables["models"]
    {}
    """
    state = Memory()
    for event in events:
        apply(state, event)
    return state


def documents(state: Memory) -> Iterator[tuple[TableName, str, Fields]]:
    """Give every document of a replayed state, with its table and key."""
    for table, held in state.tables.items():
        for key, document in held.items():
            yield table, key, document
