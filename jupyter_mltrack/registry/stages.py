"""Versions move between stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import Conflict
from ..records import EventKind, ModelVersion, RegisteredModel, Stage, StageRule
from ..store import Store
from .documents import find_version, version_from
from .journal import Journal, writing
from .names import check_stage, check_text
from .overtaking import overtake
from .people import Person
from .rules import protecting, rule_for, rules_of
from .state import Stored


def transition(store: Store, reference: str, stage: str, *, by: Person, reason: str = "") -> ModelVersion:
    """Move a version to a stage.

    Where the stage takes no more versions, the one that has been in it longest goes to ``archived`` with the same
    transaction.

    Parameters
    ----------
    store
        The store that holds it.
    reference
        ``churn/3``, ``churn@challenger``, ``churn`` for the newest.
    stage
        ``none``, ``staging``, ``production`` or ``archived``.
    by, reason
        Who, and why.

    Raises
    ------
    NotFound
        When there is no such version.
    InvalidInput
        When there is no such stage.
    Conflict
        When the version is in it already, or one of both stages is protected: then a request has to be approved.

    Examples
    --------
    >>> transition(store, "churn/3", "production", by=person, reason="better on the new data")  # doctest: +SKIP
    """
    target, reason = check_stage(stage), check_text(reason, "reason")
    with writing(store, by) as journal:
        model, version = find_version(store, reference)
        rules = rules_of(store, model)
        protected = protecting(rules, target, version.stage)
        check_moves(model, version, target)
        if protected:
            raise Conflict(
                f"The stage {protected[0].stage} of {model.name!r} is protected: ask for it with "
                f"`mltrack request {model.name}/{version.version} {target} --reason ...`, and have it approved."
            )
        return move(journal, model, version, target, rules, reason=reason)


def check_moves(model: RegisteredModel, version: ModelVersion, stage: Stage) -> None:
    """Refuse to move a version to where it is.

    Raises
    ------
    Conflict
        When it is in that stage.
    """
    if version.stage == stage:
        where = f"in {stage} already" if stage != "none" else "in no stage"
        raise Conflict(f"Version {version.version} of {model.name!r} is {where}.")


def move(
    journal: Journal,
    model: RegisteredModel,
    version: ModelVersion,
    stage: Stage,
    rules: Sequence[StageRule],
    *,
    kind: EventKind = "stage set",
    reason: str = "",
    request: str | None = None,
    leaving: Sequence[int] = (),
    **details: Any,
) -> ModelVersion:
    """Move a version within a transaction; whoever calls this has made sure that it may.

    Parameters
    ----------
    journal
        Of the transaction.
    model, version, stage, rules
        What goes where, and the rules that hold for the model.
    kind, reason, request, details
        Of the event.
    leaving
        Versions that go to ``archived`` with it, besides those that the stage's rule sends there.
    """
    # In the order in which they came to the stage.
    held = [number for number in model.stages.get(stage, []) if number != version.version]
    stay = [number for number in held if number not in leaving]
    most = rule_for(rules, stage).most
    archived = [*leaving, *(stay[: max(0, len(stay) + 1 - most)] if most is not None else [])]
    versions = {
        str(version.version): {"stage": stage},
        **{str(one): {"stage": "archived"} for one in archived},
    }
    journal.add(
        kind, model.name, model.id, version=version.version, request=request, reason=reason,
        versions=versions, stage=stage, before=version.stage, archived=archived, **details,
    )  # fmt: skip
    overtake(journal, model, lambda one: one.version == version.version and one.stage == stage)
    document = Stored(journal.store).get("versions", version.key)
    assert document is not None
    return version_from(document)
