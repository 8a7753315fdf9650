"""Tables and paths by number: what the index repeats a million times is an integer, not a text."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple

from . import schema
from .engine_sqlite import Engine, Session
from .index import Path, Skip


class Table(NamedTuple):
    """What the store knows of a table of documents."""

    id: int
    listed: bool
    next: int
    """The next document has at least this id: ids are never given twice."""
    shuffled: bool
    """Documents were inserted in another order than that of their ids."""
    skip: Skip


class Names:
    """The numbers of tables and paths; numbers are never given to another name."""

    def __init__(self, engine: Engine) -> None:
        self._skips: dict[str, Skip] = {}
        self._paths: dict[int, dict[Path, int]] = {}
        self._newest = 0
        self._lock = threading.Lock()
        self._engine = engine

    def table(self, session: Session, name: str) -> Table | None:
        """Give a table, or ``None`` when nothing was ever written to it."""
        row = session.execute(
            "SELECT id, listed, next, shuffled, skip FROM tables WHERE name = ?", (name,)
        ).fetchone()
        if row is None:
            return None
        skip = self._skips.get(row[4])
        if skip is None:
            skip = self._skips[row[4]] = json.loads(row[4])
        return Table(row[0], bool(row[1]), row[2], bool(row[3]), skip)

    def make_table(self, session: Session, name: str) -> Table:
        """Give a table, made where it was not there."""
        found = self.table(session, name)
        if found is None:
            skip = json.dumps(schema.SKIP.get(name, {}))
            number = session.execute("INSERT INTO tables (name, skip) VALUES (?, ?)", (name, skip)).lastrowid
            for statement in schema.DOCUMENTS:
                session.execute(statement.format(id=number))
            found = self.table(session, name)
            assert found is not None
        elif not found.listed:
            session.execute("UPDATE tables SET listed = 1 WHERE id = ?", (found.id,))
        return found

    def paths(self, session: Session, table: int) -> Mapping[Path, int]:
        """Give the numbers of all paths that documents of a table ever had."""
        newest: int = session.execute("SELECT max(id) FROM paths").fetchone()[0] or 0
        if newest == self._newest:
            return self._paths.get(table, {})
        if session.naming:
            # Paths of this transaction may yet be undone: they are not for other threads.
            known = dict(self._paths.get(table, {}))
            rows = session.execute(
                "SELECT id, path FROM paths WHERE id > ? AND tbl = ?", (self._newest, table)
            )
            known.update((tuple(json.loads(path)), number) for number, path in rows)
            return known
        with self._lock:
            rows = session.execute(
                "SELECT id, tbl, path FROM paths WHERE id > ? ORDER BY id", (self._newest,)
            )
            # Others go through what they were given meanwhile, so it is not added to but replaced.
            paths = {owner: dict(known) for owner, known in self._paths.items()}
            newest = self._newest
            for number, owner, path in rows.fetchall():
                paths.setdefault(owner, {})[tuple(json.loads(path))] = newest = number
            self._paths, self._newest = paths, newest
        return self._paths.get(table, {})

    def number(self, session: Session, table: int, path: Path, known: Mapping[Path, int]) -> int:
        """Give the number of a path, new where it has none; the session writes."""
        found = known.get(path)
        if found is None:
            found = session.fresh.get((table, path))
        if found is None:
            text = json.dumps(path)
            row = session.execute("SELECT id FROM paths WHERE tbl = ? AND path = ?", (table, text)).fetchone()
            if row is None:
                session.naming = True
                row = (
                    session.execute("INSERT INTO paths (tbl, path) VALUES (?, ?)", (table, text)).lastrowid,
                )
            found = session.fresh[table, path] = row[0]
        return found


def below(paths: Mapping[Path, Any], prefix: Path) -> list[Path]:
    """Give the paths that lie below a prefix."""
    length = len(prefix)
    return [path for path in paths if len(path) > length and path[:length] == prefix]
