"""The store: a folder ``.mltrack`` with a database, spools of metric points, and files."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from ..errors import NotFound, StoreBusy, StoreCorrupt, StoreFull, StoreReadOnly, StoreTooNew
from . import schema
from .blobs import Blobs
from .changes import ChangeFeed, Changes
from .documents import DocumentTable
from .engine_sqlite import Engine
from .names import Names
from .points import MetricPoints
from .spool import NO_ROOM
from .storage import Database
from .translation import BUSY_SECONDS, translate

FOLDER = ".mltrack"
_IGNORED = "# The store itself is not for version control.\nmltrack.db*\nspool/\nblobs/\n"


class Store:
    """An opened store. Get one from ``open_store``; use it from any thread.

    Attributes
    ----------
    path
        The ``.mltrack`` folder.
    db
        A TinyDB whose tables lie in the store.
    points
        Metric points.
    blobs
        Content-addressed files.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        names = Names(engine)
        self._feed = ChangeFeed(engine)
        self.db = Database(engine, names, self._feed)
        self.points = MetricPoints(engine, path / "spool")
        self.blobs = Blobs(path / "blobs")

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._engine.read_only

    @property
    def closed(self) -> bool:
        """Whether it was closed: it can do nothing any more."""
        return self._engine.closed

    def table(self, name: str) -> DocumentTable:
        """Give a table of documents."""
        return self.db.table(name)

    def transaction(self) -> AbstractContextManager[Any]:
        """Do several things or none: what tables and points do inside is committed together.

        Inner transactions of the same thread join the outer one; when one fails, the outer one fails too.

        Raises
        ------
        StoreReadOnly, StoreFull, StoreBusy
            When the store cannot take it; nothing is stored then.
        """
        return self._engine.transaction()

    def snapshot(self) -> AbstractContextManager[Any]:
        """Read several things as of one moment, whatever others write meanwhile; nothing can be written inside."""
        return self._engine.snapshot()

    def seq(self) -> int:
        """Give the newest change number. Cheap enough to be asked all the time."""
        return self._feed.seq()

    def changes(self, since: int) -> Changes:
        """Give the newest change of every document that changed after ``since``, in commit order.

        Parameters
        ----------
        since
            A number that ``seq`` or ``changes`` gave before; 0 for everything.
        """
        return self._feed.since(since)

    def check(self) -> list[str]:
        """Look for damage to the database file; gives what is wrong, in SQLite's words.

        Raises
        ------
        StoreCorrupt
            When it is so damaged that it cannot even be looked at.
        """
        with self._engine.snapshot() as session:
            found = [str(row[0]) for row in session.execute("PRAGMA quick_check(20)").fetchall()]
        return [] if found == ["ok"] else found

    def close(self) -> None:
        """Fold the points of this process and close all connections."""
        try:
            self.points.close()
        finally:
            self._engine.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r}{', read-only' if self.read_only else ''})"


def find_store(start: str | Path | None = None) -> Path:
    """Give where the store of a folder is, as git finds its own.

    Parameters
    ----------
    start
        A folder (or a file in it); the working directory by default.

    Returns
    -------
    Path
        What ``MLTRACK_STORE`` says, else the nearest ``.mltrack`` upwards, else ``start/.mltrack``, which does not
        exist yet.
    """
    chosen = os.environ.get("MLTRACK_STORE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    begin = Path.cwd() if start is None else Path(start).expanduser().absolute()
    if begin.is_file():
        begin = begin.parent
    for folder in (begin, *begin.parents):
        if (folder / FOLDER).is_dir():
            return folder / FOLDER
    return begin / FOLDER


def open_store(
    path: str | Path, create: bool = True, read_only: bool = False, largest: int | None = None
) -> Store:
    """Open a store, made where there is none.

    Parameters
    ----------
    path
        The ``.mltrack`` folder.
    create
        Whether to make it where it does not exist.
    read_only
        Whether to write nothing to it, also where that is possible: a store of somebody else stays as it is.
    largest
        Bytes that one of its documents may have (from Python 3.11 on): somebody else's may hold anything.

    Raises
    ------
    NotFound
        When there is no store and none is to be made.
    StoreReadOnly, StoreFull
        When none can be made there.
    StoreCorrupt, StoreTooNew
        When what is there cannot be used.
    """
    path = Path(path).expanduser().absolute()
    file = path / schema.FILE
    if not file.exists():
        if not create or read_only:
            raise NotFound(f"There is no store {path.name}.", path)
        _make_folder(path)
    may_write = os.access(path, os.W_OK) and (not file.exists() or os.access(file, os.W_OK))
    writable = may_write and not read_only
    if writable:
        _prepare(file)
    engine = Engine(file, read_only=not writable, largest=largest)
    try:
        with engine.translated():
            _check_version(engine.session().connection, file)
    except BaseException:
        engine.close()
        raise
    return Store(path, engine)


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        rules = path / ".gitignore"
        if not rules.exists():
            rules.write_text(_IGNORED)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreFull("No store can be made: no room is left on the disk.", path) from error
        raise StoreReadOnly(f"No store can be made: {error.strerror}.", path) from error


def _prepare(file: Path) -> None:
    """Make the tables where there are none, and bring older ones to this version."""
    try:
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            # All of it in one look: another process may be making the store at this moment.
            connection.execute("BEGIN")
            to_change = _is_to_change(connection, file)
            connection.execute("COMMIT")
            if not to_change:
                return
            _to_wal(connection, file)
            connection.execute("BEGIN IMMEDIATE")
            if _is_to_change(connection, file):  # nobody else did it meanwhile
                if schema.version(connection) == 0:
                    schema.create(connection)
                else:
                    schema.migrate(connection, file)
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise translate(error, file) from error


def _is_to_change(connection: sqlite3.Connection, file: Path) -> bool:
    """Say whether a database is empty or of an older version; refuse one that is not ours."""
    if schema.application(connection) == schema.APPLICATION:
        return schema.version(connection) < schema.VERSION
    if schema.version(connection) or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StoreCorrupt(
            f"{_shown(file)} is a database, but not one of jupyter-mltrack. It was left untouched.",
            file.parent,
        )
    return True


def _to_wal(connection: sqlite3.Connection, file: Path) -> None:
    """Switch to the write-ahead log; SQLite does not wait for others there by itself."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() > end:
                folder = file.parent
                raise StoreBusy(
                    f"The store {folder.name} is being made by another process.", folder
                ) from error
            time.sleep(0.01)


def _check_version(connection: sqlite3.Connection, file: Path) -> None:
    found = schema.version(connection)
    if found > schema.VERSION:
        raise StoreTooNew(
            f"The store {file.parent.name} has version {found}; this jupyter-mltrack knows versions up to "
            f"{schema.VERSION}. Update jupyter-mltrack, or use another store.",
            file.parent,
        )
    if schema.application(connection) != schema.APPLICATION:
        raise StoreCorrupt(
            f"{_shown(file)} is no database of jupyter-mltrack. It was left untouched.", file.parent
        )
    if found < schema.VERSION:
        raise StoreReadOnly(
            f"The store {file.parent.name} has version {found} and must be brought to version {schema.VERSION} first, "
            "but it cannot be written to. Open it once where it can be.",
            file.parent,
        )


def _shown(file: Path) -> str:
    """Name a file as errors do, which are sent to browsers: with the store's folder, without where that is."""
    return f"{file.parent.name}/{file.name}"
