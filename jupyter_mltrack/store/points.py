"""Metric points: written to spools, folded into the database in batches, read from both together.

The transaction that folds points also notes how far each spool is folded, so that nobody loses or doubles a point,
whoever folds, and whenever one dies.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import InvalidInput, MLTrackError, StoreBusy, StoreReadOnly
from . import series
from .columns import Points, decode, join
from .engine_sqlite import Engine
from .folding import Folding, OnFold, OnProblem, noted
from .follower import Follower
from .sources import Part, Source, Tail, list_sources, source_of
from .spool import Spool

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
_IDLE_LOOKS = 20
"""After how many looks at nothing the thread ends: the next run of a loop of short ones finds it still there."""
_LOOKS = 8
"""How often the background thread finds a slot empty before it takes it for given up: a call that is under way fills
its slot within one switch of threads, one that Ctrl-C broke off never does."""
_RUN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\Z")

_alive: weakref.WeakSet[MetricPoints] = weakref.WeakSet()


class MetricPoints:
    """The metric points of a store.

    Attributes
    ----------
    on_problem
        Called once when points of a run cannot reach the disk.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.on_problem: OnProblem | None = None
        self._engine = engine
        self._folder = folder
        self._folding = Folding(engine, folder, self._sources, self._let_go)
        self._writers: dict[str, list[Spool]] = {}
        self._lock = threading.RLock()
        self._followers: list[Follower] = []
        self._beaten = 0.0
        self._idle = 0
        self._gaps: dict[str, tuple[int, int]] = {}
        """By segment: an empty slot before a filled one, and how often it was seen."""
        _alive.add(self)

    @property
    def on_fold(self) -> OnFold | None:
        """Called inside the transaction that folds points: the run's id, and the summary of each key that got some."""
        return self._folding.on_fold

    @on_fold.setter
    def on_fold(self, call: OnFold | None) -> None:
        self._folding.on_fold = call

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
                f"The store {self._folder.parent.name} cannot be written to, so metrics cannot be logged.",
                self._folder.parent,
            )
        with self._engine.snapshot() as session:
            last = series.last_steps(session, run_id)
        return Spool(self, self._folder, run_id, last)

    def watch(self, spool: Spool) -> None:
        """Fold a spool in the background from now on."""
        with self._lock:
            spools = self._writers.setdefault(spool.run_id, [])
            if spool not in spools:
                spools.append(spool)
            if not self._followers or not self._followers[-1].is_alive():
                # One that was stopped may be in its last look: ``close`` waits for it too.
                self._followers = [
                    *(one for one in self._followers if one.is_running()),
                    Follower(self._look),
                ]

    def report(self, run_id: str, problem: MLTrackError) -> None:
        """Say that points of a run cannot reach the disk."""
        if self.on_problem is not None:
            self.on_problem(run_id, problem)

    def finish(self, spool: Spool, drop: list[str]) -> None:
        """Fold what a closed spool still holds, forget keys, and remove its files."""
        ended = {segment.name for segment in spool.segments}
        self._folding.fold([spool.run_id], drop={spool.run_id: drop} if drop else {}, ended=ended)
        with self._lock:
            left = self._writers.get(spool.run_id, [])
            if spool in left:
                left.remove(spool)
            if not left:
                self._writers.pop(spool.run_id, None)

    def _spools(self) -> list[Spool]:
        with self._lock:
            return [spool for of_run in self._writers.values() for spool in of_run]

    def _look(self) -> None:
        """Do what has to be done again and again: fold, beat, mend."""
        with self._lock:
            spools = self._spools()
            self._idle = 0 if spools else self._idle + 1
            if self._idle > _IDLE_LOOKS:
                self._followers[-1].stop()
        if not spools:
            return
        if time.monotonic() - self._beaten > BEAT_SECONDS:
            self._beaten = time.monotonic()
            for spool in spools:
                spool.beat()
        try:
            self._folding.fold(list({spool.run_id for spool in spools}))
            self._give_up_gaps()
        except StoreBusy:
            return  # another process writes much: the next look folds more
        except MLTrackError as problem:
            for spool in spools:
                spool.trouble(problem)
        except OSError as error:
            for spool in spools:
                spool.trouble(spool.translate(error))
        else:
            for spool in spools:
                spool.recover()

    def _give_up_gaps(self) -> None:
        """Fill slots that a broken-off call left empty, so that the points behind them can be folded."""
        segments = [segment for spool in self._spools() for segment in spool.segments]
        with self._engine.snapshot() as session:
            folded = noted(session, [segment.name for segment in segments])
        gaps: dict[str, tuple[int, int]] = {}
        for segment in segments:
            slot = folded.get(segment.name, 0)
            if segment.is_gap(slot):
                before, looks = self._gaps.get(segment.name, (slot, 0))
                gaps[segment.name] = (slot, looks + 1 if before == slot else 1)
                if gaps[segment.name][1] >= _LOOKS:
                    segment.void(slot)
        self._gaps = gaps

    # Folding --------------------------------------------------------------------------------------------------------

    def fold(self, run_id: str) -> None:
        """Fold a run's points into the database, in one transaction."""
        self._folding.fold([run_id])

    def fold_all(self) -> list[str]:
        """Fold every spool, whoever writes it.

        Returns
        -------
        list of str
            The runs that got points.
        """
        if self._engine.read_only:
            return []
        return self._folding.fold(None)

    def release(self, run_id: str) -> None:
        """Fold what a dead process left of a run, and remove its files."""
        _check_run(run_id)
        self._folding.release(run_id)

    def forget(self, run_id: str, keys: Iterable[str] | None = None) -> None:
        """Delete the points of a run, or of some of its keys."""
        with self._engine.atomic() as session:
            series.forget(session, run_id, keys)

    def _sources(self, runs: list[str] | None) -> list[Source]:
        wanted = None if runs is None else set(runs)
        found = list_sources(self._folder, wanted)
        for spool in self._spools():
            if wanted is None or spool.run_id in wanted:
                for segment in list(spool.segments):
                    source = source_of(segment.path) if segment.in_memory else None
                    if source is not None:
                        found.append(source._replace(name=segment.name, memory=segment))
        found.sort(key=lambda source: source.number)
        return found

    def _let_go(self, finished: list[Source]) -> None:
        """Remove segments of which every point is committed."""
        for source in finished:
            for spool in self._spools():
                if spool.run_id == source.run:
                    spool.let_go(source.name)
            if source.memory is None:
                try:
                    source.path.unlink(missing_ok=True)
                except OSError as error:
                    # It is noted that all of it is folded: whoever may remove it does so when it looks next.
                    logger.info("A file whose points are all in the database stays: %s", error)

    # Reading --------------------------------------------------------------------------------------------------------

    def read(self, run_id: str, key: str) -> Points:
        """Give all points of a key of a run, folded or not, in the order in which they were logged."""
        tails, rows = self._both(run_id, series.READ, (run_id, key))
        parts = [decode(*row) for row in rows]
        for tail in tails:
            parts += [points for name, points in tail.by_key() if name == key]
        return join(parts)

    def keys(self, run_id: str) -> dict[str, int]:
        """Give the keys of a run and how many points each has."""
        tails, rows = self._both(run_id, series.KEYS, (run_id,))
        counts: dict[str, int] = dict(rows)
        for tail in tails:
            for name, points in tail.by_key():
                counts[name] = counts.get(name, 0) + len(points.values)
        return counts

    def heartbeat(self, run_id: str) -> float | None:
        """Give when a writer of the run last lived (Unix seconds), or ``None`` where there is no writer's file."""
        heads = [source.head() for source in self._sources([run_id])]
        return max((of.heartbeat for of in heads if of is not None), default=None)

    def _both(self, run_id: str, sql: str, params: tuple[Any, ...]) -> tuple[list[Tail], list[Any]]:
        """Read spools and database as of one moment.

        The spools are read first. A point that is folded afterwards is then in the database and, by the note of how
        far the spool is folded, not taken from the spool. A note is deleted only after its segment: where both are
        missing nobody can say whether the segment was folded before, so look again.
        """
        while True:
            parts: list[tuple[Source, Part]] = []
            for source in self._sources([run_id]):
                part = source.read()
                if part is not None:
                    parts.append((source, part))
            with self._engine.snapshot() as session:
                folded = noted(session, [source.name for source, _ in parts])
                rows = session.execute(sql, params).fetchall()
            if all(source.name in folded or self._is_there(source) for source, _ in parts):
                return [part.tail(folded.get(source.name, 0), past_gaps=True) for source, part in parts], rows

    def _is_there(self, source: Source) -> bool:
        if source.memory is None:
            return source.path.exists()
        return any(source.memory in spool.segments for spool in self._spools())

    # Ending ---------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Fold what this process still holds and stop the background thread."""
        for follower in self._followers:
            follower.stop()
        for follower in self._followers:
            follower.join()
        runs = list({spool.run_id for spool in self._spools()})
        if runs and not self._engine.read_only:
            self._folding.fold(runs)

    def forked(self) -> None:
        """In a forked child: the parent goes on with its own files."""
        self._lock = threading.RLock()
        self._followers = []
        for spool in self._spools():
            spool.forked()


def _after_fork() -> None:
    for points in list(_alive):
        points.forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _check_run(run_id: str) -> None:
    if not isinstance(run_id, str) or not _RUN.match(run_id):
        raise InvalidInput(f"{str(run_id)[:80]!r} is no id of a run: use letters, digits, '_', '-' and '.'.")
