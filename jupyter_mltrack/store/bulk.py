"""Metric points that are complete already: they go straight to the database, with the times that they have."""

from __future__ import annotations

from collections.abc import Mapping

from . import series
from .columns import Points
from .store import Store


def add_points(store: Store, run_id: str, points: Mapping[str, Points]) -> None:
    """Store whole series of a run in one transaction, or as a part of the one that the caller holds.

    Nothing is summed up in the run's document: whoever has the points has the document, too.

    Parameters
    ----------
    store
        Where they are kept.
    run_id
        The run.
    points
        Points by key; a key without points is passed over.

    Raises
    ------
    StoreError
        When the store cannot take them.

    Examples
    --------
    >>> add_points(store, run_id, {"loss": Points(steps, values, times)})   # doctest: +SKIP
    """
    with store._engine.atomic() as session:
        for key, one in points.items():
            if len(one.values):
                series.append(session, run_id, key, one)
