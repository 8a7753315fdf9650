"""Packages that a model needs: written with exact versions, compared when it is loaded, named when they are missing."""

import builtins
import importlib
import warnings
from importlib.metadata import version

import pytest
from sklearn.linear_model import LogisticRegression

from jupyter_mltrack.models import refusals, requirements
from jupyter_mltrack.models.files import materialize
from jupyter_mltrack.models.installed import Installed
from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.refusals import MissingPackage
from jupyter_mltrack.models.requirements import ModelVersionWarning, differences, requirements_of
from jupyter_mltrack.models.save import save_model
from jupyter_mltrack.records import Environment


@pytest.fixture
def kept(store, table, target):
    return save_model(store, LogisticRegression().fit(table, target), "clf", example=table)


def test_only_what_the_model_needs_is_listed():
    imported = Environment(
        "3.11", "CPython", "Linux", {"numpy": "2", "scipy": "1", "joblib": "1", "jupyterlab": "4"}
    )
    found = requirements_of(["sklearn"], imported)
    assert set(found) == {"scikit-learn", "numpy", "scipy", "joblib"}
    # What is imported says the versions of what it needs; a module that is none has none.
    assert found["numpy"] == "2" and requirements_of(["no_such_module"], imported) == {}


def test_versions_that_differ_are_one_warning(store, kept, monkeypatch):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load_saved(store, *kept)
    named = Installed.named
    others = {"scikit-learn": "0.9.0", "scipy": "0.1"}

    def other(self, name):
        found = named(self, name)
        return found._replace(version=others[name]) if name in others else found

    monkeypatch.setattr(Installed, "named", other)
    with pytest.warns(ModelVersionWarning) as warned:
        load_saved(store, *kept)
    (one,) = warned
    said = f"scikit-learn {version('scikit-learn')} then, 0.9.0 now, scipy {version('scipy')} then, 0.1 now"
    assert said in str(one.message)
    assert one.filename == __file__


def test_a_package_that_is_gone_is_named():
    assert differences({"no-such-package": "1.0"}) == ["no-such-package 1.0 then, not installed now"]


def test_a_missing_package_is_named_with_the_line_that_installs_it(store, kept, table, target, monkeypatch):
    real = importlib.import_module

    def gone(name, *rest):
        if name.partition(".")[0] in ("skops", "cloudpickle"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest)

    monkeypatch.setattr(refusals.importlib, "import_module", gone)
    with pytest.raises(MissingPackage, match="pip install skops"):
        load_saved(store, *kept)
    with pytest.raises(MissingPackage, match="pip install skops"):
        save_model(store, LogisticRegression().fit(table, target), "clf")
    with pytest.raises(MissingPackage, match="pip install cloudpickle"):
        save_model(store, lambda data: data, "f")


def test_libraries_are_not_imported_to_ask_whose_a_model_is(monkeypatch):
    from jupyter_mltrack.models.flavors import flavor_of

    real, asked = builtins.__import__, []

    def watched(name, *rest):
        asked.append(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", watched)
    assert flavor_of(LogisticRegression()).name == "sklearn"
    assert flavor_of(object()) is None
    assert not {"torch", "xgboost", "lightgbm", "keras", "catboost", "onnx", "statsmodels"} & set(asked)


def test_environment_files_can_be_read_by_others(store, kept):
    import yaml

    folder = materialize(store, *kept)
    python = yaml.safe_load((folder / "python_env.yaml").read_text())
    conda = yaml.safe_load((folder / "conda.yaml").read_text())
    assert python["dependencies"] == ["-r requirements.txt"]
    lines = (folder / "requirements.txt").read_text().split()
    assert conda["dependencies"][-1] == {"pip": lines}
    assert requirements.read_requirements(folder) == dict(line.split("==") for line in lines)
