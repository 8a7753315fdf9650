"""Whether what happened was allowed by the rules of its moment: somebody may have set them aside in the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..records import Decision, RegistryEvent, StageRule
from .review import governing, missing_approvals
from .rules import DEFAULT_RULES, is_named, merged_rules, named, protecting
from .state import Fields, Memory, apply


def audited(events: Iterable[RegistryEvent]) -> tuple[Memory, list[str]]:
    """Replay events, and look whether each was allowed when it happened.

    Rules that were set aside behind the history let a version into a protected stage, and the event of that is a link
    of the chain as any other. Here the rules are those that the events before it had set.

    Parameters
    ----------
    events
        All, in the order in which they happened.

    Returns
    -------
    tuple
        What the events make of the documents, and sentences, one a finding.

    Examples
    --------
    >>> audited([])[1]
    []
    """
    state = Memory()
    problems: list[str] = []
    for event in events:
        problems += _unallowed(state, event)
        apply(state, event)
    return state, problems


def _unallowed(state: Memory, event: RegistryEvent) -> Iterator[str]:
    if "rules" in event.details or "rules" in (event.details.get("model") or {}):
        yield from _rules(state, event)
    for number, fields in event.details.get("versions", {}).items():
        document = state.get("versions", f"{event.model_id}/{number}") or {}
        before = str(document.get("stage", "none"))
        after = "none" if fields is None else str(fields.get("stage", before))
        broken = protecting(_rules_of(state, event.model_id), before, after) if before != after else []
        if broken and not _approved(state, event, int(number), before, after):
            yield (
                f"Event {event.seq} moved version {number} of {event.model} from {before} to {after} without an "
                f"approved request, and {broken[0].stage} was protected then."
            )


def _rules(state: Memory, event: RegistryEvent) -> Iterator[str]:
    """Groups change, and events do not hold them: where a rule names some, this cannot be told."""
    protected = [rule for rule in _rules_of(state, event.model_id) if rule.protected]
    if protected and not any(rule.groups or is_named(rule, event.user) for rule in protected):
        yield (
            f"Event {event.seq} changed the rules of {event.model or 'the store'} by {event.user}, who is no reviewer "
            f"of {protected[0].stage} ({named(protected[0])}), which was protected then."
        )


def _approved(state: Memory, event: RegistryEvent, number: int, before: str, after: str) -> bool:
    if number != event.version:
        # It makes room for the one that comes.
        return after == "archived" and event.details.get("stage") == before
    request = state.get("requests", event.request or "")
    if request is None or (request["version"], request["stage"], request.get("status")) != (
        number, after, "approved",
    ):  # fmt: skip
        return False
    rules = _rules_of(state, event.model_id)
    if event.kind == "rolled back":
        # On the strength of an approval of earlier, under the rules of that time.
        return not protecting(rules, before)
    decisions = msgspec.convert(request.get("decisions", []), list[Decision])
    return missing_approvals(decisions, governing(rules, before, after)) == 0


def _rules_of(state: Memory, model_id: str) -> list[StageRule]:
    model: Fields = state.get("models", model_id) or {}
    return merged_rules(
        merged_rules(DEFAULT_RULES, _read(state.rules or [])), _read(model.get("rules") or [])
    )


def _read(rules: list[Any]) -> list[StageRule]:
    return msgspec.convert(rules, list[StageRule])
