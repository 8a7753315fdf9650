"""The newest checks of monitors as marks, kept apart, so that a list of monitors reads no check."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from tinydb import Query
from tinydb.table import Document

from ..records import Alert, CheckMark, Monitor, MonitorCheck, MonitorStrip
from ..store import Store
from .checking import drifted
from .documents import checks_of, put

STRIP = 30
"""Checks in the strip of a list."""


def mark(check: MonitorCheck) -> CheckMark:
    """Give a check as a mark in a strip."""
    return CheckMark(
        check.id, check.label, check.start, check.end, check.status, len(drifted(check)), check.sentence
    )


def strip_of(store: Store, monitor: Monitor) -> MonitorStrip:
    """Give the newest checks of a monitor as marks, from its checks."""
    newest = checks_of(store, monitor.id, limit=STRIP, recent=monitor.recent)[::-1]
    return MonitorStrip(monitor.id, [check.order for check in newest], [mark(check) for check in newest])


def add_mark(store: Store, monitor: Monitor, check: MonitorCheck) -> None:
    """Put a check that was made into its monitor's strip; in the caller's transaction."""
    document = store.table("strips").get(Query().monitor == monitor.id)
    known = isinstance(document, Document)
    strip = msgspec.convert(document, MonitorStrip) if known else strip_of(store, monitor)
    others = [pair for pair in zip(strip.orders, strip.marks, strict=True) if pair[1].id != check.id]
    pairs = sorted([*others, (check.order, mark(check))], key=lambda pair: pair[0])[-STRIP:]
    strip.orders, strip.marks = [order for order, _ in pairs], [one for _, one in pairs]
    put(store, "strips", "monitor", strip)


def forget_strip(store: Store, monitor: str) -> None:
    """Forget a strip of which a check is gone; it is made anew from the checks."""
    store.table("strips").remove(Query().monitor == monitor)


def strips(store: Store, monitors: Sequence[Monitor], alerts: Sequence[Alert]) -> dict[str, list[CheckMark]]:
    """Give the marks of monitors, the oldest first, by the monitor's id.

    Parameters
    ----------
    store
        The store that holds them.
    monitors
        The monitors.
    alerts
        The open alerts, which some of the marks belong to.
    """
    documents = store.table("strips").select(Query().monitor.one_of([monitor.id for monitor in monitors]))
    known = {document["monitor"]: msgspec.convert(document, MonitorStrip) for document in documents}
    alerted = {check for alert in alerts for check in (alert.first_check, alert.last_check)}
    found = {}
    for monitor in monitors:
        strip = known.get(monitor.id) or strip_of(store, monitor)
        for one in strip.marks:
            one.alerted = one.id in alerted
        found[monitor.id] = strip.marks
    return found
