"""The folder of an environment while it is made: finished, or gone again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import Conflict, InvalidInput

RECORD: Final = "mltrack-environment.json"
"""In a finished environment: the record that it was made from."""
_UNFINISHED: Final = ".mltrack-unfinished"
_PARTS: Final = frozenset(
    {"bin", "lib", "lib64", "include", "share", "etc", "Scripts", "Lib", "Include", "pyvenv.cfg", ".gitignore",
     "CACHEDIR.TAG", ".lock", _UNFINISHED}
)  # fmt: skip
"""What an environment consists of: a folder with anything else in it is nobody's unfinished environment."""


@contextmanager
def all_or_nothing(target: Path) -> Iterator[None]:
    """Make a folder that is gone again unless all went well; what was there before is never touched.

    Parameters
    ----------
    target
        The folder; must not exist, be empty, or be what a killed process left.

    Raises
    ------
    Conflict
        When it holds something, is a file, or another process makes an environment there.
    InvalidInput
        When it cannot be read or written.

    Examples
    --------
    >>> with all_or_nothing(Path("old")):   # doctest: +SKIP
    ...     fill(Path("old"))
    """
    was_there = _check_target(target)
    unfinished = target / _UNFINISHED
    try:
        target.mkdir(parents=True, exist_ok=True)
        # Seen by the next try, where this process is killed.
        unfinished.write_text(str(os.getpid()), encoding="ascii")
    except OSError as error:
        if not was_there and target.is_dir():
            target.rmdir()
        raise InvalidInput(
            f"{target} cannot be written ({error.strerror or error}): choose another folder."
        ) from error
    try:
        yield
        unfinished.unlink(missing_ok=True)
    except BaseException:
        _empty(target)
        if not was_there:
            target.rmdir()
        raise


def _check_target(target: Path) -> bool:
    """Say whether the folder is there; one that holds anything but an unfinished try is refused."""
    try:
        names = {entry.name for entry in target.iterdir()}
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        raise Conflict(f"{target} is a file: choose another folder.") from None
    except OSError as error:
        raise InvalidInput(
            f"{target} cannot be read ({error.strerror or error}): choose another folder."
        ) from error
    if _UNFINISHED in names and names <= _PARTS:
        if _is_alive(target / _UNFINISHED):
            raise Conflict(
                f"Another process is making an environment in {target}: wait, or choose another folder."
            )
        _empty(target)
    elif names:
        raise Conflict(f"{target} is not empty, and nothing in it is touched: choose another folder.")
    return True


def _is_alive(unfinished: Path) -> bool:
    """Say whether the process that began an environment still runs."""
    import psutil

    try:
        return bool(psutil.pid_exists(int(unfinished.read_text(encoding="ascii"))))
    except (OSError, ValueError):
        return False


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
