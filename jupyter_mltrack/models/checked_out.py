"""The commit that is checked out in a folder, read from git's own files: no program is started."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_LINE: Final = re.compile(r"^([0-9a-f]{40,64}) (\S+)$", re.MULTILINE | re.ASCII)
_MOST_LEVELS: Final = 8


def checked_out_commit(folder: Path) -> str | None:
    """Give the commit of a folder's work tree; whether its files differ from it takes git itself to say.

    Parameters
    ----------
    folder
        Any folder of the work tree.

    Returns
    -------
    str or None
        ``None`` outside of a work tree, before the first commit, and where git keeps its references in another form.

    Examples
    --------
    >>> checked_out_commit(Path("/"))
    """
    for level in (folder, *list(folder.parents)[:_MOST_LEVELS]):
        try:
            if (level / ".git").exists():
                return _head(level / ".git")
        except (OSError, ValueError):
            return None
    return None


def _head(git: Path) -> str | None:
    if git.is_file():
        # A work tree beside its repository, or a submodule.
        git = git.parent / git.read_text(encoding="utf-8", errors="replace").strip().removeprefix("gitdir: ")
    said = (git / "HEAD").read_text(encoding="utf-8", errors="replace").strip()
    if not said.startswith("ref: "):
        return said if _COMMIT.fullmatch(said) else None
    reference = said.removeprefix("ref: ")
    shared = git
    if (git / "commondir").is_file():
        shared = git / (git / "commondir").read_text(encoding="utf-8", errors="replace").strip()
    for place in (git, shared):
        file = place / reference
        if file.is_file():
            found = file.read_text(encoding="utf-8", errors="replace").strip()
            return found if _COMMIT.fullmatch(found) else None
    packed = shared / "packed-refs"
    lines = packed.read_text(encoding="utf-8", errors="replace") if packed.is_file() else ""
    return next((match[1] for match in _LINE.finditer(lines) if match[2] == reference), None)
