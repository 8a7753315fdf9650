"""Whether what happened was allowed by the rules of its moment: somebody may have set them aside in the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from ..records import Decision, RegistryEvent, ReviewRight, StageRule
from .review import governing, missing_approvals
from .rules import DEFAULT_RULES, is_named, merged_rules, named, naming, protecting
from .state import Fields, Memory, apply


class Audit:
    """What a replay of the history found.

    Attributes
    ----------
    state
        What the events make of the documents.
    problems
        Sentences, one for each thing that its moment did not allow.
    unchecked
        Sentences, one for each thing of which the history does not say enough.
    """

    def __init__(self) -> None:
        self.state = Memory()
        self.problems: list[str] = []
        self.unchecked: list[str] = []

    def take(self, event: RegistryEvent) -> None:
        """Look at an event, and do what it says."""
        details = event.details
        if event.kind in ("model renamed", "model deleted"):
            self._naming(event)
        elif "rules" in details or "rules" in (details.get("model") or {}):
            self._rules(event)
        for request, decision in details.get("decisions", {}).items():
            self._decision(event, request, msgspec.convert(decision, Decision))
        for number, fields in details.get("versions", {}).items():
            self._move(event, number, fields)
        apply(self.state, event)

    def _move(self, event: RegistryEvent, number: str, fields: Fields | None) -> None:
        document = self.state.get("versions", f"{event.model_id}/{number}") or {}
        before = str(document.get("stage", "none"))
        after = "none" if fields is None else str(fields.get("stage", before))
        broken = protecting(self._rules_of(event.model_id), before, after) if before != after else []
        if broken and not self._approved(event, int(number), before, after):
            self.problems.append(
                f"Event {event.seq} moved version {number} of {event.model} from {before} to {after} without an "
                f"approved request, and {broken[0].stage} was protected then."
            )

    def _rules(self, event: RegistryEvent) -> None:
        protected = [rule for rule in self._rules_of(event.model_id) if rule.protected]
        base = merged_rules(DEFAULT_RULES, _read(self.state.rules or [])) if event.model_id else DEFAULT_RULES
        model = event.details.get("model") or {}
        after = merged_rules(base, _read(model.get("rules") or event.details.get("rules") or []))
        touched = [rule for rule in protected if rule not in after]
        what = f"changed the rules of {event.model or 'the store'}"
        # As when they were set: the reviewers of every rule that changed, and of any one where none did.
        for rules in [[rule] for rule in touched] or [protected]:
            self._reviewer(event, what, rules, _rights(event))

    def _naming(self, event: RegistryEvent) -> None:
        model = self.state.get("models", event.model_id) or {}
        own, stages = _read(model.get("rules") or []), model.get("stages", {})
        for rule in naming(self._rules_of(event.model_id), own, stages):
            self._reviewer(event, f"{event.kind.split()[1]} {event.model}", [rule], _rights(event))

    def _decision(self, event: RegistryEvent, request: str, decision: Decision) -> None:
        asked = self.state.get("requests", request)
        if decision.kind == "comment" or asked is None:
            return
        version = self.state.get("versions", f"{event.model_id}/{asked['version']}") or {}
        rules = governing(self._rules_of(event.model_id), str(version.get("stage", "none")), asked["stage"])
        what = f"{decision.kind}{'ed' if decision.kind == 'reject' else 'd'} request {request[:8]}"
        rights = decision.rights or None
        if decision.kind == "reject":
            self._reviewer(event, what, rules, rights)
            return
        for rule in rules:
            if rule.stage in decision.stages:
                self._reviewer(event, what, [rule], rights)
                if rule.second_pair and asked["author"] == event.user:
                    self.problems.append(
                        f"Event {event.seq} {what} by {event.user}, who had asked for it: somebody else had to."
                    )

    def _reviewer(
        self,
        event: RegistryEvent,
        what: str,
        rules: Sequence[StageRule],
        rights: Sequence[ReviewRight] | None,
    ) -> None:
        """Note it where whoever acted was a reviewer under none of some rules, or where that cannot be told."""
        answers = [_was_reviewer(rule, event.user, rights) for rule in rules]
        if not rules or True in answers:
            return
        rule = rules[0]
        if None in answers:
            self.unchecked.append(
                f"Event {event.seq} {what} by {event.user}: whether they were a reviewer of {rule.stage} "
                f"({named(rule)}) could not be checked, because it does not say who was in the group."
            )
            return
        self.problems.append(
            f"Event {event.seq} {what} by {event.user}, who is no reviewer of {rule.stage} ({named(rule)}), "
            "which was protected then."
        )

    def _approved(self, event: RegistryEvent, number: int, before: str, after: str) -> bool:
        if number != event.version:
            # It makes room for the one that comes.
            return after == "archived" and event.details.get("stage") == before
        request = self.state.get("requests", event.request or "")
        if request is None or (request["version"], request["stage"], request.get("status")) != (
            number, after, "approved",
        ):  # fmt: skip
            return False
        rules = self._rules_of(event.model_id)
        if event.kind == "rolled back":
            # On the strength of an approval of earlier, under the rules of that time.
            return not protecting(rules, before)
        decisions = msgspec.convert(request.get("decisions", []), list[Decision])
        return missing_approvals(decisions, governing(rules, before, after)) == 0

    def _rules_of(self, model_id: str) -> list[StageRule]:
        model: Fields = self.state.get("models", model_id) or {}
        common = merged_rules(DEFAULT_RULES, _read(self.state.rules or []))
        return merged_rules(common, _read(model.get("rules") or []))


def audited(events: Iterable[RegistryEvent]) -> Audit:
    """Replay events, and look whether each was allowed when it happened.

    Rules that were set aside behind the history let a version into a protected stage, and the event of that is a link
    of the chain as any other. Here the rules are those that the events before it had set. Who was in a group then,
    events say where it made somebody a reviewer; older ones do not, and are told as what could not be checked.

    Parameters
    ----------
    events
        All, in the order in which they happened.

    Examples
    --------
    >>> audited([]).problems
    []
    """
    audit = Audit()
    for event in events:
        audit.take(event)
    return audit


def _was_reviewer(rule: StageRule, user: str, rights: Sequence[ReviewRight] | None) -> bool | None:
    """Say whether somebody was a reviewer; ``None`` where only groups could make them one, and none are recorded."""
    if is_named(rule, user):
        return True
    if not rule.groups:
        return False
    if rights is None:
        return None
    return any(one.stage == rule.stage and not set(one.groups).isdisjoint(rule.groups) for one in rights)


def _rights(event: RegistryEvent) -> list[ReviewRight] | None:
    found = event.details.get("rights")
    return None if found is None else msgspec.convert(found, list[ReviewRight])


def _read(rules: list[Any]) -> list[StageRule]:
    return msgspec.convert(rules, list[StageRule])
