"""Performance without labels, and where a model does worst, as parts of checks."""

from __future__ import annotations

import numpy as np
import pytest
from feed import Feed, rows

from jupyter_mltrack.monitoring.pages import monitor_details
from jupyter_mltrack.monitoring.performance_page import performance_page
from jupyter_mltrack.records import DriftPolicy, MonitorPerformance

WATCHED = MonitorPerformance("binary", metrics=["accuracy"])


def test_what_is_estimated_is_about_what_labels_say_later(feed: Feed) -> None:
    feed.monitor(performance=WATCHED)
    feed.day(0)
    (check,) = feed.run().checks
    (guess,) = check.estimates
    assert check.performance == []
    truth = rows(0, labels=True)
    assert guess.value is not None
    assert guess.low is not None
    assert guess.high is not None
    assert guess.low <= np.mean((truth["score"] >= 0.5) == truth["churned"]) <= guess.high
    page = performance_page(feed.store, "churn")
    assert page.metrics == ["accuracy"]
    assert "estimated" in str(page.figures["accuracy"])


def test_an_estimate_that_is_worse_is_an_alert_that_says_so(feed: Feed) -> None:
    feed.monitor(performance=WATCHED, policy=DriftPolicy(persistence=2))
    for day in range(3):
        path = feed.day(day)
        frame = rows(day)
        # All customers move to where the model is least sure.
        frame["score"] = 0.5 + (frame["score"] - 0.5) * 0.1
        frame.to_csv(path, index=False)
    alerts = {alert.kind: alert for alert in feed.run().alerts}
    assert alerts["performance"].subjects == ["accuracy"]
    assert "estimate" in alerts["performance"].sentence.lower()


def test_the_worst_segment_is_found_and_named(feed: Feed) -> None:
    feed.monitor(performance=WATCHED)
    path = feed.day(0, count=3000, labels=True)
    frame = rows(0, count=3000, labels=True)
    wrong = (frame["city"] == "Ulm").to_numpy()
    frame.loc[wrong, "churned"] = (frame.loc[wrong, "score"] < 0.5).astype(int)
    frame.to_csv(path, index=False)
    feed.run()
    found = monitor_details(feed.store, "churn").segments
    assert found is not None
    assert "city = Ulm" in found.segments[0].words
    assert found.segments[0].worse


def test_the_same_data_get_the_same_verdicts(feed: Feed) -> None:
    feed.monitor("one"), feed.monitor("two")
    for day in range(3):
        feed.day(day, shift=0.7 * day)
    one, two = ([check.columns for check in feed.run(name).checks] for name in ("one", "two"))
    for ours, theirs in zip(one, two, strict=True):
        assert [(c.name, c.drifted) for c in ours] == [(c.name, c.drifted) for c in theirs]
        # Sketches of quantiles are drawn by chance that cannot be fixed; what rests on them differs by their error.
        assert [c.chance for c in ours] == pytest.approx([c.chance for c in theirs], rel=0.2)
