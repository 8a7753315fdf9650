"""The tables below the store, their version, and the ways from one version to the next."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

VERSION = 1
"""The version that this package writes; kept in the file as SQLite's ``user_version``."""

APPLICATION = 0x4D4C_5452
"""Marks the file as ours (SQLite's ``application_id``)."""

FILE = "mltrack.db"

TABLES = """
CREATE TABLE store (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE tables (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, listed INTEGER NOT NULL DEFAULT 1,
    next INTEGER NOT NULL DEFAULT 1, shuffled INTEGER NOT NULL DEFAULT 0, skip TEXT NOT NULL DEFAULT '{}');
CREATE TABLE paths (id INTEGER PRIMARY KEY, tbl INTEGER NOT NULL, path TEXT NOT NULL, UNIQUE (tbl, path));
CREATE TABLE entries (path INTEGER, value, doc INTEGER, PRIMARY KEY (path, value, doc)) WITHOUT ROWID;
CREATE TABLE removed (seq INTEGER PRIMARY KEY, tbl INTEGER NOT NULL, doc INTEGER NOT NULL);
CREATE TABLE series (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL, key TEXT NOT NULL, count INTEGER NOT NULL, numbers INTEGER NOT NULL,
    last REAL, last_step INTEGER, last_time REAL, min REAL, min_step INTEGER, max REAL, max_step INTEGER,
    total REAL, UNIQUE (run, key));
CREATE TABLE chunks (
    series INTEGER NOT NULL, number INTEGER NOT NULL, count INTEGER NOT NULL,
    steps BLOB NOT NULL, "values" BLOB NOT NULL, times BLOB NOT NULL, PRIMARY KEY (series, number));
CREATE TABLE spools (name TEXT PRIMARY KEY, folded INTEGER NOT NULL) WITHOUT ROWID;
"""

DOCUMENTS = (
    "CREATE TABLE documents_{id} (doc INTEGER PRIMARY KEY, body TEXT NOT NULL, seq INTEGER NOT NULL,"
    " changed INTEGER NOT NULL DEFAULT 0, pos INTEGER)",
    "CREATE UNIQUE INDEX seq_{id} ON documents_{id} (seq)",
)
"""One table for each table of documents.

``seq`` is the number of the newest change, ``changed`` says that it was not the insertion, and ``pos`` is set only
where documents did not come in the order of their ids. The index serves the change feed, and counts without bodies.
"""

SKIP: dict[str, dict[str, Any]] = {
    "runs": {
        "process": True,
        "captured": True,
        "left_out": True,
        "artifacts": True,
        "environment": True,
        "stdout_bytes": True,
        "failure": {"message": True, "traceback": True},
        "source": {"context": True, "execution_count": True},
        "summaries": {
            "*": {"count": True, "last": True, "last_step": True, "min_step": True, "max_step": True}
        },
    },
    "models": {"card": True, "rules": True},
    "versions": {"artifacts": True, "saved": {"signature": True}, "environment": True},
    "requests": {"decisions": True, "evidence": True, "reason": True},
    "monitors": {
        "source": True,
        "chunking": True,
        "roles": True,
        "policy": True,
        "performance": True,
        "references": True,
        "expected": True,
        "notes": True,
        "changes": True,
        "stream_states": True,
        "streams": True,
        "sentence": True,
        "problem": True,
        "lease": True,
        "pending": True,
        "channels": True,
    },
    "parts": {"profile": True, "scored": True},
    "reports": {
        "columns": True,
        "persisting": True,
        "performance": True,
        "estimates": True,
        "sentence": True,
        "profile": True,
        "report": True,
        "scored": True,
    },
    "strips": {"marks": True, "orders": True},
    "alerts": {"events": True, "details": True, "subjects": True, "ever": True, "sentence": True},
    "deliveries": {"text": True, "title": True, "problem": True},
    "events": {"details": True, "hash": True, "previous": True, "reason": True},
}
"""What has no index rows, by table: never asked for, or far too long. Copied to the store when a table is made, so
that every version of this package reads the index by the rule it was written by. A query on such a path is answered
from the documents."""

Migration = Callable[[sqlite3.Connection], None]
MIGRATIONS: dict[int, Migration] = {}
"""How a store of a version becomes one of the next version; each runs inside one transaction."""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database; the caller holds a transaction."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute("INSERT INTO store VALUES ('id', ?)", (uuid.uuid4().hex,))
    # Change numbers begin at the time of making, so that a number of another store is known to be one.
    first = int(time.time() * 1000)
    connection.executemany(
        "INSERT INTO store VALUES (?, ?)", [("first", first), ("seq", first), ("forgotten", first)]
    )
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute(f"PRAGMA user_version={VERSION}")


def migrate(connection: sqlite3.Connection, file: Path) -> Path:
    """Bring a store of an older version to this one, after a copy of it was made beside it.

    Parameters
    ----------
    connection
        Inside a transaction that writes; nothing changes when a step fails.
    file
        Its database.

    Returns
    -------
    Path
        The copy: ``mltrack.db.v1-20250131T235959``.
    """
    found = version(connection)
    copy = file.with_name(f"{file.name}.v{found}-{time.strftime('%Y%m%dT%H%M%S')}")
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    # Another connection reads what is committed; this one keeps others from writing meanwhile.
    with closing(sqlite3.connect(file)) as before, closing(sqlite3.connect(part)) as after:
        before.backup(after)
    part.replace(copy)
    for step in range(found, VERSION):
        MIGRATIONS[step](connection)
        connection.execute(f"PRAGMA user_version={step + 1}")
    return copy


def version(connection: sqlite3.Connection) -> int:
    """Give the version of the tables; 0 is an empty database."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def application(connection: sqlite3.Connection) -> int:
    """Give whose database it is."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0])
