"""The environments of runs: shown, compared with this one, made again, written as files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import NotFound
from ..models.environment_check import EnvironmentCheck, check_environment
from ..models.environment_files import conda_text, requirements_text
from ..models.environment_text import environment_lines
from ..models.installer import Say, Tool
from ..models.rebuild import RebuiltEnvironment, create_environment
from ..records import Environment, Run
from ..store import Store
from .query import environment_of, get_run


class RunEnvironment:
    """What a run was computed with, and what can be done with that.

    Attributes
    ----------
    record
        The record itself: ``record.packages["numpy"]``.
    run
        The run.

    Examples
    --------
    >>> env = mltrack.environment(12)                # doctest: +SKIP
    >>> env.check()                                  # doctest: +SKIP
    >>> env.create("old-environment")                # doctest: +SKIP
    """

    def __init__(self, record: Environment, run: Run, folders: Sequence[Path] = ()) -> None:
        self.record = record
        self.run = run
        self._folders = tuple(folders)

    @property
    def title(self) -> str:
        """Which run it is of, in words."""
        return f"run {self.run.number}"

    def check(self) -> EnvironmentCheck:
        """Compare with the environment of this process.

        Returns
        -------
        EnvironmentCheck
            True where packages, Python and local modules are the same; its ``command`` installs what is not.

        Examples
        --------
        >>> if not (check := mltrack.environment(12).check()):   # doctest: +SKIP
        ...     print(check.command)
        """
        return check_environment(self.record, self.folders, str(self.run.number))

    def create(self, folder: str | Path, say: Say = print, *, tool: Tool | None = None) -> RebuiltEnvironment:
        """Make the environment again in a folder.

        Parameters
        ----------
        folder
            Must not exist, or be empty.
        say
            Gets a line whenever something was done.
        tool
            ``"pip"`` to use venv and pip also where uv is present.

        Raises
        ------
        Conflict, InvalidInput
            When the folder holds something or cannot be written.
        EnvironmentNotMade
            When a package cannot be installed; nothing is left then.

        Examples
        --------
        >>> mltrack.environment(12).create("old-environment").python   # doctest: +SKIP
        """
        return create_environment(self.record, folder, say, tool=tool)

    def requirements(self) -> str:
        """Give it as the text of a ``requirements.txt``."""
        return requirements_text(self.record, self.title)

    def conda(self) -> str:
        """Give it as the text of an ``environment.yml``."""
        return conda_text(self.record, self.title)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where local modules may lie: beside the notebook, beside the store, and where Python looks."""
        return (*self._folders, *(Path(entry or os.curdir) for entry in sys.path))

    def __str__(self) -> str:
        return "\n".join(environment_lines(self.record, self.title))

    __repr__ = __str__


def environment(reference: Any, *, store: str | Path | None = None) -> RunEnvironment:
    """Give what a run was computed with.

    Parameters
    ----------
    reference
        A run, its number or id.
    store
        Another store than the one that is found.

    Raises
    ------
    NotFound
        When there is no such run, or it did not end yet, or died before it could say.

    Examples
    --------
    >>> mltrack.environment(12).record.packages   # doctest: +SKIP
    """
    from .api import current_store

    return environment_of_run(current_store(store, create=False), getattr(reference, "id", reference))


def environment_of_run(store: Store, reference: str | int) -> RunEnvironment:
    """Give what a run was computed with; see ``environment``.

    Raises
    ------
    NotFound
        When there is no such run, or nothing is known of its environment.
    """
    run = get_run(store, reference)
    record = environment_of(store, run)
    if record is None:
        raise NotFound(
            f"Nothing is known of the environment of run {run.number}: it is noted when a run ends."
        )
    return RunEnvironment(record, run, folders_of(store, run))


def folders_of(store: Store, run: Run) -> tuple[Path, ...]:
    """Give the folders in which a run's local modules may lie: of its notebook, and of the store."""
    beside = store.path.parent
    folders = [Path.cwd(), beside]
    if run.source.path:
        folders.insert(0, (beside / run.source.path).parent)
    return tuple(folders)
