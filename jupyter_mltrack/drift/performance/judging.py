"""Metrics of chunks against the reference's: which changes matter and are no chance, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...records import MetricState, MetricValue, PerformanceChunk, PerformanceReport, PerformanceStatus
from ..policy import benjamini_hochberg
from ..words import chance_text, number_text
from .calibration import expected_in
from .measured import Measured, differ
from .metrics import Metric, given, least, measure
from .outcomes import Outcomes
from .roles import PerformancePolicy

MARGIN = 0.9
"""Of the rate that is used, as for columns: p-values of small samples are approximations."""
STATES: Mapping[MetricState, str] = {
    "too few labels": "too few labels to tell",
    "no labels": "no labels have come",
    "no rows": "there are no predictions",
    "one class": "all labels are of one class, so nothing can be ranked",
    "none predicted": "nothing was called positive",
    "none there": "nothing is positive",
    "constant": "all labels are the same number",
    "no predictions": "there are no predictions that are numbers or classes",
    "no scores": "there are no scores",
    "scores are no probabilities": "the scores are no probabilities (between 0 and 1, adding up to 1)",
}


def values_of(
    metrics: Sequence[Metric],
    current: Outcomes,
    reference: Outcomes | None,
    known: Mapping[str, Measured],
    policy: PerformancePolicy,
) -> list[MetricValue]:
    """Measure the metrics of a chunk and compare them with the reference; what to make of it is for ``judge``.

    Parameters
    ----------
    metrics
        Which.
    current, reference
        The chunk; the reference, or ``None``.
    known
        The reference's metrics by name.
    policy
        How many labels are enough.
    """
    found = []
    for metric in metrics:
        here = measure(metric, current)
        value = as_value(metric, here, policy)
        there = known.get(metric.name)
        if there is not None and there.value is not None:
            value.reference = there.value
            if here.value is not None:
                value.change = here.value - there.value
                value.least = least(metric, there.value, policy.least.get(metric.name))
                value.p_value, value.detectable = differ(there, here)
                if metric.name == "calibration_error" and reference is not None:
                    value.p_value, value.detectable = _calibration(metric, reference, there, here)
                if few(there, policy) or value.state == "too few labels":
                    value.state = "too few labels"
                    value.p_value = None
        found.append(value)
    return found


def as_value(metric: Metric, measured: Measured, policy: PerformancePolicy) -> MetricValue:
    """Give a measured metric as a record."""
    state: MetricState = "too few labels" if few(measured, policy) else measured.state
    return MetricValue(
        metric.name, metric.direction, state, measured.value, measured.low, measured.high, measured.method,
        measured.rows,
    )  # fmt: skip


def few(measured: Measured, policy: PerformancePolicy) -> bool:
    """Tell whether a value rests on too few labels to be judged."""
    if measured.value is None:
        return False
    if measured.notable == "class" and measured.fewest < policy.fewest_of_class:
        return True
    return measured.notable == "rows" and measured.rows < policy.fewest_labels


def judge(chunks: Sequence[PerformanceChunk], policy: PerformancePolicy) -> None:
    """Decide which changes count, over all chunks and metrics at once (Benjamini and Hochberg), and say so."""
    values = [value for chunk in chunks for value in chunk.metrics]
    tested = [value for value in values if value.p_value is not None]
    chances = [(value.p_value or 0.0) if _matters(value) else 1.0 for value in tested]
    rejected, limit = benjamini_hochberg(chances, policy.rate * MARGIN)
    for value, is_change in zip(tested, rejected, strict=True):
        value.limit, value.changed = limit, is_change
        better = (value.change or 0.0) > 0 if value.direction == "max" else (value.change or 0.0) < 0
        value.worse = is_change and not better
    for chunk in chunks:
        for value in chunk.metrics:
            value.sentence = sentence(value, chunk)


def sentence(value: MetricValue, chunk: PerformanceChunk) -> str:
    """Say what was found for a metric."""
    name = value.metric.replace("_", " ")
    if value.value is None:
        words = f"{name}: {STATES.get(value.state, value.state)}"
        if value.state == "no labels" and chunk.waiting:
            words += f" ({chunk.waiting:,} predictions wait)"
        return f"{words}."
    of = "estimated" if value.state == "estimated" else f"{value.rows:,} labels"
    band = "" if value.low is None else f"{number_text(value.low)} to {number_text(value.high or 0.0)}; "
    words = f"{name} {number_text(value.value)} ({band}{of})"
    if value.reference is None:
        return f"{words}; there is no reference to compare with."
    words += f", {number_text(value.reference)} in the reference"
    if value.p_value is None:
        return f"{words}: too few labels to tell{_detectable(value)}."
    chance = f"chance alone would do this {chance_text(value.p_value)}"
    if value.changed:
        return f"{words}: {'worse' if value.worse else 'better'}; {chance}."
    if not _matters(value):
        return f"{words}: no change that matters (limit {number_text(value.least or 0.0)})."
    return f"{words}: no change beyond chance ({chance}){_detectable(value)}."


def status_of(report: PerformanceReport) -> tuple[PerformanceStatus, str]:
    """Give a report's status and its sentence."""
    kind = "Estimated performance" if report.estimated else "Performance"
    filled = [chunk for chunk in report.chunks if chunk.rows]
    if not filled:
        return "cannot tell", "There are no predictions."
    worse = [(chunk, value) for chunk in filled for value in chunk.metrics if value.worse]
    if worse:
        chunks = list(dict.fromkeys(chunk.name for chunk, _ in worse))
        worst = min(worse, key=lambda pair: pair[1].p_value if pair[1].p_value is not None else 1.0)
        of = f" in {len(chunks)} of {len(filled)} chunks" if len(filled) > 1 else ""
        where = f"{worst[0].name}: " if len(filled) > 1 else ""
        return "worse", f"{kind} is worse{of}. {where}{worst[1].sentence}"
    if report.reference is None:
        return (
            "cannot tell",
            f"{kind} was measured in {len(filled)} chunks; there is no reference to compare with.",
        )
    judged = [any(value.changed is not None for value in chunk.metrics) for chunk in filled]
    if all(judged):
        return "not worse", f"{kind} is not worse than the reference's ({len(filled)} chunks)."
    open_ = [chunk for chunk, is_judged in zip(filled, judged, strict=True) if not is_judged]
    states = list(dict.fromkeys(STATES.get(v.state, v.state) for chunk in open_ for v in chunk.metrics))
    waiting = sum(chunk.waiting for chunk in open_)
    words = f"It cannot be told in {len(open_)} of {len(filled)} chunks: {'; '.join(states[:3])}"
    return "cannot tell", words + (f" ({waiting:,} predictions wait for labels)." if waiting else ".")


def unusable(metrics: Sequence[Metric], of: Outcomes) -> str | None:
    """Say how many labelled rows have no usable prediction or score."""
    worst = 0
    for metric in metrics:
        there = given(metric, of)
        if there is not None:
            worst = max(worst, int((of.labelled & ~there).sum()))
    if not worst:
        return None
    return (
        f"{worst:,} labelled rows have a prediction or score that is missing or infinite: they were left out."
    )


def _matters(value: MetricValue) -> bool:
    return abs(value.change or 0.0) >= (value.least or 0.0)


def _detectable(value: MetricValue) -> str:
    if not value.detectable:
        return ""
    return f"; with so many labels a change of {number_text(float(f'{value.detectable:.2g}'))} would be found"


def _calibration(
    metric: Metric, reference: Outcomes, there: Measured, here: Measured
) -> tuple[float | None, float | None]:
    """Compare with what the reference would have in as few rows: the error of a small sample is larger by itself."""
    import math

    from scipy.stats import norm

    there_mask = given(metric, reference)
    assert there_mask is not None
    mean, deviation = expected_in(reference.part(reference.labelled & there_mask), here.rows)
    both = math.hypot(deviation, there.error)
    if not both or here.value is None:
        return None, None
    return float(2 * norm.sf(abs(here.value - mean) / both)), 2.8 * both
