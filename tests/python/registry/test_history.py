"""The history: how things stood at any moment, and every kind of tampering."""

import json
import random
import sqlite3
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moves import make_move, told
from scene import ALICE, BOB, protect, wait_for_the_clock

from jupyter_mltrack.errors import InvalidInput, NotFound
from jupyter_mltrack.records import ModelEdit
from jupyter_mltrack.registry import (
    check,
    check_registry,
    create_model,
    decide,
    delete_model,
    edit_model,
    get_model,
    history,
    moment,
    open_request,
    register,
    replay,
    set_alias,
    transition,
)
from jupyter_mltrack.registry.chain import event_hash
from jupyter_mltrack.registry.journal import Journal
from jupyter_mltrack.store.schema import FILE


def as_of(store, name):
    """How a model stands now, from its documents."""
    model = store.table("models").get(lambda one: one["name"] == name)
    if model is None:
        return {}, {}, []
    stages = (
        {stage: sorted(held) for stage, held in model["stages"].items() if stage != "none"} if model else {}
    )
    numbers = sorted(one["version"] for one in store.table("versions").all() if one["model"] == name)
    return stages, model.get("aliases", {}), numbers


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(seed=st.integers(0, 2**32))
def test_as_of_any_moment_equals_what_was_there_then(churn, seed):
    chance = random.Random(seed)
    seen = []
    for _ in range(15):
        make_move(churn, chance)
        newest = history(churn, limit=1).events[0].time
        seen.append((newest, {name: as_of(churn, name) for name in ("churn", "wine")}))
        wait_for_the_clock()
    for at, models in seen:
        for name, expected in models.items():
            try:
                then = moment(churn, name, at)
            except NotFound:
                assert expected == ({}, {}, [])
                continue
            if expected[2] or then.versions:
                assert (then.stages, then.aliases, then.versions) == expected
    assert check(churn) == []


def test_before_the_first_event_there_was_nothing(churn):
    then = moment(churn, "churn", 0.0)
    assert (then.stages, then.versions, then.events) == ({}, [], 0)
    with pytest.raises(NotFound, match="never was"):
        moment(churn, "other", time.time())


def test_the_moment_of_a_model_that_was_renamed(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    before = time.time()
    wait_for_the_clock()
    edit_model(churn, "churn", ModelEdit(name="leavers"), by=ALICE)
    assert moment(churn, "leavers", before).model == "churn"
    assert moment(churn, "leavers", before).stages == {"production": [1]}
    assert moment(churn, "churn", time.time()).stages == {"production": [1]}, "its old name still leads to it"


def test_a_name_means_the_model_that_bore_it_then(churn):
    first = register(churn, 1, "wine", by=ALICE)
    before = time.time()
    wait_for_the_clock()
    delete_model(churn, "wine", by=ALICE)
    between = time.time()
    wait_for_the_clock()
    second = register(churn, 2, "wine", by=ALICE)
    assert (first.version, second.version) == (1, 2)
    times = (before, between, time.time())
    assert [moment(churn, "wine", at).versions for at in times] == [[1], [], [2]]


def test_history_is_paged_and_bounded_by_time(churn):
    events = history(churn, "churn").events
    assert [event.seq for event in events] == [5, 4, 3, 2, 1]
    assert [event.seq for event in history(churn, limit=2, offset=1).events] == [4, 3]
    assert [one.seq for one in history(churn, since=events[2].time, until=events[1].time).events] == [4, 3]
    assert history(churn, since=events[0].time + 100).total == 0
    with pytest.raises(InvalidInput):
        history(churn, limit=-1)


def test_events_replay_to_the_documents_and_are_read_by_others_alike(churn):
    chance = random.Random(5)
    for _ in range(40):
        make_move(churn, chance)
    events = history(churn, limit=10_000).events[::-1]
    state = replay(events)
    for table, key in (("models", "id"), ("versions", "key"), ("requests", "id")):
        assert {one[key]: dict(one) for one in churn.table(table).all()} == state.tables[table]
    for name in ("churn", "wine"):
        stages, aliases, numbers = told(events, name)
        assert (stages, aliases, numbers) == as_of(churn, name)


def test_a_clock_that_goes_back_does_not_turn_the_history_round(churn):
    newest = history(churn, limit=1).events[0]
    with churn.transaction():
        journal = Journal(churn, ALICE, clock=newest.time - 3600)
        event = journal.add("commented", "churn", get_model(churn, "churn").id, version=1, reason="late")
    assert event.time == newest.time and event.details["clock"] == newest.time - 3600
    assert check(churn) == []


@pytest.fixture
def told_store(churn):
    """A store with something of everything in its history."""
    transition(churn, "churn/1", "production", by=ALICE)
    protect(churn, "bob")
    request = open_request(churn, "churn/2", "production", "better", by=ALICE)
    decide(churn, request.id, "approve", by=BOB)
    set_alias(churn, "churn", "champion", 2, by=ALICE)
    create_model(churn, "wine", by=ALICE)
    assert check(churn) == []
    return churn


def rewrite(store, table, doc_id, **fields):
    """Change a document as somebody would who opens the file with SQLite."""
    with sqlite3.connect(store.path / FILE) as file:
        number = file.execute("SELECT id FROM tables WHERE name = ?", (table,)).fetchone()[0]
        body = json.loads(
            file.execute(f"SELECT body FROM documents_{number} WHERE doc = ?", (doc_id,)).fetchone()[0]
        )
        body.update(fields)
        file.execute(f"UPDATE documents_{number} SET body = ? WHERE doc = ?", (json.dumps(body), doc_id))
    file.close()
    return body


@pytest.mark.parametrize(
    "fields",
    [
        {"user": "eve"},
        {"time": 1.0},
        {"reason": "no"},
        {"kind": "rolled back"},
        {"details": {}},
        {"version": 9},
    ],
)
def test_a_changed_event_is_found(told_store, fields):
    rewrite(told_store, "events", 8, **fields)
    assert any("Event 8" in problem and "changed" in problem for problem in check(told_store))


def test_a_changed_event_with_a_hash_made_anew_is_found(told_store):
    body = rewrite(told_store, "events", 8, user="eve")
    rewrite(told_store, "events", 8, hash=event_hash(body))
    assert any("Event 9" in problem and "does not follow" in problem for problem in check(told_store))


@pytest.mark.parametrize("number", [1, 5, 9])
def test_a_removed_event_is_found(told_store, number):
    told_store.table("events").remove(doc_ids=[number])
    assert f"Event {number} was removed." in check(told_store)


def test_events_cut_off_at_the_end_are_found(told_store):
    count = history(told_store).total
    head = check_registry(told_store).head
    told_store.table("events").remove(doc_ids=[count - 1, count])
    problems = check(told_store)
    assert any("wine" in problem and "no event tells" in problem for problem in problems)
    assert any("champion" in problem or "aliases" in problem for problem in problems)
    assert any("noted" in problem for problem in check_registry(told_store, head).problems)


def test_an_added_event_is_found(told_store):
    newest = dict(told_store.table("events").get(doc_id=8))
    told_store.table("events").insert(newest)
    assert any("added" in problem for problem in check(told_store))
    forged = {**newest, "seq": history(told_store).total, "user": "eve"}
    told_store.table("events").insert({**forged, "hash": event_hash(forged)})
    assert len(check(told_store)) >= 2


@pytest.mark.parametrize(
    ("table", "fields", "said"),
    [
        ("versions", {"stage": "production"}, "stage is production"),
        ("versions", {"metrics": {"accuracy": 0.99}}, "metrics"),
        ("versions", {"artifacts": [{"path": "x", "blob": "0" * 64, "size": 1}]}, "artifacts"),
        ("models", {"aliases": {"champion": 4}}, "aliases"),
        ("models", {"rules": []}, "rules"),
        ("requests", {"status": "rejected"}, "status"),
        ("requests", {"decisions": []}, "decisions"),
    ],
)
def test_a_changed_document_is_found(told_store, table, fields, said):
    rewrite(told_store, table, 1, **fields)
    assert any("behind the history" in problem and said in problem for problem in check(told_store))


def test_documents_that_came_or_went_without_an_event_are_found(told_store):
    told_store.table("versions").remove(doc_ids=[3])
    told_store.table("models").insert({"id": "x", "name": "forged", "created": 0.0, "created_by": "eve"})
    problems = check(told_store)
    assert "Version 3 of churn is missing from the store, but no event removed it." in problems
    assert "Model forged is in the store, but no event tells of it." in problems


def test_changed_evidence_is_found(told_store):
    blob = told_store.table("requests").get(doc_id=1)["evidence"]
    path = told_store.path / "blobs" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"better", b"bitter"))
    assert any("evidence" in problem and "damaged" in problem for problem in check(told_store))
    path.unlink()
    assert any("evidence" in problem for problem in check(told_store))
