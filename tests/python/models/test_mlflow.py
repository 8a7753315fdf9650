"""What we save, read by the real MLflow in an environment of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = ROOT / ".cache" / "tests" / "mlflow" / "bin"

pytestmark = [
    pytest.mark.mlflow,
    pytest.mark.skipif(
        not (ENVIRONMENT / "mlflow").exists(), reason="needs the environment that tests/run makes for MLflow"
    ),
]

NATIVE = {
    "logistic": "sklearn", "pipeline": "sklearn", "forest": "sklearn", "boosting": "sklearn", "array": "sklearn",
    "pickled": "sklearn", "xgboost": "xgboost", "booster": "xgboost", "lgb-booster": "lightgbm",
    "statsmodels": "statsmodels",
}  # fmt: skip
"""The models that a flavour of MLflow's own reads; the others are read by our loader."""


def run(*words):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment.update(
        PYTHONPATH=str(ROOT),
        PATH=f"{ENVIRONMENT}{os.pathsep}{environment['PATH']}",
        MLFLOW_DISABLE_TELEMETRY="true",
    )
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def seen(folder):
    done = run(ENVIRONMENT / "python", Path(__file__).with_name("in_mlflow.py"), str(folder))
    print(done.stderr[-500:], file=sys.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def test_every_model_predicts_the_same_in_mlflow(seen):
    assert {name: one["same"] for name, one in seen.items()} == dict.fromkeys(seen, True)
    assert len(seen) >= 10


def test_mlflow_knows_the_flavours_that_it_has_itself(seen):
    native = {name: set(one["flavors"]) - {"mltrack", "python_function"} for name, one in seen.items()}
    assert native == {name: {NATIVE[name]} if name in NATIVE else set() for name in seen}


def test_mlflow_reads_signature_and_example(seen):
    columns = [{"name": "a", "type": "double", "required": True}, {"name": "b", "type": "long", "required": True},
               {"name": "c", "type": "double", "required": True}]  # fmt: skip
    assert seen["logistic"]["inputs"] == columns
    assert seen["array"]["inputs"] == [
        {"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 3]}}
    ]
    assert {one["example"] for one in seen.values()} == {5}


@pytest.mark.parametrize("name", ["logistic", "function", "lightgbm"])
def test_mlflow_models_predict_serves_the_example(seen, folder, name, tmp_path):
    if name not in seen:
        pytest.skip(f"{name} is not in the environment with MLflow")
    place = folder / name
    output = tmp_path / "out.json"
    run(
        ENVIRONMENT / "mlflow", "models", "predict", "--env-manager", "local", "-m", str(place),
        "-i", str(place / "serving_input_example.json"), "-t", "json", "-o", str(output),
    )  # fmt: skip
    predicted = json.loads(output.read_text())["predictions"]
    expected = json.loads((place / "expected_output.json").read_text())
    values = expected["value"]["data"] if expected["type"] == "dataframe" else expected["value"]
    flat = [row[0] if isinstance(row, list) else next(iter(row.values())) if isinstance(row, dict) else row
            for row in predicted]  # fmt: skip
    assert flat == [row[0] if isinstance(row, list) else row for row in values]


def test_the_libraries_that_are_only_there_make_their_round_trips_there():
    files = [Path(__file__).with_name(f"test_{name}.py") for name in ("round_trips", "copies", "safety")]
    chosen = "xgboost or lightgbm or statsmodels or not_the_librarys"
    done = run(ENVIRONMENT / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *files, "-k", chosen)
    assert " skipped" not in done.stdout and " passed" in done.stdout, done.stdout[-2000:]
