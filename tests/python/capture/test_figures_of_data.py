"""What is a figure and what is data, a setting, or something that happens to be kept."""

import pytest


def test_a_quotient_of_numbers_of_the_cell_is_worked_out(notebook):
    run = notebook.track(
        "bought, seen = 120, 1000\nrate = bought / seen\nlift = (0.25 - rate) / rate\nhalf = seen / 2\n"
        "print(f'lift {lift:.2f}')"
    )
    assert run.params == {"bought": 120, "seen": 1000, "half": 500.0}
    assert list(run.metrics) == ["lift"]


@pytest.mark.parametrize(
    "code",
    ["share = (a > b).mean()", "flags = a > b\nshare = flags.mean()", "share = np.abs(a - b).mean()",
     "share = np.mean((a > b) & (b > a))"],
)  # fmt: skip
def test_the_mean_of_a_comparison_is_a_figure(notebook, code):
    notebook.run("import numpy as np\na, b = np.array([1.0, 3.0]), np.array([2.0, 2.0])")
    assert list(notebook.track(code).metrics) == ["share"]
    assert notebook.track("age = a.mean()").metrics == {}


def test_a_list_that_becomes_an_array_is_a_curve(notebook):
    notebook.run("import numpy as np")
    run = notebook.track(
        "accs = []\nfor seed in range(3):\n    accs.append(measured(seed / 2))\naccs = np.array(accs)"
    )
    assert run.params == {}
    assert [value for _, value in notebook.points("accs")] == [0.0, 0.5, 1.0]


def test_a_history_of_data_is_no_curve(notebook):
    run = notebook.track(
        "train, test = [1.5, 2.5], [3.5, 4.5]\nhistory = [x for x in train]\nfor t in range(2):\n"
        "    history.append(test[t])\nrmse = measured(0.5)"
    )
    assert run.metrics == {"rmse": 0.5} and not run.summaries
    run = notebook.track(
        "history = []\nfor t in range(2):\n    history.append(measured(t / 2))\nx = train = 1"
    )
    assert list(run.summaries) == ["history"]


def test_figures_that_an_object_of_the_notebook_keeps(notebook):
    run = notebook.track(
        "class Trainer:\n    def __init__(self, cost):\n        self.cost, self.best_loss = cost, 9.0\n"
        "        self.recorder = {'loss': [], 'lr': []}\n    def fit(self):\n        for k in range(3):\n"
        "            self.recorder['loss'].append(2.0 - k / 2)\n            self.recorder['lr'].append(k / 10)\n"
        "        self.best_loss = min(self.recorder['loss'])\ntrainer = Trainer(cost=0.5)\ntrainer.fit()"
    )
    assert run.params == {"cost": 0.5}
    assert run.metrics == {"best_loss": 1.0, "recorder.loss": 1.0}


def test_gradient_boosting_keeps_an_out_of_bag_score_that_nobody_asked_for(notebook):
    notebook.run(
        "import numpy as np\nfrom sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor\n"
        "rng = np.random.default_rng(0)\nX = rng.normal(size=(40, 3))\ny = X[:, 0]"
    )
    run = notebook.track("model = GradientBoostingRegressor(n_estimators=5, subsample=0.5).fit(X, y)")
    assert run.metrics == {}
    run = notebook.track(
        "model = RandomForestRegressor(n_estimators=20, oob_score=True, random_state=0).fit(X, y)"
    )
    assert list(run.metrics) == ["oob_score_"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("p-value:", "p_value"),
        ("F-test p =", "p_value"),
        ("c-index", "c_index"),
        ("Theil U", "theil"),
        ("lls", "lls"),
    ],
)
def test_words_that_name_figures(notebook, text, name):
    assert notebook.track(f"print('{text}', measured(0.5) * 1)").metrics == {name: 0.5}


def test_two_figures_of_one_name_are_kept_both(notebook):
    run = notebook.track(
        "for epoch in range(2):\n    total_kl = 0.0\n    for batch in range(2):\n        kl = measured(batch / 2)\n"
        "        total_kl += kl\n    print(f'epoch {epoch} kl {total_kl / 4:.3f}')"
    )
    assert run.metrics == {"kl": 0.5, "total_kl": 0.125}


def test_entries_of_a_dict_in_a_function_that_trains(notebook):
    run = notebook.track(
        "def objective(k):\n    params = {'objective': 'binary', 'verbosity': -1, 'depth': k}\n"
        "    for step in range(2):\n        k += 1\n    return k / 2\nscore = objective(3)"
    )
    assert run.params["params.objective"] == "binary" and "params.verbosity" not in run.params


def test_of_a_librarys_dataclass_what_is_not_usual(notebook, monkeypatch):
    import dataclasses
    import sys
    from enum import Enum
    from types import ModuleType

    class When(str, Enum):
        NO, EPOCH = "no", "epoch"

    made = dataclasses.make_dataclass(
        "TrainingSetup", [("output_dir", str, "out"), ("lr", float, 0.1), ("when", When, When.NO)]
        + [(f"option_{k}", int, k) for k in range(100)]
    )  # fmt: skip
    made.__module__ = "somelib.setup"
    module = ModuleType("somelib.setup")
    module.TrainingSetup = made
    monkeypatch.setitem(sys.modules, "somelib.setup", module)
    notebook.shell.user_ns["make"] = lambda: made("elsewhere", 0.5, When.EPOCH)
    assert notebook.track("args = make()").params == {"args.lr": 0.5, "args.when": "epoch"}


def test_how_often_two_columns_agree_is_no_look_at_data(notebook):
    notebook.run(
        "import pandas as pd\ntable = pd.DataFrame({'y': [0, 1, 1, 0], 'p': [0, 1, 0, 0], 'g': list('aabb')})"
    )
    run = notebook.track("print(table.groupby('g').size())\noverall = (table.y == table.p).mean()")
    assert run.metrics == {"overall": 0.75}
    assert notebook.track("print(table.groupby('g').size())\nold = (table.y > 0).mean()").metrics == {}


def test_a_list_of_labels_is_data(notebook):
    notebook.run("def accuracy_score(y, p):\n    return 0.75\ntest_labels, layers = [1, 0, 1], [8, 4]")
    run = notebook.track("acc = accuracy_score(test_labels, [1, 1, 1])\nf = measured(layers)")
    assert run.params == {"layers": "[8, 4]"}


def test_logarithms_are_no_logs(notebook):
    run = notebook.track(
        "log_lrs, train_log = [], []\nfor k in range(3):\n    log_lrs.append(measured(k / 2))\n"
        "    train_log.append(measured(k / 4))"
    )
    assert list(run.summaries) == ["train_log"]


def test_what_a_loop_remembers_of_the_round_before_is_no_curve(notebook):
    run = notebook.track(
        "prev_loss = 9.0\nfor epoch in range(3):\n    loss = measured(epoch / 2)\n    prev_loss = loss\n"
        "def train():\n    prev = 9.0\n    for step in range(3):\n        mse = step / 4\n        prev = mse\ntrain()"
    )
    assert set(run.summaries) == {"loss", "mse"} and run.metrics == {"loss": 1.0, "mse": 0.5}
