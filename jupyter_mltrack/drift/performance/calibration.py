"""Whether scores are probabilities: the reliability curve and the expected calibration error."""

from __future__ import annotations

import numpy as np

from ...records import Calibration, CalibrationBin
from ..words import percent
from .measured import BAND, Measured, wilson
from .outcomes import Numbers, Outcomes

BINS = 10
DRAWS = 400
LARGEST_FACTOR = 64.0


def confidence(of: Outcomes) -> tuple[Numbers, Numbers]:
    """Give scores and what they promise: of two classes positives, of several that the likeliest class is right.

    Returns
    -------
    numpy.ndarray, numpy.ndarray
        Scores between 0 and 1 and 0 or 1, shapes ``(n,)``.
    """
    scores = of.scores
    assert scores is not None
    if scores.ndim == 1:
        return scores, (of.label == 1).astype(float)
    best = np.argmax(scores, axis=1)
    return scores[np.arange(len(scores)), best], (best == of.label).astype(float)


def curve(of: Outcomes) -> Calibration:
    """Give the reliability curve in ten bins of equal width.

    Bins and means are those of ``sklearn.calibration.calibration_curve`` (``strategy="uniform"``); the error is
    Naeini, Cooper & Hauskrecht's (2015). Bands of shares are Wilson's.
    """
    labelled = of.labelled
    if of.scores is None:
        return Calibration(sentence="There are no scores.")
    known = of.part(labelled & _finite(of.scores))
    if not known.rows:
        return Calibration(sentence="There are no labels.")
    scores, true = confidence(known)
    if scores.min() < 0 or scores.max() > 1:
        return Calibration(
            rows=known.rows, sentence="The scores are no probabilities: some are not between 0 and 1."
        )
    bins, sums, hits, rows = _bins(scores, true)
    found = [
        CalibrationBin(
            float(bins[at]), float(bins[at + 1]), int(rows[at]), float(sums[at] / rows[at]),
            float(hits[at] / rows[at]), *wilson(hits[at], rows[at]),
        )
        for at in np.flatnonzero(rows)
    ]  # fmt: skip
    error = float(np.abs(hits - sums).sum() / rows.sum())
    outside = [one for one in found if not one.share_low <= one.score <= one.share_high]
    sentence = f"Scores are off by {percent(error)} on average ({known.rows:,} labels)"
    if outside:
        worst = max(outside, key=lambda one: one.rows * abs(one.share - one.score))
        sentence += f"; of those around {worst.score:.2f}, {percent(worst.share)} were right"
    return Calibration(found, error, known.rows, f"{sentence}.")


def calibration_error(of: Outcomes) -> Measured:
    """Measure the expected calibration error.

    It is never 0 in a sample, even where the scores are right: the smaller the sample, the larger. So its band is
    made of the true errors under which a sample like this one would not be unusual: the deviations of the bins are
    scaled until the value is at the 2.5 % and 97.5 % quantile of samples drawn with a fixed seed (their bins'
    sums by the normal approximation).
    """
    scores, true = confidence(of)
    if scores.min() < 0 or scores.max() > 1:
        return Measured("scores are no probabilities")
    bins = _Bins(scores, true)
    low = (
        _scaled(bins, (1 + BAND) / 2, bins.error) if bins.quantile(0.0, (1 + BAND) / 2) < bins.error else 0.0
    )
    high = _scaled(bins, (1 - BAND) / 2, bins.error)
    return Measured(
        "measured", bins.error, len(scores), min(low, 1.0) * bins.error, min(max(high, 1.0) * bins.error, 1.0),
        "simulation", error=float(np.std(bins.draws(1.0))), fewest=len(scores),
    )  # fmt: skip


def expected_in(reference: Outcomes, rows: int) -> tuple[float, float]:
    """Give the mean and deviation of the error that so many rows of the reference would have."""
    bins = _Bins(*confidence(reference))
    draws = _Bins(*confidence(reference), rows=rows, error=_debiased(bins) / max(bins.error, 1e-300)).draws(
        1.0
    )
    return float(np.mean(draws)), float(np.std(draws))


class _Bins:
    """The bins of a sample, and samples that could have come instead: by how much sums of hits and scores differ."""

    def __init__(self, scores: Numbers, true: Numbers, rows: int | None = None, error: float = 1.0) -> None:
        _, sums, hits, counts = _bins(scores, true)
        self.error = float(np.abs(hits - sums).sum() / counts.sum())
        self._mean = np.divide(hits - sums, counts, out=np.zeros(BINS), where=counts > 0)
        squared = np.bincount(_place(scores), (true - scores) ** 2, minlength=BINS)
        spread = np.divide(squared, counts, out=np.zeros(BINS), where=counts > 0) - self._mean**2
        self._mean = self._mean * error
        random = np.random.default_rng(0)
        self._rows = rows or len(scores)
        self._drawn = random.multinomial(self._rows, counts / counts.sum(), DRAWS)
        noise = random.normal(size=(DRAWS, BINS))
        self._noise = np.sqrt(self._drawn * np.maximum(spread, 0)) * noise

    def draws(self, factor: float) -> Numbers:
        """Give errors of samples from a law whose deviations are these, times the factor; shape ``(DRAWS,)``."""
        moved = self._drawn * (self._mean * factor) + self._noise
        return np.asarray(np.abs(moved).sum(axis=1) / self._rows)

    def quantile(self, factor: float, share: float) -> float:
        return float(np.quantile(self.draws(factor), share))


def _scaled(bins: _Bins, share: float, value: float) -> float:
    """Find the factor for which a value is at this quantile of the samples, by bisection."""
    low, high = 0.0, 1.0
    while bins.quantile(high, share) < value and high < LARGEST_FACTOR:
        high *= 2
    for _ in range(30):
        middle = (low + high) / 2
        if bins.quantile(middle, share) < value:
            low = middle
        else:
            high = middle
    return high


def _debiased(bins: _Bins) -> float:
    """Give the true error for which this one is the middle of what samples show."""
    if bins.quantile(0.0, 0.5) >= bins.error:
        return 0.0
    return _scaled(bins, 0.5, bins.error) * bins.error


def _bins(scores: Numbers, true: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    place = _place(scores)
    edges = np.linspace(0, 1, BINS + 1)
    return (
        edges,
        np.bincount(place, scores, minlength=BINS).astype(float),
        np.bincount(place, true, minlength=BINS).astype(float),
        np.bincount(place, minlength=BINS).astype(float),
    )


def _place(scores: Numbers) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    # scikit-learn's: a score on an edge belongs to the bin below it.
    return np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], scores)


def _finite(scores: Numbers) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    finite = np.isfinite(scores)
    return finite if finite.ndim == 1 else np.asarray(finite.all(axis=1))
