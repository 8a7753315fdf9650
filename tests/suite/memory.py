"""Temporary files in memory: half the time of tests that write many small transactions is waiting for the disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ENOUGH = 2 << 30


@contextlib.contextmanager
def variables() -> Iterator[dict[str, str]]:
    """Give the variable that moves temporary files into memory, or none where memory cannot be used for that."""
    if not _usable():
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="mltrack-tests-", dir=_MEMORY, ignore_cleanup_errors=True) as top:
        yield {"TMPDIR": top}


def _usable() -> bool:
    """Tell whether there is room in it, and programs in it can be run: tests make environments."""
    try:
        runs = not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
        return runs and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ENOUGH
    except (OSError, AttributeError):  # no such place, or a system that knows none of this: not Linux
        return False
