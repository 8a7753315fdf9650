"""Model versions handed over: written as one file, taken in as the next version of a model here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from tinydb import Query

from ..errors import Conflict, InvalidInput, NotFound
from ..records import ModelVersion, Run
from ..records.exchange import Exported, ImportedRun, ImportedVersion
from ..store import Store
from ..tracking import get_run
from ..tracking.exchange.archive import archive_pieces, check_size, write_file
from ..tracking.exchange.checks import check_run, check_version
from ..tracking.exchange.contents import RunContents, blobs_of, read_run
from ..tracking.exchange.importing import ORIGIN, already, keep_blobs, write_run
from ..tracking.exchange.sources import FileSource, StoreSource, open_source
from ..tracking.exchange.texts import check_texts
from .documents import find_version, model_or_none, version_from
from .journal import Journal, writing
from .models import add_model
from .names import check_model_name
from .people import Person

_LEFT_TO_THE_EVENT = (
    "key",
    "created",
    "created_by",
    "stage",
    "stage_since",
    "verification",
    "updated",
    "run_number",
)


def export_version(
    store: Store, reference: str, path: str | Path | None = None, *, with_run: bool = False
) -> Exported:
    """Write a model version as one file, with its files and environment.

    Parameters
    ----------
    store
        The store of the model.
    reference
        ``churn/3``, ``churn@production``, ``churn``.
    path
        The file, or a folder for it; ``churn-3.mltrack`` in the working folder when left out. One of that name is
        replaced.
    with_run
        Whether the run that it comes from goes along.

    Raises
    ------
    NotFound
        When there is no such version, or its run is gone and was asked for.
    Conflict
        When the run was asked for and lies in the trash.
    StoreCorrupt
        When a file of it is damaged; nothing is written then.
    InvalidInput
        When the file cannot be written.

    Examples
    --------
    >>> export_version(store, "churn@production").path   # doctest: +SKIP
    'churn-3.mltrack'
    """
    name, pieces = version_pieces(store, reference, with_run=with_run)
    what = "/".join(name.removesuffix(".mltrack").rsplit("-", 1))
    return write_file(path, name, pieces, what)


def version_pieces(store: Store, reference: str, *, with_run: bool = False) -> tuple[str, Iterator[bytes]]:
    """Give the name of a version's file and, piece by piece, its bytes; errors as in ``export_version``."""
    with store.snapshot():
        _, version = find_version(store, reference)
        contents = _source_run(store, version) if with_run else None
    check_version(version)
    if contents is not None:
        check_run(contents)
        check_size(store, contents)
    return f"{version.model}-{version.version}.mltrack", archive_pieces(store, contents, version)


def _source_run(store: Store, version: ModelVersion) -> RunContents:
    if version.run is None:
        raise NotFound(f"{version.model}/{version.version} comes from no run.")
    return read_run(store, version.run)


def import_version(
    store: Store,
    path: str | Path,
    reference: str | None = None,
    name: str | None = None,
    *,
    by: Person,
    with_run: bool = True,
) -> ImportedVersion:
    """Take a model version in: it becomes the next version of a model here, in the stage ``none``.

    Parameters
    ----------
    store
        Where it goes.
    path
        A file that was exported, a ``.mltrack`` folder, or a folder that holds one.
    reference
        Of a folder: which version there (``churn/3``, ``churn@production``).
    name
        The model here; the one that it had there when left out.
    by
        Who imports it.
    with_run
        Whether the run that it comes from is taken in, too, where the file or the store has it.

    Raises
    ------
    NotFound
        When there is no such file, folder or version.
    InvalidInput
        When the file is damaged, too large, or not what it says, or a name cannot be stored; nothing is changed then.
    Conflict
        When another run has the id of its run; nothing is changed then.
    StoreError
        When the store cannot take it.

    Examples
    --------
    >>> import_version(store, "churn-3.mltrack", by=person).version   # doctest: +SKIP
    1
    """
    with open_source(path) as source:
        return take_version(store, source, reference, name, by=by, with_run=with_run)


def take_version(
    store: Store,
    source: FileSource | StoreSource,
    reference: str | None = None,
    name: str | None = None,
    *,
    by: Person,
    with_run: bool = True,
) -> ImportedVersion:
    """Take a model version in from a source that is open; see ``import_version``."""
    source.check_target(store)
    if isinstance(source, FileSource):
        version, contents = _of_file(source, reference)
    else:
        version, contents = _of_store(source, reference, with_run)
    if not with_run:
        contents = None
    wanted = check_model_name(version.model if name is None else name)
    run, children = (contents.run, contents.children) if contents is not None else (None, [])
    if contents is not None:
        already(store, contents)
    keep_blobs(store, source, blobs_of(run, children, version))
    with writing(store, by) as journal:
        taken = write_run(store, contents, source.name) if contents is not None else None
        return _write(journal, version, wanted, source.name, taken)


def _of_file(source: FileSource, reference: str | None) -> tuple[ModelVersion, RunContents | None]:
    version = source.archive.manifest.model
    if version is None:
        raise InvalidInput(f"{source.name} holds a run and no model: import it without a model's name.")
    if reference is not None:
        raise InvalidInput(f"{source.name} is a file with one version: there is none to choose.")
    return version, source.archive.contents


def _of_store(
    source: StoreSource, reference: str | None, with_run: bool
) -> tuple[ModelVersion, RunContents | None]:
    if reference is None:
        raise InvalidInput(
            f"Say which version of {source.name}: churn/3, churn@production, or churn for the newest."
        )
    _, version = source.at_rest(lambda: find_version(source.store, reference))
    try:
        check_version(version)
        check_texts(source.open, None, version)
    except InvalidInput as error:
        raise InvalidInput(f"{reference} cannot be imported. {error.message} Nothing was changed.") from error
    run = _run_or_none(source.store, version.run) if with_run else None
    if run is None or run.deleted is not None or run.status == "running":
        return version, None
    return version, source.runs([run.id])[0]


def _run_or_none(store: Store, run: str | None) -> Run | None:
    try:
        return None if run is None else get_run(store, run)
    except NotFound:
        return None


def _write(
    journal: Journal, version: ModelVersion, name: str, source: str, taken: ImportedRun | None
) -> ImportedVersion:
    store = journal.store
    origin = f"{version.model}/{version.version} in {source}"
    model = model_or_none(store, name) or add_model(journal, name)
    here = _same_version(store, model.id, name, version)
    if here is not None:
        return ImportedVersion(name, here.version, here.tags.get(ORIGIN, ""), already=True, run=taken)
    run = _run_or_none(store, version.run)
    fields: dict[str, Any] = {
        key: value
        for key, value in msgspec.to_builtins(version).items()
        if key not in _LEFT_TO_THE_EVENT and value is not None
    }
    fields |= {"model": name, "version": model.newest + 1, "tags": {**version.tags, ORIGIN: origin}}
    fields["source"] = (
        f"runs:/{version.run}/{version.saved.path if version.saved else ''}" if version.run else ""
    )
    if run is not None:
        fields["run_number"] = run.number
    number = model.newest + 1
    journal.add(
        "version created", name, model.id, version=number, versions={str(number): fields},
        origin={
            "key": version.key, "model": version.model, "version": version.version, "from": source,
            "created": version.created, "created_by": version.created_by,
        },
    )  # fmt: skip
    return ImportedVersion(name, number, origin, run=taken)


def _same_version(store: Store, model_id: str, name: str, version: ModelVersion) -> ModelVersion | None:
    """Give the version here that is this one: taken in before, or made here, handed over and back."""
    here = versions_here(store, model_id, name).get(version.key)
    if here is not None and (_digest(here) != _digest(version) or here.run != version.run):
        raise Conflict(
            f"{version.model}/{version.version} says that it is {name}/{here.version}, but it has other files "
            "or another run. Nothing was changed."
        )
    return here


def versions_here(store: Store, model_id: str, name: str) -> dict[str, ModelVersion]:
    """Give the versions of a model here, by the keys that they had where they were made.

    A version's key is the id of its model and its number: no other version anywhere has it.
    """
    made = (Query().model_id == model_id) & (Query().kind == "version created")
    keys = {
        event["version"]: event["details"].get("origin", {}).get("key", f"{model_id}/{event['version']}")
        for event in store.table("events").search(made)
    }
    found = (version_from(document) for document in store.table("versions").search(Query().model == name))
    return {keys[version.version]: version for version in found if version.version in keys}


def _digest(version: ModelVersion) -> str | None:
    return version.saved.digest if version.saved else None
