"""Every byte of a store, searched for texts: files as they lie there, unpacked, and row by row."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PACKED = {
    b"\x1f\x8b": gzip.decompress,
    b"\x78": zlib.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ": lzma.decompress,
}
_AROUND = 40


@dataclass(frozen=True)
class Sight:
    """A text that was found: the text, where, and what stands around it."""

    text: str
    place: str
    around: str


def sights(store: Path, texts: Iterable[str]) -> list[Sight]:
    """Search a store's folder.

    Rows are read, too, because a long document lies in pieces on the database's pages. Upper and lower case are the
    same, and texts in UTF-16 count.
    """
    wanted = list(texts)
    found: dict[tuple[str, str], Sight] = {}
    for place, data in _pieces(store):
        for form in _forms(data):
            for text in wanted:
                at = form.find(text.lower().encode())
                if at >= 0:
                    piece = form[max(0, at - _AROUND) : at + len(text) + _AROUND]
                    found.setdefault((text, place), Sight(text, place, piece.decode("utf-8", "replace")))
    return list(found.values())


def _pieces(store: Path) -> Iterator[tuple[str, bytes]]:
    # Files first: to open a database folds its journal away.
    databases = []
    for path in [path for path in sorted(store.rglob("*")) if path.is_file()]:
        data = path.read_bytes()
        if data.startswith(b"SQLite format 3"):
            databases.append(path)
        yield path.relative_to(store).as_posix(), data
    for path in databases:
        yield from _rows(path)


def _rows(path: Path) -> Iterator[tuple[str, bytes]]:
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    try:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in tables:
            table = name.decode()
            rows = connection.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, bytes):
                        yield f"{path.name}: {table}.{column}", value
    finally:
        connection.close()


def _forms(data: bytes) -> Iterator[bytes]:
    """Give bytes in small letters: as they are, without the zeros of UTF-16, and unpacked."""
    yield data.lower()
    if b"\0" in data:
        yield data.replace(b"\0", b"").lower()
    for mark, unpack in _PACKED.items():
        if data.startswith(mark):
            try:
                yield unpack(data).lower()
            except (OSError, EOFError, zlib.error, lzma.LZMAError):
                continue  # it only begins like that
