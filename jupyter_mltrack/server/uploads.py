"""Files that browsers send in pieces, kept in a temporary folder until they were imported."""

from __future__ import annotations

import errno
import logging
import shutil
import stat
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from ..errors import Conflict, InvalidInput, MLTrackError, NotFound, StoreFull
from ..records.importing import Upload
from ..registry import Person

logger = logging.getLogger(__name__)

PIECE_BYTES: Final = 4 << 20
"""Of one request: proxies between browser and server often take no larger ones."""
_MOST_OPEN: Final = 16
_MOST_OF_ONE: Final = 4
"""Of one person: with the next one, the one goes of which nothing was heard for longest."""
_IDLE_SECONDS: Final = 3600.0
_LONGEST_NAME: Final = 200
_FOLDER: Final = "mltrack-uploads-"
_LEFT_BEHIND_SECONDS: Final = 86_400.0


class TooLarge(MLTrackError):
    """More bytes than the server takes."""

    code = "too_large"
    status = 413


@dataclass
class _Kept:
    """A file that is being sent, or was."""

    state: Upload
    path: Path
    user: str
    touched: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Uploads:
    """Takes files in pieces. Each belongs to the person who began it, and is forgotten after an hour without news,
    or when its person begins a few more.

    Parameters
    ----------
    most_bytes
        What one file may have.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def begin(self, name: str, size: int, by: Person) -> Upload:
        """Announce a file.

        Parameters
        ----------
        name
            What it is called where it comes from; shown, and never a path here.
        size
            Its bytes.
        by
            Who sends it.

        Raises
        ------
        TooLarge
            When it has more bytes than the server takes.
        StoreFull
            When there is no room for it.
        Conflict
            When too many files are being sent.
        InvalidInput
            When it has no bytes.
        """
        if size <= 0:
            raise InvalidInput("The file is empty.")
        if size > self._most_bytes:
            raise TooLarge(
                f"The file has {size:,} bytes; this server takes uploads of at most {self._most_bytes:,}. Put it into "
                "a folder of the server and import it from there, or use `mltrack import`. Nothing was changed."
            )
        with self._lock:
            self._forget_idle()
            own = [one for one in self._kept.values() if one.user == by.name]
            if len(own) >= _MOST_OF_ONE:
                # A page that was closed or reloaded has said nothing.
                self._drop(min(own, key=lambda one: one.touched))
            if len(self._kept) >= _MOST_OPEN:
                raise Conflict(f"{len(self._kept)} files are being imported at this moment: try again later.")
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix=_FOLDER, ignore_cleanup_errors=True)
                _sweep(Path(self._folder.name))
            folder = Path(self._folder.name)
            if shutil.disk_usage(folder).free < size:
                raise StoreFull(
                    f"The server has no room for a file of {size:,} bytes in its temporary folder. Nothing was changed."
                )
            state = Upload(uuid.uuid4().hex, _shown(name), size, piece=PIECE_BYTES)
            kept = self._kept[state.id] = _Kept(state, folder / state.id, by.name)
            kept.path.touch(mode=0o600)
            return msgspec.structs.replace(state)

    def add(self, id: str, offset: int, piece: bytes, by: Person) -> Upload:
        """Keep the next piece of a file.

        Raises
        ------
        NotFound
            When this person sends no such file.
        Conflict
            When the piece is not the next one.
        TooLarge
            When the piece is too large, or goes beyond the size that was announced.
        StoreFull
            When the disk has no room left.
        """
        kept = self._find(id, by)
        with kept.lock:
            state = kept.state
            if offset != state.received:
                raise Conflict(f"The next piece begins at {state.received:,}, not at {offset:,}.")
            if len(piece) > PIECE_BYTES or offset + len(piece) > state.size:
                raise TooLarge(f"A piece has at most {PIECE_BYTES:,} bytes, and the file {state.size:,}.")
            try:
                with kept.path.open("r+b") as file:
                    file.seek(offset)
                    file.write(piece)
            except FileNotFoundError as error:
                raise _gone() from error
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                    raise StoreFull(
                        "The server has no room left for the file. Nothing was changed."
                    ) from error
                raise
            state.received += len(piece)
            kept.touched = time.monotonic()
            return msgspec.structs.replace(state)

    def whole(self, id: str, by: Person) -> tuple[Path, str]:
        """Give the path of a file that has arrived, and what it is called.

        Raises
        ------
        NotFound
            When this person sent no such file.
        Conflict
            When a part of it is still to come.
        """
        kept = self._find(id, by)
        state = kept.state
        if state.received < state.size:
            raise Conflict(f"Of {state.name} only {state.received:,} of {state.size:,} bytes have arrived.")
        kept.touched = time.monotonic()
        return kept.path, state.name

    def remove(self, id: str, by: Person) -> None:
        """Forget a file, whole or not.

        Raises
        ------
        NotFound
            When this person sends no such file.
        """
        kept = self._find(id, by)
        with self._lock:
            self._drop(kept)

    def close(self) -> None:
        """Remove all of them: the server stops."""
        with self._lock:
            self._kept.clear()
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None

    def _find(self, id: str, by: Person) -> _Kept:
        with self._lock:
            kept = self._kept.get(id)
            if kept is None or kept.user != by.name:
                raise _gone()
            return kept

    def _forget_idle(self) -> None:
        end = time.monotonic() - _IDLE_SECONDS
        for kept in [one for one in self._kept.values() if one.touched < end]:
            self._drop(kept)

    def _drop(self, kept: _Kept) -> None:
        self._kept.pop(kept.state.id, None)
        kept.path.unlink(missing_ok=True)


def _sweep(own: Path) -> None:
    """Remove what servers of this account left behind that were killed a day ago or earlier."""
    end, mine = time.time() - _LEFT_BEHIND_SECONDS, own.lstat().st_uid
    for folder in own.parent.glob(f"{_FOLDER}*"):
        try:
            found = folder.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == mine:
                newest = max((file.lstat().st_mtime for file in folder.iterdir()), default=0.0)
                if max(newest, found.st_mtime) < end:
                    shutil.rmtree(folder)
        except OSError as error:
            logger.debug("%s cannot be removed: %s", folder, error)


def _gone() -> NotFound:
    return NotFound(
        "The server knows no such upload; it forgets them after an hour and when it is restarted."
    )


def _shown(name: str) -> str:
    """Give what a file is called, without the folders of wherever it comes from."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(c if c.isprintable() else "\ufffd" for c in last[:_LONGEST_NAME]) or "upload"
