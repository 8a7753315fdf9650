"""CatBoost, in its own binary format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...errors import StoreCorrupt
from ..refusals import package
from .base import Flavor, SaveOptions, Written
from .classes import inherits, library_class, path_of, root_of

_FILE = "model.cbm"


class CatBoost(Flavor):
    """``CatBoost`` and what derives from it in the library."""

    name = "catboost"
    formats = ("cbm",)

    def takes(self, kind: type) -> bool:
        """Take CatBoost's own classes."""
        return root_of(kind) == "catboost" and inherits(kind, "catboost", "CatBoost")

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write ``model.cbm``."""
        model.save_model(str(folder / _FILE), format="cbm")
        path = path_of(type(model))
        native = {
            "data": _FILE,
            "model_type": type(model).__name__,
            "save_format": "cbm",
            "catboost_version": package("catboost", "Saving this model").__version__,
            "code": None,
        }
        return Written(
            "cbm",
            True,
            {"class": path},
            {"catboost": native},
            "mlflow.catboost",
            {"data": _FILE},
            {"catboost"},
        )

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Load into an object of the class that was saved, if it is one of CatBoost's."""
        catboost = package("catboost", "Loading this model")
        model = library_class(config.get("class"), "CatBoost", "catboost")()
        try:
            return model.load_model(str(folder / _FILE), format="cbm")
        except catboost.CatBoostError as error:
            raise StoreCorrupt(f"CatBoost cannot read the file of the model: {str(error)[:200]}") from error
