"""The one line under a tracked cell, as data."""

from __future__ import annotations

import math

from tinydb import Query

from ..records import CellLine, LineMetric, RepeatedRun, Run, Scalar
from ..store import Sort, Store
from .active import ActiveRun
from .data_changes import data_changes
from .direction import guess_direction, interest
from .documents import run_from, there
from .experiments import main_metric
from .query import get_run, previous_run
from .sentence import arrow
from .series import spark_line
from .source_diff import code_differs

_MOST_METRICS = 3
_MOST_CHANGES = 3


def cell_line(store: Store, reference: str | int, warning: str | None = None) -> CellLine:
    """Give the line under a cell: main metrics, what changed since the cell's previous run, and the rank.

    Raises
    ------
    NotFound
        When there is no such run.
    """
    run = get_run(store, reference)
    # A candidate of a search has no cell of its own that could have been run before.
    before = previous_run(store, run) if run.parent is None else None
    metric, direction = main_metric(store, run.experiment)
    shown = sorted(run.metrics, key=lambda name: (name != metric, *(-part for part in interest(name))))
    curve = next((name for name in shown if name in run.summaries), None)
    ranks = metric in run.metrics and direction is not None and run.parent is None
    rank = _rank(store, run, metric, direction == "min") if ranks else None
    return CellLine(
        run=run.id,
        number=run.number,
        name=run.name,
        experiment=run.experiment,
        status=run.status,
        started=run.started,
        ended=run.ended,
        metrics=[
            _metric(run, before, name, direction if name == metric else None)
            for name in shown[:_MOST_METRICS]
        ],
        # Half a run has not come to all its parameters yet.
        changes=_changes(store, run, before) if before and run.status != "running" else [],
        previous=before.number if before else None,
        rank=rank[0] if rank else None,
        ranked=rank[1] if rank else None,
        failure=f"{run.failure.type}: {run.failure.message}"[:300] if run.failure else None,
        warning=warning,
        step=run.summaries[curve].last_step if curve else None,
        spark=spark_line(store, run.id, curve, run.summaries[curve].count) if curve else [],
        repeats=repeated(store, run.inputs, run) if run.inputs else None,
    )


def repeated(store: Store, inputs: str, run: Run | ActiveRun) -> RepeatedRun | None:
    """Give the newest run before this one that finished with the same code, parameters and data.

    Parameters
    ----------
    store
        Where it may be.
    inputs
        The fingerprint of all three, as in ``Run.inputs``.
    run
        This one.
    """
    same = (
        (Query().inputs == inputs) & there() & (Query().status == "finished") & (Query().number < run.number)
    )
    found = store.table("runs").select(same, sort=[Sort(("number",), descending=True)], limit=1)
    if not found:
        return None
    earlier = run_from(found[0])
    metric, _ = main_metric(store, run.experiment)
    name = metric if metric in earlier.metrics else next(iter(earlier.metrics), None)
    return RepeatedRun(
        earlier.number,
        name,
        earlier.metrics[name] if name else None,
        earlier.duration,
        inputs.startswith("~"),
    )


def _metric(run: Run, before: Run | None, name: str, chosen: str | None) -> LineMetric:
    direction = chosen or guess_direction(name)
    value = run.metrics[name]
    old = before.metrics.get(name) if before else None
    delta = value - old if old is not None and math.isfinite(value) and math.isfinite(old) else None
    better = None if delta is None or delta == 0 or direction is None else (delta > 0) == (direction == "max")
    return LineMetric(name, value, delta, better, direction)  # type: ignore[arg-type]


def _changes(store: Store, run: Run, before: Run) -> list[str]:
    names = [
        name
        for name in dict.fromkeys([*before.params, *run.params])
        if (name in before.params) != (name in run.params) or not _same(before.params[name], run.params[name])
    ]
    found = [
        arrow(
            name,
            before.params.get(name),
            run.params.get(name),
            name not in before.params,
            name not in run.params,
        )
        for name in names
    ]
    if code_differs(store, before, run, names):
        found.append("code changed")
    found += data_changes(before, run)
    more = len(found) - _MOST_CHANGES
    return found if more <= 0 else [*found[:_MOST_CHANGES], f"{more} more"]


def _same(value: Scalar, other: Scalar) -> bool:
    """Say whether two values are the same for a reader: NaN is NaN."""
    return value == other or (value != value and other != other)


def _rank(store: Store, run: Run, metric: str | None, lower: bool) -> tuple[int, int] | None:
    if metric is None or not math.isfinite(run.metrics[metric]):
        return None
    value = run.metrics[metric]
    at = Query().metrics[metric]
    belongs = (Query().experiment == run.experiment) & there()
    ahead = at < value if lower else at > value
    ranked = store.table("runs").count(belongs & at.exists())
    return store.table("runs").count(belongs & ahead) + 1, ranked
