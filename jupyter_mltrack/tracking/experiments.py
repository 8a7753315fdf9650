"""Experiments: their counts, and the metric that they are ranked by."""

from __future__ import annotations

import time
from collections import Counter

import msgspec
from tinydb import Query
from tinydb.table import Document

from ..errors import NotFound
from ..records import Direction, Experiment, ExperimentEdit, ExperimentRow
from ..store import Sort, Store
from .direction import guess_direction, interest
from .documents import experiment_from, there

_LOOKED_AT = (12, 200)
"""How many of the newest runs tell an experiment's main metric; the second where the first have no metrics at all."""


def list_experiments(store: Store) -> list[ExperimentRow]:
    """Give all experiments that have runs, the one with the newest run first."""
    rows = [_row(store, experiment_from(document)) for document in store.table("experiments").all()]
    return sorted((row for row in rows if row.runs), key=lambda row: -(row.newest or 0.0))


def experiment_row(store: Store, name: str) -> ExperimentRow:
    """Give one experiment.

    Raises
    ------
    NotFound
        When there is none of that name.
    """
    return _row(store, _experiment(store, name))


def edit_experiment(store: Store, name: str, edit: ExperimentEdit) -> ExperimentRow:
    """Choose an experiment's main metric and its direction, or change its note; what is not given stays.

    Raises
    ------
    NotFound
        When there is no experiment of that name.
    """
    _experiment(store, name)
    fields = {key: value for key, value in msgspec.to_builtins(edit).items() if value is not None}
    if edit.main_metric is not None and edit.direction is None:
        fields["direction"] = guess_direction(edit.main_metric)
    store.table("experiments").update(fields, Query().name == name)
    return experiment_row(store, name)


def main_metric(store: Store, name: str) -> tuple[str | None, Direction | None]:
    """Give the metric that an experiment is ranked by, and which way is better.

    A person's choice counts; without one, the most telling metric of the newest runs (measured on unseen data, most
    often logged, earliest in the alphabet).
    """
    document = store.table("experiments").get(Query().name == name)
    chosen = experiment_from(document) if isinstance(document, Document) else Experiment(name, time.time())
    metric = chosen.main_metric or _telling_metric(store, name)
    return metric, chosen.direction or (guess_direction(metric) if metric else None)


def _telling_metric(store: Store, name: str) -> str | None:
    belongs = (Query().experiment == name) & there()
    counts: Counter[str] = Counter()
    for most in _LOOKED_AT:
        runs = store.table("runs").select(belongs, sort=[Sort(("number",), descending=True)], limit=most)
        counts.update(metric for run in runs for metric in run.get("metrics", {}))
        if counts or len(runs) < most:
            break
    if not counts:
        return None
    telling: str = min(
        counts, key=lambda metric: (*(-part for part in interest(metric)), -counts[metric], metric)
    )
    return telling


def _experiment(store: Store, name: str) -> Experiment:
    document = store.table("experiments").get(Query().name == name)
    if not isinstance(document, Document):
        raise NotFound(f"There is no experiment {name[:80]!r}.")
    return experiment_from(document)


def _row(store: Store, experiment: Experiment) -> ExperimentRow:
    runs = store.table("runs")
    belongs = (Query().experiment == experiment.name) & there()
    newest = runs.select(belongs, sort=[Sort(("number",), descending=True)], limit=1)
    metric, direction = main_metric(store, experiment.name)
    return ExperimentRow(
        name=experiment.name,
        runs=runs.count(belongs),
        running=runs.count(belongs & (Query().status == "running")),
        main_metric=metric,
        direction=direction,
        newest=newest[0]["started"] if newest else None,
    )
