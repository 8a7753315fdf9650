"""The program that loads a model in another environment and predicts on its example; see ``verify``.

    python verify_worker.py JOB.json

Of this package, only what reads a model's folder is needed there, and it is taken from where it is: the environment
itself need not have it. Nothing else of the environment that asks gets in.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import platform
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

ANSWER = "answer.json"


def main(job: dict[str, Any]) -> None:
    """Do one job, and write the answer beside the output."""
    result = Path(job["result"])
    answer: dict[str, Any] = {
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in job["names"]},
        "stage": "start",
        "error": None,
    }
    try:
        _predict(job, result, answer)
    except BaseException as error:  # noqa: BLE001 - whatever a library or a model raises is the answer
        answer["error"] = f"{type(error).__name__}: {error}"[:500]
    (result / ANSWER).write_text(json.dumps(answer), encoding="utf-8")


def _predict(job: dict[str, Any], result: Path, answer: dict[str, Any]) -> None:
    sys.path.extend(job["path"])
    _find_package(Path(job["package"]))
    flavors, mlmodel, example, signature = (
        importlib.import_module(f"jupyter_mltrack.models.{name}")
        for name in ("flavors", "mlmodel", "example", "signature")
    )
    folder = Path(job["folder"])
    document = mlmodel.read_mlmodel(folder)
    config = mlmodel.own_config(document)
    flavor = flavors.flavor_named(config.get("flavor"))
    answer["stage"] = "load"
    model = flavor.load(folder, config, job["trusted"])
    answer["stage"] = "example"
    data = example.read_example(folder, signature.from_mlflow(document.get("signature")))
    answer["stage"] = "predict"
    output = flavor.predict(model, data)
    example.write_output(result, output)
    answer["stage"] = "done"


def _find_package(folder: Path) -> None:
    """Make this very package importable, and nothing that lies beside it."""
    spec = importlib.util.spec_from_file_location(
        "jupyter_mltrack", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"There is no package in {folder}.")
    module = importlib.util.module_from_spec(spec)
    sys.modules["jupyter_mltrack"] = module
    spec.loader.exec_module(module)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except (metadata.PackageNotFoundError, ValueError):
        return None


if __name__ == "__main__":
    # Python puts the folder of a script first on its path, where our own modules would hide those of others.
    here = str(Path(__file__).resolve().parent)
    sys.path[:] = [entry for entry in sys.path if str(Path(entry or ".").resolve()) != here]
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
