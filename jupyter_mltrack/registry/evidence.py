"""What speaks for a request, frozen as a blob when it is opened."""

from __future__ import annotations

import json
import time

import msgspec

from ..records import Evidence, ModelVersion, RegisteredModel, Stage
from ..store import Store
from .card import written_card
from .comparing import beside
from .documents import find_version
from .names import Reference


def freeze(
    store: Store, model: RegisteredModel, version: ModelVersion, stage: Stage, current: int | None
) -> str:
    """Keep what speaks for a version as it is now.

    Parameters
    ----------
    store
        The store that holds the version.
    model, version, stage
        What is to go where.
    current
        The version that is there now: what the challenger is compared with.

    Returns
    -------
    str
        Hash of the blob; its bytes cannot be changed without changing that.
    """
    other = find_version(store, Reference(model.name, current))[1] if current is not None else None
    evidence = Evidence(
        stage=stage,
        time=time.time(),
        versions=beside(store, version, other),
        card=written_card(store, model, version),
    )
    # Python's JSON, since metrics may be NaN.
    text = json.dumps(msgspec.to_builtins(evidence), sort_keys=True)
    return store.blobs.put(text.encode()).hash


def frozen(store: Store, hash: str | None) -> Evidence | None:
    """Give evidence as it was frozen.

    Raises
    ------
    NotFound, StoreCorrupt
        When its file is gone or was changed.
    """
    if hash is None:
        return None
    return msgspec.convert(json.loads(store.blobs.read(hash)), Evidence)
