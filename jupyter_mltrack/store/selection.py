"""Finding the documents that match a query: from the index as far as it goes, the rest by testing documents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tinydb.queries import QueryLike

from .engine_sqlite import Session
from .index import EXACT, NAN, Path, decode
from .names import Names, Table
from .pushdown import MOST_PARTS, Index, Pushed, push
from .query import Node, conjuncts, describe, matches

Found = tuple[int, dict[str, Any]]

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Question:
    """A condition on a table, split into what the index answers and what Python must test."""

    table: Table
    cond: QueryLike | None
    node: Node | None
    pushed: list[Pushed]
    exact: bool
    index: Index

    def where(self, without: Pushed | None = None) -> tuple[str, tuple[Any, ...]]:
        """Give the SQL of what the index answers, over ``d.doc``."""
        parts = [part for part in self.pushed if part.where != "1" and part is not without]
        sql = " AND ".join(f"({part.where})" for part in parts) or "1"
        return sql, tuple(value for part in parts for value in part.params)

    def accepts(self, document: dict[str, Any]) -> bool:
        """Test a document with the whole condition."""
        return self.exact or self.node is None or matches(self.node, document)


def ask(session: Session, names: Names, table: Table, cond: QueryLike | None) -> Question:
    """Read a condition against a table's index."""

    def has(path: int, mark: bytes) -> bool:
        row = session.execute(
            "SELECT 1 FROM entries WHERE path = ? AND value = ? LIMIT 1", (path, mark)
        ).fetchone()
        return row is not None

    index = Index(names.paths(session, table.id), table.skip, has)
    if cond is None:
        return Question(table, None, None, [], True, index)
    node = describe(cond)
    parts = conjuncts(node)
    pushed = [push(part, index) for part in parts[:MOST_PARTS]]
    exact = len(parts) <= MOST_PARTS and all(part.exact for part in pushed)
    return Question(table, cond, node, pushed, exact, index)


def rarest(session: Session, question: Question, most: int) -> tuple[Pushed | None, int]:
    """Give the condition that the index says to hold for the fewest documents, and for how many (at most ``most``)."""
    best, fewest = None, most
    for part in question.pushed:
        if part.source is not None:
            row = session.execute(
                f"SELECT count(*) FROM ({part.source} LIMIT ?)", (*part.source_params, fewest)
            ).fetchone()
            if row[0] < fewest or best is None:
                best, fewest = part, row[0]
    return best, fewest


def find(session: Session, question: Question, limit: int | None = None, offset: int = 0) -> list[Found]:
    """Give matching documents in the order of insertion."""
    if limit == 0:
        return []
    table = question.table
    need = None if limit is None else limit + offset
    sql, params = candidates(session, question, need)
    rows = session.execute(f"SELECT d.doc, d.body {sql} ORDER BY {natural(table)}", params)
    found: list[Found] = []
    for doc, body in rows:
        document = decode(body)
        if question.accepts(document):
            found.append((doc, document))
            if len(found) == need:
                break
    rows.close()
    return found[offset:]


def count(session: Session, question: Question) -> int:
    """Count matching documents."""
    if not question.exact:
        return len(find(session, question))
    sql, params = source(session, question)
    return int(session.execute(f"SELECT count(*) {sql}", params).fetchone()[0])


def fetch(session: Session, table: Table, doc_ids: Sequence[int]) -> list[Found]:
    """Give documents by id, in the order of insertion; ids that are not there are passed over."""
    found: list[tuple[int, str, int | None]] = []
    wanted = [doc for doc in dict.fromkeys(map(int, doc_ids)) if -EXACT <= doc < EXACT]
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        found += session.execute(
            f"SELECT doc, body, pos FROM documents_{table.id} WHERE doc IN ({marks})", some
        )
    found.sort(key=lambda row: (row[2] or -EXACT, row[0]))
    return [(doc, decode(body)) for doc, body, _ in found]


def path_counts(session: Session, question: Question, paths: dict[int, Path]) -> dict[Path, tuple[int, int]]:
    """Count, for each of some paths, the matching documents that have a value there, and those with a number."""
    if not paths:
        return {}
    where = "1"
    if question.cond is not None:
        # One list of documents, looked up once for each path.
        session.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (doc INTEGER PRIMARY KEY)")
        session.execute("DELETE FROM temp.chosen")
        if question.exact:
            sql, of_sql = source(session, question)
            session.execute(f"INSERT OR IGNORE INTO temp.chosen SELECT d.doc {sql}", of_sql)
        else:
            session.executemany(
                "INSERT INTO temp.chosen VALUES (?)", [(doc,) for doc, _ in find(session, question)]
            )
        where = "doc IN temp.chosen"
    counts = {}
    for number, path in paths.items():
        row = session.execute(
            f"SELECT count(*), sum(value < '' OR value = ?) FROM entries WHERE path = ? AND {where}",
            (NAN, number),
        ).fetchone()
        if row[0]:
            counts[path] = (row[0], row[1])
    return counts


def natural(table: Table) -> str:
    """Give the order of insertion."""
    return "d.pos, d.doc" if table.shuffled else "d.doc"


def _threshold(session: Session, table: Table, need: int) -> int:
    """Give how few documents are better read than looked for along an order.

    Of ``n`` documents, walking finds ``need`` of ``c`` matching ones after about ``need * n / c`` steps; reading them
    takes ``c`` steps.
    """
    largest: int = session.execute(f"SELECT max(doc) FROM documents_{table.id}").fetchone()[0] or 0
    return math.isqrt(max(largest, 1) * need) + 1


def few(session: Session, question: Question, need: int) -> int | None:
    """Give how many documents a condition leaves, or ``None`` where they are not few."""
    most = _threshold(session, question.table, need)
    part, fewest = rarest(session, question, most)
    return fewest if part is not None and fewest < most else None


def candidates(session: Session, question: Question, need: int | None) -> tuple[str, tuple[Any, ...]]:
    """Give ``FROM … WHERE …`` over whole documents ``d`` (all that match, perhaps more)."""
    most = 2**62 if need is None else _threshold(session, question.table, need)
    part, fewest = rarest(session, question, most)
    if part is None or (fewest >= most and question.exact):
        where, params = question.where()
        return f"FROM documents_{question.table.id} d WHERE {where}", params
    where, params = question.where(without=part)
    return (
        f"FROM documents_{question.table.id} d WHERE d.doc IN ({part.source}) AND {where}",
        (*part.source_params, *params),
    )


def source(session: Session, question: Question) -> tuple[str, tuple[Any, ...]]:
    """Give ``FROM … WHERE …`` over the matching ids ``d.doc`` alone, without touching documents."""
    part, _ = rarest(session, question, 2**62)
    where, params = question.where(without=part)
    if part is None:
        return (
            f"FROM documents_{question.table.id} d INDEXED BY seq_{question.table.id} WHERE {where}",
            params,
        )
    return f"FROM ({part.source}) d WHERE {where}", (*part.source_params, *params)
