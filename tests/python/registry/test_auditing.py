"""What was done while the rules were set aside in the store's files is found, also when they are put back."""

import pytest
from scene import ALICE, BOB, EVE, finished_run, protect

from jupyter_mltrack.records import StageRule
from jupyter_mltrack.registry import check, decide, open_request, register, rollback, set_rules, transition
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
