"""Where models lie that are on their way into the store; light enough to be asked for all the time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ..store import Store

NOTE: Final = ".json"
"""Ends the name of a note, which lies beside the folder with the model's own files."""


def folder_of(store: Store) -> Path:
    """Give the folder of what is on its way."""
    return store.path / "spool" / "models"


def is_elsewhere(store: Store) -> bool:
    """Say whether a link lies in the folder's place: nothing is read, written or removed where it leads to."""
    return folder_of(store).is_symlink()


def noted_models(store: Store, run_id: str | None = None) -> list[Path]:
    """Give the notes of models on their way, the oldest first; of one run, or of all."""
    root = folder_of(store)
    try:
        names = os.listdir(root)  # noqa: PTH208 - asked every few seconds
    except FileNotFoundError:
        return []
    if not names or is_elsewhere(store):
        return []
    return [
        root / name
        for name in sorted(names)
        if name.endswith(NOTE) and (run_id is None or name.split("-")[1:2] == [run_id])
    ]


def is_idle(store: Store) -> bool:
    """Say whether nothing at all lies there, neither noted nor left behind."""
    try:
        with os.scandir(folder_of(store)) as entries:
            return next(entries, None) is None
    except FileNotFoundError:
        return True
