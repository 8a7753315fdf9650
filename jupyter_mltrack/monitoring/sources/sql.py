"""Answers of a database. With a cursor each row is read once."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from ...errors import InvalidInput
from ..problems import SourceError
from .base import Batch
from .databases import VALUE, VARIABLE, Connection, connect, filled, has_password

_NAME = re.compile(r"[A-Za-z_]\w*")
_SELECT = re.compile(r"\s*(?:--[^\n]*\n\s*)*(?:select|with|from|table)\b", re.IGNORECASE)
ANSWER = "answer"
"""The batch of a query without a cursor: all rows, read again each time."""


class Position(msgspec.Struct):
    """How far a query was read: up to which value of the cursor, and how many rows with just that value."""

    value: int | float | str
    rows: int


class Query:
    """A ``SELECT`` in SQLite, DuckDB, or whatever SQLAlchemy reaches.

    Parameters
    ----------
    database
        Its address; ``$NAME`` in it stands for a variable of the environment.
    query
        The ``SELECT``.
    cursor
        A column of its answer that only grows; empty: all rows are read each time.
    folder
        Where the paths of SQLite and DuckDB begin.

    Raises
    ------
    InvalidInput
        As ``check``.
    """

    def __init__(self, database: str, query: str, cursor: str, folder: Path) -> None:
        self.check(database, query, cursor)
        self._database, self._cursor, self._folder = database, cursor, folder
        self._query = query.strip().rstrip(";")
        self._secrets: list[str] = []

    @staticmethod
    def check(database: str, query: str, cursor: str) -> None:
        """Look whether a query can be meant, and that no password would be stored.

        Raises
        ------
        InvalidInput
            Saying what is wrong.
        """
        if "://" not in database and not VARIABLE.fullmatch(database):
            raise InvalidInput(
                f"{database[:40]!r} is no address of a database: write sqlite:///data/log.db, duckdb:///log.duckdb, "
                "or an address of SQLAlchemy."
            )
        if has_password(database):
            raise InvalidInput(
                "There is a password in the address of the database, and it would be stored. Put it into a variable "
                "of the environment, and write its name: postgresql://me:$DB_PASSWORD@host/name."
            )
        if not _SELECT.match(query) or ";" in query.strip().rstrip(";"):
            raise InvalidInput("The query is one SELECT; it reads, and nothing else.")
        if cursor and not _NAME.fullmatch(cursor):
            raise InvalidInput(
                f"{cursor[:40]!r} is no name of a column that can be a cursor: letters, digits, '_'."
            )

    def batches(self, position: str) -> list[Batch]:
        """Name the rows since the position, or the whole answer.

        Rows may come later that have the value at which reading ended: as many of them as were read are passed over,
        in the order in which the database gives them.

        Raises
        ------
        SourceError
            When the database cannot be reached, refuses the query, or has values that cannot be a cursor.
        """
        if not self._cursor:
            with self._connected() as database:
                rows = self._number(database, "count(*)", "", ())
            pieces = [("", (), 0, int(rows))]
            read = partial(self._parts, pieces, whole=True)
            return [Batch(ANSWER, f"{time.time():.6f}", time.time(), int(rows), read)]
        low, cursor = _position(position), self._cursor
        with self._connected() as database:
            since = (f"WHERE {cursor} >= {VALUE}", (low.value,)) if low is not None else ("", ())
            high = self._number(database, f"max({cursor})", *since)
            if high is None:
                return []
            if isinstance(high, float) and not math.isfinite(high):
                raise SourceError(
                    f"The cursor `{cursor}` has the value {high}, beyond which nothing can come."
                )
            until = _plain(high)
            last = int(self._number(database, "count(*)", f"WHERE {cursor} = {VALUE}", (until,)))
            if not last:
                raise SourceError(
                    f"The database does not find the value {until!r} of the cursor `{cursor}` again. Choose a column "
                    "of whole numbers, of text, or of times without nanoseconds, or cast it in the query."
                )
            pieces = self._pieces(database, low, until, last)
        rows = sum(most for *_, most in pieces)
        if not rows:
            return []
        seen = low.rows if low is not None and low.value == until else 0
        name = f"{cursor} up to {until}" + (f", from row {seen + 1:,} of it" if seen else "")
        reached = msgspec.json.encode(Position(until, max(last, seen))).decode()
        return [Batch(name, "1", time.time(), rows, partial(self._parts, pieces), reached)]

    def _pieces(
        self, database: Connection, low: Position | None, until: Any, last: int
    ) -> list[tuple[str, tuple[Any, ...], int, int]]:
        """Name what is to be read: conditions with their values, how many rows to pass over, how many to read."""
        cursor = self._cursor
        at = f"WHERE {cursor} = {VALUE}"
        if low is not None and low.value == until:
            return [(at, (until,), low.rows, max(last - low.rows, 0))]
        between = f"WHERE {cursor} < {VALUE}"
        values: tuple[Any, ...] = (until,)
        pieces: list[tuple[str, tuple[Any, ...], int, int]] = []
        if low is not None:
            late = int(self._number(database, "count(*)", at, (low.value,))) - low.rows
            pieces.append((at, (low.value,), low.rows, max(late, 0)))
            between, values = f"{between} AND {cursor} > {VALUE}", (until, low.value)
        rows = int(self._number(database, "count(*)", between, values))
        return [*pieces, (between, values, 0, rows), (at, (until,), 0, last)]

    def _parts(
        self, pieces: list[tuple[str, tuple[Any, ...], int, int]], rows: int, whole: bool = False
    ) -> Iterator[Any]:
        """Give the rows of pieces; of a ``whole`` answer all that there are by now, and its columns without any."""
        with self._connected() as database, self._refusing():
            for where, values, passed, most in pieces:
                if not (most or whole):
                    continue
                names, cursor = database.execute(
                    f"SELECT * FROM (\n{self._query}\n) AS answer {where}", values
                )
                _pass(cursor, passed, rows)
                read = 0
                while whole or read < most:
                    part = cursor.fetchmany(rows if whole else min(rows, most - read))
                    if not part and (read or not whole):
                        break
                    read += len(part)
                    columns = zip(*part, strict=True) if part else [()] * len(names)
                    yield {name: _array(column) for name, column in zip(names, columns, strict=True)}
                    if not part:
                        break

    def _number(self, database: Connection, what: str, where: str, values: tuple[Any, ...]) -> Any:
        with self._refusing():
            _, cursor = database.execute(f"SELECT {what} FROM (\n{self._query}\n) AS answer {where}", values)
            return cursor.fetchone()[0]

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        address, self._secrets = filled(self._database)
        with connect(address, self._folder) as database:
            yield database

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except SourceError:
            raise
        except Exception as error:  # noqa: BLE001 - drivers raise whatever they like
            said = (str(error).splitlines() or [type(error).__name__])[0]
            for secret in self._secrets:
                said = said.replace(secret, "…") if secret else said
            raise SourceError(f"The database refuses the query: {said[:300]}.") from None


def _position(text: str) -> Position | None:
    if not text:
        return None
    known = msgspec.json.decode(text)
    return msgspec.convert(known, Position) if isinstance(known, dict) else Position(known, 0)


def _pass(cursor: Any, passed: int, rows: int) -> None:
    """Pass over rows that were read before."""
    while passed > 0:
        part = cursor.fetchmany(min(rows, passed))
        if not part:
            return
        passed -= len(part)


def _plain(value: Any) -> int | float | str:
    return value if isinstance(value, int | float | str) else str(value)


def _array(values: tuple[Any, ...]) -> Any:
    kinds = {type(value) for value in values}
    if kinds <= {int, float}:
        return np.array(values, float)
    if kinds <= {int, float, type(None)} and kinds - {type(None)}:
        return np.array([np.nan if value is None else value for value in values], float)
    found = np.empty(len(values), object)
    found[:] = values
    return found
