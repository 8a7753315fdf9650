"""Runs and versions of a file or a store: offered, and taken in one by one, each whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from ..errors import InvalidInput, MLTrackError, NotFound, StoreFull, StoreReadOnly
from ..records import ModelVersion, Stage
from ..records.importing import ImportOffer, ImportRefusal, ImportReport, OfferedVersion, VersionChoiceBody
from ..store import Sort, Store
from ..tracking.exchange.importing import take_runs
from ..tracking.exchange.limits import MOST_RUNS
from ..tracking.exchange.offers import is_time, offered_runs, shown_text
from ..tracking.exchange.sources import FileSource, StoreSource
from .documents import model_or_none
from .exchange import take_version, versions_here
from .people import Person

_ID: Final = re.compile(r"[0-9a-f]{32}\Z")
_NEWEST_FIRST: Final = Sort(("created",), descending=True)
_NOTHING: Final = re.compile(r"\s*(Nothing|No run) was changed\.\s*\Z")


class _Saved(msgspec.Struct):
    format: str
    safe: bool


class _Head(msgspec.Struct):
    """What is shown of a version; the rest of its document is looked at when it is taken in."""

    key: str
    model: str
    version: int
    created: float
    created_by: str
    stage: Stage = "none"
    run: str | None = None
    saved: _Saved | None = None


def look_into(source: FileSource | StoreSource, store: Store | None) -> ImportOffer:
    """Say what a file or a store holds; nothing is written.

    Parameters
    ----------
    source
        The file or the store, opened.
    store
        Where it would go, for what is there already; ``None`` where there is none yet.

    Raises
    ------
    InvalidInput
        When the source is the store itself.
    StoreError
        When a store cannot be read.
    """
    if store is not None:
        source.check_target(store)
    runs, total_runs, odd_runs = offered_runs(source, store)
    if isinstance(source, FileSource):
        model = source.archive.manifest.model
        heads, total, odd = [_of_file(model)] if model is not None else [], int(model is not None), 0
    else:
        heads, total, odd = source.at_rest(lambda: _of_store(source.store))
    return ImportOffer(
        source.name, "file" if isinstance(source, FileSource) else "store", runs,
        _offered(heads, {run.id for run in runs}, store),
        total_runs=total_runs, total_versions=total, unreadable=odd_runs + odd,
    )  # fmt: skip


def take_in(
    store: Store,
    source: FileSource | StoreSource,
    runs: Sequence[str],
    versions: Sequence[VersionChoiceBody],
    *,
    by: Person,
) -> ImportReport:
    """Take chosen runs and versions in; what is wrong with one of them does not stop the others.

    Parameters
    ----------
    store
        Where they go.
    source
        The file or the store that they come from, opened.
    runs
        Ids of runs.
    versions
        Versions, each with or without the run that it comes from.
    by
        Who imports.

    Returns
    -------
    ImportReport
        What came, what was here already, and what was refused, with the reason.

    Raises
    ------
    InvalidInput
        When the source is the store itself, or more is asked for than can be taken in at once.
    """
    source.check_target(store)
    if len(runs) + len(versions) > MOST_RUNS:
        raise InvalidInput(f"At most {MOST_RUNS:,} runs and versions are taken in at once.")
    report = ImportReport()
    lasting: list[str] = []

    def each(what: str, take: Callable[[], None]) -> None:
        try:
            if lasting:
                raise StoreReadOnly(lasting[0])
            take()
        except MLTrackError as error:
            if isinstance(error, (StoreFull, StoreReadOnly)):
                # The next one would meet the same.
                lasting.append(error.message)
            # Of the others, something was.
            report.refused.append(ImportRefusal(shown_text(what), _NOTHING.sub("", error.message)))

    for run in dict.fromkeys(runs):
        each(run, lambda of=run: report.runs.extend(take_runs(store, source, _chosen(source, of))))  # type: ignore[misc]
    for choice in versions:
        each(
            f"{choice.model}/{choice.version}",
            lambda of=choice: report.versions.append(_take_version(store, source, of, by)),  # type: ignore[misc]
        )
    return report


def _chosen(source: FileSource | StoreSource, run: str) -> list[str]:
    """Give what ``take_runs`` is to choose; of a file there is nothing to choose."""
    if not _ID.match(run):
        raise InvalidInput(f"{run[:60]!r} is no id of a run.")
    if isinstance(source, StoreSource):
        return [run]
    contents = source.archive.contents
    if contents is None or contents.run.id != run:
        raise NotFound(f"{source.name} holds no run {run}.")
    return []


def _take_version(
    store: Store, source: FileSource | StoreSource, choice: VersionChoiceBody, by: Person
) -> Any:
    reference: str | None = f"{choice.model}/{choice.version}"
    if isinstance(source, FileSource):
        model = source.archive.manifest.model
        if model is None or (model.model, model.version) != (choice.model, choice.version):
            raise NotFound(f"{source.name} holds no version {shown_text(str(reference))}.")
        reference = None
    return take_version(store, source, reference, choice.name, by=by, with_run=choice.with_run)


def _of_file(version: ModelVersion) -> _Head:
    saved = version.saved
    return _Head(
        version.key, version.model, version.version, version.created, version.created_by, version.stage, version.run,
        _Saved(saved.format, saved.safe) if saved else None,
    )  # fmt: skip


def _of_store(store: Store) -> tuple[list[_Head], int, int]:
    table = store.table("versions")
    found: list[_Head] = []
    documents = table.select(sort=_NEWEST_FIRST, limit=MOST_RUNS)
    for document in documents:
        try:
            head = msgspec.convert(document, _Head)
        except (msgspec.ValidationError, OverflowError):
            continue
        if is_time(head.created):
            found.append(head)
    return found, table.count(None), len(documents) - len(found)


def _offered(heads: list[_Head], runs: set[str], store: Store | None) -> list[OfferedVersion]:
    here: dict[str, dict[str, ModelVersion]] = {}
    if store is not None:
        for name in {head.model for head in heads}:
            model = model_or_none(store, name)
            if model is not None:
                here[name] = versions_here(store, model.id, name)
    return [
        OfferedVersion(
            head.model, head.version, head.created, shown_text(head.created_by), head.stage,
            run=head.run if head.run in runs else None,
            format=shown_text(head.saved.format) if head.saved else None,
            safe=head.saved is None or head.saved.safe,
            here=found.version if (found := here.get(head.model, {}).get(head.key)) is not None else None,
        )
        for head in heads
    ]  # fmt: skip
