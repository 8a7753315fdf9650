"""What the page of a monitor gets."""

from __future__ import annotations

from feed import Feed

from jupyter_mltrack.monitoring.pages import monitor_details

LATER = 9e10


def test_a_page_can_ask_whether_checks_were_made_without_getting_them(feed: Feed) -> None:
    feed.monitor()
    assert monitor_details(feed.store, "churn").made is None
    for day in range(3):
        feed.day(day)
    feed.run()
    full = monitor_details(feed.store, "churn")
    short = monitor_details(feed.store, "churn", since=LATER)
    assert full.checks and short.checks == []
    assert (short.made, short.total_checks) == (full.made, full.total_checks)
    assert full.made == max(check.made for check in full.checks)
    feed.day(3)
    feed.run()
    newer = monitor_details(feed.store, "churn", since=LATER)
    assert newer.made is not None and full.made is not None and newer.made > full.made
