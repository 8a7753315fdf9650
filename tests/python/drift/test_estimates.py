"""Performance estimated without labels holds what labels show later; segments that are worse are found."""

import numpy as np
import pytest

from jupyter_mltrack.drift.performance import Chunking, Roles, estimate, performance, segments, worst_segments
from jupyter_mltrack.errors import InvalidInput


def classes(random, rows, shift):
    x = random.normal(size=(rows, 3))
    x[:, 0] += shift
    odds = 1.5 * x[:, 0] - 0.8 * x[:, 1] + x[:, 0] * x[:, 2] - 0.5
    return x, (random.random(rows) < 1 / (1 + np.exp(-odds))).astype(int)


def several(random, rows, shift):
    x = random.normal(size=(rows, 3))
    x[:, 0] += shift
    odds = np.exp(np.column_stack([x[:, 0], x[:, 1], 0.5 * x[:, 2]]))
    chances = (odds / odds.sum(axis=1, keepdims=True)).cumsum(axis=1)
    return x, (random.random((rows, 1)) > chances).sum(axis=1)


def numbers(random, rows, shift):
    x = random.normal(size=(rows, 3))
    x[:, 0] += shift
    return x, 2 * x[:, 0] + 2 * np.sin(x[:, 1]) + random.normal(size=rows) * (0.5 + 0.5 * np.abs(x[:, 0]))


def world(kind, random, shift, rows=3000, chunks=8, of=400):
    """Give a model's predictions: reference with labels, chunks in which only features moved, and their roles."""
    from sklearn.linear_model import LinearRegression, LogisticRegression

    draw = {"binary": classes, "multiclass": several, "regression": numbers}[kind]
    model = (LinearRegression() if kind == "regression" else LogisticRegression()).fit(
        *draw(random, 1500, 0.0)
    )

    def table(count, by):
        x, y = draw(random, count, by)
        found = {"label": y, **{f"x{at}": x[:, at] for at in range(3)}}
        if kind == "regression":
            return found | {"said": model.predict(x)}
        scores = model.predict_proba(x)
        return found | {f"p{at}": scores[:, at] for at in range(scores.shape[1])}

    roles = {
        "binary": Roles(score="p1", task="binary"),
        "multiclass": Roles(score={str(at): f"p{at}" for at in range(3)}, task="multiclass"),
        "regression": Roles(prediction="said", task="regression"),
    }[kind]
    return table(rows, 0.0), table(chunks * of, shift), roles, Chunking("rows", of)


@pytest.mark.parametrize("shift", [0.0, 0.7])
@pytest.mark.parametrize(("kind", "worlds"), [("binary", 5), ("multiclass", 2), ("regression", 2)])
def test_what_labels_show_later_is_within_the_band(kind, worlds, shift):
    random = np.random.default_rng(0)
    held, count = {}, 0
    for _ in range(worlds):
        reference, now, roles, chunking = world(kind, random, shift)
        unlabelled = {name: values for name, values in now.items() if name != "label"}
        guessed = estimate(unlabelled, reference=reference, roles=roles, chunking=chunking)
        real = performance(now, roles=roles, chunking=chunking)
        for one, other in zip(guessed.chunks, real.chunks, strict=True):
            truth = {value.metric: value.value for value in other.metrics}
            count += 1
            for value in one.metrics:
                inside = value.low <= truth[value.metric] <= value.high
                held[value.metric] = held.get(value.metric, 0) + inside
    assert len(held) == {"binary": 8, "multiclass": 8, "regression": 2}[kind]
    # 95 % is stated; chunks of one world share what was learned, so that misses come together.
    assert {name: share / count for name, share in held.items() if share / count < 0.85} == {}
    assert sum(held.values()) / count / len(held) >= 0.9


def test_a_loss_that_the_features_foretell_is_called_worse_and_says_on_what_it_rests():
    random = np.random.default_rng(1)
    reference, now, roles, _ = world("regression", random, 2.5, chunks=1, of=1500)
    del now["label"]
    found = estimate(now, reference=reference, roles=roles)
    assert found.status == "worse" and found.estimated and "Estimated performance is worse" in found.sentence
    assert "does not see" in found.basis and "concept drift" in found.basis
    assert {value.state for value in found.chunks[0].metrics} == {"estimated"}


def test_no_alarm_without_a_shift():
    random = np.random.default_rng(2)
    alarms = 0
    for _ in range(8):
        reference, now, roles, _ = world("binary", random, 0.0, rows=1000, chunks=1)
        alarms += estimate(now, reference=reference, roles=roles).status != "not worse"
    assert alarms <= 2


def test_what_cannot_be_estimated_is_said():
    few = {"label": [0, 1] * 20, "p": [0.2, 0.8] * 20}
    with pytest.raises(InvalidInput, match="has 40 rows with label and prediction; an estimate needs 100"):
        estimate(few, reference=few, roles=Roles(score="p", task="binary"))
    ranked = {"label": [0, 1] * 60, "s": [0.2, 0.8] * 60, "q": np.repeat(np.arange(60), 2)}
    with pytest.raises(InvalidInput, match="rankings cannot be estimated"):
        estimate(ranked, reference=ranked, roles=Roles(score="s", query="q"))
    no_scores = {"label": [0, 1] * 60, "said": [0, 1] * 60}
    with pytest.raises(InvalidInput, match="needs the model's scores"):
        estimate(no_scores, reference=no_scores, roles=Roles(prediction="said", task="binary"))


def test_rows_without_scores_are_left_out_and_counted():
    random = np.random.default_rng(3)
    reference, now, roles, _ = world("binary", random, 0.0, chunks=1)
    now["p1"][:50] = np.nan
    found = estimate(now, reference=reference, roles=roles)
    assert found.chunks[0].metrics[0].rows == 350 and any("50 rows without" in note for note in found.notes)
    empty = estimate({"p1": np.full(40, np.nan)}, reference=reference, roles=roles)
    assert {value.state for value in empty.chunks[0].metrics} == {"no predictions"}


def customers(seed, rows=8000, planted=True):
    random = np.random.default_rng(seed)
    age, plan = random.integers(18, 80, rows), random.choice(["free", "paid", "pro"], rows, p=[0.3, 0.5, 0.2])
    chance = random.random(rows)
    label = random.random(rows) < chance
    blind = (age < 30) & (plan == "free") & planted & (random.random(rows) < 0.9)
    return {
        "label": label.astype(int), "p": np.where(blind, random.random(rows), chance), "age": age, "plan": plan,
        **{f"noise {at}": random.normal(size=rows) for at in range(4)},
    }  # fmt: skip


@pytest.mark.parametrize("metric", ["recall", "accuracy", "roc_auc", "log_loss"])
def test_the_worst_segment_is_found_and_said(metric):
    found = worst_segments(customers(0), roles=Roles(score="p"), metric=metric)
    worst = found.segments[0]
    assert worst.worse and {one.column for one in worst.conditions} == {"age", "plan"}
    assert "plan = free" in worst.sentence and "age < 3" in worst.sentence and "elsewhere" in worst.sentence
    assert found.searched > 1000 and "half of the rows" in found.notes[0]


def test_a_search_finds_nothing_where_there_is_nothing():
    found = [worst_segments(customers(at, 2000, planted=False), roles=Roles(score="p")) for at in range(40)]
    assert sum(any(one.worse for one in report.segments) for report in found) <= 5


def test_segments_of_columns_that_were_named():
    table = customers(0)
    table["plan"] = np.where(np.arange(8000) < 500, None, table["plan"].astype(object))
    found = segments(table, roles=Roles(score="p"), columns=["plan"], metric="accuracy")
    assert {segment.words for segment in found.segments} == {
        "plan = free", "plan = paid", "plan = pro", "plan is missing",
    }  # fmt: skip
    assert found.segments[0].words == "plan = free" and found.segments[0].worse
    small = segments({**customers(0, 60)}, roles=Roles(score="p"), columns=["plan"], metric="accuracy")
    assert {segment.state for segment in small.segments} == {"too few labels"}
    assert small.sentence == "No segment of 3 has enough labels to be compared with the rest."


def test_segments_of_numbers_and_of_rankings():
    random = np.random.default_rng(0)
    x = random.normal(size=4000)
    table = {"label": x + random.normal(size=4000) * np.where(x > 1, 3, 1), "said": x, "x": x}
    found = worst_segments(table, roles=Roles(prediction="said"), metric="mae")
    assert found.segments[0].worse and found.segments[0].words.startswith("x ≥ ")
    market = np.repeat(random.choice(["a", "b"], 1500), 6)
    gains = (random.random(9000) < 0.3).astype(float)
    score = np.where(market == "a", gains, 0) + random.normal(size=9000)
    ranked = {"label": gains, "s": score, "q": np.repeat(np.arange(1500), 6), "market": market}
    found = worst_segments(ranked, roles=Roles(score="s", query="q"))
    assert found.segments[0].words == "market = b" and found.segments[0].worse
