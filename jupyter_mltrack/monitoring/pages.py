"""What pages about monitors show: lists, a monitor, a check, alerts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from tinydb import Query

from ..records import (
    Alert,
    AlertDetails,
    AlertPage,
    CheckDetails,
    CheckMark,
    Delivery,
    Monitor,
    MonitorCheck,
    MonitorDetails,
    MonitorPage,
    MonitorRow,
    SegmentReport,
)
from ..store import Sort, Store
from .checking import report_of
from .documents import find_alert, find_check, find_monitor, newest_checks, open_alerts
from .leases import is_running
from .monitors import all_monitors
from .strips import strips

MOST_ROWS = 1000
MOST_CHECKS = 400
"""Checks of a page; of more, the newest."""
MOST_CELLS = 40_000
"""Columns by checks of a page; of more, the most notable columns."""


def list_monitors(store: Store, text: str = "", limit: int = 100, offset: int = 0) -> MonitorPage:
    """Give the monitors with their newest checks and open alerts: those with alerts first, then by name.

    Parameters
    ----------
    store
        The store that holds them.
    text
        Part of a name or a model.
    limit, offset
        Which of them.
    """
    alerts: dict[str, list[Alert]] = {}
    for alert in open_alerts(store):
        alerts.setdefault(alert.monitor, []).append(alert)
    found = all_monitors(store, text)
    found.sort(key=lambda monitor: (monitor.id not in alerts, monitor.name.lower()))
    shown = found[offset : offset + limit]
    marks = strips(store, shown, [alert for of_one in alerts.values() for alert in of_one])
    rows = [_row(monitor, marks[monitor.id], alerts.get(monitor.id, [])) for monitor in shown]
    return MonitorPage(rows, len(found), sum(map(len, alerts.values())))


def monitor_details(
    store: Store, name: str, since: float | None = None, until: float | None = None
) -> MonitorDetails:
    """Give a monitor with its checks in a range of time.

    Raises
    ------
    NotFound
        When there is no such monitor.
    """
    monitor = find_monitor(store, name)
    every = store.table("reports")
    mine = Query().monitor == monitor.id
    ranged = mine
    if since is not None:
        ranged &= Query().end >= since
    if until is not None:
        ranged &= Query().start <= until
    alerts = open_alerts(store, monitor.id)
    checks = newest_checks(store, ranged, MOST_CHECKS)[::-1]
    columns = _columns(checks)
    shown = columns[: max(MOST_CELLS // max(len(checks), 1), 1)]
    if len(shown) < len(columns):
        kept = {*shown}
        for check in checks:
            check.columns = [column for column in check.columns if column.name in kept]
    total = every.count(mine)
    if total == len(checks):
        earliest, latest, made = checks[:1], checks[-1:], checks
    else:
        latest, made = (newest_checks(store, mine, 1, by) for by in ("order", "made"))
        earliest = newest_checks(store, mine, 1, "order", descending=False)
    return MonitorDetails(
        _row(monitor, strips(store, [monitor], alerts)[monitor.id], alerts),
        shown,
        checks,
        total,
        earliest[0].start if earliest else None,
        latest[0].end if latest else None,
        _segments(store, checks),
        max((check.made for check in made), default=None),
        len(columns) - len(shown),
    )


def check_details(store: Store, name: str, check: str) -> CheckDetails:
    """Give a check with all that it found.

    Raises
    ------
    NotFound
        When there is no such monitor or check.
    """
    found = find_check(store, find_monitor(store, name), check)
    return CheckDetails(found, report_of(store, found))


def list_alerts(
    store: Store, status: str = "open", monitor: str = "", limit: int = 100, offset: int = 0
) -> AlertPage:
    """Give alerts, the newest first.

    Parameters
    ----------
    store
        The store that holds them.
    status
        ``open``, ``resolved`` or ``all``.
    monitor
        Of one monitor only.
    limit, offset
        Which of them.

    Raises
    ------
    InvalidInput
        When there is no such status.
    NotFound
        When there is no such monitor.
    """
    from ..errors import InvalidInput

    if status not in ("open", "resolved", "all"):
        raise InvalidInput(f"{status[:40]!r} is no status of alerts: open, resolved or all.")
    opened = Query().status.one_of(["raised", "persisting"])
    wanted = {"open": opened, "resolved": Query().status == "resolved", "all": Query().id.exists()}[status]
    if monitor:
        wanted &= Query().monitor == find_monitor(store, monitor).id
    table = store.table("alerts")
    documents = table.select(wanted, Sort(("updated",), descending=True), limit, offset)
    alerts = [msgspec.convert(document, Alert) for document in documents]
    return AlertPage(alerts, table.count(wanted), table.count(opened))


def alert_details(store: Store, reference: str) -> AlertDetails:
    """Give an alert with the messages about it.

    Raises
    ------
    NotFound
        When there is no such alert.
    """
    alert = find_alert(store, reference)
    documents = store.table("deliveries").select(Query().alert == alert.id, Sort(("made",)))
    return AlertDetails(alert, [msgspec.convert(document, Delivery) for document in documents])


def _row(monitor: Monitor, strip: list[CheckMark], alerts: list[Alert]) -> MonitorRow:
    if monitor.lease is not None and not is_running(monitor):
        # Whoever ran it died; it can be run again, so nobody should be shown that it runs.
        monitor.lease = None
    return MonitorRow(monitor, strip, alerts)


def _columns(checks: Sequence[MonitorCheck]) -> list[str]:
    """Name the columns of checks: those that drifted in most of them first, then in their order."""
    often: dict[str, int] = {}
    for check in checks:
        for column in check.columns:
            often[column.name] = often.get(column.name, 0) + bool(column.drifted)
    return sorted(often, key=lambda name: -often[name])


def _segments(store: Store, checks: Sequence[MonitorCheck]) -> SegmentReport | None:
    newest = next((check for check in reversed(checks) if check.segments), None)
    if newest is None:
        return None
    return msgspec.json.decode(store.blobs.read(newest.segments), type=SegmentReport)
