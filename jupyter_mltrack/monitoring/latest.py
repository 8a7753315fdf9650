"""The newest drift report of a model version, as evidence for those who choose. Importing it tells the registry."""

from __future__ import annotations

import re

import msgspec
from tinydb import Query

from ..records import DriftReport, ModelVersion, Monitor, MonitorCheck
from ..registry import provide_latest_drift
from ..store import Sort, Store

_MOST_LOOKED_AT = 5


def latest_drift(store: Store, version: ModelVersion) -> DriftReport | None:
    """Give what the newest check of a version's monitors found; ``None`` where nothing watches it.

    Only monitors that compare with the version's training data count.

    Parameters
    ----------
    store
        The store that holds them.
    version
        The version.
    """
    newest: MonitorCheck | None = None
    for document in store.table("monitors").select(Query().model.matches(_of(version.model))):
        monitor = msgspec.convert(document, Monitor)
        numbers = {
            one.number for one in monitor.references if one.kind == "model" and one.version == version.version
        }
        mine = (Query().monitor == monitor.id) & (Query().version == version.version)
        checks = store.table("reports").select(mine, Sort(("order",), descending=True), _MOST_LOOKED_AT)
        for found in checks:
            check = msgspec.convert(found, MonitorCheck)
            if check.reference in numbers and (newest is None or check.end > newest.end):
                newest = check
    if newest is None:
        return None
    return msgspec.json.decode(store.blobs.read(newest.report), type=DriftReport)


def _of(model: str) -> str:
    return re.escape(model) + r"(?:[/@]|$)"


provide_latest_drift(latest_drift)
