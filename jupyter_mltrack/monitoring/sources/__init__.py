"""Where a monitor's data come from. A new kind is one file here, and one line in ``open_source``."""

from __future__ import annotations

from pathlib import Path

from ...errors import InvalidInput
from ...records import MonitorSource
from .base import Batch, Source
from .files import Files
from .sql import Query

__all__ = ["Batch", "Source", "check_source", "open_source"]


def open_source(source: MonitorSource, folder: Path) -> Source | None:
    """Give what reads a source; ``None`` where tables are handed over.

    Parameters
    ----------
    source
        What to read.
    folder
        Where relative paths begin: the folder that holds the store.

    Raises
    ------
    InvalidInput
        When it says too little to be read.
    """
    check_source(source)
    if source.kind == "handed":
        return None
    if source.kind == "files":
        return Files(source.path, folder)
    return Query(source.database, source.query, source.cursor, folder)


def check_source(source: MonitorSource) -> None:
    """Look whether a source says what it needs to.

    Raises
    ------
    InvalidInput
        Saying what is missing.
    """
    if source.kind == "files":
        if not source.path.strip():
            raise InvalidInput("A source of files needs a path or a pattern, such as data/*.parquet.")
        if "\0" in source.path:
            raise InvalidInput("A path has no character of the number 0 in it.")
    elif source.kind == "sql":
        Query.check(source.database, source.query, source.cursor)
