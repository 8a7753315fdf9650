"""Predictions with what came true, as arrays: what every metric is computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidInput
from ...records import LabelJoin, TaskKind
from . import reading
from .join import join_labels
from .roles import Roles

Numbers = NDArray[np.float64]
THRESHOLD = 0.5
MOST_CLASSES = 20
"""Whole-number labels with more different values than this are taken for numbers to predict, not for classes."""


@dataclass(frozen=True)
class Outcomes:
    """Predictions with their labels, ``n`` rows in the order of the table."""

    task: TaskKind
    label: Numbers
    """The place of the class in ``classes``, the number, or the relevance; NaN where unknown; shape ``(n,)``."""
    prediction: Numbers | None = None
    """The same for what the model said; ``None``: there is no such column."""
    scores: Numbers | None = None
    """Of two classes and of ranking shape ``(n,)``, of several classes ``(n, k)``."""
    quantiles: Mapping[float, Numbers] = field(default_factory=dict)
    query: NDArray[np.intp] | None = None
    """The number of the query that a row belongs to; -1 where missing."""
    time: Numbers | None = None
    """When it was predicted, seconds since the epoch."""
    classes: tuple[str, ...] = ()
    """Their names; of two classes the positive one is the last."""

    @property
    def rows(self) -> int:
        """How many predictions there are."""
        return len(self.label)

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Which rows have a label, shape ``(n,)``."""
        return np.isfinite(self.label)

    def part(self, rows: NDArray[Any]) -> Outcomes:
        """Give some rows, by their places or by a mask."""

        def of(values: Any) -> Any:
            return None if values is None else values[rows]

        return replace(
            self,
            label=self.label[rows],
            prediction=of(self.prediction),
            scores=of(self.scores),
            quantiles={share: values[rows] for share, values in self.quantiles.items()},
            query=of(self.query),
            time=of(self.time),
        )


@dataclass(frozen=True)
class Tables:
    """Tables read together, so that their classes agree."""

    outcomes: list[Outcomes]
    joins: list[LabelJoin | None]
    notes: list[str]


def read(tables: Sequence[tuple[Any, Any]], roles: Roles) -> Tables:
    """Read tables of predictions with their labels.

    Parameters
    ----------
    tables
        Pairs of predictions and labels. Labels are a table of their own, which is joined by key, or ``None``:
        the label then is a column of the predictions, or there is none yet.
    roles
        Which column is what.

    Raises
    ------
    InvalidInput
        When a column is missing, or holds what it cannot.

    Examples
    --------
    >>> table = {"label": ["no", "yes"], "score": [0.2, 0.9]}
    >>> read([(table, None)], Roles(score="score")).outcomes[0].prediction.tolist()
    [0.0, 1.0]
    """
    raw = [_raw(predictions, labels, roles) for predictions, labels in tables]
    notes: list[str] = []
    task = roles.task or _task(raw, roles, notes)
    if task in ("binary", "multiclass"):
        classes = _classes(raw, roles, task)
        outcomes = [_of_classes(one, task, classes, roles, notes) for one in raw]
    else:
        outcomes = [_of_numbers(one, task, roles) for one in raw]
    return Tables(outcomes, [one.join for one in raw], list(dict.fromkeys(notes)))


@dataclass
class _Raw:
    rows: int
    label: reading.Cells | None
    cells: dict[str, reading.Cells]
    query: NDArray[np.intp] | None
    join: LabelJoin | None
    texts: dict[str, reading.Cells] = field(default_factory=dict)

    def of(self, name: str | None) -> reading.Cells | None:
        return None if name is None else self.cells[name]


def _raw(predictions: Any, labels: Any, roles: Roles) -> _Raw:
    there = reading.names_of(predictions)
    own_label = labels is None and (roles.label in there or not there)
    names = [*roles.of_predictions(), *([roles.label] if own_label else [])]
    if not names:
        raise InvalidInput("Name the columns of the predictions: Roles(prediction=…, score=…, label=…).")
    columns = reading.columns(predictions, names, "predictions")
    unread = [name for name, column in columns.items() if len(column.cells) != column.rows]
    if unread:
        raise InvalidInput(f"The column {unread[0]!r} of the predictions holds neither numbers nor classes.")
    cells = {name: column.cells for name, column in columns.items()}
    rows = next(iter(columns.values())).rows
    query = None
    if roles.query is not None:
        texts = reading.class_texts(cells[roles.query])
        known = {text: at for at, text in enumerate(dict.fromkeys(t for t in texts if t is not None))}
        query = np.array([-1 if text is None else known[text] for text in texts], np.intp)
    if labels is not None:
        joined = join_labels(predictions, labels, roles)
        return _Raw(rows, joined.labels, cells, query, joined.report)
    return _Raw(rows, cells[roles.label] if own_label else None, cells, query, None)


def _task(raw: list[_Raw], roles: Roles, notes: list[str]) -> TaskKind:
    if roles.query is not None:
        return "ranking"
    if roles.quantiles:
        return "regression"
    if isinstance(roles.score, Mapping) and len(roles.score) > 2:
        return "multiclass"
    given = [cells for one in raw for cells in (one.label, one.of(roles.prediction)) if cells is not None]
    if not given:
        if roles.score is not None:
            return "binary"
        raise InvalidInput("Neither labels nor predictions are there: say what the task is, Roles(task=…).")
    numeric = all(cells.dtype.kind in "fiu" or not len(cells) or _all_missing(cells) for cells in given)
    if numeric and roles.score is None:
        values = np.concatenate(
            [np.empty(0), *(np.asarray(cells, float) for cells in given if cells.dtype.kind in "fiu")]
        )
        values = values[np.isfinite(values)]
        if len(np.unique(values)) > MOST_CLASSES or np.any(values != np.floor(values)):
            return "regression"
    found = {text for cells in given for text in reading.class_texts(cells) if text is not None}
    task: TaskKind = "binary" if len(found) <= 2 else "multiclass"
    notes.append(f"Taken for {task} classification, as labels and predictions have {len(found)} values.")
    return task


def _all_missing(cells: reading.Cells) -> bool:
    return all(value is None or value != value for value in cells)


def _classes(raw: list[_Raw], roles: Roles, task: TaskKind) -> tuple[str, ...]:
    found: set[str] = set(roles.score) if isinstance(roles.score, Mapping) else set()
    for one in raw:
        for name, cells in (("label", one.label), ("prediction", one.of(roles.prediction))):
            if cells is not None:
                one.texts[name] = reading.class_texts(cells)
                found |= {text for text in one.texts[name] if text is not None}
    names = sorted(found, key=_order)
    if task == "multiclass":
        return tuple(names)
    positive = roles.positive
    if positive is not None and positive not in found and (len(found) > 1 or not found <= {"0", "1"}):
        raise InvalidInput(
            f"The positive class {positive!r} does not occur; there are {', '.join(names) or 'none'}."
        )
    if len(names) > 2:
        some = ", ".join(names[:6])
        raise InvalidInput(f"Two classes were expected, and there are {len(names)}: {some}.")
    if len(names) < 2:
        names = sorted({*names, "0", "1"} if set(names) <= {"0", "1"} else {*names, "(other)"}, key=_order)
    if positive is not None:
        names = [*(name for name in names if name != positive), positive]
    elif "(other)" in names:
        names = ["(other)", *(name for name in names if name != "(other)")]
    return tuple(names)


def _order(text: str) -> tuple[int, float, str]:
    try:
        return 0, float(text), text
    except ValueError:
        return 1, 0.0, text


def _of_classes(
    one: _Raw, task: TaskKind, classes: tuple[str, ...], roles: Roles, notes: list[str]
) -> Outcomes:
    places = {name: float(at) for at, name in enumerate(classes)}

    def codes(name: str) -> Numbers | None:
        texts = one.texts.get(name)
        return None if texts is None else np.array([places.get(text, np.nan) for text in texts], float)

    label = codes("label")
    scores: Numbers | None = None
    if isinstance(roles.score, Mapping):
        if task == "binary" and classes[1] in roles.score:
            scores = _numbers(one.cells[roles.score[classes[1]]], roles.score[classes[1]])
        elif task == "binary":
            scores = 1 - _numbers(one.cells[roles.score[classes[0]]], roles.score[classes[0]])
        else:
            missing = [name for name in classes if name not in roles.score]
            if missing:
                raise InvalidInput(
                    f"There is no score of the class {missing[0]!r}: name a column for each class."
                )
            scores = np.column_stack([_numbers(one.cells[roles.score[n]], roles.score[n]) for n in classes])
    elif roles.score is not None:
        if task == "multiclass":
            raise InvalidInput(
                f"Of {len(classes)} classes each has a column of scores: Roles(score={{class: column}})."
            )
        scores = _numbers(one.cells[roles.score], roles.score)
    prediction = codes("prediction")
    if prediction is None and scores is not None:
        if task == "binary":
            prediction = np.where(np.isfinite(scores), (scores >= THRESHOLD).astype(float), np.nan)
            notes.append(
                f"There is no column of predictions: a score from {THRESHOLD} on is taken as {classes[1]!r}."
            )
        else:
            known = np.isfinite(scores).all(axis=1)
            prediction = np.where(known, np.argmax(np.nan_to_num(scores), axis=1).astype(float), np.nan)
            notes.append("There is no column of predictions: the class with the largest score is taken.")
    empty = np.full(one.rows, np.nan)
    return Outcomes(
        task, empty if label is None else label, prediction, scores,
        time=_time(one, roles), query=one.query, classes=classes,
    )  # fmt: skip


def _of_numbers(one: _Raw, task: TaskKind, roles: Roles) -> Outcomes:
    label = np.full(one.rows, np.nan) if one.label is None else _numbers(one.label, roles.label)
    prediction = one.of(roles.prediction)
    scores = None
    if task == "ranking":
        if one.query is None:
            raise InvalidInput("Ranking needs the column of queries: Roles(query=…).")
        named = roles.score if isinstance(roles.score, str) else roles.prediction
        if named is None:
            raise InvalidInput("Ranking needs the column of scores: Roles(score=…).")
        scores = _numbers(one.cells[named], named)
    return Outcomes(
        task, label,
        None if prediction is None or roles.prediction is None else _numbers(prediction, roles.prediction),
        scores,
        {float(share): _numbers(one.cells[name], name) for share, name in roles.quantiles.items()},
        one.query, _time(one, roles),
    )  # fmt: skip


def _numbers(cells: reading.Cells, name: str) -> Numbers:
    if cells.dtype.kind in "fiub":
        return np.asarray(cells, float)
    found = np.full(len(cells), np.nan)
    for at, value in enumerate(cells):
        if value is not None and value == value:
            try:
                found[at] = float(value)
            except (TypeError, ValueError) as error:
                raise InvalidInput(
                    f"The column {name!r} holds {str(value)[:40]!r}, which is no number."
                ) from error
    return found


def _time(one: _Raw, roles: Roles) -> Numbers | None:
    if roles.time is None:
        return None
    cells = one.cells[roles.time]
    if cells.dtype.kind not in "fiu" and not _all_missing(cells):
        raise InvalidInput(
            f"The column {roles.time!r} holds no times: read it as times, or give seconds since 1970."
        )
    return np.asarray(cells, float)
