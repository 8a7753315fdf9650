"""Models that tracked cells train, in a real kernel: saved without a word, and nothing else changes."""

import sys
import time
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from kernels import Kernel

import jupyter_mltrack as mltrack
from jupyter_mltrack.tracking.saved_models import RULE

DATA = """
import numpy as np, pandas as pd, pickle, random
from sklearn.linear_model import LogisticRegression
X = pd.DataFrame(np.random.default_rng(0).random((100, 3)), columns=list("abc"))
y = (X["a"] > 0.5).astype(int)
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    running = Kernel(tmp_path_factory.mktemp("captured"))
    running.run("%load_ext jupyter_mltrack")
    running.run(DATA)
    yield running
    running.close()


def settled(kernel, names, seconds=30):
    """Give the newest run when each of these models was saved or left."""
    end = time.monotonic() + seconds
    while True:
        run = kernel.runs[0]
        done = {one.name for one in run.models if one.saved} | {
            one.name for one in run.left_out if one.rule == RULE
        }
        if done >= set(names) or time.monotonic() > end:
            return run
        time.sleep(0.05)


def reasons(run):
    return {one.name: one.reason for one in run.left_out if one.rule == RULE}


def test_a_trained_model_is_saved_with_example_and_signature(kernel):
    output = kernel.run("%%track\nclf = LogisticRegression().fit(X, y)\nacc = clf.score(X, y)")
    assert output.error is None and output.stderr == ""
    run = settled(kernel, ["clf"])
    (saved,) = run.saved
    assert (saved.path, saved.format, saved.safe, saved.example) == ("models/clf", "skops", True, True)
    assert [field.name for field in saved.signature.inputs] == ["a", "b", "c"]
    assert {one.name: one.saved for one in run.models} == {"clf": "models/clf"}
    loaded = mltrack.load_model(f"runs/{run.number}", store=kernel.folder)
    rows = pd.DataFrame([[0.9, 0, 0], [0.1, 0, 0]], columns=["a", "b", "c"])
    assert loaded.predict(rows).tolist() == [1, 0]


def test_the_model_and_the_random_numbers_are_those_of_an_untracked_cell(kernel):
    cell = """np.random.seed(3); random.seed(3)
from sklearn.ensemble import RandomForestClassifier
forest = RandomForestClassifier(5).fit(X, y)
before = pickle.dumps(forest)"""
    after = "(np.random.random(), random.random(), pickle.dumps(forest) == before, sorted(vars(forest)))"
    kernel.run(cell)
    plain = kernel.value(after)
    kernel.run("%%track\n" + cell)
    assert kernel.value(after) == plain
    assert [one.path for one in settled(kernel, ["forest"]).saved] == ["models/forest"]


def test_classes_of_the_notebook_are_left_and_their_code_does_not_run(kernel):
    kernel.run("""
asked = []
class Own(LogisticRegression):
    def __getstate__(self):
        asked.append("state")
        return super().__getstate__()
class Step:
    def __reduce__(self):
        asked.append("reduce")
        return (Step, ())
    def fit(self, X, y=None): return self
    def transform(self, X): return X
    def get_params(self, deep=True): return {}
    def set_params(self, **k): return self
from sklearn.pipeline import make_pipeline
""")
    kernel.run(
        "%%track\nown = Own().fit(X, y)\npipe = make_pipeline(Step(), LogisticRegression()).fit(X, y)\nasked.clear()"
    )
    run = settled(kernel, ["pipe"])
    assert kernel.value("asked") == []
    assert run.saved == []
    assert "Step, a class of the notebook" in reasons(run)["pipe"]


def test_it_can_be_switched_off_and_limited(kernel):
    cell = "%%track{}\nclf = LogisticRegression().fit(X, y)"
    kernel.run(cell.format(" --no-models"))
    settings = kernel.folder / "mltrack.ini"
    kernel_runs = [kernel.runs[0].number]
    settings.write_text("[capture]\nmodels = off\n")
    kernel.run(cell.format(""))
    kernel_runs.append(kernel.runs[0].number)
    settings.write_text("[capture]\nmodel_size = 0.1 kB\n")
    kernel.run(cell.format(""))
    assert "larger than" in reasons(settled(kernel, ["clf"]))["clf"]
    settings.write_text("[capture]\nmodels = perhaps\n")
    output = kernel.run(cell.format(""))
    assert output.error is None and any("must be on or off" in text for text in output.texts)
    settings.unlink()
    kernel.run(cell.format(""))
    settled(kernel, ["clf"])
    # By now anything that was sent before is saved, too.
    assert [one.saved for one in kernel.runs if one.number in kernel_runs] == [[], []]


def test_no_example_where_a_column_may_hold_a_secret(kernel):
    kernel.run("secret = X.rename(columns={'b': 'api_key'})")
    kernel.run("%%track\nclf = LogisticRegression().fit(secret, y)")
    (saved,) = settled(kernel, ["clf"]).saved
    assert not saved.example


def test_a_model_logged_by_hand_is_not_saved_twice(kernel):
    output = kernel.run(
        "%%track\nimport jupyter_mltrack as mltrack\nclf = LogisticRegression().fit(X, y)\n"
        "saved = mltrack.log_model(clf, 'best', example=X)"
    )
    assert output.error is None, output.error
    kernel.run("saved.record")  # waits until the store has it
    run = kernel.runs[0]
    assert [one.path for one in run.saved] == ["models/best"]
    assert {one.name: one.saved for one in run.models} == {"clf": "models/best"}


def test_what_cannot_be_pickled_is_left(kernel):
    kernel.run("%%track\nclf = LogisticRegression().fit(X, y)\nclf.lock = __import__('threading').Lock()")
    assert "cannot be copied" in reasons(settled(kernel, ["clf"]))["clf"]


def test_the_next_cell_may_load_what_the_last_one_trained(kernel):
    kernel.run("%%track\nclf = LogisticRegression().fit(X, y)")
    number = kernel.runs[0].number
    output = kernel.run(
        f"import jupyter_mltrack as mltrack\nmltrack.load_model('runs/{number}').predict(X[:1])"
    )
    assert output.error is None, output.error


def test_a_kernel_that_ends_at_once_loses_no_model(tmp_path):
    kernel = Kernel(tmp_path)
    try:
        kernel.run("%load_ext jupyter_mltrack")
        kernel.run(DATA)
        kernel.run("%%track\nclf = LogisticRegression().fit(X, y)")
        kernel.manager.shutdown_kernel(now=False)
        assert [one.path for one in settled(kernel, ["clf"]).saved] == ["models/clf"]
    finally:
        kernel.close()


def test_a_process_that_dies_while_it_saves_is_said_in_the_run(tmp_path):
    kernel = Kernel(tmp_path)
    try:
        kernel.run("%load_ext jupyter_mltrack")
        kernel.run(DATA)
        kernel.run(
            "import subprocess, sys\n_real = subprocess.Popen\n"
            "subprocess.Popen = lambda words, **options: _real([sys.executable, '-c', 'pass'], **options)"
        )
        kernel.run("%%track\nclf = LogisticRegression().fit(X, y)")
        assert "could not be saved" in reasons(settled(kernel, ["clf"]))["clf"]
        kernel.run("subprocess.Popen = _real")
        kernel.run("%%track\nclf = LogisticRegression().fit(X, y)")
        assert [one.path for one in settled(kernel, ["clf"]).saved] == ["models/clf"]
    finally:
        kernel.close()


def test_a_profile_of_the_training_data_is_kept_and_can_be_switched_off(kernel):
    cell = "%%track\nclf = LogisticRegression().fit(X, y)"
    kernel.run("state = np.random.get_state()[1].tolist()")
    kernel.run(cell)
    assert kernel.value("state == np.random.get_state()[1].tolist()") is True
    run = settled(kernel, ["clf"])
    reference = run.saved[0].reference
    assert (reference.rows, reference.features, reference.target) == (100, ["a", "b", "c"], ["target (a)"])
    assert reference.predictions == ["prediction", "score of 1"]
    found = mltrack.reference_profile(f"runs/{run.number}/clf", store=kernel.folder)
    assert found.columns == ["a", "b", "c"] and found.rows == 100
    settings = kernel.folder / "mltrack.ini"
    settings.write_text("[capture]\nreference_profile = off\n")
    try:
        kernel.run(cell)
        run = settled(kernel, ["clf"])
        assert run.saved[0].reference is None
        assert mltrack.reference_profile(f"runs/{run.number}/clf", store=kernel.folder) is None
    finally:
        settings.unlink()


def test_arrays_give_an_example_and_a_profile(kernel):
    kernel.run("A, b = X.to_numpy(), y.to_numpy()")
    kernel.run("%%track\nclf = LogisticRegression().fit(A, b)")
    (saved,) = settled(kernel, ["clf"]).saved
    assert saved.example and [field.shape for field in saved.signature.inputs] == [[-1, 3]]
    assert saved.reference.features == ["0", "1", "2"] and saved.reference.target == ["target"]
