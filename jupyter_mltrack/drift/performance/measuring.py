"""Performance with labels, chunk by chunk, against a reference."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from ...records import PerformanceChunk, PerformanceReport
from . import calibration, judging
from .chunks import Part, cut
from .metrics import chosen, measure
from .outcomes import Outcomes, Tables, read
from .roles import Chunking, PerformancePolicy, Roles


def performance(
    predictions: Any,
    labels: Any = None,
    *,
    roles: Roles,
    reference: Any = None,
    reference_labels: Any = None,
    chunking: Chunking | None = None,
    metrics: Sequence[str] | None = None,
    policy: PerformancePolicy | None = None,
) -> PerformanceReport:
    """Measure how well a model did, and say where it did worse than before.

    Parameters
    ----------
    predictions
        A table with predictions or scores: a frame of any library, a mapping of names to arrays, the path of a
        CSV or Parquet file.
    labels
        What came true, as a table of its own that is joined by key; without it the labels are a column of
        ``predictions``.
    roles
        Which column is what.
    reference, reference_labels
        The same of a time when the model was right: test data, or the first weeks. Without it there are values and
        bands, and no verdict.
    chunking
        Periods, or so many rows; by default all rows are one chunk.
    metrics
        Which; all of the task unless given.
    policy
        When a change counts.

    Returns
    -------
    PerformanceReport
        ``status`` is ``worse``, ``not worse`` or ``cannot tell``; each chunk has its metrics with bands, tests and
        sentences.

    Raises
    ------
    InvalidInput
        When a column is missing or holds what it cannot, or there is no such metric.

    Examples
    --------
    >>> import numpy as np
    >>> y = np.arange(400) % 2
    >>> table = {"label": y, "said": np.where(np.arange(400) < 80, 1 - y, y)}
    >>> before = {"label": y, "said": np.where(np.arange(400) < 8, 1 - y, y)}
    >>> found = performance(table, roles=Roles(prediction="said"), reference=before, metrics=["accuracy"])
    >>> found.status, found.chunks[0].metrics[0].value
    ('worse', 0.8)
    """
    rules = policy or PerformancePolicy()
    tables = [(predictions, labels), *([(reference, reference_labels)] if reference is not None else [])]
    found = read(tables, roles)
    before = found.outcomes[1] if reference is not None else None
    return report(found, found.outcomes[0], before, chunking or Chunking(), metrics, rules)


def report(
    found: Tables,
    current: Outcomes,
    reference: Outcomes | None,
    chunking: Chunking,
    names: Sequence[str] | None,
    policy: PerformancePolicy,
) -> PerformanceReport:
    """Measure outcomes that were read: see ``performance``."""
    metrics = chosen(names, current.task, current)
    parts, notes = cut(current.rows, current.time, chunking)
    made = PerformanceReport("cannot tell", "", current.task, classes=list(current.classes), rate=policy.rate)
    made.positive = current.classes[1] if current.task == "binary" else None
    made.join, made.made = found.joins[0], time.time()
    made.notes = [*found.notes, *notes]
    known = {}
    if reference is not None:
        known = {metric.name: measure(metric, reference) for metric in metrics}
        made.reference = chunk_of(Part("reference", *_all(reference)), reference)
        made.reference.metrics = [judging.as_value(metric, known[metric.name], policy) for metric in metrics]
        for value in made.reference.metrics:
            value.sentence = judging.sentence(value, made.reference)
        made.notes += [note for note in (judging.unusable(metrics, reference),) if note]
    for part in parts:
        rows = current.part(part.rows)
        chunk = chunk_of(part, rows)
        chunk.metrics = judging.values_of(metrics, rows, reference, known, policy)
        made.chunks.append(chunk)
    judging.judge(made.chunks, policy)
    left_out = judging.unusable(metrics, current)
    made.notes += [left_out] if left_out else []
    if any(metric.name == "calibration_error" for metric in metrics):
        made.calibration = calibration.curve(current)
        made.reference_calibration = calibration.curve(reference) if reference is not None else None
    made.status, made.sentence = judging.status_of(made)
    if made.join is not None and made.join.state == "labels never came":
        made.sentence = made.join.sentence
    return made


def chunk_of(part: Part, rows: Outcomes) -> PerformanceChunk:
    """Give a chunk without its metrics."""
    labelled = int(rows.labelled.sum())
    return PerformanceChunk(
        part.name, part.start, part.end, part.first, rows.rows, labelled, rows.rows - labelled
    )


def _all(of: Outcomes) -> tuple[Any, float | None, float | None]:
    import numpy as np

    known = of.time[np.isfinite(of.time)] if of.time is not None else np.empty(0)
    ends = (float(known.min()), float(known.max())) if len(known) else (None, None)
    return np.arange(of.rows), *ends
