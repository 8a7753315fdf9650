"""Models of runs: logged, found again by what people call them."""

import pytest
from sklearn.linear_model import LogisticRegression

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import InvalidInput, NotFound
from jupyter_mltrack.models.refusals import UnsafeModel
from jupyter_mltrack.tracking.saved_models import saved_run


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("MLTRACK_STORE", str(tmp_path / ".mltrack"))


@pytest.fixture
def model(table, target):
    return LogisticRegression().fit(table, target)


def stored(number):
    return saved_run(mltrack.current_store(), number)


def test_a_logged_model_is_loaded_by_its_run(model, table):
    with mltrack.run("churn") as run:
        saved = run.log_model(model, "clf", example=table)
    assert stored(run.number).saved == [saved.record]
    for reference in (f"runs/{run.number}", f"runs/{run.number}/clf", f"runs/{run.id}/models/clf"):
        assert (mltrack.load_model(reference).predict(table) == model.predict(table)).all()


def test_the_current_run_is_the_newest_that_goes_on(model):
    with pytest.raises(NotFound, match="No run is going on"):
        mltrack.log_model(model)
    with mltrack.run("outer") as outer:
        with mltrack.run("inner") as inner:
            mltrack.log_model(model, "a")
        mltrack.log_model(model, "b")
    assert [one.path for one in stored(inner.number).saved] == ["models/a"]
    assert [one.path for one in stored(outer.number).saved] == ["models/b"]


def test_logging_again_replaces_the_model_with_all_its_files(model, table):
    with mltrack.run("churn") as run:
        run.log_file(b"x", "models/other.txt")
        run.log_model(model, "clf", example=table)
        run.log_model(lambda data: data, "clf")
    found = stored(run.number)
    assert [one.format for one in found.saved] == ["cloudpickle"]
    assert "models/clf/model.skops" not in [one.path for one in found.artifacts]
    assert "models/other.txt" in [one.path for one in found.artifacts]


def test_what_cannot_be_saved_is_a_warning_and_no_error(model, table):
    with mltrack.run("churn") as run:
        for wrong, options in (
            (object(), {}), (model, {"name": "../x"}), (model, {"format": "onnx"}), (model, {"example": object()}),
            (model, {"example": table[["a"]]}), (model, {"name": None}),
        ):  # fmt: skip
            with pytest.warns(mltrack.MLTrackWarning, match="was not saved"):
                assert run.log_model(wrong, **options) is None
    with pytest.warns(mltrack.MLTrackWarning, match="has ended"):
        assert run.log_model(model) is None
    assert stored(run.number).saved == []


def test_models_that_are_not_there(model):
    with mltrack.run("churn") as run:
        pass
    with pytest.raises(NotFound, match="no saved model"):
        mltrack.load_model(f"runs/{run.number}")
    with pytest.raises(NotFound):
        mltrack.load_model("runs/99")
    with mltrack.run("churn") as run:
        run.log_model(model, "a")
        run.log_model(model, "b")
    with pytest.raises(InvalidInput, match="name one of them"):
        mltrack.load_model(f"runs/{run.number}")
    with pytest.raises(NotFound, match="it has a, b"):
        mltrack.load_model(f"runs/{run.number}/c")
    for wrong in ("", None, 3):
        with pytest.raises(InvalidInput):
            mltrack.load_model(wrong)


def test_models_of_the_registry(model, table):
    with mltrack.run("churn") as run:
        run.log_model(model, "clf", example=table)
    mltrack.register(run, "churn")
    for reference in ("churn/1", "churn", "churn@latest"):
        assert (mltrack.load_model(reference).predict(table) == model.predict(table)).all()
    with pytest.raises(NotFound):
        mltrack.load_model("churn@production")
    with pytest.raises(NotFound):
        mltrack.load_model("nothing/1")


def test_a_pickle_says_how_to_allow_it():
    with mltrack.run("churn") as run:
        run.log_model(lambda data: len(data), "f")
    with pytest.raises(UnsafeModel, match="trusted=True"):
        mltrack.load_model(f"runs/{run.number}")
    assert mltrack.load_model(f"runs/{run.number}", trusted=True)([1, 2]) == 2
