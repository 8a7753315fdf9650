"""The profile of what a model was trained on, found by what people call the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidInput
from ..models.reference import read_reference
from ..store import Store
from ..tracking.saved_models import model_of_run
from .documents import find_version

if TYPE_CHECKING:
    from ..drift.profiles import TableProfile

_RUNS = "runs/"


def reference_profile(
    store: Store, reference: str, *, target: bool = False, predictions: bool = False
) -> TableProfile | None:
    """Give the profile of the data that a model was trained on. No model is loaded.

    Parameters
    ----------
    store
        The store to look in.
    reference
        ``churn/3``, ``churn@production``, ``churn`` (the newest version), ``runs/12``, ``runs/12/clf``.
    target, predictions
        Whether these columns come along, beside the features.

    Returns
    -------
    TableProfile or None
        ``None`` where nothing is known of its training data. Which columns are features, target and predictions stands
        in ``SavedModel.reference``.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such run, version or model, or several are meant.
    StoreCorrupt
        When the file is damaged, or no profile.

    Examples
    --------
    >>> drift(reference_profile(store, "churn@production"), today).drifted   # doctest: +SKIP
    ['age']
    """
    if not isinstance(reference, str) or not reference.strip():
        raise InvalidInput('A model is named by text: "runs/12/clf", "churn/3", "churn@production".')
    asked = reference.strip()
    if asked.startswith(_RUNS):
        run, _, name = asked.removeprefix(_RUNS).partition("/")
        found = model_of_run(store, run, name.removeprefix("models/") or None)
        return read_reference(store, *found, target=target, predictions=predictions)
    _, version = find_version(store, asked)
    if version.saved is None:
        return None
    return read_reference(store, version.saved, version.artifacts, target=target, predictions=predictions)
