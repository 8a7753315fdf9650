"""Labels that came later, joined to the predictions by key. What does not fit is counted and named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidInput
from ...records import JoinState, LabelJoin
from ..words import span_text
from . import reading
from .reading import Cells
from .roles import Roles

MOST_EXAMPLES = 5


@dataclass(frozen=True)
class Joined:
    """The labels in the order of the predictions."""

    labels: Cells
    """As the table of labels has them; ``None`` or NaN where there is none; shape ``(rows,)``."""
    report: LabelJoin


def join_labels(predictions: Any, labels: Any, roles: Roles) -> Joined:
    """Find the label of each prediction.

    Of several labels for one key the newest counts (by ``roles.label_time``; without it, the last row).

    Parameters
    ----------
    predictions, labels
        Tables, each with the columns of ``roles.key``; ``labels`` with ``roles.label``.
    roles
        Which column is what.

    Raises
    ------
    InvalidInput
        When no key is named, or a column is not there.

    Examples
    --------
    >>> found = join_labels({"id": [1, 2, 3]}, {"id": [2, 9], "label": [1, 0]}, Roles(key="id"))
    >>> found.report.joined, found.report.waiting, found.report.unknown
    (1, 2, 1)
    """
    names = roles.keys()
    if not names:
        raise InvalidInput(
            "Labels in a table of their own need a key: name the column that both tables have."
        )
    ours, theirs = reading.keys(predictions, names, "predictions"), reading.keys(labels, names, "labels")
    column = reading.columns(labels, [roles.label], "labels")
    cells = column[roles.label].cells
    if len(cells) != len(theirs):
        raise InvalidInput(f"The labels in {roles.label!r} are neither numbers nor classes.")
    came = _times(labels, roles.label_time, "labels")
    return _joined(ours, theirs, cells, _times(predictions, roles.time, "predictions"), came)


def _times(data: Any, name: str | None, of: str) -> NDArray[np.float64] | None:
    if name is None:
        return None
    column = reading.columns(data, [name], of)[name]
    if column.kind not in ("time", "number"):
        if column.missing == column.rows:
            return np.full(column.rows, np.nan)
        raise InvalidInput(f"The column {name!r} of the {of} holds no times.")
    return np.asarray(column.cells, float)


def _joined(
    ours: Cells,
    theirs: Cells,
    cells: Cells,
    predicted: NDArray[np.float64] | None,
    came: NDArray[np.float64] | None,
) -> Joined:
    report = LabelJoin("joined", "", len(ours), len(theirs))
    texts = reading.class_texts(cells)
    examples: dict[str, list[str]] = {}

    def note(fault: str, key: str) -> None:
        setattr(report, fault, getattr(report, fault) + 1)
        shown = examples.setdefault(fault, [])
        if len(shown) < MOST_EXAMPLES and reading.shown_key(key) not in shown:
            shown.append(reading.shown_key(key))

    report.missing_keys = sum(key is None for key in ours) + sum(key is None for key in theirs)
    order = range(len(theirs)) if came is None else np.argsort(came, kind="stable")
    by_key: dict[str, int] = {}
    differing: set[str] = set()
    for at in order:
        key = theirs[at]
        if key is None:
            continue
        if texts[at] is None:
            note("missing_labels", key)
            continue
        if key in by_key:
            note("duplicate_labels", key)
            if texts[by_key[key]] != texts[at] and key not in differing:
                differing.add(key)
                note("conflicting", key)
        by_key[key] = int(at)
    places = np.array([-1 if key is None else by_key.get(key, -1) for key in ours], int)
    seen: set[str] = set()
    for key in ours:
        if key is not None and key in seen:
            note("duplicate_predictions", key)
        seen.add(key)
    for key in by_key:
        if key not in seen:
            note("unknown", key)
    found = places >= 0
    report.joined, report.waiting, report.examples = int(found.sum()), int((~found).sum()), examples
    if predicted is not None:
        waits = predicted[~found & np.isfinite(predicted)]
        report.oldest_waiting = float(waits.min()) if len(waits) else None
        if came is not None and found.any():
            delays = came[places[found]] - predicted[found]
            delays = delays[np.isfinite(delays)]
            if len(delays):
                report.delay, report.slowest = (float(value) for value in np.quantile(delays, [0.5, 0.95]))
    report.state = _state(report)
    report.sentence = _sentence(report)
    filled: Cells = (
        np.full(len(ours), np.nan) if cells.dtype.kind == "f" else np.full(len(ours), None, object)
    )
    filled[found] = cells[places[found]]
    return Joined(filled, report)


def _state(report: LabelJoin) -> JoinState:
    if not report.predictions:
        return "no predictions"
    if not report.joined:
        return "labels never came"
    return "partly joined" if report.waiting else "joined"


def _sentence(report: LabelJoin) -> str:
    if report.state == "no predictions":
        return "There are no predictions."
    if report.state == "labels never came":
        came = f"{report.labels:,} labels came, none for these" if report.labels else "no label came"
        return f"Labels never came: {report.predictions:,} predictions wait ({came}).{_faults(report)}"
    words = f"{report.joined:,} of {report.predictions:,} predictions have their label"
    if report.waiting:
        words += f", {report.waiting:,} wait"
    if report.delay is not None and report.slowest is not None:
        half, most = span_text(report.delay), span_text(report.slowest)
        words += f"; half of the labels came within {half}, 95 % within {most}"
    return f"{words}.{_faults(report)}"


def _faults(report: LabelJoin) -> str:
    words = {
        "unknown": "labels belong to no prediction",
        "missing_keys": "rows have no key",
        "missing_labels": "labels have no value",
        "duplicate_predictions": "predictions repeat a key",
        "duplicate_labels": "labels repeat a key (the newest counts)",
        "conflicting": "keys have labels that differ",
    }
    found = []
    for name, what in words.items():
        count = getattr(report, name)
        if count:
            some = ", ".join(key[:40] for key in report.examples.get(name, [])[:3])
            found.append(f"{count:,} {what}" + (f" ({some}{' …' if count > 3 else ''})" if some else ""))
    return f" {'; '.join(found)}." if found else ""
