"""Performance by segment: of the columns that somebody names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidInput
from ...records import Segment, SegmentCondition, SegmentReport
from ..policy import benjamini_hochberg
from ..words import chance_text, number_text
from . import reading
from .conditions import binned
from .judging import MARGIN, STATES, few
from .measured import differ
from .metrics import Metric, chosen, least, measure
from .outcomes import Outcomes, read
from .roles import PerformancePolicy, Roles


def segments(
    data: Any,
    labels: Any = None,
    *,
    roles: Roles,
    columns: Sequence[str],
    metric: str | None = None,
    policy: PerformancePolicy | None = None,
) -> SegmentReport:
    """Measure a metric in each bin or category of some columns, against all other rows.

    Parameters
    ----------
    data, labels, roles
        As for ``performance``.
    columns
        The columns; numbers are cut at their deciles.
    metric
        Which; the first of the task unless given.
    policy
        When a difference counts; corrected over all segments (Benjamini and Hochberg).

    Raises
    ------
    InvalidInput
        When a column is missing, or there is no such metric.

    Examples
    --------
    >>> y = np.tile([0, 1], 200)
    >>> said = np.where(np.arange(400) < 60, 1 - y, y)
    >>> plan = np.where(np.arange(400) < 100, "free", "paid")
    >>> found = segments({"label": y, "said": said, "plan": plan}, roles=Roles(prediction="said"), columns=["plan"])
    >>> found.segments[0].sentence.split(";")[0]
    'Accuracy 0.4 where plan = free (100 rows), 1 elsewhere'
    """
    rules = policy or PerformancePolicy()
    of = read([(data, labels)], roles).outcomes[0]
    chosen_metric = metric_of(metric, of)
    notes = []
    found: list[Segment] = []
    for name, column in reading.columns(data, columns, "predictions").items():
        cut = binned(column)
        if cut is None:
            notes.append(f"The column {name!r} cannot be cut into segments.")
            continue
        single = [(a, b) for a, b in cut.ranges if a == b]
        for first, last in single:
            found.append(
                measured(
                    chosen_metric, of, cut.rows(first, last), [cut.condition(first, last)],
                    cut.words(first, last), rules,
                )
            )  # fmt: skip
    decide(found, chosen_metric, rules)
    return report(found, chosen_metric, of, rules, len(found), notes)


def metric_of(name: str | None, of: Outcomes) -> Metric:
    """Find the metric of a search; the first of the task that its columns allow."""
    metrics = chosen([name] if name else None, of.task, of)
    if not metrics:
        raise InvalidInput("There are neither predictions nor scores.")
    if metrics[0].name == "calibration_error":
        raise InvalidInput(
            "The calibration error is larger in small segments by itself: ask for brier or log_loss."
        )
    return metrics[0]


def measured(
    metric: Metric,
    of: Outcomes,
    inside: NDArray[np.bool_],
    conditions: list[SegmentCondition],
    words: str,
    policy: PerformancePolicy,
    rows: int | None = None,
) -> Segment:
    """Measure a segment against all other rows; ``decide`` says what to make of it.

    Parameters
    ----------
    metric, of
        What is measured.
    inside
        The rows of the segment, shape ``(n,)``.
    conditions, words
        Which rows these are.
    policy
        How many are enough.
    rows
        How many rows the segment has, where ``of`` holds only some of them.
    """
    here, there = measure(metric, of.part(inside)), measure(metric, of.part(~inside))
    labelled = int((of.labelled & inside).sum())
    found = Segment(
        conditions, words, int(inside.sum()) if rows is None else rows, labelled, metric.name, here.state,
        here.value, here.low, here.high, there.value,
    )  # fmt: skip
    if here.value is None or there.value is None:
        return found
    if few(here, policy) or labelled < policy.fewest_in_segment:
        found.state = "too few labels"
        return found
    found.p_value, _ = differ(there, here)
    return found


def decide(found: Sequence[Segment], metric: Metric, policy: PerformancePolicy) -> None:
    """Say which segments are worse than the rest, all of them counted, and put it into words."""
    tested = [segment for segment in found if segment.p_value is not None]
    count = len(tested)
    ordered = sorted(tested, key=lambda segment: segment.p_value or 0.0)
    rejected, _ = benjamini_hochberg([segment.p_value or 0.0 for segment in ordered], policy.rate * MARGIN)
    running = 1.0
    for at in range(count - 1, -1, -1):
        # Adjusted p-values: as scipy.stats.false_discovery_control.
        running = min(running, (ordered[at].p_value or 0.0) * count / (at + 1))
        ordered[at].p_value = running
    for segment, is_different in zip(ordered, rejected, strict=True):
        change = (segment.value or 0.0) - (segment.elsewhere or 0.0)
        worse = change < 0 if metric.direction == "max" else change > 0
        matters = abs(change) >= least(metric, segment.elsewhere or 0.0, policy.least.get(metric.name))
        segment.worse = bool(is_different and worse and matters)
    for segment in found:
        segment.sentence = sentence(segment)


def sentence(segment: Segment) -> str:
    """Say how a segment does."""
    name = segment.metric.replace("_", " ")
    name = name[0].upper() + name[1:]
    where = f"where {segment.words} ({segment.rows:,} rows)"
    if segment.value is None:
        return f"{name} cannot be told {where}: {STATES.get(segment.state, segment.state)}."
    other = "" if segment.elsewhere is None else f", {_short(segment.elsewhere)} elsewhere"
    words = f"{name} {_short(segment.value)} {where}{other}"
    if segment.p_value is None:
        return f"{words}: too few labels to tell."
    return f"{words}; chance alone would do this {chance_text(segment.p_value)}."


def report(
    found: list[Segment],
    metric: Metric,
    of: Outcomes,
    policy: PerformancePolicy,
    searched: int,
    notes: list[str],
) -> SegmentReport:
    """Put segments together, the worst first."""
    overall = measure(metric, of).value
    sign = 1 if metric.direction == "max" else -1
    found.sort(
        key=lambda s: (not s.worse, sign * ((s.value or 0.0) - (s.elsewhere or 0.0)) if s.p_value else 9e9)
    )
    worse = [segment for segment in found if segment.worse]
    if worse:
        words = f"{len(worse)} of {searched:,} segments are worse than the rest. {worse[0].sentence}"
    elif overall is None:
        words = f"No segment can be told: {STATES.get(measure(metric, of).state, 'there are no labels')}."
    elif not any(segment.p_value is not None for segment in found):
        words = f"No segment of {searched:,} has enough labels to be compared with the rest."
    else:
        words = f"No segment of {searched:,} is worse than the rest by more than chance."
    return SegmentReport(words, metric.name, metric.direction, overall, found, searched, policy.rate, notes)


def _short(value: float) -> str:
    return number_text(round(value, 2)) if 0.1 <= abs(value) <= 1 else number_text(value)
