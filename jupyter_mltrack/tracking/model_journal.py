"""Models on their way into the store, finished by whoever comes by.

A model's own files are written into a folder beside the spools of points, and a note beside that folder says what is
left to do. From then on the model is safe: whoever comes by finishes what a process that died has begun. Nothing here
needs a lock: two who finish the same model do the same, and one does not mind what the other has done already.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import time
from pathlib import Path
from typing import Final

import msgspec
from tinydb import Query
from tinydb.table import Document

from ..errors import MLTrackError, NotFound, StoreCorrupt, StoreError
from ..models.prepare import FOLDER, check_name
from ..models.save import keep_model
from ..records import SavedModel
from ..store import Store
from . import finish
from .model_notes import NOTE, folder_of, is_elsewhere, noted_models
from .model_writing import read_note
from .process import STALE_AFTER, is_alive
from .saved_models import add_model, is_newer

logger = logging.getLogger(__name__)

_HASHES: Final = ".hashes"
_LEFT_BEHIND_SECONDS: Final = 86_400.0
_OWN: Final = re.compile(r"[0-9]{20}-[0-9a-f]{32}-[0-9a-f]{8}\Z")
"""What ``model_writing.begin`` calls a folder. Nothing else is removed."""
_LATEST: Final = 1e11
"""Times are Unix seconds from 0 to here, as in an import."""


def complete(store: Store, noted: Path, *, left_behind: bool = False) -> SavedModel | None:
    """Put a noted model into the store and its run's document.

    Parameters
    ----------
    store
        The store.
    noted
        What ``model_writing.note`` gave.
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
    StoreCorrupt
        When it never can: files are gone, or a stranger wrote the note.
    """
    folder, listed = noted.with_suffix(""), noted.with_suffix(_HASHES)
    try:
        read = read_note(noted)
    except FileNotFoundError:
        return None
    try:
        _check(read.prepared.saved)
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


def kept_as(store: Store, run_id: str, path: str) -> SavedModel | None:
    """Give the model that a run has under a path; ``None`` where it, or the run, is not there."""
    document = store.table("runs").get(Query().id == run_id)
    found = document.get("saved", []) if isinstance(document, Document) else []
    return next((msgspec.convert(one, SavedModel) for one in found if one["path"] == path), None)


def _check(saved: SavedModel) -> None:
    check_name(saved.path.removeprefix(f"{FOLDER}/"))
    if not 0 <= saved.created <= _LATEST:
        raise StoreCorrupt(f"The note of the model {saved.path!r} says a time that is none.")


def is_left_behind(noted: Path) -> bool:
    """Say whether no living process is about to finish a model: its own is gone, or the note says nothing."""
    try:
        process, written = read_note(noted).process, noted.stat().st_mtime
    except (FileNotFoundError, StoreCorrupt, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return True
    # Of a process elsewhere the file's time is the only sign; one that lies ahead would be one for ever.
    return process is None or not is_alive(process, None if written > time.time() + STALE_AFTER else written)


_told: set[str] = set()


def complete_left_behind(store: Store, run_id: str | None = None) -> int:
    """Finish what processes that died have noted; gives how many models that were. What cannot be done stays noted."""
    done, problems = _complete_all(store, run_id)
    for name, problem in problems.items():
        if name not in _told:
            _told.add(name)
            logger.warning("The model noted in %s cannot be put into the store: %s", name, problem)
    _sweep(store)
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
        except Exception as error:  # noqa: BLE001 - it is told; whatever stands in a note stops nobody's work
            problems[noted.name] = f"the note cannot be read ({type(error).__name__})"
    return done, problems


def _sweep(store: Store) -> None:
    """Remove the files of models that were never noted: whoever wrote them died before that, long ago."""
    try:
        entries = list(os.scandir(folder_of(store)))
    except FileNotFoundError:
        return
    if is_elsewhere(store):
        return
    notes = {entry.name.removesuffix(NOTE) for entry in entries if entry.name.endswith(NOTE)}
    for entry in entries:
        name = entry.name.partition(".")[0]
        try:
            age = time.time() - entry.stat(follow_symlinks=False).st_mtime
            if not _OWN.match(name) or name in notes or age < _LEFT_BEHIND_SECONDS:
                continue
            shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else Path(entry.path).unlink()
        except FileNotFoundError:
            # Another process does the same.
            continue
        except OSError as error:
            logger.info("What a dead process left stays: %s", error)
