"""Connections to databases: for reading only, with secrets that stand nowhere but in the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from ..problems import SourceError

VARIABLE = re.compile(r"\$(\w+)|\$\{(\w+)\}")
VALUE = "\0"
"""Stands for a value in a query."""
_SECRET_OPTION = re.compile(
    r"[?&;][\w. -]*(?:password|pwd|passwd|passphrase|token|secret|credentials?|(?<!ssl)key)\s*=[^&;]+",
    re.IGNORECASE,
)
_SHUT_IN: dict[str, Any] = {"enable_external_access": "false", "lock_configuration": "true"}
"""DuckDB reads and writes files, and loads extensions, from within a SELECT unless this is said."""


class Connection:
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
def connect(address: str, folder: Path) -> Iterator[Connection]:
    """Connect to a database for reading.

    Parameters
    ----------
    address
        As of ``filled``.
    folder
        Where the paths of SQLite and DuckDB begin.

    Raises
    ------
    SourceError
        When it cannot be reached.
    """
    scheme, _, rest = address.partition("://")
    if scheme in ("sqlite", "duckdb"):
        path = folder / rest.removeprefix("/")
        if not path.is_file():
            raise SourceError(f"There is no database {rest.removeprefix('/')!r}. Was it moved?")
        connection = _sqlite(path) if scheme == "sqlite" else _duckdb(path)
        try:
            yield Connection(connection, False)
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
            yield Connection(connection, True)
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
        return duckdb.connect(str(path), read_only=True, config=_SHUT_IN)
    except duckdb.Error as error:
        raise SourceError(f"{path.name} cannot be opened: {str(error).splitlines()[0]}.") from error


def filled(address: str) -> tuple[str, list[str]]:
    """Put the values of variables of the environment into an address; gives the values, too, which nobody should see.

    Raises
    ------
    SourceError
        When a variable is not set.
    """
    values = []

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in os.environ:
            raise SourceError(
                f"The address of the database needs the variable {name}, which is not set here."
            )
        given = os.environ[name]
        values.append(given)
        # A password may hold characters that end it in an address; a whole address is as it is.
        return given if found[0] == address or not re.search(r"[@/:?#\s]", given) else quote(given, safe="%")

    return VARIABLE.sub(value, address), values


def has_password(address: str) -> bool:
    """Tell whether an address holds a password in plain."""
    plain = unquote(VARIABLE.sub("", address))
    before, at, _ = plain.partition("?")[0].partition("://")[2].rpartition("@")
    return bool(at and before.partition(":")[2]) or _SECRET_OPTION.search(plain) is not None
