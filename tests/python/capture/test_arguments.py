"""Settings that are written into calls: of models, optimisers, splitters, training."""

import types

import pytest


@pytest.fixture
def learn(notebook, monkeypatch):
    """A notebook with a library of its own that is taken for one of machine learning."""
    import sys

    library = types.ModuleType("skopt")
    exec(
        """
class Forest:
    def __init__(self, trees=10, *, depth=None, seed=None, n_jobs=None, verbose=0):
        self.trees, self.depth, self.seed, self.n_jobs, self.verbose = trees, depth, seed, n_jobs, verbose
    def get_params(self, deep=True):
        raise RuntimeError("nobody asked")
    def fit(self, X, y=None, **more):
        return self
    def score(self, X, y=None):
        return 0.5
class GridDisplay:
    def __init__(self, alpha=1): pass
class Chain:
    def __init__(self, steps, memory=None):
        self.steps, self.memory = steps, memory
    def get_params(self, deep=True):
        raise RuntimeError("nobody asked")
    def fit(self, X, y=None):
        return self
def cross_val_score(model, X, y=None, *, cv=None, scoring=None):
    return [0.5]
""",
        vars(library),
    )
    monkeypatch.setitem(sys.modules, "skopt", library)
    notebook.run(
        "import skopt\nfrom skopt import Forest, Chain, GridDisplay, cross_val_score\nX = [[1], [2]]"
    )
    return notebook


def test_literals_in_calls_that_make_and_train_models(learn):
    run = learn.track(
        "m = Forest(20, depth=2 + 1)\nm.fit(X, epochs=5)\ns = cross_val_score(m, X, cv=4, scoring='f1')"
    )
    assert run.params == {"trees": 20, "depth": 3, "epochs": 5, "cv": 4, "scoring": "f1"}


def test_what_is_only_passed_on_has_its_own_name(learn):
    learn.run("depth0 = 7")
    run = learn.track("n = 30\nm = skopt.Forest(trees=n, depth=depth0, seed=2 * n)")
    assert run.params == {"n": 30, "depth0": 7, "seed": 60}


def test_housekeeping_is_no_setting(learn):
    assert learn.track("m = Forest(n_jobs=4, verbose=2)\nd = GridDisplay(alpha=0.3)").params == {}


def test_settings_of_several_models_stay_apart(learn):
    run = learn.track(
        "a = Forest(10, seed=0)\nb = Forest(20, seed=0)\nmodels = [('x', Forest(5)), ('y', Chain([('z', Forest(6))]))]"
    )
    assert run.params == {"a.trees": 10, "b.trees": 20, "x.trees": 5, "z.trees": 6, "seed": 0}


def test_two_models_of_one_name(learn):
    run = learn.track("m = Forest(1).fit(X)\nm = Forest(2).fit(X)")
    assert sorted(run.params.values()) == [1, 2]


def test_a_sweep_has_no_value_of_its_own(learn):
    run = learn.track("for d in [1, 2]:\n    m = Forest(depth=d, seed=3).fit(X)")
    assert run.params == {"seed": 3}


def test_drawing_printing_and_tables_get_no_settings(notebook):
    notebook.run(
        "import io, json, random\ndef plot_it(data, width=1):\n    plt = None\ndef square(x):\n    return x * x"
    )
    run = notebook.track(
        "print(1, end='')\nplot_it([1], width=3)\nt = json.dumps([1], indent=2)\ns = io.StringIO('abc')\ny = square(5)"
    )
    assert run.params == {}


def test_functions_of_the_notebook_that_train(notebook):
    notebook.run(
        "def descend(X, lr=0.1, steps=3, log=None):\n    w = 0.0\n    for i in range(steps):\n"
        "        w = w - lr * (w - 1)\n    return w"
    )
    assert notebook.track("w = descend([1], lr=0.2)").params == {"lr": 0.2, "steps": 3}
    assert notebook.track("w = descend([1], 0.3, 7)").params == {"lr": 0.3, "steps": 7}


def test_models_of_the_notebook(notebook):
    notebook.run(
        "class Net:\n    def __init__(self, width, rate=0.5, name='n'):\n        self.width = width\n"
        "    def fit(self, X, epochs=2):\n        return self"
    )
    run = notebook.track("net = Net(8)\nnet.fit([1], epochs=9)")
    assert run.params == {"width": 8, "rate": 0.5, "epochs": 9}


def test_functions_that_were_not_called_set_nothing(learn):
    run = learn.track(
        "def build():\n    return Forest(99)\ndef train():\n    k = 5\n    return Forest(k, seed=1).fit(X)\ntrain()"
    )
    assert run.params == {"k": 5, "seed": 1}


def test_the_branch_that_was_taken(learn):
    run = learn.track("kind = 'big'\nif kind == 'small':\n    m = Forest(1)\nelse:\n    m = Forest(100)")
    assert run.params == {"kind": "big", "trees": 100}


def test_what_came_after_a_failure_was_not_used(learn):
    run = learn.track("m = Forest(3)\n1 / 0\nm = Forest(4)")
    assert run.params == {"trees": 3}


def test_models_of_earlier_cells_say_what_was_chosen(learn):
    learn.run("m = Forest(50, n_jobs=2)\nc = Chain([('first', Forest(depth=3))])")
    assert learn.track("m.fit(X)").params == {"trees": 50}
    assert learn.track("c.fit(X)").params == {"first__depth": 3}


def test_computed_settings_are_read_from_the_model(learn):
    run = learn.track("sizes = [10, 20]\nm = Forest(trees=sizes[measured(1)]).fit(X)")
    assert run.params["trees"] == 20


@pytest.mark.parametrize(
    "code",
    [
        "import random\nrandom.seed(11)",
        "import numpy as np\nrng = np.random.default_rng(11)",
        "def set_seed(value=11):\n    pass\nset_seed()",
        "def seed_everything(s):\n    pass\nseed_everything(11)",
    ],
)
def test_seeds(notebook, code):
    assert notebook.track(code).params == {"seed": 11}


def test_a_seed_that_has_a_name_is_said_once(notebook):
    assert notebook.track("import random\nSEED = 5\nrandom.seed(SEED)\nrandom.seed(5)").params == {"SEED": 5}


def test_the_winner_of_a_search_by_hand(notebook):
    run = notebook.track(
        "s = {1: measured(0.2), 3: measured(0.6)}\nbest_k = max(s, key=s.get)\nbest_index = 1 + measured(0)"
    )
    assert run.params == {"best_k": 3}


def test_nobodys_code_runs(notebook):
    notebook.run(
        "class Meta(type):\n    def __getattribute__(cls, name):\n        calls.append(name)\n"
        "        return type.__getattribute__(cls, name)\n"
        "class Odd(metaclass=Meta):\n    def __init__(self, a=1):\n        pass\n"
        "    def __getattr__(self, name):\n        calls.append(name)\n        raise AttributeError(name)\n"
        "    __dict__ = property(lambda self: calls.append('dict') or {})\n    def fit(self, x):\n        return self\n"
        "calls = []\nodd = Odd()\nconfig = odd"
    )
    notebook.run("calls.clear()")
    notebook.track("other = odd\nfitted = config.fit(3)")
    kept = notebook.shell.user_ns["calls"]
    assert [name for name in kept if name not in ("fit", "mro")] == []
