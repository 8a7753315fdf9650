"""What a file or a store has to offer, in a few words each: looked at before anything is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar, cast

import msgspec
from tinydb import Query
from tinydb.table import Document

from ...records import Run
from ...records.importing import OfferedRun
from ...records.run import Status
from ...store import Sort, Store
from ..documents import there
from .limits import LATEST, MOST_RUNS
from .sources import FileSource, StoreSource

T = TypeVar("T")
_LONGEST: Final = 250
_TOGETHER: Final = 500
"""Ids that one query asks for."""
_PAGE: Final = 200
"""Documents in memory at once."""
_NEWEST_FIRST: Final = Sort(("number",), descending=True)


class _Head(msgspec.Struct):
    """What is shown of a run; the rest of its document is looked at when it is taken in."""

    id: str
    number: int
    name: str
    experiment: str
    status: Status
    started: float
    user: str = ""
    children: int = 0


def offered_runs(source: FileSource | StoreSource, store: Store | None) -> tuple[list[OfferedRun], int, int]:
    """List the runs that could be taken in.

    Parameters
    ----------
    source
        The file or the store, opened.
    store
        Where they would go, for what is there already; ``None`` where there is none yet.

    Returns
    -------
    tuple
        The runs, the newest first and at most ``MOST_RUNS``; how many there are; how many documents are no runs.

    Raises
    ------
    StoreBusy, StoreCorrupt
        When a store cannot be read.
    """
    if isinstance(source, FileSource):
        contents = source.archive.contents
        runs = [] if contents is None else [_head(contents.run)]
        total, unreadable = len(runs), 0
    else:
        runs, total, unreadable = source.at_rest(lambda: _of_store(source.store))
    here = _here(store, [run.id for run in runs]) if store is not None else {}
    for run in runs:
        run.here, run.in_trash = here.get(run.id, (None, False))
    return runs, total, unreadable


def shown_text(text: str) -> str:
    """Give a stranger's text in one line that can be shown."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:_LONGEST])


def is_time(seconds: float) -> bool:
    """Say whether a stranger's time can be shown as a date."""
    return 0 <= seconds <= LATEST


def chunks(items: Sequence[T], size: int = _TOGETHER) -> Iterator[Sequence[T]]:
    """Give a sequence in parts."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _of_store(store: Store) -> tuple[list[OfferedRun], int, int]:
    table, ended = store.table("runs"), there() & ~(Query().status == "running")
    found: list[_Head | None] = []
    for ids in chunks(table.ids(ended, sort=_NEWEST_FIRST, limit=MOST_RUNS), _PAGE):
        # A few at a time: what is not shown of them is let go.
        documents = {one.doc_id: one for one in cast("list[Document]", table.get(doc_ids=list(ids)))}
        found += _readable(documents[id] for id in ids if id in documents)
    runs = [_head(head) for head in found if head is not None]
    return runs, table.count(ended), sum(head is None for head in found)


def _readable(documents: Iterable[Document]) -> list[_Head | None]:
    found: list[_Head | None] = []
    for document in documents:
        try:
            head = msgspec.convert(document, _Head)
            found.append(head if is_time(head.started) else None)
        except (msgspec.ValidationError, OverflowError):
            found.append(None)
    return found


def _head(run: Run | _Head) -> OfferedRun:
    return OfferedRun(
        shown_text(run.id), run.number, shown_text(run.name), shown_text(run.experiment), shown_text(run.user),
        run.status, run.started, run.children,
    )  # fmt: skip


def _here(store: Store, ids: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """Give numbers of the runs that are here already, and whether they lie in the trash."""
    found: dict[str, tuple[int, bool]] = {}
    for some in chunks(ids):
        for document in store.table("runs").select(Query().id.one_of(list(some))):
            found[document["id"]] = (document.doc_id, document.get("deleted") is not None)
    return found
