"""Versions beside each other: metrics with their spread, data, signature, and what else differs between their runs."""

from __future__ import annotations

import math
import statistics

from tinydb import Query

from ..errors import InvalidInput, NotFound
from ..records import (
    Comparison,
    Direction,
    MetricEvidence,
    ModelVersion,
    Run,
    Signature,
    SignatureChange,
    SignatureField,
    Spread,
    VersionComparison,
)
from ..store import Store
from ..tracking import compare, get_run, main_metric
from ..tracking.data_changes import data_changes
from ..tracking.direction import guess_direction
from ..tracking.documents import there
from .documents import find_version
from .drifting import drift_evidence
from .names import Reference

_MOST_REPEATS = 200


def compare_versions(store: Store, name: str, challenger: int, current: int) -> VersionComparison:
    """Compare two versions of a model.

    Parameters
    ----------
    store
        The store that holds them.
    name
        The model's name.
    challenger, current
        The version that is looked at, and the one that it is measured by.

    Raises
    ------
    NotFound
        When there is no such model or version.
    InvalidInput
        When both are the same.

    Examples
    --------
    >>> compare_versions(store, "churn", 3, 2).sentence  # doctest: +SKIP
    'lr 0.1 → 0.01; accuracy +0.05, better.'
    """
    if challenger == current:
        raise InvalidInput("A comparison needs two different versions.")
    _, new = find_version(store, Reference(name, challenger))
    _, old = find_version(store, Reference(name, current))
    return beside(store, new, old)


def beside(store: Store, challenger: ModelVersion, current: ModelVersion | None) -> VersionComparison:
    """Put a version beside another one, or beside nothing."""
    new, old = run_of(store, challenger), run_of(store, current)
    comparison: Comparison | None = None
    if new and old and new.id != old.id:
        comparison = compare(store, [old.id, new.id])
        sentence = comparison.sentence
    elif current is None:
        sentence = "There is no version to compare it with."
    elif new and old:
        sentence = "Both versions come from the same run."
    else:
        sentence = "The run of a version is gone: only what the versions themselves keep is compared."
    return VersionComparison(
        challenger=challenger,
        current=current,
        sentence=sentence,
        metrics=_metrics(store, challenger, current, new, old),
        data=data_changes(old, new) if new and old else [],
        signature=signature_changes(_signature(current), _signature(challenger)) if current else [],
        drift=drift_evidence(store, challenger, current),
        comparison=comparison,
    )


def run_of(store: Store, version: ModelVersion | None) -> Run | None:
    """Give the run that a version comes from, where it is still there."""
    if version is None or version.run is None:
        return None
    try:
        return get_run(store, version.run)
    except NotFound:
        return None


def _metrics(
    store: Store, challenger: ModelVersion, current: ModelVersion | None, new: Run | None, old: Run | None
) -> list[MetricEvidence]:
    before = current.metrics if current else {}
    chosen: dict[str | None, Direction | None] = dict([main_metric(store, new.experiment)]) if new else {}
    mine, theirs = _repeats(store, new), _repeats(store, old)
    names = sorted(dict.fromkeys([*challenger.metrics, *before]), key=lambda name: (name not in chosen, name))
    return [
        _metric(
            name, challenger.metrics.get(name), before.get(name), chosen.get(name) or guess_direction(name),
            _spread(mine, name), _spread(theirs, name),
        )
        for name in names
    ]  # fmt: skip


def _metric(
    name: str,
    value: float | None,
    baseline: float | None,
    direction: Direction | None,
    mine: Spread | None,
    theirs: Spread | None,
) -> MetricEvidence:
    found = MetricEvidence(name, value, baseline, "missing", None, direction, mine, theirs)
    if value is None or baseline is None:
        return found
    delta = value - baseline
    if delta == 0 or (math.isnan(value) and math.isnan(baseline)):
        found.verdict, found.delta = "same", 0.0
    elif math.isnan(delta) or direction is None:
        found.verdict, found.delta = "changed", None if math.isnan(delta) else delta
    else:
        found.verdict, found.delta = "better" if (delta > 0) == (direction == "max") else "worse", delta
    spreads = [one.max - one.min for one in (mine, theirs) if one is not None]
    if spreads and found.delta is not None:
        found.within_spread = abs(found.delta) <= max(spreads)
    return found


def _repeats(store: Store, run: Run | None) -> list[dict[str, float]]:
    """Give the metrics of the runs that repeat a run: the same code, parameters and data."""
    if run is None or run.inputs is None:
        return []
    same = (Query().inputs == run.inputs) & (Query().status == "finished") & there()
    return [document.get("metrics", {}) for document in store.table("runs").select(same, limit=_MOST_REPEATS)]


def _spread(repeats: list[dict[str, float]], name: str) -> Spread | None:
    values = [one[name] for one in repeats if name in one and math.isfinite(one[name])]
    if len(values) < 2:
        return None
    return Spread(len(values), min(values), max(values), statistics.fmean(values), statistics.stdev(values))


def _signature(version: ModelVersion) -> Signature:
    return (version.saved.signature if version.saved else None) or Signature()


def signature_changes(before: Signature, after: Signature) -> list[SignatureChange]:
    """Give the fields that differ between two signatures; unnamed ones are known by their place."""
    found = []
    sides = (("inputs", before.inputs, after.inputs), ("outputs", before.outputs, after.outputs))
    for side, old, new in sides:
        was, now = _fields(old), _fields(new)
        for name in dict.fromkeys([*was, *now]):
            if was.get(name) != now.get(name):
                found.append(SignatureChange(side, name, was.get(name), now.get(name)))  # type: ignore[arg-type]
    return found


def _fields(fields: list[SignatureField]) -> dict[str, str]:
    said = {}
    for place, one in enumerate(fields, 1):
        shape = f"{one.shape}" if one.shape is not None else ""
        said[one.name or f"number {place}"] = f"{one.type}{shape}{'' if one.required else ' (optional)'}"
    return said
