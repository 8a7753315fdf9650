"""Keras, in its own archive."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path
from typing import Any

from ...errors import StoreCorrupt
from ..refusals import UnsavableModel, package
from .base import Copy, Flavor, SaveOptions, Written
from .classes import inherits, root_of

_FILE = "model.keras"
_ROOTS = ("keras", "tf_keras")
_RUN_CODE = ("Lambda",)
"""Layers whose configuration is code."""


class Keras(Flavor):
    """Models of Keras 3 whose layers are Keras' own; with other layers they need trust to be loaded."""

    name = "keras"
    formats = ("keras",)

    def takes(self, kind: type) -> bool:
        """Take models of Keras."""
        return any(inherits(kind, root, "Model") for root in _ROOTS)

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write ``model.keras``."""
        try:
            model.save(folder / _FILE)
        except Exception as error:
            raise UnsavableModel(
                f"Keras cannot save this model ({type(error).__name__}: {error})."
            ) from error
        own = sorted({type(part).__name__ for part in [model, *_layers(model)] if not _is_plain(type(part))})
        return Written("keras", not own, {"own": own}, uses={"keras", *_backend()})

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Load it in Keras' safe mode; without it, and with layers of others, only when trusted."""
        keras = package("keras", "Loading this model")
        try:
            return keras.saving.load_model(folder / _FILE, safe_mode=not trusted)
        except (ValueError, TypeError, OSError, KeyError) as error:
            if config.get("own") and not trusted:
                raise self.refused(config) from error
            raise StoreCorrupt(f"Keras cannot read the file of the model: {str(error)[:300]}") from error

    def danger(self, config: dict[str, Any]) -> str:
        """Name the layers."""
        own = ", ".join(str(name)[:60] for name in config.get("own") or ())
        return f"it holds layers that are not Keras' own ({own}): loading it runs their code"

    def predict(self, model: Any, data: Any) -> Any:
        """Apply it without a progress bar."""
        import numpy

        return model.predict(data if isinstance(data, dict | list) else numpy.asarray(data), verbose=0)

    def copy(self, model: Any, most: int) -> Copy:
        """Copy the weights and the description of a model whose layers are Keras' own; not what training it needs."""
        keras = package("keras", "Saving a Keras model")
        if not all(_is_plain(type(part)) for part in [model, *_layers(model)]):
            raise UnsavableModel("it has layers that are not Keras' own: log_model(model)")
        if not model.built:
            raise UnsavableModel("it was never given any input, so it has no weights yet")
        if 4 * model.count_params() > most:
            raise UnsavableModel(f"it is larger than {most / 1_000_000:g} MB")
        content = pickle.dumps(model.get_weights(), protocol=5)
        config = {
            "model": keras.saving.serialize_keras_object(model),
            "shape": model.input_shape if isinstance(model.input_shape, tuple) else None,
            "backend": keras.backend.backend(),
        }
        # Compiled again, it would train from the beginning; predicting needs none of that.
        config["model"].pop("compile_config", None)
        return Copy(content, json.loads(json.dumps(config)), len(content))

    def restore(self, content: bytes, config: dict[str, Any]) -> Any:
        """Build it again from its description, in Keras' safe mode, and fill it."""
        os.environ.setdefault("KERAS_BACKEND", config["backend"])
        keras = package("keras", "Saving a Keras model")
        model = keras.saving.deserialize_keras_object(config["model"], safe_mode=True)
        if not model.built:
            model.build(tuple(config["shape"]))
        model.set_weights(pickle.loads(content))
        return model


def _layers(model: Any) -> list[Any]:
    return list(model._flatten_layers(include_self=False, recursive=True))


def _is_plain(kind: type) -> bool:
    return root_of(kind) in _ROOTS and kind.__name__ not in _RUN_CODE


def _backend() -> set[str]:
    name = package("keras", "Saving this model").backend.backend()
    return {name} if name in ("torch", "tensorflow", "jax") else set()
