"""What holds for a stage: how many versions it takes, who has to approve; and who may change that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from tinydb import Query

from ..errors import Conflict, InvalidInput, NotAllowed
from ..records import RegisteredModel, ReviewRight, Stage, StageRule
from ..store import Sort, Store
from .documents import find_model
from .journal import writing
from .names import check_person, check_stage, check_text
from .people import Person
from .reviewers import admit
from .state import Fields

RULED: Final[tuple[Stage, ...]] = ("staging", "production")
"""Stages that can have rules: nothing is served from the others."""

DEFAULT_RULES: Final = (StageRule("staging"), StageRule("production", most=1))
"""What holds where nobody has set anything: one version in production, no ceremony."""


def store_rules(store: Store) -> list[StageRule]:
    """Give the rules of the whole store, one a stage."""
    set_by = (Query().kind == "rules set") & (Query().model_id == "")
    found = store.table("events").select(set_by, sort=Sort(("seq",), descending=True), limit=1)
    said = msgspec.convert(found[0]["details"]["rules"], list[StageRule]) if found else []
    return merged_rules(DEFAULT_RULES, said)


def rules_of(store: Store, model: RegisteredModel) -> list[StageRule]:
    """Give the rules that hold for a model, one a stage: its own, else the store's."""
    return merged_rules(store_rules(store), model.rules)


def rule_for(rules: Sequence[StageRule], stage: str) -> StageRule:
    """Give a stage's rule; stages without rules take whatever comes."""
    return next((rule for rule in rules if rule.stage == stage), StageRule(check_stage(stage)))


def protecting(rules: Sequence[StageRule], *stages: str) -> list[StageRule]:
    """Give the rules of those stages that are protected."""
    return [rule for rule in rules if rule.protected and rule.stage in stages]


def naming(rules: Sequence[StageRule], own: Sequence[StageRule], stages: Iterable[str]) -> list[StageRule]:
    """Give the protected rules whose reviewers rename and delete a model: of its own rules, and of stages it is in."""
    return protecting(rules, *stages, *(rule.stage for rule in own))


def is_reviewer(rule: StageRule, person: Person) -> bool:
    """Say whether a rule lets somebody approve: by name, by group, or because nobody is named."""
    return is_named(rule, person.name) or not set(rule.groups).isdisjoint(person.groups)


def rights_of(rules: Sequence[StageRule], person: Person) -> list[ReviewRight]:
    """Say what makes somebody a reviewer; rules that do not let them approve are left out.

    >>> rights_of([StageRule("production", groups=["leads"])], Person("bob", ("leads", "staff")))
    [ReviewRight(stage='production', named=False, groups=['leads'])]
    """
    return [
        ReviewRight(
            rule.stage, person.name in rule.reviewers, sorted(set(rule.groups).intersection(person.groups))
        )
        for rule in rules
        if is_reviewer(rule, person)
    ]


def is_named(rule: StageRule, name: str) -> bool:
    """Say whether a rule lets somebody approve whatever their groups are: by name, or because nobody is named."""
    return name in rule.reviewers or not (rule.reviewers or rule.groups)


def set_rules(
    store: Store,
    rules: Sequence[StageRule],
    model: str | None = None,
    *,
    by: Person,
    reason: str = "",
    seen: Sequence[StageRule] | None = None,
    add_people: Sequence[str] = (),
    add_groups: Sequence[str] = (),
) -> list[StageRule]:
    """Set the rules of a model, or of the whole store.

    Parameters
    ----------
    store
        The store that holds them.
    rules
        One a stage; stages without one follow the store's rules (a model's), or the defaults (the store's).
    model
        The model's name; without one, the rules hold for every model that has none of its own.
    by, reason
        Who, and why.
    seen
        The rules that held when they looked; with others meanwhile, nothing is changed.
    add_people, add_groups
        Names that need not be known: ``by`` means somebody who has not been here yet.

    Returns
    -------
    list of StageRule
        Those that hold now.

    Raises
    ------
    InvalidInput
        When a rule makes no sense: an unknown stage, an empty reviewer, more approvals than reviewers.
    UnknownPerson
        When a reviewer or a group is named whom the store does not know.
    Conflict
        When the rules are not those that ``by`` saw.
    NotAllowed
        When a stage is protected and ``by`` is none of its reviewers.

    Examples
    --------
    >>> set_rules(store, [StageRule("production", most=1, protected=True, reviewers=["bob"])], "churn", by=person)
    ... # doctest: +SKIP
    """
    checked = [_checked(rule) for rule in rules]
    if len({rule.stage for rule in checked}) < len(checked):
        raise InvalidInput("A stage has two rules: give one a stage.")
    reason = check_text(reason, "reason")
    plain: list[Fields] = msgspec.to_builtins(checked)
    with writing(store, by) as journal:
        found = None if model is None else find_model(store, model)
        before = store_rules(store) if found is None else rules_of(store, found)
        if seen is not None and list(seen) != before:
            raise Conflict("The rules were changed meanwhile: look at them again. Nothing was changed.")
        _check_right(
            before, merged_rules(DEFAULT_RULES if found is None else store_rules(store), checked), by
        )
        admit(journal, checked, before, add_people, add_groups)
        rights: Fields = {}
        if protected := [rule for rule in before if rule.protected]:
            rights["rights"] = rights_of(protected, by)
        if found is None:
            journal.add("rules set", reason=reason, rules=plain, **rights)
            return store_rules(store)
        journal.add("rules set", found.name, found.id, reason=reason, changes={"rules": plain}, **rights)
        return rules_of(store, find_model(store, found.name))


def _check_right(before: Sequence[StageRule], after: Sequence[StageRule], by: Person) -> None:
    """Once a stage is protected, only who may approve may say who approves: else the rule would protect nothing."""
    protected = [rule for rule in before if rule.protected]
    touched = [rule for rule in protected if rule not in after]
    missing = [rule for rule in touched if not is_reviewer(rule, by)]
    if missing or (protected and not any(is_reviewer(rule, by) for rule in protected)):
        rule = (missing or protected)[0]
        raise NotAllowed(
            f"The stage {rule.stage} is protected: only its reviewers ({named(rule)}) may change the rules, "
            f"not {by.name}."
        )


def named(rule: StageRule) -> str:
    """Name a rule's reviewers.

    >>> named(StageRule("production", reviewers=["bob"], groups=["leads"]))
    'bob, the group leads'
    """
    return ", ".join([*rule.reviewers, *(f"the group {group}" for group in rule.groups)]) or "everybody"


def merged_rules(base: Sequence[StageRule], own: Sequence[StageRule]) -> list[StageRule]:
    """Give one rule a stage: the own one where there is one, else that of the base."""
    mine = {rule.stage: rule for rule in own}
    return [mine.get(rule.stage, rule) for rule in base]


def check_ruled(stage: object) -> Stage:
    """Give a stage that can have rules.

    Raises
    ------
    InvalidInput
        When there is no such stage, or it takes no rules.
    """
    checked = check_stage(stage)
    if checked not in RULED:
        raise InvalidInput(f"The stage {checked} takes no rules: only {' and '.join(RULED)} do.")
    return checked


def _checked(rule: StageRule) -> StageRule:
    check_ruled(rule.stage)
    if rule.most is not None and rule.most < 1:
        raise InvalidInput(
            f"most={rule.most}: a stage must take at least one version; leave it out for any number."
        )
    for what, names in (("reviewer", rule.reviewers), ("group", rule.groups)):
        for name in names:
            check_person(name, f"{what} of {rule.stage}")
    if len(set(rule.reviewers)) < len(rule.reviewers):
        raise InvalidInput(f"A reviewer of {rule.stage} is named twice.")
    if rule.approvals < 1:
        raise InvalidInput(
            f"approvals={rule.approvals}: at least one approval is needed; or do not protect the stage."
        )
    if rule.reviewers and not rule.groups and rule.approvals > len(rule.reviewers):
        raise InvalidInput(
            f"{rule.approvals} approvals of {len(rule.reviewers)} reviewers of {rule.stage} cannot be had: "
            "name more reviewers, or a group."
        )
    if (rule.reviewers or rule.groups) and not rule.protected:
        raise InvalidInput(f"Reviewers of {rule.stage} have nothing to say as long as it is not protected.")
    return rule
