"""Which models a cell trained, what they are made of, and which data they were fitted on: right, or empty."""

import gc
import os

import pytest

pytest.importorskip("sklearn")

SETUP = """
import numpy as np, pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
X, y = make_classification(60, 4, random_state=0)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
df = pd.DataFrame(X, columns=list("abcd")); df["y"] = y
def train(C):
    return SVC(C=C).fit(X_train, y_train)
"""


def run_of(notebook, cell, *before):
    pytest.importorskip("pandas")
    notebook.run(SETUP, *before)
    run = notebook.track(cell)
    assert run.status == "finished", run.failure
    return run


def models_of(run):
    return {model.name: (model.type.rpartition(".")[2], set(model.data)) for model in run.models}


ON = {"X_train", "y_train"}
CELLS = {
    "m = SVC().fit(X_train, y_train)": {"m": ("SVC", ON)},
    "m = make_pipeline(StandardScaler(), SVC(C=3))\nm.fit(X_train, y_train)\nacc = m.score(X_test, y_test)": {
        "m": ("Pipeline", ON),
    },
    "ct = ColumnTransformer([('s', StandardScaler(), ['a', 'b'])])\n"
    "m = Pipeline([('ct', ct), ('lr', LogisticRegression())]).fit(df[['a', 'b']], df['y'])": {
        "m": ("Pipeline", {"df"}),
    },
    "m = VotingClassifier([('a', SVC()), ('b', LogisticRegression())]).fit(X_train, y_train)": {
        "m": ("VotingClassifier", ON),
    },
    "m = KMeans(3, n_init=1).fit(X)\ninertia = m.inertia_": {"m": ("KMeans", {"X"})},
    "s = StandardScaler().fit(X_train)\nZ = s.transform(X_train)": {},
    "scores = cross_val_score(SVC(), X, y, cv=2)": {"SVC": ("SVC", {"X", "y"})},
    "m = train(3.0)\nacc = m.score(X_test, y_test)": {"m": ("SVC", set())},
    "g = GridSearchCV(SVC(), {'C': [1, 2]}, cv=2).fit(X_train, y_train)": {"g": ("GridSearchCV", ON)},
    "a = SVC().fit(X_train, y_train)\nb = LogisticRegression().fit(X, y)": {
        "a": ("SVC", ON), "b": ("LogisticRegression", {"X", "y"}),
    },
    "class Mine(BaseEstimator, ClassifierMixin):\n    def __init__(self, k=3): self.k = k\n"
    "    def fit(self, X, y): self.mean_ = X.mean(); return self\n"
    "    def predict(self, X): return np.zeros(len(X))\nm = Mine(5).fit(X_train, y_train)": {"m": ("Mine", ON)},
}  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
def test_models_and_their_data(notebook, cell):
    assert models_of(run_of(notebook, cell)) == CELLS[cell]


def test_each_entry_of_a_dict_or_list_of_models(notebook):
    run = run_of(
        notebook,
        "models = {'svc': SVC(), 'rf': RandomForestClassifier(5)}\nfor name, m in models.items():\n"
        "    m.fit(X_train, y_train)\n    acc = m.score(X_test, y_test)\n"
        "pairs = [('lr', LogisticRegression()), ('km', KMeans(2, n_init=1))]\nfor name, k in pairs:\n    k.fit(X, y)",
    )
    types = sorted(model.type.rpartition(".")[2] for model in run.models)
    assert types == ["KMeans", "LogisticRegression", "RandomForestClassifier", "SVC"], "each once"


def test_applying_a_model_trains_none_and_fitting_it_again_does(notebook):
    run = run_of(notebook, "acc = (m.predict(X_test) == y_test).mean()", "m = SVC().fit(X_train, y_train)")
    assert run.models == []
    assert {one.name: one.role for one in run.data}["X_test"] == "evaluated"
    assert models_of(notebook.track("m.fit(X_test, y_test)")) == {"m": ("SVC", {"X_test", "y_test"})}


def test_a_name_that_changed_its_data_does_not_describe_what_was_fitted_on(notebook):
    run = run_of(
        notebook,
        "A, b = X_train, y_train\nm = SVC().fit(A, b)\nA, b = X_test, y_test\nacc = m.score(A, b)",
    )
    assert models_of(run)["m"][1] == set() and not {"A", "b"} & {one.name for one in run.data}
    run = notebook.track("df = df[df.a > 0]\nm = SVC().fit(df[['a']], df.y)")
    rows = int((notebook.shell.user_ns["df"].a > 0).sum())
    [data] = [one for one in run.data if one.name == "df"]
    assert (data.role, data.shape[0]) == ("fitted", rows) and rows < 60
    notebook.run("df = pd.DataFrame(X, columns=list('abcd')); df['y'] = y")
    run = notebook.track("m = SVC().fit(df[['a']], df.y)\ndf = df.head(3)\nacc = m.score(df[['a']], df.y)")
    [data] = [one for one in run.data if one.name == "df"]
    assert (data.role, data.shape[0]) == ("read", 60)


def test_a_cell_that_lets_go_of_its_model_gets_the_memory_back(notebook):
    run_of(
        notebook,
        "acc = measured(1)",
        "import gc, weakref",
        "m = SVC().fit(X_train, y_train); r = weakref.ref(m)",
    )
    notebook.track("m.predict(X_test)\ndel m\nfree = r() is None")
    assert notebook.shell.user_ns["free"] is True


def test_nothing_is_kept_alive_after_the_cell(notebook):
    run_of(
        notebook, "m = SVC().fit(A, b)\nacc = m.score(A, b); held = [weakref.ref(m), weakref.ref(A), weakref.ref(t)]",
        "import weakref; A, b = X_train.copy(), y_train.copy(); t = df.copy()",
    )  # fmt: skip
    notebook.run("del m, A, b, t")
    gc.collect()
    assert [reference() for reference in notebook.shell.user_ns["held"]] == [None, None, None]


TORCH = """
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
torch.manual_seed(0)
Xt, yt = torch.randn(40, 4), torch.randint(0, 2, (40,))
loader = DataLoader(TensorDataset(Xt, yt), batch_size=8)
def fit(net, loader, loss_of=nn.functional.cross_entropy):
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for xb, yb in loader:
        opt.zero_grad(); loss = loss_of(net(xb), yb); loss.backward(); opt.step()
"""
LOOP = (
    "opt = torch.optim.SGD(net.parameters(), lr=0.1)\nfor xb, yb in loader:\n"
    "    opt.zero_grad(); loss = criterion(net(xb), yb); loss.backward(); opt.step()"
)


def test_torch(notebook):
    pytest.importorskip("torch")
    notebook.run(TORCH)
    run = notebook.track(
        "net = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2))\ncriterion = nn.CrossEntropyLoss()\n" + LOOP
    )
    assert models_of(run) == {"net": ("Sequential", {"loader"})}
    assert (run.models[0].parts, run.models[0].size) == (["Linear × 2"], 23)
    assert models_of(notebook.track("other = nn.Linear(4, 2)\nfit(other, loader)")) == {
        "other": ("Linear", {"loader"})
    }
    assert models_of(notebook.track("fit(net, loader)")) == {"net": ("Sequential", {"loader"})}, (
        "trained further"
    )
    assert notebook.track("net.eval()\nacc = (net(Xt).argmax(1) == yt).float().mean().item()").models == []
    weighted = "class Weighted(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    weighted += "        self.w = nn.Parameter(torch.ones(1))\n"
    weighted += "    def forward(self, a, b): return nn.functional.cross_entropy(a, b) * self.w\n"
    run = notebook.track(weighted + "criterion = Weighted()\n" + LOOP)
    assert models_of(run) == {"net": ("Sequential", {"loader"})}, "a loss is no model"
    versions = [part._version for part in notebook.shell.user_ns["net"].parameters()]
    notebook.track("acc = measured(net is not None)")
    assert [part._version for part in notebook.shell.user_ns["net"].parameters()] == versions


def test_keras(notebook, monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.setitem(os.environ, "KERAS_BACKEND", "torch")
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "torch":
        pytest.skip("another backend was chosen before")
    cells = {
        "keras.Sequential([inputs, keras.layers.Dense(3), keras.layers.Dense(1)])": ["InputLayer", "Dense × 2"],
        "keras.Model(inputs, keras.layers.Dense(1)(inputs))": ["InputLayer", "Dense"],
        "Own()": ["Dense"],
    }  # fmt: skip
    notebook.run(
        SETUP, "import keras\ninputs = keras.Input((4,))\nclass Own(keras.Model):\n    def __init__(self):\n"
        "        super().__init__(); self.d = keras.layers.Dense(1)\n    def call(self, x): return self.d(x)",
    )  # fmt: skip
    for making, parts in cells.items():
        fit = "m.fit(X_train, y_train, epochs=1, verbose=0, validation_data=(X_test, y_test))"
        run = notebook.track(f"m = {making}\nm.compile('sgd', 'mse')\n{fit}")
        [model] = run.models
        assert (model.parts, set(model.data)) == (parts, ON)
        assert {one.name: one.role for one in run.data}["X_test"] == "evaluated"
        assert notebook.track("loss = m.evaluate(X_test, y_test, verbose=0)").models == []


def test_boosters(notebook):
    pytest.importorskip("xgboost")
    pytest.importorskip("lightgbm")
    notebook.run(SETUP, "import xgboost as xgb, lightgbm as lgb")
    run = notebook.track(
        "m = xgb.XGBClassifier(n_estimators=2)\nm.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)"
    )
    assert models_of(run) == {"m": ("XGBClassifier", ON)}
    run = notebook.track("d = xgb.DMatrix(X_train, y_train)\nm = xgb.train({'max_depth': 2}, d, 2)")
    assert models_of(run) == {"m": ("Booster", {"d"})}
    run = notebook.track("d = lgb.Dataset(X_train, y_train)\nm = lgb.train({'verbose': -1}, d, 2)")
    assert models_of(run) == {"m": ("Booster", {"d"})} and run.models[0].params["verbose"] == -1
    assert notebook.shell.user_ns["d"].data is None or run.data


def test_statsmodels(notebook):
    pytest.importorskip("statsmodels")
    notebook.run(SETUP, "import statsmodels.api as sm, statsmodels.formula.api as smf")
    run = notebook.track("res = sm.OLS(y_train, sm.add_constant(X_train)).fit()\nr2 = res.rsquared")
    assert models_of(run) == {"res": ("RegressionResultsWrapper", ON)}
    run = notebook.track("res = smf.ols('y ~ a + b', data=df).fit()\nr2 = res.rsquared")
    assert models_of(run) == {"res": ("RegressionResultsWrapper", {"df"})}
    assert run.models[0].params == {"formula": "y ~ a + b"}
