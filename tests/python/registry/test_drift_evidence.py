"""Drift as evidence: training data of two versions, and the latest data where something watches them."""

import numpy
import pytest
from scene import ALICE

import jupyter_mltrack as mltrack
from jupyter_mltrack.records import ColumnVerdict, DriftReport
from jupyter_mltrack.registry import (
    compare_versions,
    drifting,
    model_card,
    open_request,
    provide_latest_drift,
    register,
    request_details,
    transition,
)


@pytest.fixture
def trained(store):
    """Register a model that was trained on data with a certain mean; gives the version's number."""
    pytest.importorskip("sklearn")

    def make(mean, with_data=True):
        from sklearn.linear_model import LinearRegression

        random = numpy.random.default_rng(5)
        X = numpy.column_stack([random.normal(mean, 1, 2000), random.normal(0, 1, 2000)])
        with mltrack.run("drifting", store=store.path) as run:
            data = {"training_data": {"age": X[:, 0], "calls": X[:, 1]}} if with_data else {}
            run.log_model(LinearRegression().fit(X, X[:, 0]), "reg", **data)
        return register(store, run.number, "churn", by=ALICE).version

    return make


@pytest.fixture
def watched(monkeypatch):
    """Let a version be watched."""
    monkeypatch.setattr(drifting, "_providers", [])

    def watch(number):
        column = ColumnVerdict("age", "number", "compared", True, "age is higher than it was")
        report = DriftReport("drift", "1 of 2 columns drifted: age.", 2000, 500, [column], made=1000.0)
        provide_latest_drift(lambda store, version: report if version.version == number else None)
        return report

    return watch


def test_training_data_of_the_challenger_beside_those_of_the_current_version(store, trained):
    trained(0.0), trained(0.0), trained(2.0)
    [same] = compare_versions(store, "churn", 2, 1).drift
    assert (same.of, same.version, same.beside, same.report.status) == ("training data", 2, 1, "no drift")
    [moved] = compare_versions(store, "churn", 3, 1).drift
    assert moved.report.status == "drift"
    assert [column.name for column in moved.report.columns if column.drifted] == ["age"]


def test_it_is_frozen_with_a_request_and_stands_in_the_card(store, trained, watched):
    trained(0.0), trained(2.0)
    transition(store, "churn/1", "production", by=ALICE)
    latest = watched(1)
    request = open_request(store, "churn/2", "production", "newer data", by=ALICE)
    evidence = request_details(store, request.id, by=ALICE).evidence
    training, now = evidence.versions.drift
    assert training.report.status == "drift"
    assert (now.of, now.version, now.beside, now.report) == ("latest data", 1, None, latest)
    assert "## Drift" in evidence.card and "Training data beside those of version 1:" in evidence.card
    card = model_card(store, "churn").markdown
    assert "The latest data beside the training data: 1 of 2 columns drifted: age." in card
    assert "| age | age is higher than it was |" in card


def test_what_cannot_be_told_says_why(store, trained, monkeypatch):
    trained(0.0), trained(0.0, with_data=False)
    [none] = compare_versions(store, "churn", 2, 1).drift
    assert none.report is None and none.problem.endswith("stored with version 2.")
    trained(0.0)

    def broken(*tables):
        raise ValueError("no sketch")

    monkeypatch.setattr("jupyter_mltrack.drift.compare.compare", broken)
    [hostile] = compare_versions(store, "churn", 3, 1).drift
    assert hostile.report is None and "no sketch" in hostile.problem


def test_versions_without_a_model_have_no_drift(churn):
    [none] = compare_versions(churn, "churn", 2, 1).drift
    assert none.report is None and "version 1 and version 2" in none.problem
