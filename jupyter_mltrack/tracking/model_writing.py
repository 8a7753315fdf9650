"""Models on their way into the store: their own files, and a note of what is left to do, written on the disk."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from ..errors import StoreCorrupt
from ..models.prepare import PreparedModel
from ..records import Process
from ..store import Store
from ..store.blobs import translated
from ..store.plain import read_plain
from .model_notes import NOTE, folder_of, is_elsewhere
from .process import current_process

_LARGEST: Final = 64 << 20
"""Bytes of a note: it says names and types of the columns, and the packages."""


class Note(Struct):
    """A model whose own files are on the disk, and the run that it belongs to."""

    run: str
    process: Process | None
    """Who is about to finish it; ``None``: nobody any more."""
    prepared: PreparedModel


class _Clock:
    """Times that never repeat and never go back, whatever the system's clock does: order is told by them."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def now(self, wanted: int) -> int:
        """Give a time in nanoseconds: the wanted one where it is later than all before."""
        if self._owner != os.getpid():
            # A thread of its parent's may have held the lock when this child was forked.
            self._lock, self._owner = threading.Lock(), os.getpid()
        with self._lock:
            self._last = max(self._last + 1_000, wanted)
            return self._last


_begun, _written = _Clock(), _Clock()


def begin(store: Store, run_id: str) -> Path:
    """Make an empty folder for a model's own files.

    Raises
    ------
    StoreReadOnly, StoreFull
        When the store cannot be written to.
    StoreCorrupt
        When somebody put a link in the place of the store's folder.
    """
    # Their names sort by time: a model that is logged twice under one name is kept in that order.
    root, name = folder_of(store), f"{_begun.now(time.time_ns()):020d}-{run_id}-{os.urandom(4).hex()}"
    if is_elsewhere(store):
        raise StoreCorrupt("spool/models in the store is a link: remove it.", root)
    folder = root / name
    try:
        try:
            os.mkdir(folder)  # noqa: PTH102 - a training loop waits for this
        except FileNotFoundError:
            # Not with the store's own folder: one that was deleted meanwhile does not come back as an empty one.
            root.parent.mkdir(exist_ok=True)
            root.mkdir(exist_ok=True)
            folder.mkdir()
    except OSError as error:
        raise translated(error, str(root)) from error
    return folder


def note(folder: Path, run_id: str, prepared: PreparedModel) -> Path:
    """Note that a model's own files are written: it is safe from then on.

    Raises
    ------
    StoreFull, StoreReadOnly
        When that cannot be noted.
    """
    created = _written.now(round(prepared.saved.created * 1e9)) / 1e9
    prepared.saved = msgspec.structs.replace(prepared.saved, created=created)
    noted = Path(f"{folder}{NOTE}")
    _write_note(noted, Note(run_id, current_process(), prepared))
    return noted


def release(noted: Path) -> None:
    """Say in a note that this process does not finish it any more: nobody waits for that then.

    Raises
    ------
    StoreError
        When that cannot be written.
    """
    try:
        _write_note(noted, msgspec.structs.replace(read_note(noted), process=None))
    except FileNotFoundError:
        # Somebody else has finished it.
        return


def withdraw(folder: Path) -> None:
    """Remove a model's own files and its note: it is not saved."""
    for file in (f"{folder}{NOTE}", f"{folder}.new"):
        Path(file).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _write_note(noted: Path, content: Note) -> None:
    raw, made = msgspec.json.encode(content), f"{str(noted).removesuffix(NOTE)}.new"
    try:
        with open(made, "wb", buffering=0) as file:  # noqa: PTH123 - as above
            if file.write(raw) != len(raw):
                raise OSError(errno.ENOSPC, "No space left on device", made)
        os.replace(made, noted)  # noqa: PTH105 - as above
    except OSError as error:
        Path(made).unlink(missing_ok=True)
        raise translated(error, str(noted.parent)) from error


def read_note(noted: Path) -> Note:
    """Read a note.

    Raises
    ------
    FileNotFoundError
        When there is none (any more).
    StoreCorrupt, msgspec.MsgspecError, UnicodeDecodeError, RecursionError
        When it is none.
    """
    return msgspec.json.decode(read_plain(noted, _LARGEST), type=Note)
