"""What a cell ran with."""

import pytest


def test_literals_and_constant_expressions_are_parameters(notebook):
    run = notebook.track(
        "lr = 0.1\nsteps = 60 * 60\nname = 'svc'\nflag = True\nnothing = None\nlayers = (64, 32)"
    )
    assert run.params == {
        "lr": 0.1, "steps": 3600, "name": "svc", "flag": True, "nothing": None, "layers": "[64, 32]",
    }  # fmt: skip
    assert run.metrics == {}


def test_scalars_of_earlier_cells_that_are_read(notebook):
    notebook.run("lr = 0.1\nunread = 5", "data = [1.0, 2.0]\nscale = 2.0")
    run = notebook.track("loss = lr * sum(data)\n")
    assert run.params["lr"] == 0.1
    assert "unread" not in run.params and "scale" not in run.params


def test_scalars_that_the_notebooks_functions_read(notebook):
    notebook.run("scale = 2.5\ndef inner(x):\n    return x * scale\ndef outer(x):\n    return inner(x)")
    assert notebook.track("acc = outer(0.3)").params == {"scale": 2.5}


def test_a_value_is_taken_as_it_was_before_the_cell(notebook):
    notebook.run("lr = 0.1")
    run = notebook.track("first = measured(lr)\nlr = first / 7")
    assert run.params["lr"] == 0.1


def test_sizes_clocks_draws_and_loop_variables_are_no_parameters(notebook):
    notebook.run(
        "import time, random\nn = len([1, 2])\nt = time.time()\nr = random.random()\nfor i in range(3): pass"
    )
    run = notebook.track("x = (n + t + r + i) / 3")
    assert run.params == {}
    assert notebook.left_out().keys() >= {"n", "t", "r", "i"}


def test_constants_of_libraries_are_no_parameters(notebook):
    notebook.run("from math import pi")
    assert notebook.track("area = measured(pi)").params == {}


def test_written_dicts_give_dotted_names(notebook):
    run = notebook.track("params = {'depth': 3, 'opt': {'lr': 0.1}}\nbest = dict(C=1.0)")
    assert run.params == {"params.depth": 3, "params.opt.lr": 0.1, "best.C": 1.0}


def test_the_first_value_of_a_schedule(notebook):
    run = notebook.track("lr = 0.4\nfor epoch in range(3):\n    lr *= 0.5")
    assert run.params == {"lr": 0.4}
    assert run.metrics["lr"] == pytest.approx(0.05)


def test_a_failed_cell_keeps_its_settings(notebook):
    run = notebook.track("k = 200\nmodel = 1 / 0\nlate = 3")
    assert run.status == "failed"
    assert run.params["k"] == 200


def test_asked_for_and_ignored_names(notebook):
    notebook.run("import math")
    run = notebook.track("gamma = math.sqrt(2)\nC = 1.0\nseed = 3", "--param gamma --metric C --ignore seed")
    assert run.params == {"gamma": pytest.approx(2**0.5)}
    assert run.metrics == {"C": 1.0}
    assert notebook.left_out()["seed"] == "asked.ignore"


def test_an_unknown_name_that_was_asked_for_is_said(notebook):
    notebook.track("a = 1", "--param nowhere")
    assert notebook.left_out()["nowhere"] == "asked.unknown"


@pytest.mark.parametrize("value", ["10 ** 400", "'x' * 3_000_000", "[1] * 10_000"])
def test_what_is_too_large_is_cut_or_left_with_the_reason(notebook, value):
    run = notebook.track(f"big = {value}\nok = 1")
    assert run.status == "finished"
    assert run.params["ok"] == 1
    big = run.params.get("big")
    assert "big" in notebook.left_out() or (isinstance(big, str) and len(big) <= 1_000_001) or big == 10**400


def test_not_finite_numbers_stay(notebook):
    notebook.run("limit = float('inf')")
    run = notebook.track("bad = measured(limit) * float('nan')")
    assert run.metrics["bad"] != run.metrics["bad"]
    assert run.params["limit"] == float("inf")
