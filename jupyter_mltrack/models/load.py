"""Loading a saved model: its files are checked first, and nothing unsafe is loaded unless somebody trusts it."""

from __future__ import annotations

import copy
import sys
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import StoreCorrupt
from ..records import Artifact, SavedModel
from ..store import Store
from .files import materialize
from .flavors import flavor_named
from .mlmodel import own_config, read_mlmodel
from .refusals import check_loading
from .requirements import ModelVersionWarning, differences, read_requirements

_PACKAGE = str(Path(__file__).parents[1])
_MOST_SAID = 6


def load_saved(store: Store, saved: SavedModel, artifacts: list[Artifact], trusted: bool = False) -> Any:
    """Load a model that ``save_model`` saved.

    Parameters
    ----------
    store
        Where its files are.
    saved
        Its record.
    artifacts
        The files of its run, or of its version.
    trusted
        Whether loading may run code that is in the files.

    Returns
    -------
    object
        The model, as its library knows it.

    Raises
    ------
    UnsafeModel
        When that would run code and it is not trusted, and always in the process of a Jupyter server.
    StoreCorrupt
        When a file is damaged, cut off, or another one.
    MissingPackage
        When a package that it needs is not installed.

    Warns
    -----
    ModelVersionWarning
        When it was saved with other versions of packages than those here.

    Examples
    --------
    >>> model = load_saved(store, run.saved[0], run.artifacts)   # doctest: +SKIP
    """
    check_loading()
    folder = materialize(store, saved, artifacts)
    config, pins = _described(folder, saved.digest)
    if config.get("flavor") != saved.flavor or config.get("format") != saved.format:
        raise StoreCorrupt("The model's files say that it is another kind of model. Nothing was loaded.")
    flavor = flavor_named(saved.flavor)
    if not saved.safe and not trusted:
        raise flavor.refused(config)
    # Said before the load: where that fails, this is why.
    _warn_of_versions(pins, saved)
    # A flavour may put parts of it into the model.
    return flavor.load(folder, copy.deepcopy(config), trusted)


@lru_cache(maxsize=32)
def _described(folder: Path, digest: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what a checked folder says of itself and the packages it names: the same digest is the same text."""
    return own_config(read_mlmodel(folder)), read_requirements(folder)


def _warn_of_versions(pins: dict[str, str], saved: SavedModel) -> None:
    found = differences(pins)
    if found:
        more = f", and {len(found) - _MOST_SAID} more" if len(found) > _MOST_SAID else ""
        told = f"The model {saved.path} was saved with other versions: {', '.join(found[:_MOST_SAID])}{more}."
        level, frame = 1, sys._getframe(0)
        while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
            level, frame = level + 1, frame.f_back
        warnings.warn(told, ModelVersionWarning, stacklevel=level)
