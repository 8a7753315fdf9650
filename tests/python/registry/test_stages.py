"""Stages, their rules, and the way back."""

import pytest
from scene import ALICE, BOB, EVE, protect

from jupyter_mltrack.errors import Conflict, InvalidInput, NotAllowed, NotFound
from jupyter_mltrack.records import StageRule
from jupyter_mltrack.registry import (
    check,
    decide,
    delete_version,
    get_model,
    get_version,
    history,
    model_details,
    open_request,
    rollback,
    rules_of,
    set_rules,
    store_rules,
    transition,
)


def stages_of(store):
    return {stage: sorted(held) for stage, held in get_model(store, "churn").stages.items()}


def test_one_more_than_the_stage_takes_sends_the_oldest_on(churn):
    transition(churn, "churn/3", "production", by=ALICE, reason="first")
    transition(churn, "churn/1", "production", by=ALICE)
    assert stages_of(churn) == {"none": [2, 4], "production": [1], "archived": [3]}
    assert get_version(churn, "churn/3").stage == "archived"
    for number in (2, 3, 4):
        transition(churn, f"churn/{number}", "staging", by=ALICE)
    assert stages_of(churn) == {"production": [1], "staging": [2, 3, 4]}
    set_rules(churn, [StageRule("staging", most=2)], "churn", by=ALICE)
    transition(churn, "churn/1", "staging", by=ALICE)
    assert stages_of(churn) == {"staging": [1, 4], "archived": [2, 3]}, (
        "the two that had been there longest went"
    )
    event = history(churn, "churn").events[0]
    assert event.details["archived"] == [2, 3] and event.details["before"] == "production"


def test_moves_that_make_no_sense(churn):
    with pytest.raises(InvalidInput, match="none, staging, production, archived"):
        transition(churn, "churn/1", "prod", by=ALICE)
    with pytest.raises(NotFound):
        transition(churn, "churn/9", "production", by=ALICE)
    with pytest.raises(Conflict, match="in no stage"):
        transition(churn, "churn/1", "none", by=ALICE)
    transition(churn, "churn/1", "staging", by=ALICE)
    with pytest.raises(Conflict, match="already"):
        transition(churn, "churn/1", "staging", by=ALICE)


def test_a_protected_stage_is_entered_and_left_by_approval_alone(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    protect(churn, "bob")
    before = history(churn).total
    for reference, stage in (("churn/2", "production"), ("churn/1", "archived"), ("churn/1", "none")):
        for person in (ALICE, BOB):
            with pytest.raises(Conflict, match="protected"):
                transition(churn, reference, stage, by=person)
    assert history(churn).total == before and stages_of(churn)["production"] == [1]
    transition(churn, "churn/2", "staging", by=EVE)


@pytest.mark.parametrize(
    "rule",
    [
        {"stage": "production", "protected": True, "reviewers": [""]},
        {"stage": "production", "protected": True, "reviewers": [" bob"]},
        {"stage": "production", "protected": True, "reviewers": ["bob", "bob"]},
        {"stage": "production", "protected": True, "groups": ["\n"]},
        {"stage": "production", "protected": True, "reviewers": ["bob"], "approvals": 2},
        {"stage": "production", "protected": True, "approvals": 0},
        {"stage": "production", "reviewers": ["bob"]},
        {"stage": "production", "most": 0},
        {"stage": "archived", "most": 1},
        {"stage": "nowhere"},
    ],
)
def test_rules_that_make_no_sense(churn, rule):
    before = history(churn).total
    for model in ("churn", None):
        with pytest.raises(InvalidInput):
            set_rules(churn, [StageRule(**rule)], model, by=ALICE)
    assert history(churn).total == before


def test_rules_of_the_store_hold_where_a_model_has_none(churn):
    assert [(rule.stage, rule.most, rule.protected) for rule in store_rules(churn)] == [
        ("staging", None, False),
        ("production", 1, False),
    ]
    rule = StageRule("production", most=2, protected=True, groups=["leads"])
    set_rules(churn, [rule], by=ALICE, add_groups=["leads"])
    assert rules_of(churn, get_model(churn, "churn"))[1].groups == ["leads"]
    set_rules(churn, [StageRule("production", most=3)], "churn", by=BOB)
    assert rules_of(churn, get_model(churn, "churn"))[1].most == 3
    assert store_rules(churn)[1].most == 2
    assert check(churn) == []


def test_only_reviewers_change_the_rules_once_a_stage_is_protected(churn):
    protect(churn, "bob")
    for rules in ([], [StageRule("production", most=1)], [StageRule("staging", most=1)]):
        with pytest.raises(NotAllowed, match="bob"):
            set_rules(churn, rules, "churn", by=ALICE)
    assert not set_rules(churn, [], "churn", by=BOB)[1].protected
    rule = StageRule("production", protected=True, groups=["leads"])
    set_rules(churn, [rule], by=EVE, add_groups=["leads"])
    with pytest.raises(NotAllowed):
        set_rules(churn, [StageRule("production")], "churn", by=EVE)
    protect(churn, "carol", stage="staging", by=BOB)
    with pytest.raises(NotAllowed):
        set_rules(churn, [StageRule("staging", protected=True, reviewers=["eve"])], "churn", by=BOB)


def test_rollback_brings_back_what_was_there_before(churn):
    for number in (1, 2, 3):
        transition(churn, f"churn/{number}", "production", by=ALICE)
    assert [
        (one.stage, one.current, one.target, one.free) for one in model_details(churn, "churn").rollbacks
    ] == [("production", 3, 2, True)]
    assert rollback(churn, "churn", by=EVE, reason="errors").version == 2
    assert stages_of(churn) == {"none": [4], "production": [2], "archived": [1, 3]}
    event = history(churn, "churn").events[0]
    assert (event.kind, event.user, event.reason, event.details["instead_of"]) == (
        "rolled back",
        "eve",
        "errors",
        3,
    )
    assert rollback(churn, "churn", by=EVE).version == 1, "once more goes further back, not forth again"
    with pytest.raises(Conflict, match="nothing to go back to"):
        rollback(churn, "churn", by=EVE)
    transition(churn, "churn/4", "production", by=ALICE)
    assert rollback(churn, "churn", by=EVE).version == 1
    assert check(churn) == []


def test_rollback_of_an_emptied_stage_and_over_deleted_versions(churn):
    for number in (1, 2, 3):
        transition(churn, f"churn/{number}", "production", by=ALICE)
    delete_version(churn, "churn/2", by=ALICE)
    transition(churn, "churn/3", "archived", by=ALICE)
    assert rollback(churn, "churn", by=ALICE).version == 3, "what was there before it was empty"
    assert rollback(churn, "churn", by=ALICE).version == 1, "version 2 is gone"
    with pytest.raises(InvalidInput):
        rollback(churn, "churn", "nowhere", by=ALICE)
    with pytest.raises(Conflict):
        rollback(churn, "churn", "staging", by=ALICE)


def test_rollback_does_nothing_when_another_version_came_meanwhile(churn):
    for number in (1, 2, 3):
        transition(churn, f"churn/{number}", "production", by=ALICE)
    with pytest.raises(Conflict, match="look again"):
        rollback(churn, "churn", by=ALICE, current=2)
    assert rollback(churn, "churn", by=ALICE, current=3).version == 2


def test_rollback_in_a_protected_stage_goes_to_what_was_approved_alone(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    protect(churn, "bob")
    for number in (2, 3):
        request = open_request(churn, f"churn/{number}", "production", "better", by=ALICE)
        decide(churn, request.id, "approve", by=BOB)
    assert stages_of(churn)["production"] == [3]
    version = rollback(churn, "churn", by=EVE, reason="down at night")
    event = history(churn, "churn").events[0]
    assert version.version == 2 and event.request is not None and event.request != request.id
    with pytest.raises(Conflict, match="request churn/1"):
        rollback(churn, "churn", by=BOB)
    assert stages_of(churn)["production"] == [2] and check(churn) == []
