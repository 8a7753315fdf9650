"""Modules of torch: described and safe, of an own class, exported."""

import json

import numpy as np
import pytest

from jupyter_mltrack.errors import StoreCorrupt
from jupyter_mltrack.models.flavors.torch_layers import builder, describe
from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.refusals import UnsafeModel, UnsavableModel
from jupyter_mltrack.models.save import save_model

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")
nn = torch.nn

NETS = {
    "dense": lambda: nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.BatchNorm1d(8), nn.Dropout(0.2), nn.Linear(8, 2)),
    "conv": lambda: nn.Sequential(nn.Conv1d(1, 2, 2, bias=False), nn.Flatten(), nn.GELU(), nn.LayerNorm(4)),
    "nested": lambda: nn.Sequential(nn.Sequential(nn.Linear(3, 3), nn.Tanh()), nn.Softmax(dim=1)),
}  # fmt: skip


@pytest.mark.parametrize("name", NETS)
def test_torchs_own_layers_are_safe_and_draw_no_random_numbers(name, store):
    net = NETS[name]().eval()
    x = torch.rand(4, 1, 3) if name == "conv" else torch.rand(4, 3)
    saved, files = save_model(store, net, "net", example=x.numpy())
    assert (saved.flavor, saved.format, saved.safe) == ("pytorch", "safetensors", True)
    before = torch.get_rng_state()
    loaded = load_saved(store, saved, files)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(loaded(x), net(x))


def test_recurrent_layers_and_tied_weights(store):
    lstm = nn.LSTM(3, 4, num_layers=2, batch_first=True)
    saved, files = save_model(store, lstm, "net")
    x = torch.rand(2, 5, 3)
    assert torch.equal(load_saved(store, saved, files)(x)[0], lstm(x)[0])
    tied = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    tied[1].weight = tied[0].weight
    saved, files = save_model(store, tied, "net")
    assert torch.equal(load_saved(store, saved, files)(x), tied(x))


def test_saving_leaves_training_mode_and_running_means_as_they_are(store):
    net = NETS["dense"]().train()
    net[3].eval()
    before = {name: part.clone() for name, part in net.state_dict().items()}
    save_model(store, net, "net", example=np.zeros((4, 3), "float32"))
    assert [part.training for part in net] == [True, True, True, False, True]
    assert all(torch.equal(part, before[name]) for name, part in net.state_dict().items())


class Own(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width = width
        self.layer = nn.Linear(3, width)

    def forward(self, x):
        return self.layer(x).relu()


def test_an_own_class_is_imported_only_when_trusted(store):
    net = Own(5)
    saved, files = save_model(store, net, "net")
    assert (saved.format, saved.safe) == ("safetensors", False)
    with pytest.raises(UnsafeModel, match=r"test_torch\.Own"):
        load_saved(store, saved, files)
    x = torch.rand(2, 3)
    assert torch.equal(load_saved(store, saved, files, trusted=True)(x), net(x))


def test_a_class_of_the_notebook_is_exported_where_there_is_an_example(store, monkeypatch):
    monkeypatch.setattr(Own, "__module__", "__main__")
    net = Own(5).eval()
    with pytest.raises(UnsavableModel, match="example"):
        save_model(store, net, "net")
    saved, files = save_model(store, net, "net", example=np.zeros((2, 3), "float32"))
    assert (saved.format, saved.safe) == ("pt2", False)
    with pytest.raises(UnsafeModel, match="unpickles"):
        load_saved(store, saved, files)
    x = torch.rand(7, 3)
    assert torch.equal(load_saved(store, saved, files, trusted=True)(x), net(x))


@pytest.mark.parametrize(
    "layers",
    [
        {"class": "os.system", "settings": {"command": "x"}},
        {"class": "torch.nn.modules.container.torch.hub.load", "settings": {}},
        {"class": "torch.nn.modules.module._addindent", "settings": {"s_": "", "numSpaces": 1}},
        {"class": "torch.nn.modules.linear.Linear", "settings": {"in_features": {"a": 1}}},
        {"class": "torch.nn.modules.container.Sequential", "parts": {"0": {"class": "subprocess.Popen"}}},
        "torch.nn.modules.linear.Linear",
    ],
)
def test_a_description_that_names_anything_else_builds_nothing(layers):
    with pytest.raises(StoreCorrupt):
        builder(json.loads(json.dumps(layers)))()


def test_hooks_and_replaced_methods_are_not_described():
    net = NETS["dense"]()
    assert describe(net) is not None
    net[0].register_forward_hook(lambda *_: None)
    assert describe(net) is None
