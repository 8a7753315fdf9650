"""Describing data touches nothing and runs nobody's code; a fault in it costs a sentence and nothing else."""

import importlib
import warnings

import pytest

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

HOSTILE = """
import numpy as np, pandas as pd
asked = []
def ask(self, *given, **named):
    asked.append(type.__getattribute__(type(self), '__name__')); raise ValueError('asked')
special = dict.fromkeys(('__len__', '__eq__', '__repr__', '__str__', '__bool__', '__iter__', '__getitem__', 'take',
                         '__array__', '__array_function__', '__torch_function__', 'get', 'items'), ask)
special['__hash__'] = object.__hash__
for name in ('shape', 'columns', 'dtypes', 'dtype', 'index', 'iloc', 'T', 'values'):
    special[name] = property(ask)
frame = type('Frame', (pd.DataFrame,), special)({'a': range(20)})
series = type('Column', (pd.Series,), special)(range(20))
array = np.zeros((20, 2)).view(type('Array', (np.ndarray,), special))
mapping = type('Mapping', (dict,), special)(a=1)
class Meta(type):
    def __getattribute__(cls, name):
        if name not in ('__dict__', '__class__'): asked.append(name)
        return type.__getattribute__(cls, name)
meta = Meta('Own', (), dict(special))()
objects = np.empty(20, dtype=object)
for at in range(20): objects[at] = meta
table = pd.DataFrame({'o': objects})
asked.clear()
"""


def test_classes_of_the_notebook_are_not_asked(notebook):
    notebook.run(HOSTILE)
    run = notebook.track(
        "v = measured([frame, series, array, mapping, meta, objects, table] is None); n = len(asked)"
    )
    assert run.status == "finished" and notebook.shell.user_ns["n"] == 0, notebook.shell.user_ns["asked"]
    found = {one.name: one for one in run.data}
    assert found.keys() == {"objects", "table"} and found["table"].sampled
    assert notebook.shell.user_ns["asked"] == []


def test_classes_of_a_module_beside_the_notebook_are_not_asked(notebook, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "own_frames.py").write_text(HOSTILE)
    notebook.run("from own_frames import frame, series, array, asked")
    run = notebook.track("v = measured([frame, series, array] is None); n = len(asked)")
    assert notebook.shell.user_ns["n"] == 0 and run.data == []


def test_own_networks_are_not_asked(notebook):
    pytest.importorskip("torch")
    notebook.run(
        "import torch\nfrom torch import nn\nasked = []\n"
        "class Net(nn.Module):\n"
        "    def __init__(self):\n        super().__init__(); self.l = nn.Linear(2, 1)\n"
        "    def __getattr__(self, name): asked.append(name); return super().__getattr__(name)\n"
        "    def parameters(self, *a): asked.append('parameters'); return super().parameters(*a)\n"
        "    def __len__(self): asked.append('len'); return 1\n"
        "class Own(torch.Tensor):\n"
        "    @classmethod\n    def __torch_function__(cls, f, types, args=(), kwargs=None):\n"
        "        asked.append(f); return super().__torch_function__(f, types, args, kwargs or {})\n"
        "net = Net(); tensor = torch.ones(20, 2).as_subclass(Own); leaf = torch.ones(20, 2, requires_grad=True)\n"
        "deep = leaf * 2; asked.clear()"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = notebook.track("v = measured([net, tensor, leaf, deep] is None); n = len(asked)")
    assert notebook.shell.user_ns["n"] == 0, notebook.shell.user_ns["asked"]
    assert {one.name for one in run.data} == {"leaf", "deep"}
    assert notebook.shell.user_ns["leaf"]._version == 0 and notebook.shell.user_ns["leaf"].grad is None


def test_tables_and_random_numbers_stay_as_they_are(notebook):
    notebook.run(
        "import numpy as np, pandas as pd\nnp.random.seed(3)\n"
        "df = pd.DataFrame({'a': np.arange(50.0), 'b': ['x'] * 50, 'c': pd.Categorical(['u', 'v'] * 25)})\n"
        "part = df[df.a > 5]; view = df['a']; state = np.random.get_state()[1].tolist()"
    )
    frame = notebook.shell.user_ns["df"]
    before = frame.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        notebook.track("v = measured(df.shape[0] + part.shape[0] + view.shape[0])")
    assert frame.equals(before) and frame is notebook.shell.user_ns["df"]
    assert np.random.get_state()[1].tolist() == notebook.shell.user_ns["state"]


def test_writing_into_a_table_after_it_was_described_copies_nothing(notebook):
    notebook.run("import numpy as np, pandas as pd\ndf = pd.DataFrame({'a': np.arange(50.0)})")
    column = notebook.shell.user_ns["df"]["a"].to_numpy()
    place = column.__array_interface__["data"][0]
    del column
    notebook.track("v = measured(df.shape[0])")
    notebook.run("df.iloc[0, 0] = 9.0")
    assert notebook.shell.user_ns["df"]["a"].to_numpy().__array_interface__["data"][0] == place


def test_a_fault_is_one_sentence_and_the_other_data_are_there(notebook, monkeypatch, capsys):
    module = importlib.import_module("jupyter_mltrack.capture.data.describe")

    def broken(value, name, allowance):
        raise RuntimeError("broken reader")

    notebook.run("import numpy as np, pandas as pd\nX = np.zeros(20); df = pd.DataFrame({'a': range(20)})")
    monkeypatch.setitem(module._READERS, ("pandas", "DataFrame"), broken)
    monkeypatch.setattr(module, "_known", {})
    run = notebook.track("v = measured(X.sum() + df.shape[0])")
    said = capsys.readouterr().out
    assert run.status == "finished"
    assert [one.name for one in run.data] == ["X"] and run.inputs is None
    assert said.count("broken reader") == 1


def test_a_class_that_is_defined_anew_is_let_go(notebook):
    notebook.run("import gc, weakref\nclass Own: pass\nown, gone = Own(), weakref.ref(Own)")
    notebook.track("v = measured([own, Own] is None)")
    notebook.run("del own, Own; gc.collect()")
    assert notebook.shell.user_ns["gone"]() is None


def test_where_data_were_read_from(notebook, tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n" + "1,2\n" * 20)
    notebook.run("import pandas as pd", "df = pd.read_csv('a.csv')", "small = df.head(12)")
    run = notebook.track("v = measured(df.shape[0] + small.shape[0])")
    assert {one.name: (one.source, one.derived) for one in run.data} == {
        "df": ("a.csv", False), "small": ("a.csv", True),
    }  # fmt: skip
    notebook.run("df['z'] = 1")
    lines = notebook.track("v = measured(df.shape[0])")
    assert [column.name for column in lines.data[0].columns] == ["x", "y", "z"]


def test_secrets_in_names_of_columns_and_sources_are_masked(notebook):
    notebook.run(
        "import pandas as pd\n"
        "def read_it(path): return pd.DataFrame({'AKIAIOSFODNN7EXAMPLE': range(20)})\n"
        "df = read_it('postgres://ann:hunter2hunter2@db/x')"
    )
    run = notebook.track("v = measured(df.shape[0])")
    assert "AKIA" not in str(run.data) and "hunter2" not in str(run.data)
