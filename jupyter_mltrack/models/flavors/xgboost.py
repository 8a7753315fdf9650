"""XGBoost, in its own binary JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...errors import StoreCorrupt
from ..refusals import package
from .base import Copy, Flavor, SaveOptions, Written
from .classes import inherits, library_class, path_of
from .copies import is_installed

_FILE = "model.ubj"


class XGBoost(Flavor):
    """``Booster``, and what XGBoost gives scikit-learn's interface."""

    name = "xgboost"
    formats = ("ubj", "json")

    def takes(self, kind: type) -> bool:
        """Take XGBoost's own classes; what a user derives from them has code that this format does not keep."""
        return is_installed(kind) and inherits(kind, "xgboost", "Booster", "XGBModel")

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
            model.load_model(folder / ("model.json" if config.get("format") == "json" else _FILE))
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
        content, path = bytes(model.save_raw("ubj")), path_of(type(model))

        def save(folder: Path, options: SaveOptions) -> Written:
            (folder / _FILE).write_bytes(content)
            return self._written(path, _FILE)

        def restore() -> Any:
            return package("xgboost", "Predicting").Booster(model_file=bytearray(content))

        return Copy(save, len(content), restore)

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
            {"data": file}, {"xgboost"} | ({"sklearn"} if path != "xgboost.core.Booster" else set()),
        )  # fmt: skip
