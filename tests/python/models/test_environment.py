"""What a run was computed with is what was really imported."""

import importlib.metadata
import platform
import subprocess
import sys

from jupyter_mltrack.models.environment import current_environment


def test_versions_are_those_of_the_installed_distributions():
    import numpy
    import sklearn

    found = current_environment()
    assert found.python == platform.python_version() and found.implementation == "CPython"
    assert found.packages["numpy"] == numpy.__version__
    assert found.packages["scikit-learn"] == sklearn.__version__, (
        "named as one installs it, not as one imports it"
    )
    wrong = {
        name: version
        for name, version in found.packages.items()
        if importlib.metadata.version(name) != version
    }
    assert wrong == {}
    assert not {"json", "os", "sys", "__main__"} & set(found.packages)


def test_only_what_was_imported_counts_and_later_imports_do_too():
    code = (
        "from jupyter_mltrack.models.environment import current_environment as now\n"
        "before = now().packages\nimport sklearn\nafter = now().packages\n"
        "print('scikit-learn' in before, 'scikit-learn' in after, 'pandas' in after)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[:2] == ["False", "True"]


def test_a_module_of_ones_own_is_no_package(tmp_path, monkeypatch):
    (tmp_path / "my_own_helpers.py").write_text("x = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    import my_own_helpers

    assert my_own_helpers.x == 1
    assert not any("helpers" in name for name in current_environment().packages)
