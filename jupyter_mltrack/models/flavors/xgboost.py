"""XGBoost, in its own binary JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...errors import StoreCorrupt
from ..refusals import package
from .base import Copy, Flavor, SaveOptions, Written
from .classes import inherits, library_class, path_of, root_of

_FILE = "model.ubj"


class XGBoost(Flavor):
    """``Booster``, and what XGBoost gives scikit-learn's interface."""

    name = "xgboost"
    formats = ("ubj", "json")

    def takes(self, kind: type) -> bool:
        """Take XGBoost's own classes; what a user derives from them has code that this format does not keep."""
        return root_of(kind) == "xgboost" and inherits(kind, "xgboost", "Booster", "XGBModel")

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write ``model.ubj``, which XGBoost reads by itself."""
        file = "model.json" if options.format == "json" else _FILE
        model.save_model(folder / file)
        return self._written(path_of(type(model)), file)

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Load into an object of the class that was saved, if it is one of XGBoost's."""
        xgboost = package("xgboost", "Loading this model")
        path = config.get("class")
        base = "Booster" if path == "xgboost.core.Booster" else "XGBModel"
        model = library_class(path, base, "xgboost")()
        try:
            model.load_model(f"{folder}/{'model.json' if config.get('format') == 'json' else _FILE}")
        except (xgboost.core.XGBoostError, ValueError, TypeError, KeyError) as error:
            raise StoreCorrupt(f"XGBoost cannot read the file of the model: {str(error)[:200]}") from error
        return model

    def predict(self, model: Any, data: Any) -> Any:
        """Apply it; a ``Booster`` takes XGBoost's own matrices."""
        if inherits(type(model), "xgboost", "Booster"):
            return model.predict(package("xgboost", "Predicting").DMatrix(data))
        return model.predict(data)

    def copy(self, model: Any, most: int) -> Copy:
        """Copy a ``Booster`` as the very bytes of its file."""
        if not inherits(type(model), "xgboost", "Booster"):
            return super().copy(model, most)
        content = bytes(model.save_raw("ubj"))
        return Copy(content, {"raw": True, "class": path_of(type(model))}, len(content))

    def save_copy(
        self, content: bytes, config: dict[str, Any], folder: Path, options: SaveOptions
    ) -> Written:
        """Write the bytes as they are."""
        if not config.get("raw"):
            return super().save_copy(content, config, folder, options)
        (folder / _FILE).write_bytes(content)
        return self._written(config["class"], _FILE)

    def restore(self, content: bytes, config: dict[str, Any]) -> Any:
        """Give a ``Booster`` again, or what was pickled."""
        if not config.get("raw"):
            return super().restore(content, config)
        return package("xgboost", "Predicting").Booster(model_file=bytearray(content))

    def _written(self, path: str, file: str) -> Written:
        version = package("xgboost", "Saving this model").__version__
        native = {
            "data": file,
            "model_class": path,
            "model_format": file.rpartition(".")[2],
            "xgb_version": version,
        }
        return Written(
            file.rpartition(".")[2], True, {"class": path}, {"xgboost": {**native, "code": None}}, "mlflow.xgboost",
            {"data": file}, {"xgboost"} | ({"sklearn"} if path != "xgboost.core.Booster" else set()), [file],
        )  # fmt: skip
