"""The Python API for notebooks and scripts: the services, on the store that the work belongs to."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import NotFound, StoreError
from ..records import Comparison, Run
from ..store import Store, open_store
from ..store.schema import FILE
from .active import ActiveRun, warn
from .compare import compare
from .documents import run_from
from .experiments import list_experiments, main_metric
from .fields import paths_of
from .folding import follow_points
from .model_keeper import wait_for_store
from .query import NEWEST_FIRST
from .settle import settle
from .source import current_source, own_store
from .start import start
from .table import RunTable, check_table, runs_table

FileId = tuple[int, int]

_lock = threading.Lock()
_stores: dict[tuple[int, str], tuple[Store, FileId | None]] = {}


def current_store(path: str | Path | None = None, create: bool = True) -> Store:
    """Open (once) the store that this process's work belongs to.

    Parameters
    ----------
    path
        A store's folder or the folder that holds it; without it, the one the Jupyter server chose, else the nearest
        ``.mltrack`` upwards from the working folder (of a notebook: from where it started), else a new one there.
    create
        Whether to make it when there is none.

    Raises
    ------
    NotFound
        When there is none and ``create`` is false.
    StoreError
        When it cannot be opened.
    """
    try:
        folder = own_store() if path is None else Path(path).expanduser().absolute()
    except OSError as error:
        raise StoreError(
            f"The working folder cannot be read ({error.strerror}), so no store is found: name one in MLTRACK_STORE."
        ) from error
    if path is not None and folder.name != ".mltrack":
        folder = folder / ".mltrack"
    key = (os.getpid(), str(folder))
    with _lock:
        store, file = _stores.get(key, (None, None))
        if store is None or file != file_id(folder):
            store = open_for_tracking(folder, create)
            _stores[key] = (store, file_id(folder))
        return store


def file_id(folder: Path) -> FileId | None:
    """Say which file a store's database is; ``None`` where there is none.

    An opened store keeps its file, also when it was deleted and another one was made in its place.
    """
    try:
        found = (folder / FILE).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_for_tracking(folder: Path, create: bool = True) -> Store:
    """Open a store, let its points be summed up in the runs, and settle the runs whose process died.

    Raises
    ------
    StoreError, NotFound
        When it cannot be opened.
    """
    store = open_store(folder, create=create)
    follow_points(store)
    settle(store)
    return store


def run(
    experiment: str | None = None,
    *,
    name: str | None = None,
    params: Mapping[str, object] | None = None,
    tags: Mapping[str, object] | None = None,
    note: str = "",
    store: str | Path | None = None,
) -> ActiveRun:
    """Start a run from Python.

    A store that cannot be used does not stop the work: the run keeps nothing then, and a warning says why.

    Parameters
    ----------
    experiment
        What it belongs to; without one, the script's name.
    name, params, tags, note
        See ``start``.
    store
        Another store than the one that is found.

    Examples
    --------
    >>> import jupyter_mltrack as mltrack
    >>> with mltrack.run("churn", params={"lr": 0.1}) as run:   # doctest: +SKIP
    ...     run.log(loss=0.3, step=0)
    """
    try:
        opened = current_store(store)
        started = start(
            opened, experiment, name, params=params, tags=tags, note=note, source=current_source()
        )
    except StoreError as error:
        from .untracked import UntrackedRun

        warn(f"This run is not tracked. {error}")
        return UntrackedRun(error)
    started.warn_of_notices()
    return started


def runs(
    filter: str = "",
    *,
    experiment: str | None = None,
    sort: str | Sequence[str] = NEWEST_FIRST,
    limit: int | None = None,
    store: str | Path | None = None,
) -> RunTable:
    """Give runs as a table.

    Parameters
    ----------
    filter
        ``"accuracy > 0.9 and params.model = svc"``; see the page on tracking for the language.
    experiment
        Only its runs.
    sort
        ``"-metrics.accuracy"``; several for ties.
    limit
        At most so many.
    store
        Another store than the one that is found.

    Examples
    --------
    >>> mltrack.runs("accuracy > 0.9", sort="-metrics.accuracy", limit=5).to_frame()   # doctest: +SKIP
    """
    try:
        opened = current_store(store, create=False)
    except NotFound:
        # Looking makes no store; what was asked is read all the same, so that a slip is said now and not later.
        check_table(filter, sort)
        return RunTable([])
    wait_for_store(opened)
    return runs_table(opened, filter, experiment=experiment, sort=sort, limit=limit)


def best(
    metric: str | None = None,
    *,
    filter: str = "",
    experiment: str | None = None,
    maximize: bool | None = None,
    store: str | Path | None = None,
) -> Run:
    """Give the run with the best value of a metric.

    Parameters
    ----------
    metric
        Its name; without one, the main metric of the experiment (of the newest, without an experiment).
    filter, experiment
        Only among these runs.
    maximize
        Whether higher is better; without it, what the metric's name says (``loss``: lower), else higher.
    store
        Another store than the one that is found.

    Raises
    ------
    NotFound
        When no run has the metric.
    """
    from .direction import guess_direction

    try:
        opened = current_store(store, create=False)
    except NotFound:
        raise NotFound("No run has a metric yet.") from None
    wait_for_store(opened)
    direction = None
    if metric is None:
        newest = list_experiments(opened)
        if experiment is None and newest:
            experiment = newest[0].name
        metric, direction = main_metric(opened, experiment or "")
        if metric is None:
            raise NotFound("No run has a metric yet.")
    elif experiment is not None and (chosen := main_metric(opened, experiment))[0] == metric:
        direction = chosen[1]
    lower = (direction or guess_direction(metric)) == "min" if maximize is None else not maximize
    from tinydb import Query

    from ..store import Sort
    from .query import condition_for

    # A comparison leaves NaN out.
    condition = condition_for(filter, experiment) & (Query().metrics[metric] >= -math.inf)
    found = opened.table("runs").select(
        condition, sort=[Sort(paths_of("metrics", metric)[0], descending=not lower)], limit=1
    )
    if not found:
        raise NotFound(f"No run has a metric {metric[:80]!r}.")
    return run_from(found[0])


def diff(*references: str | int, store: str | Path | None = None) -> Comparison:
    """Compare runs, by number or id; the first is the baseline.

    Raises
    ------
    NotFound, InvalidInput
        When a run is not there, or fewer than two are named.
    """
    return compare(current_store(store, create=False), references)
