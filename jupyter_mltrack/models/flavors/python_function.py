"""Functions, and objects of any class with ``predict``: a pickle that brings its code along."""

from __future__ import annotations

from pathlib import Path
from types import FunctionType
from typing import Any

from . import pickles
from .base import Flavor, SaveOptions, Written


class PythonFunction(Flavor):
    """Whatever can predict."""

    name = "python_function"
    formats = ("cloudpickle",)

    def takes(self, kind: type) -> bool:
        """Take functions and classes that have ``predict``."""
        return kind is FunctionType or callable(getattr(kind, "predict", None))

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write a pickle that brings classes and functions of the notebook along."""
        return pickles.save(model, folder)

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Load the pickle, when it is trusted."""
        if not trusted:
            raise self.refused(config)
        return pickles.load(folder, "cloudpickle")

    def predict(self, model: Any, data: Any) -> Any:
        """Call ``predict``, or the function itself."""
        return model.predict(data) if hasattr(model, "predict") else model(data)
