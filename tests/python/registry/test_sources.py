"""Versions registered by an address, and versions whose run is gone."""

import pytest
from scene import ALICE
from sklearn.linear_model import LogisticRegression

import jupyter_mltrack as mltrack
from jupyter_mltrack.cli import main
from jupyter_mltrack.errors import Conflict, InvalidInput, NotFound
from jupyter_mltrack.registry import check, list_models, register
from jupyter_mltrack.registry.exchange import export_version, import_version
from jupyter_mltrack.registry.sources import register_source
from jupyter_mltrack.store import open_store
from jupyter_mltrack.tracking import delete_runs, start

X, Y = [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]


@pytest.fixture
def run(store):
    """A run with a model and a file, which has ended."""
    with start(store, "churn") as run:
        run.log(accuracy=0.9)
        run.log_model(LogisticRegression().fit(X, Y), "clf", example=X)
        run.log_file(b"MLmodel of somebody else", "theirs/MLmodel")
    return run


@pytest.mark.parametrize(
    "source", ["runs:/{id}/models/clf", "runs:/{id}/clf", "runs/1/clf", "runs:/1", "runs:/{id}/"]
)
def test_an_address_of_a_run_is_as_good_as_the_run(store, run, source):
    version = register_source(
        store, source.format(id=run.id), "churn", by=ALICE, description="d", tags={"a": "b"}
    )
    plain = register(store, run.id, "churn", by=ALICE)
    assert version.saved == plain.saved and version.artifacts == plain.artifacts and version.run == run.id
    assert (version.version, version.description, version.tags) == (1, "d", {"a": "b"})
    assert version.source == source.format(id=run.id)
    assert mltrack.load_model("churn/1", store=store.path.parent).predict(X).tolist() == Y
    assert check(store) == []


def test_files_that_no_model_of_ours_is_in_are_kept(store, run):
    version = register_source(store, f"runs:/{run.id}/theirs", "churn", by=ALICE)
    assert version.saved is None and [one.path for one in version.artifacts] == ["theirs/MLmodel"]
    with pytest.raises(NotFound, match="no saved model"):
        mltrack.load_model("churn/1", store=store.path.parent)


def test_an_address_of_a_version_takes_its_files_over(store, run):
    first = register(store, run.id, "churn", by=ALICE)
    again = register_source(store, "models:/churn/1", "best", by=ALICE)
    assert (again.saved, again.run, again.metrics) == (first.saved, run.id, first.metrics)
    with pytest.raises(NotFound):
        register_source(store, "models:/churn/9", "best", by=ALICE)


def test_any_other_address_is_kept_alone(store, run):
    for source in ("s3://bucket/churn", "runs:/0123456789abcdef0123456789abcdef/model", "/srv/models/churn"):
        version = register_source(store, source, "far", by=ALICE)
        assert (version.source, version.saved, version.artifacts, version.run) == (source, None, [], None)
    version = register_source(store, "s3://bucket/churn", "far", by=ALICE, run=1)
    assert version.run == run.id and version.metrics["accuracy"] == 0.9 and version.artifacts == []
    with pytest.raises(NotFound, match="by its address alone"):
        mltrack.load_model("far", store=store.path.parent)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("", InvalidInput), ("  ", InvalidInput), (None, InvalidInput), (3, InvalidInput), ("x" * 501, InvalidInput),
        ("runs:/1/../2/models/clf", InvalidInput), ("s3://a/%2e%2e/b", InvalidInput), ("a\nb", InvalidInput),
        ("file:///a/..\\b", InvalidInput), ("https://ann:secret@example.org/m", InvalidInput),
        ("http://[broken", InvalidInput), ("runs:/1/nothing", NotFound), ("models:/churn/x", InvalidInput),
        ("a\u202eb", InvalidInput),
    ],
)  # fmt: skip
def test_what_is_no_address_changes_nothing(store, run, source, error):
    with pytest.raises(error):
        register_source(store, source, "churn", by=ALICE)
    assert list_models(store, by=ALICE).total == 0


def test_runs_that_go_on_or_lie_in_the_trash_are_refused(store, run):
    going = start(store, "churn")
    with pytest.raises(Conflict, match="still goes on"):
        register_source(store, f"runs:/{going.id}/m", "churn", by=ALICE)
    going.finish()
    delete_runs(store, [run.id])
    with pytest.raises(Conflict, match="trash"):
        register_source(store, f"runs:/{run.id}/clf", "churn", by=ALICE)


@pytest.mark.parametrize("how", ["trash", "gone"])
def test_a_version_outlives_its_run(store, run, how, tmp_path):
    register(store, run.id, "churn", by=ALICE)
    delete_runs(store, [run.id])
    if how == "gone":
        store.table("runs").remove(doc_ids=[1])
    assert mltrack.load_model("churn/1", store=store.path.parent).predict(X).tolist() == Y
    exported = export_version(store, "churn/1", tmp_path / "v.mltrack")
    other = open_store(tmp_path / "other" / ".mltrack", create=True)
    try:
        import_version(other, exported.path, by=ALICE)
        assert mltrack.load_model("churn/1", store=tmp_path / "other").predict(X).tolist() == Y
    finally:
        other.close()
    with pytest.raises((NotFound, Conflict)):
        export_version(store, "churn/1", tmp_path / "w.mltrack", with_run=True)
    assert not (tmp_path / "w.mltrack").exists()


def test_python_takes_an_address(store, run):
    version = mltrack.register(f"runs:/{run.id}/clf", "churn", store=store.path.parent)
    assert version.reference == "churn/1"
    assert mltrack.register(1, "churn", store=store.path.parent).reference == "churn/2"
    with pytest.raises(InvalidInput, match="leave saved out"):
        mltrack.register("runs:/1/clf", "churn", saved="models/clf", store=store.path.parent)


def test_the_command_line_takes_an_address(store, run, capsys):
    folder = str(store.path.parent)
    assert main(["register", "--store", folder, "runs:/1/clf", "churn"]) == 0
    assert "run 1 is churn/1" in capsys.readouterr().out
    assert main(["register", "--store", folder, "s3://bucket/m", "churn"]) == 0
    assert "s3://bucket/m is churn/2" in capsys.readouterr().out
