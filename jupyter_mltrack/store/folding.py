"""Folding: points go from their spools to the database, each once, in a transaction that notes how far it came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from ..errors import MLTrackError
from . import series
from .columns import Points, PointsSummary, join
from .engine_sqlite import Engine, Session
from .segment import IN_MEMORY, PROCESS
from .sources import Source

OnFold = Callable[[str, dict[str, PointsSummary]], None]
OnProblem = Callable[[str, MLTrackError], None]


class Folding:
    """Folds the segments of a store.

    Parameters
    ----------
    engine
        The database.
    folder
        Where the segments lie.
    find
        Gives the segments of some runs, or of all, oldest first.
    let_go
        Removes segments of which every point is committed.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        find: Callable[[list[str] | None], list[Source]],
        let_go: Callable[[list[Source]], None],
    ) -> None:
        self.on_fold: OnFold | None = None
        self._engine = engine
        self._folder = folder
        self._find = find
        self._let_go = let_go

    def fold(
        self,
        runs: list[str] | None,
        drop: Mapping[str, list[str]] | None = None,
        ended: Collection[str] = (),
    ) -> list[str]:
        """Fold in one transaction; in none where there is nothing to do.

        Parameters
        ----------
        runs
            Whose segments; ``None`` is all.
        drop
            Keys to be forgotten, by run.
        ended
            Names of segments that nobody writes to any more: they are folded to their last point and removed.

        Returns
        -------
        list of str
            The runs that got points.
        """
        drop = drop or {}
        sources = self._find(runs)
        finished = [source for source in sources if source.name in ended]
        if not self._has_news(sources, drop, ended):
            self._when_committed(finished)
            return []
        with self._engine.atomic() as session:
            # Listed again: what another thread has folded to its end meanwhile is no more to be read.
            found, complete = self._take(session, self._find(runs), ended)
            summaries = {
                run: {
                    key: series.append(session, run, key, join(parts))
                    for key, parts in of_run.items()
                    if key not in drop.get(run, ())
                }
                for run, of_run in found.items()
            }
            for run, keys in drop.items():
                series.forget(session, run, keys)
            self._forget_notes(session)
            if self.on_fold is not None:
                for run, of_keys in summaries.items():
                    if of_keys:
                        self.on_fold(run, of_keys)
            self._when_committed([*finished, *complete])
        return list(summaries)

    def release(self, run: str) -> None:
        """Fold all segments of a run whose writers are dead, and remove them."""
        sources = self._find([run])
        self.fold([run], ended={source.name for source in sources})
        with self._engine.snapshot() as session:
            names = [name for (name,) in session.execute("SELECT name FROM spools")]
        # What the dead held in memory is lost; nobody else can say that these notes are of no more use.
        lost = [name for name in names if name.endswith(IN_MEMORY) and name.rsplit("-", 2)[0] == run]
        if lost:
            with self._engine.atomic() as session:
                session.executemany("DELETE FROM spools WHERE name = ?", [(name,) for name in lost])

    def _when_committed(self, finished: list[Source]) -> None:
        """Remove segments, but not before their points are committed, which an outer transaction may do much later."""
        if not finished:
            return
        session = self._engine.session()
        if session.writing:
            session.then.append(lambda: self._let_go(finished))
        else:
            self._let_go(finished)

    def _take(
        self, session: Session, sources: list[Source], ended: Collection[str]
    ) -> tuple[dict[str, dict[str, list[Points]]], list[Source]]:
        """Note that all points are folded; give those that were not yet, by run and key, and the segments that end."""
        folded = noted(session, [source.name for source in sources])
        found: dict[str, dict[str, list[Points]]] = {}
        complete = []
        for source in sources:
            since = folded.get(source.name, 0)
            part = source.read(since)
            if part is not None:
                tail = part.tail(since, past_gaps=source.name in ended)
                for key, points in tail.by_key():
                    found.setdefault(source.run, defaultdict(list))[key].append(points)
                if tail.until > since:
                    session.execute("INSERT OR REPLACE INTO spools VALUES (?, ?)", (source.name, tail.until))
                if tail.complete:
                    complete.append(source)
        return found, complete

    def _has_news(self, sources: list[Source], drop: Mapping[str, list[str]], ended: Collection[str]) -> bool:
        """Say whether any segment holds a point that is not folded, or the database one that is to be dropped."""
        with self._engine.snapshot() as session:
            folded = noted(session, [source.name for source in sources])
            if any(series.has(session, run, keys) for run, keys in drop.items()):
                return True
        for source in sources:
            since = folded.get(source.name, 0)
            if source.name in ended:
                part = source.read(since)
                if part is not None and len(part.tail(since, past_gaps=True).records):
                    return True
            elif source.has(since):
                return True
        return False

    def _forget_notes(self, session: Session) -> None:
        """Delete the notes of segments that are no more; what other processes hold in memory cannot be seen here."""
        held: set[str] | None = None
        for (name,) in session.execute("SELECT name FROM spools").fetchall():
            if not name.endswith(IN_MEMORY):
                gone = not (self._folder / name).exists()
            elif PROCESS.token in name:
                if held is None:
                    held = {source.name for source in self._find(None)}
                gone = name not in held
            else:
                gone = False
            if gone:
                session.execute("DELETE FROM spools WHERE name = ?", (name,))


def noted(session: Session, names: Iterable[str]) -> dict[str, int]:
    """Give how far segments are folded, of those that were begun."""
    found = {}
    for name in names:
        row = session.execute("SELECT folded FROM spools WHERE name = ?", (name,)).fetchone()
        if row is not None:
            found[name] = row[0]
    return found
