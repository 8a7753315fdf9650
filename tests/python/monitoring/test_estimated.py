"""Performance without labels, and where a model does worst, as parts of checks."""

from __future__ import annotations

import numpy as np
import pytest
from feed import ANN, Feed, rows

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.monitoring.monitors import create_monitor
from jupyter_mltrack.monitoring.pages import monitor_details
from jupyter_mltrack.monitoring.performance_page import performance_page
from jupyter_mltrack.monitoring.running import check_table
from jupyter_mltrack.records import DriftPolicy, MonitorBody, MonitorPerformance, MonitorRoles

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


def test_predicted_quantiles_and_rankings_are_measured(feed: Feed) -> None:
    random = np.random.default_rng(0)
    value = random.normal(size=600)
    numbers = {"y": value, "p": value + random.normal(0, 0.1, 600), "p90": np.full(600, 1.28)}
    body = MonitorBody(
        "numbers", roles=MonitorRoles(prediction="p", scores={"0.9": "p90"}, label="y"),
        performance=MonitorPerformance("regression"),
    )  # fmt: skip
    create_monitor(feed.store, body, by=ANN, table=numbers)
    (check,) = check_table(feed.store, "numbers", numbers, "first").checks
    metrics = {one.metric: one.value for one in check.performance}
    assert {"mae", "rmse", "r2", "quantile_loss@0.9"} <= {*metrics}
    gap = value - 1.28
    assert metrics["quantile_loss@0.9"] == pytest.approx(np.mean(np.maximum(0.9 * gap, -0.1 * gap)))
    ranked = {
        "query": np.repeat(np.arange(120), 5),
        "score": random.random(600),
        "label": np.tile([1, 0, 0, 0, 0], 120),
    }
    body = MonitorBody(
        "ranked", roles=MonitorRoles(scores={"score": "score"}, label="label", query="query"),
        performance=MonitorPerformance("ranking", metrics=["ndcg@5", "mrr"]),
    )  # fmt: skip
    create_monitor(feed.store, body, by=ANN, table=ranked)
    (check,) = check_table(feed.store, "ranked", ranked, "first").checks
    assert [one.metric for one in check.performance if one.value is not None] == ["ndcg@5", "mrr"]
    body = MonitorBody(
        "odd",
        roles=MonitorRoles(scores={"x": "p90"}, label="y"),
        performance=MonitorPerformance("regression"),
    )
    with pytest.raises(InvalidInput, match="predicted quantiles by their share"):
        create_monitor(feed.store, body, by=ANN)
