"""Feeds that go wrong: files that cannot be read, labels, processes that die, feeds that stop, clocks put back."""

from __future__ import annotations

import sqlite3
import time

import msgspec
import pandas as pd
import pytest
from feed import ANN, DAY, FIRST, LATER, Feed, rows, states
from tinydb import Query

from jupyter_mltrack.errors import Conflict, InvalidInput, StoreBusy, StoreFull
from jupyter_mltrack.monitoring import running
from jupyter_mltrack.monitoring.documents import (
    change_monitor,
    checks_of,
    find_check,
    find_monitor,
    open_alerts,
)
from jupyter_mltrack.monitoring.monitors import edit_monitor
from jupyter_mltrack.monitoring.pages import list_monitors
from jupyter_mltrack.monitoring.running import run_due
from jupyter_mltrack.records import (
    Lease,
    Monitor,
    MonitorEdit,
    MonitorPerformance,
    MonitorSource,
    Process,
)
from jupyter_mltrack.store import Store

LATE = MonitorPerformance(task="binary", metrics=["accuracy"], labels=MonitorSource("files", "labels/*.csv"))


def label(feed: Feed, day: int) -> None:
    """Write the labels of a day."""
    (feed.folder / "labels").mkdir(exist_ok=True)
    rows(day, labels=True)[["key", "churned"]].to_csv(feed.folder / "labels" / f"{day}.csv", index=False)


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_read(feed: Feed) -> None:
    feed.monitor()
    feed.day(0)
    bad = feed.folder / "data" / "000b.csv"
    bad.write_bytes(b"at,key,age,city,score\n\xff\xfe\x00,1,2,3,4\n")
    feed.day(1)
    run = feed.run()
    assert "000b.csv is no text in UTF-8" in run.problem
    assert states(run) == [("2026-03-01", "no drift"), ("2026-03-02", "no drift")]
    assert (run.monitor.status, [alert.kind for alert in run.alerts]) == ("failing", ["source"])
    bad.unlink()
    assert feed.run().monitor.status == "no drift"
    assert open_alerts(feed.store) == []


def test_labels_that_vanish_are_said_and_drift_is_checked_all_the_same(feed: Feed) -> None:
    feed.monitor(performance=LATE)
    feed.day(0), label(feed, 0)
    feed.run()
    (feed.folder / "labels" / "0.csv").unlink()
    feed.day(1)
    run = feed.run()
    assert run.problem.startswith("Labels: No file fits")
    assert states(run) == [("2026-03-02", "no drift")]


def test_labels_stay_with_rows_that_are_read_again(feed: Feed) -> None:
    monitor = feed.monitor(performance=LATE)
    path = feed.day(0)
    label(feed, 0)
    feed.run()
    assert find_check(feed.store, monitor, "2026-03-01").labelled == 400
    whole = pd.read_csv(path)
    # Half of the rows move to another file, which comes later.
    whole[:200].to_csv(path, index=False)
    feed.run()
    assert find_check(feed.store, monitor, "2026-03-01").labelled == 200
    whole[200:].to_csv(feed.folder / "data" / "moved.csv", index=False)
    feed.run()
    check = find_check(feed.store, monitor, "2026-03-01")
    assert (check.rows, check.labelled, check.waiting) == (400, 400, 0)


def test_a_check_whose_rows_are_elsewhere_now_is_gone(feed: Feed) -> None:
    feed.monitor()
    feed.day(0), feed.day(1)
    feed.run()
    rows(0, seed=5).to_csv(feed.folder / "data" / "001.csv", index=False)
    monitor = feed.run().monitor
    assert monitor.checks == len(checks_of(feed.store, monitor.id)) == 1
    assert monitor.last_check == FIRST + DAY


def test_an_answer_that_is_read_anew_makes_no_check_again_that_it_does_not_change(feed: Feed) -> None:
    def write(day: int) -> None:
        connection = sqlite3.connect(feed.folder / "log.db")
        frame = rows(day)
        frame.assign(at=frame["at"].astype(str)).to_sql("log", connection, if_exists="append", index=False)
        connection.commit()
        connection.close()

    write(0), write(1)
    feed.monitor(source=MonitorSource("sql", database="sqlite:///log.db", query="SELECT * FROM log -- all"))
    assert len(feed.run().checks) == 2
    assert feed.run().checks == []
    write(2)
    assert states(feed.run()) == [("2026-03-03", "no drift")]


def daily(feed: Feed, days: range) -> float:
    """Let a monitor see a day after the other; gives the time of the last run."""
    now = FIRST
    for day in days:
        feed.day(day)
        now = FIRST + DAY * (day + 1) + 60
        feed.run(now=now)
    return now


def test_a_feed_that_stops_is_an_alert_and_over_when_it_goes_on(feed: Feed) -> None:
    feed.monitor(every=3600.0)
    now = daily(feed, range(4))
    assert feed.run(now=now + 2.9 * DAY).problem == ""
    run = feed.run(now=now + 3.1 * DAY)
    assert run.monitor.status == "failing"
    assert run.problem.startswith("No new data have come for 3 days, the last ones by ")
    assert [(alert.kind, alert.subjects) for alert in run.alerts] == [("source", ["no new data"])]
    feed.day(7)
    after = feed.run(now=FIRST + 8 * DAY + 60)
    assert (after.monitor.status, open_alerts(feed.store)) == ("no drift", [])


def test_pauses_that_belong_to_a_feed_are_no_surprise(feed: Feed) -> None:
    feed.monitor(every=3600.0)
    for day in (0, 1, 6, 7, 12, 13):
        feed.day(day)
    now = FIRST + 14 * DAY
    feed.run(now=now)
    assert feed.run(now=now + 7 * DAY).problem == ""
    assert "for 8 days" in feed.run(now=now + 7.6 * DAY).problem


@pytest.mark.parametrize(("silence", "failing"), [(0.0, False), (DAY / 2, True)])
def test_how_long_a_feed_may_be_silent_can_be_said(feed: Feed, silence: float, failing: bool) -> None:
    feed.monitor(every=3600.0, silence=silence)
    now = daily(feed, range(2))
    assert bool(feed.run(now=now + (DAY if failing else 900 * DAY)).problem) is failing


def test_monitors_that_nobody_scheduled_expect_nothing(feed: Feed) -> None:
    feed.monitor()
    feed.day(0)
    feed.run(now=FIRST + DAY)
    assert feed.run(now=LATER).problem == ""


def died(feed: Feed, name: str) -> None:
    """Leave a lease behind, as a process does that is killed."""

    def leave(monitor: Monitor) -> None:
        monitor.lease = Lease("gone", Process("nowhere", 1, 0.0), 0.0, 0.0)

    change_monitor(feed.store, find_monitor(feed.store, name).id, leave)


class Killed(BaseException):
    """What a process is killed by."""


def test_a_monitor_that_kills_its_process_is_tried_less_and_less_often(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object) -> None:
        raise Killed

    feed.monitor(every=5.0)
    feed.day(0)
    pauses = []
    with monkeypatch.context() as patched:
        patched.setattr(running, "_work", kill)
        for _ in range(4):
            with pytest.raises(Killed):
                feed.run(now=time.time())
            pauses.append(round((find_monitor(feed.store, "churn").next_run or 0) - time.time(), -1))
            died(feed, "churn")
    assert pauses == [0, 60, 120, 240]
    (alert,) = open_alerts(feed.store)
    assert alert.sentence.startswith("The process that ran it died 3 times running.")
    feed.run(now=time.time())
    assert (find_monitor(feed.store, "churn").died, open_alerts(feed.store)) == (0, [])


def test_a_fault_in_one_monitor_keeps_no_other_from_running(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.monitor("a", every=3600.0), feed.monitor("b", every=3600.0)
    feed.day(0)
    real = running.take_in

    def faulty(store, held, run, *more) -> None:
        if run.monitor.name == "a":
            raise ZeroDivisionError
        real(store, held, run, *more)

    monkeypatch.setattr(running, "take_in", faulty)
    said: list[str] = []
    assert [run.monitor.name for run in run_due(feed.store, LATER, said.append)] == ["b"]
    assert "a: a fault of ours: ZeroDivisionError." in said
    assert find_monitor(feed.store, "a").problem.startswith("A fault of ours")


def test_what_is_known_to_go_wrong_is_said_in_words(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    feed.monitor()
    feed.day(0)

    def busy(*_: object) -> None:
        raise StoreBusy("The store is busy.")

    monkeypatch.setattr(running, "take_in", busy)
    assert feed.run().monitor.problem == "The store is busy."


def test_a_document_that_cannot_be_read_keeps_no_monitor_from_running(feed: Feed) -> None:
    feed.monitor(every=3600.0), feed.monitor("poisoned", every=3600.0)
    feed.day(0)
    feed.store.table("monitors").update({"chunking": "a day"}, Query().name == "poisoned")
    assert [run.monitor.name for run in run_due(feed.store, LATER)] == ["churn"]
    assert [row.monitor.name for row in list_monitors(feed.store).rows] == ["churn"]


def test_a_clock_that_was_put_back_stops_no_monitor(feed: Feed) -> None:
    feed.monitor(every=3600.0)
    feed.day(0)
    feed.run(now=LATER)
    assert len(run_due(feed.store, FIRST + 2 * DAY)) == 1
    assert find_monitor(feed.store, "churn").last_run == FIRST + 2 * DAY


def test_a_cursor_stays_once_rows_were_read(feed: Feed) -> None:
    monitor = feed.monitor()
    feed.day(0)
    feed.run()
    source = msgspec.structs.replace(monitor.source, cursor="at")
    with pytest.raises(Conflict, match="cursor cannot change"):
        edit_monitor(feed.store, "churn", MonitorEdit(source=source), by=ANN)
    with pytest.raises(InvalidInput, match="silent"):
        edit_monitor(feed.store, "churn", MonitorEdit(silence=-1.0), by=ANN)


def test_a_full_disk_leaves_no_monitor_that_seems_to_run(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    feed.monitor()
    feed.day(0)
    real = Store.transaction
    full = False

    def transaction(store: Store):  # type: ignore[no-untyped-def]
        if full:
            raise StoreFull("No room is left on the disk.")
        return real(store)

    def fill(*_: object) -> None:
        nonlocal full
        full = True

    with monkeypatch.context() as patched:
        patched.setattr(Store, "transaction", transaction)
        patched.setattr(running, "check_complete", fill)
        with pytest.raises(StoreFull):
            feed.run()
    assert find_monitor(feed.store, "churn").lease is not None
    run = feed.run()
    assert (run.rows, [check.rows for check in run.checks]) == (0, [400])
