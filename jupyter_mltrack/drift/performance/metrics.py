"""Every metric by its name: what it needs, which way is better, from which change on it matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidInput
from ...records import Direction, MetricState, TaskKind
from . import calibration, classification, ranking, regression
from .measured import Measured
from .outcomes import Outcomes

LEAST = 0.01
"""The smallest change that matters, of metrics between 0 and 1."""
LEAST_OF_LOSS = 0.05
"""The same of losses and errors, as a share of the reference's value."""
_Need = Literal["prediction", "scores", "both"]


@dataclass(frozen=True)
class Metric:
    """A metric, ready to be computed."""

    name: str
    direction: Direction
    needs: _Need
    compute: Callable[[Outcomes], Measured]
    loss: bool = False
    """Without an upper end, so that only shares of it mean something."""


_BINARY: dict[str, tuple[Direction, _Need, Callable[[Outcomes], Measured], bool]] = {
    "accuracy": ("max", "prediction", classification.accuracy, False),
    "precision": ("max", "prediction", classification.precision, False),
    "recall": ("max", "prediction", classification.recall, False),
    "f1": ("max", "prediction", classification.f1, False),
    "roc_auc": ("max", "scores", classification.auc, False),
    "pr_auc": ("max", "scores", classification.pr_auc, False),
    "log_loss": ("min", "scores", classification.log_loss, True),
    "brier": ("min", "scores", classification.brier, True),
    "calibration_error": ("min", "scores", calibration.calibration_error, False),
}
_MULTICLASS: dict[str, tuple[Direction, _Need, Callable[[Outcomes], Measured], bool]] = {
    "accuracy": _BINARY["accuracy"],
    "precision_macro": ("max", "prediction", classification.precision_macro, False),
    "recall_macro": ("max", "prediction", classification.recall_macro, False),
    "f1_macro": ("max", "prediction", classification.f1_macro, False),
    "roc_auc_macro": ("max", "scores", classification.roc_auc_macro, False),
    "pr_auc_macro": ("max", "scores", classification.pr_auc_macro, False),
    "log_loss": _BINARY["log_loss"],
    "brier": _BINARY["brier"],
    "calibration_error": _BINARY["calibration_error"],
}
_REGRESSION: dict[str, tuple[Direction, _Need, Callable[[Outcomes], Measured], bool]] = {
    "mae": ("min", "prediction", regression.mae, True),
    "rmse": ("min", "prediction", regression.rmse, True),
    "r2": ("max", "prediction", regression.r2, False),
}
_RANKING: dict[str, tuple[Direction, _Need, Callable[[Outcomes], Measured], bool]] = {
    "mrr": ("max", "scores", ranking.mrr, False),
}
_TABLES = {"binary": _BINARY, "multiclass": _MULTICLASS, "regression": _REGRESSION, "ranking": _RANKING}
_AT_K = {"ndcg": ranking.ndcg, "map": ranking.map_at, "hit_rate": ranking.hit_rate}
DEFAULTS: dict[TaskKind, tuple[str, ...]] = {
    "binary": tuple(_BINARY),
    "multiclass": tuple(_MULTICLASS),
    "regression": tuple(_REGRESSION),
    "ranking": ("ndcg@10", "mrr", "map@10", "hit_rate@10"),
}


def chosen(names: Sequence[str] | None, task: TaskKind, of: Outcomes | None = None) -> list[Metric]:
    """Find metrics by name.

    Parameters
    ----------
    names
        ``recall``, ``quantile_loss@0.9``, ``ndcg@5`` …; all of the task unless given.
    task
        What is predicted.
    of
        Outcomes, whose predicted quantiles have their losses among all.

    Raises
    ------
    InvalidInput
        When there is no such metric for this task; the message names those that are.

    Examples
    --------
    >>> [metric.name for metric in chosen(["ndcg@5", "mrr"], "ranking")]
    ['ndcg@5', 'mrr']
    """
    if names is None:
        names = DEFAULTS[task]
        if of is not None:
            if task in ("binary", "multiclass") and of.scores is None:
                names = [name for name in names if _TABLES[task][name][1] == "prediction"]
            names = [*names, *(f"quantile_loss@{share:g}" for share in of.quantiles)]
            if task == "regression" and of.prediction is None:
                names = [name for name in names if name.startswith("quantile_loss@")]
    return [_metric(name, task) for name in names]


def measure(metric: Metric, of: Outcomes) -> Measured:
    """Compute a metric on the rows that have what it needs.

    Parameters
    ----------
    metric
        Which.
    of
        Predictions with and without labels.

    Returns
    -------
    Measured
        With the state that says why there is no value, where there is none.
    """
    if not of.rows:
        return Measured("no rows")
    labelled = of.labelled
    there = given(metric, of)
    if there is None:
        return Measured("no scores" if metric.needs == "scores" else "no predictions")
    usable = labelled & there
    if of.task == "ranking" and of.query is not None:
        usable &= of.query >= 0
    if not usable.any():
        state: MetricState = "no labels"
        if labelled.any():
            state = "no scores" if metric.needs == "scores" else "no predictions"
        return Measured(state)
    return metric.compute(of if usable.all() else of.part(usable))


def given(metric: Metric, of: Outcomes) -> NDArray[np.bool_] | None:
    """Tell which rows have the prediction or scores that a metric needs, shape ``(n,)``; ``None``: no such column."""
    if metric.name.startswith("quantile_loss@"):
        values = of.quantiles.get(float(metric.name.split("@")[1]), of.prediction)
    else:
        values = of.scores if metric.needs == "scores" else of.prediction
    if values is None:
        return None
    finite = np.isfinite(values)
    return finite if finite.ndim == 1 else np.asarray(finite.all(axis=1))


def least(metric: Metric, reference: float, given_: float | None) -> float:
    """Give the smallest change of a metric that matters."""
    if given_ is not None:
        return given_
    return LEAST_OF_LOSS * abs(reference) if metric.loss else LEAST


def _metric(name: str, task: TaskKind) -> Metric:
    table = _TABLES[task]
    base, _, parameter = name.partition("@")
    if name in table:
        direction, needs, compute, loss = table[name]
        return Metric(name, direction, needs, compute, loss)
    try:
        if task == "regression" and base == "quantile_loss" and 0 < float(parameter) < 1:
            shown = f"quantile_loss@{float(parameter):g}"
            return Metric(
                shown, "min", "prediction", partial(regression.quantile_loss, share=float(parameter)), True
            )
        if task == "ranking" and base in _AT_K and int(parameter) > 0:
            return Metric(name, "max", "scores", partial(_AT_K[base], k=int(parameter)))
    except ValueError:
        pass  # what stands behind the @ is no number: said below
    there = [*table, *(["quantile_loss@0.9"] if task == "regression" else [])]
    there += [f"{one}@10" for one in _AT_K] if task == "ranking" else []
    raise InvalidInput(f"There is no metric {name!r} for {task}; there are {', '.join(there)}.")
