"""Rules name people whom the store knows, so that a slip does not lock a stage for ever."""

import pytest
from scene import ALICE, BOB, EVE, finished_run, protect

from jupyter_mltrack.errors import Conflict, InvalidInput, NotAllowed, UnknownPerson
from jupyter_mltrack.records import StageRule
from jupyter_mltrack.registry import (
    Person,
    add_people,
    check,
    comment_version,
    create_model,
    decide,
    get_model,
    history,
    known_people,
    open_request,
    rule_warnings,
    rules_of,
    set_rules,
    store_rules,
)
from jupyter_mltrack.tracking.finish import change


def rule(*reviewers, **more):
    return StageRule("production", most=1, protected=True, reviewers=list(reviewers), **more)


def protected(store, *reviewers, by=ALICE, model="churn", groups=(), **more):
    return set_rules(store, [rule(*reviewers, groups=list(groups))], model, by=by, **more)


@pytest.mark.parametrize("model", ["churn", None])
def test_a_name_that_nobody_knows_is_refused_with_those_that_are_like_it(churn, model):
    comment_version(churn, "churn/1", "hm", by=BOB)
    before, rules = history(churn).total, store_rules(churn)
    with pytest.raises(UnknownPerson, match=r"'bbo' has been here\. Did you mean bob\?") as refused:
        protected(churn, "alice", "bbo", "zoe", model=model)
    assert (refused.value.people, refused.value.groups, refused.value.near) == (["bbo", "zoe"], [], ["bob"])
    assert "mltrack people add bbo zoe" in refused.value.message
    assert history(churn).total == before and store_rules(churn) == rules
    assert protected(churn, "alice", "bob", model=model)[1].reviewers == ["alice", "bob"]


def test_everybody_who_left_a_trace_is_known(churn):
    change(churn, finished_run(churn), lambda document: document.update(user="ron"))
    comment_version(churn, "churn/1", "hm", by=Person("carol"))
    request = open_request(churn, "churn/2", "staging", "try it", by=Person("quentin"))
    decide(churn, request.id, "approve", by=Person("dan", ("staff",)))
    known = known_people(churn, by=Person("me", ("mine",)))
    assert {"alice", "carol", "dan", "me", "quentin", "ron"} <= set(known.people)
    assert known.groups == ["mine"], "a rule that names no group makes nobody a reviewer by one"
    protected(churn, "carol", "dan", "quentin", "ron")


def test_groups_are_known_by_whoever_is_in_them(churn):
    with pytest.raises(UnknownPerson, match="No group 'leads' has been here") as refused:
        protected(churn, groups=["leads"])
    assert refused.value.groups == ["leads"] and "mltrack people add --group leads" in refused.value.message
    with pytest.raises(UnknownPerson, match="Did you mean leads"):
        protected(churn, groups=["laeds"], by=BOB)
    protected(churn, groups=["leads"], by=BOB)
    request = open_request(churn, "churn/1", "production", "first", by=ALICE)
    decide(churn, request.id, "approve", by=BOB)
    protected(churn, groups=["leads"], model=None, by=EVE)
    assert "leads" in known_people(churn, by=EVE).groups, "bob has approved as one of them"


def test_a_group_that_is_taken_for_a_person_is_said(churn):
    with pytest.raises(UnknownPerson, match="There is a group of that name"):
        protected(churn, "leads", by=BOB)
    with pytest.raises(UnknownPerson, match="There is a person of that name"):
        protected(churn, groups=["alice"], by=BOB)


def test_whoever_is_told_of_can_be_named(churn):
    assert (
        add_people(churn, ["zoe"], ["night-shift"], by=EVE, reason="begins in May").people.count("zoe") == 1
    )
    added = history(churn).events[0]
    assert (added.kind, added.user, added.reason) == ("people added", "eve", "begins in May")
    assert added.details == {"people": ["zoe"], "groups": ["night-shift"]}
    protected(churn, "zoe", groups=["night-shift"])
    add_people(churn, ["zoe", "alice"], by=EVE)
    assert history(churn).events[0].kind == "rules set", "nobody was new"
    assert check(churn) == []


def test_the_names_that_are_meant_are_added_with_the_rule_or_not_at_all(churn):
    with pytest.raises(UnknownPerson) as refused:
        protected(churn, "zoe", "yann", add_people=["zoe"])
    assert refused.value.people == ["yann"]
    assert "zoe" not in known_people(churn, by=ALICE).people
    protected(churn, "zoe", add_people=["zoe", "somebody-not-named"])
    assert [event.kind for event in history(churn).events[:2]] == ["rules set", "people added"]
    assert "somebody-not-named" not in known_people(churn, by=ALICE).people
    with pytest.raises(NotAllowed):
        protected(churn, "yann", by=EVE, add_people=["yann"])
    assert "yann" not in known_people(churn, by=ALICE).people


def test_rules_from_before_stay(churn):
    protect(churn, "zoe", "yann")
    churn.table("events").remove(doc_ids=[one.doc_id for one in churn.table("events").all()[-2:-1]])
    assert "zoe" not in known_people(churn, by=ALICE).people
    zoe = Person("zoe")
    kept = [rule("zoe", "yann"), StageRule("staging", most=2)]
    set_rules(churn, kept, "churn", by=zoe)
    with pytest.raises(UnknownPerson):
        set_rules(churn, [rule("zoe", "yann", "xenia"), kept[1]], "churn", by=zoe)
    request = open_request(churn, "churn/1", "production", "first", by=ALICE)
    assert decide(churn, request.id, "approve", by=zoe).status == "approved"


@pytest.mark.parametrize("name", ["", " bob", "bo\x00b", "b" * 201, "a\nb"])
def test_names_that_can_be_nobody_s(churn, name):
    before = history(churn).total
    for act in (
        lambda: add_people(churn, [name], by=ALICE),
        lambda: add_people(churn, groups=[name], by=ALICE),
        lambda: protected(churn, name, add_people=[name]),
    ):
        with pytest.raises(InvalidInput):
            act()
    for many in ([], ["x"] * 201):
        with pytest.raises(InvalidInput, match="1 to 200"):
            add_people(churn, many, by=ALICE)
    assert history(churn).total == before


def test_whoever_could_bring_nothing_through_alone_is_warned(churn):
    def warnings(*reviewers, by=ALICE, **more):
        return rule_warnings(churn, [rule(*reviewers, **more)], by=by)

    assert warnings("alice") == [
        "Nobody could approve what alice asks for in production: it needs 1, and besides alice nobody is a reviewer. "
        "Name others, or let authors approve their own requests."
    ]
    assert "only bob is a reviewer" in warnings("alice", "bob", approvals=2)[0]
    for fine in (
        warnings("alice", second_pair=False), warnings("alice", "bob"), warnings("bob"), warnings("alice", by=BOB),
        warnings(groups=["leads"]), rule_warnings(churn, store_rules(churn), by=ALICE), warnings(by=BOB),
    ):  # fmt: skip
        assert fine == []


def test_a_lone_user_who_protects_a_stage_is_warned(store):
    create_model(store, "churn", by=ALICE)
    (said,) = rule_warnings(store, [rule()], by=ALICE)
    assert "besides alice nobody has been here yet" in said
    assert rule_warnings(store, [rule()], by=BOB) == []


def test_rules_that_others_changed_meanwhile_are_not_overwritten(churn):
    seen = rules_of(churn, get_model(churn, "churn"))
    set_rules(churn, [StageRule("staging", most=2)], "churn", by=BOB)
    before = history(churn).total
    with pytest.raises(Conflict, match="changed meanwhile"):
        protected(churn, "alice", seen=seen)
    with pytest.raises(Conflict, match="changed meanwhile"):
        protected(churn, "alice", seen=[StageRule("staging")], model=None)
    assert history(churn).total == before
    protected(churn, "alice", seen=rules_of(churn, get_model(churn, "churn")))
