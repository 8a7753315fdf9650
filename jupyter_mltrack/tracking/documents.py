"""Runs and experiments as documents of the store, and back."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from tinydb import Query
from tinydb.queries import QueryInstance
from tinydb.table import Document

from ..errors import InvalidInput, NotFound
from ..records import Experiment, Run
from ..store import Sort, Store

_ID_LENGTH = 32
_ALWAYS = ("id", "experiment", "name", "status", "started", "process", "number")


def run_document(run: Run) -> dict[str, Any]:
    """Give the document of a run; fields that are at their default are left out."""
    data: dict[str, Any] = msgspec.to_builtins(run)
    return {key: value for key, value in data.items() if key in _ALWAYS or value not in ({}, [], None, "", 0)}


def run_from(document: dict[str, Any]) -> Run:
    """Give the run of a document."""
    return msgspec.convert(document, Run)


def experiment_from(document: dict[str, Any]) -> Experiment:
    """Give the experiment of a document."""
    return msgspec.convert(document, Experiment)


def there(deleted: bool = False) -> QueryInstance:
    """Give the condition for runs that are there, or for those in the trash."""
    in_trash: QueryInstance = Query().deleted.exists()
    return in_trash if deleted else ~in_trash


CHILDREN: Final = "children"
"""The table of runs within runs: lists of runs are not crowded by the hundreds of candidates of one search."""


def find_run_document(store: Store, reference: str | int) -> Document:
    """Find a run by its number (``12``, ``"12"``, ``"#12"``), its id, or a unique beginning of its id.

    A part of a run (a candidate of a search) is found by its whole id alone.

    Raises
    ------
    NotFound
        When there is none; the message says which numbers there are.
    InvalidInput
        When several ids begin so.
    """
    runs = store.table("runs")
    text = str(reference).strip()
    digits = text.removeprefix("#").removeprefix("run ")
    if digits.isdecimal() and len(digits) < 10:
        document = runs.get(doc_id=int(digits))
        if isinstance(document, Document):
            return document
    document = runs.get(Query().id == text)
    if isinstance(document, Document):
        return document
    if len(text) == _ID_LENGTH:
        part = store.table(CHILDREN).get(Query().id == text)
        if isinstance(part, Document):
            return part
    if len(text) >= 4 and all(character in "0123456789abcdef" for character in text):
        found = runs.select(Query().id.matches(text), limit=2)
        if len(found) > 1:
            raise InvalidInput(f"More than one run's id begins with {text!r}: give more characters.")
        if found:
            return found[0]
    newest = runs.ids(sort=[Sort(("number",), descending=True)], limit=1)
    hint = f" The newest run is number {newest[0]}." if newest else " The store has no runs yet."
    raise NotFound(f"There is no run {text[:60]!r}.{hint}")
