"""What people decided about names for good: a small file beside the store that can be committed.

::

    # mltrack.ini
    [names]
    lr = param
    accuracy = metric
    tmp = never
"""

from __future__ import annotations

import configparser
import os
import re
import tempfile
from pathlib import Path
from typing import get_args

from ..errors import InvalidInput, StoreReadOnly
from ..records import Choice
from ..settings import FILE

_SECTION = "names"
_HEAD = """\
# What %%track captures in this folder, decided by hand: NAME = param, metric or never.
# (%mltrack always NAME and %mltrack never NAME write here. Keep this file with the notebooks.)
[names]
"""
_CHOICES = get_args(Choice)
_LONGEST = 500


def read_choices(folder: Path) -> dict[str, Choice]:
    """Read what was decided.

    Parameters
    ----------
    folder
        The folder that holds the store.

    Raises
    ------
    InvalidInput
        When the file cannot be understood; the message says where.
    """
    path = folder / FILE
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(path.read_text(encoding="utf-8"), source=FILE)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        raise InvalidInput(f"{FILE} cannot be read: {' '.join(str(error).split())}.") from error
    found: dict[str, Choice] = {}
    for name, choice in parser.items(_SECTION) if parser.has_section(_SECTION) else ():
        if choice not in _CHOICES:
            raise InvalidInput(f"{FILE}: {name} = {choice[:40]!r}; it must be one of {', '.join(_CHOICES)}.")
        found[name] = choice  # type: ignore[assignment]
    return found


def write_choice(folder: Path, name: str, choice: Choice | None) -> None:
    """Decide about one name; everything else in the file stays as somebody wrote it.

    Parameters
    ----------
    folder
        The folder that holds the store.
    name
        A variable, or a dotted entry of one.
    choice
        ``None`` takes the decision back.

    Raises
    ------
    InvalidInput
        For what is no name, and when the file that is there cannot be understood.
    StoreReadOnly
        When it cannot be written.
    """
    if not all(part.isidentifier() for part in name.split(".")) or len(name) > _LONGEST:
        raise InvalidInput(f"{name[:60]!r} is no name of a variable.")
    read_choices(folder)
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else _HEAD
        _replace(path, _changed(text, name, choice))
    except OSError as error:
        raise StoreReadOnly(f"{FILE} cannot be written: {error.strerror or error}.") from error


def _changed(text: str, name: str, choice: Choice | None) -> str:
    own = re.compile(rf"\s*{re.escape(name)}\s*=")
    lines = [line for line in text.splitlines() if not own.match(line)]
    if choice is not None:
        heads = [at for at, line in enumerate(lines) if line.strip() == f"[{_SECTION}]"]
        if not heads:
            lines += [f"[{_SECTION}]"]
            heads = [len(lines) - 1]
        end = heads[0] + 1
        while end < len(lines) and not lines[end].lstrip().startswith("["):
            end += 1
        while not lines[end - 1].strip():
            end -= 1
        lines.insert(end, f"{name} = {choice}")
    return "\n".join(lines) + "\n"


def _replace(path: Path, text: str) -> None:
    """Write the whole file at once: a reader sees the old or the new one."""
    handle, written = tempfile.mkstemp(prefix=f".{FILE}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        if path.exists():
            Path(written).chmod(path.stat().st_mode)
        else:
            Path(written).chmod(0o644)
        Path(written).replace(path)
    except OSError:
        Path(written).unlink(missing_ok=True)
        raise
