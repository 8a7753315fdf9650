"""The git commit that a run's folder was on, looked up beside the run's own work."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

from ..records import Git

_PATIENCE = 5.0
"""Seconds after which a repository is too slow to ask: the run is stored without its commit."""


def read_git(folder: Path | None = None) -> Git | None:
    """Give commit, branch and whether tracked files differ from it.

    Parameters
    ----------
    folder
        Any folder of the work tree; the working folder when left out.

    Returns
    -------
    Git or None
        ``None`` outside of a repository, before the first commit, or where git is not installed.

    Examples
    --------
    >>> read_git(Path("/"))
    """
    # One call says it all. Locks and monitors are left alone: this only looks.
    command = ["git", "-c", "core.fsmonitor=false", "status", "--porcelain=v2", "--branch"]
    command += ["--untracked-files=no", "--ignore-submodules=dirty"]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if done.returncode != 0:
        return None
    return parse_status(done.stdout.decode("utf-8", "replace"))


def parse_status(text: str) -> Git | None:
    r"""Read what ``git status --porcelain=v2 --branch`` says.

    Examples
    --------
    >>> parse_status("# branch.oid abc\n# branch.head main\n1 .M N... x.py\n")
    Git(commit='abc', branch='main', dirty=True)
    """
    heads: dict[str, str] = {}
    dirty = False
    for line in text.splitlines():
        if line.startswith("# "):
            key, _, value = line[2:].partition(" ")
            heads[key] = value
        elif line:
            dirty = True
    commit = heads.get("branch.oid", "(initial)")
    if commit == "(initial)":
        return None
    branch = heads.get("branch.head")
    return Git(commit, None if branch == "(detached)" else branch, dirty)


def _perhaps_in_repository(folder: Path | None) -> bool:
    """Say whether git may know the folder: where it cannot, no process is started to ask it."""
    if os.environ.keys() & {"GIT_DIR", "GIT_WORK_TREE"}:
        return True
    here = Path(folder or ".").resolve()
    return any((place / ".git").exists() for place in (here, *here.parents))


class GitLookup:
    """A look at the repository that goes on in the background from when it is made."""

    def __init__(self, folder: Path | None = None) -> None:
        self._found: Git | None = None
        self._folder = folder
        self._thread: threading.Thread | None = None
        try:
            asks = _perhaps_in_repository(folder)
        except OSError:
            asks = True  # git itself says what is wrong there: nothing it knows
        if asks:
            self._thread = threading.Thread(target=self._look, name="mltrack-git", daemon=True)
            self._thread.start()

    def _look(self) -> None:
        self._found = read_git(self._folder)

    def result(self) -> Git | None:
        """Give what was found; waits until it is."""
        if self._thread is not None:
            self._thread.join(_PATIENCE)
        return self._found
