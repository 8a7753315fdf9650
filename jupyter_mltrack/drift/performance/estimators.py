"""What learns from a reference how well a model does: from its scores, or from features and predictions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import expected
from .calibrating import Calibrator, calibrated
from .classification import SMALLEST
from .metrics import Metric, measure
from .outcomes import Numbers, Outcomes
from .regression import pinball

RESAMPLED = 20
"""Samples of the reference whose calibrations tell how sure the calibration is."""
FOLDS = 5
HELD_OUT = 10
"""Parts of the reference on which the estimate is tried against what was true."""
MOST_ROWS = 20_000
"""Of the reference, from which losses are learned."""


class Classes:
    """Confidence-based: calibrated scores give the expected counts of right and wrong.

    Parameters
    ----------
    reference
        Outcomes with labels and scores.
    features
        Not needed.
    """

    def __init__(self, reference: Outcomes, features: Numbers) -> None:
        assert reference.scores is not None
        scores = reference.scores if reference.scores.ndim == 2 else reference.scores[:, None]
        self._several = reference.scores.ndim == 2
        self._reference = reference
        self._tried: list[tuple[Classes, Outcomes]] | None = None
        true = [reference.label == (at if self._several else 1) for at in range(scores.shape[1])]
        random = np.random.default_rng(0)
        samples: list[Any] = [np.arange(reference.rows)]
        samples += [random.integers(0, reference.rows, reference.rows) for _ in range(RESAMPLED)]
        self._calibrators: list[list[Calibrator]] = [
            [calibrated(scores[rows, at], true[at][rows].astype(float)) for at in range(scores.shape[1])]
            for rows in samples
        ]

    def names(self) -> list[str]:
        """Give the metrics that it estimates."""
        return [*_SEVERAL] if self._several else [*expected.ESTIMATED]

    def estimate(self, metric: str, of: Outcomes, features: Numbers) -> tuple[float, float, float] | None:
        """Give a metric's estimate, the variance of the labels, and the variance of the calibration."""
        assert of.scores is not None
        scores = of.scores if self._several else of.scores[:, None]
        found = [self._expected(metric, self._chances(scores, one), of) for one in self._calibrators]
        if found[0] is None:
            return None
        others = [one[0] for one in found[1:] if one is not None]
        learned = float(np.mean((np.array(others) - found[0][0]) ** 2)) if others else 0.0
        return found[0][0], found[0][1], learned

    def error(self, metric: Metric) -> float:
        """Give by how much it is off on held-out parts of the reference, beyond what labels scatter."""
        if self._tried is None:
            parts = stretches(self._reference)
            self._tried = []
            for held in parts if len(parts) > 1 else []:
                rest = np.setdiff1d(np.arange(self._reference.rows), held)
                self._tried.append(
                    (Classes(self._reference.part(rest), np.empty(0)), self._reference.part(held))
                )
        excess = []
        for learned, here in self._tried:
            found, true = learned.estimate(metric.name, here, np.empty(0)), measure(metric, here)
            if found is not None and true.value is not None:
                excess.append((found[0] - true.value) ** 2 - found[1] - found[2])
        return math.sqrt(max(0.0, float(np.mean(excess)))) if excess else 0.0

    def _chances(self, scores: Numbers, calibrators: list[Calibrator]) -> Numbers:
        chances = np.column_stack([one(scores[:, at]) for at, one in enumerate(calibrators)])
        if self._several:
            chances = np.maximum(chances, 1e-9)
            chances /= chances.sum(axis=1, keepdims=True)
        return chances

    def _expected(self, metric: str, chances: Numbers, of: Outcomes) -> tuple[float, float] | None:
        assert of.scores is not None
        if not self._several:
            return expected.expected(metric, chances[:, 0], of.prediction, of.scores)
        return _of_several(metric, chances, of)


_SEVERAL = (
    "accuracy", "precision_macro", "recall_macro", "f1_macro", "roc_auc_macro", "pr_auc_macro", "log_loss", "brier",
)  # fmt: skip


def _of_several(metric: str, chances: Numbers, of: Outcomes) -> tuple[float, float] | None:
    """Expect a metric of several classes: the mean of its classes against the rest, or a mean over rows."""
    assert of.scores is not None
    rows = len(chances)
    if metric in ("accuracy", "log_loss", "brier"):
        if metric == "accuracy":
            if of.prediction is None:
                return None
            costs = (np.arange(chances.shape[1]) == of.prediction[:, None]).astype(float)
        elif metric == "log_loss":
            costs = -np.log(np.clip(of.scores, SMALLEST, 1 - SMALLEST))
        else:
            costs = (of.scores**2).sum(axis=1, keepdims=True) - 2 * of.scores + 1
        mean = (chances * costs).sum(axis=1)
        scatter = (chances * costs**2).sum(axis=1) - mean**2
        return float(mean.mean()), float(scatter.sum()) / rows**2
    base = metric.removesuffix("_macro")
    found = []
    for at in range(chances.shape[1]):
        said = None if of.prediction is None else (of.prediction == at).astype(float)
        one = expected.expected(base, chances[:, at], said, of.scores[:, at])
        if one is None and base == "precision":
            one = (0.0, 0.0)
        if one is not None:
            found.append(one)
    if not found:
        return None
    # The classes' parts hang together; their standard errors are added, as if fully so.
    error = float(np.mean([math.sqrt(variance) for _, variance in found]))
    return float(np.mean([value for value, _ in found])), error**2


class Losses:
    """Direct loss estimation: boosted trees learn each loss from features and prediction, by cross-fitting.

    Parameters
    ----------
    reference
        Outcomes with labels and predictions.
    features
        Codes of the features, shape ``(n, k)``.
    """

    def __init__(self, reference: Outcomes, features: Numbers) -> None:
        random = np.random.default_rng(0)
        rows = np.arange(reference.rows)
        if len(rows) > MOST_ROWS:
            rows = random.choice(rows, MOST_ROWS, replace=False)
        of, self._fits = reference.part(rows), {}
        inputs = _inputs(of, features[rows])
        losses: dict[str, Numbers] = {}
        if of.prediction is not None:
            errors = of.label - of.prediction
            losses = {"mae": np.abs(errors), "rmse": errors**2}
        losses |= {f"quantile_loss@{share:g}": pinball(of, share) for share in of.quantiles}
        folds = random.permutation(np.arange(len(rows)) % FOLDS)
        parts = stretches(of)
        self._fits = {name: _Fit(inputs, loss, folds, parts) for name, loss in losses.items()}

    def names(self) -> list[str]:
        """Give the metrics that it estimates."""
        return list(self._fits)

    def estimate(self, metric: str, of: Outcomes, features: Numbers) -> tuple[float, float, float] | None:
        """Give a metric's estimate, the variance of the labels, and the variance of what was learned."""
        fit = self._fits.get(metric)
        if fit is None:
            return None
        value, scatter, learned = fit.estimate(_inputs(of, features))
        if metric != "rmse":
            return value, scatter, learned
        root = math.sqrt(value)
        steep = 1 / (2 * root) if root else 0.0
        return root, scatter * steep**2, learned * steep**2

    def error(self, metric: Metric) -> float:
        """Give by how much it is off on held-out parts of the reference, beyond what labels scatter."""
        fit = self._fits[metric.name]
        return fit.error / (2 * math.sqrt(fit.mean)) if metric.name == "rmse" and fit.mean else fit.error


def stretches(of: Outcomes) -> list[NDArray[np.intp]]:
    """Cut a reference in its order of time, so that what moves with time shows; too small a one stays whole."""
    order = np.arange(of.rows) if of.time is None else np.argsort(of.time, kind="stable")
    return list(np.array_split(order, max(1, min(HELD_OUT, of.rows // 50))))


def one_thread() -> Any:
    """Bound threads: those that wait for each other cost more than they give on tables of this size."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


class _Fit:
    """One loss, learned on all folds but one, each time."""

    def __init__(
        self, inputs: Numbers, loss: Numbers, folds: NDArray[np.intp], parts: list[NDArray[np.intp]]
    ) -> None:
        from sklearn.ensemble import HistGradientBoostingRegressor

        self._models = []
        outside = np.empty(len(loss))
        for fold in range(FOLDS):
            held = folds == fold
            model = HistGradientBoostingRegressor(
                max_iter=80, learning_rate=0.1, max_leaf_nodes=15, min_samples_leaf=max(20, len(loss) // 200),
                l2_regularization=1.0, early_stopping=False, random_state=0,
            )  # fmt: skip
            with one_thread():
                model.fit(inputs[~held], loss[~held])
                outside[held] = model.predict(inputs[held])
            self._models.append(model)
        self._floor = max(float(loss.min()), 0.0)
        outside = np.maximum(outside, self._floor)
        # Losses scatter in proportion to their size: where errors are large, they are large both ways.
        self._scatter = float(np.mean((loss - outside) ** 2)) / max(float(np.mean(outside**2)), 1e-300)
        self._bias = float(np.mean(loss - outside))
        self.mean = float(np.mean(loss))
        excess = [
            float(np.mean(outside[part] + self._bias - loss[part])) ** 2
            - self._scatter * float(np.mean(outside[part] ** 2)) / len(part)
            for part in parts
        ]
        self.error = math.sqrt(max(0.0, float(np.mean(excess)))) if len(parts) > 1 else 0.0

    def estimate(self, inputs: Numbers) -> tuple[float, float, float]:
        """Give the mean loss, the variance of what will be seen, and what was learned's (jackknife over folds)."""
        with one_thread():
            each = np.array([np.maximum(model.predict(inputs), self._floor) for model in self._models])
        rows = each.mean(axis=0)
        means = each.mean(axis=1)
        learned = (FOLDS - 1) / FOLDS * float(np.sum((means - means.mean()) ** 2))
        value = max(float(rows.mean()) + self._bias, 0.0)
        return value, self._scatter * float(np.mean(rows**2)) / len(rows), learned


def _inputs(of: Outcomes, features: Numbers) -> Numbers:
    columns = [
        features,
        *(values[:, None] for values in (of.prediction, *of.quantiles.values()) if values is not None),
    ]
    return np.hstack(columns)
