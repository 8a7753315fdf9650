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
_CACHED_PIECE = 1 << 17
"""Small enough to stay in the processor's cache between the copy into it and its hashing."""
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

    def take(self, file: Path, ref: BlobRef | None = None) -> BlobRef:
        """Keep a file that its owner gives away: it is moved to its place where that is on the same disk, not copied.

        Parameters
        ----------
        file
            A file that nobody writes to any more; it is gone from there afterwards.
        ref
            What ``hash_of`` said of it, where that is known. A file that is not there then is no error when the store
            has it already: somebody else was faster.

        Raises
        ------
        NotFound, StoreReadOnly, StoreFull
            As in ``put``; the file stays where it is then.
        InvalidInput
            When what is known of it is no hash.
        """
        if ref is not None:
            # It becomes a path: a stranger may have written it down.
            _check_hash(ref.hash)
        if "://" in self._place or file.is_symlink():
            return self._take_copy(file, ref)
        root = Path(self._place)
        try:
            ref = ref or hash_of(file)
        except FileNotFoundError as error:
            raise NotFound(f"There is no file {file}.") from error
        target = root / ref.hash[:2] / ref.hash[2:]
        try:
            if _size_of(target) == ref.size:
                # Replacing a file makes some systems write it to the disk at once.
                file.unlink(missing_ok=True)
                return ref
            try:
                file.replace(target)
            except FileNotFoundError:
                if not file.exists():
                    if _size_of(target) == ref.size:
                        return ref
                    raise NotFound(f"There is no file {file}.") from None
                # The first file whose hash begins so.
                target.parent.mkdir(parents=True, exist_ok=True)
                file.replace(target)
        except OSError as error:
            if error.errno == errno.EXDEV or target.exists():
                # Another disk; or where a file that is open cannot be replaced, it is there already.
                return self._take_copy(file, ref)
            raise translated(error, str(root)) from error
        return ref

    def _take_copy(self, file: Path, ref: BlobRef | None) -> BlobRef:
        if ref is not None and self.exists(ref.hash):
            file.unlink(missing_ok=True)
            return ref
        ref = self.put(file)
        file.unlink()
        return ref

    def open(self, hash: str) -> BinaryIO:
        """Open a blob for reading; its bytes were compared with its hash.

        Raises
        ------
        NotFound
            When there is no such blob.
        StoreCorrupt
            When its bytes are not those that were kept.
        StoreError
            When it cannot be read.
        """
        file, path = self._opened_file(hash)
        try:
            found = hashlib.sha256()
            while piece := file.read(_PIECE):
                found.update(piece)
            if found.hexdigest() != hash:
                raise _damaged(path)
            file.seek(0)
        except OSError as error:
            file.close()
            raise _unreadable(path, error) from error
        except BaseException:
            file.close()
            raise
        return file

    def copy(self, hash: str, target: Path) -> None:
        """Write a blob's bytes to a file; they are compared with the hash on the way.

        Raises
        ------
        NotFound, StoreCorrupt, StoreError
            As in ``open``; of damaged bytes nothing is left.
        """
        source, path = self._opened_file(hash)
        found = hashlib.sha256()
        with source, target.open("wb") as written:
            while piece := _next_piece(source, path):
                found.update(piece)
                written.write(piece)
        if found.hexdigest() != hash:
            target.unlink()
            raise _damaged(path)

    def read(self, hash: str) -> bytes:
        """Give the bytes of a blob; see ``open``."""
        with self.open(hash) as file:
            return file.read()

    def exists(self, hash: str) -> bool:
        """Say whether there is such a blob."""
        system, path = self._at(hash)
        return bool(system.exists(path))

    def _opened_file(self, hash: str) -> tuple[BinaryIO, str]:
        system, path = self._at(hash)
        try:
            return cast(BinaryIO, system.open(path, "rb")), path
        except FileNotFoundError as error:
            raise NotFound(f"The store has no file with the hash {hash}.") from error
        except OSError as error:
            raise _unreadable(path, error) from error

    def _at(self, hash: str) -> tuple[Any, str]:
        _check_hash(hash)
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
            raise translated(error, root) from error
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


def _check_hash(hash: str) -> None:
    if not isinstance(hash, str) or not _HASH.match(hash):
        raise InvalidInput(f"{str(hash)[:80]!r} is no hash of a file: it has 64 hexadecimal digits.")


def _size_of(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return None


def hash_of(file: Path) -> BlobRef:
    """Read a file once and say what it would be called among the blobs."""
    found, size = hashlib.sha256(), 0
    piece = memoryview(bytearray(_CACHED_PIECE))
    with file.open("rb", buffering=0) as source:
        while count := source.readinto(piece):
            found.update(piece[:count])
            size += count
    return BlobRef(found.hexdigest(), size)


def _next_piece(source: BinaryIO, path: str) -> bytes:
    try:
        return source.read(_PIECE)
    except OSError as error:
        raise _unreadable(path, error) from error


def _within(path: str) -> str:
    return "/".join(path.rsplit("/", 3)[1:])


def _unreadable(path: str, error: OSError) -> StoreError:
    said = error.strerror or type(error).__name__
    return StoreError(f"The file {_within(path)} of the store cannot be read ({said}).")


def _damaged(path: str) -> StoreCorrupt:
    return StoreCorrupt(
        f"The file {_within(path)} of the store is damaged: its content does not have the hash in its name. "
        "It was left untouched; restore it from a copy."
    )


def translated(error: OSError, root: str) -> StoreError:
    """Give the error that people see for one of the system's, which was about a folder of the store."""
    name, place = root.rsplit("/", 1)[-1], Path(root).parent
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(
            f"No room is left for files in the store's {name}. What was stored before is safe; make room and try "
            "again.",
            place,
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StoreReadOnly(f"The store's folder {name} cannot be written to ({error.strerror}).", place)
    said = error.strerror or type(error).__name__
    return StoreError(f"A file could not be stored in the store's {name}: {said}.", place)
