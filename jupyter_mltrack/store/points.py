"""Metric points: written to spools, folded into the database in batches, read from both together.

The transaction that folds points also notes how far each spool is folded, so that nobody loses or doubles a point,
whoever folds, and whenever one dies.
"""

from __future__ import annotations

import os
import re
import threading
import time
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import InvalidInput, MLTrackError, StoreReadOnly
from .columns import Points, PointsSummary, Tally, decode, encode, join
from .engine_sqlite import Engine, Session
from .segment import SIZE, VOID, Head, Segment, head
from .spool import Spool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Records = NDArray[np.void]

FOLD_SECONDS = 0.15
"""How often the background thread folds."""
BEAT_SECONDS = 5.0
_TAIL = 256
"""A chunk shorter than this is filled up; longer ones are left alone."""
_CHUNK = 8192
_HEAD_BYTES = 1 << 16
_RUN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\Z")

OnFold = Callable[[str, dict[str, PointsSummary]], None]
OnProblem = Callable[[str, MLTrackError], None]
_alive: weakref.WeakSet[MetricPoints] = weakref.WeakSet()


class Source(NamedTuple):
    """A segment to be read: its name in the store, and where its bytes are."""

    name: str
    run: str
    number: int
    path: Path
    memory: Segment | None = None

    def read(self) -> bytes | None:
        """Give its bytes; ``None`` when it is gone."""
        if self.memory is not None:
            return bytes(self.memory.buffer)
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None


class Tail(NamedTuple):
    """The records of a segment from a slot on."""

    records: Records
    """Those that hold a point."""
    until: int
    """The slot after the last one that was looked at."""
    complete: bool
    """Nothing more will come."""


class MetricPoints:
    """The metric points of a store.

    Attributes
    ----------
    on_fold
        Called inside the transaction that folds points, with the run's id and the summary of all points of each key
        that got some.
    on_problem
        Called once when points of a run cannot reach the disk.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.on_fold: OnFold | None = None
        self.on_problem: OnProblem | None = None
        self._engine = engine
        self._folder = folder
        self._writers: dict[str, list[Spool]] = defaultdict(list)
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        _alive.add(self)

    # Writing --------------------------------------------------------------------------------------------------------

    def writer(self, run_id: str) -> Spool:
        """Begin to log a run's points in this process.

        Raises
        ------
        StoreReadOnly
            When the store cannot be written to.
        InvalidInput
            When the id cannot be part of a file's name.
        """
        _check_run(run_id)
        if self._engine.read_only:
            raise StoreReadOnly(
                f"The store {self._folder.parent} cannot be written to, so metrics cannot be logged."
            )
        with self._engine.snapshot() as session:
            last = dict(
                session.execute("SELECT key, last_step FROM series WHERE run = ?", (run_id,)).fetchall()
            )
        return Spool(self, self._folder, run_id, last)

    def watch(self, spool: Spool) -> None:
        """Fold a spool in the background from now on."""
        with self._lock:
            if spool not in self._writers[spool.run_id]:
                self._writers[spool.run_id].append(spool)
            if self._thread is None or not self._thread.is_alive():
                self._stop = threading.Event()
                self._thread = threading.Thread(
                    target=self._follow, args=(self._stop,), name="mltrack-points", daemon=True
                )
                self._thread.start()

    def report(self, run_id: str, problem: MLTrackError) -> None:
        """Say that points of a run cannot reach the disk."""
        if self.on_problem is not None:
            self.on_problem(run_id, problem)

    def finish(self, spool: Spool, drop: list[str]) -> None:
        """Fold what a closed spool still holds, forget keys, and remove its files."""
        self._fold([spool.run_id], drop={spool.run_id: drop})
        with self._lock:
            left = self._writers[spool.run_id]
            if spool in left:
                left.remove(spool)
            if not left:
                self._writers.pop(spool.run_id)
            if not self._writers:
                self._stop.set()
                self._thread = None
        for segment in spool.segments:
            segment.path.unlink(missing_ok=True)
        spool.segments.clear()

    def _follow(self, stop: threading.Event) -> None:
        beaten = 0.0
        while not stop.wait(FOLD_SECONDS):
            with self._lock:
                spools = [spool for of_run in self._writers.values() for spool in of_run]
            if time.monotonic() - beaten > BEAT_SECONDS:
                beaten = time.monotonic()
                for spool in spools:
                    spool.beat()
            try:
                self._fold(list({spool.run_id for spool in spools}))
            except MLTrackError as problem:
                for spool in spools:
                    if spool.problem is None and problem.code == "store_full":
                        spool.problem = problem
                        self.report(spool.run_id, problem)
            else:
                for spool in spools:
                    spool.leave_memory()

    # Folding --------------------------------------------------------------------------------------------------------

    def fold(self, run_id: str) -> None:
        """Fold a run's points into the database, in one transaction."""
        self._fold([run_id])

    def fold_all(self) -> list[str]:
        """Fold every spool, whoever writes it.

        Returns
        -------
        list of str
            The runs that got points.
        """
        if self._engine.read_only:
            return []
        return self._fold(None)

    def release(self, run_id: str) -> None:
        """Fold what a dead process left of a run, and remove its files."""
        _check_run(run_id)
        self._fold([run_id], dead=True)
        for source in self._sources([run_id]):
            source.path.unlink(missing_ok=True)

    def forget(self, run_id: str, keys: Iterable[str] | None = None) -> None:
        """Delete the points of a run, or of some of its keys."""
        with self._engine.atomic() as session:
            self._forget(session, run_id, keys)

    def _fold(
        self, runs: list[str] | None, drop: dict[str, list[str]] | None = None, dead: bool = False
    ) -> list[str]:
        sources = self._sources(runs)
        if drop is None and not self._news(sources, dead):
            return []
        folded: dict[str, dict[str, PointsSummary]] = {}
        finished: list[Source] = []
        with self._engine.atomic() as session:
            noted = _noted(session, sources)
            by_run: dict[str, dict[str, list[Points]]] = defaultdict(lambda: defaultdict(list))
            for source in sources:
                raw = source.read()
                if raw is None:
                    continue
                of = head(raw)
                if of is None:
                    continue
                since = noted.get(source.name, 0)
                tail = _tail(raw, of, since, dead)
                for key, points in _by_key(tail.records, of.keys):
                    by_run[source.run][key].append(points)
                if tail.until > since:
                    session.execute("INSERT OR REPLACE INTO spools VALUES (?, ?)", (source.name, tail.until))
                if tail.complete:
                    finished.append(source)
            for run, of_run in by_run.items():
                dropped = (drop or {}).get(run, [])
                folded[run] = {
                    key: self._append(session, run, key, join(parts))
                    for key, parts in of_run.items()
                    if key not in dropped
                }
            for run, keys in (drop or {}).items():
                if keys:
                    self._forget(session, run, keys)
            self._forget_removed(session)
            if self.on_fold is not None:
                for run, summaries in folded.items():
                    if summaries:
                        self.on_fold(run, summaries)
        self._remove(finished)
        return list(folded)

    def _append(self, session: Session, run: str, key: str, points: Points) -> PointsSummary:
        row = session.execute(
            "SELECT id, count, numbers, last, last_step, last_time, min, min_step, max, max_step, total "
            "FROM series WHERE run = ? AND key = ?",
            (run, key),
        ).fetchone()
        before = Tally() if row is None else Tally(*(_nan(value) for value in row[1:]))
        tally = before.add(points)
        if row is None:
            series = session.execute(
                "INSERT INTO series (run, key, count, numbers, last, last_step, last_time, min, min_step, max, max_step,"
                " total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (run, key, *_total(tally)),
            ).lastrowid
        else:
            series = row[0]
            session.execute(
                "UPDATE series SET count = ?, numbers = ?, last = ?, last_step = ?, last_time = ?, min = ?, "
                "min_step = ?, max = ?, max_step = ?, total = ? WHERE id = ?",
                (*_total(tally), series),
            )
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
            part = Points(*(column[start : start + _CHUNK] for column in points))
            session.execute(
                "INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
                (series, number, len(part.values), *encode(part)),
            )
            number += 1
        return tally.summary()

    def _forget(self, session: Session, run: str, keys: Iterable[str] | None) -> None:
        rows = session.execute("SELECT id, key FROM series WHERE run = ?", (run,)).fetchall()
        wanted = None if keys is None else set(keys)
        for series, key in rows:
            if wanted is None or key in wanted:
                session.execute("DELETE FROM chunks WHERE series = ?", (series,))
                session.execute("DELETE FROM series WHERE id = ?", (series,))

    def _forget_removed(self, session: Session) -> None:
        for (name,) in session.execute("SELECT name FROM spools").fetchall():
            if not (self._folder / name).exists() and not self._in_memory(name):
                session.execute("DELETE FROM spools WHERE name = ?", (name,))

    def _in_memory(self, name: str) -> bool:
        return any(source.name == name for source in self._sources(None) if source.memory is not None)

    def _remove(self, finished: list[Source]) -> None:
        for source in finished:
            with self._lock:
                for spool in self._writers.get(source.run, ()):
                    spool.segments[:] = [
                        one for one in spool.segments if one.path != source.path or one is spool.segments[-1]
                    ]
            source.path.unlink(missing_ok=True)

    def _news(self, sources: list[Source], dead: bool) -> bool:
        """Say whether any segment holds a record that is not folded."""
        if not sources:
            return False
        with self._engine.snapshot() as session:
            noted = _noted(session, sources)
        for source in sources:
            since = noted.get(source.name, 0)
            if source.memory is not None:
                if source.memory.filled(since):
                    return True
                continue
            try:
                with source.path.open("rb") as file:
                    of = head(file.read(64))
                    if of is None:
                        continue
                    file.seek(of.base + since * SIZE + SIZE - 4)
                    if file.read(4).strip(b"\0"):
                        return True
            except FileNotFoundError:
                continue
        return dead

    def _sources(self, runs: list[str] | None) -> list[Source]:
        found = []
        wanted = None if runs is None else set(runs)
        try:
            names = os.listdir(self._folder)
        except FileNotFoundError:
            names = []
        for name in names:
            source = _source(self._folder / name)
            if source is not None and (wanted is None or source.run in wanted):
                found.append(source)
        with self._lock:
            for run, spools in self._writers.items():
                if wanted is None or run in wanted:
                    for spool in spools:
                        for segment in spool.segments:
                            if segment.in_memory:
                                source = _source(segment.path)
                                assert source is not None
                                found.append(source._replace(memory=segment))
        found.sort(key=lambda source: source.number)
        return found

    # Reading --------------------------------------------------------------------------------------------------------

    def read(self, run_id: str, key: str) -> Points:
        """Give all points of a key of a run, folded or not, in the order in which they were logged."""
        tails, session_rows = self._both(
            run_id,
            'SELECT c.count, c.steps, c."values", c.times FROM chunks c JOIN series s ON s.id = c.series '
            "WHERE s.run = ? AND s.key = ? ORDER BY c.number",
            (run_id, key),
        )
        parts = [decode(*row) for row in session_rows]
        for of, tail in tails:
            parts += [points for name, points in _by_key(tail.records, of.keys) if name == key]
        return join(parts)

    def keys(self, run_id: str) -> dict[str, int]:
        """Give the keys of a run and how many points each has."""
        tails, rows = self._both(run_id, "SELECT key, count FROM series WHERE run = ? ORDER BY id", (run_id,))
        counts: dict[str, int] = dict(rows)
        for of, tail in tails:
            for name, points in _by_key(tail.records, of.keys):
                counts[name] = counts.get(name, 0) + len(points.values)
        return counts

    def heartbeat(self, run_id: str) -> float | None:
        """Give when a writer of the run last lived (Unix seconds), or ``None`` where there is no writer's file."""
        beats = []
        for source in self._sources([run_id]):
            raw = source.read()
            of = head(raw) if raw is not None else None
            if of is not None:
                beats.append(of.heartbeat)
        return max(beats, default=None)

    def _both(
        self, run_id: str, sql: str, params: tuple[Any, ...]
    ) -> tuple[list[tuple[Head, Tail]], list[Any]]:
        """Read spools and database as of one moment.

        The files are read first. A point that is folded afterwards is then in the database and, by the note of how
        far the file is folded, not taken from the file. A note is deleted only after its file: where both are missing
        nobody can say whether the file was folded before, so look again.
        """
        while True:
            raws = [(source, source.read()) for source in self._sources([run_id])]
            with self._engine.snapshot() as session:
                noted = _noted(session, [source for source, _ in raws])
                rows = session.execute(sql, params).fetchall()
            tails: list[tuple[Head, Tail]] = []
            unsure = False
            for source, raw in raws:
                of = head(raw) if raw is not None else None
                if raw is None or of is None:
                    continue
                if source.name not in noted and source.memory is None and not source.path.exists():
                    unsure = True
                tails.append((of, _tail(raw, of, noted.get(source.name, 0), dead=True)))
            if not unsure:
                return tails, rows

    def close(self) -> None:
        """Fold what this process still holds and stop the background thread."""
        self._stop.set()
        with self._lock:
            runs = list(self._writers)
        if runs and not self._engine.read_only:
            self._fold(runs)

    def forked(self) -> None:
        """In a forked child: the parent goes on with its own files."""
        self._lock = threading.RLock()
        self._thread = None
        for spools in self._writers.values():
            for spool in spools:
                spool.forked()


def _after_fork() -> None:
    for points in list(_alive):
        points.forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _check_run(run_id: str) -> None:
    if not isinstance(run_id, str) or not _RUN.match(run_id):
        raise InvalidInput(f"{str(run_id)[:80]!r} is no id of a run: use letters, digits, '_', '-' and '.'.")


def _source(path: Path) -> Source | None:
    stem, _, number = path.name.removesuffix(".points").rpartition("-")
    run, _, pid = stem.rpartition("-")
    if not path.name.endswith(".points") or not run or not pid.isdigit() or not number.isdigit():
        return None
    return Source(path.name, run, int(number), path)


def _noted(session: Session, sources: list[Source]) -> dict[str, int]:
    """Give how far segments are folded, of those that were begun."""
    found = {}
    for source in sources:
        row = session.execute("SELECT folded FROM spools WHERE name = ?", (source.name,)).fetchone()
        if row is not None:
            found[source.name] = row[0]
    return found


def _tail(raw: bytes, of: Head, since: int, dead: bool) -> Tail:
    """Give the records from a slot on; up to the first empty slot, or past empty ones of a writer that is dead."""
    import numpy as np

    kind = np.dtype([("step", "=i8"), ("value", "=f8"), ("time", "=f8"), ("key", "=u4")])
    start = of.base + since * SIZE
    count = max(0, (len(raw) - start) // SIZE)
    records = np.frombuffer(raw, kind, count, start) if count else np.empty(0, kind)
    filled = records["key"] != 0
    full = bool(filled.all())
    if dead:
        last = np.flatnonzero(filled)
        end = int(last[-1]) + 1 if len(last) else 0
    else:
        end = len(records) if full else int(filled.argmin())
    records = records[:end]
    keep = (records["key"] != 0) & (records["key"] != VOID)
    return Tail(records[keep], since + end, of.sealed and full)


def _by_key(records: Records, keys: list[str]) -> list[tuple[str, Points]]:
    import numpy as np

    found = []
    for number in np.unique(records["key"]):
        some = records[records["key"] == number]
        points = Points(
            some["step"].astype(np.int64), some["value"].astype(np.float64), some["time"].astype(np.float64)
        )
        found.append((keys[number - 1], points))
    return found


def _total(tally: Tally) -> tuple[Any, ...]:
    return tally


def _nan(value: Any) -> Any:
    return float("nan") if value is None else value
