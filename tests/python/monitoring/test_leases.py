"""One runs a monitor at a time: who comes second is told, who died is forgotten, who is asked to stop stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from feed import DAY, FIRST, Feed, soon

from jupyter_mltrack.errors import Conflict
from jupyter_mltrack.monitoring.documents import change_monitor, checks_of, find_monitor
from jupyter_mltrack.monitoring.leases import cancel, is_running, running
from jupyter_mltrack.monitoring.problems import MonitorBusy, MonitorCancelled
from jupyter_mltrack.store import open_store

SCRIPT = """
import sys
from pathlib import Path
from jupyter_mltrack.store import open_store
from jupyter_mltrack.monitoring.leases import running
store = open_store(Path(sys.argv[1]), create=False)
with running(store, "churn"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def held_elsewhere(feed: Feed) -> subprocess.Popen[str]:
    """Start a process that runs the monitor until it is told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(feed.store.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_whoever_comes_second_is_told(feed: Feed) -> None:
    feed.monitor()
    feed.day(0)
    process = held_elsewhere(feed)
    try:
        with pytest.raises(MonitorBusy, match="is being run already"):
            feed.run()
        assert is_running(find_monitor(feed.store, "churn"))
    finally:
        process.communicate("\n", timeout=20)
    assert len(feed.run().checks) == 1


def test_whoever_was_killed_is_forgotten_at_once(feed: Feed) -> None:
    feed.monitor()
    feed.day(0)
    process = held_elsewhere(feed)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(feed.run().checks) == 1
    assert find_monitor(feed.store, "churn").lease is None


def test_a_run_that_is_cancelled_keeps_what_it_has_checked(feed: Feed) -> None:
    feed.monitor()
    for day in range(6):
        feed.day(day)
    feed.run(now=FIRST + DAY)

    def told(progress: float | None, doing: str) -> None:
        if doing.startswith("checking 3"):
            cancel(feed.store, "churn")

    from jupyter_mltrack.monitoring import leases
    from jupyter_mltrack.monitoring.running import run_monitor

    leases_told, leases._TOLD_SECONDS = leases._TOLD_SECONDS, 0.0
    try:
        with pytest.raises(MonitorCancelled, match="what it had checked is kept"):
            run_monitor(feed.store, "churn", told=told)
    finally:
        leases._TOLD_SECONDS = leases_told
    monitor = find_monitor(feed.store, "churn")
    assert monitor.lease is None
    before = len(checks_of(feed.store, monitor.id))
    assert 2 <= before < 6
    feed.run()
    assert len(checks_of(feed.store, monitor.id)) == 6


def test_a_lease_that_was_taken_over_writes_nothing_more(feed: Feed) -> None:
    monitor = feed.monitor()
    with running(feed.store, "churn") as held:

        def steal(found) -> None:
            found.lease.holder = "somebody else"

        change_monitor(feed.store, monitor.id, steal)
        with pytest.raises(MonitorCancelled, match="taken over"):
            held.check()
    assert find_monitor(feed.store, "churn").lease is not None


def test_only_what_runs_can_be_cancelled(feed: Feed) -> None:
    feed.monitor()
    with pytest.raises(Conflict, match="is not running"):
        cancel(feed.store, "churn")


def test_many_at_once_take_every_row_in_once(feed: Feed) -> None:
    feed.monitor()
    for day in range(4):
        feed.day(day)
    failed: list[BaseException] = []

    def work() -> None:
        from jupyter_mltrack.monitoring.running import run_monitor

        store = open_store(feed.store.path)
        try:
            run_monitor(store, "churn", now=FIRST + 1000 * DAY)
        except MonitorBusy:
            pass
        except BaseException as error:  # noqa: BLE001
            failed.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    soon(lambda: find_monitor(feed.store, "churn").lease is None)
    feed.run()
    monitor = find_monitor(feed.store, "churn")
    assert (monitor.rows, len(checks_of(feed.store, monitor.id))) == (1600, 4)


@pytest.mark.parametrize("moment", [0.2, 0.5, 0.9, 1.4])
def test_a_run_that_is_killed_anywhere_loses_and_doubles_nothing(feed: Feed, moment: float) -> None:
    feed.monitor()
    for day in range(6):
        feed.day(day, count=300)
    script = (
        "import sys\nfrom pathlib import Path\nfrom jupyter_mltrack.store import open_store\n"
        "from jupyter_mltrack.monitoring.running import run_monitor\n"
        "import jupyter_mltrack.drift.compare, pandas\nprint('go', flush=True)\n"
        f"run_monitor(open_store(Path(sys.argv[1])), 'churn', now={FIRST + 1000 * DAY})\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(feed.store.path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "go\n"
    time.sleep(moment)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    feed.run()
    monitor = find_monitor(feed.store, "churn")
    checks = checks_of(feed.store, monitor.id)
    assert (monitor.rows, monitor.checks) == (1800, 6)
    assert sorted((check.label, check.rows) for check in checks) == [
        (f"2026-03-0{day}", 300) for day in range(1, 7)
    ]
