"""A run's life: what is logged is there, and it ends truthfully."""

import math
import time
import warnings

import pytest
from disks import read_only

from jupyter_mltrack.errors import InvalidInput, NotFound, StoreReadOnly
from jupyter_mltrack.records import CellCapture, RunEdit, Source
from jupyter_mltrack.tracking import (
    ActiveRun,
    MLTrackWarning,
    cell_line,
    delete_runs,
    edit_run,
    get_run,
    list_columns,
    list_experiments,
    list_runs,
    read_series,
    restore_runs,
    run_details,
    start,
)
from jupyter_mltrack.tracking.api import open_for_tracking


def test_a_run_keeps_what_it_was_told(store):
    with start(
        store, "churn", "svc", params={"lr": 0.1, "model": {"depth": 3}}, tags={"k": "v"}, note="n"
    ) as run:
        for step in range(10):
            run.log(loss=1.0 / (step + 1), step=step)
        run.log({"val/acc": 0.9})
        run.log_params(batch=32)
        run.log_file(b"abc", "plots/roc.png")
    found = get_run(store, run.number)
    assert (found.status, found.name, found.experiment, found.note, found.tags) == (
        "finished", "svc", "churn", "n", {"k": "v"},
    )  # fmt: skip
    assert found.params == {"lr": 0.1, "model.depth": 3, "batch": 32}
    assert found.metrics == {"loss": 0.1, "val/acc": 0.9}
    loss = found.summaries["loss"]
    assert (loss.count, loss.min, loss.max, loss.min_step, loss.last_step) == (10, 0.1, 1.0, 9, 9)
    assert "val/acc" not in found.summaries
    assert found.ended >= found.started and found.duration == pytest.approx(found.ended - found.started)
    [series] = read_series(store, [found.id], ["loss"])
    assert series.steps == list(range(10)) and series.values[-1] == 0.1
    assert store.blobs.read(found.artifacts[0].blob) == b"abc"
    assert "numpy" in run_details(store, found.id).environment.packages or "msgspec" in (
        run_details(store, found.id).environment.packages
    )


def test_an_exception_fails_the_run_and_goes_on(store):
    with pytest.raises(ZeroDivisionError), start(store, "e") as run:
        1 / 0  # noqa: B018
    found = get_run(store, run.id)
    assert found.status == "failed" and found.failure.type == "ZeroDivisionError"
    assert "1 / 0" in found.failure.traceback


def test_an_interrupt_is_no_failure(store):
    with pytest.raises(KeyboardInterrupt), start(store, "e") as run:
        raise KeyboardInterrupt
    assert get_run(store, run.id).status == "interrupted"


def test_runs_are_numbered_over_all_experiments(store):
    numbers = []
    for experiment in ("a", "b", "a"):
        run = start(store, experiment)
        numbers.append(run.number)
        run.finish()
    assert numbers == [1, 2, 3]
    assert get_run(store, 2).name == "run 2"


def test_not_finite_and_huge_values_are_kept(store):
    with start(
        store, "e", params={"nan": math.nan, "inf": math.inf, "big": 10**30, "text": "x" * 2_000_000}
    ) as run:
        run.log(a=math.nan, b=-math.inf, c=1e308)
    found = get_run(store, run.id)
    assert math.isnan(found.metrics["a"]) and found.metrics["b"] == -math.inf and found.metrics["c"] == 1e308
    assert (
        math.isnan(found.params["nan"])
        and found.params["inf"] == math.inf
        and found.params["big"] == str(10**30)
    )
    assert len(found.params["text"]) == 1_000_001


def test_what_cannot_be_logged_is_said_and_the_loop_goes_on(store):
    with start(store, "e") as run, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        run.log(loss="low", ok=1)
        run.log_params(model=object(), lr=1)
    assert [str(w.message) for w in said if w.category is MLTrackWarning] == [
        "Metric 'loss' was not logged: a metric is one number, not str.",
        "Parameter 'model' was not logged: a parameter is a number, text, truth value or a short list of them, "
        "not a value of type object.",
    ]  # fmt: skip
    found = get_run(store, run.id)
    assert found.metrics == {"ok": 1.0} and found.params == {"lr": 1}


def test_array_scalars_become_numbers(store):
    import numpy as np

    with start(store, "e", params={"lr": np.float32(0.5), "n": np.int64(3), "flag": np.bool_(True)}) as run:
        run.log(a=np.float64(1.5), b=np.array(2.5))
    found = get_run(store, run.id)
    assert found.params == {"lr": 0.5, "n": 3, "flag": True}
    assert found.metrics == {"a": 1.5, "b": 2.5}


@pytest.mark.parametrize("name", ["x" * 10_000, "a\nb", "<script>alert(1)</script>", "  "])
def test_odd_names_do_not_lose_the_run(store, name):
    with start(store, name, name) as run:
        pass
    found = get_run(store, run.id)
    assert 0 < len(found.name) <= 250 and "\n" not in found.name
    assert bool(run.notices) == (name != "<script>alert(1)</script>")


def test_a_metric_may_be_named_like_a_parameter(store):
    with start(store, "e", params={"alpha": 1}) as run:
        run.log(alpha=0.5)
    found = get_run(store, run.id)
    assert found.params["alpha"] == 1 and found.metrics["alpha"] == 0.5


def test_points_of_series_that_capture_leaves_are_dropped(store):
    run = start(store, "e")
    run.observer("loss")(0.5, 0)
    run.observer("i")(1.0, 0)
    run.finish(capture=CellCapture(series=["loss"], metrics={"accuracy": 0.9}))
    found = get_run(store, run.id)
    assert found.metrics == {"loss": 0.5, "accuracy": 0.9}
    assert list(store.points.keys(found.id)) == ["loss"]


def test_running_runs_are_visible_to_others(store, tmp_path):
    run = start(store, "e")
    run.log(loss=0.5)
    other = open_for_tracking(tmp_path / ".mltrack")
    deadline = time.monotonic() + 2
    while not get_run(other, run.id).metrics and time.monotonic() < deadline:
        time.sleep(0.02)
    assert get_run(other, run.id).metrics == {"loss": 0.5}
    assert list_runs(other).running == 1
    other.close()
    run.finish()


def test_editing_deleting_restoring(store):
    with start(store, "e", "old", tags={"a": "1", "b": "2"}) as run:
        pass
    details = edit_run(store, run.id, RunEdit(name="new", note="why", tags={"a": None, "c": "3"}))
    assert (details.run.name, details.run.note, details.run.tags) == ("new", "why", {"b": "2", "c": "3"})
    with pytest.raises(InvalidInput, match="250"):
        edit_run(store, run.id, RunEdit(name="x" * 10_000, note="lost?"))
    assert get_run(store, run.id).note == "why"
    assert delete_runs(store, [run.id]) == [run.id]
    assert list_runs(store).total == 0 and list_runs(store, deleted=True).total == 1
    assert delete_runs(store, [run.id]) == []
    assert restore_runs(store, [run.id]) == [run.id]
    assert list_runs(store).total == 1
    with pytest.raises(NotFound):
        delete_runs(store, [run.id, "nobody"])
    assert list_runs(store).total == 1


def test_tables_filter_sort_page(store):
    for index in range(30):
        with start(store, "even" if index % 2 == 0 else "odd", params={"i": index}) as run:
            run.log(accuracy=(index * 7 % 30) / 30, step=0)
            run.log(accuracy=(index * 11 % 30) / 30, step=1)
    page = list_runs(
        store, sort="-metrics.accuracy", limit=5, columns=["params.i", "metrics.accuracy", "max.accuracy"]
    )
    values = [row.values["metrics.accuracy"] for row in page.rows]
    assert page.total == 30 and values == sorted(values, reverse=True) and values[0] == 29 / 30
    assert all(row.values["max.accuracy"] >= row.values["metrics.accuracy"] for row in page.rows)
    assert page.rows[0].spark and len(page.rows[0].spark) == 2
    best = list_runs(store, sort="-max.accuracy", limit=1).rows[0]
    assert best.number in (14, 20, 30) or best.number > 0
    assert list_runs(store, "accuracy > 0.5", experiment="odd", limit=0).total == sum(
        (index * 11 % 30) / 30 > 0.5 for index in range(1, 30, 2)
    )
    assert [row.number for row in list_runs(store, limit=3, offset=2).rows] == [28, 27, 26]
    assert {column.id for column in list_columns(store)} == {
        "params.i", "metrics.accuracy", "min.accuracy", "max.accuracy", "mean.accuracy",
    }  # fmt: skip
    rows = list_experiments(store)
    assert [(row.name, row.runs, row.main_metric, row.direction) for row in rows] == [
        ("odd", 15, "accuracy", "max"), ("even", 15, "accuracy", "max"),
    ]  # fmt: skip
    with pytest.raises(InvalidInput):
        list_runs(store, sort="colour")


def test_failed_runs_do_not_hide_what_an_experiment_is_ranked_by(store):
    with start(store, "e") as run:
        run.log(accuracy=0.9, fit_time=3.0)
    for _ in range(15):
        start(store, "e").finish("failed")
    [row] = list_experiments(store)
    assert (row.main_metric, row.direction, row.runs) == ("accuracy", "max", 16)


def test_the_line_says_what_changed_and_the_rank(store):
    source = Source(kind="notebook", path="a.ipynb", cell_id="c1")
    for lr, accuracy in ((0.1, 0.94), (0.01, 0.953)):
        with start(store, "churn", params={"lr": lr}, source=source) as run:
            run.log(accuracy=accuracy)
    line = cell_line(store, run.id)
    assert line.previous == 1 and line.changes == ["lr 0.1 → 0.01"]
    [metric] = line.metrics
    assert metric.name == "accuracy" and metric.delta == pytest.approx(0.013) and metric.better is True
    assert (line.rank, line.ranked) == (1, 2)


def test_other_cells_are_no_previous_run(store):
    for cell in ("c1", "c2"):
        with start(store, "e", source=Source(kind="notebook", path="a.ipynb", cell_id=cell)) as run:
            pass
    assert cell_line(store, run.id).previous is None


def test_a_read_only_store_is_said_at_the_start(tmp_path):
    open_for_tracking(tmp_path / ".mltrack").close()
    with read_only(tmp_path / ".mltrack"):
        store = open_for_tracking(tmp_path / ".mltrack")
        with pytest.raises(StoreReadOnly):
            start(store, "e")
        store.close()


def test_logging_after_the_end_is_said(store):
    run = start(store, "e")
    run.finish()
    with pytest.warns(MLTrackWarning, match="has ended"):
        run.log(loss=1.0)
    assert isinstance(run, ActiveRun) and run.finish() is True
