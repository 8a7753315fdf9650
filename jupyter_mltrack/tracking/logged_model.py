"""What ``log_model`` gives: the model is safe on the disk, and known before its hashes are."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Final

from ..errors import NotFound, StoreError
from ..records import ReferenceData, SavedModel, Signature

_SECONDS: Final = 60.0
_PAUSE_SECONDS: Final = 0.02


class LoggedModel:
    """A model that was saved with a run.

    Its files are safe; a thread puts them into the store. Only ``digest``, ``size`` and ``record`` wait for that.

    Parameters
    ----------
    saved
        Its record, without digest and size.
    elsewhere
        Says, in a process that was forked meanwhile, what came of it: whether it is still on its way, and its record.

    Examples
    --------
    >>> logged = run.log_model(clf, "clf")   # doctest: +SKIP
    >>> logged.path, logged.safe
    ('models/clf', True)
    """

    def __init__(
        self, saved: SavedModel, elsewhere: Callable[[], tuple[bool, SavedModel | None]] | None = None
    ) -> None:
        self._saved = saved
        self._elsewhere = elsewhere
        self._owner = os.getpid()
        self._ready = threading.Event()
        self._problem: BaseException | None = None
        self._delay: StoreError | None = None

    @property
    def path(self) -> str:
        """The folder within the run: ``models/clf``."""
        return self._saved.path

    @property
    def type(self) -> str:
        """The model's class, with its module."""
        return self._saved.type

    @property
    def flavor(self) -> str:
        """What loads it."""
        return self._saved.flavor

    @property
    def format(self) -> str:
        """Of the model's own file."""
        return self._saved.format

    @property
    def safe(self) -> bool:
        """Whether loading it runs no code of whoever made it."""
        return self._saved.safe

    @property
    def signature(self) -> Signature | None:
        """What it takes and gives."""
        return self._saved.signature

    @property
    def example(self) -> bool:
        """Whether an input example is among its files."""
        return self._saved.example

    @property
    def created(self) -> float:
        """When it was saved, Unix seconds."""
        return self._saved.created

    @property
    def reference(self) -> ReferenceData | None:
        """What is known of its training data, where a profile of them is among its files."""
        return self._saved.reference

    @property
    def digest(self) -> str:
        """The digest of all its files; waits for it."""
        return self.record.digest

    @property
    def size(self) -> int:
        """The bytes of all its files; waits for them."""
        return self.record.size

    @property
    def record(self) -> SavedModel:
        """The record in the run's document; waits until it is there.

        Raises
        ------
        StoreError
            When the store does not take it within a minute: the model is safe, and goes there as soon as that can be.
        NotFound
            When the run was deleted meanwhile.
        """
        if self._owner != os.getpid():
            self._ask_elsewhere()
        elif not self._ready.wait(_SECONDS):
            raise self.late()
        if self._problem is not None:
            raise self._problem
        return self._saved

    def _ask_elsewhere(self) -> None:
        """Ask the store: a forked child has no thread that would say so."""
        end = time.monotonic() + _SECONDS
        while self._elsewhere is not None and not self._ready.is_set():
            waits, saved = self._elsewhere()
            if not waits:
                # A new one: a thread that was not forked may hold the lock of the old one.
                self._ready = threading.Event()
                self.settle(saved)
            elif time.monotonic() > end:
                raise self.late()
            else:
                time.sleep(_PAUSE_SECONDS)

    def settle(self, saved: SavedModel | None) -> None:
        """Say that it is in the store; ``None``: the run is gone."""
        if saved is None:
            self._problem = NotFound(f"The run of the model {self.path!r} was deleted meanwhile.")
        else:
            self._saved = saved
        self._ready.set()

    @property
    def delayed(self) -> bool:
        """Whether the store has refused it; it is tried again."""
        return self._delay is not None

    def delay(self, error: StoreError) -> None:
        """Say why it is not in the store yet."""
        self._delay = error

    def late(self) -> StoreError:
        """Give the error that says so."""
        why = f" {self._delay.message}" if self._delay is not None else ""
        return StoreError(f"The model {self.path!r} is saved, but not in the store yet.{why}")

    def fail(self, error: BaseException) -> None:
        """Say why it is not in the store."""
        self._problem = error
        self._ready.set()

    def __reduce__(self) -> tuple[Callable[[SavedModel], LoggedModel], tuple[SavedModel]]:
        # Workers hand what they logged over to the process that asked them; it waits until the record is whole.
        return of_record, (self.record,)

    def __repr__(self) -> str:
        return f"<model {self.path!r}: {self.type}, {self.format}{'' if self.safe else ', not safe to load'}>"


def of_record(saved: SavedModel) -> LoggedModel:
    """Give the model of a record that is in a run's document."""
    logged = LoggedModel(saved)
    logged.settle(saved)
    return logged
