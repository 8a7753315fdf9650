"""Detectors of streams behind a monitor: every row once, changes told once, states kept without pickle."""

from __future__ import annotations

import numpy as np
import pytest
from feed import ANN, Feed, rows

pytest.importorskip("river")

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.monitoring.documents import find_monitor, open_alerts
from jupyter_mltrack.monitoring.monitors import create_monitor, edit_monitor
from jupyter_mltrack.monitoring.pages import list_alerts
from jupyter_mltrack.records import (
    Chunking,
    MonitorBody,
    MonitorEdit,
    MonitorPerformance,
    MonitorRoles,
    MonitorSource,
    MonitorStream,
)

AGE = MonitorStream("page_hinkley", "age", {"threshold": 1500.0})


def test_a_change_is_found_within_a_day_that_is_not_over(feed: Feed) -> None:
    feed.monitor(streams=[AGE], chunking=Chunking("time", column="at", period="1 month"))
    feed.day(0, count=1000)
    feed.day(1, count=1000, shift=15)
    run = feed.run(now=0.0)
    assert run.checks == []
    (alert,) = run.alerts
    assert (alert.kind, alert.subjects) == ("change", ["age"])
    (change,) = find_monitor(feed.store, "churn").changes
    assert 1000 <= change.row < 1200
    assert change.before is not None
    assert change.after is not None
    assert change.after > change.before


def test_rows_are_fed_once_and_the_state_survives_restarts(feed: Feed) -> None:
    feed.monitor("whole", streams=[AGE]), feed.monitor("parts", streams=[AGE])
    for day in range(4):
        feed.day(day, shift=15 if day > 1 else 0)
        feed.run("parts")
    feed.day(3, shift=15, count=500)
    feed.run("parts")
    feed.day(3, shift=15)
    feed.run("whole")
    whole, parts = find_monitor(feed.store, "whole"), find_monitor(feed.store, "parts")
    assert [change.row for change in whole.changes] == [change.row for change in parts.changes] != []


def test_it_is_resolved_when_rows_come_without_another_change(feed: Feed) -> None:
    feed.monitor(streams=[AGE])
    feed.day(0), feed.day(1, shift=15)
    feed.run()
    assert [alert.kind for alert in open_alerts(feed.store)] == ["change"]
    feed.day(2, shift=15)
    feed.run()
    resolved = list_alerts(feed.store, "resolved").alerts
    assert [alert.kind for alert in resolved] == ["change"]
    assert "No further change" in resolved[0].events[-1].text


@pytest.mark.parametrize("late", [False, True])
def test_wrong_predictions_are_watched_as_labels_come(feed: Feed, late: bool) -> None:
    labels = MonitorSource("files", "labels/*.csv") if late else None
    feed.monitor(
        streams=[MonitorStream("ddm")],
        performance=MonitorPerformance("binary", metrics=["accuracy"], labels=labels),
    )
    (feed.folder / "labels").mkdir()
    for day in range(3):
        path = feed.day(day, count=1000, labels=not late)
        truth = rows(day, count=1000, labels=True)
        if day == 2:
            truth["churned"] = 1 - truth["churned"]
        if late:
            truth[["key", "churned"]].to_csv(feed.folder / "labels" / f"{day}.csv", index=False)
        else:
            truth.to_csv(path, index=False)
    feed.run()
    changes = find_monitor(feed.store, "churn").changes
    assert changes
    assert 2000 <= changes[-1].row < 2400
    assert any(alert.kind == "change" for alert in open_alerts(feed.store))


def test_detectors_that_cannot_be_meant_are_refused(feed: Feed) -> None:
    feed.monitor()
    for streams, told in (
        ([MonitorStream("ddm", "age")], "leave its column out"),
        ([MonitorStream("adwin")], "Errors are watched where the task"),
        ([MonitorStream("adwin", "age"), MonitorStream("adwin", "age")], "twice"),
        ([MonitorStream("adwin", "age", {"magic": 1})], "no option 'magic'"),
    ):
        with pytest.raises(InvalidInput, match=told):
            edit_monitor(feed.store, "churn", MonitorEdit(streams=streams), by=ANN)
    edit_monitor(feed.store, "churn", MonitorEdit(streams=[MonitorStream("adwin", "shoe size")]), by=ANN)
    feed.day(0)
    assert "no column 'shoe size'" in feed.run().problem


def test_values_that_are_missing_or_no_numbers_are_left_out(feed: Feed) -> None:
    body = MonitorBody("odd", roles=MonitorRoles(), streams=[MonitorStream("adwin", "v")])
    create_monitor(feed.store, body, by=ANN)
    from jupyter_mltrack.monitoring.running import check_table

    values = np.array([1.0, np.nan, np.inf, "many", None, 2.0], object)
    run = check_table(feed.store, "odd", {"v": values, "w": np.arange(6)}, "first")
    assert run.problem == ""
    assert run.monitor.stream_states
