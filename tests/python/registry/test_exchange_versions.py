"""Model versions handed over: files, a store, the events that tell of it, and what a stranger's file cannot do."""

import json
import zipfile

import pytest
from scene import ALICE, BOB, finished_run, protect

from jupyter_mltrack.errors import Conflict, InvalidInput, NotFound
from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.records import VersionEdit
from jupyter_mltrack.registry import (
    check,
    delete_version,
    edit_version,
    get_model,
    get_version,
    history,
    list_versions,
    model_card,
    register,
    transition,
    versions_of_run,
)
from jupyter_mltrack.registry.exchange import export_version, import_version
from jupyter_mltrack.store import Query
from jupyter_mltrack.tracking import delete_runs, get_run, list_runs, start
from jupyter_mltrack.tracking.api import open_for_tracking
from jupyter_mltrack.tracking.exchange import import_runs
from jupyter_mltrack.tracking.exchange.importing import ORIGIN


@pytest.fixture(scope="module")
def colleague(tmp_path_factory):
    """A store with a real model in production, made by bob."""
    from sklearn.linear_model import LogisticRegression

    x, y = [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]
    with open_for_tracking(tmp_path_factory.mktemp("colleague") / ".mltrack") as opened:
        with start(opened, "churn", params={"C": 2}, user="bob") as run:
            run.log(accuracy=0.9)
            run.log_model(LogisticRegression(C=2).fit(x, y), "clf", example=x)
        register(opened, finished_run(opened), "churn", by=BOB)
        register(opened, run.id, "churn", by=BOB, description="a model", tags={"data": "2025"})
        transition(opened, "churn/2", "production", by=BOB)
        yield opened


@pytest.fixture
def file(colleague, tmp_path):
    """The file of ``churn/2`` with its run."""
    path = tmp_path / "churn-2.mltrack"
    export_version(colleague, "churn@production", path, with_run=True)
    return path


def state(store):
    return repr({name: [dict(one) for one in store.table(name).all()] for name in sorted(store.db.tables())})


def test_a_version_becomes_the_next_one_here(colleague, store, file):
    register(store, finished_run(store), "churn", by=ALICE)
    taken = import_version(store, file, by=ALICE)
    assert (taken.model, taken.version, taken.already, taken.run.number) == ("churn", 2, False, 2)
    here, there = get_version(store, "churn/2"), get_version(colleague, "churn/2")
    assert (here.stage, here.created_by, here.run, here.run_number) == ("none", "alice", there.run, 2)
    for name in ("saved", "artifacts", "metrics", "environment", "description", "source"):
        assert getattr(here, name) == getattr(there, name)
    assert here.tags == {"data": "2025", ORIGIN: "churn/2 in churn-2.mltrack"}
    event = history(store, "churn").events[0]
    assert (event.kind, event.user, event.version) == ("version created", "alice", 2)
    assert event.details["origin"]["created_by"] == "bob" and event.details["origin"]["key"] == there.key
    assert load_saved(store, here.saved, here.artifacts).predict([[3.0]]) == [1]
    assert [one.version for one in versions_of_run(store, 2)] == [2]
    assert get_run(store, 2).user == "bob" and check(store) == []
    assert "2" in model_card(store, "churn").markdown


def test_the_second_time_it_is_here_already(colleague, store, file, tmp_path):
    import_version(store, file, by=ALICE)
    before = state(store)
    for again in (
        import_version(store, file, by=BOB),
        import_version(store, colleague.path, "churn@production", by=BOB),
    ):
        assert (again.version, again.already, again.run.already) == (1, True, True)
    assert state(store) == before
    export_version(store, "churn/1", tmp_path / "back.mltrack")
    assert import_version(colleague, tmp_path / "churn-2.mltrack", by=ALICE).already
    export_version(colleague, "churn/2", tmp_path / "other.mltrack")
    assert import_version(store, tmp_path / "other.mltrack", name="pricing", by=ALICE).version == 1
    delete_version(store, "churn/1", by=ALICE)
    assert import_version(store, file, by=ALICE).version == 2, "it had been deleted"


def test_without_its_run(colleague, store, tmp_path):
    made = export_version(colleague, "churn/2", tmp_path / "churn-2.mltrack")
    assert made.what == "churn/2"
    taken = import_version(store, made.path, by=ALICE)
    here = get_version(store, "churn/1")
    assert taken.run is None and here.run_number is None and list_runs(store).total == 0
    assert "churn" in model_card(store, "churn").markdown and check(store) == []
    import_runs(store, colleague.path, [here.run])
    assert [one.version for one in versions_of_run(store, here.run)] == [1]
    with pytest.raises(InvalidInput, match="no run"):
        import_runs(store, made.path)


def test_from_a_store_under_another_name(colleague, store):
    with pytest.raises(InvalidInput, match="Say which version"):
        import_version(store, colleague.path, by=ALICE)
    with pytest.raises(NotFound):
        import_version(store, colleague.path, "churn/9", by=ALICE)
    taken = import_version(store, colleague.path.parent, "churn", "pricing", by=ALICE, with_run=False)
    assert (taken.model, taken.version, taken.run) == ("pricing", 1, None)
    with pytest.raises(InvalidInput, match="name of the model"):
        import_version(store, colleague.path, "churn", "a/b", by=ALICE)
    assert get_model(store, "pricing").newest == 1
    with pytest.raises(NotFound):
        get_model(store, "churn")


def test_a_protected_stage_stays_closed(colleague, store, file):
    register(store, finished_run(store), "churn", by=ALICE)
    protect(store, "alice")
    taken = import_version(store, file, by=BOB)
    assert get_version(store, f"churn/{taken.version}").stage == "none"
    assert get_model(store, "churn").aliases == {}
    with pytest.raises(Conflict, match="protected"):
        transition(store, "churn/2", "production", by=BOB)


def test_a_run_in_the_trash_does_not_come_along(tmp_path, store):
    with open_for_tracking(tmp_path / "other" / ".mltrack") as there:
        run = finished_run(there)
        register(there, run, "churn", by=BOB)
        delete_runs(there, [run])
        assert import_version(store, there.path, "churn", by=ALICE).run is None
        with pytest.raises(Conflict, match="trash"):
            export_version(there, "churn", tmp_path / "x.mltrack", with_run=True)


def rewritten(file, change):
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries["manifest.json"])
    change(manifest["model"])
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in {**entries, "manifest.json": json.dumps(manifest)}.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "x"}, {"key": "../../x/1"}, {"version": 0}, {"version": 2**70}, {"model": "a\nb"}, {"model": "a/b"},
        {"model": ""}, {"created_by": "a\x1bb"}, {"created": float("nan")}, {"run": "../x"}, {"stage": "x"},
        {"artifacts": []}, {"environment": "0" * 64}, {"environment": None}, {"tags": {"a\nb": "c"}},
        {"metrics": {"a\nb": 1.0}}, {"description": "x" * 100_001}, {"stage_since": float("inf")},
    ],
    ids=repr,
)  # fmt: skip
def test_fields_that_no_version_has(store, file, fields):
    before = state(store)
    rewritten(file, lambda model: model.update(fields))
    if "environment" in fields and fields["environment"] is None:
        # Its run needs the environment, too: nothing is too much.
        assert import_version(store, file, by=ALICE).version == 1
        return
    with pytest.raises(InvalidInput):
        import_version(store, file, by=ALICE)
    assert state(store) == before


def test_a_file_that_claims_to_be_a_version_here(store, file):
    finished_run(store)
    own = register(store, 1, "churn", by=ALICE)
    rewritten(file, lambda model: model.update(key=own.key, stage="production"))
    before = state(store)
    with pytest.raises(Conflict, match="other files"):
        import_version(store, file, by=BOB)
    assert state(store) == before
    rewritten(file, lambda model: model.update(key="0" * 32 + "/1"))
    taken = import_version(store, file, by=BOB)
    assert get_version(store, f"churn/{taken.version}").stage == "none"


def test_files_of_a_model_that_are_not_those(colleague, store, file):
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    artifact = get_version(colleague, "churn/2").artifacts[0]
    entries[f"blobs/{artifact.blob}"] = b"x" * artifact.size
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    with pytest.raises(InvalidInput, match="hash"):
        import_version(store, file, by=ALICE)
    assert store.table("versions").count(Query().version.exists()) == 0


def test_edited_here_and_kept(store, file):
    import_version(store, file, by=ALICE)
    edit_version(store, "churn/1", VersionEdit(description="ours"), by=ALICE)
    import_version(store, file, by=ALICE)
    assert [one.description for one in list_versions(store, "churn").versions] == ["ours"]
