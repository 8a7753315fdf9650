"""Performance of chunks: late labels, states of what cannot be told, changes; every kind of table; bad input."""

import datetime as dt
import json

import msgspec
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from jupyter_mltrack.drift.performance import (
    Chunking,
    PerformancePolicy,
    Roles,
    cut,
    join_labels,
    performance,
    prediction_drift,
)
from jupyter_mltrack.errors import InvalidInput

DAY = 86400.0
MARCH = dt.datetime(2026, 3, 2, tzinfo=dt.timezone.utc).timestamp()


def scored(seed=0, rows=2000, wrong=0.1, start=MARCH, days=28):
    random = np.random.default_rng(seed)
    label = random.random(rows) < 0.4
    said = np.where(random.random(rows) < wrong, ~label, label)
    return pd.DataFrame(
        {
            "id": np.arange(rows) + 2**60,
            "time": pd.to_datetime(np.sort(start + random.random(rows) * days * DAY), unit="s", utc=True),
            "label": np.where(label, "yes", "no"),
            "said": np.where(said, "yes", "no"),
            "score": np.clip(said * 0.6 + random.random(rows) * 0.4, 0, 1),
        }
    )


ROLES = Roles(prediction="said", score="score", key="id", time="time", label_time="came")


def by_name(chunk):
    return {value.metric: value for value in chunk.metrics}


def test_a_week_that_is_worse_is_found_and_said():
    now = pd.concat([scored(1), scored(2, 500, wrong=0.25, start=MARCH + 28 * DAY, days=7)])
    found = performance(now, roles=ROLES, reference=scored(3), chunking=Chunking("week"))
    assert [chunk.name for chunk in found.chunks][-1] == "2026-03-30 to 2026-04-05"
    worse = {chunk.name for chunk in found.chunks for value in chunk.metrics if value.worse}
    assert found.status == "worse" and worse == {"2026-03-30 to 2026-04-05"}
    accuracy = by_name(found.chunks[-1])["accuracy"]
    assert accuracy.low < accuracy.value < accuracy.high < accuracy.reference and accuracy.method == "Wilson"
    assert accuracy.sentence.startswith("accuracy 0.7") and "in the reference: worse" in accuracy.sentence
    assert found.positive == "yes"
    msgspec.json.decode(msgspec.json.encode(found), type=type(found))


def test_better_is_not_worse():
    found = performance(
        scored(1, wrong=0.02), roles=ROLES, reference=scored(2, wrong=0.2), metrics=["accuracy"]
    )
    assert found.status == "not worse" and by_name(found.chunks[0])["accuracy"].changed


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow", "mapping"])
def test_every_library_gives_the_same(library):
    table = scored(1, 400)
    expected = performance(table, roles=ROLES, chunking=Chunking("rows", 100))
    given = {
        "pandas": lambda: table.set_index("id", drop=False),
        "polars": lambda: pl.from_pandas(table),
        "pyarrow": lambda: pa.Table.from_pandas(table),
        "mapping": lambda: {name: table[name].to_numpy() for name in table},
    }[library]()
    found = performance(given, roles=ROLES, chunking=Chunking("rows", 100))
    for one, other in zip(found.chunks, expected.chunks, strict=True):
        assert [v.value for v in one.metrics] == [v.value for v in other.metrics]


def late(table, rows, delay=3.5):
    known = table.iloc[rows]
    return pd.DataFrame(
        {"id": known["id"], "label": known["label"], "came": known["time"] + pd.Timedelta(days=delay)}
    )


def test_late_labels_are_joined_by_key_and_faults_are_named():
    table = scored(1, 200)
    labels = late(table, slice(0, 150))
    repeated = labels.iloc[[0]].assign(label="?", came=labels["came"].iloc[0] + pd.Timedelta(days=9))
    stray = pd.DataFrame({"id": [7], "label": ["yes"], "came": [labels["came"].iloc[0]]})
    empty = labels.iloc[[5]].assign(id=table["id"].iloc[180], label=None)
    labels = pd.concat([repeated, labels, stray, empty])
    found = join_labels(table.drop(columns="label"), labels, ROLES)
    report = found.report
    assert (report.state, report.joined, report.waiting, report.unknown) == ("partly joined", 150, 50, 1)
    assert (report.duplicate_labels, report.conflicting, report.missing_labels) == (1, 1, 1)
    assert report.examples["unknown"] == ["7"] and report.examples["conflicting"] == [str(2**60)]
    # The newest label counts, though it stands first; keys beyond 2 to the 53rd are not mixed up.
    assert found.labels[0] == "?" and found.labels[1] == table["label"].iloc[1]
    assert report.delay == pytest.approx(3.5 * DAY) and "within 3.5 days" in report.sentence
    assert report.oldest_waiting == pytest.approx(table["time"].iloc[150].timestamp(), abs=1e-3)


def test_keys_of_other_types_and_of_several_columns_meet():
    predictions = {"shop": ["a", "a", "b"], "no": [1, 2, 1], "said": [0.0, 1.0, 1.0]}
    labels = {"shop": ["b", "a"], "no": [1.0, 2.0], "label": [1, 0]}
    found = join_labels(predictions, labels, Roles(key=("shop", "no")))
    assert found.labels.tolist()[1:] == [0, 1] and found.report.waiting == 1
    nullable = pd.DataFrame({"id": pd.array([1, None, 3], "Int64")})
    assert join_labels(nullable, {"id": [1.0], "label": [1]}, Roles(key="id")).report.missing_keys == 1
    missing = join_labels({"id": [1, None, 1]}, {"id": [1, np.nan], "label": [1, 1]}, Roles(key="id"))
    assert (missing.report.missing_keys, missing.report.duplicate_predictions, missing.report.joined) == (
        2,
        1,
        2,
    )


def test_labels_that_never_came_are_said_with_how_many_wait():
    table = scored(1, 300).drop(columns="label")
    none = pd.DataFrame({"id": [], "label": []})
    found = performance(table, none, roles=Roles("label", "said", "score", "id", "time"), reference=scored(2))
    assert found.status == "cannot tell" and found.join.state == "labels never came"
    assert "300 predictions wait" in found.sentence
    assert {value.state for value in found.chunks[0].metrics} == {"no labels"}
    assert "(300 predictions wait)" in found.chunks[0].metrics[0].sentence


def test_chunks_without_labels_leave_the_verdict_open():
    table = scored(1, 1000)
    labels = late(table, slice(0, 500)).drop(columns="came")
    roles = Roles("label", "said", "score", "id", "time")
    found = performance(
        table.drop(columns="label"), labels, roles=roles, reference=scored(2), chunking=Chunking("week")
    )
    assert found.status == "cannot tell" and found.chunks[-1].waiting == found.chunks[-1].rows
    assert "wait for labels" in found.sentence


STATES = {
    "one class": ({"label": [1] * 50, "p": [0.5] * 50}, "roc_auc", "one class"),
    "nothing positive": ({"label": [0] * 50, "p": [0.9] * 50}, "recall", "none there"),
    "nothing called positive": ({"label": [0, 1] * 25, "p": [0.1] * 50}, "precision", "none predicted"),
    "no labels": ({"label": [np.nan] * 50, "p": [0.5] * 50}, "accuracy", "no labels"),
    "no scores": ({"label": [0, 1] * 25, "p": [np.nan] * 50}, "roc_auc", "no scores"),
    "no predictions": ({"label": [0, 1] * 25, "p": [np.inf] * 50}, "accuracy", "no predictions"),
    "no probabilities": ({"label": [0, 1] * 25, "p": [-3.0, 7.0] * 25}, "log_loss", "scores are no probabilities"),
    "few": ({"label": [0, 1] * 4, "p": [0.1, 0.9] * 4}, "accuracy", "too few labels"),
    "few of a class": ({"label": [0] * 95 + [1] * 5, "p": [0.1] * 100}, "roc_auc", "too few labels"),
    "no rows": ({"label": np.empty(0), "p": np.empty(0)}, "accuracy", "no rows"),
}  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_what_cannot_be_told_has_a_name(name):
    table, metric, state = STATES[name]
    random = np.random.default_rng(0)
    p = random.random(500)
    reference = {"label": (random.random(500) < p).astype(int), "p": p}
    found = performance(table, roles=Roles(score="p", task="binary"), reference=reference)
    value = by_name(found.chunks[0])[metric]
    assert value.state == state and value.changed is None and value.worse is None and value.sentence
    assert (value.value is None) == (state != "too few labels")


def test_constant_numbers_and_missing_predictions():
    table = {"label": [2.5] * 60, "said": [*np.linspace(2, 3, 58), np.nan, np.inf]}
    found = performance(table, roles=Roles(prediction="said", task="regression"))
    assert by_name(found.chunks[0])["r2"].state == "constant"
    assert by_name(found.chunks[0])["mae"].rows == 58 and any(
        "2 labelled rows" in note for note in found.notes
    )
    exact = performance({"label": np.arange(50.0), "said": np.arange(50.0)}, roles=Roles(prediction="said"))
    assert exact.task == "regression" and by_name(exact.chunks[0])["rmse"].value == 0


def test_chunks_by_time_have_no_gaps_and_name_rows_without_time():
    times = np.array([MARCH + 40 * DAY, np.nan, MARCH, MARCH + 1])
    parts, notes = cut(4, times, Chunking("month"))
    assert [(part.name, part.rows.tolist()) for part in parts] == [("2026-03", [2, 3]), ("2026-04", [0])]
    assert notes == ["1 rows have no time and are in no chunk."]
    empty, _ = cut(2, np.array([MARCH, MARCH + 20 * DAY]), Chunking("week"))
    assert [len(part.rows) for part in empty] == [1, 0, 1]
    with pytest.raises(InvalidInput, match="more than 10,000 chunks by hour"):
        cut(2, np.array([0.0, MARCH]), Chunking("hour"))
    with pytest.raises(InvalidInput, match="need a column of times"):
        cut(2, None, Chunking("day"))


WRONG = {
    "no such column": (lambda t: performance(t, roles=Roles(prediction="sayed")), "no column 'sayed'; there are 'id'"),
    "no key": (lambda t: join_labels(t, t, Roles()), "need a key"),
    "three classes": (
        lambda t: performance(t.assign(label=["a", "b"] * 1000, said="c"), roles=Roles("label", "said", task="binary")),
        "there are 3: a, b, c",
    ),
    "words as scores": (lambda t: performance(t, roles=Roles(score="said")), "'said' holds '(yes|no)', which is"),
    "no times": (lambda t: performance(t, roles=Roles(prediction="said", time="said")), "'said' holds no times"),
    "unknown positive": (lambda t: performance(t, roles=Roles(prediction="said", positive="?")), "does not occur"),
    "nothing named": (lambda t: prediction_drift(t, t, roles=Roles()), "Name the column"),
    "no rate": (lambda t: PerformancePolicy(rate=2), "between 0 and 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_meant_is_said(name):
    call, message = WRONG[name]
    with pytest.raises(InvalidInput, match=message):
        call(scored())


def test_predictions_and_scores_drift_like_columns():
    before, after = scored(1), scored(2)
    assert prediction_drift(before, after, roles=ROLES).status == "no drift"
    after["score"] = np.clip(after["score"] + 0.1, 0, 1)
    found = prediction_drift(before, after, roles=ROLES)
    assert [verdict.name for verdict in found.columns if verdict.drifted] == ["score"]
    assert json.loads(msgspec.json.encode(found))["status"] == "drift"


def test_a_negative_class_can_be_the_positive_one():
    table = {"label": ["bad", "good"] * 50, "said": ["bad", "good"] * 49 + ["good", "good"]}
    found = performance(table, roles=Roles(prediction="said", positive="bad"), metrics=["recall"])
    assert found.positive == "bad" and found.chunks[0].metrics[0].value == pytest.approx(0.98)
