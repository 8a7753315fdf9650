"""The one way to write to the registry: an event, and what it makes of the documents, in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from ..records import EventKind, RegistryEvent
from ..store import Document, Sort, Store
from .chain import FIRST, event_hash
from .people import Person
from .state import Fields, Stored, apply

_OPTIONAL = ("version", "request", "run")


class Journal:
    """Takes the events of one transaction; get one from ``writing``.

    Attributes
    ----------
    store
        The store that is written to.
    by
        Who acts.
    time
        The time of every event of the transaction; never before that of the newest event.
    """

    def __init__(self, store: Store, by: Person, clock: float | None = None) -> None:
        self.store, self.by = store, by
        newest = newest_event(store)
        self._clock = time.time() if clock is None else clock
        self._seq = newest["seq"] if newest else 0
        self._hash = newest["hash"] if newest else FIRST
        self.time = max(self._clock, newest["time"]) if newest else self._clock

    def add(
        self,
        kind: EventKind,
        model: str = "",
        model_id: str = "",
        *,
        version: int | None = None,
        request: str | None = None,
        run: str | None = None,
        reason: str = "",
        changes: Fields | None = None,
        removed: bool = False,
        **details: Any,
    ) -> RegistryEvent:
        """Append an event and do to the documents what it says.

        Parameters
        ----------
        kind, model, model_id, version, request, run, reason
            See ``RegistryEvent``.
        changes
            Fields of the model's document that it set.
        removed
            The model is deleted.
        **details
            What it made of versions and requests, and what readers should know.
        """
        if changes is not None or removed:
            details["model"] = changes
        if self._clock < self.time:
            details["clock"] = self._clock
        document: dict[str, Any] = {
            "seq": self._seq + 1,
            "time": self.time,
            "user": self.by.name,
            "kind": kind,
            "model": model,
            "model_id": model_id,
            "version": version,
            "request": request,
            "run": run,
            "reason": reason,
            "details": msgspec.to_builtins(details),
            "previous": self._hash,
        }
        document = {
            key: value for key, value in document.items() if value is not None or key not in _OPTIONAL
        }
        document["hash"] = event_hash(document)
        self.store.table("events").insert(document)
        self._seq, self._hash = document["seq"], document["hash"]
        event = msgspec.convert(document, RegistryEvent)
        apply(Stored(self.store), event)
        return event


def newest_event(store: Store) -> Document | None:
    """Give the document of the newest event."""
    found = store.table("events").select(sort=Sort(("seq",), descending=True), limit=1)
    return found[0] if found else None


@contextmanager
def writing(store: Store, by: Person) -> Iterator[Journal]:
    """Write to the registry: what is asked inside is decided and stored together, or nothing is.

    The transaction keeps other writers out from its first moment, so that what is looked at inside still holds when it
    is written: of two approvals at once the second one sees the first.

    Parameters
    ----------
    store
        The store to write to.
    by
        Who acts.

    Raises
    ------
    StoreError
        When the store cannot be written to.
    """
    with store.transaction():
        yield Journal(store, by)
