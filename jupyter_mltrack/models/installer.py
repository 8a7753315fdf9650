"""The programs that make environments and install into them: uv where it is present, else venv and pip."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

from .direct_url import MASK, folder_of

Say = Callable[[str], None]
Tool = Literal["uv", "pip"]
_URL = re.compile(r"\b[a-z+]+://\S+")
_ELSEWHERE: Final = (
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_USER",
    "PIP_DRY_RUN",
    "VIRTUAL_ENV",
    "UV_PROJECT",
)
"""Settings that would put packages elsewhere than into the new environment, or nowhere."""
_TO_UV: Final = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "constraint": "UV_CONSTRAINT",
    "trusted-host": "UV_INSECURE_HOST",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
}


class Installer(NamedTuple):
    """A way to make environments."""

    tool: Tool
    uv: Path | None = None

    def make(self, python: Path, folder: Path) -> list[str]:
        """Give the command that makes an empty environment."""
        if self.uv is not None:
            return [
                str(self.uv),
                "venv",
                "--no-project",
                "--allow-existing",
                "--python",
                str(python),
                str(folder),
            ]
        return [str(python), "-I", "-m", "venv", str(folder)]

    def install(self, python: Path, file: Path, with_needed: bool = True) -> list[str]:
        """Give the command that installs what a file lists."""
        options = [] if with_needed else ["--no-deps"]
        if self.uv is not None:
            return [str(self.uv), "pip", "install", "--python", str(python), *options, "-r", str(file)]
        quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        return [str(python), "-I", "-m", "pip", "install", *quiet, *options, "-r", str(file)]

    def environment(self) -> dict[str, str]:
        """Give the variables that the commands are started with."""
        variables = {
            name: value
            for name, value in os.environ.items()
            if name not in _ELSEWHERE and not name.startswith(("PYTHON", "CONDA_"))
        }
        variables["NO_COLOR"] = "1"
        variables["PYTHONIOENCODING"] = "utf-8"
        if self.uv is not None:
            variables["UV_NO_PROGRESS"] = "1"
            own = ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS")
            if not any(name in variables for name in own):
                variables.update(_settings_of_pip())
        return variables


def find_installer(tool: Tool | None = None) -> Installer:
    """Choose the installer: uv where it is present, else pip.

    Parameters
    ----------
    tool
        The one that is wanted; uv that is not there becomes pip.
    """
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    return Installer("uv", Path(uv)) if uv and tool != "pip" else Installer("pip")


def interpreter_in(folder: Path) -> Path:
    """Give the path of an environment's Python."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def lines_of(command: list[str], variables: dict[str, str], end: list[int]) -> Iterator[str]:
    """Run a command and give what it prints, line by line, without the hosts of package indexes.

    Whatever ends the iteration early (an interrupt, too) ends the command and all that it started.

    Parameters
    ----------
    command
        Its words.
    variables
        Its environment variables.
    end
        Gets the exit code.

    Raises
    ------
    OSError
        When it cannot be started.
    """
    process = subprocess.Popen(
        command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        if process.stdout is not None:
            for line in process.stdout:
                yield without_hosts(line.rstrip())
        end.append(process.wait())
    finally:
        if process.poll() is None:
            _stop(process)
        if process.stdout is not None:
            process.stdout.close()


def without_hosts(line: str) -> str:
    """Take the addresses out of what an installer prints: where it looks is its own affair, and may hold a password.

    Examples
    --------
    >>> without_hosts("Looking in indexes: https://ada:pw@index.example/simple")
    'Looking in indexes: ****'
    """
    return _URL.sub(MASK, line)


def _stop(process: subprocess.Popen[str]) -> None:
    """End a command with its children: a compiler that goes on would write into a folder that is gone."""
    if sys.platform == "win32":
        process.kill()
    else:
        for how, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, None)):
            try:
                os.killpg(process.pid, how)
            except ProcessLookupError:
                break
            try:
                process.wait(patience)
                break
            except subprocess.TimeoutExpired:
                continue
    process.wait()


def _settings_of_pip() -> dict[str, str]:
    """Say pip's own settings in uv's words: whoever set pip up need not do it again."""
    command = [sys.executable, "-I", "-m", "pip", "config", "list"]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        key, equals, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if equals and section in ("global", "install", ":env:") and name in _TO_UV:
            text = " ".join(
                part for part in value.strip("'\"").replace("\\n", " ").split() if _is_there(part)
            )
            if text:
                found[_TO_UV[name]] = text
    if "UV_INDEX" in found or "UV_DEFAULT_INDEX" in found:
        # As pip does: the best version of all indexes.
        found["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if found.get("UV_NO_INDEX", "1").lower() not in ("1", "true", "yes", "on"):
        del found["UV_NO_INDEX"]
    return found


def _is_there(address: str) -> bool:
    """Leave out folders that do not exist: pip warns of them and goes on, uv stops."""
    return not address.startswith("file:") or Path(folder_of(address)).exists()
