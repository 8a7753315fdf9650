"""Requests: opened with evidence, decided by those who may."""

import pytest
from scene import ALICE, BOB, EVE, finished_run, protect

from jupyter_mltrack.errors import Conflict, InvalidInput, NotAllowed, NotFound
from jupyter_mltrack.records import ModelEdit, Signature, SignatureField
from jupyter_mltrack.registry import (
    Person,
    check,
    decide,
    delete_model,
    delete_version,
    edit_model,
    get_model,
    get_version,
    history,
    list_requests,
    open_request,
    register,
    request_details,
    rollback,
    set_rules,
    transition,
    withdraw,
)
from jupyter_mltrack.registry.comparing import signature_changes
from jupyter_mltrack.tracking import delete_runs
from jupyter_mltrack.tracking.finish import change


def ask(store, number=2, stage="production", by=ALICE):
    return open_request(store, f"churn/{number}", stage, "better on the new data", by=by)


def test_the_author_is_blocked_and_the_reviewer_moves_it(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    protect(churn, "bob", "alice")
    request = ask(churn)
    assert (request.status, request.author, request.current) == ("open", "alice", 1)
    with pytest.raises(NotAllowed, match="somebody else"):
        decide(churn, request.id, "approve", by=ALICE)
    with pytest.raises(NotAllowed, match="no reviewer"):
        decide(churn, request.id, "approve", by=EVE)
    assert get_version(churn, "churn@production").version == 1
    done = decide(churn, request.id[:8], "approve", "well done", by=BOB)
    assert done.status == "approved" and done.decisions[0].user == "bob" and done.closed is not None
    assert (
        get_version(churn, "churn@production").version == 2
        and get_version(churn, "churn/1").stage == "archived"
    )
    moved, decided = history(churn, "churn").events[:2]
    assert (moved.kind, moved.request, moved.reason) == ("stage set", request.id, "better on the new data")
    assert (decided.kind, decided.user, decided.reason) == ("request decided", "bob", "well done")
    assert check(churn) == []


def test_one_person_alone_needs_no_ceremony(churn):
    transition(churn, "churn/2", "production", by=ALICE)
    assert list_requests(churn, by=ALICE).total == 0
    protect(churn, second_pair=False)
    assert decide(churn, ask(churn, 3).id, "approve", by=ALICE).status == "approved"


def test_as_many_approvals_as_the_rule_says(churn):
    protect(churn, "bob", "carol", "dan", approvals=2)
    request = ask(churn)
    assert decide(churn, request.id, "approve", by=BOB).status == "open"
    row = request_details(churn, request.id, by=BOB).row
    assert row.missing == 1 and not row.may_decide and "already" in row.why_not
    with pytest.raises(Conflict, match="already"):
        decide(churn, request.id, "approve", by=BOB)
    assert decide(churn, request.id, "approve", by=Person("carol")).status == "approved"
    with pytest.raises(Conflict, match="approved by carol"):
        decide(churn, request.id, "approve", by=Person("dan"))


def test_a_request_that_nobody_could_complete_is_refused_at_once(churn):
    protect(churn, "alice", "bob", approvals=2)
    with pytest.raises(Conflict, match="Nobody could complete this"):
        ask(churn)
    assert ask(churn, by=EVE).status == "open"


def test_groups_approve(churn):
    protect(churn, groups=["leads"])
    request = ask(churn)
    with pytest.raises(NotAllowed, match="the group leads"):
        decide(churn, request.id, "approve", by=Person("bob"))
    assert decide(churn, request.id, "approve", by=Person("bob", ("staff", "leads"))).status == "approved"


def test_rejecting_needs_a_reason_and_closes(churn):
    protect(churn, "bob")
    request = ask(churn)
    with pytest.raises(InvalidInput, match="reason"):
        decide(churn, request.id, "reject", " ", by=BOB)
    assert decide(churn, request.id, "reject", "worse for new customers", by=BOB).status == "rejected"
    with pytest.raises(Conflict, match="rejected by bob"):
        decide(churn, request.id, "approve", by=BOB)
    assert "production" not in get_model(churn, "churn").stages


def test_everybody_may_comment_also_after_it_was_closed(churn):
    protect(churn, "bob")
    request = ask(churn)
    decide(churn, request.id, "comment", "why so soon?", by=EVE)
    decide(churn, request.id, "approve", by=BOB)
    done = decide(churn, request.id, "comment", "thanks", by=ALICE)
    assert [(one.user, one.kind) for one in done.decisions] == [
        ("eve", "comment"),
        ("bob", "approve"),
        ("alice", "comment"),
    ]
    with pytest.raises(InvalidInput):
        decide(churn, request.id, "comment", "", by=EVE)
    with pytest.raises(InvalidInput):
        decide(churn, request.id, "shrug", "x", by=EVE)
    assert done.status == "approved"


def test_a_withdrawn_request_cannot_be_approved(churn):
    protect(churn, "bob")
    request = ask(churn)
    with pytest.raises(NotAllowed, match="alice"):
        withdraw(churn, request.id, by=BOB)
    assert withdraw(churn, request.id, by=ALICE).status == "withdrawn"
    before = history(churn).total
    for kind in ("approve", "reject"):
        with pytest.raises(Conflict, match="withdrawn by alice"):
            decide(churn, request.id, kind, "x", by=BOB)
    with pytest.raises(Conflict):
        withdraw(churn, request.id, by=ALICE)
    assert history(churn).total == before and "production" not in get_model(churn, "churn").stages


def test_what_happens_otherwise_overtakes_a_request(churn):
    gone, moved = ask(churn, 2), ask(churn, 3, "staging")
    delete_version(churn, "churn/2", by=ALICE)
    transition(churn, "churn/3", "staging", by=ALICE)
    for request in (gone, moved):
        assert request_details(churn, request.id, by=BOB).row.request.status == "overtaken"
        with pytest.raises(Conflict, match="overtaken"):
            decide(churn, request.id, "approve", by=BOB)
    transition(churn, "churn/1", "production", by=ALICE)
    transition(churn, "churn/4", "production", by=ALICE)
    back = ask(churn, 1)
    rollback(churn, "churn", by=ALICE)
    assert request_details(churn, back.id, by=BOB).row.request.status == "overtaken"
    assert check(churn) == []


def test_requests_that_make_no_sense(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    with pytest.raises(Conflict, match="already"):
        ask(churn, 1)
    with pytest.raises(InvalidInput, match="reason"):
        open_request(churn, "churn/2", "production", "  ", by=ALICE)
    with pytest.raises(InvalidInput):
        ask(churn, 2, "nowhere")
    with pytest.raises(NotFound):
        ask(churn, 9)
    ask(churn, 2)
    with pytest.raises(Conflict, match="alice has asked"):
        ask(churn, 2, by=BOB)
    for reference in ("00000000", "zz", "", "churn/3"):
        with pytest.raises(NotFound):
            decide(churn, reference, "approve", by=BOB)
    assert decide(churn, "churn/2", "comment", "found by its version", by=BOB).version == 2


def test_leaving_a_protected_stage_asks_that_stage_s_reviewers(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    protect(churn, "bob")
    rules = [*get_model(churn, "churn").rules, *staging_rule("eve")]
    set_rules(churn, rules, "churn", by=BOB, add_people=["eve"])
    request = open_request(churn, "churn/1", "staging", "look again", by=ALICE)
    assert decide(churn, request.id, "approve", by=EVE).status == "open", "production's reviewer is missing"
    assert decide(churn, request.id, "approve", by=BOB).status == "approved"


def staging_rule(reviewer):
    from jupyter_mltrack.records import StageRule

    return [StageRule("staging", protected=True, reviewers=[reviewer])]


def test_requests_wait_for_those_who_may_decide(churn):
    protect(churn, "bob", "alice")
    ask(churn, 2)
    ask(churn, 3, by=BOB)
    ask(churn, 4, "staging", by=EVE)
    waiting = {
        person.name: [row.request.version for row in list_requests(churn, waiting=True, by=person).requests]
        for person in (ALICE, BOB, EVE)
    }
    assert waiting == {"alice": [4, 3], "bob": [4, 2], "eve": []}
    page = list_requests(churn, by=EVE)
    assert page.total == 3 and page.waiting == 0
    assert [row.request.version for row in list_requests(churn, limit=1, offset=1, by=EVE).requests] == [3]
    assert list_requests(churn, "approved", by=EVE).total == 0
    assert list_requests(churn, "", "churn", by=EVE).total == 3


def test_evidence_is_frozen_with_the_request(store):
    runs = [finished_run(store, accuracy, lr=0.1) for accuracy in (0.90, 0.91, 0.94)]
    other = finished_run(store, 0.93, lr=0.01)
    for run in runs:
        change(store, run, lambda document: document.update(inputs="same"))
    register(store, runs[0], "churn", by=ALICE)
    register(store, other, "churn", by=ALICE)
    transition(store, "churn/1", "production", by=ALICE)
    request = ask(store)
    delete_runs(store, [other])
    evidence = request_details(store, request.id, by=BOB).evidence
    accuracy = evidence.versions.metrics[0]
    assert (accuracy.name, accuracy.verdict, accuracy.challenger_spread) == ("accuracy", "better", None)
    spread = accuracy.current_spread
    assert (spread.runs, spread.min, spread.max) == (3, 0.90, 0.94)
    assert accuracy.within_spread is True
    groups = {group.name: group for group in evidence.versions.comparison.groups}
    assert [row.key for row in groups["parameters"].rows] == ["lr"]
    assert "| accuracy | 0.93 |" in evidence.card
    assert not request_details(store, request.id, by=BOB).row.stale
    register(store, runs[1], "churn", by=ALICE)
    transition(store, "churn/3", "production", by=ALICE)
    assert request_details(store, request.id, by=BOB).row.stale


def test_signatures_are_compared_field_by_field():
    before = Signature(
        [SignatureField("double", "age"), SignatureField("long", "plan")], [SignatureField("long")]
    )
    after = Signature(
        [SignatureField("double", "age", required=False)], [SignatureField("float32", shape=[-1, 2])]
    )
    assert [(one.side, one.name, one.before, one.after) for one in signature_changes(before, after)] == [
        ("inputs", "age", "double", "double (optional)"),
        ("inputs", "plan", "long", None),
        ("outputs", "number 1", "long", "float32[-1, 2]"),
    ]


def test_a_request_is_seen_and_rejected_though_its_evidence_is_gone(churn):
    request = ask(churn)
    (churn.path / "blobs" / request.evidence[:2] / request.evidence[2:]).unlink()
    details = request_details(churn, request.id, by=BOB)
    assert details.evidence is None and details.problem and details.row.may_decide
    assert decide(churn, request.id, "reject", "no evidence", by=BOB).status == "rejected"


def test_deleting_or_renaming_a_model_is_no_way_round_its_rules(churn):
    """The name would be free for a model without rules."""
    protect(churn, "bob")
    for act in (delete_model, lambda *words, by: edit_model(*words, ModelEdit(name="other"), by=by)):
        with pytest.raises(NotAllowed, match="only its reviewers"):
            act(churn, "churn", by=EVE)
    edit_model(churn, "churn", ModelEdit(name="other"), by=BOB)
    delete_model(churn, "other", by=BOB)
    assert check(churn) == []


def test_many_comments_do_not_make_events_longer_and_longer(churn):
    request = ask(churn)
    for place in range(30):
        decide(churn, request.id, "comment", f"remark {place}", by=EVE)
    sizes = [len(str(event.details)) for event in history(churn, limit=30).events]
    assert max(sizes) < 2 * min(sizes)
    assert len(request_details(churn, request.id, by=BOB).row.request.decisions) == 30
