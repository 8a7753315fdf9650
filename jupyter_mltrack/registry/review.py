"""Who may decide a request, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Decision, StageRule, TransitionRequest
from .people import Person
from .rules import is_reviewer, named, protecting, rule_for


def governing(rules: Sequence[StageRule], before: str, stage: str) -> list[StageRule]:
    """Give the rules that a transition has to fulfil: those of the protected ones of both stages, else the target's.

    A version that leaves a protected stage needs the consent of that stage's reviewers as one that enters it: else
    production could be emptied by the reviewers of another stage.
    """
    return protecting(rules, before, stage) or [rule_for(rules, stage)]


def approvable(request: TransitionRequest, rules: Sequence[StageRule], by: Person) -> list[str]:
    """Give the stages whose rules let somebody approve a request."""
    return [
        rule.stage
        for rule in rules
        if is_reviewer(rule, by) and not (rule.second_pair and request.author == by.name)
    ]


def missing_approvals(decisions: Sequence[Decision], rules: Sequence[StageRule]) -> int:
    """Say how many approvals are missing, of the rule that lacks most."""
    approved = [one for one in decisions if one.kind == "approve"]
    return max(
        max(0, rule.approvals - len({one.user for one in approved if rule.stage in one.stages}))
        for rule in rules
    )


def hopeless(author: str, rules: Sequence[StageRule]) -> StageRule | None:
    """Give a rule that a request of somebody can never fulfil: too few others are named as its reviewers."""
    for rule in rules:
        others = set(rule.reviewers) - ({author} if rule.second_pair else set())
        if rule.reviewers and not rule.groups and len(others) < rule.approvals:
            return rule
    return None


def why_not(request: TransitionRequest, rules: Sequence[StageRule], by: Person) -> str | None:
    """Say why somebody may not decide a request; ``None`` when they may.

    Examples
    --------
    >>> request = TransitionRequest("1", "m", "churn", 3, "production", "better", "alice", 0.0)
    >>> why_not(request, [StageRule("production")], Person("alice"))
    'alice asked for it: somebody else has to decide.'
    """
    if request.status != "open":
        return "It is closed."
    if any(one.user == by.name and one.kind == "approve" for one in request.decisions):
        return f"{by.name} has approved it already; another reviewer is missing."
    if approvable(request, rules, by):
        return None
    if request.author == by.name and any(rule.second_pair for rule in rules):
        return f"{by.name} asked for it: somebody else has to decide."
    return f"{by.name} is no reviewer of {rules[0].stage}: that is up to {named(rules[0])}."
