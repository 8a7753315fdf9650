"""The profile of what a model was trained on, kept beside it: what later data are compared with."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..errors import InvalidInput, StoreCorrupt
from ..records import Artifact, ColumnProfile, Profile, ReferenceData, SavedModel
from ..store import Store
from .files import checked_files
from .flavors import Flavor
from .training import TrainingRows

if TYPE_CHECKING:
    from ..drift.profiles import TableProfile

logger = logging.getLogger(__name__)

FILE: Final = "reference_profile.bin"
LARGEST: Final = 20_000_000
"""Bytes of such a file: a profile of a thousand columns has about four million."""
_MOST_PREDICTED: Final = 2_000
_MOST_CLASSES: Final = 10
_SEED: Final = 0


def write_reference(
    folder: Path, given: TrainingRows, flavor: Flavor | None = None, model: Any = None
) -> ReferenceData:
    """Write the profile of training data into a model's folder.

    Parameters
    ----------
    folder
        The model's folder.
    given
        The data.
    flavor, model
        What applies the model to the features; ``None``: nothing is predicted.

    Raises
    ------
    InvalidInput
        When the features are no table.
    """
    # Where profiles are made takes long to import, and most of what knows of models makes none.
    from ..drift.profiles import TableProfile

    features = _profiled(given.features, given.by_hand)
    taken = {column.name for column in features.columns}
    target = _more(given.target, "target", taken, given.by_hand)
    predictions = _predictions(given.features, flavor, model, taken)
    columns = [*features.columns, *target, *predictions]
    record = msgspec.structs.replace(features, columns=columns)
    (folder / FILE).write_bytes(TableProfile(record).to_bytes())
    return ReferenceData(
        rows=given.rows or features.rows,
        profiled=features.rows,
        features=[column.name for column in features.columns],
        target=[column.name for column in target],
        predictions=[column.name for column in predictions],
    )


def read_reference(
    store: Store,
    saved: SavedModel,
    artifacts: list[Artifact],
    *,
    target: bool = False,
    predictions: bool = False,
) -> TableProfile | None:
    """Read the profile that is kept beside a model; ``None`` where there is none. No model is loaded.

    Parameters
    ----------
    store, saved, artifacts
        Where its files are, its record, the files of its run or version.
    target, predictions
        Whether these columns come along: data that do not have them would be said to lack them.

    Raises
    ------
    NotFound, StoreCorrupt
        When the file is missing, damaged, another one than was saved, or no profile.
    """
    if saved.reference is None:
        return None
    found = checked_files(saved, artifacts).get(FILE)
    if found is None:
        raise StoreCorrupt(f"The model {saved.path!r} has lost the profile of its training data.")
    if found.size > LARGEST:
        raise StoreCorrupt(f"The profile of the training data of {saved.path!r} is too large to be one.")
    from ..drift.profiles import TableProfile

    try:
        whole = TableProfile.from_bytes(store.blobs.read(found.blob)).record
    except InvalidInput as error:
        raise StoreCorrupt(
            f"The profile of the training data of {saved.path!r} cannot be read. {error.message}"
        ) from error
    left = {
        *(() if target else saved.reference.target),
        *(() if predictions else saved.reference.predictions),
    }
    columns = [column for column in whole.columns if column.name not in left]
    return TableProfile(msgspec.structs.replace(whole, columns=columns))


def _profiled(data: Any, by_hand: bool) -> Profile:
    from ..drift.profiles import profile, without_rows

    record = profile(data, seed=_SEED).record
    if by_hand:
        return record
    columns = [column for column in record.columns if not _tells_rows(column)]
    return without_rows(msgspec.structs.replace(record, columns=columns))


def _tells_rows(column: ColumnProfile) -> bool:
    """Say whether a column's values would tell of single rows: names, addresses, free text."""
    values = column.rows - column.missing
    return column.kind == "text" or (
        column.kind == "category" and (column.distinct or len(column.frequent)) > max(50, values / 2)
    )


def _more(data: Any, name: str, taken: set[str], by_hand: bool) -> list[ColumnProfile]:
    """Profile what stands beside the features, under names that are not taken."""
    if data is None:
        return []
    own = getattr(data, "name", None)
    columns = _profiled(data if hasattr(data, "columns") else {str(own or name): data}, by_hand).columns
    found = []
    for column in columns:
        if column.name in taken:
            column = msgspec.structs.replace(column, name=f"{name} ({column.name})")
        taken.add(column.name)
        found.append(column)
    return found


def _predictions(features: Any, flavor: Flavor | None, model: Any, taken: set[str]) -> list[ColumnProfile]:
    if flavor is None or model is None:
        return []
    import numpy

    try:
        rows = _some(features, numpy)
        said = numpy.asarray(flavor.predict(model, rows))
        columns = {"prediction": said} if said.ndim == 1 or said.shape[1:] == (1,) else _named(said)
        columns = {name: values.reshape(len(values)) for name, values in columns.items()}
        if hasattr(model, "predict_proba") and said.ndim == 1:
            columns |= _scores(model, numpy.asarray(model.predict_proba(rows)))
    except Exception as error:  # noqa: BLE001 - what a library says of rows that it does not take is its own affair
        logger.info("A profile is kept without predictions: %s", error)
        return []
    return [one for name, values in columns.items() for one in _more(values, name, taken, False)]


def _some(features: Any, numpy: Any) -> Any:
    """Give few of the rows, evenly: a nearest-neighbour model takes its time for each."""
    count = len(features)
    if count <= _MOST_PREDICTED:
        return features
    chosen = numpy.linspace(0, count - 1, _MOST_PREDICTED).astype(int)
    return features.iloc[chosen] if hasattr(features, "iloc") else features[chosen]


def _scores(model: Any, scores: Any) -> dict[str, Any]:
    classes = [str(one)[:60] for one in getattr(model, "classes_", range(scores.shape[1]))]
    if scores.ndim != 2 or len(classes) != scores.shape[1] or len(classes) > _MOST_CLASSES:
        return {}
    if len(classes) == 2:
        return {f"score of {classes[1]}": scores[:, 1]}
    return {f"score of {name}": scores[:, at] for at, name in enumerate(classes)}


def _named(said: Any) -> dict[str, Any]:
    if said.ndim != 2 or said.shape[1] > _MOST_CLASSES:
        return {}
    return {f"prediction {at}": said[:, at] for at in range(said.shape[1])}
