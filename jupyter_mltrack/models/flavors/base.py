"""What every flavour offers: which objects it takes, and their way to files and back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..refusals import UnsafeModel

OWN_LOADER = "jupyter_mltrack.models.mlflow_loader"


@dataclass
class Written:
    """What a flavour wrote into a folder.

    Parameters
    ----------
    format
        Of the model's own file: ``skops``, ``ubj``, …
    safe
        Whether loading it runs no code of whoever made it.
    config
        What the flavour needs to load it again: plain values.
    native
        MLflow's own flavours that read the same files, each with its configuration.
    loader
        The module that MLflow's ``python_function`` loads it with.
    python_function
        Further keys of MLflow's ``python_function`` (``data``, ``model_path``).
    uses
        Top-level modules that the model needs, beside that of its class.
    files
        All that was written, by names within the folder; ``None``: what is found there.
    """

    format: str
    safe: bool
    config: dict[str, Any] = field(default_factory=dict)
    native: dict[str, dict[str, Any]] = field(default_factory=dict)
    loader: str = OWN_LOADER
    python_function: dict[str, Any] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)
    files: list[str] | None = None


@dataclass
class SaveOptions:
    """How a model is to be saved: in which format (``None``: the flavour's first), with which example."""

    format: str | None = None
    example: Any = None


@dataclass
class Copy:
    """A copy of a model, which nothing that happens to the model changes any more; it can go to another process.

    Parameters
    ----------
    content
        Its bytes, or what gives them (that may take its time, and is called in another thread).
    config
        What the flavour needs beside them: plain values.
    size
        About how many bytes they are.
    """

    content: bytes | Callable[[], bytes]
    config: dict[str, Any]
    size: int


class Flavor(ABC):
    """One kind of model.

    A new one is a file beside this one and a line in ``flavors/__init__.py``.
    """

    name: str
    """As in ``SavedModel.flavor``, and MLflow's where that has one."""
    formats: tuple[str, ...]
    """Those that it can write, the first one unless another is asked for."""

    @abstractmethod
    def takes(self, kind: type) -> bool:
        """Say, by the class alone and without importing the library, whether it saves such objects."""

    @abstractmethod
    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write a model's files.

        Raises
        ------
        MissingPackage, UnsavableModel
            When a package is not there, or the object does not fit the format.
        """

    @abstractmethod
    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Read a model.

        What ``config`` says comes from whoever saved the model: it is never a reason to trust the files.

        Raises
        ------
        UnsafeModel
            When that would run code, and ``trusted`` is false.
        MissingPackage, StoreCorrupt
            When a package is not there, or the files do not hold such a model.
        """

    def danger(self, config: dict[str, Any]) -> str:
        """Say what loading such a model runs, where it is not safe."""
        return f"it is a pickle ({config.get('format')}): loading it runs any code that is in it, as you"

    def refused(self, config: dict[str, Any]) -> UnsafeModel:
        """Give the error that says what would run, and how to allow it."""
        return UnsafeModel(
            f"This model is loaded only when you say that you trust it, because {self.danger(config)}. "
            "If you trust whoever saved it: load_model(..., trusted=True)."
        )

    def predict(self, model: Any, data: Any) -> Any:
        """Apply a model to data."""
        return model.predict(data)

    def copy(self, model: Any, most: int) -> Copy:
        """Copy a model fast, into at most so many bytes, without running code of anybody but installed packages.

        Raises
        ------
        UnsavableModel
            When it cannot be copied so; the message is the reason in a few words.
        """
        from .copies import pickle_of

        content = pickle_of(model, most)
        return Copy(content, {}, len(content))

    def save_copy(
        self, content: bytes, config: dict[str, Any], folder: Path, options: SaveOptions
    ) -> Written:
        """Write what ``copy`` made of a model; see ``save``."""
        return self.save(self.restore(content, config), folder, options)

    def restore(self, content: bytes, config: dict[str, Any]) -> Any:
        """Give a model equal to the one that was copied; ``None`` where that needs more than the copy."""
        import pickle

        return pickle.loads(content)
