"""Processes that the server runs monitors in: noisy, stubborn, slow, killed."""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from feed import Feed, soon

from jupyter_mltrack.monitoring.documents import find_monitor
from jupyter_mltrack.monitoring.leases import cancel, is_running
from jupyter_mltrack.server import monitor_runner
from jupyter_mltrack.server.holder import StoreHolder
from jupyter_mltrack.server.monitor_runner import MonitorRunner

STUBBORN = """
import json, sys, time
from pathlib import Path
from jupyter_mltrack.monitoring.leases import running
from jupyter_mltrack.store import open_store
store = open_store(Path(json.load(sys.stdin)["store"]), create=False)
with running(store, "churn"):
    while True:
        time.sleep(0.1)
"""
NOISY = "import sys; sys.stdin.read(); sys.stderr.write('x' * 1_000_000 + ' the end')"


@pytest.fixture
def runner(feed: Feed) -> Iterator[MonitorRunner]:
    """A runner that looks when the test says so."""
    made = MonitorRunner(StoreHolder(feed.folder, str(feed.store.path)), 0)
    yield made
    made._end()


def as_worker(monkeypatch: pytest.MonkeyPatch, script: Path, text: str) -> None:
    """Let the runner start a script in place of its worker."""
    script.write_text(text)
    real = subprocess.Popen

    def start(command: list[str], **how: Any) -> subprocess.Popen[bytes]:
        return real([command[0], str(script)], **how)

    monkeypatch.setattr(monitor_runner.subprocess, "Popen", start)


def test_a_process_that_says_much_is_not_held_up(
    feed: Feed, runner: MonitorRunner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    as_worker(monkeypatch, feed.folder / "worker.py", NOISY)
    feed.monitor(every=3600.0)
    runner.look()
    (worker,) = runner._processes.values()
    assert worker.process.wait(20) == 0
    with caplog.at_level(logging.INFO):
        runner._forget_ended()
    assert "the end" in caplog.text
    assert len(caplog.text) < 5000


def test_one_that_was_asked_to_stop_and_does_not_is_ended(
    feed: Feed, runner: MonitorRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_worker(monkeypatch, feed.folder / "worker.py", STUBBORN)
    monkeypatch.setattr(monitor_runner, "_PATIENCE", 0.2)
    feed.monitor(every=3600.0)
    runner.look()
    soon(lambda: is_running(find_monitor(feed.store, "churn")))
    runner.look()
    assert is_running(find_monitor(feed.store, "churn"))
    cancel(feed.store, "churn")
    runner.look()
    time.sleep(0.3)
    runner.look()
    soon(lambda: not is_running(find_monitor(feed.store, "churn")))


def test_what_takes_long_keeps_no_other_from_running(
    feed: Feed, runner: MonitorRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_worker(monkeypatch, feed.folder / "worker.py", STUBBORN)
    feed.monitor(every=3600.0), feed.monitor("other", every=3600.0)
    runner.look()
    soon(lambda: is_running(find_monitor(feed.store, "churn")))
    runner.look()
    assert len(runner._processes) == 1
    monkeypatch.setattr(monitor_runner, "_LONG", 0.0)
    runner.look()
    assert len(runner._processes) == 2
    runner.look()
    assert len(runner._processes) == 2


def test_ending_the_server_leaves_no_process_and_no_monitor_that_runs(
    feed: Feed, runner: MonitorRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_worker(monkeypatch, feed.folder / "worker.py", STUBBORN)
    feed.monitor(every=3600.0)
    runner.look()
    soon(lambda: is_running(find_monitor(feed.store, "churn")))
    (worker,) = runner._processes.values()
    runner._end()
    assert worker.process.poll() is not None
    assert not is_running(find_monitor(feed.store, "churn"))
