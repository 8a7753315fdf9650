"""Performance as part of a check, and the alert about it."""

from __future__ import annotations

import msgspec

from ..records import Alert, MetricValue, Monitor, MonitorCheck
from ..store import Store
from .alerts import update_performance
from .documents import checks_of
from .performance import estimated, measure, values, worst
from .references import scored_of
from .scored import Scored

_LOOKED_AT = 60
"""Checks back to which labels that came are an alert; older ones are history."""


def measure_check(store: Store, monitor: Monitor, check: MonitorCheck, rows: Scored) -> None:
    """Add to a check how well the model did in it, as far as labels are known."""
    check.labelled = int(rows.labelled.sum())
    check.waiting = len(rows) - check.labelled if monitor.performance.task is not None else 0
    reference = scored_of(store, monitor)
    report = measure(monitor, rows, reference)
    if report is not None:
        check.performance = values(monitor, report)
    guess = estimated(monitor, rows, reference)
    if guess is not None and guess.chunks:
        check.estimates = guess.chunks[0].metrics
    found = worst(monitor, rows)
    if found is not None:
        check.segments = store.blobs.put(msgspec.json.encode(found)).hash


def judged_values(check: MonitorCheck) -> list[MetricValue]:
    """Give what is known of a check's performance: as labels show it, else as it is estimated."""
    return check.performance or check.estimates


def watch_performance(store: Store, monitor: Monitor) -> Alert | None:
    """Raise, keep or resolve the alert about performance.

    Labels come late and out of order, so what counts are the newest checks that could be judged: a metric is an alert
    when it was worse in as many of them as the policy's persistence asks for.
    """
    if monitor.performance.task is None or not monitor.references:
        return None
    number = monitor.references[-1].number
    judged = [
        check
        for check in checks_of(store, monitor.id, limit=_LOOKED_AT)
        if check.reference == number and any(value.worse is not None for value in judged_values(check))
    ][: monitor.policy.persistence]
    if not judged:
        return None
    worse = [{value.metric for value in judged_values(check) if value.worse} for check in judged]
    recently = set.union(*worse)
    lasting = set.intersection(*worse) if len(judged) == monitor.policy.persistence else set()
    with store.transaction():
        return update_performance(store, monitor, judged[0], judged_values(judged[0]), lasting, recently)
