"""Runs whose process is gone are called lost, with all that they had logged."""

from __future__ import annotations

import logging

import msgspec
from tinydb import Query

from ..errors import StoreError
from ..store import Store
from .documents import run_from
from .finish import change, mark_lost
from .model_notes import is_idle
from .process import is_alive

logger = logging.getLogger(__name__)


def settle(store: Store) -> list[str]:
    """Settle the runs whose process died without a word, and put the models that it had saved into the store.

    Their points are folded first, so that nothing that was acknowledged is lost. Whoever opens a store may call this;
    it writes only where there is something to settle. A run whose process turns out to live after all (another
    machine that was cut off) overwrites the verdict when it ends.

    Returns
    -------
    list of str
        Ids of the runs that became lost.
    """
    if store.read_only:
        return []
    lost = []
    for document in store.table("runs").select(Query().status == "running"):
        try:
            run = run_from(document)
        except msgspec.ValidationError as error:
            logger.warning(
                "Document %d of the runs is no run (%s): it is left as it is.", document.doc_id, error
            )
            continue
        heartbeat = store.points.heartbeat(run.id)
        if is_alive(run.process, heartbeat):
            continue
        try:
            store.points.release(run.id)
            change(store, run.id, lambda document, at=heartbeat: mark_lost(document, at))  # type: ignore[misc]
        except StoreError as error:
            logger.warning("Run %d could not be settled: %s", run.number, error.message)
            continue
        lost.append(run.id)
    if not is_idle(store):
        from .model_journal import complete_left_behind

        complete_left_behind(store)
    return lost
