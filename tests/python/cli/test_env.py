"""``mltrack env`` and ``mltrack verify`` in a terminal."""

import json

import numpy
import pytest
from disks import read_only
from wheels import build_wheel, give_environment, had, only_from

import jupyter_mltrack as api
from jupyter_mltrack.records import PackageOrigin

X = numpy.arange(8, dtype="float64").reshape(4, 2)


@pytest.fixture
def run(tmp_path):
    """A run that had one small package, and one that was installed in editable mode."""
    build_wheel(tmp_path / "wheels", "tiny-one", "1.0")
    with api.run("small", store=tmp_path) as run:
        pass
    origins = {"mine": PackageOrigin("editable", "file:///srv/ada/mine")}
    environment = had({"tiny-one": "1.0", "mine": "0.1"}, origins=origins, extra_indexes=1)
    give_environment(api.current_store(tmp_path), run.number, environment)
    return run


@pytest.fixture
def model(tmp_path):
    """A run with a saved model."""
    from sklearn.linear_model import LinearRegression

    with api.run("model", store=tmp_path) as run:
        api.log_model(LinearRegression().fit(X, X.sum(axis=1)), "sums", example=X)
    return run


def test_an_environment_is_shown(mltrack, run):
    code, said, complaint = mltrack("env", "1")
    lines = said.splitlines()
    assert (code, complaint) == (0, "") and lines[0].startswith("run 1: Python 3.")
    assert lines[1:] == [
        "packages: tiny-one 1.0",
        "mine 0.1: editable, from the folder /srv/ada/mine",
        "1 extra package index set up for the installer",
    ]
    assert json.loads(mltrack("env", "1", "--json")[1])["packages"]["tiny-one"] == "1.0"


def test_an_environment_is_written(mltrack, run):
    code, said, _ = mltrack("env", "1", "--requirements")
    assert code == 0 and said.splitlines()[-1] == "tiny-one==1.0" and "# mine: 0.1 was installed" in said
    code, said, _ = mltrack("env", "1", "--conda")
    assert code == 0 and '      - "tiny-one==1.0"\n' in said


def test_an_environment_is_compared(mltrack, run, model):
    code, said, complaint = mltrack("env", "1", "--check")
    assert (code, complaint) == (1, "") and said.splitlines()[-1] == "python -m pip install tiny-one==1.0"
    assert "tiny-one 1.0 then, not installed here" in said
    code, said, _ = mltrack("env", "1", "--check", "--json")
    assert (
        code == 1
        and json.loads(said)["command"].endswith("tiny-one==1.0")
        and not json.loads(said)["matches"]
    )


def test_the_environment_of_this_process_is_the_same(mltrack, tmp_path):
    give = had({"numpy": numpy.__version__})
    with api.run("same", store=tmp_path) as run:
        pass
    give_environment(api.current_store(tmp_path), run.number, give)
    assert mltrack("env", "1", "--check")[:2] == (0, "The environment is that of the run.\n")


def test_an_environment_is_made_again(mltrack, run, tmp_path):
    variables = only_from(tmp_path / "wheels")
    code, said, complaint = mltrack("env", "1", "--create", "made", "--with", "pip", **variables)
    assert (
        code == 0
        and said.startswith("run 1's environment is in ")
        and (tmp_path / "made" / "pyvenv.cfg").exists()
    )
    assert "warning: mine is not installed: 0.1 was installed in editable mode" in complaint
    assert "1/1  tiny" in complaint
    code, said, complaint = mltrack("env", "1", "--create", "made", **variables)
    assert (code, said) == (2, "") and "is not empty, and nothing in it is touched" in complaint


def test_a_failed_install_names_the_package(mltrack, run, tmp_path):
    variables = only_from(tmp_path / "nothing")
    code, said, complaint = mltrack("env", "1", "--create", "made", "--with", "pip", **variables)
    assert (code, said) == (2, "") and "mltrack: tiny-one 1.0 could not be installed" in complaint
    assert not (tmp_path / "made").exists() and "Traceback" not in complaint


def test_a_run_without_an_environment(mltrack, run, tmp_path):
    going = api.run("going", store=tmp_path)
    try:
        code, said, complaint = mltrack("env", str(going.number))
        assert (code, said) == (2, "") and "it is noted when a run ends" in complaint
        assert mltrack("env", "99")[0] == 2
    finally:
        going.finish()


def test_a_model_is_verified(mltrack, model, tmp_path):
    code, said, complaint = mltrack("verify", "1", "--here")
    assert code == 0 and said.startswith("models/sums: same, all 4 predictions are the same")
    assert complaint == "loading the model and predicting on its example\n"
    assert api.runs(store=tmp_path)[0].verifications[0].verdict == "same"
    assert json.loads(mltrack("verify", "runs/1/sums", "--here", "--json")[1])[0]["verdict"] == "same"


def test_the_exit_code_says_what_came_of_it(mltrack, tmp_path):
    def predict(rows):
        import os

        return [float(os.environ.get("VERIFY_VALUE", "1")) for _ in rows]

    with api.run("pickle", store=tmp_path):
        api.log_model(predict, "clf", example=X)
    assert mltrack("verify", "1", "--here")[0] == 2, "not trusted"
    for value, code in (("1", 0), ("1.0000001", 0), ("2", 1), ("nothing", 2)):
        assert mltrack("verify", "1", "--here", "--trusted", VERIFY_VALUE=value)[0] == code, value
    assert mltrack("verify", "1", "--here", "--trusted", "--tolerance", "0.9", VERIFY_VALUE="2")[0] == 0


def test_a_store_that_may_only_be_read(mltrack, model, tmp_path):
    with read_only(tmp_path / ".mltrack"):
        code, said, complaint = mltrack("verify", "1", "--here")
    assert code == 0 and "same" in said and "warning: not kept with run 1" in complaint
