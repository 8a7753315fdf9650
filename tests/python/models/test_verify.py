"""A saved model is loaded elsewhere, predicts on its example, and what it says is compared with what was stored."""

import os

import msgspec
import numpy
import pytest
from wheels import give_environment, had

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import InvalidInput, NotFound
from jupyter_mltrack.models.output_differences import compare_outputs
from jupyter_mltrack.models.refusals import UnsafeModel
from jupyter_mltrack.models.verify import VerifyOptions
from jupyter_mltrack.models.verify_process import NotVerified
from jupyter_mltrack.models.verify_words import reason_of
from jupyter_mltrack.records import Run, VersionDifference
from jupyter_mltrack.registry import check, get_version, history
from jupyter_mltrack.registry.verifying import verify_reference, version_verifications
from jupyter_mltrack.tracking.query import environment_of, get_run

X = numpy.arange(8, dtype="float64").reshape(4, 2)


@pytest.fixture
def save(tmp_path):
    """Save a model with a run of its own; gives the run's number."""

    def saved(model, example=X, **more):
        with mltrack.run("verified", store=tmp_path) as run:
            logged = mltrack.log_model(model, "clf", example=example, **more)
        assert logged.record, "it is in the store: some tests change its documents"
        return run.number

    return saved


@pytest.fixture
def scaled(save):
    """A pickle whose outputs depend on a variable of its process."""

    def predict(rows):
        import os

        import numpy

        if os.environ.get("VERIFY_LABELS"):
            return numpy.asarray([*"abc", os.environ["VERIFY_LABELS"]])
        return numpy.asarray(rows).sum(axis=1) * float(os.environ.get("VERIFY_FACTOR", "1"))

    return predict


def verify(tmp_path, reference, **options):
    return mltrack.verify(reference, here=True, store=tmp_path, say=lambda line: None, **options)


def test_the_same_predictions(tmp_path, save):
    from sklearn.linear_model import LinearRegression

    number = save(LinearRegression().fit(X, X.sum(axis=1)))
    (found,) = verify(tmp_path, number)
    assert (found.verdict, found.reason) == ("same", "all 4 predictions are the same")
    assert (found.model, found.where, found.versions) == ("models/clf", "here", [])
    assert found.outputs[0].values == 4 and found.duration > 0


def test_what_came_of_it_is_kept_with_the_run(tmp_path, save):
    from sklearn.linear_model import LinearRegression

    number = save(LinearRegression().fit(X, X.sum(axis=1)))
    store = mltrack.current_store(tmp_path)
    (once,) = verify(tmp_path, number)
    (again,) = verify(tmp_path, f"runs/{number}/clf")
    run = get_run(store, number)
    assert run.verifications == [once, again]
    assert run.verifications[0].digest == run.saved[0].digest
    assert msgspec.convert({**msgspec.to_builtins(run), "verifications": []}, Run).verifications == []


def test_a_registered_version_is_found_by_its_names(tmp_path, save):
    from sklearn.linear_model import LinearRegression

    number = save(LinearRegression().fit(X, X.sum(axis=1)))
    store = mltrack.current_store(tmp_path)
    mltrack.register(number, "sums", store=tmp_path)
    for name in ("sums", "sums/1", get_run(store, number).id):
        assert [one.verdict for one in verify(tmp_path, name)] == ["same"], name
    assert get_run(store, number).verifications[0].verdict == "same"
    kept = version_verifications(store, "sums@latest")
    assert len(kept) == 2 and kept[0] == get_version(store, "sums/1").verification
    assert [event.details["verdict"] for event in history(store, "sums", kind="version verified").events] == [
        "same", "same"
    ]  # fmt: skip
    assert check(store) == []


@pytest.mark.parametrize("factor, verdict, says", [
    ("1.0000001", "close", "4 of 4 values differ by at most 1.3e-06 (1e-07 of the value)"),
    ("2", "different", "more than allowed, with the versions of the run: look at seeds"),
])  # fmt: skip
def test_other_values(tmp_path, save, scaled, monkeypatch, factor, verdict, says):
    number = save(scaled)
    monkeypatch.setenv("VERIFY_FACTOR", factor)
    (found,) = verify(tmp_path, number, trusted=True)
    assert found.verdict == verdict and says in found.reason
    assert verify(tmp_path, number, trusted=True, tolerance=0.9)[0].verdict == "close"
    assert verify(tmp_path, number, trusted=True, tolerance=0)[0].verdict == "different"


def test_other_labels_are_counted(tmp_path, save, scaled, monkeypatch):
    monkeypatch.setenv("VERIFY_LABELS", "a")
    number = save(scaled)
    monkeypatch.setenv("VERIFY_LABELS", "d")
    (found,) = verify(tmp_path, number, trusted=True)
    assert found.verdict == "different" and found.reason.startswith("1 of 4 labels differ")
    assert found.outputs[0].largest_absolute is None


def test_other_versions_are_named_first(tmp_path, save, scaled, monkeypatch):
    number = save(scaled)
    store = mltrack.current_store(tmp_path)
    recorded = environment_of(store, get_run(store, number))
    give_environment(
        store, number, had({**recorded.packages, "msgspec": "0.1", "gone": "1.0"}, python="3.9.1")
    )
    monkeypatch.setenv("VERIFY_FACTOR", "2")
    (found,) = verify(tmp_path, number, trusted=True)
    assert found.reason.startswith("msgspec 0.1 then, "), "what the model needs comes first"
    assert "Python 3.9.1 then, " in found.reason and "gone 1.0 then, not installed now" in found.reason
    assert {one.name for one in found.versions} == {"Python", "msgspec", "gone"}


def test_a_pickle_is_loaded_only_when_trusted_and_never_in_this_process(tmp_path, save):
    class Telling:
        def __init__(self, file):
            self.file = file

        def __setstate__(self, state):
            import os
            from pathlib import Path

            self.__dict__.update(state)
            Path(self.file).write_text(str(os.getpid()))

        def predict(self, rows):
            return [1.0 for _ in rows]

    told = tmp_path / "told"
    number = save(Telling(str(told)))
    told.unlink(missing_ok=True)
    with pytest.raises(UnsafeModel, match="--trusted"):
        verify(tmp_path, number)
    assert not told.exists()
    (found,) = verify(tmp_path, number, trusted=True)
    assert found.verdict == "same" and int(told.read_text()) != os.getpid()


@pytest.mark.parametrize("fault, says", [
    ("os._exit(3)", "its process died (exit code 3)"),
    ("os.kill(os.getpid(), 9)", "its process died (signal 9)"),
    ("raise ValueError('no such column')", "it could not predict (ValueError: no such column)"),
    ("raise SystemExit(0)", "it could not predict (SystemExit: 0)"),
])  # fmt: skip
def test_a_model_that_fails_is_told_from_one_that_differs(tmp_path, save, monkeypatch, fault, says):
    def predict(rows):
        import os

        if os.environ.get("VERIFY_FAULT"):
            exec(os.environ["VERIFY_FAULT"], {"os": os})
        return [0.5 for _ in rows]

    number = save(predict)
    monkeypatch.setenv("VERIFY_FAULT", fault)
    (found,) = verify(tmp_path, number, trusted=True)
    assert found.verdict == "failed" and says in found.reason


def test_a_model_that_does_not_end(tmp_path, save, monkeypatch):
    def predict(rows):
        import os
        import time

        time.sleep(float(os.environ.get("VERIFY_SLEEP", "0")))
        return [0.5 for _ in rows]

    number = save(predict)
    monkeypatch.setenv("VERIFY_SLEEP", "60")
    options = VerifyOptions(here=True, trusted=True, timeout=4)
    (found,) = verify_reference(mltrack.current_store(tmp_path), number, options, lambda line: None)
    assert found.verdict == "failed" and "more than 4 seconds" in found.reason


def test_what_cannot_be_verified_is_an_error(tmp_path, save):
    from sklearn.linear_model import LinearRegression

    number = save(LinearRegression().fit(X, X.sum(axis=1)), example=None)
    with mltrack.run("bare", store=tmp_path) as run:
        pass
    for reference, error, says in (
        (number, NotFound, "no stored example"),
        (run.number, NotFound, "no saved model"),
        (f"runs/{number}/other", NotFound, "it has clf"),
        (99, NotFound, "no run"),
        ("nothing@production", NotFound, "nothing"),
        ("", InvalidInput, "named as in"),
    ):
        with pytest.raises(error, match=says):
            verify(tmp_path, reference)
    with pytest.raises(InvalidInput, match="tolerance"):
        verify(tmp_path, number, tolerance=float("nan"))
    with pytest.raises(NotVerified, match="holds no environment"):
        mltrack.verify(save(LinearRegression().fit(X, X[:, 0])), folder=tmp_path / "none", store=tmp_path)


def test_changed_files_are_not_loaded(tmp_path, save):
    from sklearn.linear_model import LinearRegression

    from jupyter_mltrack.errors import StoreCorrupt
    from jupyter_mltrack.tracking.finish import change

    number = save(LinearRegression().fit(X, X.sum(axis=1)))
    store = mltrack.current_store(tmp_path)

    def swap(document):
        files = document["artifacts"]
        files[0]["blob"], files[1]["blob"] = files[1]["blob"], files[0]["blob"]

    change(store, get_run(store, number).id, swap)
    with pytest.raises(StoreCorrupt, match="Nothing was loaded"):
        verify(tmp_path, number)


def test_local_modules_come_along_where_they_are_the_same(tmp_path, save, monkeypatch):
    """A model that needs a module beside the notebook says so where that is gone."""
    import sys

    (tmp_path / "verify_helpers.py").write_text("def add(rows):\n    return rows.sum(axis=1)\n")
    monkeypatch.syspath_prepend(tmp_path)
    import verify_helpers

    try:

        class Adding:
            def predict(self, rows):
                import verify_helpers

                return verify_helpers.add(rows)

        number = save(Adding())
    finally:
        del sys.modules[verify_helpers.__name__]
    assert [one.verdict for one in verify(tmp_path, number, trusted=True)] == ["same"]
    (tmp_path / "verify_helpers.py").write_text("def add(rows):\n    return rows.sum(axis=1) + 1\n")
    (found,) = verify(tmp_path, number, trusted=True)
    assert found.verdict == "failed" and "verify_helpers" in found.reason


@pytest.mark.parametrize("content", [
    {"type": "dataframe", "value": {"columns": ["a", "b"], "data": [[1.0]]}},
    {"type": "dataframe", "value": {"columns": ["a"], "data": 3}},
    {"type": "array", "value": [10**400, 1.0, 2.0, 3.0]},
    "[" * 100_000,
])  # fmt: skip
def test_a_stored_output_that_is_none(tmp_path, save, content):
    """Somebody wrote another one, with the right digest."""
    import json

    from sklearn.linear_model import LinearRegression

    from jupyter_mltrack.errors import StoreCorrupt
    from jupyter_mltrack.models.files import digest_of
    from jupyter_mltrack.records import Artifact
    from jupyter_mltrack.tracking.finish import change

    number = save(LinearRegression().fit(X, X.sum(axis=1)))
    store = mltrack.current_store(tmp_path)
    text = content if isinstance(content, str) else json.dumps(content)
    blob = store.blobs.put(text.encode())

    def exchange(document):
        for file in document["artifacts"]:
            if file["path"] == "models/clf/expected_output.json":
                file.update(blob=blob.hash, size=blob.size)
        files = msgspec.convert(document["artifacts"], list[Artifact])
        document["saved"][0]["digest"] = digest_of(files, "models/clf")

    change(store, get_run(store, number).id, exchange)
    with pytest.raises(StoreCorrupt, match=r"expected.output"):
        verify(tmp_path, number)


def array(value, element="float64"):
    return {"type": "array", "element": element, "value": value}


@pytest.mark.parametrize("then, now, verdict", [
    (array([1.0, 2.0]), array([1.0, 2.0]), "same"),
    (array([1.0, None]), array([1.0, None]), "same"),
    (array([1.0, None]), array([1.0, 2.0]), "different"),
    (array([1.0, 2.0]), array([1.0, 2.00001]), "close"),
    (array([1.0, 1e-17]), array([1.0, 3e-17]), "close"),
    (array([0.0, 0.0]), array([0.0, 1e-3]), "different"),
    (array([1, 0], "int64"), array([1, 1], "int64"), "different"),
    (array(["a"], "str"), array(["a"], "str"), "same"),
    (array([True]), array([False]), "different"),
    (array([[1.0], [2.0]]), array([1.0, 2.0]), "different"),
    (array([1.0, 2.0]), array([1.0]), "different"),
    ({"type": "plain", "value": {"a": [1.0], "b": [2.0]}}, {"type": "plain", "value": {"a": [1.0]}}, "different"),
    ({"type": "plain", "value": {"a": [1.0]}}, {"type": "plain", "value": {"a": [1.000001]}}, "close"),
    ({"type": "dataframe", "value": {"columns": ["p"], "data": [[0.5]]}},
     {"type": "dataframe", "value": {"columns": ["p"], "data": [[0.5]]}}, "same"),
    (array([[1.0], [2.0, 3.0]]), array([[1.0], [2.0]]), "different"),
    (array([]), array([]), "same"),
])  # fmt: skip
def test_outputs_of_every_form_are_compared(then, now, verdict):
    assert compare_outputs(then, now, 1e-5).verdict == verdict


def test_the_sentence_of_many_outputs_is_short():
    names = [f"output{at}" for at in range(9)]
    then = {"type": "plain", "value": {name: [1.0] for name in names}}
    now = {"type": "plain", "value": {name: [3.0] for name in names}}
    compared = compare_outputs(then, now, 1e-5)
    told = reason_of(compared, [VersionDifference(f"p{at}", "1", "2") for at in range(9)])
    assert told.startswith("p0 1 then, 2 now; ") and "and 5 more" in told and len(told) < 500
