"""Monitors: made, changed, deleted, listed."""

from __future__ import annotations

import time
import uuid
from typing import Any

import msgspec
from tinydb import Query

from ..errors import Conflict, InvalidInput
from ..records import Chunking, Monitor, MonitorBody, MonitorEdit, MonitorSource, Schedule
from ..registry import get_version
from ..registry.names import check_text
from ..registry.people import Person
from ..store import Sort, Store
from ..tracking.names import check_name, whole_text
from .checking import policy_of
from .delivery import check_channels
from .documents import change_monitor, find_monitor, monitors_in, open_alerts, put
from .intake import check_chunking
from .leases import is_running
from .performance import check_performance
from .references import take_model, take_table
from .scheduling import SHORTEST, next_run
from .sources import check_source
from .streams import check_streams
from .training import training_profile

_TABLES = ("reports", "batches", "parts", "alerts", "deliveries", "strips")


def create_monitor(store: Store, body: MonitorBody, *, by: Person, table: Any = None) -> Monitor:
    """Make a monitor.

    Parameters
    ----------
    store
        The store to keep it in.
    body
        What it watches. Without a reference and a model with known training data, the first data that it sees become
        its reference.
    by
        Who makes it.
    table
        The reference, instead of the path of a file.

    Raises
    ------
    InvalidInput
        When something of it cannot be meant.
    Conflict
        When there is one of that name.
    NotFound
        When there is no such model.

    Examples
    --------
    >>> create_monitor(store, MonitorBody("churn", model="churn@production"), by=person)   # doctest: +SKIP
    """
    now = time.time()
    monitor = Monitor(
        id=uuid.uuid4().hex,
        name=check_monitor_name(body.name),
        created=now,
        created_by=by.name,
        updated=now,
        description=check_text(body.description, "description"),
        schedule=Schedule(_interval(body.every), now, _silence(body.silence)),
        channels=check_channels(body.channels),
        **{name: getattr(body, name) for name in _SHARED},
    )
    _check(store, monitor)
    monitor.next_run = now if monitor.schedule.every else None
    with store.transaction():
        _check_free(store, monitor)
        put(store, "monitors", "id", monitor)
        if table is not None or body.reference:
            return take_table(store, monitor.id, table if table is not None else body.reference, by=by)
        if monitor.model and training_profile(store, monitor) is not None:
            return take_model(store, monitor.id, by=by)
    return monitor


def edit_monitor(store: Store, name: str, edit: MonitorEdit, *, by: Person) -> Monitor:
    """Change a monitor.

    What decides how rows are put together cannot change once rows were read.

    Raises
    ------
    NotFound, InvalidInput, Conflict
        When there is no such monitor, something cannot be meant, or the name is taken.
    """
    with store.transaction():
        monitor = find_monitor(store, name)
        before = msgspec.structs.replace(monitor)
        for field in edit.__struct_fields__:
            value = getattr(edit, field)
            if value is None:
                continue
            if field == "every":
                monitor.schedule = Schedule(_interval(value), time.time(), monitor.schedule.silence)
                monitor.next_run = next_run(monitor.schedule, time.time())
            elif field == "silence":
                monitor.schedule = msgspec.structs.replace(monitor.schedule, silence=_silence(value))
            else:
                setattr(monitor, field, value)
        monitor.name = check_monitor_name(monitor.name)
        monitor.description = check_text(monitor.description, "description")
        monitor.channels = check_channels(monitor.channels)
        if monitor.rows and (monitor.chunking, monitor.source.kind) != (before.chunking, before.source.kind):
            raise Conflict(
                "How rows are put together cannot change after rows were read: the checks would not be comparable. "
                "Make another monitor."
            )
        if monitor.rows and monitor.source.cursor != before.source.cursor:
            raise Conflict(
                "The cursor cannot change after rows were read: rows would count twice. Make another monitor."
            )
        _check(store, monitor)
        _check_free(store, monitor)
        if monitor.paused and not before.paused:
            monitor.next_run = None
        elif before.paused and not monitor.paused:
            monitor.next_run = time.time() if monitor.schedule.every else None

        def change(found: Monitor) -> None:
            for field in found.__struct_fields__:
                setattr(found, field, getattr(monitor, field))

        if monitor.name != before.name:
            store.table("alerts").update({"monitor_name": monitor.name}, Query().monitor == monitor.id)
        return change_monitor(store, monitor.id, change)


def delete_monitor(store: Store, name: str, *, by: Person) -> None:
    """Delete a monitor with its checks and alerts.

    Raises
    ------
    NotFound
        When there is no such monitor.
    Conflict
        When it is running.
    """
    with store.transaction():
        monitor = find_monitor(store, name)
        if is_running(monitor):
            raise Conflict(f"The monitor {monitor.name!r} is running: cancel it, then delete it.")
        store.table("monitors").remove(Query().id == monitor.id)
        for table in _TABLES:
            if table == "parts":
                store.table(table).remove(Query().batch.matches(f"{monitor.id}/"))
            else:
                store.table(table).remove(Query().monitor == monitor.id)


def get_monitor(store: Store, name: str) -> Monitor:
    """Give a monitor by its name, its id, or a unique beginning of the id.

    Raises
    ------
    NotFound
        When there is none.
    """
    return find_monitor(store, name)


def all_monitors(store: Store, text: str = "", limit: int | None = None, offset: int = 0) -> list[Monitor]:
    """Give the monitors, by name; with a text those that have it in their name or model."""
    documents = store.table("monitors").select(sort=Sort(("name",)))
    found = monitors_in(documents)
    if text:
        found = [one for one in found if text.lower() in f"{one.name} {one.model}".lower()]
    return found[offset : None if limit is None else offset + limit]


def is_failing(store: Store, monitor: Monitor) -> bool:
    """Tell whether an alert is open about a monitor."""
    return bool(open_alerts(store, monitor.id))


def check_monitor_name(name: object) -> str:
    """Give a monitor's name without outer white space.

    Raises
    ------
    InvalidInput
        Saying what is wrong.
    """
    checked = check_name(name, "monitor")
    if "/" in checked or not checked.isprintable():
        raise InvalidInput("The name of a monitor has no '/' and nothing that cannot be seen in it.")
    return whole_text(checked)


_SHARED = ("model", "follow", "source", "chunking", "roles", "policy", "performance", "streams")


def _check(store: Store, monitor: Monitor) -> None:
    check_source(monitor.source)
    check_chunking(monitor.chunking)
    policy_of(monitor)
    check_performance(monitor)
    check_streams(monitor)
    if monitor.model:
        get_version(store, monitor.model)
    if not isinstance(monitor.source, MonitorSource) or not isinstance(monitor.chunking, Chunking):
        raise InvalidInput("A monitor has a source and a chunking.")


def _check_free(store: Store, monitor: Monitor) -> None:
    taken = store.table("monitors").select(Query().name == monitor.name, limit=2)
    if any(document["id"] != monitor.id for document in taken):
        raise Conflict(f"There is a monitor {monitor.name!r} already.")


def _silence(seconds: float | None) -> float | None:
    if seconds is not None and not 0 <= seconds < 1e9:
        raise InvalidInput(f"A source may be silent for 0 seconds (for ever) or longer, not {seconds:g}.")
    return seconds


def _interval(every: float) -> float:
    if every != 0 and not SHORTEST <= every <= 366 * 86400:
        raise InvalidInput(f"A monitor runs every {SHORTEST:g} seconds at most, and once a year at least.")
    return every
