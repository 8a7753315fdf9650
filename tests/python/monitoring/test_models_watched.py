"""Monitors of models: their training data are the reference, and what monitors find is evidence about them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from feed import ANN, Feed

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import NotFound
from jupyter_mltrack.monitoring.latest import latest_drift
from jupyter_mltrack.monitoring.monitors import create_monitor
from jupyter_mltrack.monitoring.references import take_model
from jupyter_mltrack.monitoring.running import check_table
from jupyter_mltrack.records import MonitorBody, MonitorRoles
from jupyter_mltrack.registry import compare_versions, get_version, register, transition


def people(mean: float, count: int = 1500, seed: int = 0) -> pd.DataFrame:
    """Give rows of features."""
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {"age": random.normal(mean, 5, count), "calls": random.poisson(3, count).astype(float)}
    )


def train(feed: Feed, mean: float, stage: str | None = "production") -> int:
    """Train a model on such rows and register it; gives its version."""
    from sklearn.linear_model import LogisticRegression

    rows = people(mean)
    said = (rows["age"] > mean).astype(int)
    with mltrack.run("churn", store=feed.store.path) as run:
        run.log_model(LogisticRegression().fit(rows, said), "clf", training_data=rows)
    version = register(feed.store, run.number, "churn", by=ANN).version
    if stage is not None:
        transition(feed.store, f"churn/{version}", stage, by=ANN)
    return version


def watch(feed: Feed, **more) -> None:
    """Make a monitor of what is in production."""
    create_monitor(feed.store, MonitorBody("churn", model="churn@production", **more), by=ANN)


def test_the_training_data_are_the_reference_and_follow_the_stage(feed: Feed) -> None:
    train(feed, 40)
    watch(feed)
    (check,) = check_table(feed.store, "churn", people(40, seed=1), "March").checks
    assert (check.status, check.version) == ("no drift", 1)
    (check,) = check_table(feed.store, "churn", people(50, seed=2), "April").checks
    assert check.status == "drift"
    train(feed, 50)
    run = check_table(feed.store, "churn", people(50, seed=3), "May")
    assert [(one.label, one.version) for one in run.monitor.references] == [
        ("training data of churn/1", 1), ("training data of churn/2", 2),
    ]  # fmt: skip
    assert run.monitor.references[-1].reason == "churn@production is version 2 now; it was 1."
    assert (run.checks[0].status, run.checks[0].version) == ("no drift", 2)


def test_predictions_are_compared_under_the_names_that_the_data_have(feed: Feed) -> None:
    train(feed, 40)
    watch(feed, roles=MonitorRoles(prediction="said", scores={"1": "p"}))
    now = people(40, seed=1)
    now = now.assign(said=1, p=0.99)
    (check,) = check_table(feed.store, "churn", now, "March").checks
    assert {column.name for column in check.columns if column.drifted and column.name} == {"said", "p"}


def test_what_a_monitor_found_is_evidence_about_the_version(feed: Feed) -> None:
    train(feed, 40)
    watch(feed)
    assert latest_drift(feed.store, get_version(feed.store, "churn/1")) is None
    check_table(feed.store, "churn", people(55, seed=1), "March")
    report = latest_drift(feed.store, get_version(feed.store, "churn/1"))
    assert report is not None
    assert [column.name for column in report.columns if column.drifted] == ["age"]
    train(feed, 40, stage=None)
    evidence = compare_versions(feed.store, "churn", 2, 1).drift
    assert [(one.of, one.version) for one in evidence] == [("training data", 2), ("latest data", 1)]
    assert latest_drift(feed.store, get_version(feed.store, "churn/2")) is None


def test_models_that_there_are_not_and_data_that_nobody_knows(feed: Feed) -> None:
    from sklearn.linear_model import LinearRegression

    with pytest.raises(NotFound, match="no model"):
        watch(feed)
    rows = people(40)
    with mltrack.run("churn", store=feed.store.path) as run:
        run.log_model(LinearRegression().fit(rows, rows["age"]), "reg")
    register(feed.store, run.number, "churn", by=ANN)
    transition(feed.store, "churn/1", "production", by=ANN)
    watch(feed)
    with pytest.raises(NotFound, match="Nothing is known of the data"):
        take_model(feed.store, "churn", by=ANN)
    # What comes first is what it compares with, as for a monitor without a model.
    run = check_table(feed.store, "churn", people(40), "first")
    assert run.monitor.references[-1].label == "first"
