"""Files by a pattern: each is a batch, and one that changes is read again."""

from __future__ import annotations

import glob
import gzip
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ...drift.tables import parts
from ...errors import InvalidInput
from ..problems import NothingThere, SourceError
from .base import Batch

MOST_CELLS = 5_000_000
"""Cells in memory at a time."""
FEWEST_ROWS = 1000
_LONGEST_HEAD = 1_000_000
_ENDINGS = (".csv", ".tsv", ".parquet", ".pq", ".jsonl", ".ndjson")


class Files:
    """CSV, Parquet and JSON lines files.

    Parameters
    ----------
    pattern
        A path; ``*`` stands for any name, ``**`` for any folders.
    folder
        Where a relative one begins.
    """

    def __init__(self, pattern: str, folder: Path) -> None:
        self._pattern, self._folder = pattern, folder

    def batches(self, position: str) -> list[Batch]:
        """Name the files, the oldest first.

        Raises
        ------
        NothingThere
            When no file fits the pattern.
        """
        whole = str(self._folder / Path(self._pattern).expanduser())
        # Of a path that holds no pattern the file itself is meant, also where it is not there. Path.glob takes no
        # absolute patterns.
        names = glob.glob(whole, recursive=True) if glob.has_magic(whole) else [whole]  # noqa: PTH207
        paths = [Path(name) for name in names]
        found = [batch for path in paths if (batch := self._batch(path)) is not None]
        if not found:
            raise NothingThere(
                f"No file fits {self._pattern!r} in {self._folder.name or self._folder}. Was it moved, or has "
                "nothing come yet? The monitor goes on when there is one."
            )
        return sorted(found, key=lambda batch: (batch.time, batch.name))

    def _batch(self, path: Path) -> Batch | None:
        try:
            if not path.is_file() or not path.name.lower().removesuffix(".gz").endswith(_ENDINGS):
                return None
            state = path.stat()
        except OSError:
            # Taken away between the listing and the look: as if it had never been there.
            return None
        name = path.relative_to(self._folder) if path.is_relative_to(self._folder) else path
        version = f"{state.st_size}-{state.st_mtime_ns}"
        return Batch(name.as_posix(), version, state.st_mtime, state.st_size, partial(_read, path))


def _read(path: Path, rows: int) -> Iterator[Any]:
    try:
        # Of a wide table fewer rows fill the memory.
        yield from parts(path, min(rows, max(MOST_CELLS // _width(path), FEWEST_ROWS)))
    except InvalidInput:
        raise
    except ModuleNotFoundError as error:
        raise SourceError(
            f"{path.name} is read by {error.name}, which is not installed: pip install {error.name}."
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is no text in UTF-8 ({error.reason}). Save it as UTF-8.") from error
    except Exception as error:
        # Libraries raise whatever they like over a file that is damaged or still being written.
        raise SourceError(
            f"{path.name} cannot be read: {str(error).splitlines()[0][:200] if str(error) else type(error).__name__}. "
            "A file that is still being written is read at the next run."
        ) from error


def _width(path: Path) -> int:
    """Give about how many columns a file has."""
    name = path.name.lower()
    if ".parquet" in name or name.endswith(".pq"):
        from pyarrow import parquet

        return max(len(parquet.read_schema(path).names), 1)
    opened = gzip.open(path, "rb") if name.endswith(".gz") else path.open("rb")  # noqa: SIM115 - closed below
    with opened as file:
        head = file.readline(_LONGEST_HEAD)
    return 1 + max(head.count(separator) for separator in (b",", b"\t"))
