"""Data and helpers for models."""

import importlib.util

import numpy as np
import pandas as pd
import pytest

from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.refusals import allow_loading
from jupyter_mltrack.models.save import save_model


@pytest.fixture(autouse=True)
def no_server_here():
    """Another test's server ran in this process."""
    allow_loading()


@pytest.fixture
def table():
    random = np.random.default_rng(0)
    return pd.DataFrame(random.random((60, 3)), columns=["a", "b", "c"])


@pytest.fixture
def target(table):
    return (table["a"] > 0.5).astype("int64")


@pytest.fixture
def round_trip(store):
    """Save a model and load it again; gives the loaded model and the record."""

    def go(model, *, trusted=False, **options):
        saved, files = save_model(store, model, "clf", **options)
        return load_saved(store, saved, files, trusted=trusted), saved

    return go


def has(module):
    return importlib.util.find_spec(module) is not None
