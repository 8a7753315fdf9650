"""Models and versions: made, named, found, listed, changed, deleted."""

import pytest
from scene import ALICE, BOB, EVE, finished_run, protect

from jupyter_mltrack.errors import Conflict, InvalidInput, NotAllowed, NotFound
from jupyter_mltrack.records import ModelEdit, SavedModel, VersionEdit
from jupyter_mltrack.registry import (
    check,
    comment_run,
    comment_version,
    compare_versions,
    create_model,
    delete_model,
    delete_version,
    edit_model,
    edit_version,
    get_model,
    get_version,
    history,
    list_models,
    list_versions,
    open_request,
    register,
    remove_alias,
    run_comments,
    set_alias,
    transition,
    version_comments,
    versions_of_run,
)
from jupyter_mltrack.tracking import delete_runs, start
from jupyter_mltrack.tracking.finish import change


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "..",
        ".",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "a:b",
        "a@b",
        "a\nb",
        "a\x00b",
        "a\u202eb",
        "a\u200bb",
        "x" * 251,
        None,
        7,
    ],
)
def test_names_that_no_model_can_have(store, name):
    with pytest.raises(InvalidInput):
        create_model(store, name, by=ALICE)
    with pytest.raises(InvalidInput):
        register(store, 1, name, by=ALICE)
    assert list_models(store).total == 0 and history(store).total == 0


@pytest.mark.parametrize(
    "alias", ["", "production", "Staging", "none", "latest", "3", "v3", "a b", "a/b", "é", "x" * 101]
)
def test_names_that_no_alias_can_have(churn, alias):
    with pytest.raises(InvalidInput):
        set_alias(churn, "churn", alias, 1, by=ALICE)
    assert get_model(churn, "churn").aliases == {}


def test_a_version_keeps_what_its_run_was_when_it_was_registered(store):
    saved = SavedModel("models/clf", "sklearn.svm.SVC", "sklearn", "skops", True, "d" * 64, 3)
    with start(store, "churn", params={"lr": 0.1}) as run:
        run.log(accuracy=0.9)
        run.log_file(b"abc", "models/clf/model.skops")
        run.log_file(b"other", "models/clf2.txt")
    change(store, run.id, lambda document: document.update(saved=[vars_of(saved)]))
    version = register(store, run.number, "churn", by=ALICE, description="first", tags={"team": "a"})
    assert (version.model, version.version, version.stage, version.created_by) == (
        "churn",
        1,
        "none",
        "alice",
    )
    assert version.saved == saved and [file.path for file in version.artifacts] == ["models/clf/model.skops"]
    assert version.metrics == {"accuracy": 0.9} and version.environment and version.run == run.id
    delete_runs(store, [run.id])
    assert get_version(store, "churn/1") == version
    with pytest.raises(Conflict, match="trash"):
        register(store, run.id, "churn", by=ALICE)


def vars_of(record):
    import msgspec

    return msgspec.to_builtins(record)


def test_which_saved_model_is_meant_must_be_clear(store):
    run = finished_run(store)
    both = [
        vars_of(SavedModel(path, "T", "sklearn", "skops", True, "d", 1)) for path in ("models/a", "models/b")
    ]
    change(store, run, lambda document: document.update(saved=both))
    with pytest.raises(InvalidInput, match="models/a, models/b"):
        register(store, run, "churn", by=ALICE)
    with pytest.raises(InvalidInput, match="no saved model"):
        register(store, run, "churn", "../a", by=ALICE)
    assert register(store, run, "churn", "models/b", by=ALICE).saved.path == "models/b"


def test_a_run_that_still_goes_on_is_no_version_yet(store):
    run = start(store, "churn")
    with pytest.raises(Conflict, match="still goes on"):
        register(store, run.id, "churn", by=ALICE)
    run.finish()
    with pytest.raises(NotFound):
        register(store, 99, "churn", by=ALICE)
    assert history(store).total == 0, "nothing of a refused registration remains"


def test_versions_are_found_by_number_stage_alias_and_as_the_newest(churn):
    transition(churn, "churn/2", "production", by=ALICE)
    set_alias(churn, "churn", "champion", 1, by=ALICE)
    meant = (
        "churn",
        "churn/3",
        "churn@production",
        "churn@champion",
        "churn@latest",
        "models:/churn/2",
        "churn@none",
    )
    assert [get_version(churn, text).version for text in meant] == [4, 3, 2, 1, 4, 2, 4]
    for text in ("churn/9", "churn@staging", "churn@nobody", "other", "other/1"):
        with pytest.raises(NotFound):
            get_version(churn, text)
    for text in ("", "churn/x", "churn/1/2", "../churn/1", "churn@", "churn/-1"):
        with pytest.raises(InvalidInput):
            get_version(churn, text)


def test_a_run_leads_to_its_versions(store):
    run, other = finished_run(store), finished_run(store)
    register(store, run, "churn", by=ALICE)
    register(store, other, "churn", by=ALICE)
    register(store, run, "leavers", by=BOB)
    assert [(one.model, one.version) for one in versions_of_run(store, run)] == [("leavers", 1), ("churn", 1)]
    with pytest.raises(NotFound):
        versions_of_run(store, "nobody")


def test_models_are_listed_with_counts_newest_and_requests(churn):
    create_model(churn, "wine", "Quality of wine", {"team": "cellar"}, by=BOB)
    transition(churn, "churn/2", "production", by=ALICE)
    open_request(churn, "churn/3", "production", "better", by=ALICE)
    page = list_models(churn, by=BOB)
    assert [row.name for row in page.rows] == ["churn", "wine"], "the last changed first"
    row = page.rows[0]
    assert (row.stages, row.versions) == ({"none": 3, "production": 1}, 4)
    assert (row.production, row.staging) == ([2], [])
    assert row.newest.version == 4 and row.waiting == 1 and page.waiting == 1
    assert list_models(churn, by=ALICE).waiting == 0, "one's own request does not wait for oneself"
    assert page.rows[1].newest is None
    for asked in ({"text": "QUALITY"}, {"text": "cellar"}, {"tag": "team"}, {"tag": "team=cellar"}):
        assert [one.name for one in list_models(churn, **asked).rows] == ["wine"]
    assert [one.name for one in list_models(churn, stage="production").rows] == ["churn"]
    assert list_models(churn, tag="team=other").total == 0
    assert [one.name for one in list_models(churn, limit=1, offset=1).rows] == ["wine"]
    assert list_models(churn, limit=1).total == 2
    with pytest.raises(InvalidInput):
        list_models(churn, stage="nowhere")


def test_versions_are_listed_newest_first(churn):
    transition(churn, "churn/2", "staging", by=ALICE)
    page = list_versions(churn, "churn", limit=3)
    assert [one.version for one in page.versions] == [4, 3, 2] and page.total == 4
    assert [one.version for one in list_versions(churn, "churn", stage="staging").versions] == [2]


def test_models_and_versions_are_edited_and_renamed(churn):
    edit_model(
        churn, "churn", ModelEdit(description="Who leaves", tags={"team": "a", "gone": None}), by=ALICE
    )
    edit_version(churn, "churn/2", VersionEdit(description="bigger", tags={"a": "1"}), by=ALICE)
    model = edit_model(churn, "churn", ModelEdit(name="leavers"), by=BOB)
    assert (model.name, model.description, model.tags) == ("leavers", "Who leaves", {"team": "a"})
    assert get_version(churn, "leavers/2").description == "bigger"
    with pytest.raises(NotFound):
        get_model(churn, "churn")
    assert history(churn, "leavers").events[0].kind == "model renamed"
    before = history(churn).total
    edit_model(churn, "leavers", ModelEdit(description="Who leaves"), by=BOB)
    assert history(churn).total == before, "what changes nothing is no event"
    with pytest.raises(Conflict, match="another model"):
        register(churn, 1, "other", by=ALICE)
        edit_model(churn, "other", ModelEdit(name="churn"), by=ALICE)
    assert check(churn) == []


def test_a_model_in_a_protected_stage_is_renamed_by_its_reviewers_alone(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    protect(churn, "bob")
    with pytest.raises(NotAllowed, match="reviewer"):
        edit_model(churn, "churn", ModelEdit(name="other"), by=ALICE)
    assert edit_model(churn, "churn", ModelEdit(name="other"), by=BOB).name == "other"


def test_what_is_in_use_is_not_deleted(churn):
    transition(churn, "churn/1", "production", by=ALICE)
    set_alias(churn, "churn", "champion", 2, by=ALICE)
    transition(churn, "churn/3", "staging", by=ALICE)
    protect(churn, "bob", stage="staging")
    for reference, where in (("churn/1", "production"), ("churn/2", "champion"), ("churn/3", "staging")):
        with pytest.raises(Conflict, match=where):
            delete_version(churn, reference, by=ALICE)
    with pytest.raises(Conflict, match="production"):
        delete_model(churn, "churn", by=ALICE)
    delete_version(churn, "churn/4", by=ALICE)
    assert [one.version for one in list_versions(churn, "churn").versions] == [3, 2, 1]
    assert register(churn, 4, "churn", by=ALICE).version == 5, "a number is not given twice"
    assert check(churn) == []


def test_a_deleted_model_leaves_its_history_and_its_numbers(churn):
    open_request(churn, "churn/3", "production", "better", by=ALICE)
    set_alias(churn, "churn", "champion", 2, by=ALICE)
    with pytest.raises(Conflict, match="champion"):
        delete_model(churn, "churn", by=ALICE)
    remove_alias(churn, "churn", "champion", by=ALICE)
    delete_model(churn, "churn", by=EVE, reason="never used")
    with pytest.raises(NotFound):
        get_model(churn, "churn")
    assert list_models(churn).total == 0 and len(churn.table("versions")) == 0
    assert [event.kind for event in history(churn, "churn").events][:2] == [
        "model deleted",
        "request overtaken",
    ]
    assert register(churn, 1, "churn", by=ALICE).version == 5
    assert [event.kind for event in history(churn, "churn").events] == ["version created", "model created"]
    assert check(churn) == []


def test_versions_are_compared(churn):
    compared = compare_versions(churn, "churn", 3, 1)
    accuracy = next(one for one in compared.metrics if one.name == "accuracy")
    assert (accuracy.verdict, accuracy.challenger, accuracy.current) == ("better", 0.92, 0.9)
    assert accuracy.delta == pytest.approx(0.02) and accuracy.within_spread is None
    assert "lr" in compared.sentence and compared.comparison.runs[0].number == 1
    with pytest.raises(InvalidInput):
        compare_versions(churn, "churn", 3, 3)
    register(churn, 3, "churn", by=ALICE)
    assert compare_versions(churn, "churn", 5, 3).sentence == "Both versions come from the same run."


def test_people_comment_runs_and_versions(churn):
    assert [one.text for one in comment_version(churn, "churn/3", " fine <b> ", by=BOB)] == ["fine <b>"]
    comment_version(churn, "churn/3", "and fast", by=ALICE)
    comment_run(churn, 1, "noisy", by=BOB)
    assert [(one.user, one.text) for one in version_comments(churn, "churn/3")] == [
        ("bob", "fine <b>"),
        ("alice", "and fast"),
    ]
    assert version_comments(churn, "churn/1") == [] and [one.text for one in run_comments(churn, "1")] == [
        "noisy"
    ]
    for text in ("", "  ", "x" * 10_001, None):
        with pytest.raises(InvalidInput):
            comment_version(churn, "churn/3", text, by=BOB)
    with pytest.raises(NotFound):
        comment_run(churn, 99, "x", by=BOB)
