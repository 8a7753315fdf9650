"""A metric's points, whole or thinned for display."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable

from ..records import Series
from ..store import Points, Store
from .documents import find_run_document

SPARK_POINTS = 24
_SPARK_FROM_AT_MOST = 200_000


def read_series(
    store: Store,
    references: Iterable[str | int],
    keys: Iterable[str] | None = None,
    max_points: int | None = 2000,
) -> list[Series]:
    """Read curves.

    Parameters
    ----------
    store
        The store to read from.
    references
        Ids or numbers of runs.
    keys
        Names of metrics; all that have points when left out.
    max_points
        Longer curves are thinned to about so many points, keeping each stretch's lowest and highest; ``None`` gives
        all.

    Raises
    ------
    NotFound
        When a run is not there.
    """
    wanted = None if keys is None else list(keys)
    found = []
    for reference in references:
        document = find_run_document(store, reference)
        run_id, rounds = document["id"], document.get("rounds", {})
        have = store.points.keys(run_id)
        for key in have if wanted is None else [key for key in wanted if key in have]:
            one = thinned(run_id, key, store.points.read(run_id, key), max_points)
            one.rounds = list(rounds.get(key, ()))
            found.append(one)
    return found


def thinned(run_id: str, key: str, points: Points, max_points: int | None) -> Series:
    """Give a curve with at most about ``max_points`` points: of each stretch its first, lowest, highest and last."""
    import numpy as np

    count = len(points.values)
    keep = np.arange(count)
    if max_points is not None and count > max(max_points, 8):
        edges = np.linspace(0, count, max(2, max_points // 4) + 1).astype(int)
        chosen = {0, count - 1}
        for start, end in itertools.pairwise(edges):
            stretch = points.values[start:end]
            chosen |= {int(start), int(end) - 1}
            if not np.isnan(stretch).all():
                chosen |= {int(start + np.nanargmin(stretch)), int(start + np.nanargmax(stretch))}
        keep = np.array(sorted(chosen))
    return Series(
        run=run_id,
        key=key,
        steps=points.steps[keep].tolist(),
        values=points.values[keep].tolist(),
        times=points.times[keep].tolist(),
        count=count,
    )


def spark_line(store: Store, run_id: str, key: str, count: int) -> list[float]:
    """Give a curve in at most 24 points for a spark line; finite values only.

    Remembered by run, metric and count of points, which change together.
    """
    return list(_spark(store, run_id, key, count))


@functools.lru_cache(maxsize=4096)
def _spark(store: Store, run_id: str, key: str, count: int) -> tuple[float, ...]:
    if count > _SPARK_FROM_AT_MOST:
        return ()
    import numpy as np

    values = store.points.read(run_id, key).values
    values = values[np.isfinite(values)]
    if len(values) < 2:
        return ()
    keep = np.unique(np.linspace(0, len(values) - 1, SPARK_POINTS).round().astype(int))
    return tuple(float(f"{value:.6g}") for value in values[keep])
