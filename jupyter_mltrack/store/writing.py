"""Writing documents: their rows, and the rows of the index that say where to find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tinydb.table import Document

from ..errors import InvalidInput
from .changes import ChangeFeed
from .engine_sqlite import Session
from .index import prepare, rows_of
from .names import Names, Table

LARGEST_ID = 2**63 - 1
_missing = object()


class Writer:
    """Writes documents and their index rows; every written document gets the next number of the change feed."""

    def __init__(self, names: Names, feed: ChangeFeed) -> None:
        self._names = names
        self._feed = feed

    def insert(self, session: Session, table: Table, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Store new documents; gives their ids.

        Raises
        ------
        ValueError
            When an id that a ``Document`` wants is taken.
        """
        given: list[int] = []
        newest = session.execute(f"SELECT max(doc) FROM documents_{table.id}").fetchone()[0]
        free = max(table.next, (newest or 0) + 1)
        shuffled = table.shuffled
        known = self._names.paths(session, table.id)
        entries: list[tuple[int, Any, int]] = []
        for document in documents:
            doc, pos = free, None
            if isinstance(document, Document):
                doc = checked_id(document.doc_id)
                if session.execute(f"SELECT 1 FROM documents_{table.id} WHERE doc = ?", (doc,)).fetchone():
                    raise ValueError(f"Document with ID {doc} already exists")
                shuffled = shuffled or (newest is not None and doc < newest)
            body, rows = prepare(document, table.skip)
            seq = self._feed.next(session)
            if shuffled:
                pos = seq
            session.execute(f"INSERT INTO documents_{table.id} VALUES (?, ?, ?, 0, ?)", (doc, body, seq, pos))
            for path, value in rows.items():
                number = known.get(path) or self._names.number(session, table.id, path, known)
                entries.append((number, value, doc))
            newest = doc if newest is None else max(newest, doc)
            free = max(free, doc + 1)
            given.append(doc)
        session.executemany("INSERT INTO entries VALUES (?, ?, ?)", entries)
        if shuffled and not table.shuffled:
            session.execute("UPDATE tables SET shuffled = 1 WHERE id = ?", (table.id,))
        return given

    def update(
        self,
        session: Session,
        table: Table,
        before: Mapping[int, dict[str, Any]],
        after: Mapping[int, dict[str, Any]],
    ) -> None:
        """Store changed documents, and of the index only the rows that changed."""
        known = self._names.paths(session, table.id)
        gone: list[tuple[int, Any, int]] = []
        come: list[tuple[int, Any, int]] = []
        for doc, document in after.items():
            body, rows = prepare(document, table.skip)
            old = rows_of(before[doc], table.skip)
            for path, value in old.items():
                if rows.get(path, _missing) != value:
                    gone.append((self._names.number(session, table.id, path, known), value, doc))
            for path, value in rows.items():
                if old.get(path, _missing) != value:
                    come.append((self._names.number(session, table.id, path, known), value, doc))
            seq = self._feed.next(session)
            session.execute(
                f"UPDATE documents_{table.id} SET body = ?, seq = ?, changed = 1 WHERE doc = ?",
                (body, seq, doc),
            )
        session.executemany("DELETE FROM entries WHERE path = ? AND value = ? AND doc = ?", gone)
        session.executemany("INSERT INTO entries VALUES (?, ?, ?)", come)

    def remove(self, session: Session, table: Table, documents: Mapping[int, dict[str, Any]]) -> None:
        """Remove documents, given by id; their ids are not given again."""
        known = self._names.paths(session, table.id)
        gone: list[tuple[int, Any, int]] = []
        for doc, document in documents.items():
            for path, value in rows_of(document, table.skip).items():
                gone.append((self._names.number(session, table.id, path, known), value, doc))
        session.executemany("DELETE FROM entries WHERE path = ? AND value = ? AND doc = ?", gone)
        session.executemany(f"DELETE FROM documents_{table.id} WHERE doc = ?", [(doc,) for doc in documents])
        if documents:
            free = min(max(documents) + 1, LARGEST_ID)
            session.execute("UPDATE tables SET next = max(next, ?) WHERE id = ?", (free, table.id))
            self._feed.removed(session, table.id, documents)


def checked_id(given: Any) -> int:
    """Give a document's id as a whole number that SQLite can hold."""
    doc = int(given)
    if not -LARGEST_ID <= doc < LARGEST_ID:
        raise InvalidInput(f"{doc} is no document id: ids are whole numbers of at most 63 bits.")
    return doc
