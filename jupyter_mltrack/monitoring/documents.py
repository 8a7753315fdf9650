"""Monitors, checks and alerts, found in the store and written to it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from tinydb import Query
from tinydb.queries import QueryLike
from tinydb.table import Document

from ..errors import InvalidInput, NotFound
from ..records import Alert, Monitor, MonitorCheck
from ..store import Sort, Store

logger = logging.getLogger(__name__)

T = TypeVar("T", bound=msgspec.Struct)
_SHORTEST_ID = 4


def find_monitor(store: Store, reference: str) -> Monitor:
    """Give a monitor by its name, its id, or a unique beginning of the id.

    Raises
    ------
    NotFound
        When there is none.
    InvalidInput
        When several ids begin so.
    """
    found = _find(store, "monitors", reference, Monitor, "name")
    if found is None:
        raise NotFound(
            f"There is no monitor {reference[:80]!r}. `mltrack monitors` lists those that there are."
        )
    return found


def find_alert(store: Store, reference: str) -> Alert:
    """Give an alert by its id, or a unique beginning of it; errors as of ``find_monitor``."""
    found = _find(store, "alerts", reference, Alert)
    if found is None:
        raise NotFound(f"There is no alert {reference[:80]!r}. `mltrack alerts` lists those that are open.")
    return found


def find_check(store: Store, monitor: Monitor, reference: str) -> MonitorCheck:
    """Give a check of a monitor by its id, its label, or ``newest``.

    Raises
    ------
    NotFound
        When there is none.
    """
    reports = store.table("reports")
    if reference in ("", "newest"):
        found = checks_of(store, monitor.id, limit=1)
        if found:
            return found[0]
        raise NotFound(f"The monitor {monitor.name!r} has checked nothing yet.")
    mine = Query().monitor == monitor.id
    for condition in (Query().id == reference, mine & (Query().label == reference)):
        documents = reports.select(condition & mine, limit=1)
        if documents:
            return msgspec.convert(documents[0], MonitorCheck)
    raise NotFound(f"The monitor {monitor.name!r} has no check {reference[:80]!r}.")


def checks_of(
    store: Store,
    monitor: str,
    limit: int | None = None,
    before: float | None = None,
    judged: bool = False,
    recent: Sequence[float] = (),
) -> list[MonitorCheck]:
    """Give the checks of a monitor, the newest first.

    Parameters
    ----------
    store, monitor
        The store, and the id of the monitor.
    limit
        At most so many.
    before
        Those that come before this in their order.
    judged
        Those only that could tell.
    recent
        The orders of its newest checks, as the monitor knows them: with them, no older ones are looked at.
    """
    mine = Query().monitor == monitor
    if before is not None:
        mine &= Query().order < before
    if judged:
        mine &= Query().status != "cannot tell"
    known = [order for order in recent if before is None or order < before]
    if limit is not None and len(known) >= limit:
        far = known[-min(2 * limit, len(known))] if judged else known[-limit]
        found = newest_checks(store, mine & (Query().order >= far), limit)
        if len(found) == limit:
            return found
    return newest_checks(store, mine, limit)


def newest_checks(
    store: Store, condition: QueryLike, limit: int | None = None, by: str = "order", descending: bool = True
) -> list[MonitorCheck]:
    """Give the checks that meet a condition, the newest first."""
    documents = store.table("reports").select(condition, Sort((by,), descending=descending), limit)
    return [msgspec.convert(document, MonitorCheck) for document in documents]


def open_alerts(store: Store, monitor: str | None = None) -> list[Alert]:
    """Give the alerts that are not resolved, of one monitor or of all, the newest first."""
    wanted = Query().status.one_of(["raised", "persisting"])
    if monitor is not None:
        wanted &= Query().monitor == monitor
    documents = store.table("alerts").select(wanted, Sort(("raised",), descending=True))
    return [msgspec.convert(document, Alert) for document in documents]


def change_monitor(store: Store, monitor: str, change: Callable[[Monitor], None]) -> Monitor:
    """Read a monitor, change it and write it, in one transaction that keeps others out.

    Raises
    ------
    NotFound
        When it is not there any more.
    """
    with store.transaction():
        document = store.table("monitors").get(Query().id == monitor)
        if not isinstance(document, Document):
            raise NotFound("The monitor is not there any more.")
        found = msgspec.convert(document, Monitor)
        change(found)
        found.updated = time.time()
        store.table("monitors").update(msgspec.to_builtins(found), doc_ids=[document.doc_id])
        return found


def monitors_in(documents: Iterable[Mapping[str, Any]]) -> list[Monitor]:
    """Read monitors; one that cannot be read is said in the log, and keeps no other from being run or shown."""
    found = []
    for document in documents:
        try:
            found.append(msgspec.convert(document, Monitor))
        except msgspec.ValidationError as error:
            logger.warning("The monitor %.80r cannot be read: %s.", document.get("name"), error)
    return found


def put(store: Store, table: str, key: str, record: msgspec.Struct) -> None:
    """Write a record under the field that names it, in place of the one that is there."""
    fields = msgspec.to_builtins(record)
    store.table(table).upsert(fields, Query()[key] == fields[key])


def _find(store: Store, table: str, reference: str, kind: type[T], name: str | None = None) -> T | None:
    rows, text = store.table(table), reference.strip()
    for condition in ([Query()[name] == text] if name else []) + [Query().id == text]:
        found = rows.select(condition, limit=1)
        if found:
            return msgspec.convert(found[0], kind)
    if len(text) < _SHORTEST_ID or not all(character in "0123456789abcdef" for character in text):
        return None
    found = rows.select(Query().id.matches(text), limit=2)
    if len(found) > 1:
        raise InvalidInput(f"More than one id begins with {text!r}: give more characters.")
    return msgspec.convert(found[0], kind) if found else None


def fields_of(record: msgspec.Struct) -> dict[str, Any]:
    """Give a record as a document."""
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return fields
