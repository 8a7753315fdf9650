"""An environment is made again, all of it, or nothing is left."""

import json
import os
import signal
import subprocess
import sys
import tarfile
import threading
import time
from pathlib import Path

import pytest
from disks import read_only
from wheels import build_wheel, had, only_from

from jupyter_mltrack.errors import Conflict, InvalidInput
from jupyter_mltrack.models.environment_folder import RECORD, all_or_nothing
from jupyter_mltrack.models.installer import find_installer, without_hosts
from jupyter_mltrack.models.installer_errors import read_complaint
from jupyter_mltrack.models.interpreters import Interpreter, find_interpreter
from jupyter_mltrack.models.pins import Pin
from jupyter_mltrack.models.rebuild import EnvironmentNotMade, create_environment
from jupyter_mltrack.records import LocalModule, PackageOrigin

TOOLS = [
    "pip",
    pytest.param("uv", marks=pytest.mark.skipif(find_installer().tool != "uv", reason="uv is not here")),
]


@pytest.fixture
def wheels(tmp_path, monkeypatch):
    """A folder of small packages, from which everything is installed."""
    folder = tmp_path / "wheels"
    build_wheel(folder, "tiny-one", "1.0")
    build_wheel(folder, "tiny-one", "2.0")
    build_wheel(folder, "tiny-two", "3.1", requires=["tiny-one>=2"])
    for name, value in only_from(folder).items():
        monkeypatch.setenv(name, value)
    return folder


def ask(made, code):
    return subprocess.run(
        [made.python, "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize("tool", TOOLS)
def test_the_recorded_versions_are_there(tmp_path, wheels, tool):
    said = []
    made = create_environment(
        had({"tiny-one": "2.0", "tiny-two": "3.1"}), tmp_path / "made", said.append, tool=tool
    )
    assert ask(made, "import tiny_one, tiny_two; print(tiny_one.VERSION, tiny_two.VERSION)") == "2.0 3.1"
    assert (
        made.version == ask(made, "import platform; print(platform.python_version())") and made.warnings == []
    )
    assert json.loads((made.folder / RECORD).read_text())["packages"] == {
        "tiny-one": "2.0",
        "tiny-two": "3.1",
    }
    assert any(tool in line for line in said) and len(said) >= 3
    assert not [line for line in said if "://" in line]


@pytest.mark.parametrize("tool", TOOLS)
def test_versions_that_contradict_each_other_are_installed_as_they_were(tmp_path, wheels, tool):
    made = create_environment(
        had({"tiny-one": "1.0", "tiny-two": "3.1"}), tmp_path / "made", _silent, tool=tool
    )
    assert ask(made, "import tiny_one, tiny_two; print(tiny_one.VERSION, tiny_two.VERSION)") == "1.0 3.1"
    assert any("contradict each other" in warning for warning in made.warnings)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_package_that_cannot_be_had_is_named_and_nothing_is_left(tmp_path, wheels, tool):
    with pytest.raises(EnvironmentNotMade, match=r"tiny-two 9\.9 could not be installed") as caught:
        create_environment(had({"tiny-one": "1.0", "tiny-two": "9.9"}), tmp_path / "made", _silent, tool=tool)
    assert "pip config" in str(caught.value) and "://" not in str(caught.value)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("step", ["metadata", "wheel"])
def test_a_package_that_cannot_be_built_is_named(tmp_path, wheels, step):
    """Where its metadata cannot be made, and where its wheel cannot."""
    fails = "def build_wheel(*_, **__):\n    raise SystemExit('no compiler')\n"
    if step == "wheel":
        fails += (
            "def prepare_metadata_for_build_wheel(folder, *_):\n"
            "    import pathlib\n"
            "    info = pathlib.Path(folder) / 'broken_thing-1.0.dist-info'\n"
            "    info.mkdir()\n"
            "    (info / 'METADATA').write_text('Metadata-Version: 2.1\\nName: broken-thing\\nVersion: 1.0\\n')\n"
            "    return info.name\n"
        )
    source_archive(wheels, tmp_path, "broken-thing", fails)
    with pytest.raises(
        EnvironmentNotMade, match=r"broken-thing 1\.0 could not be installed .*built from source"
    ):
        create_environment(had({"broken-thing": "1.0"}), tmp_path / "made", _silent, tool="pip")
    assert not (tmp_path / "made").exists()


def source_archive(folder, scratch, name, backend):
    """Put a package of source into a folder, which is built by code of its own."""
    source = scratch / f"{name.replace('-', '_')}-1.0"
    source.mkdir()
    (source / "PKG-INFO").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    system = "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
    (source / "pyproject.toml").write_text(system)
    (source / "backend.py").write_text(backend)
    with tarfile.open(folder / f"{source.name}.tar.gz", "w:gz") as archive:
        archive.add(source, source.name)


def test_what_cannot_be_installed_is_explained(tmp_path, wheels):
    origins = {"mine": PackageOrigin("editable", "file:///srv/ada/mine")}
    environment = had(
        {"mine": "1.0"}, origins=origins, local=[LocalModule("helpers", "helpers.py", "ab" * 32)]
    )
    said = []
    made = create_environment(environment, tmp_path / "made", said.append, tool="pip")
    assert any(
        "mine is not installed: 1.0 was installed in editable mode from the folder /srv/ada/mine" in one
        for one in made.warnings
    )
    assert any("helpers.py" in one for one in made.warnings)
    assert [f"warning: {one}" for one in made.warnings] == said[:2]


def test_a_missing_python_is_named(tmp_path, wheels):
    said = []
    made = create_environment(had({}, python="3.99.1"), tmp_path / "made", said.append, tool="pip")
    assert "Python 3.99 (CPython) is not on this computer" in said[0] and made.warnings
    assert made.python.exists()


def test_another_python_is_found_where_it_is(tmp_path, monkeypatch):
    fake = tmp_path / "bin" / "python3.98"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\necho \'["3.98.4", "CPython", "{fake}"]\'\n')
    fake.chmod(0o755)
    broken = tmp_path / "bin" / "python3"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent))
    assert find_interpreter("3.98.1") == Interpreter(fake, "3.98.4", "CPython")
    assert find_interpreter("3.97.1") is None and find_interpreter("3.98.1", "PyPy") is None


@pytest.mark.parametrize("make", ["file", "full", "hidden"])
def test_what_is_there_is_never_touched(tmp_path, make):
    target = tmp_path / "made"
    if make == "file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "mine.txt").write_text("mine")
        if make == "hidden":
            # A stranger's folder that says it is an unfinished environment of ours.
            (target / ".mltrack-unfinished").write_text("1")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Conflict):
        create_environment(had({}), target, _silent)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "closed").mkdir()
    with read_only(tmp_path / "closed"), pytest.raises(InvalidInput, match="cannot be written"):
        create_environment(had({}), tmp_path / "closed" / "made", _silent)
    assert list((tmp_path / "closed").iterdir()) == []


def test_what_a_killed_process_left_is_made_anew(tmp_path):
    target = tmp_path / "made"
    with pytest.raises(KeyboardInterrupt), all_or_nothing(target):
        (target / "bin").mkdir()
        raise KeyboardInterrupt
    assert not target.exists()
    (target / "bin").mkdir(parents=True)
    (target / ".mltrack-unfinished").write_text(str(os.getpid()))
    with pytest.raises(Conflict, match="Another process"), all_or_nothing(target):
        pass
    (target / ".mltrack-unfinished").write_text("999999999")
    with all_or_nothing(target):
        assert [path.name for path in target.iterdir()] == [".mltrack-unfinished"]
        (target / "bin").mkdir()
    assert [path.name for path in target.iterdir()] == ["bin"]


def test_an_empty_folder_stays_when_it_fails(tmp_path):
    target = tmp_path / "made"
    target.mkdir()
    with pytest.raises(RuntimeError), all_or_nothing(target):
        (target / "lib").mkdir()
        raise RuntimeError
    assert target.is_dir() and list(target.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of Ctrl+C")
def test_cancelled_half_way(tmp_path, wheels):
    """Stopped while pip runs: pip and its children are gone, and so is the folder."""
    code = (
        "import sys\n"
        "from jupyter_mltrack.models.rebuild import create_environment\n"
        "from wheels import had\n"
        "create_environment(had({'slow-thing': '1.0'}), sys.argv[1], tool='pip')\n"
    )
    started = tmp_path / "on"
    waits = f"import time, pathlib; pathlib.Path({str(started)!r}).touch(); time.sleep(600)\n"
    source_archive(wheels, tmp_path, "slow-thing", waits)
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "made")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    watch = threading.Timer(90, process.kill)
    watch.start()
    try:
        while process.poll() is None and not started.exists():
            time.sleep(0.05)
        assert (tmp_path / "made" / "pyvenv.cfg").exists()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    finally:
        watch.cancel()
        process.kill()
    assert not (tmp_path / "made").exists()
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout
    assert str(tmp_path / "made") not in left


@pytest.mark.parametrize("lines, package, kind", [
    (["ERROR: Could not find a version that satisfies the requirement x==9 (from versions: 1.0)",
      "ERROR: No matching distribution found for x==9"], "x 9", "version"),
    (["  × No solution found when resolving dependencies:", "  ╰─▶ Because there is no version of x==9 and you",
      "      require x==9, we can conclude that your requirements are unsatisfiable."], "x 9", "version"),
    (["error: No solution found when resolving dependencies",
      "  cause: Because x was not found in the package registry and you require x==9, we can conclude that "
      "your requirements are unsatisfiable."], "x 9", "version"),
    (["  error: subprocess-exited-with-error", "ERROR: Failed building wheel for x"], "x 9", "build"),
    (["  × Failed to build `x==9`"], "x 9", "build"),
    (["ERROR: Failed to build installable wheels for some pyproject.toml based projects (x)"], "x 9", "build"),
    (["ERROR: Package 'x' requires a different Python: 3.11.7 not in '>=3.12'"], "x 9", "python"),
    (["ERROR: Cannot install x==9 because these package versions have conflicting dependencies.",
      "ERROR: ResolutionImpossible: for help visit ****"], None, "conflict"),
    (["ERROR: Cannot find command 'git' - do you have 'git' installed and in your PATH?"], None, "git"),
    (["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"], None, "space"),
    (["something odd"], None, ""), ([], None, ""),
])  # fmt: skip
def test_complaints_are_understood(lines, package, kind):
    complaint = read_complaint(lines, [Pin("x", "9", "x==9")])
    assert (complaint.kind, complaint.package) == (kind, package)
    assert complaint.sentence[-1] in ".?"


def test_no_address_of_an_index_is_repeated():
    assert "example" not in without_hosts(
        "Looking in indexes: https://ada:pw@a.example/simple, https://b.example/x"
    )


@pytest.mark.slow
@pytest.mark.parametrize("tool", TOOLS)
def test_a_model_predicts_the_same_in_an_environment_from_the_registry(tmp_path, tool):
    """Trained by a script, verified in an environment that is fetched anew, with exactly the recorded versions."""
    (tmp_path / "train.py").write_text(
        "import jupyter_mltrack as mltrack\n"
        "from sklearn.datasets import load_iris\n"
        "from sklearn.linear_model import LogisticRegression\n"
        "X, y = load_iris(return_X_y=True)\n"
        "with mltrack.run('iris'):\n"
        "    mltrack.log_model(LogisticRegression(max_iter=500).fit(X, y), 'clf', example=X[::30])\n"
    )
    variables = {name: value for name, value in os.environ.items() if name != "MLTRACK_STORE"}
    go = {"cwd": tmp_path, "env": variables, "capture_output": True, "text": True, "check": False}
    assert subprocess.run([sys.executable, "train.py"], **go).returncode == 0
    command = [sys.executable, "-m", "jupyter_mltrack"]
    verified = subprocess.run([*command, "verify", "1", "--json", "--with", tool], **go)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert f"with {tool}" in verified.stderr
    (found,) = json.loads(verified.stdout)
    assert (found["verdict"], found["where"]) == ("same", "rebuilt")
    assert found["reason"] == "all 5 predictions are the same" and found["versions"] == []


def _silent(line):
    pass
