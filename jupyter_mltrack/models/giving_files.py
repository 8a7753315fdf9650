"""A model's folder given to the blobs: what lies there is looked at first, a stranger may have put it there."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from ..errors import NotFound, StoreCorrupt
from ..records import Artifact
from ..store import Store
from ..store.blobs import BlobRef, hash_of, translated
from ..store.plain import is_plain_file, is_plain_folder, read_plain
from .files import is_harmful

_HASH: Final = re.compile(r"[0-9a-f]{64}\Z")
_LARGEST_LIST: Final = 16 << 20
"""Bytes of the hashes of a model's files."""


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
        When a file is neither in the folder nor, by what is listed, among the blobs; when one is no plain file, or
        leads elsewhere.
    StoreError
        When the store cannot take them; the call can be repeated then.
    """
    names = list(names)
    _check_names(folder, path, names)
    hashes = _read_hashes(listed, names)
    if hashes is None:
        try:
            hashes = {name: hash_of(folder / name) for name in names}
        except FileNotFoundError as error:
            # Somebody else has begun to move them.
            hashes = _read_hashes(listed, names)
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


def check_file_name(path: str, name: str) -> None:
    """Refuse the name of a model's file that leads out of its folder.

    Raises
    ------
    StoreCorrupt
        Naming it.
    """
    if is_harmful(name):
        raise StoreCorrupt(
            f"A file of the model {path[:80]!r} has the name {name[:80]!r}, which leads elsewhere."
        )


def _check_names(folder: Path, path: str, names: list[str]) -> None:
    """Refuse what leads out of the folder: on a store of many, somebody else may have written what is read here."""
    if folder.is_symlink():
        raise StoreCorrupt(f"The folder of the model {path[:80]!r} is a link, which leads elsewhere.")
    for name in names:
        check_file_name(path, name)
        file = folder / name
        within = [one for one in file.parents if one.is_relative_to(folder) and one != folder]
        if any(os.path.lexists(one) and not is_plain_folder(one) for one in within) or (
            os.path.lexists(file) and not is_plain_file(file)
        ):
            raise StoreCorrupt(
                f"The file {name[:80]!r} of the model {path[:80]!r} leads elsewhere: it is a link or no plain file."
            )


def _kept(store: Store, folder: Path, name: str, path: str, blob: BlobRef) -> Artifact:
    try:
        store.blobs.take(folder / name, blob)
    except NotFound as error:
        raise StoreCorrupt(f"A file of the model {path!r} is gone: {name}.") from error
    return Artifact(f"{path}/{name}", blob.hash, blob.size, _media_type(name), "model")


def _read_hashes(listed: Path | None, names: list[str]) -> dict[str, BlobRef] | None:
    if listed is None:
        return None
    try:
        found = msgspec.json.decode(read_plain(listed, _LARGEST_LIST), type=dict[str, BlobRef])
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if set(found) != set(names) or not all(_HASH.match(blob.hash) for blob in found.values()):
        raise StoreCorrupt(f"What {listed.name} says of hashes is of other files, or says none.")
    return found


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


def _media_type(name: str) -> str:
    return {".json": "application/json", ".txt": "text/plain", ".yaml": "text/plain", "": "text/plain"}.get(
        PurePosixPath(name).suffix, "application/octet-stream"
    )
