"""What was done while the rules were set aside in the store's files is found, also when they are put back."""

import pytest
from scene import ALICE, BOB, EVE, finished_run, protect

from jupyter_mltrack.records import ModelEdit, ReviewRight, StageRule
from jupyter_mltrack.registry import (
    check,
    check_registry,
    decide,
    delete_model,
    edit_model,
    history,
    open_request,
    register,
    rollback,
    set_rules,
    state,
    transition,
)
from jupyter_mltrack.registry.chain import FIRST, event_hash
from jupyter_mltrack.registry.files import damaged_files


@pytest.fixture
def aside(churn):
    """Set the rules of the model aside behind the history, and put them back."""

    def set_aside(work):
        table = churn.table("models")
        rules = table.all()[0]["rules"]
        table.update({"rules": []})
        work()
        table.update({"rules": rules})

    return set_aside


@pytest.fixture
def forged(churn):
    """Change the newest event of a kind, with the documents and the whole chain after it, as only a forger would."""

    def forge(kind, decision, user=None, **details):
        table = churn.table("events")
        documents = sorted((dict(one) for one in table.all()), key=lambda one: one["seq"])
        event = [one for one in documents if one["kind"] == kind][-1]
        if decision is not None:
            for said in event["details"]["decisions"].values():
                decision(said)
        if user is not None:
            event["user"] = user
        event["details"].update(details)
        event["details"] = {name: value for name, value in event["details"].items() if value is not None}
        previous = FIRST
        for one in documents:
            one["previous"] = previous
            previous = one["hash"] = event_hash(one)
        table.truncate()
        table.insert_multiple(documents)
        for name in ("models", "versions", "requests"):
            churn.table(name).truncate()
        for name, _, document in state.documents(state.replay(history(churn, limit=1000).events[::-1])):
            churn.table(name).insert(document)

    return forge


def test_a_version_that_came_in_while_the_rules_were_away(churn, aside):
    register(churn, finished_run(churn), "churn", by=ALICE)
    protect(churn, "bob")
    assert check(churn) == []
    aside(lambda: transition(churn, "churn/1", "production", by=EVE))
    (said,) = check(churn)
    assert "moved version 1 of churn from none to production without an approved request" in said


def test_rules_that_somebody_else_changed_meanwhile(churn, aside):
    protect(churn, "bob")
    aside(lambda: set_rules(churn, [StageRule("production", most=2)], "churn", by=EVE))
    assert any("by eve, who is no reviewer of production (bob)" in said for said in check(churn))


def test_what_was_approved_is_no_finding(churn):
    for _ in range(2):
        register(churn, finished_run(churn), "churn", by=ALICE)
    protect(churn, "bob")
    for number in (1, 2):
        asked = open_request(churn, f"churn/{number}", "production", "better", by=ALICE)
        decide(churn, asked.id, "approve", by=BOB)
    rollback(churn, "churn", by=EVE, reason="errors")
    set_rules(churn, [StageRule("production", most=1, protected=True, groups=["leads"])], "churn", by=BOB)
    asked = open_request(churn, "churn/2", "production", "mended", by=ALICE)
    decide(churn, asked.id, "approve", by=BOB)
    set_rules(churn, [], "churn", by=BOB)
    transition(churn, "churn/1", "production", by=EVE)
    assert check(churn) == []


def approved(store, number, by=BOB):
    asked = open_request(store, f"churn/{number}", "production", "better", by=ALICE)
    return decide(store, asked.id, "approve", by=by)


def test_an_approval_says_what_made_its_approver_a_reviewer(churn):
    protect(churn, "bob", groups=["leads", "night"])
    done = approved(churn, 1)
    assert done.decisions[0].rights == [ReviewRight("production", named=True, groups=["leads"])]
    (event,) = [one for one in history(churn).events if one.kind == "request decided"]
    assert event.details["decisions"][done.id]["rights"] == [
        {"stage": "production", "named": True, "groups": ["leads"]}
    ]
    found = check_registry(churn)
    assert (found.problems, found.unchecked) == ([], [])


def test_an_approval_by_somebody_who_was_in_no_group_of_the_rule(churn, forged):
    """As a client that was tampered with would write it: a whole chain, and nothing in it that allows the approval."""
    protect(churn, groups=["leads"])
    approved(churn, 1)
    forged("request decided", lambda said: said.update(rights=[{"stage": "production", "groups": ["staff"]}]))
    (said,) = check_registry(churn).problems
    assert "approved request" in said and "by bob, who is no reviewer of production (the group leads)" in said


def test_an_approval_of_ones_own_request(churn, forged):
    protect(churn, "alice", "bob")
    approved(churn, 1)
    forged("request decided", lambda said: said.update(user="alice"), user="alice")
    (said,) = check_registry(churn).problems
    assert "by alice, who had asked for it" in said


def test_what_events_do_not_tell_is_said_to_be_unchecked(churn, forged):
    """Events from before groups were recorded are valid, and not passed over in silence."""
    protect(churn, groups=["leads"])
    done = approved(churn, 1)
    set_rules(churn, [StageRule("staging", most=3)], "churn", by=BOB)
    forged("request decided", lambda said: said.pop("rights"))
    forged("rules set", None, rights=None)
    found = check_registry(churn)
    assert found.problems == []
    approval, rules = found.unchecked
    assert f"approved request {done.id[:8]} by bob: whether they were a reviewer of production" in approval
    assert "could not be checked" in approval and "changed the rules of churn by bob" in rules


def test_rules_and_names_of_models_are_changed_by_groups_that_are_recorded(churn, forged):
    protect(churn, groups=["leads"])
    edit_model(churn, "churn", ModelEdit(name="leavers"), by=BOB)
    protect(churn, groups=["leads"], model="leavers", by=BOB, approvals=2)
    delete_model(churn, "leavers", by=BOB)
    found = check_registry(churn)
    assert (found.problems, found.unchecked) == ([], [])
    for kind, words in (("model renamed", "renamed churn"), ("model deleted", "deleted leavers")):
        forged(kind, None, rights=[])
        assert any(words in said and "no reviewer" in said for said in check_registry(churn).problems)


def test_files_of_versions_that_are_damaged_or_gone_are_named(churn):
    run = finished_run(churn)
    files = [churn.blobs.put(content) for content in (b"a model", b"its example")]
    documents = [
        {
            "path": f"models/clf/{name}",
            "blob": file.hash,
            "size": file.size,
            "media_type": "",
            "kind": "model",
        }
        for name, file in zip(("model.ubj", "MLmodel"), files, strict=True)
    ]
    register(churn, run, "churn", by=ALICE)
    churn.table("versions").update({"artifacts": documents})
    assert damaged_files(churn) == (2, [])
    places = [churn.path / "blobs" / file.hash[:2] / file.hash[2:] for file in files]
    places[0].write_bytes(b"a mo")
    places[1].unlink()
    count, (cut, gone) = damaged_files(churn)
    assert count == 2
    assert "models/clf/model.ubj of version" in cut
    assert "damaged" in cut
    assert "models/clf/MLmodel of version" in gone
