"""Versions of models: made from runs, found, changed, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from tinydb import Query

from ..errors import Conflict, InvalidInput
from ..records import ModelVersion, Run, SavedModel, VersionEdit, VersionPage
from ..store import Sort, Store
from ..tracking import get_run
from ..tracking.names import check_note
from ..tracking.saved_models import saved_run
from .comments import count_comments
from .documents import NEWEST_FIRST, find_model, find_version, model_or_none, version_from
from .journal import Journal, writing
from .models import MOST_ROWS, add_model, merged_tags
from .names import Reference, check_model_name, check_stage
from .overtaking import overtake
from .people import Person
from .rules import protecting, rules_of
from .state import Stored

_LEFT_TO_THE_EVENT = ("key", "created", "created_by", "stage", "stage_since", "verification", "updated")


def register(
    store: Store,
    run: str | int,
    name: str,
    saved: str | None = None,
    *,
    by: Person,
    description: str = "",
    tags: Mapping[str, object] | None = None,
) -> ModelVersion:
    """Make a run's model the next version of a registered model, which is made where there is none.

    The version keeps the run's metrics and environment as they are now, and its files, also when the run goes.

    Parameters
    ----------
    store
        The store that holds the run.
    run
        Number or id.
    name
        The model's name.
    saved
        The folder of the saved model within the run (``models/clf``); needed only where the run has several.
    by
        Who registers it.
    description, tags
        Of the version.

    Raises
    ------
    NotFound
        When there is no such run.
    InvalidInput
        When a name or tag cannot be stored, or the run has no such saved model, or several and none is named.
    Conflict
        When the run still goes on, or lies in the trash.

    Examples
    --------
    >>> register(store, 12, "churn", by=person).version  # doctest: +SKIP
    1
    """
    name, description, checked = check_model_name(name), check_note(description), merged_tags({}, tags or {})
    # Before the transaction: what is waited for is written to the same store.
    saved_run(store, run)
    with writing(store, by) as journal:
        found = get_run(store, run)
        if found.status == "running":
            raise Conflict(f"Run {found.number} still goes on: register it when it has ended.")
        if found.deleted is not None:
            raise Conflict(f"Run {found.number} lies in the trash: restore it first.")
        chosen = _saved(found, saved)
        return add_version(journal, ModelVersion(
            key="", model=name, version=0, created=0.0, created_by="",
            description=description, tags=checked, run=found.id, run_number=found.number, saved=chosen,
            artifacts=[one for one in found.artifacts if chosen and one.path.startswith(f"{chosen.path}/")],
            source=f"runs:/{found.id}/{chosen.path if chosen else ''}", metrics=found.metrics,
            environment=found.environment,
        ))  # fmt: skip


def add_version(journal: Journal, version: ModelVersion) -> ModelVersion:
    """Make the next version of a model, which is made where there is none; its number and times are given here."""
    model = model_or_none(journal.store, version.model) or add_model(journal, version.model)
    number = model.newest + 1
    version = msgspec.structs.replace(version, model=model.name, version=number)
    fields: dict[str, Any] = {
        key: value
        for key, value in msgspec.to_builtins(version).items()
        if key not in _LEFT_TO_THE_EVENT and value is not None
    }
    journal.add("version created", model.name, model.id, version=number, versions={str(number): fields})
    document = Stored(journal.store).get("versions", f"{model.id}/{number}")
    assert document is not None
    return version_from(document)


def _saved(run: Run, path: str | None) -> SavedModel | None:
    there = ", ".join(one.path for one in run.saved)
    if path is not None:
        chosen = next((one for one in run.saved if one.path == path), None)
        if chosen is None:
            has = f"it has {there}" if there else "it has none"
            raise InvalidInput(f"Run {run.number} has no saved model {str(path)[:80]!r}; {has}.")
        return chosen
    if len(run.saved) > 1:
        raise InvalidInput(f"Run {run.number} has several saved models: say which ({there}).")
    return run.saved[0] if run.saved else None


def get_version(store: Store, reference: str) -> ModelVersion:
    """Give a version.

    Parameters
    ----------
    store
        The store to look in.
    reference
        ``churn/3``, ``churn@production`` (an alias of that name, else the newest version in the stage), ``churn`` (the
        newest version).

    Raises
    ------
    NotFound
        When there is none.
    InvalidInput
        When the reference cannot be read.
    """
    return find_version(store, reference)[1]


def list_versions(store: Store, name: str, stage: str = "", limit: int = 100, offset: int = 0) -> VersionPage:
    """Give a page of a model's versions, the newest first.

    Raises
    ------
    NotFound
        When there is no such model.
    InvalidInput
        For an unknown stage or more than ``MOST_ROWS`` rows.
    """
    if not 0 <= limit <= MOST_ROWS or offset < 0:
        raise InvalidInput(f"A page has 0 to {MOST_ROWS:,} versions, not {limit} from {offset}.")
    model = find_model(store, name)
    condition = Query().model == model.name
    if stage:
        condition = condition & (Query().stage == check_stage(stage))
    versions = store.table("versions")
    found = versions.select(condition, sort=NEWEST_FIRST, limit=limit, offset=offset)
    comments = {str(number): count for number, count in count_comments(store, model).items()}
    return VersionPage([version_from(document) for document in found], versions.count(condition), comments)


def versions_of_run(store: Store, run: str | int) -> list[ModelVersion]:
    """Give the versions that were registered from a run, of whichever models, the newest first.

    Raises
    ------
    NotFound
        When there is no such run.
    """
    order = Sort(("created",), descending=True)
    found = store.table("versions").select(Query().run == get_run(store, run).id, sort=order, limit=MOST_ROWS)
    return [version_from(document) for document in found]


def edit_version(store: Store, reference: str, edit: VersionEdit, *, by: Person) -> ModelVersion:
    """Change a version's description or tags; what is not given stays.

    Raises
    ------
    NotFound
        When there is no such version.
    InvalidInput
        When something cannot be stored; nothing is changed then.
    """
    description = None if edit.description is None else check_note(edit.description)
    with writing(store, by) as journal:
        model, version = find_version(store, reference)
        fields: dict[str, Any] = {}
        if description is not None and description != version.description:
            fields["description"] = description
        if edit.tags is not None and (tags := merged_tags(version.tags, edit.tags)) != version.tags:
            fields["tags"] = tags
        if fields:
            number = version.version
            journal.add(
                "version edited", model.name, model.id, version=number, versions={str(number): fields}
            )
        return find_version(store, Reference(model.name, version.version))[1]


def delete_version(store: Store, reference: str, *, by: Person, reason: str = "") -> None:
    """Delete a version; its number is not given again, and the history stays.

    Raises
    ------
    NotFound
        When there is no such version.
    Conflict
        When it is in production or a protected stage, or an alias names it; the message says which.
    """
    with writing(store, by) as journal:
        model, version = find_version(store, reference)
        what = f"Version {version.version} of {model.name!r}"
        if version.stage == "production" or protecting(rules_of(store, model), version.stage):
            raise Conflict(f"{what} is in use: it is in {version.stage}. Move it to archived first.")
        aliases = [alias for alias, number in sorted(model.aliases.items()) if number == version.version]
        if aliases:
            raise Conflict(f"{what} is in use: it is {aliases[0]!r}. Set or remove the alias first.")
        overtake(journal, model, lambda request: request.version == version.version)
        journal.add(
            "version deleted", model.name, model.id, version=version.version, reason=reason,
            versions={str(version.version): None},
        )  # fmt: skip
