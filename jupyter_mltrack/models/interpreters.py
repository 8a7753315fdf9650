"""Finding a Python of a certain version on this computer; none is downloaded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_PATIENCE: Final = 10.0
_ASK: Final = (
    "import json, platform, sys;"
    "print(json.dumps([platform.python_version(), platform.python_implementation(), sys.executable]))"
)


class Interpreter(NamedTuple):
    """A Python that can be started."""

    path: Path
    version: str
    implementation: str


def find_interpreter(
    version: str, implementation: str = "CPython", uv: Path | None = None
) -> Interpreter | None:
    """Find a Python, of exactly this version if there is one, else of the same minor version.

    Parameters
    ----------
    version
        ``"3.11.7"``.
    implementation
        ``"CPython"`` or ``"PyPy"``.
    uv
        The program ``uv``, which knows of more of them.

    Returns
    -------
    Interpreter or None
        ``None`` where there is none of that minor version.

    Examples
    --------
    >>> find_interpreter("2.99.0") is None
    True
    """
    minor = version.split(".")[:2]
    close: Interpreter | None = None
    seen: set[Path] = set()
    for path in _candidates(version, ".".join(minor), implementation, uv):
        if path in seen:
            continue
        seen.add(path)
        found = ask(path)
        if found is None or found.implementation != implementation:
            continue
        if found.version == version:
            return found
        if found.version.split(".")[:2] == minor:
            close = close or found
    return close


def ask(path: Path) -> Interpreter | None:
    """Ask a program which Python it is; ``None`` for one that is none, or cannot be started."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        done = subprocess.run(
            [str(path), "-I", "-c", _ASK], env=environment, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_PATIENCE, check=False,
        )  # fmt: skip
        version, implementation, executable = json.loads(done.stdout)
    except (OSError, ValueError, TypeError, subprocess.SubprocessError):
        return None
    # What was asked may be a launcher; later it may choose another Python than now.
    return Interpreter(Path(executable or path), str(version), str(implementation))


def _candidates(version: str, minor: str, implementation: str, uv: Path | None) -> Iterator[Path]:
    """Give the places where such a Python may be, those of exactly that version first."""
    yield Path(sys.executable)
    if implementation == "CPython":
        for root in (os.environ.get("PYENV_ROOT"), Path.home() / ".pyenv"):
            if root and (exact := Path(root) / "versions" / version / "bin" / "python").is_file():
                yield exact
    if uv is not None:
        for wanted in (version, minor):
            path = _uv_find(uv, f"{implementation.lower()}@{wanted}")
            if path is not None:
                yield path
    names = (
        [f"python{minor}", "python3", "python"] if implementation == "CPython" else [f"pypy{minor}", "pypy3"]
    )
    for name in names:
        found = shutil.which(name)
        if found:
            yield Path(found)
    if sys.platform == "win32":
        yield from _windows(minor)
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for folder in sorted(root.glob(f"{minor}.*"), reverse=True):
        if (folder / "bin" / "python").is_file():
            yield folder / "bin" / "python"


def _uv_find(uv: Path, wanted: str) -> Path | None:
    command = [str(uv), "python", "find", "--no-python-downloads", "--no-project", "--system", wanted]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return Path(done.stdout.strip()) if done.returncode == 0 and done.stdout.strip() else None


def _windows(minor: str) -> Iterator[Path]:
    launcher = shutil.which("py")
    if launcher is None:
        return
    try:
        done = subprocess.run(
            [launcher, f"-{minor}", "-c", "import sys; print(sys.executable)"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return
    if done.returncode == 0 and done.stdout.strip():
        yield Path(done.stdout.strip())
