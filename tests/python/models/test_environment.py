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


def test_a_local_module_is_named_with_what_it_holds(tmp_path, monkeypatch):
    import hashlib

    from jupyter_mltrack.models import environment

    monkeypatch.setattr(environment, "_local", set())
    monkeypatch.setattr(environment, "_known", {})

    (tmp_path / "beside_of_tests.py").write_text("x = 1\n")
    package = tmp_path / "own_package_of_tests"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "part.py").write_text("y = 2\n")
    (package / "never_imported.py").write_text("z = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    import beside_of_tests
    import own_package_of_tests.part

    try:
        local = {module.name: module for module in current_environment().local}
        assert local["beside_of_tests"].path == "beside_of_tests.py"
        assert local["beside_of_tests"].hash == hashlib.sha256(b"x = 1\n").hexdigest()
        assert local["own_package_of_tests"].path == "own_package_of_tests"

        (package / "never_imported.py").write_text("z = 4\n")
        assert {module.name: module for module in current_environment().local} == local, (
            "what was imported counts"
        )
        (package / "part.py").write_text("y = 22\n")
        (tmp_path / "beside_of_tests.py").unlink()
        after = {module.name: module.hash for module in current_environment().local}
        assert after["own_package_of_tests"] != local["own_package_of_tests"].hash
        assert "beside_of_tests" not in after, "a file that is gone has no content"
    finally:
        for name in (beside_of_tests.__name__, "own_package_of_tests.part", own_package_of_tests.__name__):
            del sys.modules[name]


def test_parts_of_a_namespace_package_are_told_apart(tmp_path):
    """``shared.first`` and ``shared.second`` belong to two distributions, and a third one is not imported."""
    for name in ("first", "second", "third"):
        folder = tmp_path / "shared" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
        info = tmp_path / f"shared_{name}_lib-1.{len(name)}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: shared-{name}-lib\n")
        (info / "RECORD").write_text(f"shared/{name}/__init__.py,,\n{info.name}/RECORD,,\n")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import shared.first, shared.second\n"
        "from jupyter_mltrack.models.environment import current_environment\n"
        "print([name for name in current_environment().packages if name.startswith('shared')])"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['shared-first-lib', 'shared-second-lib']"


def test_libraries_that_results_depend_on_are_named():
    import numpy
    import sklearn.svm  # noqa: F401

    found = current_environment().libraries
    blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
    assert found["BLAS"] == f"{blas['name']} {blas['version']}"
    if sys.platform == "linux":
        assert found["glibc"] == platform.libc_ver()[1] and found["OpenMP"].startswith("lib")


def test_accelerators_are_what_the_frameworks_say(monkeypatch):
    from types import SimpleNamespace as Part

    from jupyter_mltrack.models import libraries

    assert libraries.accelerators() == {} or "torch" in sys.modules or "tensorflow" in sys.modules
    cuda = Part(is_initialized=lambda: True, get_device_name=lambda: "Tesla T4")
    torch = Part(
        version=Part(cuda="12.4", hip=None), backends=Part(cudnn=Part(version=lambda: 90100)), cuda=cuda
    )
    monkeypatch.setitem(sys.modules, "torch", torch)
    found = libraries.accelerators()
    assert (found["CUDA"], found["cuDNN"], found["GPU"]) == ("12.4", "9.1.0", "Tesla T4")
    monkeypatch.setitem(sys.modules, "torch", Part())
    monkeypatch.setitem(sys.modules, "tensorflow", Part())
    build = Part(build_info={"cuda_version": "12.2", "cudnn_version": "8"})
    monkeypatch.setitem(sys.modules, "tensorflow.python.platform.build_info", build)
    assert libraries.accelerators()["CUDA"] == "12.2", "a half-loaded framework hides no other one"


def test_extra_indexes_are_counted_and_not_named(tmp_path, monkeypatch):
    from jupyter_mltrack.models.indexes import extra_indexes

    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nextra-index-url = https://ada:pw@a.example/simple\n  https://b.example/simple\n"
    )
    for name in ("XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "nothing"))
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://b.example/simple")
    extra_indexes.cache_clear()
    try:
        assert extra_indexes() >= 2
        assert "example" not in repr(current_environment())
        settings.write_bytes(b"\xff\x00 no settings [")
        extra_indexes.cache_clear()
        assert extra_indexes() >= 1
    finally:
        extra_indexes.cache_clear()


def test_what_older_versions_wrote_is_read():
    import msgspec

    from jupyter_mltrack.records import Environment

    old = b'{"python":"3.11.7","implementation":"CPython","platform":"Linux","packages":{"numpy":"2.1.0"}}'
    read = msgspec.json.decode(old, type=Environment)
    assert read.packages == {"numpy": "2.1.0"} and read.local == [] and read.origins == {}
