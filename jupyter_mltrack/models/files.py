"""A model's files as a folder: every byte is checked before anybody reads it as a model."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Final

from ..errors import NotFound, StoreCorrupt
from ..records import Artifact, SavedModel
from ..store import Store
from ..store.blobs import hash_of
from .cache import begun, cache_of, is_stamped, prune, write_stamp

_DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
_HARMFUL: Final = re.compile(r'[\\:\0"<>|?*]')
_MOST_FILES: Final = 10_000


def digest_of(artifacts: list[Artifact], path: str) -> str:
    """Give the digest of a model's files: of their paths within its folder and their hashes."""
    return _digest_of(files_within(artifacts, path))


def _digest_of(files: dict[str, Artifact]) -> str:
    lines = "".join([f"{name}\0{files[name].blob}\n" for name in sorted(files)])
    return hashlib.sha256(lines.encode()).hexdigest()


def checked_files(saved: SavedModel, artifacts: list[Artifact]) -> dict[str, Artifact]:
    """Give a model's files by their names within its folder, if they are those that were saved.

    Raises
    ------
    NotFound
        When there are none.
    StoreCorrupt
        When they are others than those that were saved, or a name leads out of the folder.
    """
    files = files_within(artifacts, saved.path)
    if not files:
        raise NotFound(f"The run has no files of a model {saved.path!r}.")
    if not _DIGEST.match(saved.digest) or _digest_of(files) != saved.digest:
        raise StoreCorrupt(
            f"The files of the model {saved.path!r} are not those that were saved: their digest differs. "
            "Nothing was loaded."
        )
    return files


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
    files = checked_files(saved, artifacts)
    root, digest = cache_of(store), saved.digest
    folder = root / digest
    if is_stamped(root, digest):
        return folder
    if folder.is_dir():
        if _is_whole(folder, files):
            write_stamp(root, digest)
            return folder
        shutil.rmtree(folder, ignore_errors=True)
    _make(store, files, root, folder)
    write_stamp(root, digest)
    prune(store, root, digest)
    return folder


def files_within(artifacts: list[Artifact], path: str) -> dict[str, Artifact]:
    """Give the files of a model's folder by their checked names within it.

    Raises
    ------
    StoreCorrupt
        When a name leads elsewhere, is there twice, or there are too many.
    """
    found: dict[str, Artifact] = {}
    inside = f"{path}/"
    for artifact in artifacts:
        if not artifact.path.startswith(inside):
            continue
        name = artifact.path[len(inside) :]
        if is_harmful(name) or name in found or len(found) >= _MOST_FILES:
            raise StoreCorrupt(
                f"A file of the model has the name {name[:80]!r}, which leads elsewhere. Nothing was loaded."
            )
        found[name] = artifact
    return found


def is_harmful(name: str) -> bool:
    """Say whether a file's name leads out of its model's folder, on any system."""
    # An empty part also begins a name that is absolute.
    return bool(_HARMFUL.search(name)) or any(part in ("", ".", "..") for part in name.split("/"))


def _make(store: Store, files: dict[str, Artifact], root: Path, folder: Path) -> None:
    """Write the files beside their place and move them there at once: another process sees all of them or none."""
    made = begun(root)
    try:
        for name, artifact in files.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                store.blobs.copy(artifact.blob, target)
            except NotFound as error:
                raise NotFound(
                    f"The model's file {name} is not in the store any more. Nothing was loaded. "
                    f"Restore {artifact.blob[:2]}/{artifact.blob[2:]} in the store's 'blobs' from a copy."
                ) from error
            except StoreCorrupt as error:
                raise StoreCorrupt(
                    f"The model's file {name} is damaged. Nothing was loaded. {error.message}"
                ) from error
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
    return None if file.is_symlink() or not file.is_file() else hash_of(file).hash
