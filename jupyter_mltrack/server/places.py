"""Paths that a browser names: below the server's root folder, and nowhere else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Final

from ..errors import InvalidInput, NotFound
from ..store.schema import FILE
from ..store.store import FOLDER

_LONGEST: Final = 4096
_PARTS: Final = (FILE, f"{FILE}-wal", f"{FILE}-shm", "blobs", "spool")
"""What is read of a store."""


def source_below(root: Path, path: str, hidden: bool = False) -> Path:
    """Give the file or folder of a path, where it and all that is read of it lie below a folder.

    Parameters
    ----------
    root
        The server's root folder.
    path
        As JupyterLab names it: relative to the root, with slashes.
    hidden
        Whether files and folders whose names begin with a dot may be named; a store itself always may.

    Returns
    -------
    Path
        Without links.

    Raises
    ------
    NotFound
        When there is none.
    InvalidInput
        When it leads elsewhere, also by a link.
    """
    parts = PurePosixPath(path.strip("/")).parts
    if len(path) > _LONGEST or not path.isprintable() or "\\" in path or ".." in parts:
        raise InvalidInput(
            f"{path[:80]!r} is no path below the server's root folder: it has no '..' and no odd characters."
        )
    if not hidden and any(part.startswith(".") and part != FOLDER for part in parts):
        raise NotFound(f"There is no file and no folder {path[:200]!r}: hidden ones are not shown.")
    top = root.resolve()
    try:
        found = root.joinpath(*parts).resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"There is no file and no folder {path[:200]!r}.") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise InvalidInput(f"{path[:200]!r} cannot be read.") from error
    folder = found if found.is_dir() else found.parent
    read = [found]
    if found.is_dir() or found.name == FILE:
        read += [place / part for place in (folder, folder / FOLDER) for part in _PARTS]
    for one in read:
        if not one.resolve().is_relative_to(top):
            raise InvalidInput(
                f"{path[:200]!r} leads out of the server's root folder: nothing is read there."
            )
    return found
