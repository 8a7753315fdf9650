"""A run or a model version written as one file, piece by piece: nothing of it is ever whole in memory."""

from __future__ import annotations

import hashlib
import os
import time
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from ...errors import InvalidInput
from ...records import ModelVersion
from ...records.exchange import FORMAT, FORMAT_VERSION, Exported, HandedRun, Manifest, SeriesFile
from ...store import Points, Store
from ..saved_models import saved_run
from .checks import check_run, check_version
from .contents import RunContents, blobs_of, read_run
from .limits import MOST_BYTES, MOST_ENTRIES, MOST_POINTS
from .manifest import encode

MANIFEST: Final = "manifest.json"
BLOBS: Final = "blobs/"
POINTS: Final = "points/"
_PIECE: Final = 1 << 20
_SAMPLE: Final = 1 << 16
_WORTH_PACKING: Final = 0.9
"""Files of which the beginning does not get smaller than this are stored as they are: packing costs time."""
_LARGE: Final = 1 << 30
"""From here on a file in the archive gets the fields that sizes above 4 GB need."""


def export_run(store: Store, reference: str | int, path: str | Path | None = None) -> Exported:
    """Write a run as one file, with its points, files and candidates.

    Parameters
    ----------
    store
        The store of the run.
    reference
        Its number or id.
    path
        The file, or a folder for it; ``run-12.mltrack`` in the working folder when left out. One of that name is
        replaced.

    Raises
    ------
    NotFound, Conflict
        When there is no such run, it still goes on, or lies in the trash.
    StoreCorrupt
        When a file of it is damaged; nothing is written then.
    InvalidInput
        When the file cannot be written.

    Examples
    --------
    >>> export_run(store, 12).path   # doctest: +SKIP
    'run-12.mltrack'
    """
    name, pieces = export_pieces(store, reference)
    return write_file(path, name, pieces, f"run {name[4:].removesuffix('.mltrack')}")


def export_pieces(store: Store, reference: str | int) -> tuple[str, Iterator[bytes]]:
    """Give the name of a run's file and, piece by piece, its bytes; errors as in ``export_run``."""
    saved_run(store, reference)
    with store.snapshot():
        contents = read_run(store, reference)
    try:
        check_run(contents)
        check_size(store, contents)
    except InvalidInput as error:
        raise InvalidInput(f"Run {contents.run.number} cannot be handed over. {error.message}") from error
    return f"run-{contents.run.number}.mltrack", archive_pieces(store, contents)


def write_file(wanted: str | Path | None, name: str, pieces: Iterator[bytes], what: str) -> Exported:
    """Write a file at once: whoever looks finds it whole or not at all.

    Parameters
    ----------
    wanted
        The file, or the folder that it goes to; the working folder when left out.
    name
        What it is called where only a folder is known.
    pieces
        Its bytes.
    what
        What is in it.

    Raises
    ------
    InvalidInput
        When it cannot be written there.
    """
    path = Path(name if wanted is None else wanted).expanduser()
    if path.is_dir():
        path = path / name
    part = path.with_name(f".{path.name[:100]}.{uuid.uuid4().hex}.part")
    try:
        try:
            with part.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
            size = part.stat().st_size
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written ({error.strerror}).") from error
    return Exported(os.fspath(path), size, what)


def archive_pieces(
    store: Store, contents: RunContents | None, model: ModelVersion | None = None
) -> Iterator[bytes]:
    """Give the bytes of an archive, piece by piece.

    Parameters
    ----------
    store
        Where points and files come from; each file is compared with its hash.
    contents
        A run, checked; its points are read here.
    model
        A version.

    Raises
    ------
    StoreCorrupt, NotFound
        When a file is damaged or gone.
    """
    sink = _Sink()
    manifest = Manifest(FORMAT, FORMAT_VERSION, time.time(), model=model)
    if model is not None:
        check_version(model)
    with zipfile.ZipFile(cast(BinaryIO, sink), "w") as archive:
        run, children = (contents.run, contents.children) if contents else (None, [])
        for blob in blobs_of(run, children, model):
            with store.blobs.open(blob) as source:
                size, packed = _look_at(source)
                with archive.open(_entry(BLOBS + blob, packed), "w", force_zip64=size > _LARGE) as entry:
                    while piece := source.read(_PIECE):
                        entry.write(piece)
                        yield from sink.take()
            manifest.blobs[blob] = size
        if contents is not None:
            manifest.run = HandedRun(contents.run, contents.children)
            for at, key in enumerate(store.points.keys(contents.run.id)):
                points = store.points.read(contents.run.id, key)
                raw, name = pack_points(points), f"{POINTS}{at}"
                archive.writestr(_entry(name, True), raw)
                found = SeriesFile(key, name, len(points.values), hashlib.sha256(raw).hexdigest())
                manifest.run.series.append(found)
                yield from sink.take()
        # Last: by now it is known what there is, and a file that ends early has none.
        archive.writestr(_entry(MANIFEST, True), encode(manifest))
    yield from sink.take()


def check_size(store: Store, contents: RunContents) -> None:
    """Look whether a run's file could be read again.

    Raises
    ------
    InvalidInput
        Saying of what there is too much.
    """
    size = sum({artifact.blob: artifact.size for artifact in contents.run.artifacts}.values())
    counts = store.points.keys(contents.run.id)
    files = len(counts) + len(blobs_of(contents.run, contents.children)) + 1
    for found, most, what in (
        (size, MOST_BYTES, "bytes in files"),
        (sum(counts.values()), MOST_POINTS, "points"),
        (files, MOST_ENTRIES, "files"),
    ):
        if found > most:
            raise InvalidInput(f"It has {found:,} {what}; at most {most:,} fit into a file.")


def pack_points(points: Points) -> bytes:
    """Give points as bytes: all steps, all values, all times."""
    columns = zip(points, ("<i8", "<f8", "<f8"), strict=True)
    return b"".join(column.astype(kind).tobytes() for column, kind in columns)


def _entry(name: str, packed: bool) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name)
    found.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    found._compresslevel = 1  # type: ignore[attr-defined]
    found.external_attr = 0o600 << 16
    return found


def _look_at(source: BinaryIO) -> tuple[int, bool]:
    """Give a file's size, and whether packing makes it smaller."""
    sample = source.read(_SAMPLE)
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    return size, bool(sample) and len(zlib.compress(sample, 1)) < _WORTH_PACKING * len(sample)


class _Sink:
    """Takes what ``zipfile`` writes, until somebody takes it away; it cannot be gone back in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        return None

    def take(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        yield from pieces
