"""The store that a server serves: chosen once, opened when it is there."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from ..errors import NotFound
from ..store import Store, find_store
from ..tracking.api import FileId, file_id, open_for_tracking

STORE_VARIABLE = "MLTRACK_STORE"


class StoreMissing(NotFound):
    """Nobody has tracked anything yet: looking makes no store."""


class StoreHolder:
    """Knows where the store is, and opens it when there is one.

    Parameters
    ----------
    root
        The server's root folder.
    configured
        What the trait says; empty to look for it.
    """

    def __init__(self, root: Path, configured: str = "") -> None:
        self.root = root
        if configured:
            folder = (root / Path(configured).expanduser()).absolute()
            self.path = folder if folder.name == ".mltrack" else folder / ".mltrack"
        else:
            self.path = find_store(root)
        self._store: Store | None = None
        self._file: FileId | None = None
        self._lock = threading.Lock()

    def hand_to_kernels(self) -> None:
        """Let the kernels of this server write to the same store."""
        os.environ[STORE_VARIABLE] = str(self.path)

    @property
    def shown_path(self) -> str:
        """The store's path for people: relative to the server's root where it lies below it."""
        try:
            return self.path.relative_to(self.root).as_posix()
        except ValueError:
            return self.path.name

    def get(self, create: bool = False) -> Store:
        """Give the open store.

        Parameters
        ----------
        create
            Whether to make it where there is none: somebody asked for something to be kept.

        Raises
        ------
        StoreMissing
            When there is none yet.
        StoreError
            When it cannot be opened.
        """
        with self._lock:
            if self._store is not None and self._file != file_id(self.path):
                self._store.close()
                self._store = None
            if self._store is None:
                if file_id(self.path) is None and not create:
                    raise StoreMissing("There is no store yet: run a cell with %%track, and it is made.")
                self._store = open_for_tracking(self.path, create=create)
                self._file = file_id(self.path)
            return self._store

    def close(self) -> None:
        """Close the store if it is open."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None
