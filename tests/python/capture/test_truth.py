"""Nothing is recorded that was not so: values of earlier runs, branches that were not taken, changes that were none."""

import pytest


def line_of(notebook, number=-1):
    """The line of a run, as data."""
    from jupyter_mltrack import current_store
    from jupyter_mltrack.tracking import cell_line

    return cell_line(current_store(), sorted(run.number for run in notebook.runs)[number])


@pytest.mark.parametrize(
    "code",
    [
        "for i in range(0):\n    acc = i / 2",
        "if measured(0):\n    acc = measured(0.1)",
        "try:\n    acc = 1 / 0\nexcept ZeroDivisionError:\n    pass",
        "import contextlib\nwith contextlib.suppress(ValueError):\n    acc = float('x')",
        "while measured(0):\n    acc = measured(0.5)",
        "def f():\n    global acc\n    acc = 0.3\n",
    ],
)
def test_what_an_earlier_cell_left_is_no_result(notebook, code):
    notebook.run("acc = 77.5")
    assert "acc" not in notebook.track(code).metrics


@pytest.mark.parametrize("value", [77, 1])
def test_a_branch_that_was_not_taken_sets_nothing(notebook, value):
    notebook.run(f"C = {value}")
    run = notebook.track(
        "if measured(0):\n    C = 1\nelse:\n    other = 2\nif not measured(1):\n    depth = 7"
    )
    assert run.params == {"other": 2}


def test_a_branch_that_was_taken_sets_what_it_sets_also_when_it_was_so_before(notebook):
    notebook.run("C = 1")
    assert notebook.track("if measured(1):\n    C = 1\ntry:\n    k = 2\nfinally:\n    m = 3").params == {
        "C": 1, "k": 2, "m": 3,
    }  # fmt: skip


def test_a_branch_whose_value_is_the_same_object_again_counts(notebook):
    notebook.run("acc = 0.5\nkept = acc")
    assert notebook.track("if measured(1):\n    acc = measured(kept)").metrics == {"acc": 0.5}


def test_a_schedule_in_a_branch_does_not_say_the_other_branchs_start(notebook):
    run = notebook.track(
        "if measured(0):\n    lr = 0.1\nelse:\n    lr = 0.2\nfor i in range(2):\n    lr *= 0.5"
    )
    assert "lr" not in run.params


def test_what_a_failed_cell_did_not_come_to_is_not_said(notebook):
    notebook.run("lr = 9.0")
    run = notebook.track("a = 1\nraise ValueError\nlate = 3\nlr = 3.0")
    assert run.params == {"a": 1}
    assert "late" not in notebook.left_out()


def test_a_setting_that_a_function_changes(notebook):
    run = notebook.track(
        "best = 0.0\nlr = 0.1\ndef f():\n    global best, lr\n    for i in range(3):\n        best = i / 2\n"
        "    lr = 0.7\nf()"
    )
    assert run.params == {"lr": 0.1}
    assert run.metrics["best"] == 1.0 and run.metrics["lr"] == 0.7


def test_a_figure_that_is_finished_behind_its_loop(notebook):
    run = notebook.track("acc = 0.0\nfor i in range(4):\n    acc += measured(0.5)\nacc /= 4")
    assert run.metrics["acc"] == 0.5
    run = notebook.track("for i in range(4):\n    loss = measured(0.5)\nloss = None")
    assert run.metrics["loss"] == 0.5


def test_a_param_that_was_asked_for_is_what_the_cell_read(notebook):
    notebook.run("lr = measured(0.1)")
    assert notebook.track("acc = measured(lr)\nlr = acc * 2", "--param lr").params == {"lr": 0.1}


def test_an_earlier_cell_that_was_run_again_changed_nothing(notebook):
    notebook.run("scale = measured(2.0)")
    notebook.track("acc = scale / 4")
    notebook.run("print('something else')", "scale = measured(2.0)")
    notebook.track("acc = scale / 4")
    assert line_of(notebook).changes == []


def test_an_earlier_setting_is_said_once(notebook):
    notebook.run("lr = 0.1")
    notebook.track("acc = measured(lr)")
    notebook.run("lr = 0.9")
    notebook.track("acc = measured(lr)")
    assert line_of(notebook).changes == ["lr 0.1 → 0.9"]


def test_a_changed_setting_does_not_hide_changed_code(notebook):
    notebook.track("lr = 0.1\nacc = measured(lr)", cell_id="a")
    notebook.track("lr = 0.2\nacc = measured(lr) / 2", cell_id="a")
    assert line_of(notebook).changes == ["lr 0.1 → 0.2", "code changed"]


def test_a_setting_that_is_nan_did_not_change(notebook):
    for _ in range(2):
        notebook.track("limit = float('nan')\nacc = measured(0.5)")
    assert line_of(notebook).changes == []


def test_a_list_that_the_cell_fills_is_no_setting(notebook):
    run = notebook.track(
        "losses = []\nlayers = [64, 32]\nfor i in range(3):\n    loss = i / 2\n    losses.append(loss)"
    )
    assert run.params == {"layers": "[64, 32]"}
    assert run.summaries["losses"].count == 3
