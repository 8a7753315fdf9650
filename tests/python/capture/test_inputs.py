"""A cell is said to repeat an earlier run only where code, parameters and data are really the same."""

# ruff: noqa: E501 - each cell of the tables stands in a line

import importlib
import os
import sys

import pytest


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """However busy the machine is."""
    monkeypatch.setattr("jupyter_mltrack.capture.inputs.MOST_SECONDS", 600.0)


CHANGES = {
    "a number": ("lr = 0.1", "measured(lr)", "lr = 0.2"),
    "the type of a number": ("k = 1", "measured(k)", "k = True"),
    "a text for a number": ("k = 1", "measured(k)", "k = '1'"),
    "the kind of a number": ("import numpy as np; k = np.float32(0.5)", "measured(k)", "k = 0.5"),
    "a list in a dict, in place": ("cfg = {'a': {'layers': [1, 2, [3]]}}", "measured(cfg)", "cfg['a']['layers'][2].append(4)"),
    "an object in a dict": ("cfg = {'lr': 1, 'f': len}", "measured(cfg)", "cfg['f'] = sum"),
    "the key of a dict": ("cfg = {1: 0}", "measured(cfg)", "cfg = {'1': 0}"),
    "a set": ("s = {'a', 'b'}", "measured(s)", "s.add('c')"),
    "a very long text": ("t = 'a' * 2_000_000", "measured(t)", "t = 'a' * 1_999_999 + 'b'"),
    "a global of a function of a function": ("g = 1\ndef f(): return g\ndef h(): return f()", "measured(h())", "g = 2"),
    "a global of a method of an object": (
        "g = 1\nclass A:\n    def go(self): return g\na = A()", "measured(a.go())", "g = 2",
    ),
    "a global of a function in a list": ("g = 1\nfs = [lambda: g]", "measured(fs[0]())", "g = 2"),
    "a default argument": ("def f(a=1): return a", "measured(f())", "def f(a=2): return a"),
    "a keyword's default": ("def f(*, a=1): return a", "measured(f())", "def f(*, a=2): return a"),
    "a default in place": ("def f(a=[1]): return a", "measured(f())", "f.__defaults__[0].append(2)"),
    "an attribute of a function": ("def f(): return f.k\nf.k = 1", "measured(f())", "f.k = 2"),
    "a function anew": ("def f(): return 1.5", "measured(f())", "def f(): return 2.5"),
    "a constant of a function": ("def f(): return 'a'", "measured(f())", "def f(): return 'b'"),
    "an operation of a function": ("def f(x): return x + 1", "measured(f(1))", "def f(x): return x - 1"),
    "a closure": (
        "def outer(k):\n    def f(): return k\n    return f\nf = outer(1)", "measured(f())", "f = outer(2)",
    ),
    "a class attribute": ("class A:\n    k = 1", "measured(A.k)", "A.k = 2"),
    "a list of a class": ("class A:\n    k = [1]", "measured(A.k)", "A.k.append(2)"),
    "a property": (
        "class A:\n    @property\n    def k(self): return 1\na = A()", "measured(a.k)",
        "class A:\n    @property\n    def k(self): return 2\na = A()",
    ),
    "a default of a method": (
        "class A:\n    def f(self, k=1): return k", "measured(A().f())",
        "class A:\n    def f(self, k=2): return k",
    ),
    "a class below": (
        "class B:\n    k = 1\nclass A(B): pass", "measured(A.k)", "B.k = 2",
    ),
    "an attribute of an object": ("class A: pass\na = A(); a.k = [1]", "measured(a)", "a.k.append(2)"),
    "a slot": ("class A:\n    __slots__ = ('k',)\na = A(); a.k = 1", "measured(a)", "a.k = 2"),
    "a dataclass": (
        "from dataclasses import dataclass, field\n@dataclass\nclass A:\n    k: list = field(default_factory=list)\na = A()",
        "measured(a)", "a.k.append(2)",
    ),
    "a namespace": ("from types import SimpleNamespace as N\na = N(k=[1])", "measured(a)", "a.k.append(2)"),
    "a method that is bound": ("class A: pass\na = A(); a.k = 1\nA.f = lambda self: self.k\nf = a.f", "measured(f())", "a.k = 2"),
    "a partial": ("from functools import partial\nf = partial(round, 1.234)", "measured(f())", "f = partial(round, 1.334)"),
    "a value of an array": ("import numpy as np; X = np.zeros(100)", "measured(X.sum())", "X[5] = 1"),
    "a small array": ("import numpy as np; w = np.zeros(2)", "measured(w.sum())", "w[1] = 1"),
    "a generator of random numbers": (
        "import numpy as np; rng = np.random.default_rng(0)", "measured(rng.random())", "rng.random()",
    ),
    "another seed": ("import random; random.seed(0)", "measured(random.random())", "random.seed(1)"),
    "another seed of NumPy": ("import numpy as np; np.random.seed(0)", "measured(np.random.rand())", "np.random.seed(1)"),
    "random numbers drawn": ("import numpy as np; np.random.seed(0)", "measured(np.random.rand())", "np.random.rand()"),
    "a path": ("from pathlib import Path; p = Path('a.txt')", "measured(p.name)", "p = Path('b.txt')"),
    "notes of a table": ("import pandas as pd; t = pd.DataFrame({'a': [1]}); t.attrs['k'] = 1", "measured(t)", "t.attrs['k'] = 2"),
    "whether an array may be written": ("import numpy as np; a = np.zeros(20)", "measured(a)", "a.flags.writeable = False"),
    "a module that was made": ("import types; m = types.ModuleType('m'); m.k = 1", "measured(m.k)", "m.k = 2"),
    "a function in a builtin's place": ("def f(): return len([1])\nlen = sum", "measured(f())", "def len(x): return 5"),
    "a tuple of a class": ("class A: pass\nA.k = (1, b'a', 2j)", "measured(A.k)", "A.k = (1, b'b', 2j)"),
    "what is bound in some case alone": ("k = 1", "measured(k)\nif False: k = 5\nw = measured(k)", "k = 2"),
    "a setting that is an object": (
        "from sklearn.model_selection import KFold\nfrom sklearn.svm import SVC\ncv = KFold(3)", "measured(cv)", "cv = KFold(4)",
    ),
    "the steps of a pipeline": (
        "from sklearn.pipeline import make_pipeline, Pipeline\nfrom sklearn.svm import SVC, LinearSVC\n"
        "m = Pipeline([('m', SVC())])", "measured(m)", "m = Pipeline([('m', LinearSVC())])",
    ),
    "a function of an estimator": (
        "from sklearn.preprocessing import FunctionTransformer as F\nm = F(lambda x: x)", "measured(m)", "m = F(lambda x: x + 1)",
    ),
    "a model that learned": (
        "from sklearn.linear_model import Ridge\nm = Ridge().fit([[0], [1]], [0, 1])", "measured(m)", "m.fit([[0], [1]], [0, 2])",
    ),
}  # fmt: skip
"""What is made before, the tracked cell, and what changes."""


@pytest.mark.parametrize("what", CHANGES)
def test_after_a_change_it_is_not_the_same(notebook, what):
    if "sklearn" in CHANGES[what][0]:
        pytest.importorskip("sklearn")
    before, cell, change = CHANGES[what]
    notebook.run(before)
    first, again = notebook.track(f"v = {cell}"), notebook.track(f"v = {cell}")
    if "random" not in cell and "rng" not in cell:
        assert again.inputs == first.inputs is not None
    notebook.run(change)
    changed = notebook.track(f"v = {cell}")
    assert changed.status == "finished" and (changed.inputs is None or changed.inputs != again.inputs)
    if "random" not in cell and "rng" not in cell:
        notebook.run(before)
        assert notebook.track(f"v = {cell}").inputs == first.inputs, (
            "and the same again, when all is as it was"
        )


UNKNOWN = {
    "input": "v = measured(input())",
    "the web": "import urllib.request as u\ntry: u.urlopen('http://0.0.0.0:1')\nexcept OSError: v = measured(1)",
    "an address": "import pandas as pd\ntry: pd.read_csv('http://0.0.0.0:1/a.csv')\nexcept OSError: v = measured(1)",
    "the environment": "import os\nv = measured(os.environ.get('HOME'))",
    "a variable of the environment": "import os\nv = measured(os.getenv('HOME'))",
    "the folder": "import os\nv = measured(os.getcwd())",
    "the date": "import datetime\nv = measured(datetime.datetime.now().year)",
    "the time as a seed": "import random, time\nrandom.seed(int(time.time()))\nv = measured(random.random())",
    "an earlier output": "v = measured(Out)",
    "the last output": "v = measured(_)",
    "a name in a text": "v = measured(eval('k'))",
    "names by text": "v = measured(globals()['k'])",
    "a command": "v = !echo 1\nv = measured(1)",
    "a file that is not there": "try: open('nothing.txt')\nexcept OSError: v = measured(1)",
    "a file named by something computed": "v = measured(open(measured('a.txt')).read())",
    "files in a loop": "for name in ['a.txt']:\n    v = measured(open(name).read())",
    "a folder of everything": "import os\nv = measured(os.listdir('.'))",
    "a name that changes": "p = 'b.txt'\np = 'a.txt'\nv = measured(open(p).read())",
    "a function that opens what it is given": "v = measured(reads('a.txt'))",
    "a module that nobody has loaded": "import beside_me\nv = measured(beside_me.k)",
    "a magic": "%who_ls\nv = measured(1)",
    "an iterator": "v = measured(next(steps))",
    "a method of a list": "v = measured(add(1))",
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_cannot_be_told_is_no_repetition(notebook, tmp_path, monkeypatch, what):
    if "pandas" in UNKNOWN[what]:
        pytest.importorskip("pandas")
    monkeypatch.setattr("builtins.input", lambda *given: "1")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "beside_me", raising=False)
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / "beside_me.py").write_text("k = 1")
    notebook.run(
        "k = 1", "k", "def reads(p): return open(p).read()", "steps = iter([1, 2, 3]); add = [].append"
    )
    run = notebook.track(UNKNOWN[what])
    assert run.status == "finished" and run.inputs is None


FILES = {
    "its name": "v = measured(open('data/a.txt').read())",
    "its name, opened with": "import json\nwith open('data/a.txt') as f:\n    v = measured(json.load(f))",
    "a name of the cell": "d = 'data'\np = d + '/a.txt'\nv = measured(open(p).read())",
    "an f-string": "v = measured(open(f'{folder}/a.txt').read())",
    "a path": "from pathlib import Path\nv = measured((Path(folder) / 'a.txt').read_text())",
    "a path of an earlier cell": "v = measured(where.read_text())",
    "a pattern": "import glob\nv = measured(glob.glob('data/*.txt'))",
    "a folder": "import os\nv = measured(os.listdir('data'))",
    "a default of a function": "v = measured(names())",
}


@pytest.mark.parametrize("what", FILES)
def test_files_that_are_named_are_looked_at(notebook, tmp_path, what):
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "a.txt"
    file.write_text("1")
    notebook.run(
        "from pathlib import Path\nfolder = 'data'; where = Path('data/a.txt')\ndef names(p='data/a.txt'): return p"
    )
    first, again = notebook.track(FILES[what]), notebook.track(FILES[what])
    assert again.inputs == first.inputs is not None
    state = file.stat()
    file.write_text("2")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert notebook.track(FILES[what]).inputs not in (None, first.inputs), (
        "as long, and its time was set back"
    )


def test_a_module_that_somebody_works_on(notebook, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.delitem(sys.modules, "my_models", raising=False)
    file = tmp_path / "my_models.py"
    file.write_text("SCALE = 1\ndef train(): return SCALE * 1.5\nclass Net:\n    k = 1\n")
    notebook.run("import my_models\nfrom my_models import train, Net\nnet = Net()")
    cells = ("v = measured(train())", "v = measured(my_models.train())", "v = measured(net.k)")
    first = [notebook.track(cell).inputs for cell in cells]
    assert None not in first and [notebook.track(cell).inputs for cell in cells] == first
    file.write_text("SCALE = 2\ndef train(): return SCALE * 1.5\nclass Net:\n    k = 2\n")
    importlib.invalidate_caches()
    notebook.run(
        "import importlib; importlib.reload(my_models)\nfrom my_models import train, Net\nnet = Net()"
    )
    assert all(notebook.track(cell).inputs != old for cell, old in zip(cells, first, strict=True))
    inner = notebook.track("from my_models import train\nv = measured(train())").inputs
    notebook.run("my_models.SCALE = 3")
    assert notebook.track("from my_models import train\nv = measured(train())").inputs != inner


def test_comments_and_names_that_are_not_read_make_no_difference(notebook):
    notebook.run("lr = 0.1")
    first = notebook.track("v = measured(lr)")
    notebook.run("other = 5")
    assert notebook.track("# a comment\nv = measured(lr)").inputs == first.inputs


def test_a_cell_that_sets_its_own_seed_repeats_itself(notebook):
    notebook.run("import random; random.seed(3)")
    cell = "random.seed(0)\nv = measured(random.random())"
    assert notebook.track(cell).inputs == notebook.track(cell).inputs is not None


def test_reading_a_clock_to_measure_is_no_other_start(notebook):
    cell = "import time\nstart = time.time()\nv = measured(1)\ntook = time.time() - start"
    assert notebook.track(cell).inputs == notebook.track(cell).inputs is not None


def test_what_a_cell_changes_counts_as_it_was_before(notebook):
    notebook.run("losses = []")
    cell = "losses.append(measured(1.5))\nv = measured(2)"
    first = notebook.track(cell)
    assert first.inputs is not None and notebook.track(cell).inputs != first.inputs
    notebook.run("losses = []")
    assert notebook.track(cell).inputs == first.inputs


def test_nobodys_code_is_run(notebook):
    notebook.run(
        "asked = []\n"
        "class Meta(type):\n"
        "    def __getattribute__(cls, name): asked.append(name); return type.__getattribute__(cls, name)\n"
        "class Own(metaclass=Meta):\n"
        "    def __getattribute__(self, name): asked.append(name); return object.__getattribute__(self, name)\n"
        "    def __eq__(self, other): asked.append('eq'); return True\n"
        "    def __hash__(self): asked.append('hash'); return 1\n"
        "    def __repr__(self): asked.append('repr'); return 'own'\n"
        "    def __len__(self): asked.append('len'); return 3\n"
        "    __str__ = __bool__ = __iter__ = __repr__\n"
        "own = Own(); own.__dict__['k'] = 1\nholder = {'own': [own], own: 2}\nfrozen = (own,)\nasked.clear()"
    )
    notebook.track("v = measured([own, holder, frozen, Own][:0]) or 1; n = len(asked)")
    assert notebook.shell.user_ns["n"] == 0, notebook.shell.user_ns["asked"]


def test_loops_in_data_end(notebook):
    notebook.run("a = [1]; a.append(a); b = {'a': a}; b['b'] = b")
    assert notebook.track("v = measured(len(a) + len(b))").inputs is not None


def test_networks_and_optimisers(notebook):
    pytest.importorskip("torch")
    notebook.run(
        "import torch\nfrom torch import nn\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "class Net(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__(); self.l = nn.Linear(3, 1); self.d = nn.Dropout(0.1); self.sizes = [3]\n"
        "    def forward(self, x): return self.l(x) * factor\n"
        "factor = 1.0; torch.manual_seed(0); net = Net(); opt = torch.optim.SGD(net.parameters(), lr=0.1)\n"
        "data = TensorDataset(torch.arange(12.0).reshape(12, 1)); loader = DataLoader(data, batch_size=4)"
    )
    for cell, changes in (
        ("v = measured(net(torch.ones(3)).item())", ("factor = 2.0", "net.d.p = 0.5", "net.eval()", "net.sizes.append(1)", "net.l.requires_grad_(False)",
                "net.l.weight.data.add_(1)", "net.l.weight.grad = torch.ones(1, 3)",
                "net.register_forward_hook(lambda *a: None)")),
        ("v = measured(opt)", ("opt.param_groups[0]['lr'] = 0.2",)),
        ("v = measured(len(loader))", ("loader = DataLoader(data, batch_size=3)", "data.tensors[0][3] = 9")),
    ):  # fmt: skip
        last = notebook.track(cell).inputs
        assert last is not None and notebook.track(cell).inputs == last
        for change in changes:
            notebook.run(change)
            now = notebook.track(cell).inputs
            assert now != last, change
            last = now
