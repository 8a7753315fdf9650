"""Periods: every moment is in one, and it begins and ends where calendars say so."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.monitoring.periods import Period

WORDS = ("15 minutes", "1 hour", "6h", "1 day", "3 days", "week", "2 weeks", "1 month", "3 months")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(WORDS), st.sampled_from(ZONES), st.floats(-1e9, 4e9))
def test_every_moment_is_in_the_period_that_it_is_put_to(words: str, zone: str, moment: float) -> None:
    period = Period.read(words, zone)
    # A moment just before another that no number can tell from it is that other one.
    moment = round(moment, 3)
    start = float(period.starts(np.array([moment]))[0])
    end = period.end(start)
    assert start <= moment < end
    # The end is the start of the next one, and its own label is another.
    assert float(period.starts(np.array([end]))[0]) == end
    assert period.label(start) != period.label(end)


def test_days_begin_at_midnight_of_their_zone_also_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    day = Period.read("1 day", "Europe/Berlin")
    noon = datetime(2026, 3, 29, 12, tzinfo=berlin).timestamp()
    start = float(day.starts(np.array([noon]))[0])
    assert datetime.fromtimestamp(start, berlin) == datetime(2026, 3, 29, tzinfo=berlin)
    assert day.end(start) - start == 23 * 3600
    assert day.label(start) == "2026-03-29"


def test_weeks_begin_on_mondays_and_months_on_the_first() -> None:
    moment = datetime(2026, 3, 11, 5, tzinfo=timezone.utc).timestamp()
    week, month = Period.read("week"), Period.read("1 month")
    assert week.label(float(week.starts(np.array([moment]))[0])) == "2026-03-09 to 2026-03-15"
    assert month.label(float(month.starts(np.array([moment]))[0])) == "2026-03"


@pytest.mark.parametrize("words", ["", "3 fortnights", "0 days", "-1 day", "1001 days", "day and night"])
def test_what_is_no_period_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput, match="no period"):
        Period.read(words)


def test_zones_that_there_are_not_are_refused() -> None:
    for zone in ("Mars/Olympus", "../../etc/passwd", ""):
        with pytest.raises(InvalidInput, match="no time zone"):
            Period.read("1 day", zone)
