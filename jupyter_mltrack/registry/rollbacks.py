"""Back to the version that was in a stage before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tinydb import Query

from ..errors import Conflict
from ..records import ModelVersion, RegisteredModel, Rollback, Stage, StageRule
from ..store import Sort, Store
from .documents import find_model, find_version, version_numbers
from .journal import writing
from .names import Reference, check_stage, check_text
from .people import Person
from .rules import protecting, rules_of
from .stages import move


class _Line(NamedTuple):
    """The versions that a stage had, the last one last, and the requests by which they had been approved for it."""

    versions: list[int]
    approved: dict[int, str]


def rollback(
    store: Store,
    name: str,
    stage: str = "production",
    *,
    by: Person,
    reason: str = "",
    current: int | None = None,
) -> ModelVersion:
    """Bring the version back that was in a stage before; the one that is in it goes to ``archived``.

    In a protected stage this needs no new approval where the version had been approved for that stage: production may
    be down at night, when no reviewer is awake, and what comes back is what they had let in. The history says that it
    was a rollback, by whom, and on the strength of which request.

    Parameters
    ----------
    store
        The store that holds the model.
    name
        The model's name.
    stage
        The stage whose last change is taken back.
    by, reason
        Who, and why.
    current
        The version that whoever asks saw in the stage; with another one in it meanwhile, nothing is done.

    Returns
    -------
    ModelVersion
        The version that came back.

    Raises
    ------
    NotFound
        When there is no such model.
    Conflict
        When no version was in the stage before, when it was never approved for a protected stage, or when the stage
        has changed.

    Examples
    --------
    >>> rollback(store, "churn", by=person, reason="errors since noon")  # doctest: +SKIP
    """
    checked, reason = check_stage(stage), check_text(reason, "reason")
    with writing(store, by) as journal:
        model = find_model(store, name)
        rules = rules_of(store, model)
        found = _target(store, model, checked, rules)
        if current is not None and (found is None or found.current != current):
            raise Conflict(f"Version {current} of {model.name!r} is not in {checked} any more: look again.")
        if found is None:
            raise Conflict(
                f"No version of {model.name!r} was in {checked} before: there is nothing to go back to."
            )
        _, version = find_version(store, Reference(model.name, found.target))
        blocking = protecting(rules, version.stage)
        if not found.free or blocking:
            raise Conflict(
                f"The stage {checked if not found.free else blocking[0].stage} is protected, and version "
                f"{found.target} may not go there by itself: ask with `mltrack request {model.name}/{found.target} "
                f"{checked} --reason ...`."
            )
        leaving = [found.current] if found.current is not None else []
        return move(
            journal, model, version, checked, rules, kind="rolled back", reason=reason, request=found.request,
            leaving=leaving, instead_of=found.current,
        )  # fmt: skip


def rollbacks_of(store: Store, model: RegisteredModel, rules: Sequence[StageRule]) -> list[Rollback]:
    """Say what a rollback of each stage would do; stages where none is possible are left out."""
    stages: tuple[Stage, ...] = ("production", "staging")
    return [found for stage in stages if (found := _target(store, model, stage, rules)) is not None]


def _target(
    store: Store, model: RegisteredModel, stage: Stage, rules: Sequence[StageRule]
) -> Rollback | None:
    line = _line_of(store, model, stage)
    held = model.stages.get(stage, [])
    current = held[-1] if held else None
    before = line.versions[: line.versions.index(current)] if current in line.versions else line.versions
    there = set(version_numbers(model)) - set(held)
    targets = [number for number in before if number in there]
    if not targets:
        return None
    request = line.approved.get(targets[-1])
    free = request is not None or not protecting(rules, stage)
    return Rollback(stage, current, targets[-1], free, request)


def _line_of(store: Store, model: RegisteredModel, stage: Stage) -> _Line:
    """Walk the history: a version that comes is added, a rollback takes away what came after its target."""
    moves = (Query().model_id == model.id) & (Query().kind.one_of(["stage set", "rolled back"]))
    versions: list[int] = []
    approved: dict[int, str] = {}
    for event in store.table("events").select(moves, sort=Sort(("seq",))):
        details, number = event["details"], event["version"]
        if details["stage"] != stage:
            continue
        if event["kind"] == "stage set":
            versions = [*(one for one in versions if one != number), number]
            if "request" in event:
                approved[number] = event["request"]
        elif number in versions:
            versions = versions[: versions.index(number) + 1]
    return _Line(versions, approved)
