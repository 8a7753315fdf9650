"""Performance without labels: what it should be, if the world relates to the features as it did in the reference."""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from ...errors import InvalidInput
from ...records import MetricValue, PerformanceReport
from . import judging
from .chunks import Part, cut
from .estimators import Classes, Losses
from .measured import Measured, Scale, derivative, normal, on_scale, to_scale
from .measuring import chunk_of
from .metrics import Metric, chosen, least, measure
from .outcomes import Numbers, Outcomes, read
from .roles import Chunking, PerformancePolicy, Roles

FEWEST = 100
"""Labelled rows of the reference from which on there is an estimate."""
MOST_KEPT = 4
"""References whose estimators are kept."""
_KEPT: dict[bytes, tuple[Estimator, dict[str, float]]] = {}
_LOCK = threading.Lock()


class Estimator(Protocol):
    """Learned from a reference with labels."""

    def names(self) -> list[str]:
        """Give the metrics that it estimates."""

    def estimate(self, metric: str, of: Outcomes, features: Numbers) -> tuple[float, float, float] | None:
        """Give a metric's estimate, the variance of the labels, and the variance of what was learned."""

    def error(self, metric: Metric) -> float:
        """Give by how much it is off on held-out parts of the reference, beyond what labels scatter."""


def estimate(
    predictions: Any,
    *,
    reference: Any,
    reference_labels: Any = None,
    roles: Roles,
    features: Sequence[str] | None = None,
    chunking: Chunking | None = None,
    metrics: Sequence[str] | None = None,
    policy: PerformancePolicy | None = None,
) -> PerformanceReport:
    """Estimate how well a model does, from its scores or from the features, while labels are not there yet.

    Classification, confidence-based: scores are made probabilities by the reference's labels (isotonic regression,
    Platt's curve of few); each row then counts as right and as wrong, by its probability. Regression, direct loss
    estimation: boosted trees learn each loss from features and prediction, by cross-fitting on the reference.

    Parameters
    ----------
    predictions
        A table with scores (classification) or predictions and features (regression); no labels are needed.
    reference, reference_labels
        A table with labels, of rows that the model was not trained on. At least 100 labels.
    roles
        Which column is what.
    features
        Of regression: the columns from which errors are learned; all numbers and categories unless given.
    chunking, metrics, policy
        As for ``performance``.

    Returns
    -------
    PerformanceReport
        With ``estimated`` set and ``basis`` saying what it rests on. Bands hold what will be realised when labels
        come, 95 times in 100 as long as only the features' distribution moved.

    Raises
    ------
    InvalidInput
        When the task is ranking, the reference has too few labels, or there is no score.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> p = random.random(2000)
    >>> before = {"label": random.random(2000) < p, "score": p}
    >>> found = estimate({"score": p[:500]}, reference=before, roles=Roles(score="score"), metrics=["accuracy"])
    >>> 0.7 < found.chunks[0].metrics[0].value < 0.8
    True

    Source: Guillory et al. (2021), *Predicting with confidence on unseen distributions*; NannyML's CBPE and DLE.
    """
    rules = policy or PerformancePolicy()
    # The label is read from the reference alone: in the predictions it may be there and half filled.
    found = read([(reference, reference_labels), (predictions, None)], roles)
    before, now = found.outcomes
    if before.task == "ranking":
        raise InvalidInput("The performance of rankings cannot be estimated without labels.")
    usable = before.labelled & _complete(before)
    if usable.sum() < FEWEST:
        raise InvalidInput(
            f"The reference has {int(usable.sum()):,} rows with label and prediction; an estimate needs {FEWEST}."
        )
    before = before.part(usable)
    if before.task == "regression":
        from .features import Features

        encoder = Features(reference, features, roles)
        codes = encoder.codes(reference)[usable], encoder.codes(predictions)
        fit: Callable[[Outcomes, Numbers], Estimator] = Losses
        basis = _BASIS_OF_LOSSES
    else:
        if before.scores is None:
            raise InvalidInput("An estimate of classification needs the model's scores: Roles(score=…).")
        codes = np.empty((before.rows, 0)), np.empty((now.rows, 0))
        fit, basis = Classes, _BASIS_OF_CLASSES
    learned, error_of = _learned(fit, before, codes[0])
    names = learned.names()
    wanted = [metric for metric in chosen(metrics, before.task, before) if metric.name in names or metrics]
    errors = {metric.name: error_of(metric) for metric in wanted if metric.name in names}
    known = {metric.name: measure(metric, before) for metric in wanted}
    parts, notes = cut(now.rows, now.time, chunking or Chunking())
    report = PerformanceReport(
        "cannot tell", "", before.task, True, classes=list(before.classes), rate=rules.rate
    )
    report.positive = before.classes[1] if before.task == "binary" else None
    report.reference = chunk_of(Part("reference", np.arange(before.rows)), before)
    report.reference.metrics = [judging.as_value(metric, known[metric.name], rules) for metric in wanted]
    report.basis, report.notes, report.made = basis, [*found.notes, *notes], time.time()
    complete = _complete(now)
    if not complete.all():
        report.notes.append(f"{int((~complete).sum()):,} rows without a prediction or score were left out.")
    for part in parts:
        chunk = chunk_of(part, now.part(part.rows))
        rows = part.rows[complete[part.rows]]
        here, there = now.part(rows), codes[1][rows]
        chunk.metrics = [
            _value(metric, learned, here, there, known[metric.name], errors.get(metric.name, 0.0), rules)
            for metric in wanted
        ]
        report.chunks.append(chunk)
    judging.judge(report.chunks, rules)
    report.status, report.sentence = judging.status_of(report)
    return report


def _learned(
    fit: Callable[[Outcomes, Numbers], Estimator], reference: Outcomes, features: Numbers
) -> tuple[Estimator, Callable[[Metric], float]]:
    """Learn from a reference, or give what was learned from the same one: it is asked about chunk after chunk."""
    seen = hashlib.blake2b(f"{fit} {reference.task} {reference.classes}".encode())
    quantiles = (np.concatenate([[share], values]) for share, values in reference.quantiles.items())
    for values in (
        reference.label,
        reference.prediction,
        reference.scores,
        reference.time,
        features,
        *quantiles,
    ):
        if values is not None:
            seen.update(f"{values.dtype} {values.shape}".encode())
            seen.update(np.ascontiguousarray(values).tobytes())
    key = seen.digest()
    with _LOCK:
        found = _KEPT.pop(key, None) or (fit(reference, features), {})
        _KEPT[key] = found
        while len(_KEPT) > MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
    learned, errors = found

    def error(metric: Metric) -> float:
        if metric.name not in errors:
            errors[metric.name] = learned.error(metric)
        return errors[metric.name]

    return learned, error


_BASIS_OF_CLASSES = (
    "Estimated from the scores alone: it holds as long as a score means what it meant in the reference. It sees rows "
    "that moved to where the model is less sure (covariate shift), and does not see when the same rows have other "
    "labels than before (concept drift): only labels show that."
)
_BASIS_OF_LOSSES = (
    "Estimated from features and predictions: it holds as long as the model errs on rows like these as it did in the "
    "reference. It sees rows that moved to where the model errs more (covariate shift), and does not see when the "
    "same rows have other values than before (concept drift): only labels show that."
)


def _value(
    metric: Metric,
    learned: Estimator,
    of: Outcomes,
    features: Numbers,
    reference: Measured,
    error: float,
    policy: PerformancePolicy,
) -> MetricValue:
    value = MetricValue(metric.name, metric.direction, "estimated", rows=of.rows, reference=reference.value)
    if not of.rows:
        value.state = "no predictions"
        return value
    found = learned.estimate(metric.name, of, features)
    if found is None:
        value.state = "not asked" if metric.name not in learned.names() else "none predicted"
        return value
    value.value, labels, learning = found
    spread = math.sqrt(labels + learning + error**2)
    scale: Scale = "log" if metric.loss else "logit" if metric.name.startswith(("roc", "pr")) else "plain"
    band = on_scale(value.value, spread, 10**9, scale, "")
    top = 1.0 if not metric.loss else math.inf
    value.low = max(0.0, band.low if band.low is not None else 0.0)
    value.high = min(top, band.high if band.high is not None else top)
    value.method = "labels' scatter, what was learned, held-out error"
    if reference.value is None or of.rows < policy.fewest_labels:
        value.state = "too few labels" if reference.value is not None else "estimated"
        return value
    value.change = value.value - reference.value
    value.least = least(metric, reference.value, policy.least.get(metric.name))
    value.p_value, value.detectable = _chance(value, spread, reference)
    return value


def _chance(value: MetricValue, spread: float, reference: Measured) -> tuple[float | None, float | None]:
    """Test by the normal approximation; the reference's own error counts, too."""
    from scipy.stats import norm

    there = reference.error * derivative(reference.value or 0.0, reference.scale)
    if reference.low is not None and reference.high is not None and reference.hits is not None:
        there = (reference.high - reference.low) / (2 * normal())
    both = math.hypot(spread, there)
    if not both or not math.isfinite(both):
        return None, None
    apart = to_scale(value.value or 0.0, "plain") - (reference.value or 0.0)
    return float(2 * norm.sf(abs(apart) / both)), 2.8 * both


def _complete(of: Outcomes) -> Any:
    found = np.ones(of.rows, bool)
    for values in (of.prediction, of.scores, *of.quantiles.values()):
        if values is not None:
            found &= np.isfinite(values) if values.ndim == 1 else np.isfinite(values).all(axis=1)
    return found
