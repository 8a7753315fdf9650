"""What differs between a run's environment and this one, and the line that mends it."""

import platform
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from wheels import build_wheel, had, only_from

from jupyter_mltrack.models.environment_check import check_environment
from jupyter_mltrack.records import LocalModule, PackageOrigin

ROOT = Path(__file__).parents[3]


def test_the_same_environment_matches():
    code = (
        "from jupyter_mltrack.models.environment import current_environment\n"
        "from jupyter_mltrack.models.environment_check import check_environment\n"
        "check = check_environment(current_environment())\n"
        "print(bool(check), check.command, check, sep='|')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True|None|The environment is that of the run."


def test_other_and_missing_packages_are_in_one_line():
    import numpy

    check = check_environment(
        had({"NumPy": "1.0", "nothing-of-this-name": "2.0", "msgspec": _version("msgspec")})
    )
    assert not check
    assert check.command == "python -m pip install NumPy==1.0 nothing-of-this-name==2.0"
    assert str(check).splitlines()[:2] == [
        f"NumPy 1.0 then, {numpy.__version__} here",
        "nothing-of-this-name 2.0 then, not installed here",
    ]


def test_another_python_is_said_and_no_line_is_made_up():
    check = check_environment(had({}, python="3.9.1"), reference="12")
    assert not check and check.command is None
    assert f"Python 3.9.1 then, {platform.python_version()} here" in str(check)
    assert "mltrack env 12 --create DIR" in str(check)
    assert not check_environment(had({}, implementation="PyPy"))


def test_another_correction_of_python_is_only_noted():
    minor = ".".join(platform.python_version().split(".")[:2])
    check = check_environment(had({}, python=f"{minor}.99"))
    assert check and f"Python {minor}.99 then" in check.notes[0]


def test_what_surrounds_python_is_only_noted():
    check = check_environment(had({}, platform="Plan9-mips", libraries={"BLAS": "mkl 2024", "musl": "1.2"}))
    assert check and any("Plan9-mips" in note for note in check.notes)
    assert any("BLAS mkl 2024 then" in note for note in check.notes)


def test_a_package_from_elsewhere_with_the_same_version_is_another_one():
    origin = PackageOrigin("vcs", "https://code.example/numpy", "git", "abc123")
    check = check_environment(had({"numpy": _version("numpy")}, origins={"numpy": origin}))
    assert not check and "--force-reinstall --no-deps" in check.command
    assert "'numpy @ git+https://code.example/numpy@abc123'" in check.command


def test_an_editable_package_that_is_not_here_is_explained():
    origin = PackageOrigin("editable", "file:///srv/ada/mine")
    check = check_environment(had({"mine": "1.0"}, origins={"mine": origin}))
    assert not check and check.command is None and "editable mode from the folder /srv/ada/mine" in str(check)


@pytest.mark.parametrize(
    "text, says", [("x = 1\n", None), ("x = 2\n", "holds something else"), (None, "is not here")]
)
def test_local_modules_are_compared(tmp_path, text, says):
    import hashlib

    if text is not None:
        (tmp_path / "helpers.py").write_text(text)
    module = LocalModule("helpers", "helpers.py", hashlib.sha256(b"x = 1\n").hexdigest())
    check = check_environment(had({}, local=[module]), (tmp_path,))
    assert check.matches is (says is None)
    assert says is None or says in str(check)


@pytest.mark.skipif(sys.platform == "win32", reason="looks for the folders of other systems")
def test_the_line_mends_what_differs(tmp_path):
    """Checked, mended by running the line, and checked again, in an environment of its own."""
    for version in ("1.0", "2.0"):
        build_wheel(tmp_path / "wheels", "tiny-one", version)
    build_wheel(tmp_path / "wheels", "tiny-two", "3.1", requires=["tiny-one"])
    venv.create(tmp_path / "here", with_pip=True, symlinks=True)
    python = tmp_path / "here" / "bin" / "python"
    site = next((tmp_path / "here" / "lib").glob("python*/site-packages"))
    # The tracker is there as well, behind the environment's own packages.
    (site / "tracker.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n{ROOT}\n")
    variables = {**only_from(tmp_path / "wheels"), "PATH": f"{python.parent}:/usr/bin:/bin"}
    subprocess.run([python, "-m", "pip", "install", "-q", "tiny-one==2.0"], env=variables, check=True)
    code = (
        "from jupyter_mltrack.records import Environment\n"
        "from jupyter_mltrack.models.environment_check import check_environment\n"
        "import platform\n"
        "packages = {'tiny-one': '1.0', 'tiny-two': '3.1'}\n"
        "print(check_environment(Environment(platform.python_version(), 'CPython', '', packages)).command)"
    )
    check = [python, "-c", code]
    line = subprocess.run(check, env=variables, capture_output=True, text=True, check=True).stdout.strip()
    assert line == "python -m pip install tiny-one==1.0 tiny-two==3.1"
    subprocess.run(line, shell=True, env=variables, check=True, capture_output=True)
    assert (
        subprocess.run(check, env=variables, capture_output=True, text=True, check=True).stdout.strip()
        == "None"
    )


def _version(name):
    from importlib import metadata

    return metadata.version(name)
