"""What people do about alerts: acknowledge, snooze, call expected, comment."""

from __future__ import annotations

import time

from ..errors import Conflict, InvalidInput
from ..records import Alert, AlertAct, AlertEvent, AlertEventKind, Monitor
from ..registry.names import check_text
from ..registry.people import Person
from ..store import Store
from .alerts import resolve
from .documents import change_monitor, find_alert, open_alerts, put

_EVENTS: dict[AlertAct, AlertEventKind] = {
    "acknowledge": "acknowledged", "snooze": "snoozed", "expected": "expected", "reopen": "reopened",
    "comment": "commented",
}  # fmt: skip
_LONGEST_SNOOZE = 366 * 86400.0


def act(
    store: Store,
    reference: str,
    what: AlertAct,
    *,
    by: Person,
    text: str = "",
    until: float | None = None,
    subjects: list[str] | None = None,
) -> Alert:
    """Do something about an alert.

    Parameters
    ----------
    store
        The store that holds it.
    reference
        Its id, or a unique beginning of it.
    what
        ``acknowledge``: somebody looks after it, nothing more is sent unless it grows. ``snooze``: quiet until a
        time. ``expected``: the drift of these columns is no alert for as long as the reference stays. ``reopen``:
        take any of that back. ``comment``: say something.
    by
        Who does it.
    text
        Why.
    until
        Of ``snooze``: Unix seconds.
    subjects
        Of ``expected``: which of its columns; by default all.

    Raises
    ------
    NotFound
        When there is no such alert.
    Conflict
        When it is resolved already.
    InvalidInput
        When a time is missing or past, or a column is not among the alert's.

    Examples
    --------
    >>> act(store, "3f2a", "snooze", by=person, until=time.time() + 3600)   # doctest: +SKIP
    """
    text = check_text(text, "comment", needed=what == "comment")
    with store.transaction():
        alert = find_alert(store, reference)
        if alert.status == "resolved" and what != "comment":
            raise Conflict(f"The alert {alert.id[:8]} is resolved; nothing needs to be done about it.")
        now = time.time()
        alert.events.append(AlertEvent(now, _EVENTS[what], text, by.name))
        alert.updated = now
        if what == "acknowledge":
            alert.acknowledged = by.name
        elif what == "reopen":
            alert.acknowledged, alert.snoozed_until = "", None
            change_monitor(store, alert.monitor, lambda monitor: _forget(monitor, alert.ever))
        elif what == "snooze":
            if until is None or not now < until <= now + _LONGEST_SNOOZE:
                raise InvalidInput("An alert is snoozed until a time that is to come, at most a year away.")
            alert.snoozed_until = until
        elif what == "expected":
            return _expect(store, alert, subjects, by, text)
        put(store, "alerts", "id", alert)
        return alert


def reference_taken(store: Store, monitor: Monitor, label: str, by: Person) -> None:
    """Resolve a monitor's alerts of drift: there is a new reference."""
    for alert in open_alerts(store, monitor.id):
        if alert.kind != "source":
            resolve(store, alert, f"{label} is the new reference.", "new reference", by.name)


def _expect(store: Store, alert: Alert, subjects: list[str] | None, by: Person, text: str) -> Alert:
    chosen = subjects or alert.subjects
    unknown = [name for name in chosen if name not in alert.ever]
    if unknown:
        raise InvalidInput(
            f"The alert is not about {unknown[0][:80]!r}, but about {', '.join(alert.ever)[:300]}."
        )
    if alert.kind == "performance":
        raise InvalidInput("Only drift can be expected. Give the monitor another limit, or a new reference.")

    def change(monitor: Monitor) -> None:
        number = monitor.references[-1].number if monitor.references else 0
        monitor.expected |= dict.fromkeys(chosen, number)

    change_monitor(store, alert.monitor, change)
    alert.subjects = [name for name in alert.subjects if name not in chosen]
    if not alert.subjects:
        alert.events.pop()
        return resolve(store, alert, text, "expected", by.name)
    put(store, "alerts", "id", alert)
    return alert


def _forget(monitor: Monitor, names: list[str]) -> None:
    for name in names:
        monitor.expected.pop(name, None)
