"""Figures that a cell only shows, gathers or keeps in objects: what is captured, and what is not."""

import pytest

SCORER = "def accuracy_score(y, p):\n    return 0.75\ndef mean_squared_error(y, p):\n    return 4.0\n"


def values(notebook, key):
    return [value for _, value in notebook.points(key)]


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("print(accuracy_score(1, 2))", "accuracy_score", 0.75),
        ("print('MSE: %.2f' % mean_squared_error(1, 2))", "mean_squared_error", 4.0),
        ("print('Test accuracy: {:.2f}'.format(measured(0.5)))", "test_accuracy", 0.5),
        (
            "right, total = measured(3), measured(4)\nprint(f'Accuracy: {100 * right / total:.1f} %')",
            "accuracy",
            75.0,
        ),
        ("print('error ' + str(round(mean_squared_error(1, 2) ** 0.5, 3)))", "rmse", 2.0),
        ("accuracy_score(1, 2)\nx = 1", "accuracy_score", 0.75),
        ("import logging\nlogging.info('auc %s', measured(0.25))", "auc", 0.25),
        ("text = f'loss {measured(0.125)}'", "loss", 0.125),
    ],
)
def test_a_figure_that_is_only_shown(notebook, code, name, value):
    notebook.run(SCORER)
    assert notebook.track(code).metrics == {name: value}


@pytest.mark.parametrize(
    "code",
    [
        "print('rows', measured(0.5))",
        "print(f'epoch {measured(3)}: learning rate {measured(0.1)}')",
        "lr = 0.1\nprint('loss rate', lr)",
        "name = f'models/loss_{measured(0.5)}.pt'",
        "print('mean length', measured(0.5))",
        "losses = [measured(0.5)]\nprint('number of losses', len(losses))",
    ],
)
def test_what_is_shown_and_no_figure(notebook, code):
    run = notebook.track(code)
    assert set(run.metrics) <= {"losses"}


def test_printed_in_a_loop_is_a_curve(notebook):
    run = notebook.track(
        "for epoch in range(6):\n    total = [epoch / 2]\n    if epoch % 2 == 0:\n"
        "        print(epoch, 'loss', sum(total) / 2)"
    )
    assert notebook.points("loss") == [(0, 0.0), (2, 0.5), (4, 1.0)]
    assert run.metrics["loss"] == 1.0


def test_models_of_a_loop_are_told_apart_by_their_names(notebook):
    notebook.run("class M:\n    def __init__(self, v): self.v = v\n    def score(self, X, y): return self.v")
    run = notebook.track(
        "for name, m in {'lr': M(0.5), 'rf': M(0.75)}.items():\n    print(name, '=', m.score(1, 2))"
    )
    assert run.metrics == {"lr.score": 0.5, "rf.score": 0.75}


def test_the_same_metric_of_two_data_sets(notebook):
    notebook.run("def accuracy_score(y, p):\n    return y\ny_train, y_test = 0.875, 0.75")
    run = notebook.track("print(accuracy_score(y_train, 1))\nprint(accuracy_score(y_test, 1))")
    assert run.metrics == {"train_accuracy_score": 0.875, "test_accuracy_score": 0.75}


def test_local_figures_of_a_function_of_an_earlier_cell(notebook):
    notebook.run(
        "import math\ndef evaluate(n):\n    correct = 3\n    for i in range(n):\n        val_loss = 1 / (i + 1)\n"
        "        step_size = i / 7\n    print(f'Accuracy: {correct / 4:.2f}')\n"
    )
    code = notebook.shell.user_ns["evaluate"].__code__
    run = notebook.track("evaluate(3)")
    assert run.metrics == {"val_loss": pytest.approx(1 / 3), "accuracy": 0.75}
    assert len(values(notebook, "val_loss")) == 3
    assert notebook.shell.user_ns["evaluate"].__code__ is code


def test_a_function_of_an_earlier_cell_has_its_code_back_after_a_failure(notebook):
    notebook.run("def work():\n    for i in range(3):\n        loss = 1 / (1 - i)\n")
    code = notebook.shell.user_ns["work"].__code__
    assert notebook.track("work()").status == "failed"
    assert notebook.shell.user_ns["work"].__code__ is code


def test_lists_that_are_filled(notebook):
    run = notebook.track(
        "losses, lrs, seen = [], [], []\nhistory = {'acc': [], 'lr': []}\nfor i in range(3):\n"
        "    losses.append(measured(i / 2))\n    lrs.append(0.1 / (i + 1))\n    seen.append(measured(i + 0.5))\n"
        "    history['acc'].append(i / 4)\n    history['lr'].append(0.5 / (i + 1))"
    )
    assert run.summaries.keys() == {"losses", "history.acc"}
    assert values(notebook, "losses") == [0.0, 0.5, 1.0]
    assert run.metrics == {"losses": 1.0, "history.acc": 0.5}


def test_rows_of_results(notebook):
    run = notebook.track(
        "rows = []\nfor name, acc in (('a', 0.5), ('b', 0.75)):\n    rows.append((name, acc, 12))\n"
        "runs = [{'k': k, 'rmse': k / 2} for k in (1, 2)]"
    )
    assert run.metrics == {"rows.a.acc": 0.5, "rows.b.acc": 0.75, "runs.rmse": 1.0}
    assert values(notebook, "runs.rmse") == [0.5, 1.0]


def test_a_list_of_residuals_is_data(notebook):
    run = notebook.track("y, p = [1.0, 2.0], [0.5, 1.0]\nerrors = [a - b for a, b in zip(y, p)]")
    assert run.metrics == {} and run.summaries == {}


def test_a_very_long_list_is_not_read(notebook):
    notebook.track("losses = []\nfor i in range(2):\n    losses.extend([measured(0.5)] * 150_000)\n")
    assert "losses" not in notebook.newest.summaries


def test_dicts_of_results(notebook):
    notebook.run(SCORER)
    run = notebook.track(
        "results = {}\nfor name in ('a', 'b'):\n    results[name] = accuracy_score(1, 2)\n"
        "report = dict([('f1', measured(0.5)), ('support', 40)])\n"
        "by_k = {k: accuracy_score(k, k) / k for k in (1, 2)}"
    )
    assert run.metrics == {"results.a": 0.75, "results.b": 0.75, "report.f1": 0.5, "by_k": 0.375}
    assert notebook.points("by_k") == [(1, 0.75), (2, 0.375)]


def test_arrays_of_scores(notebook):
    notebook.run("import numpy as np\ndef cross_val_score(*a, **k):\n    return np.array([-4.0, -1.0])")
    run = notebook.track("scores = cross_val_score(1)\nrmse = np.sqrt(-scores)\nerrors = np.arange(3.0) - 1")
    figures = {"scores_mean": -2.5, "scores_std": 1.5, "rmse_mean": 1.5, "rmse_std": 0.5}
    assert figures.items() <= run.metrics.items()
    assert values(notebook, "rmse") == [2.0, 1.0]
    assert "errors" not in run.summaries


def test_histories_of_the_notebooks_own_classes(notebook):
    notebook.run(
        "class Net:\n    def __init__(self): self.errors_, self.sizes, self.log_history = [], [1.5, 2.5], []\n"
        "    def fit(self):\n        for i in range(3):\n            self.errors_.append(3 - i)\n"
        "            self.log_history.append({'step': i, 'eval_loss': i / 2})\n        return self"
    )
    run = notebook.track("net = Net().fit()")
    assert run.summaries.keys() == {"errors_", "log_history.eval_loss"}
    assert values(notebook, "errors_") == [3.0, 2.0, 1.0]


def test_a_cell_that_only_looks_at_data_has_no_metrics(notebook):
    pytest.importorskip("pandas")
    run = notebook.track(
        "import pandas as pd\ndf = pd.DataFrame({'a': [1.0, 2.0], 'score': [3.0, 5.0]})\nmean_a = df['a'].mean()\n"
        "print('shape', df.shape, 'average score', df['score'].mean())\ndf.describe()"
    )
    assert run.metrics == {}
    assert notebook.left_out()["mean_a"] == "metric.explores"


def test_values_on_the_way_are_no_curves(notebook):
    run = notebook.track(
        "for epoch in range(3):\n    gradient = epoch / 3\n    shown = epoch / 5\n    loss = epoch / 2\n"
        "    print(shown)"
    )
    assert run.summaries.keys() == {"loss", "shown"}
    assert notebook.left_out()["gradient"] == "series.between"


def test_a_text_that_is_a_secret_names_nothing(notebook):
    run = notebook.track(
        "for key, acc in (('ghp_0123456789abcdefghij', 0.5), ('b', 0.25)):\n    print(key, measured(acc) + 0)\n"
        "    print(f'{key}: accuracy {measured(acc)}')"
    )
    assert not any("ghp_" in name for name in [*run.metrics, *run.summaries])


def test_what_is_shown_runs_nothing_of_the_users(notebook):
    notebook.run(
        "class Loud:\n    def __float__(self): raise SystemExit\n    def __str__(self): return 'loud'"
    )
    assert notebook.track("loss = Loud()\nprint('loss', loss)\nprint(f'{loss!s}')").status == "finished"


def test_figures_that_are_equal_by_chance_are_both_told(notebook):
    run = notebook.track(
        "def accuracy_score(y, p): return 1.0\ndef roc_auc_score(y, p): return 1.0\ny = p = y_train = y_test = 0\n"
        "print('accuracy', accuracy_score(y, p))\nprint('ROC AUC: {:.3f}'.format(roc_auc_score(y, p)))"
    )
    assert run.metrics == {"accuracy_score": 1.0, "roc_auc_score": 1.0}
    run = notebook.track(
        "train_acc = accuracy_score(y_train, p) / 2\nprint(f'train acc {train_acc}')\n"
        "print(f'test acc {accuracy_score(y_test, p) / 2}')"
    )
    assert sorted(run.metrics.values()) == [0.5, 0.5]


def test_settings_that_a_cell_ends_with_are_no_figures(notebook):
    notebook.run("class Search:\n    best_params_ = {'learning_rate': 0.25, 'depth': 3}\nsearch = Search()")
    assert notebook.track("best_score = measured(0.5)\nsearch.best_params_").metrics == {"best_score": 0.5}
