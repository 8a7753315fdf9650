"""TinyDB's table over SQLite, at document level.

A call is one transaction. Other processes write too, so nothing is cached between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tinydb.queries import QueryLike
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from . import ordered, selection
from .engine_sqlite import Session
from .index import Path
from .names import Table, below
from .query import describe, matches
from .sorting import Sort, checked_limit, checked_offset, checked_sorts

if TYPE_CHECKING:
    from .storage import SQLiteStorage

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class PathCount(NamedTuple):
    """How many documents have a value at a path, and how many of these are numbers."""

    documents: int
    numeric: int


class DocumentTable(TinyTable):
    """A TinyDB table whose documents lie in SQLite, each its own row.

    It behaves as TinyDB's; besides, ``select``, ``count``, ``ids`` and ``paths`` answer from an index, and document
    ids are never given twice. Comparing values of different kinds (``"auto" < 3``) is no match, where plain TinyDB
    raises ``TypeError``.
    """

    default_query_cache_capacity = 0
    _storage: SQLiteStorage

    def __init__(
        self, storage: SQLiteStorage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        super().__init__(storage, name, cache_size=0)
        if persist_empty:
            with storage.engine.atomic() as session:
                storage.names.make_table(session, name)

    # What TinyDB has ------------------------------------------------------------------------------------------------

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document; gives its id. See TinyDB."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents in one transaction; gives their ids.

        Raises
        ------
        InvalidInput
            When a value is none that JSON can hold; nothing is written.
        ValueError
            When a document is no mapping, or its id is taken.
        """
        given = list(documents)
        for document in given:
            if not isinstance(document, Mapping):
                raise ValueError("Document is not a Mapping")
        with self._storage.engine.atomic() as session:
            if not given and self._storage.names.table(session, self.name) is None:
                return []
            table = self._storage.names.make_table(session, self.name)
            return self._storage.writer.insert(session, table, given)

    def all(self) -> list[Document]:
        """Give all documents."""
        return self.select()

    def search(self, cond: QueryLike) -> list[Document]:
        """Give the documents that match."""
        return self.select(cond)

    def get(
        self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: Iterable[int] | None = None
    ) -> Any:
        """Give one document (or ``None``) by id or condition, or a list by ids. See TinyDB."""
        if doc_id is not None:
            found = self._by_ids([doc_id])
            return self.document_class(found[0], doc_id) if found else None
        if doc_ids is not None:
            return self._by_ids(doc_ids)
        if cond is not None:
            return next(iter(self.select(cond, limit=1)), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def update(
        self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Read, change and write matching documents in one transaction; gives their ids.

        Parameters
        ----------
        fields
            Fields to set, or a function that changes a document in place.
        cond, doc_ids
            Which documents; all when neither is given. Ids that are not there are passed over.
        """
        with self._storage.engine.atomic() as session:
            table = self._storage.names.table(session, self.name)
            if table is None:
                return []
            wanted = None if doc_ids is None else list(doc_ids)
            documents = self._find(session, table, cond if wanted is None else None, wanted)
            updated = list(documents) if wanted is None else [doc for doc in wanted if doc in documents]
            changed = {doc: _copy(documents[doc]) for doc in updated}
            for doc in updated:
                _apply(fields, changed[doc])
            self._storage.writer.update(session, table, documents, changed)
            return updated

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Apply several updates, each to the documents that match its condition. See TinyDB."""
        steps = [(fields, describe(cond)) for fields, cond in updates]
        updated: list[int] = []
        with self._storage.engine.atomic() as session:
            table = self._storage.names.table(session, self.name)
            if table is None:
                return []
            documents = self._find(session, table, None, None)
            changed: dict[int, dict[str, Any]] = {}
            for doc, document in documents.items():
                copy = None
                for fields, node in steps:
                    if matches(node, document if copy is None else copy):
                        copy = changed.setdefault(doc, _copy(document)) if copy is None else copy
                        updated.append(doc)
                        _apply(fields, copy)
            self._storage.writer.update(session, table, documents, changed)
        return updated

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that match, or insert one. See TinyDB."""
        with self._storage.engine.atomic():
            return super().upsert(document, cond)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove documents; gives their ids. See TinyDB."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use truncate() to remove all documents")
        with self._storage.engine.atomic() as session:
            table = self._storage.names.table(session, self.name)
            if table is None:
                return []
            wanted = None if doc_ids is None else list(doc_ids)
            documents = self._find(session, table, cond if wanted is None else None, wanted)
            removed = list(documents) if wanted is None else [doc for doc in wanted if doc in documents]
            self._storage.writer.remove(session, table, documents)
            return removed

    def truncate(self) -> None:
        """Remove all documents. Their ids are not given again."""
        with self._storage.engine.atomic() as session:
            table = self._storage.names.table(session, self.name)
            if table is not None:
                self._storage.writer.remove(session, table, self._find(session, table, None, None))

    def count(self, cond: QueryLike | None) -> int:
        """Count the documents that match; all of them for ``None``."""
        with self._storage.engine.snapshot() as session:
            table = self._storage.names.table(session, self.name)
            if table is None:
                return 0
            return selection.count(session, selection.ask(session, self._storage.names, table, cond))

    def __len__(self) -> int:
        return self.count(None)

    def __iter__(self) -> Iterator[Document]:
        return iter(self.select())

    # What TinyDB has not --------------------------------------------------------------------------------------------

    def select(
        self,
        cond: QueryLike | None = None,
        sort: Sequence[Sort] | Sort = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Document]:
        """Give matching documents in an order.

        Parameters
        ----------
        cond
            A TinyDB query; ``None`` is every document.
        sort
            The order; without it, the order of insertion. Ties: newest first.
        limit, offset
            Give at most ``limit`` documents, from the ``offset``-th on.

        Examples
        --------
        >>> runs.select(where("status") == "finished", Sort(("metrics", "loss")), limit=50)  # doctest: +SKIP
        """
        with self._storage.engine.snapshot() as session:
            table = self._storage.names.table(session, self.name)
            if table is None:
                return []
            question = selection.ask(session, self._storage.names, table, cond)
            found = ordered.select(
                session, question, checked_sorts(sort), checked_limit(limit), checked_offset(offset)
            )
        return [self.document_class(body, doc) for doc, body in found]

    def ids(
        self,
        cond: QueryLike | None = None,
        sort: Sequence[Sort] | Sort = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> list[int]:
        """Give the ids of matching documents in an order, as ``select`` gives the documents."""
        with self._storage.engine.snapshot() as session:
            table = self._storage.names.table(session, self.name)
            if table is None:
                return []
            question = selection.ask(session, self._storage.names, table, cond)
            return ordered.ids(
                session, question, checked_sorts(sort), checked_limit(limit), checked_offset(offset)
            )

    def paths(self, prefix: Path = (), cond: QueryLike | None = None) -> dict[Path, PathCount]:
        """Give the paths below a prefix at which documents have values, and how many have.

        Paths that are not indexed (see ``schema.SKIP``) are not named. A list counts as one value; a boolean counts
        as a number, as it does in Python.

        Examples
        --------
        >>> runs.paths(("metrics",))  # doctest: +SKIP
        {('metrics', 'loss'): PathCount(documents=12, numeric=12)}
        """
        with self._storage.engine.snapshot() as session:
            table = self._storage.names.table(session, self.name)
            if table is None:
                return {}
            known = self._storage.names.paths(session, table.id)
            question = selection.ask(session, self._storage.names, table, cond)
            counts = selection.path_counts(
                session, question, {known[path]: path for path in below(known, prefix)}
            )
        return {path: PathCount(*counts[path]) for path in sorted(counts)}

    # The work -------------------------------------------------------------------------------------------------------

    def _by_ids(self, doc_ids: Iterable[int]) -> list[Document]:
        with self._storage.engine.snapshot() as session:
            table = self._storage.names.table(session, self.name)
            if table is None:
                return []
            found = self._find(session, table, None, list(doc_ids))
        return [self.document_class(body, doc) for doc, body in found.items()]

    def _find(
        self, session: Session, table: Table, cond: QueryLike | None, doc_ids: list[int] | None
    ) -> dict[int, dict[str, Any]]:
        if doc_ids is None:
            return dict(selection.find(session, selection.ask(session, self._storage.names, table, cond)))
        return dict(selection.fetch(session, table, doc_ids))

    def _replace(self, wanted: dict[int, dict[str, Any]]) -> None:
        """Make the table hold these documents and no other."""
        with self._storage.engine.atomic() as session:
            table = self._storage.names.make_table(session, self.name)
            there = self._find(session, table, None, None)
            self._storage.writer.remove(
                session, table, {doc: body for doc, body in there.items() if doc not in wanted}
            )
            kept = {doc: body for doc, body in wanted.items() if doc in there}
            self._storage.writer.update(
                session, table, there, {doc: body for doc, body in kept.items() if body != there[doc]}
            )
            self._storage.writer.insert(
                session,
                table,
                [self.document_class(body, doc) for doc, body in wanted.items() if doc not in there],
            )

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(document.doc_id): dict(document) for document in self.select()}

    def _update_table(self, updater: Callable[[dict[int, Any]], None]) -> None:
        with self._storage.engine.atomic():
            documents = {int(doc): dict(document) for doc, document in self._read_table().items()}
            updater(documents)
            self._replace(documents)


def _copy(value: Any) -> Any:
    """Give a copy that can be changed in place; documents hold dicts, lists and values that cannot change."""
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value


def _apply(fields: Fields, document: dict[str, Any]) -> None:
    if callable(fields):
        fields(document)
    else:
        document.update(fields)
