"""Times that data have: of zones, of none, in any unit, never and garbage; and periods that lie ahead or too close."""

from __future__ import annotations

from datetime import timezone
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from feed import ANN, DAY, FIRST, LATER, Feed, rows

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.monitoring.documents import find_monitor
from jupyter_mltrack.monitoring.monitors import edit_monitor
from jupyter_mltrack.monitoring.rows import Rows
from jupyter_mltrack.records import Chunking, MonitorEdit, Schedule

BERLIN = ZoneInfo("Europe/Berlin")


def read(values: object, zone: object = timezone.utc) -> list[float]:
    return list(Rows({"at": np.asarray(values)}).times("at", zone))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-07-01", "2026-06-30T22:00"), ("2026-07-01 12:00", "2026-07-01T10:00"),
        ("2026-07-01T12:00:00.1234567", "2026-07-01T10:00:00.123456"),
        ("2026-07-01T12:00:00.5Z", "2026-07-01T12:00:00.5"),
        ("2026-07-01 12:00:00 +0200", "2026-07-01T10:00"), ("2026-07-01T12:00:00-03", "2026-07-01T15:00"),
    ],
)  # fmt: skip
def test_text_is_read_on_every_python_alike(text: str, utc: str) -> None:
    expected = np.datetime64(utc, "us").astype(np.int64) / 1e6
    assert read(np.array([text], object), BERLIN) == [pytest.approx(expected)]


@pytest.mark.parametrize(
    "text", ["now", "today", "12", "2026", "NaT", "", "2026-13-01", "2026-02-30", "0001-01-01"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert np.isnan(read(np.array([text, "2026-03-01"], object))).tolist() == [True, False]


def test_times_without_a_zone_are_of_the_monitors_in_every_kind_of_file() -> None:
    naive = pd.date_range("2026-03-28 23:30", periods=6, freq="7h")
    as_text = Rows(pd.DataFrame({"at": naive.astype(str)})).times("at", BERLIN)
    as_times = Rows(pd.DataFrame({"at": naive})).times("at", BERLIN)
    assert as_times.tolist() == as_text.tolist()
    aware = Rows(pd.DataFrame({"at": naive.tz_localize("Europe/Berlin")})).times("at", BERLIN)
    assert aware.tolist() == as_times.tolist()


def test_one_wrong_number_does_not_change_what_the_others_mean() -> None:
    found = read([FIRST, FIRST + 1, 9e18, np.inf, 1e300])
    assert found[:2] == [FIRST, FIRST + 1]
    assert np.isnan(found[2:]).all()
    assert read([FIRST * 1e9, FIRST * 1e9, 0.0])[0] == pytest.approx(FIRST)


def test_never_and_garbage_are_in_no_check_and_stop_none(feed: Feed) -> None:
    feed.monitor()
    path = feed.day(0)
    frame = pd.read_csv(path)
    frame.loc[:4, "at"] = ["9999-12-31", "0001-01-01", "99999-01-01", "now", ""]
    frame.to_csv(path, index=False)
    run = feed.run()
    assert [check.rows for check in run.checks] == [395]
    assert "5 rows of data/000.csv have no time" in run.notes[0]


def test_rows_that_are_to_come_are_said(feed: Feed) -> None:
    feed.monitor()
    feed.day(0), feed.day(90)
    run = feed.run(now=FIRST + DAY)
    assert len(run.checks) == 1
    assert "400 rows have times that are to come, from 2026-05-30 on" in run.notes[0]


def test_far_too_many_periods_are_refused(feed: Feed) -> None:
    feed.monitor(chunking=Chunking("time", column="at", period="1 minute"))
    (feed.folder / "data").mkdir()
    frame = rows(0, count=12_000)
    frame["at"] = FIRST + 60.0 * np.arange(len(frame))
    frame.to_csv(feed.folder / "data" / "000.csv", index=False)
    assert "lie in 12,000 periods of 1 minute" in feed.run(now=LATER).problem


def test_a_cell_that_is_run_again_forgets_nothing(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(feed.folder)
    told = {
        "time": "at",
        "chunk": "1 day",
        "zone": "Europe/Berlin",
        "patience": "2 hours",
        "silence": "2 days",
    }
    made = mltrack.monitor("m", "data/*.csv", every="1 hour", store=feed.store.path, **told)
    feed.day(0)
    made.run()
    mltrack.monitor("m", "data/*.csv", time="at", chunk="1 day", store=feed.store.path)
    monitor = find_monitor(feed.store, "m")
    assert monitor.chunking == Chunking("time", "1 day", column="at", zone="Europe/Berlin", patience=7200.0)
    assert (monitor.schedule.every, monitor.schedule.silence) == (3600.0, 2 * DAY)
    edit_monitor(feed.store, "m", MonitorEdit(every=60.0), by=ANN)
    schedule = find_monitor(feed.store, "m").schedule
    assert schedule == Schedule(60.0, schedule.start, 2 * DAY)
    with pytest.raises(InvalidInput, match="no length of time"):
        mltrack.monitor("m", patience="some time", store=feed.store.path)
