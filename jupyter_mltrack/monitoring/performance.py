"""How well a monitor's model does, chunk by chunk, and labels that come late."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..drift.performance import PerformancePolicy, Roles, estimate, performance, worst_segments
from ..drift.performance.metrics import chosen
from ..errors import InvalidInput
from ..records import MetricValue, Monitor, PerformanceReport, SegmentReport
from . import scored as scored_rows
from .scored import Scored
from .sources import check_source

logger = logging.getLogger(__name__)

FEWEST_TO_ESTIMATE = 100
FEWEST_TO_SEARCH = 400
_LABEL, _PREDICTION, _SCORE, _QUERY = "label", "prediction", "score", "query"


def check_performance(monitor: Monitor) -> None:
    """Look whether a monitor says what is needed to measure its model.

    Raises
    ------
    InvalidInput
        Saying what is missing.
    """
    asked, roles = monitor.performance, monitor.roles
    if asked.task is None:
        if asked.labels is not None or asked.worst:
            raise InvalidInput(
                "Say the task (binary, multiclass, regression, ranking), so that labels mean something."
            )
        return
    if not roles.label:
        raise InvalidInput("To measure performance, say which column holds the label.")
    if not (roles.prediction or roles.scores):
        raise InvalidInput("To measure performance, say which column holds the prediction, or the scores.")
    if asked.task == "regression":
        for share in roles.scores:
            _check_share(share)
    chosen(asked.metrics or None, asked.task)
    chosen([*asked.worst] or None, asked.task)
    if asked.labels is not None:
        check_source(asked.labels)
        if asked.labels.kind == "handed":
            raise InvalidInput("Labels that come apart are read from files or a database; or hand them over.")
        if not roles.key:
            raise InvalidInput(
                "Labels that come apart need a key: the column that they and the rows have in common."
            )


def _check_share(share: str) -> None:
    try:
        is_one = 0 < float(share) < 1
    except ValueError:
        is_one = False
    if not is_one:
        raise InvalidInput(
            f"Of regression, scores are predicted quantiles by their share ({{'0.9': 'p90'}}); {share[:20]!r} is none."
        )


def measure(monitor: Monitor, rows: Scored, reference: Scored | None) -> PerformanceReport | None:
    """Measure a chunk; ``None`` where nothing of it has a label.

    Parameters
    ----------
    monitor
        Whose chunk it is.
    rows
        Its rows.
    reference
        Rows of the reference; without any there are values, and no verdict.
    """
    if monitor.performance.task is None or not rows.labelled.any():
        return None
    before = reference if reference is not None and reference.labelled.any() else None
    return performance(
        table_of(monitor, rows),
        roles=roles_of(monitor, rows),
        reference=None if before is None else table_of(monitor, before),
        metrics=monitor.performance.metrics or None,
        policy=PerformancePolicy(rate=monitor.policy.rate),
    )


def estimated(monitor: Monitor, rows: Scored, reference: Scored | None) -> PerformanceReport | None:
    """Estimate how well the model did in a chunk without its labels; ``None`` where that cannot be done.

    Parameters
    ----------
    monitor, rows
        As for ``measure``.
    reference
        Rows with labels that the model was not trained on; at least 100 of them.
    """
    if monitor.performance.task in (None, "ranking") or reference is None:
        return None
    if monitor.performance.task != "regression" and not monitor.roles.scores:
        return None
    if reference.labelled.sum() < FEWEST_TO_ESTIMATE or not len(rows):
        return None
    try:
        return estimate(
            table_of(monitor, rows),
            reference=table_of(monitor, reference),
            roles=roles_of(monitor, rows),
            metrics=monitor.performance.metrics or None,
            policy=PerformancePolicy(rate=monitor.policy.rate),
        )
    except InvalidInput as error:
        logger.info("The performance of %s cannot be estimated: %s", monitor.name, error.message)
        return None


def worst(monitor: Monitor, rows: Scored) -> SegmentReport | None:
    """Search for the segments in which the model does worst; ``None`` where too few labels are known."""
    task = monitor.performance.task
    if task in (None, "ranking") or rows.labelled.sum() < FEWEST_TO_SEARCH or not rows.segments:
        return None
    metrics = [name for name in monitor.performance.metrics if name != "calibration_error"]
    try:
        return worst_segments(
            table_of(monitor, rows),
            roles=roles_of(monitor, rows),
            columns=[name for name in rows.segments if name not in _names(rows)],
            metric=metrics[0] if metrics else None,
            policy=PerformancePolicy(rate=monitor.policy.rate),
        )
    except InvalidInput as error:
        logger.info("No segments of %s: %s", monitor.name, error.message)
        return None


def values(monitor: Monitor, report: PerformanceReport) -> list[MetricValue]:
    """Give a chunk's metrics, with those called worse that are beyond a limit that somebody set."""
    found = report.chunks[0].metrics if report.chunks else []
    for value in found:
        limit = monitor.performance.worst.get(value.metric)
        if limit is None or value.value is None:
            continue
        if (value.value < limit) if value.direction == "max" else (value.value > limit):
            value.worse = True
            value.sentence = (
                f"{value.metric} is {value.value:.4g}, {'below' if value.direction == 'max' else 'above'} the limit of "
                f"{limit:g} that was set. {value.sentence}"
            )
    return found


def table_of(monitor: Monitor, rows: Scored) -> dict[str, NDArray[Any]]:
    """Give rows as a table with the columns that ``roles_of`` names, and those of their segments."""
    table: dict[str, Any] = {
        name: values for name, values in rows.segments.items() if name not in _names(rows)
    }
    table[_LABEL] = _missing(rows.labels)
    if monitor.roles.prediction:
        table[_PREDICTION] = _missing(rows.predictions)
    for at in range(len(rows.classes)):
        table[f"{_SCORE}{at}"] = rows.scores[:, at]
    if len(rows.queries):
        table[_QUERY] = rows.queries
    return table


def roles_of(monitor: Monitor, rows: Scored) -> Roles:
    """Say which column of ``table_of`` is what."""
    score: str | dict[str, str] | None = {
        name: f"{_SCORE}{at}" for at, name in enumerate(rows.classes)
    } or None
    positive = monitor.performance.positive or None
    quantiles: dict[float, str] = {}
    if isinstance(score, dict) and monitor.performance.task == "regression":
        quantiles, score = {float(share): column for share, column in score.items()}, None
    if isinstance(score, dict) and len(score) == 1 and monitor.performance.task in ("binary", "ranking"):
        positive = positive or (next(iter(score)) if monitor.performance.task == "binary" else None)
        score = next(iter(score.values()))
    return Roles(
        label=_LABEL,
        prediction=_PREDICTION if monitor.roles.prediction else None,
        score=score,
        query=_QUERY if len(rows.queries) else None,
        quantiles=quantiles,
        positive=positive,
        task=monitor.performance.task,
    )


def read_labels(monitor: Monitor, tables: Sequence[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Read keys and labels, each of shape ``(n,)``.

    Raises
    ------
    InvalidInput
        When a table lacks one of their columns.
    """
    from .rows import Rows

    numbers = monitor.performance.task in ("regression", "ranking")
    keys: list[NDArray[Any]] = [np.empty(0, "U1")]
    labels: list[NDArray[Any]] = [np.empty(0) if numbers else np.empty(0, "U1")]
    for table in tables:
        rows = Rows(table)
        keys.append(scored_rows.as_text(rows.cells(monitor.roles.key)))
        cells = rows.cells(monitor.roles.label)
        labels.append(scored_rows.as_numbers(cells) if numbers else scored_rows.as_text(cells))
    return np.concatenate(keys), np.concatenate(labels)


def wrong(monitor: Monitor, rows: Scored) -> NDArray[np.float64]:
    """Tell for each row whether the prediction was wrong: 1.0 or 0.0, NaN where there is none; shape ``(rows,)``.

    Where there are only scores, the class of the highest counts; of one score, the positive class from 0.5 on.
    """
    known: Any
    said: Any
    if monitor.roles.prediction:
        said, known = rows.predictions, scored_rows.known(rows.predictions)
    elif len(rows.classes) == 1:
        known = np.isfinite(rows.scores[:, 0])
        other = next((one for one in np.unique(rows.labels[rows.labels != ""]) if one != rows.classes[0]), "")
        said = np.where(rows.scores[:, 0] >= 0.5, rows.classes[0], other)
    else:
        known = np.isfinite(rows.scores).all(axis=1)
        said = np.array(rows.classes, str)[np.argmax(np.nan_to_num(rows.scores, nan=-np.inf), axis=1)]
    return np.where(known, np.asarray(said != rows.labels, float), np.nan)


def _missing(values: NDArray[Any]) -> NDArray[Any]:
    if values.dtype.kind == "f":
        return values
    found = values.astype(object)
    found[values == ""] = None
    return found


def _names(rows: Scored) -> set[str]:
    return {_LABEL, _PREDICTION, _QUERY, *(f"{_SCORE}{at}" for at in range(len(rows.classes)))}
