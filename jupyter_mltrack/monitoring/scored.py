"""Rows with predictions, kept so that labels can join them later: arrays in a blob, never pickled."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidInput
from ..records import MonitorRoles
from .rows import Rows

_ARRAYS = ("keys", "times", "predictions", "labels", "scores")
MOST_ROWS = 200_000
"""Rows of a chunk that are kept. Beyond, those with the smallest hash of their key stay, so that whatever comes later
is about the same rows."""


@dataclass(frozen=True)
class Scored:
    """Predictions, what they were about, and what came true. Arrays of the same length."""

    keys: NDArray[Any]
    """As text; where there is no key, the number of the row."""
    times: NDArray[np.float64]
    predictions: NDArray[Any]
    """Numbers, or classes as text; ``""`` is missing."""
    labels: NDArray[Any]
    """As predictions; NaN or ``""`` where they are not known yet."""
    scores: NDArray[np.float64]
    """Of shape ``(rows, classes)``."""
    classes: Sequence[str] = ()
    queries: NDArray[Any] = field(default_factory=lambda: np.empty(0, str))
    segments: dict[str, NDArray[Any]] = field(default_factory=dict)
    """Values of other columns: numbers, or text."""
    total: int = 0
    """How many rows there were."""

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Which rows have a label."""
        return known(self.labels)


def known(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which values are there."""
    found: NDArray[np.bool_] = np.isfinite(values) if values.dtype.kind == "f" else values != ""
    return found


def read_scored(rows: Rows, times: NDArray[np.float64], roles: MonitorRoles, numbers: bool) -> Scored:
    """Take what performance needs out of rows.

    Parameters
    ----------
    rows
        The rows.
    times
        When they were, shape ``(rows,)``.
    roles
        Which columns are what.
    numbers
        Whether predictions and labels are numbers; else they are classes.

    Raises
    ------
    InvalidInput
        When a column that is named is not there.
    """
    count = len(rows)
    text = np.empty(count, "U1")
    keys = as_text(rows.cells(roles.key)) if roles.key else np.array([""] * count, str)
    given = rows.cells(roles.prediction) if roles.prediction else None
    predictions = _values(given, numbers, count)
    has_label = bool(roles.label) and roles.label in rows.names
    labels = _values(rows.cells(roles.label) if has_label else None, numbers, count)
    classes = tuple(roles.scores)
    scores = np.full((count, len(classes)), np.nan)
    for at, name in enumerate(classes):
        scores[:, at] = as_numbers(rows.cells(roles.scores[name]))
    queries = as_text(rows.cells(roles.query)) if roles.query else text[:0]
    used = {roles.key, roles.prediction, roles.label, roles.query, *roles.scores.values(), *roles.left_out}
    wanted = roles.segments or [name for name in rows.names if name not in used]
    segments = {name: _segment(rows.cells(name)) for name in wanted if name in rows.names}
    return _bounded(Scored(keys, times, predictions, labels, scores, classes, queries, segments, count))


def joined(parts: Sequence[Scored]) -> Scored:
    """Put the parts of a chunk together."""
    if len(parts) == 1:
        return parts[0]

    def together(values: Sequence[NDArray[Any]]) -> NDArray[Any]:
        if len({value.dtype.kind for value in values}) > 1:
            values = [as_text(value) for value in values]
        return np.concatenate(values)

    names = [name for name in parts[0].segments if all(name in part.segments for part in parts)]
    arrays: dict[str, Any] = {
        name: together([getattr(part, name) for part in parts]) for name in (*_ARRAYS, "queries")
    }
    segments = {name: together([part.segments[name] for part in parts]) for name in names}
    total = sum(part.total for part in parts)
    return _bounded(Scored(**arrays, classes=parts[0].classes, segments=segments, total=total))


def to_bytes(scored: Scored) -> bytes:
    """Give the rows as bytes: NumPy's compressed archive."""
    arrays: dict[str, Any] = {name: getattr(scored, name) for name in _ARRAYS}
    arrays |= {"queries": scored.queries, "classes": np.array(scored.classes, str)}
    arrays |= {"total": np.array(scored.total), "names": np.array([*scored.segments], str)}
    arrays |= {f"segment{at}": values for at, values in enumerate(scored.segments.values())}
    return packed(arrays)


def packed(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Give arrays as NumPy's compressed archive; the same arrays are the same bytes, and so the same blob."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, values in arrays.items():
            one = io.BytesIO()
            np.save(one, values, allow_pickle=False)
            # Without a date of its own an archive has the one at which it was made.
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, one.getvalue())
    return out.getvalue()


def from_bytes(data: bytes) -> Scored:
    """Read what ``to_bytes`` gave.

    Raises
    ------
    InvalidInput
        When it is something else; nothing in it is run.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            names = [str(name) for name in file["names"]]
            arrays: dict[str, Any] = {name: file[name] for name in (*_ARRAYS, "queries")}
            classes = tuple(str(name) for name in file["classes"])
            segments = {name: file[f"segment{at}"] for at, name in enumerate(names)}
            return Scored(**arrays, classes=classes, segments=segments, total=int(file["total"]))
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise InvalidInput(f"The rows with predictions cannot be read: {error}.") from error


def with_labels(scored: Scored, keys: NDArray[Any], labels: NDArray[Any]) -> Scored:
    """Add labels by key; one that comes again takes the place of the one before it.

    Parameters
    ----------
    scored
        Rows with keys.
    keys, labels
        Shape ``(n,)``; the last of two with one key counts.
    """
    if not len(keys) or not len(scored):
        return scored
    # Of equal keys the last counts.
    unique, first = np.unique(keys[::-1], return_index=True)
    newest = labels[::-1][first]
    at = np.clip(np.searchsorted(unique, scored.keys), 0, len(unique) - 1)
    found = (unique[at] == scored.keys) & (scored.keys != "") & known(newest[at])
    return replace(scored, labels=np.where(found, newest[at], scored.labels))


def as_text(values: NDArray[Any]) -> NDArray[Any]:
    """Give values as text; missing ones as ``""``. Whole numbers are written without a point."""
    if values.dtype.kind in "iub":
        return values.astype(str)
    return np.array([_text(value) for value in values.tolist()] or [], str)


def as_numbers(values: NDArray[Any]) -> NDArray[np.float64]:
    """Give values as numbers; what is none becomes NaN."""
    if values.dtype.kind in "fiub":
        return values.astype(float)
    return np.array([_number(value) for value in values.tolist()], float)


def _values(values: NDArray[Any] | None, numbers: bool, count: int) -> NDArray[Any]:
    if values is None:
        return np.full(count, np.nan) if numbers else np.array([""] * count, str)
    return as_numbers(values) if numbers else as_text(values)


def _segment(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(float) if values.dtype.kind in "fiu" else as_text(values)


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)[:200]


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return float("nan")


def _bounded(scored: Scored) -> Scored:
    if len(scored) <= MOST_ROWS:
        return scored
    digests = np.array([_digest(key, at) for at, key in enumerate(scored.keys.tolist())], np.uint64)
    kept = np.sort(np.argpartition(digests, MOST_ROWS)[:MOST_ROWS])
    arrays = {name: getattr(scored, name)[kept] for name in _ARRAYS}
    queries = scored.queries[kept] if len(scored.queries) else scored.queries
    segments = {name: values[kept] for name, values in scored.segments.items()}
    return replace(scored, **arrays, queries=queries, segments=segments)


def _digest(key: str, at: int) -> int:
    return int.from_bytes(hashlib.blake2b((key or str(at)).encode(), digest_size=8).digest(), "little")
