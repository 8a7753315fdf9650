"""Runs taken in: checked before anything is kept, written in one transaction."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import msgspec
from tinydb import Query
from tinydb.table import Document

from ...errors import Conflict, InvalidInput, StoreReadOnly
from ...records import Run
from ...records.exchange import ImportedRun
from ...store import Store
from ...store.bulk import add_points
from ..children import keep_children
from ..documents import CHILDREN, run_document, run_from
from ..start import remember_experiment
from .contents import RunContents, blobs_of
from .sources import Chosen, Source, open_source

ORIGIN: Final = "mltrack.origin"
"""The tag that says where a run or a version came from."""

_SAME: Final = (
    "experiment", "status", "started", "ended", "user", "process", "params", "metrics", "summaries", "rounds",
    "source", "git", "environment", "failure", "inputs", "data",
)  # fmt: skip
"""What never changes once a run has ended. Names, notes and tags are people's, models may be saved afterwards."""


def import_runs(store: Store, path: str | Path, chosen: Chosen = "") -> list[ImportedRun]:
    """Take runs in: they get new numbers, and keep their id, person and times.

    Parameters
    ----------
    store
        Where they go.
    path
        A file that was exported, a ``.mltrack`` folder, or a folder that holds one.
    chosen
        Of a folder: a filter, numbers separated by commas, or a list of numbers; all that have ended when empty.

    Returns
    -------
    list of ImportedRun
        In the order in which they were there; ``already`` says of a run that it was here before.

    Raises
    ------
    NotFound
        When there is no such file, folder or run.
    InvalidInput
        When the file is damaged, too large, or not what it says; nothing is changed then.
    Conflict
        When another run has the id of one of them; nothing is changed then.
    StoreError
        When the store cannot take them.

    Examples
    --------
    >>> import_runs(store, "colleague/.mltrack", "accuracy > 0.9")   # doctest: +SKIP
    """
    with open_source(path) as source:
        return take_runs(store, source, chosen)


def take_runs(store: Store, source: Source, chosen: Chosen = "") -> list[ImportedRun]:
    """Take runs in from a source that is open; see ``import_runs``."""
    source.check_target(store)
    runs = source.runs(chosen)
    if not runs and not chosen:
        raise InvalidInput(f"{source.name} holds no run that could be imported.")
    for contents in runs:
        # Before any file is kept; once more in the transaction, because others import, too.
        already(store, contents)
    keep_blobs(store, source, (blob for one in runs for blob in blobs_of(one.run, one.children)))
    with store.transaction():
        return [write_run(store, contents, source.name) for contents in runs]


def keep_blobs(store: Store, source: Source, hashes: Iterable[str]) -> None:
    """Keep the files that are not here yet, each compared with its hash.

    Raises
    ------
    InvalidInput
        When one changed since it was looked at.
    StoreError
        When the store cannot take it.
    """
    if store.read_only:
        raise StoreReadOnly(
            f"The store {store.path.name} cannot be written to. Nothing was changed.", store.path
        )
    for blob in dict.fromkeys(hashes):
        if store.blobs.exists(blob):
            continue
        try:
            with source.open(blob) as file:
                same = store.blobs.put(cast(BinaryIO, _Stream(file))).hash == blob
        except (zipfile.BadZipFile, zlib.error, EOFError):
            same = False
        if not same:
            raise InvalidInput(f"{source.name} changed while it was being read. No run was changed.")


class _Stream:
    """A file that is read once: its hash is found while it is written, rather than before and then again."""

    def __init__(self, source: BinaryIO) -> None:
        self.read = source.read

    def seekable(self) -> bool:
        return False


def already(store: Store, contents: RunContents) -> Run | None:
    """Give the run here that is this one; ``None`` where there is none.

    Raises
    ------
    Conflict
        When the run of that id is another one.
    """
    run = contents.run
    found = store.table("runs").get(Query().id == run.id)
    if not isinstance(found, Document):
        ids = [run.id, *(child.id for child in contents.children)]
        if store.table(CHILDREN).count(Query().id.one_of(ids)):
            raise Conflict(f"A candidate of another run has the id of run {run.number}. Nothing was changed.")
        return None
    here = run_from(found)
    other = [name for name in _SAME if _text(getattr(here, name)) != _text(getattr(run, name))]
    blobs = {artifact.path: artifact.blob for artifact in here.artifacts}
    other += [one.path for one in run.artifacts if blobs.get(one.path, one.blob) != one.blob]
    if other:
        raise Conflict(
            f"Run {run.number} has the id of run {here.number} here, but not its content: {', '.join(other[:3])[:200]} "
            "differ. Nothing was changed."
        )
    return here


def _text(value: Any) -> str:
    # As text NaN is equal to NaN.
    return json.dumps(msgspec.to_builtins(value), sort_keys=True)


def write_run(store: Store, contents: RunContents, source: str) -> ImportedRun:
    """Write a run whose files are here; the caller holds a transaction.

    Parameters
    ----------
    store
        Where it goes.
    contents
        The run, checked.
    source
        What it came from, for its origin.

    Raises
    ------
    Conflict
        When another run has its id.
    """
    run = contents.run
    here = already(store, contents)
    if here is not None:
        origin, in_trash = here.tags.get(ORIGIN, ""), here.deleted is not None
        return ImportedRun(here.number, here.id, here.name, origin, already=True, in_trash=in_trash)
    origin = f"run {run.number} in {source}"
    kept = msgspec.structs.replace(run, number=0, tags={**run.tags, ORIGIN: origin})
    remember_experiment(store, kept)
    number = store.table("runs").insert(run_document(kept))
    store.table("runs").update({"number": number}, doc_ids=[number])
    children = [msgspec.structs.replace(child, number=number) for child in contents.children]
    keep_children(store, run.id, [run_document(child) for child in children])
    store.points.forget(run.id)
    add_points(store, run.id, contents.points)
    return ImportedRun(number, run.id, run.name, origin)
