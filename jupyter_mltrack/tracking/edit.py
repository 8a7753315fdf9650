"""What people change of runs: name, note, tags; into the trash and back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from tinydb import Query
from tinydb.table import Document

from ..errors import InvalidInput, NotFound
from ..records import RunDetails, RunEdit
from ..store import Store
from .documents import find_run_document
from .finish import apply_tags, change
from .names import check_name, check_note, check_tags
from .query import run_details


def edit_run(store: Store, reference: str | int, edit: RunEdit) -> RunDetails:
    """Change a run's name, note or tags; what is not given stays.

    Raises
    ------
    NotFound
        When there is no such run.
    InvalidInput
        When a name, note or tag cannot be stored; nothing is changed then.
    """
    run_id = _whole(find_run_document(store, reference))["id"]
    name = None if edit.name is None else check_name(edit.name, "run")
    note = None if edit.note is None else check_note(edit.note)
    tags = check_tags(edit.tags or {})

    def apply(document: MutableMapping[str, Any]) -> None:
        if name is not None:
            document["name"] = name
        if note is not None:
            document["note"] = note
        apply_tags(document, tags)

    change(store, run_id, apply)
    return run_details(store, run_id)


def delete_runs(store: Store, references: Iterable[str]) -> list[str]:
    """Put runs into the trash.

    Returns
    -------
    list of str
        Ids of the runs that were not there already.

    Raises
    ------
    NotFound
        When one of them does not exist; none is moved then.
    """
    now = time.time()

    def apply(document: MutableMapping[str, Any]) -> bool:
        if "deleted" in document:
            return False
        document["deleted"] = now
        return True

    return _each(store, references, apply)


def restore_runs(store: Store, references: Iterable[str]) -> list[str]:
    """Take runs out of the trash.

    Returns
    -------
    list of str
        Ids of the runs that were in it.

    Raises
    ------
    NotFound
        When one of them does not exist; none is moved then.
    """
    return _each(store, references, lambda document: document.pop("deleted", None) is not None)


def _each(
    store: Store, references: Iterable[str], apply: Callable[[MutableMapping[str, Any]], bool]
) -> list[str]:
    changed: list[str] = []
    runs = store.table("runs")

    def note(document: MutableMapping[str, Any]) -> None:
        if apply(document):
            changed.append(document["id"])

    with store.transaction():
        for reference in dict.fromkeys(references):
            run_id = _whole(find_run_document(store, reference))["id"]
            if not runs.update(note, Query().id == run_id):
                raise NotFound(f"There is no run {run_id!r}.")
    return changed


def _whole(document: Document) -> Document:
    """Give a run's document, unless it is of a part of a run: parts stay what the search made them."""
    if "parent" in document:
        raise InvalidInput(
            f"{document['name']!r} is a candidate within run {document['number']}: it cannot be changed by itself."
        )
    return document
