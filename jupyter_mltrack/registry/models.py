"""Registered models: made, found, changed, deleted."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
from tinydb import Query
from tinydb.queries import QueryInstance

from ..errors import Conflict, InvalidInput, NotAllowed
from ..records import ModelDetails, ModelEdit, ModelPage, ModelRow, RegisteredModel
from ..store import Sort, Store
from ..tracking.names import check_note, check_tags
from .documents import find_model, model_or_none, open_requests, version_from
from .inbox import waiting_for
from .journal import Journal, writing
from .names import check_model_name, check_stage
from .overtaking import overtake
from .people import Person
from .rollbacks import rollbacks_of
from .rules import is_reviewer, named, naming, protecting, rights_of, rules_of

MOST_ROWS = 1000
_AT_ONCE = 200


def create_model(
    store: Store, name: str, description: str = "", tags: Mapping[str, object] | None = None, *, by: Person
) -> RegisteredModel:
    """Make a model without versions; registering a run makes it, too.

    Raises
    ------
    InvalidInput
        When the name, the description or a tag cannot be stored.
    Conflict
        When there is a model of that name.
    """
    name, description, checked = check_model_name(name), check_note(description), merged_tags({}, tags or {})
    with writing(store, by) as journal:
        if model_or_none(store, name) is not None:
            raise Conflict(f"There is a model {name!r} already.")
        return add_model(journal, name, description, checked)


def add_model(
    journal: Journal, name: str, description: str = "", tags: dict[str, str] | None = None
) -> RegisteredModel:
    """Make a model within a transaction; the caller has looked that there is none of that name."""
    versions = (Query().kind == "version created") & (Query().model == name)
    before = journal.store.table("events").select(versions, sort=Sort(("version",), descending=True), limit=1)
    # Of a deleted model of the same name: "churn/3" in an old report must never mean another version.
    newest = before[0]["version"] if before else 0
    changes: dict[str, Any] = {"name": name, "description": description, "tags": tags or {}, "newest": newest}
    journal.add("model created", name, uuid.uuid4().hex, changes=changes)
    return find_model(journal.store, name)


def get_model(store: Store, name: str) -> RegisteredModel:
    """Give a model.

    Raises
    ------
    NotFound
        When there is none of that name.
    """
    return find_model(store, name)


def model_details(store: Store, name: str) -> ModelDetails:
    """Give a model with the rules that hold for it, its open requests, and where rollbacks would lead.

    Raises
    ------
    NotFound
        When there is none of that name.
    """
    model = find_model(store, name)
    rules = rules_of(store, model)
    return ModelDetails(model, rules, open_requests(store, model.id), rollbacks_of(store, model, rules))


def list_models(
    store: Store,
    text: str = "",
    tag: str = "",
    stage: str = "",
    limit: int = 100,
    offset: int = 0,
    by: Person | None = None,
) -> ModelPage:
    """Give a page of models, the last changed first.

    Parameters
    ----------
    store
        The store to look in.
    text
        Part of the name, the description or a tag, in any case.
    tag
        A tag's name, or ``name=value``.
    stage
        Only models with a version in it.
    limit, offset
        Which rows, counted from 0.
    by
        Who asks: whose waiting requests are counted.

    Raises
    ------
    InvalidInput
        For an unknown stage or more than ``MOST_ROWS`` rows.
    """
    if not 0 <= limit <= MOST_ROWS or offset < 0:
        raise InvalidInput(
            f"A page has 0 to {MOST_ROWS:,} models from model 0 on, not {limit} from {offset}."
        )
    condition: QueryInstance = Query().name.exists()
    if stage:
        condition = condition & Query().stages[check_stage(stage)].exists()
    if tag:
        key, equals, value = tag.partition("=")
        condition = condition & (Query().tags[key] == value if equals else Query().tags[key].exists())
    if text.strip():
        # Without a description it is tested on the documents that the rest leaves.
        condition = condition & QueryInstance(_holds(text.strip().casefold()), None)
    seq = store.seq()
    models = store.table("models")
    found = models.select(condition, sort=Sort(("updated",), descending=True), limit=limit, offset=offset)
    page = [msgspec.convert(document, RegisteredModel) for document in found]
    waiting = open_requests(store)
    counts = Counter(request.model_id for request in waiting)
    newest = _newest_versions(store, page)
    return ModelPage(
        rows=[_row(model, newest.get(model.id), counts[model.id]) for model in page],
        total=models.count(condition) if text.strip() or tag or stage else models.count(None),
        waiting=len(waiting_for(store, waiting, by)) if by else len(waiting),
        seq=seq,
    )


def _holds(text: str) -> Any:
    def test(document: Mapping[str, Any]) -> bool:
        tags = document.get("tags", {})
        said = (document.get("name", ""), document.get("description", ""), *tags, *tags.values())
        return any(text in part.casefold() for part in said)

    return test


def _newest_versions(store: Store, models: list[RegisteredModel]) -> dict[str, Any]:
    """Give the newest version of each model, by the model's id."""
    keys = [
        f"{model.id}/{max(number for held in model.stages.values() for number in held)}"
        for model in models
        if any(model.stages.values())
    ]
    found: dict[str, Any] = {}
    for start in range(0, len(keys), _AT_ONCE):
        for document in store.table("versions").search(Query().key.one_of(keys[start : start + _AT_ONCE])):
            found[document["key"].rpartition("/")[0]] = version_from(document)
    return found


def _row(model: RegisteredModel, newest: Any, waiting: int) -> ModelRow:
    stages = {stage: len(held) for stage, held in model.stages.items()}
    return ModelRow(
        name=model.name,
        description=model.description,
        tags=model.tags,
        aliases=model.aliases,
        stages=stages,
        versions=sum(stages.values()),
        newest=newest,
        staging=sorted(model.stages.get("staging", [])),
        production=sorted(model.stages.get("production", [])),
        waiting=waiting,
        updated=model.updated,
    )


def edit_model(store: Store, name: str, edit: ModelEdit, *, by: Person) -> RegisteredModel:
    """Change a model's name, description, tags or card; what is not given stays.

    Raises
    ------
    NotFound
        When there is no such model.
    InvalidInput
        When something cannot be stored; nothing is changed then.
    Conflict
        When the new name belongs, or belonged, to another model.
    NotAllowed
        When it is to be renamed by somebody who is no reviewer of its protected stages.
    """
    new_name = None if edit.name is None else check_model_name(edit.name)
    description = None if edit.description is None else check_note(edit.description)
    card = None if edit.card is None else check_note(edit.card)
    with writing(store, by) as journal:
        model = find_model(store, name)
        changes: dict[str, Any] = {}
        if description is not None and description != model.description:
            changes["description"] = description
        if edit.tags is not None and (tags := merged_tags(model.tags, edit.tags)) != model.tags:
            changes["tags"] = tags
        if card is not None and (card.strip() or None) != model.card:
            changes["card"] = card if card.strip() else None
        if changes:
            journal.add("model edited", model.name, model.id, changes=changes)
        if new_name is not None and new_name != model.name:
            rights = _check_renaming(store, model, new_name, by)
            journal.add("model renamed", model.name, model.id, changes={"name": new_name}, **rights)
        return find_model(store, new_name or model.name)


def _check_renaming(store: Store, model: RegisteredModel, name: str, by: Person) -> dict[str, Any]:
    other = store.table("events").select((Query().model == name) & (Query().model_id != model.id), limit=1)
    if other:
        there = "is" if model_or_none(store, name) is not None else "was"
        raise Conflict(
            f"{name!r} {there} the name of another model, whose history stands under it: choose another."
        )
    return _check_reviewer(store, model, by, "rename")


def _check_reviewer(store: Store, model: RegisteredModel, by: Person, what: str) -> dict[str, Any]:
    """Let nobody else give a protected model's name to another one, which would have no rules of its own.

    Gives what the event is to say of it: what made them a reviewer.
    """
    rules = naming(rules_of(store, model), model.rules, model.stages)
    for rule in rules:
        if not is_reviewer(rule, by):
            raise NotAllowed(
                f"The stage {rule.stage} of {model.name!r} is protected: only its reviewers ({named(rule)}) may "
                f"{what} the model, not {by.name}."
            )
    return {"rights": rights_of(rules, by)} if rules else {}


def delete_model(store: Store, name: str, *, by: Person, reason: str = "") -> None:
    """Delete a model with its versions; its history stays.

    Raises
    ------
    NotFound
        When there is no such model.
    Conflict
        When a version is in production or a protected stage, or has an alias; the message says which.
    NotAllowed
        When the model has a protected stage, and ``by`` is no reviewer of it.
    """
    with writing(store, by) as journal:
        model = find_model(store, name)
        rules = rules_of(store, model)
        protected = {rule.stage for rule in protecting(rules, *model.stages)}
        for stage in ("production", *sorted(protected)):
            held = sorted(model.stages.get(stage, []))
            if held:
                raise Conflict(
                    f"{model.name!r} is in use: version {held[-1]} is in {stage}. Move it to archived first."
                )
        if model.aliases:
            alias, number = sorted(model.aliases.items())[0]
            raise Conflict(
                f"{model.name!r} is in use: version {number} is {alias!r}. Remove the alias first."
            )
        rights = _check_reviewer(store, model, by, "delete")
        overtake(journal, model, lambda _: True)
        numbers = [number for held in model.stages.values() for number in held]
        journal.add(
            "model deleted", model.name, model.id, reason=reason,
            removed=True, versions={str(number): None for number in sorted(numbers)}, **rights,
        )  # fmt: skip


def merged_tags(have: Mapping[str, str], tags: Mapping[str, object]) -> dict[str, str]:
    """Give tags after a change; ``None`` as a value takes one away."""
    done = dict(have)
    for key, value in check_tags(tags).items():
        if value is None:
            done.pop(key, None)
        else:
            done[key] = value
    return done
