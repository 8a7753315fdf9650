"""The profile of training data that is kept beside a model."""

import zlib

import msgspec
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

import jupyter_mltrack as mltrack
from jupyter_mltrack.capture.training_rows import MOST_ROWS, training_rows
from jupyter_mltrack.drift import TableProfile, drift
from jupyter_mltrack.errors import InvalidInput, NotFound, StoreCorrupt
from jupyter_mltrack.models.reference import FILE, read_reference
from jupyter_mltrack.models.save import save_model
from jupyter_mltrack.models.training import TrainingRows
from jupyter_mltrack.registry import Person, reference_profile, register
from jupyter_mltrack.tracking.training_data import given_rows

random = np.random.default_rng(0)
X = pd.DataFrame({"age": random.normal(40, 9, 500), "city": random.choice(["Rome", "Oslo"], 500)})
X["age2"] = X["age"] ** 2
NUMBERS = X[["age", "age2"]]
Y = pd.Series((X["age"] > 40).astype(int), name="left")


def saved_with(store, model, training):
    return save_model(store, model, "clf", training=training)


def test_features_target_and_predictions_are_profiled(store):
    model = RandomForestClassifier(5, random_state=0).fit(NUMBERS, Y)
    saved, files = saved_with(store, model, TrainingRows(NUMBERS, Y, 900))
    assert saved.reference.rows == 900 and saved.reference.profiled == 500
    assert saved.reference.features == ["age", "age2"]
    assert saved.reference.target == ["left"]
    assert saved.reference.predictions == ["prediction", "score of 1"]
    assert read_reference(store, saved, files, target=True).columns == ["age", "age2", "left"]
    found = read_reference(store, saved, files, target=True, predictions=True)
    assert found.columns == ["age", "age2", "left", "prediction", "score of 1"]
    assert found["age"].minimum == pytest.approx(NUMBERS["age"].min())
    found = read_reference(store, saved, files)
    moved = NUMBERS.assign(age=NUMBERS["age"] + 20)
    assert drift(found, moved).drifted == ["age"]
    assert drift(found, NUMBERS).drifted == []


def test_no_row_and_no_text_of_a_single_row_is_kept_unless_somebody_gave_them(store):
    told = NUMBERS.assign(mail=[f"person{at}@example.org" for at in range(500)], plan=["a", "b"] * 250)
    model = LogisticRegression().fit(NUMBERS, Y)
    saved, files = saved_with(store, model, TrainingRows(told, Y, 500))
    found = read_reference(store, saved, files)
    assert found.record.sample == {} and found.record.keys == []
    assert "mail" not in found.columns and "plan" in found.columns
    assert b"person" not in msgspec.msgpack.encode(found.record)
    saved, files = saved_with(store, model, TrainingRows(told, Y, 500, by_hand=True))
    assert "mail" in read_reference(store, saved, files).columns


def test_names_that_are_taken_stay_apart(store):
    table = NUMBERS.assign(prediction=1.0, target=2.0)
    model = LinearRegression().fit(table, np.arange(500.0))
    saved, files = saved_with(store, model, TrainingRows(table, np.arange(500.0), 500))
    assert saved.reference.target == ["target (target)"]
    assert saved.reference.predictions == ["prediction (prediction)"]
    assert len(set(read_reference(store, saved, files, target=True, predictions=True).columns)) == 6


def test_a_slow_model_is_asked_about_few_rows(store):
    asked = []

    class Model:
        def predict(self, data):
            asked.append(len(data))
            return np.zeros(len(data))

    many = random.random((9_000, 3))
    saved, _ = saved_with(store, Model(), TrainingRows(many, None, 9_000))
    assert asked == [2_000] and saved.reference.profiled == 9_000 and saved.reference.target == []


def test_a_model_that_takes_no_such_rows_is_saved_with_the_profile(store):
    class Model:
        def predict(self, data):
            raise RuntimeError("no")

    saved, _ = saved_with(store, Model(), TrainingRows(NUMBERS, None, 500))
    assert saved.reference.predictions == [] and saved.reference.features == ["age", "age2"]


def test_training_data_that_are_no_table_lose_a_captured_model_nothing(store):
    model = LogisticRegression().fit(NUMBERS, Y)
    saved, files = saved_with(store, model, TrainingRows(object(), None, 0))
    assert saved.reference is None and read_reference(store, saved, files) is None
    with pytest.raises(InvalidInput, match="no table"):
        saved_with(store, model, TrainingRows(object(), None, 0, by_hand=True))


@pytest.mark.parametrize("bad", ["missing", "truncated", "noise", "bomb", "other digest", "path"])
def test_a_profile_that_was_tampered_with_is_an_error(store, bad):
    model = LogisticRegression().fit(NUMBERS, Y)
    saved, files = saved_with(store, model, TrainingRows(NUMBERS, Y, 500))
    at = next(place for place, file in enumerate(files) if file.path.endswith(FILE))
    blob = store.path / "blobs" / files[at].blob[:2] / files[at].blob[2:]
    whole = blob.read_bytes()
    if bad == "missing":
        blob.unlink()
    elif bad == "truncated":
        blob.write_bytes(whole[:100])
    elif bad == "path":
        files[at].path = "models/clf/../../../etc/passwd"
    else:
        # Somebody who also writes the records.
        magic = b"mltrack-profile-1\n"
        content = {
            "noise": b"nothing",
            "bomb": magic + zlib.compress(bytes(300_000_000), 9),
            "other digest": whole[:-9],
        }
        ref = store.blobs.put(content[bad])
        files[at].blob, files[at].size = ref
        if bad != "other digest":
            from jupyter_mltrack.models.files import digest_of

            saved.digest = digest_of(files, saved.path)
    with pytest.raises((StoreCorrupt, NotFound)):
        read_reference(store, saved, files)


def test_a_cut_profile_is_no_profile():
    whole = mltrack.drift.profile({"a": np.arange(100.0)}).to_bytes()
    for end in (0, 5, 18, 19, 60, len(whole) - 1):
        with pytest.raises(InvalidInput, match="no profile"):
            TableProfile.from_bytes(whole[:end])


def test_rows_of_what_a_cell_fitted_on():
    model = LogisticRegression().fit(NUMBERS, Y)
    found = training_rows(model, [NUMBERS, Y])
    assert found.rows == 500 and list(found.features) == ["age", "age2"] and found.target.name == "left"
    together = X.assign(left=Y).drop(columns="city")
    found = training_rows(model, [together])
    assert list(found.features) == ["age", "age2"] and found.target.name == "left"
    found = training_rows(LogisticRegression().fit(NUMBERS.to_numpy(), Y), [NUMBERS.to_numpy(), Y.to_numpy()])
    assert found.features.shape == (500, 2) and found.target.shape == (500,)
    found.features[:] = 0
    assert NUMBERS["age"].min() > 0
    for nothing in ([], [None], [Y], [np.zeros((3, 4, 5))], [NUMBERS.head(3)], [[[1.0, 2.0]]], ["text"]):
        assert training_rows(model, nothing) is None


def test_many_rows_are_sampled_and_the_random_numbers_of_the_notebook_stay():
    many = pd.DataFrame({"a": np.arange(50_000.0), "b": 1})
    model = LinearRegression().fit(many, many["a"])
    np.random.seed(3)
    before = np.random.get_state()[1].copy()
    found = training_rows(model, [many, many["a"]])
    assert (np.random.get_state()[1] == before).all()
    assert len(found.features) == MOST_ROWS and found.rows == 50_000
    assert abs(found.features["a"].mean() - 25_000) < 1_000
    assert (found.features["a"] == found.target).all()


def test_secrets_do_not_come_along():
    table = NUMBERS.assign(api_key="sk-1", note=["AKIAIOSFODNN7EXAMPLE", *["x"] * 499], things=[[1]] * 500)
    found = training_rows(KNeighborsClassifier(), [table, Y])
    assert list(found.features) == ["age", "age2"]


def test_it_can_be_given_with_log_model(tmp_path):
    model = LogisticRegression().fit(NUMBERS, Y)
    with mltrack.run("r", store=tmp_path) as run:
        run.log_model(model, "pair", training_data=(NUMBERS, Y))
        run.log_model(model, "table", training_data=NUMBERS.assign(left=Y, other=1.0))
        run.log_model(model, "plain")
        with pytest.warns(mltrack.MLTrackWarning, match="500 rows of features, and 3 of the target"):
            run.log_model(model, "odd", training_data=(NUMBERS, [1, 2, 3]))
    stored = run.store
    found = reference_profile(stored, "runs/1/pair", target=True, predictions=True)
    assert found.columns == ["age", "age2", "left", "prediction", "score of 1"]
    assert reference_profile(stored, "runs/1/table", target=True).columns[2:4] == ["left", "other"]
    assert reference_profile(stored, "runs/1/plain") is None
    version = register(stored, 1, "churn", "models/pair", by=Person("ann"))
    assert reference_profile(stored, "churn").rows == 500
    assert version.saved.reference.rows == 500
    with pytest.raises(NotFound):
        reference_profile(stored, "nothing")
    with pytest.raises(InvalidInput):
        reference_profile(stored, " ")


def test_given_tables_of_other_libraries():
    import polars as pl

    table = pl.DataFrame({"a": np.arange(30_000.0)})
    found = given_rows(LinearRegression(), table)
    assert found.features.shape == (MOST_ROWS, 1) and found.rows == 30_000
    with pytest.raises(InvalidInput, match="not 3 things"):
        given_rows(LinearRegression(), (1, 2, 3))


def test_what_a_table_raises_is_said_and_disturbs_no_training(tmp_path):
    class Table:
        def __len__(self):
            return 3

        def __getitem__(self, chosen):
            raise OverflowError("no rows")

    with mltrack.run("r", store=tmp_path) as run:
        for given in (object(), [[1, 2], [3]], "nothing.csv", 3):
            with pytest.warns(mltrack.MLTrackWarning, match="was not saved"):
                assert run.log_model(LogisticRegression().fit(NUMBERS, Y), "m", training_data=given) is None
        with pytest.warns(mltrack.MLTrackWarning, match="no rows"):
            assert run.log_model(LogisticRegression().fit(NUMBERS, Y), "m", training_data=Table()) is None
