"""A model's folder as blobs, and back: every byte is checked before anybody reads it as a model."""

from __future__ import annotations

import hashlib
import re
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from ..errors import NotFound, StoreCorrupt
from ..records import Artifact, SavedModel
from ..store import Store
from ..store.blobs import BlobRef, hash_of, translated
from .cache import begun, cache_of, is_stamped, prune, write_stamp

_DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
_HARMFUL: Final = re.compile(r'[\\:\0"<>|?*]')
_MOST_FILES: Final = 10_000


def keep_files(
    store: Store, folder: Path, names: Iterable[str], path: str, listed: Path | None = None
) -> list[Artifact]:
    """Give files of a folder to the blobs; they are gone from the folder then.

    Parameters
    ----------
    store
        Where they are kept.
    folder
        The folder.
    names
        The files, by their names within it.
    path
        What the folder is called within the run: ``models/clf``.
    listed
        A file for their hashes, written before the first of them is moved: with it, whoever was interrupted, or does
        the same at the same time, can finish what somebody else began.

    Raises
    ------
    StoreCorrupt
        When a file is neither in the folder nor, by what is listed, among the blobs.
    StoreError
        When the store cannot take them; the call can be repeated then.
    """
    names = list(names)
    hashes = _read_hashes(listed)
    _check_names(folder, path, names if hashes is None else list(hashes))
    if hashes is None:
        try:
            hashes = {name: hash_of(folder / name) for name in names}
        except FileNotFoundError as error:
            # Somebody else has begun to move them.
            hashes = _read_hashes(listed)
            if hashes is None:
                raise StoreCorrupt(
                    f"A file of the model {path!r} is gone: {Path(error.filename).name}."
                ) from error
        else:
            _write_hashes(listed, hashes)
    return [_kept(store, folder, name, path, blob) for name, blob in hashes.items()]


def keep_text(store: Store, path: str, name: str, text: str) -> Artifact:
    """Give a small file of a model to the blobs, by its text."""
    blob = store.blobs.put(text.encode())
    return Artifact(f"{path}/{name}", blob.hash, blob.size, _media_type(name), "model")


def _check_names(folder: Path, path: str, names: list[str]) -> None:
    """Refuse what leads out of the folder: on a store of many, somebody else may have written what is read here."""
    inside = folder.resolve()
    for name in names:
        outside = not (folder / name).resolve().is_relative_to(inside)
        if outside or _is_harmful(name) or (folder / name).is_symlink():
            raise StoreCorrupt(
                f"A file of the model {path[:80]!r} has the name {name[:80]!r}, which leads elsewhere."
            )


def _kept(store: Store, folder: Path, name: str, path: str, blob: BlobRef) -> Artifact:
    try:
        store.blobs.take(folder / name, blob)
    except NotFound as error:
        raise StoreCorrupt(f"A file of the model {path!r} is gone: {name}.") from error
    return Artifact(f"{path}/{name}", blob.hash, blob.size, _media_type(name), "model")


def _read_hashes(listed: Path | None) -> dict[str, BlobRef] | None:
    if listed is None:
        return None
    try:
        return msgspec.json.decode(listed.read_bytes(), type=dict[str, BlobRef])
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _write_hashes(listed: Path | None, hashes: dict[str, BlobRef]) -> None:
    if listed is None:
        return
    made = listed.with_name(f"{listed.name}-{uuid.uuid4().hex[:8]}")
    try:
        made.write_bytes(msgspec.json.encode(hashes))
        made.replace(listed)
    except OSError as error:
        made.unlink(missing_ok=True)
        raise translated(error, str(listed.parent)) from error


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
        if _is_harmful(name) or name in found or len(found) >= _MOST_FILES:
            raise StoreCorrupt(
                f"A file of the model has the name {name[:80]!r}, which leads elsewhere. Nothing was loaded."
            )
        found[name] = artifact
    return found


def _is_harmful(name: str) -> bool:
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


def _media_type(name: str) -> str:
    return {".json": "application/json", ".txt": "text/plain", ".yaml": "text/plain", "": "text/plain"}.get(
        PurePosixPath(name).suffix, "application/octet-stream"
    )
