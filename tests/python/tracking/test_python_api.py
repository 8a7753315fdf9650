"""``mltrack.runs``, ``mltrack.best`` and ``mltrack.diff``: what a person asks for in a notebook or script."""

import math
from datetime import datetime

import pandas as pd
import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import InvalidInput, NotFound


@pytest.fixture
def folder(tmp_path):
    """A folder whose store holds four runs of two experiments."""
    for name, model, lr, accuracy in (
        ("a", "svc", 0.1, 0.90), ("b", "svc", 0.01, 0.95), ("c", "forest", None, math.nan),
    ):  # fmt: skip
        params = {"model": model} if lr is None else {"model": model, "lr": lr}
        with mltrack.run("churn", name=name, params=params, tags={"kind": "test"}, store=tmp_path) as run:
            run.log(accuracy=accuracy, loss=1 - accuracy)
    with mltrack.run("wine", name="<b>d</b>", params={"k": 3}, store=tmp_path) as run:
        run.log(accuracy=0.99)
    return tmp_path


def test_runs_are_filtered_sorted_and_limited(folder):
    assert [run.name for run in mltrack.runs(store=folder)] == ["<b>d</b>", "c", "b", "a"]
    assert [run.name for run in mltrack.runs("accuracy >= 0.95", store=folder)] == ["<b>d</b>", "b"]
    assert [run.name for run in mltrack.runs("svc", experiment="churn", store=folder)] == ["b", "a"]
    assert [run.name for run in mltrack.runs(sort="params.lr", limit=3, store=folder)] == [
        "b",
        "a",
        "<b>d</b>",
    ]
    assert [run.name for run in mltrack.runs(sort="-metrics.accuracy", store=folder)] == [
        "<b>d</b>",
        "b",
        "a",
        "c",
    ]
    assert [
        run.name for run in mltrack.runs(sort=["-params.model", "metrics.accuracy"], limit=2, store=folder)
    ] == ["a", "b"]
    table = mltrack.runs(store=folder)
    assert len(table) == 4 and table[0].name == "<b>d</b>" and [run.name for run in table[1:3]] == ["c", "b"]
    assert (
        len(mltrack.runs(limit=0, store=folder)) == 0 and len(mltrack.runs(limit=10**30, store=folder)) == 4
    )


@pytest.mark.parametrize("asked", [{"filter": "accuracy >"}, {"sort": "colour"}, {"limit": -1}])
def test_what_cannot_be_meant_is_refused_with_the_reason(folder, asked):
    with pytest.raises(InvalidInput) as error:
        mltrack.runs(store=folder, **asked)
    assert len(error.value.message) > 20


def test_a_frame_has_a_row_a_run_and_a_column_a_value(folder):
    frame = mltrack.runs(sort="run.number", store=folder).to_frame()
    assert list(frame["name"]) == ["a", "b", "c", "<b>d</b>"]
    assert frame.columns.tolist()[:6] == ["number", "name", "experiment", "status", "started", "duration"]
    assert frame["metrics.accuracy"].dtype == float and math.isnan(frame["metrics.accuracy"][2])
    assert frame["params.lr"].isna().tolist() == [False, False, True, True]
    assert isinstance(frame["started"].dtype, pd.DatetimeTZDtype)
    assert abs((frame["started"].iloc[0] - datetime.now().astimezone()).total_seconds()) < 600
    assert frame.groupby("experiment")["metrics.accuracy"].max().to_dict() == {"churn": 0.95, "wine": 0.99}
    empty = mltrack.runs("nothing_of_this_name", store=folder).to_frame()
    assert empty.shape == (0, 6)


def test_the_table_is_shown_without_running_anything_of_it(folder):
    table = mltrack.runs(store=folder)
    shown = table._repr_html_()
    assert "&lt;b&gt;d&lt;/b&gt;" in shown and "<b>" not in shown
    with mltrack.run("e", params={"<script>x</script>": "<i>v</i>"}, tags={"<u>": "<s>"}, store=folder):
        pass
    shown = mltrack.runs(store=folder)._repr_html_()
    assert not any(mark in shown for mark in ("<script", "<i>", "<u>", "<s>"))
    assert "0.95" in repr(table) and "NaN" in repr(table) and len(repr(table).splitlines()) == 5


def test_a_long_table_says_how_much_more_there_is(tmp_path):
    with mltrack.run("many", store=tmp_path) as run:
        pass
    store = run.store
    [document] = store.table("runs").all()
    store.table("runs").insert_multiple({**document, "id": f"{n:032x}", "number": n} for n in range(2, 72))
    table = mltrack.runs(store=tmp_path)
    assert len(table) == 71 and "and 11 more" in repr(table) and "and 11 more" in table._repr_html_()


def test_the_best_run(folder):
    assert mltrack.best("accuracy", store=folder).name == "<b>d</b>"
    assert mltrack.best("accuracy", experiment="churn", store=folder).name == "b"
    assert mltrack.best("loss", store=folder).name == "b", "a loss is better when lower"
    assert mltrack.best("loss", maximize=True, store=folder).name == "a"
    assert mltrack.best("accuracy", filter="params.lr = 0.1", store=folder).name == "a"
    assert mltrack.best(store=folder).name == "<b>d</b>", "the newest experiment's main metric"
    assert mltrack.best(experiment="churn", store=folder).name == "b"


def test_nan_is_never_the_best_and_infinity_may_be(tmp_path):
    for value in (math.nan, 0.5, math.inf, -math.inf):
        with mltrack.run("e", name=str(value), store=tmp_path) as run:
            run.log(score=value)
    assert mltrack.best("score", store=tmp_path).name == "inf"
    assert mltrack.best("score", maximize=False, store=tmp_path).name == "-inf"
    assert mltrack.best("score", filter="score < 1 and score > 0", store=tmp_path).name == "0.5"


def test_deleted_runs_are_neither_listed_nor_best(folder):
    from jupyter_mltrack.tracking import delete_runs

    best = mltrack.best("accuracy", store=folder)
    delete_runs(mltrack.current_store(folder), [best.id])
    assert best.id not in [run.id for run in mltrack.runs(store=folder)]
    assert mltrack.best("accuracy", store=folder).name == "b"


@pytest.mark.parametrize("metric", ["nothing", "", "params.lr"])
def test_there_is_no_best_of_what_nobody_logged(folder, metric):
    with pytest.raises(NotFound, match="No run has a metric"):
        mltrack.best(metric, store=folder)


def test_there_is_no_best_without_runs(tmp_path):
    with pytest.raises(NotFound, match="No run has a metric yet"):
        mltrack.best(store=tmp_path)


def test_looking_makes_no_store(tmp_path):
    assert len(mltrack.runs(store=tmp_path)) == 0
    with pytest.raises(InvalidInput):
        mltrack.runs("accuracy >", store=tmp_path)
    for look in (lambda: mltrack.best("loss", store=tmp_path), lambda: mltrack.diff(1, 2, store=tmp_path)):
        with pytest.raises(NotFound):
            look()
    assert list(tmp_path.iterdir()) == []


def test_diff_names_what_differs(folder):
    found = mltrack.diff(1, 2, store=folder)
    assert found.sentence == "lr 0.1 → 0.01; accuracy +0.05, better."
    with pytest.raises(InvalidInput, match="two"):
        mltrack.diff(1, store=folder)
    with pytest.raises(NotFound, match="newest run is number 4"):
        mltrack.diff(1, 99, store=folder)


def test_the_store_is_found_upwards_as_git_finds_its_own(tmp_path, monkeypatch):
    below = tmp_path / "work" / "deep"
    below.mkdir(parents=True)
    monkeypatch.delenv("MLTRACK_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    with mltrack.run("e"):
        pass
    monkeypatch.chdir(below)
    assert len(mltrack.runs()) == 1 and mltrack.current_store().path == tmp_path / ".mltrack"
    assert not (below / ".mltrack").exists()
    with pytest.raises(NotFound):
        mltrack.current_store(tmp_path / "nowhere", create=False)
