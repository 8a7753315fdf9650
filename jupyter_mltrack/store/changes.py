"""The change feed: what changed since a number, in the order in which it was committed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from .engine_sqlite import Engine, Session

Kind = Literal["insert", "update", "delete"]

REMOVALS_KEPT = 20_000
"""How many removed documents the feed remembers; who asks about older ones is told to read everything again."""


class Change(NamedTuple):
    """The newest change of one document."""

    table: str
    doc_id: int
    seq: int
    kind: Kind


class Changes(NamedTuple):
    """What changed.

    Attributes
    ----------
    seq
        The number to ask with next time.
    documents
        The newest change of each document that changed, in commit order.
    reset
        The question cannot be answered (the number is of another store, or too old): read everything again.
    """

    seq: int
    documents: list[Change]
    reset: bool


class ChangeFeed:
    """Numbers every write, and tells what happened since a number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        engine.before_commit.append(_save)

    def next(self, session: Session) -> int:
        """Take the next number inside the session's transaction: one for each document that is written."""
        seq = (session.seq if session.seq is not None else newest(session)) + 1
        session.seq = seq
        return seq

    def removed(self, session: Session, table: int, docs: Iterable[int]) -> None:
        """Note that documents were removed, so that the feed can tell it."""
        rows = [(self.next(session), table, doc) for doc in docs]
        session.executemany("INSERT INTO removed VALUES (?, ?, ?)", rows)
        old = session.execute(
            "SELECT seq FROM removed ORDER BY seq DESC LIMIT 1 OFFSET ?", (REMOVALS_KEPT,)
        ).fetchone()
        if old is not None:
            session.execute("DELETE FROM removed WHERE seq <= ?", old)
            session.execute("UPDATE store SET value = ? WHERE key = 'forgotten'", old)

    def seq(self) -> int:
        """Give the newest change number; asks SQLite for no more than whether anything was committed at all."""
        session = self._engine.session()
        with session.lock, self._engine.translated():
            if session.writing:
                return session.seq if session.seq is not None else newest(session)
            version: int = session.execute("PRAGMA data_version").fetchone()[0]
            if version != session.version or not session.known_seq:
                session.known_seq = newest(session)
                session.version = version
            return session.known_seq

    def since(self, seq: int) -> Changes:
        """Give the newest change of every document that changed after a number; 0 asks for all."""
        with self._engine.snapshot() as session:
            settings = dict(session.execute("SELECT key, value FROM store").fetchall())
            last = newest(session)
            # Nothing before ``forgotten`` is known in full; it begins with the number before the store's first.
            if seq and not settings["forgotten"] <= seq <= last:
                return Changes(last, [], True)
            found: dict[tuple[str, int], Change] = {}
            tables = dict(session.execute("SELECT id, name FROM tables").fetchall())
            for doc, number, table in session.execute(
                "SELECT doc, seq, tbl FROM removed WHERE seq > ? ORDER BY seq", (seq,)
            ):
                found[tables[table], doc] = Change(tables[table], doc, number, "delete")
            for table, name in tables.items():
                # A document that is there again after a removal was inserted since.
                for doc, number, changed in session.execute(
                    f"SELECT doc, seq, changed FROM documents_{table} WHERE seq > ?", (seq,)
                ):
                    found[name, doc] = Change(name, doc, number, "update" if changed else "insert")
        return Changes(last, sorted(found.values(), key=_number), False)


def newest(session: Session) -> int:
    """Give the newest change number as the session sees it."""
    if session.seq is not None:
        return session.seq
    return int(session.execute("SELECT value FROM store WHERE key = 'seq'").fetchone()[0])


def _save(session: Session) -> None:
    if session.seq is not None:
        session.execute("UPDATE store SET value = ? WHERE key = 'seq'", (session.seq,))


def _number(change: Change) -> int:
    return change.seq
