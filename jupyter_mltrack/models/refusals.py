"""Why a model is not saved or not loaded, as errors that say what to do."""

from __future__ import annotations

import importlib
import threading
from types import ModuleType
from typing import Final

from ..errors import MLTrackError

_forbidden = threading.Event()

INSTALL: Final = {
    "sklearn": "scikit-learn",
    "skops": "skops",
    "xgboost": "xgboost",
    "lightgbm": "lightgbm",
    "catboost": "catboost",
    "torch": "torch",
    "safetensors": "safetensors",
    "keras": "keras",
    "onnx": "onnx",
    "onnxruntime": "onnxruntime",
    "statsmodels": "statsmodels",
    "cloudpickle": "cloudpickle",
    "pandas": "pandas",
}
"""Module to the distribution that brings it."""


class UnsafeModel(MLTrackError):
    """Loading the model would run code of whoever made it, and nobody said that this is wanted."""

    code = "unsafe_model"
    status = 403


class MissingPackage(MLTrackError):
    """A package that the model needs is not installed here."""

    code = "missing_package"
    status = 409


class UnsavableModel(MLTrackError):
    """The object cannot be saved in the format that was asked for."""

    code = "unsavable_model"
    status = 400


def package(module: str, what: str) -> ModuleType:
    """Import a package that a flavour needs.

    Parameters
    ----------
    module
        Its top-level module.
    what
        What needs it, for the sentence: ``"Saving a scikit-learn model"``.

    Raises
    ------
    MissingPackage
        When it is not installed; the message holds the one line that installs it.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != module.partition(".")[0]:
            raise
        name = INSTALL.get(module.partition(".")[0], module)
        raise MissingPackage(f"{what} needs {name}, which is not installed: pip install {name}") from error


def forbid_loading() -> None:
    """Make every load in this process an error: a Jupyter server runs nobody's model."""
    _forbidden.set()


def allow_loading() -> None:
    """Take ``forbid_loading`` back, when the server has stopped."""
    _forbidden.clear()


def check_loading() -> None:
    """Raise where models must not be loaded.

    Raises
    ------
    UnsafeModel
        In the process of a Jupyter server.
    """
    if _forbidden.is_set():
        raise UnsafeModel(
            "Models are never loaded in the Jupyter server's own process: load it in a notebook or a script."
        )
