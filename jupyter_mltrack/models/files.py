"""A model's folder as blobs, and back: every byte is checked before anybody reads it as a model."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
import uuid
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final, cast

from ..errors import NotFound, StoreCorrupt
from ..records import Artifact, SavedModel
from ..store import Store

_DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
_PIECE: Final = 1 << 20
_BEGUN: Final = "new-"
"""Begins the name of what is not finished."""
_LEFT_BEHIND_SECONDS: Final = 86_400.0
_MOST_FILES: Final = 10_000


def keep_folder(store: Store, folder: Path, path: str) -> list[Artifact]:
    """Put every file of a folder into the blobs.

    Parameters
    ----------
    store
        Where they are kept.
    folder
        The folder.
    path
        What it is called within the run: ``models/clf``.
    """
    found = []
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        with file.open("rb") as source:
            blob = store.blobs.put(cast(BinaryIO, _Stream(source)))
        name = f"{path}/{file.relative_to(folder).as_posix()}"
        found.append(Artifact(name, blob.hash, blob.size, _media_type(file), "model"))
    return found


class _Stream:
    """A file that is read once: its hash is found while it is written, rather than before and then again."""

    def __init__(self, source: BinaryIO) -> None:
        self.read = source.read

    def seekable(self) -> bool:
        return False


def digest_of(artifacts: list[Artifact], path: str) -> str:
    """Give the digest of a model's files: of their paths within its folder and their hashes."""
    found = hashlib.sha256()
    for name, artifact in sorted(_within(artifacts, path).items()):
        found.update(f"{name}\0{artifact.blob}\n".encode())
    return found.hexdigest()


def materialize(store: Store, saved: SavedModel, artifacts: list[Artifact]) -> Path:
    """Give a folder on this disk with a model's files, each compared with its hash.

    It lies in the store's cache, is made once for all processes, and made again when a file of it changed.

    Raises
    ------
    NotFound
        When a file is not in the store.
    StoreCorrupt
        When a file is damaged, another one was put in its place, or a name leads out of the folder.
    """
    files = _within(artifacts, saved.path)
    if not files:
        raise NotFound(f"The run has no files of a model {saved.path!r}.")
    if not _DIGEST.match(saved.digest) or digest_of(artifacts, saved.path) != saved.digest:
        raise StoreCorrupt(
            f"The files of the model {saved.path!r} are not those that were saved: their digest differs. "
            "Nothing was loaded."
        )
    root = _cache(store)
    folder = root / saved.digest
    stamp = root / f"{saved.digest}.json"
    if folder.is_dir():
        if _read_stamp(stamp) == _state(folder) or _is_whole(folder, files):
            _write_stamp(stamp, folder)
            return folder
        shutil.rmtree(folder, ignore_errors=True)
    _make(store, files, root, folder)
    _write_stamp(stamp, folder)
    return folder


def working_folder(store: Store) -> Path:
    """Make an empty folder for files on their way into the store, on its disk where that can be written."""
    root = _cache(store)
    _sweep(root)
    folder = root / f"{_BEGUN}{uuid.uuid4().hex}"
    folder.mkdir()
    return folder


def _sweep(root: Path) -> None:
    """Remove what processes left behind that died long ago."""
    for path in root.glob(f"{_BEGUN}*"):
        try:
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            # Another process is just done with it.
            continue


def _within(artifacts: list[Artifact], path: str) -> dict[str, Artifact]:
    """Give the files of a model's folder by their checked names within it."""
    found: dict[str, Artifact] = {}
    for artifact in artifacts:
        if not artifact.path.startswith(f"{path}/"):
            continue
        name = artifact.path[len(path) + 1 :]
        pure = PurePosixPath(name)
        parts = name.split("/")
        harmful = any(part in ("", ".", "..") or any(c in part for c in '\\:\0"<>|?*') for part in parts)
        if harmful or pure.is_absolute() or name in found or len(found) >= _MOST_FILES:
            raise StoreCorrupt(
                f"A file of the model has the name {name[:80]!r}, which leads elsewhere. Nothing was loaded."
            )
        found[name] = artifact
    return found


def _make(store: Store, files: dict[str, Artifact], root: Path, folder: Path) -> None:
    """Write the files beside their place and move them there at once: another process sees all of them or none."""
    made = root / f"{_BEGUN}{uuid.uuid4().hex}"
    try:
        for name, artifact in files.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                source = store.blobs.open(artifact.blob)
            except StoreCorrupt as error:
                raise StoreCorrupt(
                    f"The model's file {name} is damaged. Nothing was loaded. {error.message}"
                ) from error
            with source, target.open("wb") as written:
                shutil.copyfileobj(source, written, _PIECE)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir() or not _is_whole(folder, files):
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _is_whole(folder: Path, files: dict[str, Artifact]) -> bool:
    if {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()} != set(files):
        return False
    return all(_hash(folder / name) == artifact.blob for name, artifact in files.items())


def _hash(file: Path) -> str | None:
    if file.is_symlink() or not file.is_file():
        return None
    found = hashlib.sha256()
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def _state(folder: Path) -> dict[str, list[int]] | None:
    """Give what changes when a file is written to, moved or replaced: a large file is not read again without reason."""
    found = {}
    for file in folder.rglob("*"):
        if file.is_dir() and not file.is_symlink():
            continue
        seen = file.lstat()
        found[file.relative_to(folder).as_posix()] = [
            seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino, seen.st_dev
        ]  # fmt: skip
    return found


def _read_stamp(stamp: Path) -> Any:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()


def _write_stamp(stamp: Path, folder: Path) -> None:
    state = _state(folder)
    if _read_stamp(stamp) == state:
        return
    made = stamp.with_name(f"{_BEGUN}{uuid.uuid4().hex}.json")
    try:
        made.write_text(json.dumps(state), encoding="utf-8")
        made.replace(stamp)
    except OSError:
        # Without it the files are read once more the next time.
        made.unlink(missing_ok=True)


def _cache(store: Store) -> Path:
    root = store.path / "cache" / "models"
    try:
        # Not with the folders above: a store that was deleted meanwhile does not come back as an empty one.
        root.parent.mkdir(exist_ok=True)
        root.mkdir(exist_ok=True)
    except OSError:
        return _elsewhere()
    return root if os.access(root, os.W_OK) else _elsewhere()


_temporary: list[Path] = []


def _elsewhere() -> Path:
    """Give a folder of this process alone, for stores that cannot be written to."""
    if not _temporary:
        folder = Path(tempfile.mkdtemp(prefix="mltrack-models-"))
        _temporary.append(folder)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return _temporary[0]


def _media_type(file: Path) -> str:
    return {".json": "application/json", ".txt": "text/plain", ".yaml": "text/plain", "": "text/plain"}.get(
        file.suffix, "application/octet-stream"
    )
