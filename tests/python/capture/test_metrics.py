"""Figures that a cell computed, and curves of its loops."""

import pytest


def test_computed_numbers_are_metrics_and_counts_are_not(notebook):
    run = notebook.track("import math\nacc = math.sqrt(0.25)\nn_rows = measured(7)\nsize = len('abc')")
    assert run.metrics == {"acc": 0.5}
    assert notebook.left_out()["n_rows"] == "metric.count"


def test_the_last_expression_is_named_by_what_it_calls(notebook):
    notebook.run("def accuracy_score(y, p):\n    return 0.75")
    run = notebook.track("accuracy_score(1, 2)")
    assert run.metrics == {"accuracy_score": 0.75}


def test_a_last_expression_of_a_dict_or_a_tuple(notebook):
    notebook.run("def evaluate():\n    return {'f1': 0.5, 'auc': 0.75}")
    assert notebook.track("evaluate()").metrics == {"f1": 0.5, "auc": 0.75}


def test_a_loop_gives_a_curve_and_its_last_value(notebook):
    run = notebook.track("for epoch in range(4):\n    loss = 1.0 / (epoch + 1)")
    assert run.metrics["loss"] == 0.25
    assert notebook.points("loss") == [(0, 1.0), (1, 0.5), (2, pytest.approx(1 / 3)), (3, 0.25)]
    assert run.summaries["loss"].count == 4
    assert notebook.left_out()["epoch"] == "loop.variable"


def test_loops_inside_functions_of_the_cell(notebook):
    code = """
def train(lr):
    for step in range(3):
        loss = lr / (step + 1)
    return loss

final = train(0.3)
"""
    run = notebook.track(code)
    assert [value for _, value in notebook.points("loss")] == [0.3, 0.15, pytest.approx(0.1)]
    assert run.metrics["final"] == pytest.approx(0.1)


def test_a_functions_local_name_does_not_hide_the_cells(notebook):
    code = "def f():\n    for i in range(3):\n        loss = i / 2\n    return 9.5\nloss = f()"
    run = notebook.track(code)
    assert run.metrics["loss"] == 9.5
    assert [value for _, value in notebook.points("f.loss")] == [0.0, 0.5, 1.0]


def test_counters_and_inner_totals_are_no_curves(notebook):
    code = """
done = 0
for epoch in range(2):
    running = 0.0
    for batch in range(3):
        running += 0.5
        done += 1
    loss = running / 3
"""
    run = notebook.track(code)
    assert run.summaries.keys() == {"loss"}
    assert notebook.left_out().keys() >= {"done", "running"}


def test_a_name_that_an_earlier_run_left_is_not_this_runs_result(notebook):
    notebook.track("acc = measured(0.95)")
    run = notebook.track("x = 1 / 0\nacc = measured(0.9)")
    assert run.status == "failed"
    assert "acc" not in run.metrics


def test_a_failed_loop_keeps_what_it_reached(notebook):
    run = notebook.track("for i in range(5):\n    loss = 1 / (2 - i)\n    acc = loss / 2")
    assert run.failure.type == "ZeroDivisionError"
    assert [value for _, value in notebook.points("loss")] == [0.5, 1.0]
    assert run.metrics["acc"] == 0.5


def test_numpy_scalars(notebook):
    run = notebook.track(
        "import numpy as np\na = np.float32(0.5) * 1\nb = np.array(0.25) * 1\nc = np.arange(3)"
    )
    assert run.metrics == {"a": 0.5, "b": 0.25}
    assert notebook.left_out()["c"] == "metric.type"


def test_a_metric_named_like_a_parameter(notebook):
    notebook.run("C = 2.0")
    run = notebook.track("import math\nC = math.sqrt(C)")
    assert run.params["C"] == 2.0
    assert run.metrics["C"] == pytest.approx(2**0.5)


def test_a_figure_made_of_constants_alone(notebook):
    run = notebook.track("lr = 0.25\naccuracy = 0.5 + lr\ncost = 2.0\nsteps = 10 * 4")
    assert run.metrics == {"accuracy": 0.75}
    assert run.params == {"lr": 0.25, "cost": 2.0, "steps": 40}
