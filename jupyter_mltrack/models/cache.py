"""The cache of models beside a store: folders that were checked, and folders on their way; bounded in size."""

from __future__ import annotations

import atexit
import json
import logging
import os
import shutil
import tempfile
import time
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..errors import InvalidInput
from ..settings import as_bytes, read_section
from ..store import Store

logger = logging.getLogger(__name__)

DEFAULT_SIZE: Final = 2_000_000_000
"""Bytes of checked folders that are kept, unless ``mltrack.ini`` says otherwise."""
IN_USE_SECONDS: Final = 3_600.0
"""A folder that was asked for since then may be read now: verifying a model first makes its environment."""
_SECTION: Final = "cache"
_BEGUN: Final = "new-"
"""Begins the name of what is not finished."""
_LEFT_BEHIND_SECONDS: Final = 86_400.0
_USED_SECONDS: Final = 60.0

State = dict[str, list[int]]


class _Stamp:
    """A stamp that this process has read, and when it last noted there that the folder is used."""

    __slots__ = ("noted", "state")

    def __init__(self, state: Any) -> None:
        self.state = state
        self.noted = 0.0


_MOST_STAMPS: Final = 64
_stamps: dict[str, _Stamp] = {}
"""By folder. What they are compared with is how its files are at the moment."""


def cache_of(store: Store) -> Path:
    """Give the folder of a store's cache; one of this process alone where the store cannot be written to."""
    root = _within(store.path)
    if os.access(root, os.W_OK):
        return root
    try:
        # Not with the folders above: a store that was deleted meanwhile does not come back as an empty one.
        root.parent.mkdir(exist_ok=True)
        root.mkdir(exist_ok=True)
    except OSError:
        return _elsewhere()
    return root if os.access(root, os.W_OK) else _elsewhere()


@lru_cache(maxsize=32)
def _within(store: Path) -> Path:
    return store / "cache" / "models"


def begun(root: Path) -> Path:
    """Give a name in the cache for something that is not finished."""
    return root / f"{_BEGUN}{uuid.uuid4().hex}"


def working_folder(store: Store) -> Path:
    """Make an empty folder for files on their way into the store, on its disk where that can be written."""
    root = cache_of(store)
    _sweep(root)
    folder = begun(root)
    folder.mkdir()
    return folder


def state_of(folder: Path) -> State:
    """Give what changes when a file is written to, moved or replaced: a large file is not read again without reason."""
    found: State = {}
    _look(str(folder), "", found)
    return found


def _look(folder: str, inside: str, found: State) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _look(entry.path, f"{inside}{entry.name}/", found)
                continue
            seen = entry.stat(follow_symlinks=False)
            if os.name == "nt":
                # A directory's own list does not have all of it there.
                seen = os.lstat(entry.path)
            found[f"{inside}{entry.name}"] = [
                seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino, seen.st_dev
            ]  # fmt: skip


def is_stamped(root: Path, digest: str) -> bool:
    """Say whether a folder's files are those that were compared with their hashes, and note that it is used now."""
    folder = f"{root}{os.sep}{digest}"
    stamp = f"{folder}.json"
    known = _stamps.get(folder)
    if known is None:
        if (read := _read(Path(stamp))) is None:
            return False
        if len(_stamps) >= _MOST_STAMPS:
            _stamps.clear()
        known = _stamps[folder] = _Stamp(read)
    try:
        if (now := time.time()) - known.noted > _USED_SECONDS:
            os.utime(stamp)
            known.noted = now
        found: State = {}
        _look(folder, "", found)
    except OSError:
        found = {}
    if found and found == known.state:
        return True
    _stamps.pop(folder, None)
    return False


def write_stamp(root: Path, digest: str) -> None:
    """Note how a folder's files are now that they were compared with their hashes."""
    made = begun(root).with_suffix(".json")
    try:
        made.write_text(json.dumps(state_of(root / digest)), encoding="utf-8")
        made.replace(root / f"{digest}.json")
    except OSError:
        # Without it the files are read once more the next time.
        made.unlink(missing_ok=True)


def prune(store: Store, root: Path, keep: str) -> list[str]:
    """Remove the folders that were not used for the longest time, until the rest fits.

    Those that were asked for within the last hour stay, however large they are: somebody may be reading them. The
    models stay, too: what is removed is made again from the store when it is asked for.

    Parameters
    ----------
    store
        The store: ``mltrack.ini`` beside it says how much may be kept (``[cache]``, ``models = 2 GB``).
    root
        Its cache.
    keep
        The digest of a folder that stays.

    Returns
    -------
    list of str
        The digests of those that are gone.
    """
    folders = [path for path in root.iterdir() if path.is_dir() and not path.name.startswith(_BEGUN)]
    sizes = {folder: sum(file[0] for file in state_of(folder).values()) for folder in folders}
    left, most = sum(sizes.values()), _most(store)
    gone = []
    for used, folder in sorted((_used(folder), folder) for folder in folders):
        if left <= most or time.time() - used < IN_USE_SECONDS:
            break
        if folder.name != keep and _removed(root, folder):
            left -= sizes[folder]
            gone.append(folder.name)
    return gone


def _most(store: Store) -> int:
    try:
        return as_bytes(read_section(store.path.parent, _SECTION), "models", DEFAULT_SIZE)
    except InvalidInput as error:
        # No reason not to load a model.
        logger.warning("The cache of models keeps its usual size. %s", error.message)
        return DEFAULT_SIZE


def _used(folder: Path) -> float:
    for path in (folder.with_name(f"{folder.name}.json"), folder):
        try:
            return path.stat().st_mtime
        except OSError:
            continue
    return time.time()


def _removed(root: Path, folder: Path) -> bool:
    """Remove a folder: moved away at once, so that others see all of it or none."""
    moved = begun(root)
    try:
        folder.with_name(f"{folder.name}.json").unlink(missing_ok=True)
        folder.rename(moved)
    except OSError as error:
        # Some systems do not move what is open.
        logger.info("A folder of the cache stays: %s", error)
        return False
    shutil.rmtree(moved, ignore_errors=True)
    return True


def _sweep(root: Path) -> None:
    """Remove what processes left behind that died long ago."""
    for path in root.glob(f"{_BEGUN}*"):
        try:
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:
            # Another process is just done with it.
            continue


def _read(stamp: Path) -> Any:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


_temporary: list[Path] = []


def _elsewhere() -> Path:
    """Give a folder of this process alone, for stores that cannot be written to."""
    if not _temporary:
        folder = Path(tempfile.mkdtemp(prefix="mltrack-models-"))
        _temporary.append(folder)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return _temporary[0]
