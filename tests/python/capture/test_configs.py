"""Objects that hold settings."""

import pytest

CLASSES = {
    "class": "class CFG:\n    lr = 0.1\n    layers = [8, 4]\n    net = None",
    "instance": "class Config:\n    def __init__(self, lr):\n        self.lr = lr\n        self.layers = [8, 4]\n"
    "        self.net = None\nCFG = Config(0.1)",
    "dataclass": "from dataclasses import dataclass, field\n@dataclass\nclass Settings:\n    lr: float = 0.5\n"
    "    layers: list = field(default_factory=lambda: [8, 4])\n    net: object = None\nCFG = Settings(lr=0.1)",
    "slots": "from dataclasses import dataclass, field\n@dataclass(slots=True)\nclass Settings:\n    lr: float = 0.5\n"
    "    layers: list = field(default_factory=lambda: [8, 4])\n    net: object = None\nCFG = Settings(lr=0.1)",
    "namespace": "from types import SimpleNamespace\nCFG = SimpleNamespace(lr=0.1, layers=[8, 4], net=None)",
    "arguments": "import argparse\nparser = argparse.ArgumentParser(description='x')\n"
    "parser.add_argument('--lr', type=float, default=0.5, help='the rate')\n"
    "parser.add_argument('--layers', nargs=2, type=int, default=[8, 4])\nparser.add_argument('--net')\n"
    "CFG = parser.parse_args(['--lr', '0.1'])",
    "tuple": "from typing import NamedTuple\nclass Settings(NamedTuple):\n    lr: float\n    layers: list\n"
    "    net: object = None\nCFG = Settings(0.1, [8, 4])",
}


@pytest.mark.parametrize("kind", CLASSES)
def test_objects_of_settings_that_the_cell_makes(notebook, kind):
    assert notebook.track(CLASSES[kind]).params == {"CFG.lr": 0.1, "CFG.layers": "[8, 4]", "CFG.net": None}


@pytest.mark.parametrize("kind", CLASSES)
def test_of_an_earlier_cells_object_what_is_read(notebook, kind):
    notebook.run(CLASSES[kind], "def rate():\n    return CFG.lr")
    assert notebook.track("a = measured(CFG.lr)").params == {"CFG.lr": 0.1}
    assert notebook.track("a = measured(rate())").params == {"CFG.lr": 0.1}
    assert notebook.track("a = measured(CFG)").params == {
        "CFG.lr": 0.1,
        "CFG.layers": "[8, 4]",
        "CFG.net": None,
    }


def test_the_value_in_force_counts(notebook):
    run = notebook.track(
        "class CFG:\n    lr = 0.1\n    debug_rate = 2\nCFG.lr = 0.7\np = dict(C=1)\np['C'] = 5\np['kernel'] = 'rbf'"
    )
    assert run.params == {"CFG.lr": 0.7, "CFG.debug_rate": 2, "p.C": 5, "p.kernel": "rbf"}


def test_nested_and_inherited_settings(notebook):
    run = notebook.track(
        "from types import SimpleNamespace\nclass Base:\n    lr = 0.1\n    wd = 1\nclass CFG(Base):\n    lr = 0.2\n"
        "cfg = SimpleNamespace(net=SimpleNamespace(depth=2), opt={'name': 'adam'})"
    )
    assert {name: run.params[name] for name in ("CFG.lr", "CFG.wd", "cfg.net.depth", "cfg.opt.name")} == {
        "CFG.lr": 0.2, "CFG.wd": 1, "cfg.net.depth": 2, "cfg.opt.name": "adam",
    }  # fmt: skip


def test_earlier_dicts(notebook):
    notebook.run(
        "params = {'eta': 0.3, 'deep': {'k': 2}}\ntable = {'a': [1, 2], 'b': [3, 4]}\nresults = {'x': measured(1)}"
    )
    run = notebook.track("s = measured((params, table, results))")
    assert run.params == {"params.eta": 0.3, "params.deep.k": 2}
    assert notebook.track("e = measured(params['eta'])").params == {"params.eta": 0.3}


def test_results_grids_tables_and_counters_are_no_settings(notebook):
    run = notebook.track(
        "from dataclasses import dataclass\n@dataclass\nclass Result:\n    acc: float\nresult = Result(measured(0.5))\n"
        "grid = {'C': [1, 10], 'gamma': [0.1]}\ncodes = {'cat': 0, 'dog': 1}\nhistory = {'loss': [], 'k': 3}\n"
        "history['loss'].append(measured(0.5))\ncount = {'hits': 0, 'limit': 9}\ncount['hits'] += 1"
    )
    assert run.params == {"history.k": 3, "count.limit": 9}


def test_models_are_no_settings(notebook):
    run = notebook.track(
        "class Net:\n    n = 3\n    def forward(self, x):\n        return x\nclass Thing:\n    pass"
    )
    assert run.params == {}


def test_secrets_in_objects_stay_out(notebook):
    run = notebook.track(
        "class CFG:\n    lr = 0.1\n    api_key = 'abc123def456'\n    db = 'postgres://ann:hunter2@host/x'"
    )
    assert run.params == {"CFG.lr": 0.1}


def test_properties_are_not_asked(notebook):
    run = notebook.track(
        "asked = []\nclass Config:\n    lr = 0.1\n    @property\n    def size(self):\n"
        "        asked.append(1)\n        return 3\ncfg = Config()\nn = len(asked)"
    )
    assert run.params == {"cfg.lr": 0.1}
    assert notebook.shell.user_ns["asked"] == []


def test_what_is_only_drawn_or_data_is_no_setting(notebook):
    notebook.run("import types\nplt = types.SimpleNamespace(hist=print)\nDataFrame = list")
    run = notebook.track(
        "bins = 4\nrows = [1, 2]\nk = 3\nplt.hist([1], bins)\nd = DataFrame(rows)\nplt.hist(k)\nacc = measured(k)"
    )
    assert run.params == {"k": 3}


def test_a_weight_that_is_learned_is_no_schedule(notebook):
    run = notebook.track(
        "w = 0.5\neps = 0.9\ndecay = 0.5\nfor i in range(3):\n    g = measured(w) * 2\n    w -= decay * g\n"
        "    eps = max(0.1, eps * decay)"
    )
    assert run.params == {"eps": 0.9, "decay": 0.5}


def test_a_cell_that_only_looks_at_data_sets_nothing(notebook):
    notebook.run("class Frame:\n    def head(self, n):\n        return n\ndf = Frame()\nlimit = 9")
    assert notebook.track("top = 5\nfew = df.head(top + limit)").params == {}
    assert (
        notebook.track("top = 5\nt = 0.1\nfor i in range(top):\n    t = t / 2\nfew = df.head(1)").params[
            "top"
        ]
        == 5
    )


def test_lists_of_data_are_no_settings(notebook):
    notebook.run(
        "texts = ['a b', 'c']\nmarks = [1, 0]\nclass M:\n    def fit(self, X, y):\n        return self"
    )
    run = notebook.track(
        "xs = [1, 2]\nlayers = (8, 4)\nm = M().fit(texts, marks)\nacc = measured(sum(xs) / layers[0])"
    )
    assert run.params == {"layers": "[8, 4]"}


def test_housekeeping_is_no_setting(notebook):
    notebook.run("class Config:\n    def __init__(self):\n        self.lr = 0.2\n        self.history = []")
    run = notebook.track(
        "print_cost = True\nverbose = 2\nn_jobs = 4\nk = 3\nconfig = Config()\nacc = measured(k / 4)"
    )
    assert run.params == {"k": 3, "config.lr": 0.2}
    assert notebook.left_out()["print_cost"] == "param.housekeeping"


def test_of_settings_within_settings_what_is_read(notebook):
    notebook.run(
        "from types import SimpleNamespace\ncfg = SimpleNamespace(net=SimpleNamespace(depth=2, width=8), "
        "opt={'lr': 0.1, 'wd': 0})"
    )
    assert notebook.track("a = measured(cfg.net.depth)").params == {"cfg.net.depth": 2}
    assert notebook.track("a = measured(cfg.opt['lr'])").params == {"cfg.opt.lr": 0.1}
    assert notebook.track("a = measured(cfg.net)").params == {"cfg.net.depth": 2, "cfg.net.width": 8}
