"""Follows the store's change feed and tells the front end by Jupyter events."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb.table import Document

from ..errors import MLTrackError
from ..records import StoreChange
from ..store import Store
from ..tracking import settle
from .holder import StoreHolder, StoreMissing

if TYPE_CHECKING:
    from jupyter_events import EventLogger

logger = logging.getLogger(__name__)

EVENTS = Path(__file__).with_name("events") / "change.yaml"
EVENT_ID = "https://schema.jupyter.org/jupyter_mltrack/change/v1"

_MOST_NAMED = 500
_PATIENCE_SECONDS = 2.0
_NAMED = {
    "runs": (("runs", "id"),),
    "experiments": (("experiments", "name"),),
    "models": (("models", "name"),),
    "versions": (("models", "model"),),
    "requests": (("models", "model"),),
    "monitors": (("monitors", "id"),),
    "reports": (("monitors", "monitor"),),
    "alerts": (("monitors", "monitor"),),
    "deliveries": (("monitors", "monitor"),),
    "events": (("models", "model"), ("runs", "run")),
}
"""What a changed document is about: of each table, the list of the event, and the field that holds the name."""
_OURS = "a fault of ours"


class Watcher:
    """Looks at the store every fraction of a second, in a thread of its own, and emits what changed.

    While it looks it folds the points of running runs, so that curves grow also where a kernel's own thread gets no
    turn, and it settles the runs whose process has died.

    Parameters
    ----------
    holder
        Where the store is.
    events
        The server's event logger.
    interval, settle_interval
        Seconds between two looks at the change counter, and at the processes of running runs.
    """

    def __init__(
        self, holder: StoreHolder, events: EventLogger, interval: float = 0.1, settle_interval: float = 1.0
    ) -> None:
        self._holder, self._events = holder, events
        self._interval, self._settle_interval = interval, settle_interval
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mltrack-watcher")
        self._task: asyncio.Task[None] | None = None
        self._store: Store | None = None
        self._seq = 0
        self._settled = 0.0

    def start(self) -> None:
        """Begin to watch; call it in the server's event loop."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        """Stop watching, and wait for the look that is going on."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        said = ""
        while True:
            pause = self._interval
            try:
                change = await loop.run_in_executor(self._thread, self.look)
                said = ""
                if change is not None:
                    self._events.emit(schema_id=EVENT_ID, data=msgspec.to_builtins(change))
            except StoreMissing:
                pause = max(pause, 0.3)
            except MLTrackError as error:
                pause = _PATIENCE_SECONDS
                if error.message != said:
                    said = error.message
                    logger.warning("The store cannot be watched: %s", error.message)
            except Exception:
                # A watcher that ends would leave every open panel standing still. What it was about to say is not
                # known any more: the next look asks the panels to read everything anew.
                pause, self._store = _PATIENCE_SECONDS, None
                if said != _OURS:
                    said = _OURS
                    logger.exception("A look at the store failed; it is tried again.")
            await asyncio.sleep(pause)

    def look(self) -> StoreChange | None:
        """Look once: fold, settle where it is time, and say what changed since the last look.

        Raises
        ------
        MLTrackError
            When the store cannot be used, or is not there.
        """
        store = self._holder.get()
        fresh = store is not self._store
        if fresh:
            self._store = store
        if not store.read_only:
            store.points.fold_all()
            if time.monotonic() - self._settled > self._settle_interval:
                settle(store)
                self._settled = time.monotonic()
        seq = store.seq()
        if fresh or seq < self._seq:
            self._seq = seq
            return StoreChange(seq=seq, runs=[], experiments=[], reset=True)
        if seq == self._seq:
            return None
        found = store.changes(self._seq)
        self._seq = found.seq
        if found.reset or len(found.documents) > _MOST_NAMED:
            return StoreChange(seq=found.seq, runs=[], experiments=[], reset=True)
        named: dict[str, list[str]] = {"runs": [], "experiments": [], "models": [], "monitors": []}
        everywhere = False
        for change in found.documents:
            # Rules of the whole store are an event about no model: they hold for all of them.
            everywhere = everywhere or (change.table == "events" and _about_all(store, change.doc_id))
            for kind, field in _NAMED.get(change.table, ()):
                name = _field(store, change.table, change.doc_id, field)
                if name and name not in named[kind]:
                    named[kind].append(name)
        removed = any(change.kind == "delete" for change in found.documents)
        return StoreChange(seq=found.seq, reset=removed or everywhere, **named)


def _about_all(store: Store, doc_id: int) -> bool:
    return not _field(store, "events", doc_id, "model") and not _field(store, "events", doc_id, "run")


def _field(store: Store, table: str, doc_id: int, name: str) -> Any:
    document = store.table(table).get(doc_id=doc_id)
    return document.get(name) if isinstance(document, Document) else None
