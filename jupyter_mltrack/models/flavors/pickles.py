"""Pickles: they take any object, and run whatever they hold when they are loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...errors import StoreCorrupt
from ..refusals import UnsavableModel, package
from .base import Written

FILE = "model.pkl"


def save(model: Any, folder: Path, file: str = FILE) -> Written:
    """Write a model with cloudpickle, classes and functions of the notebook included."""
    cloudpickle = package("cloudpickle", "Saving a Python object as a model")
    try:
        content = cloudpickle.dumps(model)
    except Exception as error:
        raise UnsavableModel(
            f"This {type(model).__name__} cannot be pickled ({type(error).__name__}: {error})."
        ) from error
    (folder / file).write_bytes(content)
    return Written("cloudpickle", False, {"file": file}, uses={"cloudpickle", *modules_in(content)})


def load(folder: Path, format: str, file: str = FILE) -> Any:
    """Load a pickle; only called when somebody said that it is trusted.

    Raises
    ------
    MissingPackage, StoreCorrupt
        When something that it needs is not here, or the file is no pickle.
    """
    if format == "cloudpickle":
        package("cloudpickle", "Loading this model")
    import pickle

    try:
        return pickle.loads((folder / file).read_bytes())
    except ModuleNotFoundError as error:
        raise StoreCorrupt(f"The model needs the module {error.name!r}, which is not here.") from error
    except (pickle.UnpicklingError, EOFError, OSError, AttributeError) as error:
        raise StoreCorrupt(
            f"The file of the model cannot be read ({type(error).__name__}: {error})."
        ) from error


def modules_in(content: bytes) -> set[str]:
    """Give the top-level modules, of those imported now, that a pickle mentions; nothing is loaded."""
    import pickletools
    import sys

    found = set()
    for _, argument, _ in pickletools.genops(content):
        if isinstance(argument, str) and len(argument) < 200:
            root = argument.split(" ", 1)[0].partition(".")[0]
            if root in sys.modules and root not in sys.stdlib_module_names and root.isidentifier():
                found.add(root)
    return found - {"__main__", "__mp_main__"}
