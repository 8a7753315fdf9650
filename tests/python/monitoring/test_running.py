"""Monitors run: rows are taken in once, chunks are checked when they are complete, and changes are caught up with."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest
from feed import ANN, DAY, FIRST, LATER, Feed, rows, states

from jupyter_mltrack.errors import Conflict, InvalidInput
from jupyter_mltrack.monitoring.documents import checks_of, find_monitor
from jupyter_mltrack.monitoring.monitors import create_monitor, delete_monitor
from jupyter_mltrack.monitoring.pages import list_monitors, monitor_details
from jupyter_mltrack.monitoring.references import take_checks
from jupyter_mltrack.monitoring.running import check_table, run_due
from jupyter_mltrack.records import Chunking, MonitorBody, MonitorRoles, MonitorSource


def test_calm_days_are_calm_and_a_shift_is_told_when_it_lasts(feed: Feed) -> None:
    feed.monitor()
    for day in range(5):
        feed.day(day, shift=8 if day >= 3 else 0)
    run = feed.run()
    assert states(run) == [
        ("2026-03-01", "no drift"), ("2026-03-02", "no drift"), ("2026-03-03", "no drift"),
        ("2026-03-04", "drift"), ("2026-03-05", "drift"),
    ]  # fmt: skip
    assert [check.persisting for check in run.checks[3:]] == [[], ["age"]]
    (alert,) = {alert.id: alert for alert in run.alerts}.values()
    assert (alert.kind, alert.subjects) == ("drift", ["age"])
    assert "`age` moved" in alert.sentence


def test_rows_are_taken_in_once(feed: Feed) -> None:
    feed.monitor()
    feed.day(0)
    assert feed.run().rows == 400
    again = feed.run()
    assert (again.rows, again.checks) == (0, [])
    assert find_monitor(feed.store, "churn").rows == 400


def test_a_file_that_changed_takes_the_place_of_what_it_brought(feed: Feed) -> None:
    feed.monitor()
    feed.day(0)
    feed.run()
    feed.day(0, count=700, shift=9)
    run = feed.run()
    (check,) = run.checks
    assert (check.rows, check.status, check.made_again) == (700, "drift", 1)
    assert find_monitor(feed.store, "churn").rows == 700
    assert len(checks_of(feed.store, run.monitor.id)) == 1


def test_rows_that_come_late_join_their_day(feed: Feed) -> None:
    feed.monitor()
    feed.day(0), feed.day(1)
    feed.run()
    rows(0, count=50, seed=9).to_csv(feed.folder / "data" / "late.csv", index=False)
    (check,) = feed.run().checks
    assert (check.label, check.rows, check.made_again) == ("2026-03-01", 450, 1)


def test_a_day_is_checked_when_it_is_over_and_its_patience_too(feed: Feed) -> None:
    feed.monitor(chunking=Chunking("time", column="at", patience=3600))
    feed.day(0)
    assert feed.run(now=FIRST + DAY / 2).checks == []
    assert feed.run(now=FIRST + DAY + 1800).checks == []
    assert find_monitor(feed.store, "churn").pending == {repr(FIRST): 400}
    assert states(feed.run(now=FIRST + DAY + 3601)) == [("2026-03-01", "no drift")]


def test_rows_by_number_fill_their_chunks_in_order(feed: Feed) -> None:
    feed.monitor(chunking=Chunking("rows", rows=500))
    feed.day(0), feed.day(1)
    assert [(check.label, check.rows) for check in feed.run().checks] == [("rows 1 to 500", 500)]
    feed.day(2)
    assert [check.label for check in feed.run().checks] == ["rows 501 to 1,000"]


def test_a_log_that_grows_is_read_on_where_it_ended(feed: Feed) -> None:
    feed.monitor(chunking=Chunking("rows", rows=300))
    log = feed.folder / "data" / "log.csv"
    log.parent.mkdir()
    whole = rows(0, count=1000)
    whole[:350].to_csv(log, index=False)
    assert [check.rows for check in feed.run().checks] == [300]
    whole.to_csv(log, index=False)
    run = feed.run()
    assert run.rows == 650
    assert [check.rows for check in run.checks] == [300, 300]
    assert find_monitor(feed.store, "churn").rows == 1000
    whole[:10].to_csv(log, index=False)
    assert "did not grow" in feed.run().notes[0]


def test_without_a_reference_the_first_data_become_one(feed: Feed) -> None:
    body = MonitorBody(
        "first", source=MonitorSource("files", "data/*.csv"), chunking=Chunking("time", column="at")
    )
    create_monitor(feed.store, body, by=ANN)
    feed.day(0), feed.day(1)
    run = feed.run("first")
    (reference,) = run.monitor.references
    assert reference.label == "2026-03-01"
    assert "first data" in reference.reason
    # Compared with itself nothing differs: that is no verdict.
    assert states(run) == [("2026-03-01", "cannot tell"), ("2026-03-02", "no drift")]
    assert "became the reference" in run.checks[0].sentence


def test_a_handful_of_rows_is_no_reference(feed: Feed) -> None:
    body = MonitorBody(
        "first", source=MonitorSource("files", "data/*.csv"), chunking=Chunking("time", column="at")
    )
    create_monitor(feed.store, body, by=ANN)
    feed.day(0, count=5), feed.day(1)
    run = feed.run("first")
    assert "2026-03-01 has 5 rows, too few for a reference" in run.notes[0]
    assert [one.label for one in run.monitor.references] == ["2026-03-02"]


def test_many_columns_and_checks_are_shown_in_part(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_mltrack.monitoring.pages.MOST_CELLS", 8)
    feed.monitor()
    for day in range(4):
        feed.day(day, shift=8)
    monitor = feed.run().monitor
    details = monitor_details(feed.store, "churn")
    assert (len(details.columns), details.more_columns) == (2, 2)
    assert details.columns[0] == "age"
    assert all({column.name for column in check.columns} == {*details.columns} for check in details.checks)
    assert monitor.recent == [check.order for check in details.checks]
    ranged = monitor_details(feed.store, "churn", since=FIRST + 2.5 * DAY)
    assert (len(ranged.checks), ranged.total_checks) == (2, 4)
    assert (ranged.earliest, ranged.latest) == (FIRST, FIRST + 4 * DAY)
    assert ranged.made == max(check.made for check in details.checks)


def test_a_source_that_vanished_is_a_named_state_and_comes_back(feed: Feed) -> None:
    feed.monitor()
    feed.day(0)
    feed.run()
    shutil.rmtree(feed.folder / "data")
    run = feed.run()
    assert run.monitor.status == "failing"
    assert "No file fits 'data/*.csv'" in run.problem
    assert [(alert.kind, alert.status) for alert in run.alerts] == [("source", "raised")]
    feed.day(1)
    assert feed.run().monitor.status == "no drift"
    assert monitor_details(feed.store, "churn").row.alerts == []


@pytest.mark.parametrize(
    ("change", "state", "told"),
    [
        (lambda frame: frame.drop(columns="age"), "missing column", "missing"),
        (lambda frame: frame.rename(columns={"age": "years"}), "renamed", "renamed"),
        (lambda frame: frame.assign(age="forty"), "retyped", "categories"),
        (lambda frame: frame.assign(age=None), "all missing", "no value"),
    ],
)
def test_a_broken_column_is_an_alert_at_once_and_no_drift(feed: Feed, change, state: str, told: str) -> None:
    feed.monitor()
    path = feed.day(0)
    change(pd.read_csv(path)).to_csv(path, index=False)
    run = feed.run()
    assert [column.state for column in run.checks[0].columns if column.name == "age"] == [state]
    (alert,) = run.alerts
    assert (alert.kind, alert.subjects) == ("source", ["age"])
    assert told in alert.sentence


def test_files_that_cannot_be_read_say_so_and_keep_what_was_read(feed: Feed) -> None:
    feed.monitor()
    feed.day(0)
    (feed.folder / "data" / "zzz.parquet").write_bytes(b"PAR1 is not enough")
    monitor = find_monitor(feed.store, "churn")
    from jupyter_mltrack.monitoring.monitors import edit_monitor
    from jupyter_mltrack.records import MonitorEdit

    edit_monitor(feed.store, monitor.id, MonitorEdit(source=MonitorSource("files", "data/*")), by=ANN)
    run = feed.run()
    assert "zzz.parquet cannot be read" in run.problem
    assert run.monitor.rows == 400


def test_rows_without_a_readable_time_are_counted_and_named(feed: Feed) -> None:
    feed.monitor()
    path = feed.day(0)
    frame = pd.read_csv(path)
    frame.loc[:9, "at"] = "some time in spring"
    frame.to_csv(path, index=False)
    run = feed.run()
    assert run.checks[0].rows == 390
    assert run.notes == [
        "10 rows of data/000.csv have no time that can be read in `at`; they are in no check."
    ]


def test_empty_files_and_columns_that_are_not_there(feed: Feed) -> None:
    feed.monitor(chunking=Chunking("batch"))
    path = feed.day(0)
    pd.read_csv(path)[:0].to_csv(path, index=False)
    run = feed.run()
    assert [check.status for check in run.checks] == ["cannot tell"]
    feed.monitor("other", chunking=Chunking("time", column="when"))
    assert "no column 'when'" in feed.run("other").problem


def test_tables_are_handed_over_and_replaced_by_name(feed: Feed) -> None:
    body = MonitorBody("hand", roles=MonitorRoles(left_out=["at", "key"]))
    create_monitor(feed.store, body, by=ANN, table=rows(-1, count=2000))
    assert states(check_table(feed.store, "hand", rows(0), "Monday")) == [("Monday", "no drift")]
    (again,) = check_table(feed.store, "hand", rows(0, shift=9), "Monday").checks
    assert (again.status, again.made_again) == ("drift", 1)
    with pytest.raises(InvalidInput, match="no table"):
        check_table(feed.store, "hand", 5)
    with pytest.raises(Conflict, match="no source"):
        feed.run("hand")


def test_a_new_reference_ends_the_alarm_and_is_what_counts(feed: Feed) -> None:
    feed.monitor()
    for day in range(3):
        feed.day(day, shift=8)
    assert feed.run().alerts
    done = take_checks(feed.store, "churn", ["2026-03-02", "2026-03-03"], by=ANN, reason="a new price list")
    assert (done.references[-1].label, done.references[-1].by) == (
        "2026-03-02 to 2026-03-03 (2 checks)",
        "ann",
    )
    assert (done.status, monitor_details(feed.store, "churn").row.alerts) == ("never checked", [])
    feed.day(3, shift=8)
    assert states(feed.run()) == [("2026-03-04", "no drift")]


def test_what_is_due_runs_once_and_a_failing_one_keeps_no_other_from_running(feed: Feed) -> None:
    feed.monitor(every=3600.0)
    broken = MonitorBody("broken", source=MonitorSource("files", "nothing/*.csv"), every=3600.0)
    create_monitor(feed.store, broken, by=ANN)
    for day in range(3):
        feed.day(day)
    said: list[str] = []
    runs = run_due(feed.store, now=LATER, told=said.append)
    assert sorted(run.monitor.name for run in runs) == ["broken", "churn"]
    # After a sleep of a thousand days one run has taken in all of it, and the next is in the future.
    assert run_due(feed.store, now=LATER) == []
    assert LATER < (find_monitor(feed.store, "churn").next_run or 0) <= LATER + 3600
    assert any("No file fits" in text for text in said)


def test_deleting_takes_checks_and_parts_along(feed: Feed) -> None:
    feed.monitor(), feed.monitor("other")
    feed.day(0)
    feed.run(), feed.run("other")
    delete_monitor(feed.store, "churn", by=ANN)
    for table in ("monitors", "reports", "batches", "parts"):
        assert len(feed.store.table(table)) == 1, table


def test_a_list_shows_the_newest_checks_also_when_they_are_made_again_or_gone(feed: Feed) -> None:
    def strip() -> list[tuple[str, str, bool]]:
        (row,) = list_monitors(feed.store).rows
        assert row.strip == monitor_details(feed.store, "churn").row.strip
        return [(mark.label, mark.status, mark.alerted) for mark in row.strip]

    feed.monitor()
    for day in range(3):
        feed.day(day, shift=8 if day else 0)
    feed.run()
    days = ["2026-03-01", "2026-03-02", "2026-03-03"]
    assert strip() == [(days[0], "no drift", False), (days[1], "drift", False), (days[2], "drift", True)]
    feed.day(0, shift=9)
    feed.run()
    assert strip()[0] == (days[0], "drift", False)
    # A store of before strips were kept has none.
    feed.store.table("strips").truncate()
    feed.store.table("monitors").update({"recent": []})
    assert [label for label, *_ in strip()] == days
    feed.day(1, count=300, shift=8)
    feed.run()
    assert [label for label, *_ in strip()] == days
    assert find_monitor(feed.store, "churn").last_check == FIRST + 3 * DAY
    rows(0, seed=5).to_csv(feed.folder / "data" / "002.csv", index=False)
    feed.run()
    assert [label for label, *_ in strip()] == days[:2]
    delete_monitor(feed.store, "churn", by=ANN)
    assert len(feed.store.table("strips")) == 0
