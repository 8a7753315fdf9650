"""What a search found out: winning settings, the best value, the value of each trial."""

import sys
from enum import Enum
from types import ModuleType, SimpleNamespace

import pytest

ESTIMATORS = (
    "import numpy as np\nfrom sklearn.linear_model import ElasticNetCV, LogisticRegressionCV, RidgeCV\n"
    "from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler\n"
    "rng = np.random.default_rng(0)\nX = rng.normal(size=(40, 3))\ny = X[:, 0] + rng.normal(size=40) / 10\n"
)


def test_what_an_estimator_that_searches_itself_chose(notebook):
    notebook.run(ESTIMATORS)
    run = notebook.track("ridge = RidgeCV(alphas=[0.5, 8.0]).fit(X, y)")
    assert run.params["best_alpha"] == notebook.shell.user_ns["ridge"].alpha_
    run = notebook.track(
        "net = ElasticNetCV(l1_ratio=[0.25, 0.75], cv=3).fit(X, y)\nridge = RidgeCV(alphas=[0.5, 8.0]).fit(X, y)"
    )
    net = notebook.shell.user_ns["net"]
    assert run.params["net.best_alpha"] == net.alpha_ and run.params["best_l1_ratio"] == net.l1_ratio_
    assert "ridge.best_alpha" in run.params
    run = notebook.track(
        "pipe = make_pipeline(StandardScaler(), LogisticRegressionCV(Cs=[0.5, 2.0], cv=2)).fit(X, y > 0)"
    )
    assert run.params["best_C"] == notebook.shell.user_ns["pipe"][-1].C_[0]


def test_a_winner_that_is_only_shown(notebook):
    notebook.run("class Booster:\n    best_iteration = 17\n    alpha_ = 0.25\nbooster = Booster()")
    run = notebook.track(
        "print('best round', booster.best_iteration)\nprint(booster.alpha_)\nx = measured(0.5)"
    )
    assert run.params == {"best_iteration": 17, "best_alpha": 0.25}


def test_what_a_loop_keeps_as_best_counts_and_not_where_it_started(notebook):
    run = notebook.track(
        "best_t, best_f1 = 0.5, 0\nfor t in (0.25, 0.75):\n    f1 = measured(t)\n    if f1 > best_f1:\n"
        "        best_t, best_f1 = t, f1"
    )
    assert run.params == {"best_t": 0.75}
    assert run.metrics["best_f1"] == 0.75 and "best_t" not in run.metrics


def test_the_best_figure_is_no_setting_whatever_it_is_called(notebook):
    run = notebook.track(
        "best_val, best_k = 9.0, None\nfor k in range(3):\n    val_loss = measured(3.5 - k)\n"
        "    if val_loss < best_val:\n        best_val, best_k = val_loss, k"
    )
    assert run.params == {"best_k": 2}
    assert run.metrics["best_val"] == 1.5


class Direction(Enum):
    MINIMIZE = 1
    MAXIMIZE = 2


class State(Enum):
    COMPLETE = 1
    PRUNED = 2


def trial(number, value, state=State.COMPLETE, **settings):
    return SimpleNamespace(
        _number=number, _values=None if value is None else [value], _params=settings, state=state
    )


@pytest.fixture
def study(notebook, monkeypatch):
    """A study as Optuna keeps it in memory; its properties would be Optuna's code."""
    module = ModuleType("optuna.study")
    exec("class Study:\n    @property\n    def best_params(self): raise AssertionError", vars(module))
    monkeypatch.setitem(sys.modules, "optuna.study", module)
    made = module.Study()
    rows = [
        trial(0, 0.5, lr=0.1),
        trial(1, None, State.PRUNED, lr=9.0),
        trial(2, 0.75, lr=0.2),
        trial(3, 0.25, lr=0.3),
    ]
    made._study_id, made._directions = 4, [Direction.MAXIMIZE]
    made._storage = SimpleNamespace(_studies={4: SimpleNamespace(trials=rows)})
    notebook.shell.user_ns["search"] = lambda: made
    return made


def test_a_study_gives_winners_best_value_and_trials(notebook, study):
    run = notebook.track("study = search()")
    assert run.params == {"best_lr": 0.2} and run.metrics["best_value"] == 0.75
    assert notebook.points("trial_value") == [(0, 0.5), (2, 0.75), (3, 0.25)]
    study._directions = [Direction.MINIMIZE]
    assert notebook.track("study = search()").params == {"best_lr": 0.3}


def test_a_study_with_several_objectives_has_no_winner(notebook, study):
    study._directions = [Direction.MINIMIZE, Direction.MAXIMIZE]
    assert notebook.track("study = search()").params == {}


def test_a_study_that_a_database_keeps(notebook, study):
    info = study._storage._studies[4]
    info.trials = {row._number: row for row in info.trials}
    assert notebook.track("study = search()").params == {"best_lr": 0.2}


def test_optuna(notebook):
    """Needs Optuna, which the test environment does not have."""
    pytest.importorskip("optuna")
    notebook.run("import optuna\noptuna.logging.set_verbosity(optuna.logging.ERROR)")
    run = notebook.track(
        "def objective(trial):\n    x = trial.suggest_float('x', -1, 1)\n    return (x - 0.5) ** 2\n"
        "study = optuna.create_study(direction='minimize')\nstudy.optimize(objective, n_trials=5)\n"
        "print(study.best_value, study.best_params)"
    )
    best = notebook.shell.user_ns["study"]
    assert run.params["best_x"] == best.best_params["x"] and run.params["n_trials"] == 5
    assert run.metrics["best_value"] == best.best_value
    assert len(notebook.points("trial_value")) == 5


def test_hyperopt(notebook):
    """Needs hyperopt, which the test environment does not have."""
    pytest.importorskip("hyperopt")
    run = notebook.track(
        "from hyperopt import fmin, hp, tpe, Trials\ntrials = Trials()\n"
        "best = fmin(lambda x: (x - 0.5) ** 2, hp.uniform('x', -1, 1), algo=tpe.suggest, max_evals=4, trials=trials,\n"
        "            show_progressbar=False)"
    )
    best = notebook.shell.user_ns
    assert run.params["best.x"] == float(best["best"]["x"]) and run.params["max_evals"] == 4
    assert run.metrics["best_loss"] == min(best["trials"].losses())
    assert len(notebook.points("trial_loss")) == 4


def test_the_result_of_fmin(notebook):
    notebook.run("def fmin(function, space): return {'alpha': 0.25, 'depth': 3}")
    assert notebook.track("found = fmin(1, 2)").params == {"found.alpha": 0.25, "found.depth": 3}


def test_a_list_of_the_best_so_far_is_no_setting(notebook):
    run = notebook.track(
        "best_history = []\nfor k in range(3):\n    best_history.append(measured(k / 2))\n"
        "best_layers = measured([8, 4])"
    )
    assert run.params == {"best_layers": "[8, 4]"}
    assert list(run.summaries) == ["best_history"]


def test_whose_score_is_best_is_a_setting(notebook):
    run = notebook.track(
        "losses = {0.5: measured(2.0), 1.5: measured(1.0)}\nbest_C = min(losses, key=losses.get)"
    )
    assert run.params == {"best_C": 1.5} and "best_C" not in run.metrics
