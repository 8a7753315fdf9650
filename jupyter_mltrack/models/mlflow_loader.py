"""What MLflow calls to load the models whose format none of its own flavours reads.

``MLmodel`` names this module as the loader of its ``python_function``, so that ``mlflow.pyfunc.load_model`` and
``mlflow models predict`` work wherever this package is installed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from .flavors import Flavor, flavor_named
from .mlmodel import own_config, read_mlmodel
from .refusals import check_loading

_SWITCH = "MLFLOW_ALLOW_PICKLE_DESERIALIZATION"


class LoadedModel:
    """A model as MLflow uses it."""

    def __init__(self, flavor: Flavor, model: Any) -> None:
        self._flavor = flavor
        self._model = model

    def get_raw_model(self) -> Any:
        """Give the library's own object."""
        return self._model

    def predict(self, data: Any, params: Any = None) -> Any:
        """Apply the model; ``params`` are MLflow's, and none of these models has any."""
        return self._flavor.predict(self._model, data)


def _load_pyfunc(path: str, model_config: Any = None) -> LoadedModel:
    """Load a model's folder; MLflow's own switch says whether pickles may be."""
    check_loading()
    config = own_config(read_mlmodel(Path(path)))
    flavor = flavor_named(config.get("flavor"))
    trusted = os.environ.get(_SWITCH, "true").strip().lower() in ("true", "1")
    return LoadedModel(flavor, flavor.load(Path(path), config, trusted))
