"""Files by their content: the same bytes are kept once, under the hash that names them."""

from __future__ import annotations

import errno
import hashlib
import io
import math
import re
import time
import uuid
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from ..errors import InvalidInput, NotFound, StoreCorrupt, StoreError, StoreFull, StoreReadOnly

_PIECE = 1 << 20
_BEGUN = "new-"
"""Begins the name of a file that is being stored."""
_LEFT_BEHIND_SECONDS = 86_400.0
_HASH = re.compile(r"[0-9a-f]{64}\Z")


class BlobRef(NamedTuple):
    """A blob: the SHA-256 of its bytes in hexadecimal, and how many they are."""

    hash: str
    size: int


class Blobs:
    """Content-addressed files below a folder or a URL that ``fsspec`` knows.

    Parameters
    ----------
    place
        The folder (``.mltrack/blobs``) or URL.
    """

    def __init__(self, place: str | Path) -> None:
        self._place = str(place)
        self._opened: tuple[Any, str] | None = None
        self._swept = False

    def put(self, data: bytes | BinaryIO | Path) -> BlobRef:
        """Keep bytes.

        Parameters
        ----------
        data
            The bytes, a file opened for reading bytes, or the path of a file.

        Raises
        ------
        NotFound, StoreReadOnly, StoreFull
            When there is no such file; when the store cannot take it.
        """
        if isinstance(data, bytes | bytearray | memoryview):
            raw = bytes(data)
            return self._keep_known(io.BytesIO(raw), BlobRef(hashlib.sha256(raw).hexdigest(), len(raw)))
        if isinstance(data, Path | str):
            try:
                file = Path(data).open("rb")  # noqa: SIM115 - its errors are others than those of the store
            except FileNotFoundError as error:
                raise NotFound(f"There is no file {data}.") from error
            except IsADirectoryError as error:
                raise InvalidInput(f"{data} is a folder; give a file.") from error
            except OSError as error:
                raise InvalidInput(f"{data} cannot be read ({error.strerror}).") from error
            with file:
                return self._keep(file)
        return self._keep(data)

    def open(self, hash: str) -> BinaryIO:
        """Open a blob for reading; its bytes were compared with its hash.

        Raises
        ------
        NotFound
            When there is no such blob.
        StoreCorrupt
            When its bytes are not those that were kept.
        """
        system, path = self._at(hash)
        try:
            file = system.open(path, "rb")
        except FileNotFoundError as error:
            raise NotFound(f"The store has no file with the hash {hash}.") from error
        try:
            found = hashlib.sha256()
            while piece := file.read(_PIECE):
                found.update(piece)
            if found.hexdigest() != hash:
                raise StoreCorrupt(
                    f"The file {path} is damaged: its content does not have the hash in its name. "
                    "It was left untouched; restore it from a copy."
                )
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return cast(BinaryIO, file)

    def read(self, hash: str) -> bytes:
        """Give the bytes of a blob; see ``open``."""
        with self.open(hash) as file:
            return file.read()

    def exists(self, hash: str) -> bool:
        """Say whether there is such a blob."""
        system, path = self._at(hash)
        return bool(system.exists(path))

    def _at(self, hash: str) -> tuple[Any, str]:
        if not isinstance(hash, str) or not _HASH.match(hash):
            raise InvalidInput(f"{str(hash)[:80]!r} is no hash of a file: it has 64 hexadecimal digits.")
        system, root = self._system()
        return system, f"{root}/{hash[:2]}/{hash[2:]}"

    def _system(self) -> tuple[Any, str]:
        if self._opened is None:
            import fsspec

            self._opened = fsspec.core.url_to_fs(self._place)
        return self._opened

    def _keep(self, source: BinaryIO) -> BlobRef:
        """Keep bytes whose hash is not known before they were read: they go to their place while it is found."""
        if source.seekable():
            start, found, size = source.tell(), hashlib.sha256(), 0
            while piece := source.read(_PIECE):
                found.update(piece)
                size += len(piece)
            source.seek(start)
            return self._keep_known(source, BlobRef(found.hexdigest(), size))
        return self._write(source, None)

    def _keep_known(self, source: BinaryIO, ref: BlobRef) -> BlobRef:
        return ref if self.exists(ref.hash) else self._write(source, ref)

    def _write(self, source: BinaryIO, expected: BlobRef | None) -> BlobRef:
        system, root = self._system()
        temporary = f"{root}/{_BEGUN}{uuid.uuid4().hex}"
        found, size = hashlib.sha256(), 0
        try:
            system.makedirs(root, exist_ok=True)
            self._sweep(system, root)
            try:
                with system.open(temporary, "wb") as target:
                    while piece := source.read(_PIECE):
                        found.update(piece)
                        size += len(piece)
                        target.write(piece)
                ref = BlobRef(found.hexdigest(), size)
                if expected is not None and ref != expected:
                    raise StoreError("The file changed while it was being stored; store it again.")
                _, path = self._at(ref.hash)
                system.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
                system.mv(temporary, path)
            except BaseException:
                if system.exists(temporary):
                    system.rm_file(temporary)
                raise
        except OSError as error:
            raise _translated(error, root) from error
        return ref

    def _sweep(self, system: Any, root: str) -> None:
        """Remove, once, what processes left behind that died long ago while they stored a file."""
        if self._swept:
            return
        self._swept = True
        for entry in system.ls(root, detail=True):
            begun = entry["name"].rsplit("/", 1)[-1].startswith(_BEGUN)
            if begun and time.time() - entry.get("mtime", math.inf) > _LEFT_BEHIND_SECONDS:
                system.rm_file(entry["name"])


def _translated(error: OSError, root: str) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(
            f"No room is left for files in {root}. What was stored before is safe; make room and try again."
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StoreReadOnly(f"The folder {root} cannot be written to ({error.strerror}).")
    return StoreError(f"A file could not be stored in {root}: {error}.")
