"""What is known of the data that a model version was trained on, with the names that a monitor's data have."""

from __future__ import annotations

import msgspec

from ..drift.profiles import TableProfile
from ..records import Monitor
from ..registry import get_version, reference_profile
from ..store import Store

_SCORE = "score of "


def training_profile(store: Store, monitor: Monitor) -> TableProfile | None:
    """Give the profile of the training data of a monitor's model, with its predictions on them.

    The predictions have the names that the monitor's roles give them; those without a role are left out.

    Raises
    ------
    NotFound
        When there is no such version.
    """
    found = reference_profile(store, monitor.model, predictions=True)
    saved = get_version(store, monitor.model).saved
    if found is None or saved is None or saved.reference is None:
        return found
    roles = monitor.roles
    names: dict[str, str] = {}
    for name in saved.reference.predictions:
        of_class = name.removeprefix(_SCORE)
        if name == "prediction":
            names[name] = roles.prediction
        elif name.startswith(_SCORE):
            names[name] = roles.scores.get(of_class, "")
    columns = [
        msgspec.structs.replace(column, name=names.get(column.name, column.name))
        for column in found.record.columns
        if column.name not in saved.reference.predictions or names.get(column.name)
    ]
    sample = {
        names.get(name, name): cells for name, cells in found.record.sample.items() if names.get(name, name)
    }
    return TableProfile(msgspec.structs.replace(found.record, columns=columns, sample=sample))
