"""LightGBM, as its own text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...errors import StoreCorrupt
from ..refusals import UnsavableModel, package
from .base import Copy, Flavor, SaveOptions, Written
from .classes import inherits, library_class, path_of, root_of

_FILE = "model.txt"
_STATE = "estimator.json"
_BOOSTER = "lightgbm.basic.Booster"
_KEPT = (
    "_n_features",
    "_n_features_in",
    "_n_classes",
    "_best_iteration",
    "_objective",
    "_fitted_with_feature_names",
)
"""What scikit-learn's interface of LightGBM knows beside the trees, and a prediction needs."""


class LightGBM(Flavor):
    """``Booster``, and what LightGBM gives scikit-learn's interface."""

    name = "lightgbm"
    formats = ("text",)

    def takes(self, kind: type) -> bool:
        """Take LightGBM's own classes."""
        return root_of(kind) == "lightgbm" and inherits(kind, "lightgbm", "Booster", "LGBMModel")

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write ``model.txt``, and beside it what scikit-learn's interface knows of its classes and settings."""
        path = path_of(type(model))
        if path == _BOOSTER:
            model.save_model(folder / _FILE)
            return self._written(path)
        model.booster_.save_model(folder / _FILE)
        (folder / _STATE).write_text(json.dumps(_state_of(model)), encoding="utf-8")
        return self._written(path)

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Load the trees, and put them into an object of the class that was saved."""
        lightgbm = package("lightgbm", "Loading this model")
        path = config.get("class")
        kind = library_class(path, "Booster" if path == _BOOSTER else "LGBMModel", "lightgbm")
        try:
            booster = lightgbm.Booster(model_file=folder / _FILE)
            return booster if path == _BOOSTER else _estimator(kind, booster, folder / _STATE)
        except (lightgbm.basic.LightGBMError, OSError, ValueError, TypeError, KeyError) as error:
            raise StoreCorrupt(f"LightGBM cannot read the file of the model: {str(error)[:200]}") from error

    def copy(self, model: Any, most: int) -> Copy:
        """Copy a ``Booster`` as the very text of its file."""
        if path_of(type(model)) != _BOOSTER:
            return super().copy(model, most)
        content = model.model_to_string().encode()
        return Copy(content, {"raw": True}, len(content))

    def save_copy(
        self, content: bytes, config: dict[str, Any], folder: Path, options: SaveOptions
    ) -> Written:
        """Write the text as it is."""
        if not config.get("raw"):
            return super().save_copy(content, config, folder, options)
        (folder / _FILE).write_bytes(content)
        return self._written(_BOOSTER)

    def restore(self, content: bytes, config: dict[str, Any]) -> Any:
        """Give a ``Booster`` again, or what was pickled."""
        if not config.get("raw"):
            return super().restore(content, config)
        return package("lightgbm", "Predicting").Booster(model_str=content.decode())

    def _written(self, path: str) -> Written:
        written = Written("text", True, {"class": path}, uses={"lightgbm"})
        if path == _BOOSTER:
            # Of the others MLflow's flavour would load the trees alone, which predict probabilities for classes.
            version = package("lightgbm", "Saving this model").__version__
            native = {"data": _FILE, "model_class": path, "lgb_version": version, "code": None}
            written.native, written.loader = {"lightgbm": native}, "mlflow.lightgbm"
            written.python_function = {"data": _FILE}
        else:
            written.uses.add("sklearn")
        return written


def _state_of(model: Any) -> dict[str, Any]:
    own = vars(model)
    classes = own.get("_classes")
    state = {
        "params": model.get_params(deep=False),
        "kept": {name: own.get(name) for name in _KEPT},
        "classes": None if classes is None else {"values": classes.tolist(), "type": classes.dtype.str},
    }
    try:
        return json.loads(json.dumps(state, default=_plain))  # type: ignore[no-any-return]
    except TypeError as error:
        raise UnsavableModel(
            f"A setting of this {type(model).__name__} is no plain value ({error}), so LightGBM's text does not keep "
            "it: log_model(..., format='cloudpickle') does, and asks for trust when it is loaded."
        ) from error


def _plain(value: Any) -> Any:
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        return value.item()
    raise TypeError(type(value).__name__)


def _estimator(kind: Any, booster: Any, file: Path) -> Any:
    import numpy

    state = json.loads(file.read_text(encoding="utf-8"))
    model = kind(**state["params"])
    model._Booster = booster
    for name in _KEPT:
        setattr(model, name, state["kept"][name])
    if state["classes"] is not None:
        from lightgbm.compat import _LGBMLabelEncoder

        element = numpy.dtype(state["classes"]["type"])
        model._le = _LGBMLabelEncoder().fit(numpy.array(state["classes"]["values"], dtype=element))
        model._classes = model._le.classes_
        model._class_map = {one: at for at, one in enumerate(model._classes)}
    booster.best_iteration = state["kept"]["_best_iteration"]
    model.fitted_ = True
    return model
