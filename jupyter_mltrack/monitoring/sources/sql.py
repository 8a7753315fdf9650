"""Answers of a database. With a cursor each row is read once."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import numpy as np

from ...errors import InvalidInput
from ..problems import SourceError
from .base import Batch

_VARIABLE = re.compile(r"\$(\w+)|\$\{(\w+)\}")
_SECRET_OPTION = re.compile(r"[?&](?:password|pwd|passwd|token|secret|key)=[^&]+", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_]\w*")
_SELECT = re.compile(r"\s*(?:--[^\n]*\n\s*)*(?:select|with|from|table)\b", re.IGNORECASE)
VALUE = "\0"
ANSWER = "answer"
"""The batch of a query without a cursor: all rows, read again each time."""


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

    @staticmethod
    def check(database: str, query: str, cursor: str) -> None:
        """Look whether a query can be meant, and that no password would be stored.

        Raises
        ------
        InvalidInput
            Saying what is wrong.
        """
        if "://" not in database and not _VARIABLE.fullmatch(database):
            raise InvalidInput(
                f"{database[:40]!r} is no address of a database: write sqlite:///data/log.db, duckdb:///log.duckdb, "
                "or an address of SQLAlchemy."
            )
        if _password(database):
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

        Raises
        ------
        SourceError
            When the database cannot be reached, or refuses the query.
        """
        if not self._cursor:
            with self._connected() as database:
                rows = self._one(database, f"SELECT count(*) FROM ({self._query}) AS answer", ())
            return [
                Batch(ANSWER, f"{time.time():.6f}", time.time(), int(rows or 0), partial(self._parts, (), ""))
            ]
        low = msgspec.json.decode(position) if position else None
        beyond = f" WHERE {self._cursor} > {VALUE}" if low is not None else ""
        values = () if low is None else (low,)
        with self._connected() as database:
            inner = f"SELECT {self._cursor} AS c FROM ({self._query}) AS answer{beyond}"
            high = self._one(database, f"SELECT max(c) FROM ({inner}) AS newer", values)
            if high is None:
                return []
            rows = self._one(database, f"SELECT count(*) FROM ({inner}) AS newer", values)
        where = f" WHERE {self._cursor} <= {VALUE}" + (
            f" AND {self._cursor} > {VALUE}" if low is not None else ""
        )
        until = _plain(high)
        name = f"{self._cursor} up to {until}"
        read = partial(self._parts, (high, *values), where)
        return [Batch(name, "1", time.time(), int(rows or 0), read, msgspec.json.encode(until).decode())]

    def _parts(self, values: tuple[Any, ...], where: str, rows: int) -> Iterator[Any]:
        with self._connected() as database, self._refusing():
            names, cursor = database.execute(f"SELECT * FROM ({self._query}) AS answer{where}", values)
            while True:
                part = cursor.fetchmany(rows)
                if part or rows == -1:
                    columns = zip(*part, strict=True)
                    yield {name: _array(column) for name, column in zip(names, columns, strict=True)}
                if len(part) < rows:
                    return

    def _one(self, database: _Database, query: str, values: tuple[Any, ...]) -> Any:
        with self._refusing():
            _, cursor = database.execute(query, values)
            return cursor.fetchone()[0]

    def _connected(self) -> AbstractContextManager[_Database]:
        return _connect(_filled(self._database), self._folder)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except SourceError:
            raise
        except Exception as error:
            said = (str(error).splitlines() or [type(error).__name__])[0][:300]
            raise SourceError(f"The database refuses the query: {said}.") from error


class _Database:
    """A connection: SQLite's and DuckDB's own, or SQLAlchemy's."""

    def __init__(self, connection: Any, through_alchemy: bool) -> None:
        self._connection, self._alchemy = connection, through_alchemy

    def execute(self, query: str, values: tuple[Any, ...]) -> tuple[list[str], Any]:
        """Run a query, in which ``VALUE`` stands for each value; give the names of the columns, and the rows."""
        if not self._alchemy:
            result = self._connection.execute(query.replace(VALUE, "?"), values)
            return [str(column[0]) for column in result.description], result
        from sqlalchemy import text

        # A colon of the query itself would be taken for one of ours.
        first, *pieces = query.replace(":", r"\:").split(VALUE)
        whole = first + "".join(f":v{at}{piece}" for at, piece in enumerate(pieces))
        named = {f"v{at}": value for at, value in enumerate(values)}
        result = self._connection.execution_options(stream_results=True).execute(text(whole), named)
        return [str(name) for name in list(result.keys())], result


@contextmanager
def _connect(address: str, folder: Path) -> Iterator[_Database]:
    scheme, _, rest = address.partition("://")
    if scheme in ("sqlite", "duckdb"):
        path = folder / rest.removeprefix("/")
        if not path.is_file():
            raise SourceError(f"There is no database {rest.removeprefix('/')!r}. Was it moved?")
        connection = _sqlite(path) if scheme == "sqlite" else _duckdb(path)
        try:
            yield _Database(connection, False)
        finally:
            connection.close()
        return
    try:
        import sqlalchemy
    except ModuleNotFoundError:
        raise SourceError(
            f"Databases such as {scheme} are reached through SQLAlchemy: pip install jupyter-mltrack[sql]."
        ) from None
    try:
        engine = sqlalchemy.create_engine(address)
        opened = engine.connect()
    except Exception as error:  # noqa: BLE001
        # What drivers say may hold the address, and with it the password.
        raise SourceError(f"The {scheme} database cannot be reached ({type(error).__name__}).") from None
    try:
        with opened as connection:
            yield _Database(connection, True)
    finally:
        engine.dispose()


def _sqlite(path: Path) -> Any:
    import sqlite3

    try:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise SourceError(f"{path.name} cannot be opened: {error}.") from error


def _duckdb(path: Path) -> Any:
    try:
        import duckdb
    except ModuleNotFoundError:
        raise SourceError("The database is DuckDB's, which is not installed: pip install duckdb.") from None
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise SourceError(f"{path.name} cannot be opened: {str(error).splitlines()[0]}.") from error


def _filled(address: str) -> str:
    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in os.environ:
            raise SourceError(
                f"The address of the database needs the variable {name}, which is not set here."
            )
        return os.environ[name]

    return _VARIABLE.sub(value, address)


def _password(address: str) -> bool:
    """Tell whether an address holds a password in plain."""
    try:
        given = urlsplit(_VARIABLE.sub("", address))
    except ValueError:
        return False
    words = _SECRET_OPTION.search(f"?{given.query}")
    return bool(given.password) or words is not None


def _plain(value: Any) -> Any:
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
