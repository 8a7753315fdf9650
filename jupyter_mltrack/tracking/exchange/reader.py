"""A stranger's file, read: bounded, every byte compared with its hash, nothing unpacked to a path, nothing run."""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from ...errors import InvalidInput
from ...records.exchange import Manifest, SeriesFile
from ...store import Points
from .archive import BLOBS, MANIFEST, POINTS
from .checks import check_run, check_version
from .contents import RunContents, blobs_of
from .limits import LARGEST_MANIFEST, MOST_BYTES, MOST_ENTRIES, MOST_POINTS
from .manifest import decode
from .texts import check_texts

if TYPE_CHECKING:
    from typing_extensions import Self

_SMALL: Final = 1 << 30
_MOST_RATIO: Final = 100
"""A file that unpacks to more than ``_SMALL`` may hold so many times its own size."""
_MOST_INDEX: Final = 8 << 20
"""Bytes of an archive's table of contents."""
_NAME: Final = re.compile(rf"{MANIFEST}|{BLOBS}[0-9a-f]{{64}}|{POINTS}\d{{1,5}}")
_PIECE: Final = 1 << 20
_POINT: Final = 24
_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_SYMLINK: Final = 0o120000
_KIND: Final = 0o170000


class Archive:
    """A file of a run or a model version, opened: what is wrong with it was found before anybody reads from it.

    Parameters
    ----------
    path
        The file.
    name
        What it is called in messages and in the origin of what comes from it; the file's own name when left out.

    Attributes
    ----------
    manifest
        What it says that it holds; checked.
    contents
        Its run with its points; ``None`` where it holds none.

    Raises
    ------
    InvalidInput
        When it is damaged, too large, or not what it says.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        self.path = path
        self.name = path.name if name is None else name
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise InvalidInput(f"{path} cannot be read ({error.strerror}).") from error
        try:
            with self._refusing():
                _check_index(self._file)
                self._zip = zipfile.ZipFile(self._file)
                self._entries = self._checked_entries()
                self.manifest = decode(self._read(MANIFEST, LARGEST_MANIFEST))
                self.contents = self._contents(self.manifest)
                self._check_blobs(self.manifest)
                check_texts(self.open, self.contents, self.manifest.model)
        except BaseException:
            self._file.close()
            raise

    def open(self, hash: str) -> BinaryIO:
        """Open one of its files; whoever reads it compares it with its hash once more.

        Raises
        ------
        InvalidInput
            When there is none of that hash.
        """
        with self._refusing():
            return cast(BinaryIO, self._zip.open(self._entry(BLOBS + hash)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _checked_entries(self) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        listed = self._zip.infolist()
        if len(listed) > MOST_ENTRIES:
            raise InvalidInput(f"It holds {len(listed):,} files; at most {MOST_ENTRIES:,} are read.")
        for entry in listed:
            if entry.filename in found:
                raise InvalidInput(f"It holds two files with the name {entry.filename[:80]!r}.")
            # ``orig_filename``: ``zipfile`` ends a name at its first NUL.
            if not _NAME.fullmatch(entry.filename) or entry.orig_filename != entry.filename:
                raise InvalidInput(
                    f"It holds {entry.orig_filename[:80]!r}, which belongs to no run or model."
                )
            if entry.external_attr >> 16 & _KIND == _SYMLINK:
                raise InvalidInput(f"{entry.filename[:80]!r} in it is a link and no file.")
            if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise InvalidInput(f"{entry.filename[:80]!r} in it is encrypted or packed in an unknown way.")
            found[entry.filename] = entry
        total, own = sum(entry.file_size for entry in listed), self.path.stat().st_size
        if total > MOST_BYTES:
            raise InvalidInput(f"It unpacks to {total:,} bytes; at most {MOST_BYTES:,} are read.")
        if total > _SMALL and total > _MOST_RATIO * own:
            raise InvalidInput(f"It unpacks to {total:,} bytes, {total // max(own, 1):,} times its own size.")
        return found

    def _entry(self, name: str) -> zipfile.ZipInfo:
        found = self._entries.get(name)
        if found is None:
            raise InvalidInput(f"It lacks {name[:80]!r}: it is not whole.")
        return found

    def _read(self, name: str, most: int) -> bytes:
        entry = self._entry(name)
        if entry.file_size > most:
            raise InvalidInput(f"{name!r} in it has {entry.file_size:,} bytes; at most {most:,} are read.")
        with self._zip.open(entry) as source:
            return source.read(most + 1)

    def _contents(self, manifest: Manifest) -> RunContents | None:
        if manifest.model is not None:
            check_version(manifest.model)
        if manifest.run is None:
            if manifest.model is None:
                raise InvalidInput("It holds neither a run nor a model.")
            return None
        contents = RunContents(manifest.run.run, manifest.run.children)
        series = manifest.run.series
        total = sum(max(one.count, 0) for one in series)
        if total > MOST_POINTS:
            raise InvalidInput(f"It holds {total:,} points; at most {MOST_POINTS:,} are read.")
        for one in series:
            if one.key in contents.points:
                raise InvalidInput(f"It holds the points of {one.key[:60]!r} twice.")
            contents.points[one.key] = self._points(one)
        check_run(contents)
        return contents

    def _points(self, series: SeriesFile) -> Points:
        import numpy as np

        size = series.count * _POINT
        if series.count < 1 or self._entry(series.file).file_size != size:
            raise InvalidInput(f"The points of {series.key[:60]!r} are not as many as it says.")
        raw = self._read(series.file, size)
        if len(raw) != size or hashlib.sha256(raw).hexdigest() != series.sha256:
            raise InvalidInput(f"The points of {series.key[:60]!r} do not have the hash that it says.")
        return Points(
            np.frombuffer(raw, "<i8", series.count).astype(np.int64, copy=False),
            np.frombuffer(raw, "<f8", series.count, size // 3).astype(np.float64, copy=False),
            np.frombuffer(raw, "<f8", series.count, size // 3 * 2).astype(np.float64, copy=False),
        )

    def _check_blobs(self, manifest: Manifest) -> None:
        """Compare every file with its hash, and what there is with what is needed."""
        run, children = (manifest.run.run, manifest.run.children) if manifest.run else (None, [])
        needed = blobs_of(run, children, manifest.model)
        series = manifest.run.series if manifest.run else []
        expected = {MANIFEST, *(BLOBS + one for one in needed), *(one.file for one in series)}
        if set(needed) != set(manifest.blobs) or set(self._entries) != expected:
            raise InvalidInput("What it holds is not what the run or model in it needs.")
        sizes = dict(manifest.blobs)
        for artifact in (
            *(run.artifacts if run else ()),
            *(manifest.model.artifacts if manifest.model else ()),
        ):
            if sizes[artifact.blob] != artifact.size:
                raise InvalidInput(f"The file {artifact.path[:80]!r} does not have the size that it says.")
        for blob in needed:
            entry, found = self._entry(BLOBS + blob), hashlib.sha256()
            if entry.file_size != sizes[blob]:
                raise InvalidInput(f"The file {blob[:16]}… does not have the size that it says.")
            with self._zip.open(entry) as source:
                while piece := source.read(_PIECE):
                    found.update(piece)
            if found.hexdigest() != blob:
                raise InvalidInput(f"The file {blob[:16]}… does not have the hash that it says.")

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Say what is wrong with the file, and that nothing came of it."""
        try:
            yield
        except InvalidInput as error:
            raise InvalidInput(
                f"{self.name[:100]} cannot be imported. {error.message} Nothing was changed."
            ) from None
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, NotImplementedError, RuntimeError,
            ValueError, OverflowError,
        ) as error:  # fmt: skip
            raise InvalidInput(
                f"{self.name[:100]} cannot be imported: it is damaged or not whole ({str(error)[:100]}). "
                "Nothing was changed."
            ) from error


def _check_index(file: BinaryIO) -> None:
    """Look how large the table of contents is: ``zipfile`` reads it into memory as a whole."""
    size = file.seek(0, 2)
    if size < _END.size:
        raise InvalidInput("It is no archive.")
    back = min(size, _END64.size + _LOCATOR.size + _END.size)
    file.seek(size - back)
    tail = file.read(back)
    end = _END.unpack(tail[-_END.size :])
    if end[0] != b"PK\x05\x06" or end[7]:
        raise InvalidInput("It is no archive, or not whole.")
    count, length = end[4], end[5]
    locator = tail[-_END.size - _LOCATOR.size : -_END.size]
    if locator[:4] == b"PK\x06\x07":
        if back < _END64.size + _LOCATOR.size + _END.size or tail[:4] != b"PK\x06\x06":
            raise InvalidInput("It is no archive, or not whole.")
        end64 = _END64.unpack(tail[: _END64.size])
        count, length = end64[7], end64[8]
    if length > _MOST_INDEX or count > MOST_ENTRIES:
        raise InvalidInput(
            f"It lists {count:,} files in {length:,} bytes; at most {MOST_ENTRIES:,} are read."
        )
    file.seek(0)
