"""What fitting with statsmodels gives: it has no format but the pickle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..refusals import UnsavableModel, package
from . import pickles
from .base import Flavor, SaveOptions, Written
from .classes import root_of

_FILE = "model.statsmodels"


class StatsModels(Flavor):
    """Results of statsmodels, through their own ``save``."""

    name = "statsmodels"
    formats = ("pickle",)

    def takes(self, kind: type) -> bool:
        """Take results, in their wrapper or not."""
        return root_of(kind) == "statsmodels" and ("Results" in kind.__name__)

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write a pickle, as ``results.save`` does."""
        version = package("statsmodels", "Saving this model").__version__
        try:
            model.save(str(folder / _FILE))
        except Exception as error:
            raise UnsavableModel(
                f"These results cannot be pickled ({type(error).__name__}: {error})."
            ) from error
        return Written(
            "pickle", False, {}, {"statsmodels": {"data": _FILE, "statsmodels_version": version, "code": None}},
            "mlflow.statsmodels", {"data": _FILE}, {"statsmodels"},
        )  # fmt: skip

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Load the pickle, when it is trusted."""
        if not trusted:
            raise self.refused(config)
        package("statsmodels", "Loading this model")
        return pickles.load(folder, "pickle", _FILE)
