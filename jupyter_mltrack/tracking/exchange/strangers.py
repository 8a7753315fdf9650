"""Somebody else's store, looked at before it is read: it is a folder of plain files, and a database of plain tables."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from ...errors import InvalidInput
from ...store import Store
from ...store.schema import FILE

BLOBS: Final = "blobs"
SPOOL: Final = "spool"
_MOST_SPOOLS: Final = 100_000


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


def check_file(file: Path) -> None:
    """Look whether a file of a store is a plain one, below its store; one that is not there is left to the reader.

    Raises
    ------
    InvalidInput
        When it is a link, or anything but a file.
    """
    for one, is_right in ((file.parent, stat.S_ISDIR), (file, stat.S_ISREG)):
        try:
            kind = one.lstat().st_mode
        except FileNotFoundError:
            return
        if not is_right(kind):
            raise InvalidInput(
                f"What lies in the place of the file {file.name[:16]}… is a link or no plain file."
            )


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
