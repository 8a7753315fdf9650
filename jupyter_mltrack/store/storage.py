"""TinyDB's documented extension points, on SQLite: its storage, and a database whose tables are ``DocumentTable``."""

from __future__ import annotations

from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage

from .changes import ChangeFeed
from .documents import DocumentTable
from .engine_sqlite import Engine
from .names import Names
from .writing import Writer


class SQLiteStorage(Storage):
    """TinyDB's storage on SQLite.

    ``read`` and ``write`` move the whole database, as TinyDB's interface wants them; the tables of this package do
    not use them.
    """

    def __init__(self, engine: Engine, names: Names, feed: ChangeFeed) -> None:
        self.engine = engine
        self.names = names
        self.writer = Writer(names, feed)

    def tables(self) -> list[str]:
        """Give the names of all tables."""
        with self.engine.snapshot() as session:
            return [name for (name,) in session.execute("SELECT name FROM tables WHERE listed ORDER BY id")]

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Give all documents of all tables."""
        with self.engine.snapshot():
            found = {name: DocumentTable(self, name)._read_table() for name in self.tables()}
        return found or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the database hold these documents and no other."""
        with self.engine.atomic():
            for name in self.tables():
                if name not in data:
                    self.drop(name)
            for name, documents in data.items():
                table = DocumentTable(self, name, persist_empty=False)
                table._replace({int(doc): dict(document) for doc, document in documents.items()})

    def drop(self, name: str) -> None:
        """Take away a table. Its document ids are never given again, whatever is made under its name."""
        with self.engine.atomic() as session:
            found = self.names.table(session, name)
            if found is not None:
                DocumentTable(self, name).truncate()
                session.execute("UPDATE tables SET listed = 0 WHERE id = ?", (found.id,))


class Database(TinyDB):
    """A TinyDB whose tables lie in SQLite."""

    table_class = DocumentTable  # type: ignore[assignment]
    default_storage_class = SQLiteStorage  # type: ignore[assignment]
    _storage: SQLiteStorage

    def table(self, name: str, **kwargs: Any) -> DocumentTable:
        """Give a table, as TinyDB does."""
        found: DocumentTable = super().table(name, **kwargs)  # type: ignore[assignment]
        return found

    def tables(self) -> set[str]:
        """Give the names of all tables."""
        return set(self._storage.tables())

    def drop_table(self, name: str) -> None:
        """Take away a table."""
        self._tables.pop(name, None)
        self._storage.drop(name)
