"""Metric points in the database: one row a series with its tally, and its points in chunks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from .columns import Points, PointsSummary, Tally, decode, encode, join
from .engine_sqlite import Session

_TAIL = 256
"""A chunk shorter than this is filled up; longer ones are left alone."""
_CHUNK = 8192

_FIELDS = (
    "count",
    "numbers",
    "last",
    "last_step",
    "last_time",
    "min",
    "min_step",
    "max",
    "max_step",
    "total",
)
_FIND = f"SELECT id, {', '.join(_FIELDS)} FROM series WHERE run = ? AND key = ?"
_ADD = f"INSERT INTO series (run, key, {', '.join(_FIELDS)}) VALUES (?, ?, {', '.join('?' * len(_FIELDS))})"
_SET = f"UPDATE series SET {', '.join(f'{field} = ?' for field in _FIELDS)} WHERE id = ?"

READ = (
    'SELECT c.count, c.steps, c."values", c.times FROM chunks c JOIN series s ON s.id = c.series '
    "WHERE s.run = ? AND s.key = ? ORDER BY c.number"
)
"""The chunks of a series, for ``decode``."""
KEYS = "SELECT key, count FROM series WHERE run = ? ORDER BY id"


def append(session: Session, run: str, key: str, points: Points) -> PointsSummary:
    """Add points to a series, made where it was not there; give the summary of all its points."""
    row = session.execute(_FIND, (run, key)).fetchone()
    # SQLite holds NaN as NULL.
    values: list[Any] = [] if row is None else [math.nan if value is None else value for value in row[1:]]
    tally = Tally(*values).add(points)
    values = [getattr(tally, field) for field in _FIELDS]
    if row is None:
        number = session.execute(_ADD, (run, key, *values)).lastrowid
    else:
        number = row[0]
        session.execute(_SET, (*values, number))
    _add_chunks(session, number, points)
    return tally.summary()


def _add_chunks(session: Session, series: Any, points: Points) -> None:
    number = 0
    newest = session.execute(
        'SELECT number, count, steps, "values", times FROM chunks WHERE series = ? ORDER BY number DESC LIMIT 1',
        (series,),
    ).fetchone()
    if newest is not None:
        number = newest[0] + 1
        if newest[1] < _TAIL:
            number = newest[0]
            points = join([decode(*newest[1:]), points])
    for start in range(0, len(points.values), _CHUNK):
        end = start + _CHUNK
        part = Points(points.steps[start:end], points.values[start:end], points.times[start:end])
        session.execute(
            "INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
            (series, number, len(part.values), *encode(part)),
        )
        number += 1


def forget(session: Session, run: str, keys: Iterable[str] | None) -> None:
    """Delete the points of a run, or of some of its keys."""
    rows = session.execute("SELECT id, key FROM series WHERE run = ?", (run,)).fetchall()
    wanted = None if keys is None else set(keys)
    for series, key in rows:
        if wanted is None or key in wanted:
            session.execute("DELETE FROM chunks WHERE series = ?", (series,))
            session.execute("DELETE FROM series WHERE id = ?", (series,))


def last_steps(session: Session, run: str) -> dict[str, int]:
    """Give the step of the newest point of each key of a run."""
    return dict(session.execute("SELECT key, last_step FROM series WHERE run = ?", (run,)).fetchall())


def has(session: Session, run: str, keys: Iterable[str]) -> bool:
    """Say whether a run has any of some keys."""
    return any(session.execute(_FIND, (run, key)).fetchone() is not None for key in keys)
