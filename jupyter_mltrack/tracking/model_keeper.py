"""Saves models with runs: the caller waits for the model's own files, and a thread puts them into the store."""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..errors import StoreCorrupt, StoreError, StoreTooNew
from ..records import SavedModel
from ..store import Store, open_store
from .logged_model import LoggedModel
from .model_notes import noted_models

logger = logging.getLogger(__name__)

WAIT_SECONDS: Final = 60.0
_OTHERS_SECONDS: Final = 10.0
_GLANCE_SECONDS: Final = 2.0
_EXIT_SECONDS: Final = 10.0
_RETRY_SECONDS: Final = 3.0
_IDLE_SECONDS: Final = 30.0


class _Task(NamedTuple):
    store: Store
    run: str
    noted: Path
    logged: LoggedModel


class _Keeper:
    """Finishes noted models in one thread, a store's one after the other; it ends when there was nothing to do."""

    def __init__(self) -> None:
        self._begin()
        self._registered = False

    def _begin(self) -> None:
        self._tasks: deque[_Task] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._owner = os.getpid()

    def add(self, task: _Task) -> None:
        if self._owner != os.getpid():
            # A forked child has no thread, and what waits is its parent's.
            self._begin()
        with self._changed:
            self._tasks.append(task)
            if not self._registered:
                atexit.register(self._at_exit)
                self._registered = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="mltrack-saving", daemon=True)
                try:
                    self._thread.start()
                except RuntimeError:
                    # While Python ends (from 3.12 on) there are no new threads, nor where a process may have no more.
                    self._thread = None
            alone = self._thread is None
            if alone:
                self._tasks.remove(task)
            self._changed.notify_all()
        if alone:
            # Where the store refuses it now it stays noted, and whoever opens the store next goes on.
            _finish(task)

    def wait(self, path: Path | None, run: str | None, seconds: float) -> StoreError | None:
        """Wait until a store's or a run's models are in the store; gives why one of them is not, where it is not."""
        if self._owner != os.getpid():
            return None

        def missing() -> list[LoggedModel]:
            return [
                task.logged
                for task in self._tasks
                if (path is None or task.store.path == path) and run in (None, task.run)
            ]

        with self._changed:
            # One that the store refuses is tried again for as long as it takes: nobody waits for that.
            self._changed.wait_for(lambda: all(logged.delayed for logged in missing()), seconds)
            left = missing()
        return left[0].late() if left else None

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._changed.wait_for(lambda: bool(self._tasks), _IDLE_SECONDS):
                    self._thread = None
                    return
                tasks = list(self._tasks)
            refusing: set[Path] = set()
            for task in tasks:
                # The models of one store go in order; those of another one do not wait for it.
                if task.store.path in refusing:
                    continue
                done = _finish(task)
                with self._changed:
                    if done:
                        self._tasks.remove(task)
                    else:
                        refusing.add(task.store.path)
                    self._changed.notify_all()
            if refusing:
                with self._changed:
                    # Another one that comes is a reason to look sooner.
                    self._changed.wait(_RETRY_SECONDS)

    def _at_exit(self) -> None:
        if (late := self.wait(None, None, _EXIT_SECONDS)) is not None:
            # It is noted on the disk: whoever opens the store next goes on.
            logger.warning("%s", late.message)


def _finish(task: _Task) -> bool:
    """Put a model into the store; false where the store cannot take it now."""
    from .model_journal import complete, kept_as

    try:
        with _usable(task.store) as store:
            # Where there is nothing to do, somebody took this process for dead, and was faster.
            task.logged.settle(complete(store, task.noted) or kept_as(store, task.run, task.logged.path))
    except (StoreCorrupt, StoreTooNew) as error:
        _give_up(task, error)
    except StoreError as error:
        if task.store.path.exists():
            task.logged.delay(error)
            return False
        task.logged.fail(error)
    except Exception as error:  # noqa: BLE001 - it stays noted, and whoever asks for it is told
        _give_up(task, error)
    return True


@contextmanager
def _usable(store: Store) -> Iterator[Store]:
    """Give a store, opened again where whoever logged the model has closed it meanwhile."""
    if not store.closed:
        yield store
        return
    with open_store(store.path, create=False) as again:
        yield again


def _looked_up(store: Store, run_id: str, noted: Path, path: str) -> tuple[bool, SavedModel | None]:
    """Say whether a model is still noted, and what the run has under its path."""
    from .model_journal import kept_as

    if noted.exists():
        return True, None
    with _usable(store) as opened:
        return False, kept_as(opened, run_id, path)


def _give_up(task: _Task, problem: Exception) -> None:
    """Leave a model that trying again does not put into the store; its note stays, and nobody waits for it."""
    from .model_writing import release

    logger.warning("The model %s is saved, but not in the store: %s", task.logged.path, problem)
    task.logged.fail(problem)
    try:
        release(task.noted)
    except Exception as error:  # noqa: BLE001 - others wait ten seconds for it, then
        logger.info("The note of the model %s stays as it is: %s", task.logged.path, error)


_keeper = _Keeper()


def save_with_run(store: Store, run_id: str, model: Any, name: str, **options: Any) -> LoggedModel:
    """Save a model with a run: it is safe when this returns, and in the store soon after.

    Parameters
    ----------
    store
        The store of the run.
    run_id
        The run's id.
    model, name, options
        See ``prepare_model``.

    Raises
    ------
    InvalidInput, UnsavableModel, MissingPackage
        See ``prepare_model``.
    StoreError
        When the store cannot take it.
    """
    from ..models.prepare import prepare_model
    from .model_writing import begin, note, withdraw

    folder = begin(store, run_id)
    try:
        prepared = prepare_model(folder, model, name, **options)
        noted = note(folder, run_id, prepared)
        logged = LoggedModel(prepared.saved, lambda: _looked_up(store, run_id, noted, prepared.saved.path))
        _keeper.add(_Task(store, run_id, noted, logged))
    except BaseException:
        # Also when it was interrupted after the note: one that nobody finishes would keep others waiting.
        withdraw(folder)
        raise
    return logged


def wait_for_store(store: Store, seconds: float = _GLANCE_SECONDS) -> None:
    """Wait until the models that this process logged are in the store: not for long, most ask for something else."""
    _keeper.wait(store.path, None, seconds)


def wait_for_run(store: Store, run_id: str) -> None:
    """Wait until a run's models are in the store, also those that another process logged.

    What a process noted that died since then is finished here. Another one's that lives is waited for ten seconds at
    most, one of this process for a minute.

    Raises
    ------
    StoreError
        When one of this process is saved, but the store does not take it.
    """
    if (late := _keeper.wait(store.path, run_id, WAIT_SECONDS)) is not None:
        raise late
    if not noted_models(store, run_id):
        return
    from .model_journal import complete_left_behind, is_left_behind

    if not store.read_only:
        complete_left_behind(store, run_id)
    end = time.monotonic() + _OTHERS_SECONDS
    while time.monotonic() < end and not all(is_left_behind(noted) for noted in noted_models(store, run_id)):
        time.sleep(0.02)
