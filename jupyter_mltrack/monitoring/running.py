"""A monitor run: what is new is taken in, complete chunks are checked, alerts follow.

Every step is one transaction that also says how far the monitor is: a run that dies loses nothing and repeats nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import Conflict, InvalidInput, MLTrackError
from ..records import Monitor
from ..store import Store
from .alerts import SILENCE, SOURCE, source_failed, source_works
from .completing import check_complete
from .delivery import deliver
from .documents import change_monitor, checks_of, find_monitor
from .labels import join_labels, labels_came
from .leases import Running, held_by, running
from .measuring import watch_performance
from .outcome import MonitorRun, Told
from .problems import MonitorBusy, MonitorCancelled, NothingThere, SourceError
from .reading import take_in
from .references import follow_model
from .rows import Rows
from .scheduling import due_monitors, is_due, next_run
from .silence import silence
from .sources import Batch, open_source
from .sources.files import Files

__all__ = ["MonitorRun", "check_file", "check_table", "run_due", "run_monitor"]

logger = logging.getLogger(__name__)
_DEATHS = 2
"""Deaths of its process, one after the other, from which on a monitor is an alert."""


def run_monitor(store: Store, name: str, *, now: float | None = None, told: Told | None = None) -> MonitorRun:
    """Run a monitor now: take in what is new, check what is complete.

    Parameters
    ----------
    store
        The store that holds it.
    name
        The monitor.
    now
        Unix seconds; which chunks are complete follows from it.
    told
        Hears how far it is.

    Raises
    ------
    NotFound
        When there is no such monitor.
    MonitorBusy
        When it is being run already.
    MonitorCancelled
        When somebody stopped it; what it had checked is kept.
    Conflict
        When its tables are handed over: then call ``check_table``.

    Examples
    --------
    >>> run_monitor(store, "churn").checks[-1].sentence   # doctest: +SKIP
    """
    monitor = find_monitor(store, name)
    if open_source(monitor.source, store.path.parent) is None:
        raise Conflict(
            f"The monitor {monitor.name!r} has no source: hand it a table with monitor.check(table)."
        )
    return _run(store, monitor.id, None, now, told)


def check_table(
    store: Store, name: str, table: Any, label: str = "", *, at: float | None = None, told: Told | None = None
) -> MonitorRun:
    """Hand a table to a monitor, and check it.

    Parameters
    ----------
    store
        The store that holds the monitor.
    name
        The monitor.
    table
        A frame of any library, an array, a mapping of names to arrays.
    label
        What it is called; the same name again takes the place of what was handed over before under it.
    at
        Unix seconds: when it was.
    told
        Hears how far it is.

    Raises
    ------
    NotFound, MonitorBusy, InvalidInput
        When there is no such monitor, it is being run, or this is no table.
    """
    monitor = find_monitor(store, name)
    rows, when = Rows(table), time.time() if at is None else at
    named = label.strip()[:200] or f"table {monitor.checks + 1}"
    batch = Batch(named, f"{time.time():.6f}", when, len(rows), lambda _: iter([rows.native()]))
    return _run(store, monitor.id, [batch], at, told)


def check_file(
    store: Store, name: str, path: Path, label: str = "", *, told: Told | None = None
) -> MonitorRun:
    """Hand a file to a monitor, and check it; it is read in parts.

    Parameters
    ----------
    store, name, label, told
        As of ``check_table``; the label is the file's name unless given.
    path
        A CSV, Parquet or JSON lines file.

    Raises
    ------
    NotFound, MonitorBusy, InvalidInput, SourceError
        When there is no such monitor or file, it is being run, or the file cannot be read.
    """
    monitor = find_monitor(store, name)
    batches = Files(str(path.absolute()), store.path.parent).batches("")
    batch = replace(batches[0], name=label.strip()[:200] or path.name)
    return _run(store, monitor.id, [batch], None, told)


def run_due(
    store: Store, now: float | None = None, told: Callable[[str], None] = lambda text: None
) -> list[MonitorRun]:
    """Run every monitor whose time has come, and send the messages that wait.

    A monitor that somebody else runs is passed over; one that fails does not keep the others from running.

    Parameters
    ----------
    store
        The store that holds them.
    now
        Unix seconds.
    told
        Hears what is done, in sentences.
    """
    runs = []
    for monitor in due_monitors(store, now):
        try:
            if not is_due(find_monitor(store, monitor.id), now):
                continue  # Somebody else ran it while this one was at another.
            run = run_monitor(store, monitor.id, now=now)
        except MonitorBusy:
            told(f"{monitor.name}: is being run by somebody else.")
            continue
        except MLTrackError as error:
            told(f"{monitor.name}: {error.message}")
            continue
        except Exception as error:  # noqa: BLE001 - it is logged where it happened
            told(f"{monitor.name}: a fault of ours: {type(error).__name__}.")
            continue
        runs.append(run)
        told(f"{monitor.name}: {run.problem or run.monitor.sentence}")
    deliver(store, now)
    return runs


def _run(
    store: Store, monitor_id: str, batches: list[Batch] | None, now: float | None, told: Told | None
) -> MonitorRun:
    with running(store, monitor_id) as held:
        run = MonitorRun(find_monitor(store, monitor_id))
        _tell_deaths(store, run)
        try:
            _work(store, held, run, batches, time.time() if now is None else now, told)
        except MonitorCancelled:
            raise
        except MLTrackError as error:
            if batches is not None:
                raise
            run.fail(error.message)
        except Exception as error:
            run.problem = f"A fault of ours: {type(error).__name__}. See the log."
            logger.exception("The monitor %s failed.", run.monitor.name)
            _finish(store, held, run, now)
            raise
        _finish(store, held, run, now)
    # One that changed twice is one alert.
    run.alerts = list({alert.id: alert for alert in run.alerts}.values())
    return run


def _tell_deaths(store: Store, run: MonitorRun) -> None:
    """Raise an alert where whoever ran a monitor died again and again; it is over when a run ends."""
    if run.monitor.died < _DEATHS:
        return
    told = f"The process that ran it died {run.monitor.died} times running. Did it run out of memory?"
    with store.transaction():
        failed = source_failed(store, run.monitor, told)
    run.alerts += [failed] if failed is not None else []


def _work(
    store: Store, held: Running, run: MonitorRun, batches: list[Batch] | None, now: float, told: Told | None
) -> None:
    def tell(progress: float | None, doing: str) -> None:
        held.tell(progress, doing)
        if told is not None:
            told(progress, doing)

    run.monitor = follow_model(store, run.monitor)
    if batches is None:
        source = open_source(run.monitor.source, store.path.parent)
        assert source is not None
        batches = source.batches(run.monitor.position)
        take_in(store, held, run, batches, tell, run.fail)
    else:
        take_in(store, held, run, batches, tell)
    if run.monitor.performance.labels is not None:
        _join_labels(store, held, run, now)
    check_complete(store, held, run, now, tell)
    changed = watch_performance(store, run.monitor)
    run.alerts += [changed] if changed is not None else []


def _join_labels(store: Store, held: Running, run: MonitorRun, now: float) -> None:
    """Join labels; when they cannot be read, the data are checked for drift all the same."""
    try:
        run.notes += join_labels(store, held, run.monitor, now, run.rows > 0)
    except NothingThere as error:
        if labels_came(store, run.monitor):
            run.fail(f"Labels: {error.message}")
        else:
            run.notes.append(f"No labels have come yet: {error.message}")
    except (SourceError, InvalidInput) as error:
        run.fail(f"Labels: {error.message}")
    run.monitor = find_monitor(store, run.monitor.id)


def _finish(store: Store, held: Running, run: MonitorRun, now: float | None) -> None:
    ended = time.time() if now is None else now
    silent = "" if run.problem or run.news else silence(store, run.monitor, ended)
    run.fail(silent)

    def change(monitor: Monitor) -> None:
        held_by(monitor, held.holder)
        monitor.last_run, monitor.problem, monitor.notes = ended, run.problem, run.notes[:20]
        monitor.next_run = None if monitor.paused else next_run(monitor.schedule, ended)
        monitor.died = 0
        if run.news or monitor.last_rows is None:
            monitor.last_rows = ended
        if run.problem:
            monitor.status = "failing"
        elif monitor.status == "failing":
            newest = checks_of(store, monitor.id, limit=1)
            monitor.status = newest[0].status if newest else "never checked"

    with store.transaction():
        run.monitor = change_monitor(store, run.monitor.id, change)
        if run.problem:
            failed = source_failed(store, run.monitor, run.problem, SILENCE if silent else SOURCE)
            run.alerts += [failed] if failed is not None else []
        else:
            source_works(store, run.monitor)
