"""Loading a model by what people call it: a run's, a version's, or the one that is in production."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InvalidInput, NotFound
from ..models.load import load_saved
from ..tracking.api import current_store
from ..tracking.saved_models import load_from_run
from .documents import find_version

if TYPE_CHECKING:
    from ..drift.profiles import TableProfile

_RUNS = "runs/"


def load_model(reference: str, *, trusted: bool = False, store: str | Path | None = None) -> Any:
    """Load a model.

    Parameters
    ----------
    reference
        ``"runs/12"`` (the run's only model), ``"runs/12/clf"``; of the registry ``"churn/3"``, ``"churn@production"``
        (a stage or an alias), ``"churn"`` (the newest version).
    trusted
        Whether loading may run code that is in the files. Needed for pickles, exported programs of torch, and classes
        that are not a library's; ask yourself who saved the model.
    store
        Another store than the one that is found.

    Returns
    -------
    object
        The model as its library knows it: an estimator, a ``Booster``, a module of torch in evaluation mode.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such run, version or model, or several are meant.
    UnsafeModel
        When loading would run code and ``trusted`` is false; the message says what would run.
    StoreCorrupt
        When a file was damaged or changed.
    MissingPackage
        When a package that it needs is not installed; the message holds the line that installs it.

    Warns
    -----
    ModelVersionWarning
        When packages have other versions here than where it was saved.

    Examples
    --------
    >>> import jupyter_mltrack as mltrack
    >>> clf = mltrack.load_model("runs/12/clf")              # doctest: +SKIP
    >>> clf = mltrack.load_model("churn@production")         # doctest: +SKIP
    """
    if not isinstance(reference, str) or not reference.strip():
        raise InvalidInput(
            'A model is named by text: "runs/12", "runs/12/clf", "churn/3", "churn@production".'
        )
    opened = current_store(store, create=False)
    asked = reference.strip()
    if asked.startswith(_RUNS):
        run, _, name = asked.removeprefix(_RUNS).partition("/")
        return load_from_run(opened, run, name.removeprefix("models/") or None, trusted)
    model, version = find_version(opened, asked)
    if version.saved is None:
        raise NotFound(
            f"Version {version.version} of {model.name!r} has no saved model: it was registered by its address alone."
        )
    return load_saved(opened, version.saved, version.artifacts, trusted)


def reference_profile(
    reference: str, *, target: bool = False, predictions: bool = False, store: str | Path | None = None
) -> TableProfile | None:
    """Give the profile of the data that a model was trained on: ``drift`` takes it in place of a table.

    Parameters
    ----------
    reference
        As in ``load_model``; no model is loaded.
    target, predictions
        Whether these columns come along, beside the features.
    store
        Another store than the one that is found.

    Returns
    -------
    TableProfile or None
        ``None`` where nothing is known of its training data.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such run, version or model, or several are meant.
    StoreCorrupt
        When the file is damaged.

    Examples
    --------
    >>> mltrack.drift(mltrack.reference_profile("churn@production"), today).drifted   # doctest: +SKIP
    ['age']
    """
    from . import reference as profiles

    opened = current_store(store, create=False)
    return profiles.reference_profile(opened, reference, target=target, predictions=predictions)
