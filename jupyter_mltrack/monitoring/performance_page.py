"""How well a monitor's model does over time: realised where labels came, estimated where they did not."""

from __future__ import annotations

from collections.abc import Sequence

from tinydb import Query

from ..figures.performance import performance
from ..records import (
    MetricValue,
    MonitorCheck,
    PerformanceChunk,
    PerformancePage,
    PerformanceReport,
    TaskKind,
)
from ..store import Store
from .documents import find_monitor, newest_checks
from .pages import MOST_CHECKS


def performance_page(
    store: Store, name: str, since: float | None = None, until: float | None = None
) -> PerformancePage:
    """Give the metrics of a monitor's checks as figures, the worst first.

    Parameters
    ----------
    store
        The store that holds the monitor.
    name
        The monitor.
    since, until
        The range, Unix seconds.

    Raises
    ------
    NotFound
        When there is no such monitor.
    """
    monitor = find_monitor(store, name)
    wanted = Query().monitor == monitor.id
    if since is not None:
        wanted &= Query().end >= since
    if until is not None:
        wanted &= Query().start <= until
    checks = newest_checks(store, wanted, MOST_CHECKS)[::-1]
    metrics = _metrics(checks)
    task = monitor.performance.task or "binary"
    realised, guessed = (_report(task, checks, estimated) for estimated in (False, True))
    figures = {metric: performance(metric, realised, guessed) for metric in metrics}
    return PerformancePage(metrics, figures, _sentence(monitor.performance.task is not None, checks))


def _report(task: TaskKind, checks: Sequence[MonitorCheck], estimated: bool) -> PerformanceReport:
    """Give checks as the report that figures are made of."""
    report = PerformanceReport("cannot tell", "", task, estimated)
    known: dict[str, MetricValue] = {}
    for check in checks:
        values = check.estimates if estimated else check.performance
        if values:
            report.chunks.append(
                PerformanceChunk(
                    check.label,
                    check.start,
                    check.end,
                    rows=check.rows,
                    labelled=check.labelled,
                    metrics=values,
                )
            )
        for value in values:
            if value.reference is not None:
                reference = MetricValue(value.metric, value.direction, "measured", value.reference)
                known[value.metric] = reference
    if known:
        report.reference = PerformanceChunk("reference", metrics=[*known.values()])
    return report


def _metrics(checks: Sequence[MonitorCheck]) -> list[str]:
    """Name the metrics: those that were worse in most checks first."""
    often: dict[str, int] = {}
    for check in checks:
        for value in (*check.performance, *check.estimates):
            if value.value is not None:
                often[value.metric] = often.get(value.metric, 0) + bool(value.worse)
    return sorted(often, key=lambda metric: -often[metric])


def _sentence(watched: bool, checks: Sequence[MonitorCheck]) -> str:
    if not watched:
        return "The performance of this model is not watched: say the task and the label to do so."
    labelled = [check for check in checks if check.labelled]
    waiting = sum(check.waiting for check in checks)
    rest = f" {waiting:,} rows wait for their labels." if waiting else ""
    if not labelled:
        return f"No label has come yet.{rest}"
    newest = labelled[-1]
    worse = [value.sentence for value in newest.performance if value.worse]
    told = " ".join(worse[:3]) if worse else "no metric is worse than in the reference."
    return f"{newest.label}, the newest check with labels ({newest.labelled:,}): {told}{rest}"
