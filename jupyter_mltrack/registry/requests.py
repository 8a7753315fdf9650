"""Requests for transitions: opened with evidence, decided by reviewers."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from ..errors import Conflict, InvalidInput, NotAllowed
from ..records import (
    Decision,
    TransitionRequest,
)
from ..store import Store
from .documents import check_open, find_request, find_version, open_requests
from .evidence import freeze
from .journal import Journal, writing
from .names import Reference, check_stage, check_text
from .people import Person
from .review import approvable, governing, hopeless, missing_approvals, why_not
from .rules import named, rights_of, rules_of
from .stages import check_moves, move

MOST_ROWS = 1000


def open_request(store: Store, reference: str, stage: str, reason: str, *, by: Person) -> TransitionRequest:
    """Ask that a version goes to a stage; what speaks for it is frozen with the request.

    Parameters
    ----------
    store
        The store that holds the version.
    reference
        ``churn/3``, ``churn@challenger``, ``churn`` for the newest.
    stage
        Where it is to go.
    reason
        Why; needed.
    by
        Who asks.

    Raises
    ------
    NotFound
        When there is no such version.
    InvalidInput
        When there is no such stage, or no reason.
    Conflict
        When the version is there already, the same is asked in an open request, or too few reviewers besides ``by``
        are named for it ever to be approved.

    Examples
    --------
    >>> open_request(store, "churn/3", "production", "better on the new data", by=person)  # doctest: +SKIP
    """
    target, reason = check_stage(stage), check_text(reason, "reason", needed=True)
    model, version = find_version(store, reference)
    check_moves(model, version, target)
    # Made before the transaction, since it reads much: who decides is told when the stage has changed meanwhile.
    held = model.stages.get(target, [])
    current = held[-1] if held else None
    evidence = freeze(store, model, version, target, current)
    with writing(store, by) as journal:
        model, version = find_version(store, Reference(model.name, version.version))
        check_moves(model, version, target)
        for other in open_requests(store, model.id):
            if (other.version, other.stage) == (version.version, target):
                raise Conflict(f"{other.author} has asked for that already: request {other.id[:8]} is open.")
        never = hopeless(by.name, governing(rules_of(store, model), version.stage, target))
        if never is not None:
            raise Conflict(
                f"Nobody could complete this: {never.stage} needs {never.approvals} of its reviewers ({named(never)}), "
                f"not counting {by.name}, who asks. Let somebody else ask, or name more reviewers."
            )
        request = TransitionRequest(
            uuid.uuid4().hex, model.id, model.name, version.version, target, reason, by.name, journal.time,
            current=current, evidence=evidence,
        )  # fmt: skip
        fields: dict[str, Any] = msgspec.to_builtins(request)
        for given in ("id", "author", "created", "updated"):
            del fields[given]
        fields = {key: value for key, value in fields.items() if value is not None}
        journal.add(
            "request opened", model.name, model.id, version=version.version, request=request.id, reason=reason,
            requests={request.id: fields}, stage=target,
        )  # fmt: skip
        return find_request(store, request.id)


def decide(store: Store, request: str, kind: str, text: str = "", *, by: Person) -> TransitionRequest:
    """Approve, reject or comment a request. The approval that completes it moves the version at once.

    Parameters
    ----------
    store
        The store that holds it.
    request
        Its id, or a unique beginning of it.
    kind
        ``approve``, ``reject`` (with a reason) or ``comment``.
    text
        What is to be said.
    by
        Who decides.

    Raises
    ------
    NotFound
        When there is no such request.
    InvalidInput
        When the kind is unknown, or a reason or comment is missing.
    NotAllowed
        When ``by`` may not decide: the author where a second pair of eyes is required, or nobody of its reviewers.
    Conflict
        When it is closed already, or ``by`` has approved it before.

    Examples
    --------
    >>> decide(store, "3f2a", "approve", by=person).status  # doctest: +SKIP
    'approved'
    """
    if kind not in ("approve", "reject", "comment"):
        raise InvalidInput(f"{str(kind)[:40]!r} is no decision: approve, reject or comment.")
    text = check_text(text, "reason" if kind == "reject" else "comment", needed=kind != "approve")
    with writing(store, by) as journal:
        found = find_request(store, request)
        if kind == "comment":
            return _said(journal, found, Decision(by.name, "comment", journal.time, text))
        check_open(found)
        model, version = find_version(store, Reference(found.model, found.version))
        rules = rules_of(store, model)
        ruling = governing(rules, version.stage, found.stage)
        reason = why_not(found, ruling, by)
        if reason is not None:
            has_approved = any(one.user == by.name and one.kind == "approve" for one in found.decisions)
            raise (Conflict if has_approved and kind == "approve" else NotAllowed)(reason)
        # Who is in a group changes, and nobody could tell later what made them a reviewer.
        rights = rights_of(ruling, by)
        if kind == "reject":
            return _said(
                journal, found, Decision(by.name, "reject", journal.time, text, rights=rights), "rejected"
            )
        stages = approvable(found, ruling, by)
        decision = Decision(by.name, "approve", journal.time, text, stages, rights)
        complete = missing_approvals([*found.decisions, decision], ruling) == 0
        done = _said(journal, found, decision, "approved" if complete else None)
        if complete:
            move(journal, model, version, found.stage, rules, reason=found.reason, request=found.id)
        return done


def withdraw(store: Store, request: str, *, by: Person, reason: str = "") -> TransitionRequest:
    """Take one's own request back.

    Raises
    ------
    NotFound
        When there is no such request.
    NotAllowed
        When somebody else asked.
    Conflict
        When it is closed already.
    """
    reason = check_text(reason, "reason")
    with writing(store, by) as journal:
        found = find_request(store, request)
        check_open(found)
        if found.author != by.name:
            raise NotAllowed(
                f"Only {found.author}, who asked, can withdraw request {found.id[:8]}; reject it instead."
            )
        closed = {"status": "withdrawn", "closed": journal.time}
        journal.add(
            "request withdrawn", found.model, found.model_id, version=found.version, request=found.id,
            reason=reason, requests={found.id: closed},
        )  # fmt: skip
        return find_request(store, found.id)


def _said(
    journal: Journal, request: TransitionRequest, decision: Decision, status: str | None = None
) -> TransitionRequest:
    fields: dict[str, Any] = {} if status is None else {"status": status, "closed": journal.time}
    kind = "commented" if decision.kind == "comment" else "request decided"
    journal.add(
        kind,  # type: ignore[arg-type]
        request.model, request.model_id, version=request.version, request=request.id, reason=decision.text,
        requests={request.id: fields}, decisions={request.id: decision}, decision=decision.kind,
    )  # fmt: skip
    return find_request(journal.store, request.id)
