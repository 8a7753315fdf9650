"""Copies of models that capture makes: fast, small enough, of library classes alone, and as good as the model."""

import json
import random

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from jupyter_mltrack.models.flavors import flavor_of
from jupyter_mltrack.models.flavors.classes import path_of
from jupyter_mltrack.models.flavors.copies import pickle_of
from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.prepare import Content
from jupyter_mltrack.models.refusals import UnsavableModel
from jupyter_mltrack.models.save import write_model

MOST = 20_000_000


@pytest.fixture
def through_a_copy(store):
    """Copy a model, change nothing of it, save the copy as another process would, and load that."""

    def go(model):
        flavor = flavor_of(model)
        copy = flavor.copy(model, MOST)
        content = copy.content if isinstance(copy.content, bytes) else copy.content()
        config = json.loads(json.dumps(copy.config))
        saved, files = write_model(
            store, "m", flavor, lambda folder, options: flavor.save_copy(content, config, folder, options),
            Content(path_of(type(model))),
        )  # fmt: skip
        restored = flavor.restore(content, config)
        return load_saved(store, saved, files), restored, flavor

    return go


def test_scikit_learn(table, target, through_a_copy):
    model = RandomForestClassifier(5).fit(table, target)
    for found in through_a_copy(model)[:2]:
        assert np.array_equal(found.predict(table), model.predict(table))


def test_xgboost(table, target, through_a_copy):
    xgboost = pytest.importorskip("xgboost")
    booster = xgboost.train({"objective": "binary:logistic"}, xgboost.DMatrix(table, target), 5)
    for model in (xgboost.XGBClassifier(n_estimators=5).fit(table, target), booster):
        loaded, restored, flavor = through_a_copy(model)
        for found in (loaded, restored):
            assert np.array_equal(flavor.predict(found, table), flavor.predict(model, table))


def test_lightgbm(table, target, through_a_copy):
    lightgbm = pytest.importorskip("lightgbm")
    booster = lightgbm.train({"verbose": -1}, lightgbm.Dataset(table, target), 5)
    for model in (lightgbm.LGBMClassifier(n_estimators=5, verbose=-1).fit(table, target), booster):
        for found in through_a_copy(model)[:2]:
            assert np.array_equal(found.predict(table), model.predict(table))


def test_torch(through_a_copy):
    torch = pytest.importorskip("torch")
    pytest.importorskip("safetensors")
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.ReLU()).eval()
    before = torch.get_rng_state()
    loaded, restored, flavor = through_a_copy(net)
    assert torch.equal(before, torch.get_rng_state()) and restored is None
    x = torch.rand(2, 3)
    assert torch.equal(loaded(x), net(x))
    copy = flavor.copy(net, MOST)
    with torch.no_grad():
        net[0].weight.zero_()
    import safetensors.torch

    assert safetensors.torch.load(copy.content())["0.weight"].any()


def test_copies_draw_no_random_numbers(table, target):
    model = RandomForestClassifier(5).fit(table, target)
    before = random.getstate(), np.random.get_state()[1].tolist()
    flavor_of(model).copy(model, MOST)
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before


def test_large_models_are_left_before_they_are_copied_whole(table, target):
    model = LogisticRegression().fit(table, target)
    model.ballast = np.zeros(3_000_000)
    with pytest.raises(UnsavableModel, match="larger than 20 MB"):
        pickle_of(model, MOST)


def test_the_users_classes_are_not_asked_for_their_state(table, target, monkeypatch):
    asked = []

    class Mine:
        def __reduce__(self):
            asked.append(1)
            return (int, ())

    model = LogisticRegression().fit(table, target)
    model.part = [{"deep": Mine()}]
    monkeypatch.setattr(Mine, "__module__", "__main__")
    with pytest.raises(UnsavableModel, match="Mine, a class of the notebook"):
        pickle_of(model, MOST)
    monkeypatch.setattr(Mine, "__module__", __name__)
    with pytest.raises(UnsavableModel, match="Mine"):
        pickle_of(model, MOST)
    assert asked == []
