"""SQLite below the store: connections, transactions, and its errors in our words."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ..errors import Conflict, MLTrackError, StoreError, StoreReadOnly
from .translation import BUSY_SECONDS, log_of, translate

FileState = tuple[int, int, bool]
"""When a database file was changed, its size, and whether it has a write-ahead log."""


_SQLITE_LIMIT_LENGTH: Final = 0
"""SQLite's number for the bytes of one value; ``sqlite3`` names it from Python 3.11 on."""


class Session:
    """One thread's connection, and the transaction it may be in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.execute = connection.execute
        self.executemany = connection.executemany
        self.lock = threading.RLock()
        """Held while the connection is used, so that nobody closes it meanwhile (SQLite would crash)."""
        self.depth = 0
        self.writing = False
        self.doomed = False
        self.fresh: dict[Any, Any] = {}
        """Numbers of paths that this transaction named first; known to others only after the commit."""
        self.naming = False
        """Whether it named any."""
        self.seq: int | None = None
        """Newest change number of the transaction; ``None`` until it is needed."""
        self.then: list[Callable[[], None]] = []
        """What is to be done when the transaction has been committed, and only then."""
        self.version = -1
        self.known_seq = 0
        self.immutable: FileState | None = None
        """What the file was when the connection was told that it does not change."""


_inherited: list[Session] = []
"""Connections that a fork left in the child: never used or closed there (closing would touch the parent's locks)."""


class Engine:
    """SQLite for many threads: one connection each, transactions that nest, errors translated in one place.

    Parameters
    ----------
    file
        The database file.
    read_only
        Open without the right to write.
    largest
        Bytes that one value may have; what SQLite takes (1 GB) when left out.
    """

    def __init__(self, file: Path, read_only: bool = False, largest: int | None = None) -> None:
        self.file = file
        self._largest = largest
        self.read_only = read_only
        self.before_commit: list[Callable[[Session], None]] = []
        self._reset()
        self.closed = False

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._local = threading.local()
        self._open: weakref.WeakSet[Session] = weakref.WeakSet()
        self._lock = threading.Lock()

    def session(self) -> Session:
        """Give this thread's session; a forked child gets new ones."""
        if self._pid != os.getpid():
            _inherited.extend(self._open)
            self._reset()
        found: Session | None = getattr(self._local, "session", None)
        if found is not None and found.immutable and not found.connection.in_transaction:
            if found.immutable == _state(self.file):
                return found
            found.connection.close()
            found = None
        if found is None:
            found = self._local.session = self._connect()
        return found

    def _connect(self) -> Session:
        if self.closed:
            folder = self.file.parent
            raise StoreError(f"The store {folder.name} was closed; open it again with open_store.", folder)
        mode = "ro" if self.read_only else "rw"
        # Without a write-ahead log nobody writes, and one cannot be made where nothing can be written: SQLite is told
        # not to look for it. Once others write, ``session`` notices and connects anew.
        immutable = _state(self.file) if self.read_only and not _has_log(self.file) else None
        address = f"{self.file.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        if self._largest is not None and hasattr(connection, "setlimit"):
            # From Python 3.11 on.
            connection.setlimit(_SQLITE_LIMIT_LENGTH, self._largest)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-32000")
        connection.execute("PRAGMA temp_store=MEMORY")
        session = Session(connection)
        session.immutable = immutable
        with self._lock:
            self._open.add(session)
        return session

    def close(self) -> None:
        """Close the connections of all threads."""
        self.closed = True
        if self._pid != os.getpid():
            _inherited.extend(self._open)
            return
        with self._lock:
            sessions = list(self._open)
            self._open.clear()
            self._local = threading.local()
        for session in sessions:
            # One that is in use for very long is left to its thread, with which it ends.
            if session.lock.acquire(timeout=BUSY_SECONDS):
                session.connection.close()
                session.lock.release()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Write: all or nothing. An inner one joins the outer one, and its failing takes the outer one along."""
        session = self.session()
        if session.depth:
            self._joinable(session)
            session.depth += 1
            try:
                yield session
            except BaseException:
                session.doomed = True
                raise
            finally:
                session.depth -= 1
            return
        with session.lock:
            yield from self._outermost(session)

    def _outermost(self, session: Session) -> Iterator[Session]:
        self._begin(session)
        try:
            yield session
            if session.doomed:
                raise Conflict("Nothing of this transaction was stored, because a part of it failed.")
            for prepare in self.before_commit:
                prepare(session)
            session.execute("COMMIT")
        except BaseException as error:
            self._rollback(session)
            if isinstance(error, sqlite3.Error):
                raise self.translate(error) from error
            raise
        if session.seq is not None:
            session.known_seq = session.seq
        then = session.then
        self._ended(session)
        for action in then:
            action()

    @contextmanager
    def atomic(self) -> Iterator[Session]:
        """Write one call's work: in a transaction of its own, or as a step of the current one that can fail alone."""
        session = self.session()
        if not session.depth:
            with self.transaction():
                yield session
            return
        self._joinable(session)
        name = f"step{session.depth}"
        seq, actions = session.seq, len(session.then)
        with self.translated():
            session.execute(f"SAVEPOINT {name}")
        session.depth += 1
        try:
            yield session
            session.execute(f"RELEASE {name}")
        except BaseException as error:
            session.fresh.clear()
            session.seq = seq
            del session.then[actions:]
            if session.connection.in_transaction:
                session.execute(f"ROLLBACK TO {name}")
                session.execute(f"RELEASE {name}")
            else:  # SQLite itself gave up the transaction (a full disk does that)
                session.doomed = True
            if isinstance(error, sqlite3.Error):
                raise self.translate(error) from error
            raise
        finally:
            session.depth -= 1

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """Read: all statements see the same state of the store."""
        session = self.session()
        if session.connection.in_transaction:
            with self.translated():
                yield session
            return
        with session.lock, self.translated():
            session.execute("BEGIN")
            try:
                yield session
            finally:
                if session.connection.in_transaction:
                    session.execute("COMMIT")

    def _begin(self, session: Session) -> None:
        if self.read_only:
            raise StoreReadOnly(
                f"The store {self.file.parent.name} cannot be written to: its folder or file system is read-only. "
                "Reading works; to write, copy it to a place where you may, or ask for the right to write.",
                self.file.parent,
            )
        if session.connection.in_transaction:
            raise Conflict("Nothing can be written while a query is being answered; write after it.")
        with self.translated():
            session.execute("BEGIN IMMEDIATE")
        session.depth = 1
        session.writing = True

    def _ended(self, session: Session) -> None:
        session.depth = 0
        session.writing = False
        session.doomed = False
        session.seq = None
        session.then = []
        session.fresh.clear()
        session.naming = False

    def _joinable(self, session: Session) -> None:
        if session.doomed:
            raise Conflict("This transaction can store nothing more, because a part of it failed.")

    def _rollback(self, session: Session) -> None:
        try:
            if session.connection.in_transaction:
                session.execute("ROLLBACK")
        finally:
            self._ended(session)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Say SQLite's errors in our words."""
        try:
            yield
        except sqlite3.Error as error:
            raise self.translate(error) from error

    def translate(self, error: sqlite3.Error) -> MLTrackError:
        """Give the error that people see for one of SQLite's."""
        return translate(error, self.file)


def _has_log(file: Path) -> bool:
    try:
        return log_of(file).stat().st_size > 0
    except FileNotFoundError:
        return False


def _state(file: Path) -> FileState | None:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, _has_log(file)
