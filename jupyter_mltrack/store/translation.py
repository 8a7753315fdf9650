"""SQLite's errors in our words."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

from ..errors import MLTrackError, StoreBusy, StoreCorrupt, StoreError, StoreFull, StoreReadOnly

BUSY_SECONDS = 5.0
"""How long a writer waits for another one before it says that the store is busy."""
_ROOM_LEFT = 1 << 20
_PROBE = 1 << 16


def translate(error: sqlite3.Error, file: Path) -> MLTrackError:
    """Give the error that people see for one of SQLite's.

    Parameters
    ----------
    error
        What SQLite said.
    file
        The database file it was about.
    """
    text = str(error).lower()
    folder = file.parent
    if "locked" in text or "busy" in text:
        return StoreBusy(
            f"The store {folder.name} was busy for {BUSY_SECONDS:.0f} s: another process is writing to it. Try again.",
            folder,
        )
    if "full" in text or (_is_io(text) and _has_no_room(file)):
        return StoreFull(
            f"No room is left on the disk of the store {folder.name}. "
            "What was stored before is safe; make room and try again.",
            folder,
        )
    if "readonly" in text or "read-only" in text:
        return StoreReadOnly(f"The store {folder.name} cannot be written to: {error}.", folder)
    if any(sign in text for sign in ("malformed", "not a database", "encrypted", "decode to utf-8")):
        return StoreCorrupt(
            f"The store's file {folder.name}/{file.name} is damaged or is no database ({error}). It was left "
            "untouched. Restore it from a copy, or move it away to begin a new one.",
            folder,
        )
    if "too big" in text:
        return StoreCorrupt(f"The store {folder.name} holds something larger than is read of it.", folder)
    return StoreError(f"The store {folder.name} cannot do this: {error}.", folder)


def _is_io(text: str) -> bool:
    return "i/o" in text or "unable to open" in text


def _has_no_room(file: Path) -> bool:
    """Say whether SQLite's files cannot grow for want of room: of the disk, of a quota, or of the process."""
    try:
        if shutil.disk_usage(file.parent).free < _ROOM_LEFT or _at_size_limit(file):
            return True
        with tempfile.TemporaryFile(dir=file.parent) as probe:
            probe.write(bytes(_PROBE))
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return False


def _at_size_limit(file: Path) -> bool:
    """Say whether a file of the database has the size that a process may give to a file (``ulimit -f``)."""
    if sys.platform == "win32":
        return False
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    files = (file, log_of(file))
    return limit != resource.RLIM_INFINITY and any(
        one.exists() and one.stat().st_size + _PROBE > limit for one in files
    )


def log_of(file: Path) -> Path:
    """Give the write-ahead log of a database file."""
    return file.with_name(f"{file.name}-wal")
