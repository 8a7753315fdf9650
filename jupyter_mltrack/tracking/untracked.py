"""What stands for a run where the store cannot take one: the code goes on, untracked."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from ..errors import MLTrackError
from ..records import Failure, Run
from ..store import Store
from .active import ActiveRun, Put
from .process import current_process


class UntrackedRun(ActiveRun):
    """Takes everything that a run takes, and keeps nothing. ``problem`` says why."""

    def __init__(self, problem: MLTrackError) -> None:
        # Not the base's: there is no store to write to.
        self.problem = problem
        self._run = Run(
            id="", experiment="", name="not tracked", status="running", started=0.0, process=current_process()
        )
        self._puts = {}
        self._ended = False
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._said = set()
        self.logged_models = {}
        self.notices = [problem.message]

    def __repr__(self) -> str:
        return f"<run that is not tracked: {self.problem.message}>"

    @property
    def store(self) -> Store:
        """There is none.

        Raises
        ------
        MLTrackError
            The reason.
        """
        raise self.problem

    def log(
        self, metrics: Mapping[str, object] | None = None, /, *, step: int | None = None, **values: object
    ) -> None:
        """Do nothing."""

    def observer(self, name: str) -> Put:
        """Give a function that does nothing."""
        return lambda value, step=None: None

    def log_file(self, source: str | Path | bytes, name: str | None = None) -> None:
        """Do nothing."""

    def log_model(self, model: Any, name: str = "model", **options: Any) -> None:
        """Do nothing."""

    def finish(self, status: Any = "finished", **ending: Any) -> bool:
        """Note how it ended; nothing is stored."""
        self._ended = True
        self._run.status = status
        return False

    def fail(self, error: BaseException | Failure, **ending: Any) -> bool:
        """Note that it failed; nothing is stored."""
        return self.finish("interrupted" if isinstance(error, KeyboardInterrupt) else "failed")

    def _change(self, change: Callable[[MutableMapping[str, Any]], None], what: str) -> None:
        """Do nothing."""
