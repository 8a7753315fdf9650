"""Somebody else's store, looked at before it is read: it is a folder of plain files, and a database of plain tables."""

from __future__ import annotations

import hashlib
import io
import re
import stat
from pathlib import Path
from typing import BinaryIO, Final, cast

from ...errors import InvalidInput, NotFound, StoreCorrupt
from ...store import Store
from ...store.plain import open_plain
from ...store.schema import FILE

BLOBS: Final = "blobs"
SPOOL: Final = "spool"
_MOST_SPOOLS: Final = 100_000
_PIECE: Final = 1 << 20
_HASH: Final = re.compile(r"[0-9a-f]{64}\Z")


def check_folder(folder: Path, shown: str) -> None:
    """Look whether the database and the spools of a store are plain files.

    A pipe would hold up whoever opens it; a link would have another file read in its place.

    Parameters
    ----------
    folder
        The ``.mltrack`` folder.
    shown
        What it is called in messages.

    Raises
    ------
    InvalidInput
        Naming the first that is none.
    """
    found = [folder / FILE, folder / f"{FILE}-wal", folder / f"{FILE}-shm"]
    spools = folder / SPOOL
    if spools.is_dir():
        found += [one for _, one in zip(range(_MOST_SPOOLS), spools.rglob("*"), strict=False)]
    for file in found:
        try:
            kind = file.lstat().st_mode
        except FileNotFoundError:
            continue
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise InvalidInput(f"{file.name[:100]!r} in the store {shown[:200]} is a link or no plain file.")


def open_file(blobs: Path, hash: str) -> BinaryIO:
    """Open a file of a store by its hash; its bytes were compared with it.

    What is looked at is what was opened: its owner may put something else in its place at any moment.

    Parameters
    ----------
    blobs
        The folder of the store's files.
    hash
        The hash.

    Raises
    ------
    NotFound
        When there is none.
    InvalidInput
        When what lies in its place is a link, or anything but a file.
    StoreCorrupt
        When its bytes are not those of the hash.
    """
    if not _HASH.match(hash):
        raise InvalidInput(f"{hash[:80]!r} is no hash of a file: it has 64 hexadecimal digits.")
    folder = blobs / hash[:2]
    odd = f"What lies in the place of the file {hash[:16]}… is a link or no plain file."
    if folder.is_symlink():
        raise InvalidInput(odd)
    try:
        file = io.BufferedReader(cast(io.RawIOBase, open_plain(folder / hash[2:])))
    except FileNotFoundError as error:
        raise NotFound(f"The store has no file with the hash {hash}.") from error
    except StoreCorrupt as error:
        raise InvalidInput(odd) from error
    try:
        found = hashlib.sha256()
        while piece := file.read(_PIECE):
            found.update(piece)
        if found.hexdigest() != hash:
            raise StoreCorrupt(
                f"The file {BLOBS}/{hash[:2]}/{hash[2:]} of the store is damaged: its content does not have the hash "
                "in its name."
            )
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def check_tables(store: Store, shown: str) -> None:
    """Look whether a database holds plain tables alone: a view or a trigger in it would be its maker's code.

    Parameters
    ----------
    store
        The store, opened without the right to write, by this thread.
    shown
        What it is called in messages.

    Raises
    ------
    InvalidInput
        Naming the first thing that this package makes in no store.
    """
    with store.snapshot() as session:
        session.execute("PRAGMA trusted_schema=OFF")
        odd = (
            session.execute(
                "SELECT type, name FROM sqlite_master WHERE type NOT IN ('table', 'index')"
                " OR sql LIKE 'CREATE VIRTUAL%' LIMIT 1"
            ).fetchone()
            or session.execute(
                # Columns that are computed when they are read.
                "SELECT 'computed column', x.name FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS x"
                " WHERE m.type = 'table' AND x.hidden <> 0 LIMIT 1"
            ).fetchone()
        )
    if odd is not None:
        raise InvalidInput(
            f"The store {shown[:200]} holds a {str(odd[0])[:20]} {str(odd[1])[:60]!r}, which jupyter-mltrack makes in "
            "none of its stores."
        )
