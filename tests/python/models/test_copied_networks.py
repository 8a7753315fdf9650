"""Copies of networks and of statsmodels' results, as capture makes and saves them."""

import json

import numpy as np
import pytest

from jupyter_mltrack.models.flavors import flavor_of
from jupyter_mltrack.models.flavors.classes import path_of
from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.prepare import Content
from jupyter_mltrack.models.refusals import UnsafeModel, UnsavableModel
from jupyter_mltrack.models.save import write_model

MOST = 20_000_000


@pytest.fixture
def saved_copy(store):
    def go(model):
        flavor = flavor_of(model)
        copy = flavor.copy(model, MOST)
        content = copy.content if isinstance(copy.content, bytes) else copy.content()
        config = json.loads(json.dumps(copy.config))
        return write_model(
            store, "m", flavor, lambda folder, options: flavor.save_copy(content, config, folder, options),
            Content(path_of(type(model))),
        )  # fmt: skip

    return go


def test_keras_is_copied_without_running_layers_of_the_notebook(store, saved_copy):
    keras = pytest.importorskip("keras")
    x = np.random.default_rng(0).random((20, 3)).astype("float32")
    layers = keras.layers
    given = keras.Input((3,))
    branch = layers.Dense(2)(layers.Dropout(0.2)(given))
    for model in (
        keras.Sequential([layers.Input((3,)), layers.BatchNormalization(), layers.Dense(1)]),
        keras.Model(given, layers.Concatenate()([branch, given])),
    ):
        model.compile("adam", "mse")
        expected = model.predict(x, verbose=0)
        saved, files = saved_copy(model)
        assert saved.safe and saved.format == "keras"
        assert np.allclose(load_saved(store, saved, files).predict(x, verbose=0), expected, atol=1e-6)

    asked = []

    class Own(layers.Layer):
        def get_config(self):
            asked.append(1)
            return super().get_config()

    for part in (Own(), layers.Lambda(lambda values: values)):
        with pytest.raises(UnsavableModel, match="not Keras' own"):
            flavor_of(model).copy(keras.Sequential([layers.Input((3,)), part]), MOST)
    assert asked == []
    with pytest.raises(UnsavableModel, match="never given any input"):
        flavor_of(model).copy(keras.Sequential([layers.Dense(1)]), MOST)
    with pytest.raises(UnsavableModel, match="larger than"):
        flavor_of(model).copy(model, 10)


def test_of_a_torch_class_of_the_notebook_the_tensors_are_kept_and_its_code_does_not_run(store, saved_copy):
    torch = pytest.importorskip("torch")
    pytest.importorskip("safetensors")
    asked = []

    class Net(torch.nn.Module):
        def __init__(self, width):
            super().__init__()
            self.inner = torch.nn.Sequential(torch.nn.Linear(3, width), torch.nn.BatchNorm1d(width))
            self.tied = torch.nn.Linear(3, width)
            self.tied.weight = self.inner[0].weight
            self.register_buffer("kept", torch.ones(2))
            self.register_buffer("passing", torch.ones(2), persistent=False)
            self.free = torch.nn.Parameter(torch.rand(2))

        def state_dict(self, *args, **options):
            asked.append("state_dict")
            return super().state_dict(*args, **options)

        def __getstate__(self):
            asked.append("getstate")
            return self.__dict__

        def forward(self, values):
            asked.append("forward")
            return self.inner(values)

    net = Net(4).eval()
    saved, files = saved_copy(net)
    assert asked == [] and (saved.format, saved.safe) == ("state_dict", True)
    state = load_saved(store, saved, files)
    assert set(state) == set(torch.nn.Module.state_dict(net)) and "passing" not in state
    again = Net(4).eval()
    again.load_state_dict(state)
    x = torch.rand(5, 3)
    assert torch.equal(again(x), net(x))
    with pytest.raises(UnsavableModel, match="load_state_dict"):
        flavor_of(net).predict(state, x)


def test_statsmodels_is_copied_and_asks_for_trust(store, saved_copy, table, target):
    api = pytest.importorskip("statsmodels.api")
    results = api.OLS(target, table).fit()
    saved, files = saved_copy(results)
    assert (saved.flavor, saved.safe) == ("statsmodels", False)
    with pytest.raises(UnsafeModel):
        load_saved(store, saved, files)
    assert np.allclose(load_saved(store, saved, files, trusted=True).predict(table), results.predict(table))
