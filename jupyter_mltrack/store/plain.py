"""Files in a store that many write to: a stranger may have put a link or a pipe where a plain file should lie."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO, Final, cast

from ..errors import StoreCorrupt

_NEITHER_LINK_NOR_WAIT: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_BYTES: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def is_plain_file(path: Path) -> bool:
    """Say whether a file lies there, and neither a link nor a pipe, which would hold up whoever reads it."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def is_plain_folder(path: Path) -> bool:
    """Say whether a folder lies there, and no link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def open_plain(path: Path) -> BinaryIO:
    """Open a plain file for reading, without a buffer.

    Raises
    ------
    FileNotFoundError
        When there is none.
    StoreCorrupt
        When it is a link or no plain file.
    """
    try:
        opened = os.open(path, _BYTES | _NEITHER_LINK_NOR_WAIT)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreCorrupt(f"{path.name} in the store cannot be read: it is no plain file.") from error
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise StoreCorrupt(f"{path.name} in the store is no plain file.")
    return cast(BinaryIO, os.fdopen(opened, "rb", buffering=0))


def read_plain(path: Path, most: int) -> bytes:
    """Read a plain file as a whole.

    Parameters
    ----------
    path
        The file.
    most
        Bytes that it may have.

    Raises
    ------
    FileNotFoundError
        When there is none.
    StoreCorrupt
        When it is a link or no plain file, or larger.
    """
    with open_plain(path) as file:
        pieces, left = [], most + 1
        while left and (piece := file.read(left)):
            pieces.append(piece)
            left -= len(piece)
    if not left:
        raise StoreCorrupt(f"{path.name} in the store has more than {most:,} bytes.")
    return b"".join(pieces)
