"""Models on their way into the store, noted on the disk before anybody is told that they are saved.

A model's own files are written into a folder beside the spools of points, and a note beside that folder says what is
left to do. From then on the model is safe: whoever comes by finishes what a process that died has begun. Nothing here
needs a lock: two who finish the same model do the same, and one does not mind what the other has done already.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import time
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from ..errors import MLTrackError, NotFound, StoreError
from ..models.prepare import FOLDER, PreparedModel, check_name
from ..models.save import keep_model
from ..records import Process, SavedModel
from ..store import Store
from ..store.blobs import translated
from . import finish
from .model_notes import NOTE, folder_of, noted_models
from .process import current_process, is_alive
from .saved_models import add_model, is_newer

logger = logging.getLogger(__name__)

_HASHES: Final = ".hashes"
_LEFT_BEHIND_SECONDS: Final = 86_400.0


class Note(Struct):
    """A model whose own files are on the disk, and the run that it belongs to."""

    run: str
    process: Process
    prepared: PreparedModel


def begin(store: Store, run_id: str) -> Path:
    """Make an empty folder for a model's own files.

    Raises
    ------
    StoreReadOnly, StoreFull
        When the store cannot be written to.
    """
    # Their names sort by time: a model that is logged twice under one name is kept in that order.
    root, name = folder_of(store), f"{time.time_ns():020d}-{run_id}-{os.urandom(4).hex()}"
    folder = root / name
    try:
        try:
            os.mkdir(folder)  # noqa: PTH102 - a training loop waits for this
        except FileNotFoundError:
            # Not with the store's own folder: one that was deleted meanwhile does not come back as an empty one.
            root.parent.mkdir(exist_ok=True)
            root.mkdir(exist_ok=True)
            folder.mkdir()
    except OSError as error:
        raise translated(error, str(root)) from error
    return folder


def note(folder: Path, run_id: str, prepared: PreparedModel) -> Path:
    """Note that a model's own files are written: it is safe from then on.

    Raises
    ------
    StoreFull, StoreReadOnly
        When that cannot be noted.
    """
    content = msgspec.json.encode(Note(run_id, current_process(), prepared))
    noted, made = f"{folder}{NOTE}", f"{folder}.new"
    try:
        with open(made, "wb", buffering=0) as file:  # noqa: PTH123 - as above
            if file.write(content) != len(content):
                raise OSError(errno.ENOSPC, "No space left on device", made)
        os.replace(made, noted)  # noqa: PTH105 - as above
    except OSError as error:
        Path(made).unlink(missing_ok=True)
        raise translated(error, str(folder.parent)) from error
    return Path(noted)


def complete(store: Store, noted: Path, *, left_behind: bool = False) -> SavedModel | None:
    """Put a noted model into the store and its run's document.

    Parameters
    ----------
    store
        The store.
    noted
        What ``note`` gave.
    left_behind
        Whether another process noted it: a model of the same name that the run has got since then stays.

    Returns
    -------
    SavedModel or None
        ``None`` when there is nothing (left) to do: somebody else did it, or the run was deleted.

    Raises
    ------
    StoreError
        When the store cannot take it now. It stays noted.
    """
    folder, listed = noted.with_suffix(""), noted.with_suffix(_HASHES)
    try:
        read = msgspec.json.decode(noted.read_bytes(), type=Note)
    except FileNotFoundError:
        return None
    try:
        check_name(read.prepared.saved.path.removeprefix(f"{FOLDER}/"))
        saved, artifacts = keep_model(store, folder, read.prepared, listed)
    except StoreError:
        if not noted.exists():
            # Somebody else has finished it meanwhile.
            return None
        raise
    found: SavedModel | None = saved

    def apply(document: finish.Document) -> None:
        if not left_behind or not is_newer(document, saved):
            add_model(document, saved, artifacts)

    try:
        finish.change(store, read.run, apply)
    except NotFound:
        logger.info("The model %s is not kept: its run was deleted meanwhile.", saved.path)
        found = None
    # In this order: without the note nobody looks for the rest.
    noted.unlink(missing_ok=True)
    listed.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    return found


def is_left_behind(noted: Path) -> bool:
    """Say whether no living process is about to finish a model: its own is gone, or the note says nothing."""
    try:
        process = msgspec.json.decode(noted.read_bytes(), type=Note).process
        return not is_alive(process, noted.stat().st_mtime)
    except (FileNotFoundError, msgspec.MsgspecError, UnicodeDecodeError):
        return True


_told: set[str] = set()


def complete_left_behind(store: Store, run_id: str | None = None) -> int:
    """Finish what processes that died have noted; gives how many models that were. What cannot be done stays noted."""
    done, problems = _complete_all(store, run_id)
    for name, problem in problems.items():
        if name not in _told:
            _told.add(name)
            logger.warning("The model noted in %s cannot be put into the store: %s", name, problem)
    _sweep(folder_of(store))
    return done


def stuck_models(store: Store) -> list[str]:
    """Say which models that dead processes had noted cannot be finished, and why; what can be is finished here."""
    return [f"spool/models/{name}: {problem}" for name, problem in _complete_all(store, None)[1].items()]


def _complete_all(store: Store, run_id: str | None) -> tuple[int, dict[str, str]]:
    done, problems = 0, {}
    for noted in noted_models(store, run_id):
        try:
            if is_left_behind(noted):
                done += complete(store, noted, left_behind=True) is not None
        except MLTrackError as error:
            problems[noted.name] = error.message
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            problems[noted.name] = f"the note cannot be read ({type(error).__name__})"
    return done, problems


def _sweep(root: Path) -> None:
    """Remove the files of models that were never noted: whoever wrote them died before that, long ago."""
    try:
        entries = list(os.scandir(root))
    except FileNotFoundError:
        return
    notes = {entry.name.removesuffix(NOTE) for entry in entries if entry.name.endswith(NOTE)}
    for entry in entries:
        name = entry.name.partition(".")[0]
        try:
            if name in notes or time.time() - entry.stat().st_mtime < _LEFT_BEHIND_SECONDS:
                continue
            shutil.rmtree(entry.path) if entry.is_dir() else Path(entry.path).unlink()
        except FileNotFoundError:
            # Another process does the same.
            continue
        except OSError as error:
            logger.info("What a dead process left stays: %s", error)
