"""Labels that come late: joined by key, counted, and what they say of the model is told."""

from __future__ import annotations

import numpy as np
import pytest
from feed import ANN, Feed, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.monitoring.documents import find_check
from jupyter_mltrack.monitoring.monitors import create_monitor
from jupyter_mltrack.monitoring.performance_page import performance_page
from jupyter_mltrack.monitoring.scored import MOST_ROWS, Scored, from_bytes, joined, to_bytes, with_labels
from jupyter_mltrack.records import (
    Chunking,
    DriftPolicy,
    MonitorBody,
    MonitorPerformance,
    MonitorRoles,
    MonitorSource,
)

LATE = MonitorPerformance(
    task="binary", metrics=["accuracy", "roc_auc"], labels=MonitorSource("files", "labels/*.csv")
)


def labels(feed: Feed, day: int, part: slice = slice(None), wrong: bool = False) -> None:
    """Write the labels of some rows of a day."""
    frame = rows(day, labels=True).iloc[part][["key", "churned"]]
    if wrong:
        frame["churned"] = 1 - frame["churned"]
    folder = feed.folder / "labels"
    folder.mkdir(exist_ok=True)
    frame.to_csv(folder / f"{day}-{part.start}-{wrong}.csv", index=False)


def test_labels_join_the_rows_that_wait_for_them(feed: Feed) -> None:
    monitor = feed.monitor(performance=LATE)
    feed.day(0), feed.day(1)
    labels(feed, 0, slice(0, 100))
    feed.run()
    first, second = (find_check(feed.store, monitor, day) for day in ("2026-03-01", "2026-03-02"))
    assert [(one.labelled, one.waiting) for one in (first, second)] == [(100, 300), (0, 400)]
    assert second.performance == []
    labels(feed, 0, slice(100, 400)), labels(feed, 1)
    run = feed.run()
    assert [(one.label, one.labelled, one.waiting, one.made_again) for one in run.checks] == [
        ("2026-03-01", 400, 0, 1), ("2026-03-02", 400, 0, 1),
    ]  # fmt: skip
    truth = rows(0, labels=True)
    accuracy = next(value for value in run.checks[0].performance if value.metric == "accuracy")
    assert accuracy.value == pytest.approx(np.mean((truth["score"] >= 0.5) == truth["churned"]))
    assert accuracy.worse is False
    assert feed.run().checks == []


def test_labels_that_come_before_their_rows_are_kept(feed: Feed) -> None:
    feed.monitor(performance=LATE)
    feed.day(0)
    labels(feed, 1)
    assert "400 labels belong to no row so far" in feed.run().notes[0]
    feed.day(1)
    (check,) = feed.run().checks[-1:]
    assert (check.label, check.labelled) == ("2026-03-02", 400)


def test_labels_that_never_come_are_no_verdict(feed: Feed) -> None:
    feed.monitor(performance=LATE)
    feed.day(0)
    (feed.folder / "labels").mkdir()
    run = feed.run()
    assert run.problem == ""
    assert "No labels have come yet: No file fits 'labels/*.csv'" in run.notes[0]
    (check,) = run.checks
    assert (check.status, check.waiting, check.performance) == ("no drift", 400, [])
    page = performance_page(feed.store, "churn")
    assert "No label has come yet" in page.sentence


def test_a_model_that_does_worse_is_an_alert(feed: Feed) -> None:
    feed.monitor(performance=LATE, policy=DriftPolicy(persistence=2))
    for day in range(4):
        feed.day(day)
        labels(feed, day, wrong=day >= 2)
    run = feed.run()
    kinds = {alert.kind: alert for alert in run.alerts}
    assert kinds["performance"].subjects == ["accuracy", "roc_auc"]
    assert "accuracy" in kinds["performance"].sentence
    page = performance_page(feed.store, "churn")
    assert set(page.metrics) == {"accuracy", "roc_auc"} == {*page.figures}


def test_a_limit_of_ones_own_is_kept(feed: Feed) -> None:
    feed.monitor(
        performance=MonitorPerformance("binary", metrics=["accuracy"], worst={"accuracy": 0.99}),
        policy=DriftPolicy(persistence=1),
    )
    feed.day(0, labels=True)
    (alert,) = feed.run().alerts
    assert "below the limit of 0.99" in alert.sentence


def test_what_is_missing_to_measure_is_said(feed: Feed) -> None:
    body = MonitorBody("bad", source=MonitorSource("files", "*.csv"), chunking=Chunking("batch"))
    for performance, roles, told in (
        (MonitorPerformance("binary"), MonitorRoles(), "which column holds the label"),
        (MonitorPerformance("binary"), MonitorRoles(label="y"), "prediction, or the scores"),
        (LATE, MonitorRoles(label="y", prediction="p"), "need a key"),
        (MonitorPerformance("binary", metrics=["magic"]), MonitorRoles(label="y", prediction="p"), "magic"),
        (MonitorPerformance(labels=MonitorSource("files", "x.csv")), MonitorRoles(), "Say the task"),
    ):
        body.performance, body.roles = performance, roles
        with pytest.raises(InvalidInput, match=told):
            create_monitor(feed.store, body, by=ANN)


def scored(keys: list[str], labels: list[str]) -> Scored:
    """Give rows that have nothing but keys and labels."""
    count = len(keys)
    return Scored(
        np.array(keys, str), np.zeros(count), np.array(["1"] * count, str), np.array(labels, str),
        np.zeros((count, 1)), ("1",), total=count,
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from("abcdefgh"), max_size=12),
    st.lists(st.tuples(st.sampled_from("abcdefghxyz"), st.sampled_from(["", "0", "1"])), max_size=20),
)
def test_joining_by_key_is_what_a_loop_would_do(keys: list[str], given: list[tuple[str, str]]) -> None:
    found = with_labels(
        scored(keys, [""] * len(keys)),
        np.array([key for key, _ in given], "U1"), np.array([label for _, label in given], "U1"),
    )  # fmt: skip
    newest = dict(given)
    assert found.labels.tolist() == [newest.get(key, "") for key in keys]


def test_rows_are_kept_as_they_are_and_nothing_in_them_is_run() -> None:
    one = scored(["a", "b"], ["", "1"])
    back = from_bytes(to_bytes(one))
    assert back.labels.tolist() == ["", "1"]
    assert back.classes == ("1",)
    whole = joined([one, scored(["c"], ["0"])])
    assert (whole.keys.tolist(), whole.total) == (["a", "b", "c"], 3)
    import io

    out = io.BytesIO()
    np.savez(out, names=np.array([object()], object))
    for bad in (b"", b"PK\x03\x04", out.getvalue(), to_bytes(one)[:-40]):
        with pytest.raises(InvalidInput, match="cannot be read"):
            from_bytes(bad)


def test_of_very_many_rows_those_stay_that_would_stay_again() -> None:
    count = MOST_ROWS + 5000
    keys = [str(at) for at in range(count)]
    whole = joined([scored(keys[:1000], ["0"] * 1000), scored(keys[1000:], ["0"] * (count - 1000))])
    again = joined(
        [scored(keys[150_000:], ["0"] * (count - 150_000)), scored(keys[:150_000], ["0"] * 150_000)]
    )
    assert len(whole) == MOST_ROWS
    assert whole.total == count
    assert {*whole.keys.tolist()} == {*again.keys.tolist()}
