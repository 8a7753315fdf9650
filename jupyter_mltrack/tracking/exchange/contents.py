"""All that belongs to a run: its document, the runs within it, its points, its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec
from tinydb import Query
from tinydb.table import Document

from ...errors import Conflict, InvalidInput
from ...records import ModelVersion, Run
from ...store import Points, Sort, Store
from ..documents import CHILDREN, find_run_document

OpenBlob = Callable[[str], BinaryIO]
"""Opens a file by its hash."""


@dataclass
class RunContents:
    """What is handed over of a run; the bytes of its files come from elsewhere, by their hash."""

    run: Run
    children: list[Run] = field(default_factory=list)
    points: dict[str, Points] = field(default_factory=dict)


def read_run(store: Store, reference: str | int) -> RunContents:
    """Read a run and the runs within it from a store, without points.

    Raises
    ------
    NotFound
        When there is no such run.
    Conflict
        When it still goes on, or lies in the trash.
    InvalidInput
        When it is a candidate of a search, or its document is no run.
    """
    document = find_run_document(store, reference)
    return read_document(store, document)


def read_document(store: Store, document: Document) -> RunContents:
    """Read the run of a document; see ``read_run``."""
    try:
        run = msgspec.convert(document, Run)
        parts = store.table(CHILDREN).select(Query().parent == run.id, sort=Sort(("place",)))
        children = [msgspec.convert(part, Run) for part in parts]
    except msgspec.ValidationError as error:
        raise InvalidInput(f"Document {document.doc_id} of {store.path} is no run: {error}.") from error
    if run.parent is not None:
        raise InvalidInput(
            f"{run.name!r} is a candidate within run {run.number}: it goes where that run goes."
        )
    if run.status == "running":
        raise Conflict(f"Run {run.number} still goes on: hand it over when it has ended.")
    if run.deleted is not None:
        raise Conflict(f"Run {run.number} lies in the trash: restore it first.")
    return RunContents(run, children)


def read_points(store: Store, run_id: str) -> dict[str, Points]:
    """Read all points of a run."""
    return {key: store.points.read(run_id, key) for key in store.points.keys(run_id)}


def blobs_of(
    run: Run | None = None, children: Iterable[Run] = (), model: ModelVersion | None = None
) -> list[str]:
    """Give the hashes of all files that a run, the runs within it, or a model version point to, each once."""
    found: list[str | None] = []
    for one in (*([run] if run else ()), *children):
        found += [one.source.code, one.source.context, one.environment]
        found += [artifact.blob for artifact in one.artifacts]
    if model is not None:
        found += [model.environment, *(artifact.blob for artifact in model.artifacts)]
    return list(dict.fromkeys(blob for blob in found if blob is not None))
