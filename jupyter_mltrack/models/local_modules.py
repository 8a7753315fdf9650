"""Modules that belong to no installed distribution: what was imported from beside the notebook."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from ..records import LocalModule

_LARGEST: Final = 5_000_000
"""Bytes of a module; longer ones are no text that somebody wrote."""
_NOT_LOCAL: Final = frozenset({"sitecustomize", "usercustomize", "_virtualenv", "jupyter_mltrack"})
"""What an installation or environment runs at its start, and this package in a checkout of its own."""

_State = tuple[tuple[str, int, int], ...]
_hashed: dict[str, tuple[_State, str]] = {}


def file_of(name: str) -> Path | None:
    """Give the file that an imported module came from; ``None`` for what was made by hand or is built in."""
    spec = getattr(sys.modules.get(name), "__spec__", None)
    origin = getattr(spec, "origin", None)
    if not isinstance(origin, str) or not getattr(spec, "has_location", False):
        return None
    return Path(origin)


def is_local(name: str, file: Path) -> bool:
    """Say whether a module of no distribution is somebody's own, and not a part of Python."""
    return name not in _NOT_LOCAL and not any(
        file.is_relative_to(folder) and "site-packages" not in file.parts for folder in _standard()
    )


@lru_cache(maxsize=1)
def _standard() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    return tuple({paths["stdlib"], paths["platstdlib"]})


def local_modules(names: Iterable[str]) -> list[LocalModule]:
    """Describe local modules by what their files hold.

    The files are read again only where they changed since: a module that was edited while the kernel runs is usually
    loaded again too (``%autoreload``).

    Parameters
    ----------
    names
        Their top-level names, as they are in ``sys.modules``.
    """
    found = []
    for name in sorted(names):
        file = file_of(name)
        if file is None:
            continue
        package = file.stem == "__init__"
        files = _files_of(name) if package else [file]
        content = _content(name, file.parent if package else file, files)
        if content is not None:
            # A part of a namespace package lies in that one's folder.
            above = "/".join(name.split(".")[:-1])
            path = file.parent.name if package else file.name
            found.append(LocalModule(name, f"{above}/{path}" if above else path, content))
    return found


def _files_of(name: str) -> list[Path]:
    """Give the files of a package that were imported."""
    below = f"{name}."
    names = [module for module in list(sys.modules) if module == name or module.startswith(below)]
    return sorted({file for module in names if (file := file_of(module)) is not None})


def _content(name: str, root: Path, files: list[Path]) -> str | None:
    """Give the hash of files; ``None`` where one cannot be read any more."""
    try:
        stats = [(str(file), file.stat()) for file in files]
        state = tuple((file, stat.st_mtime_ns, stat.st_size) for file, stat in stats)
        known = _hashed.get(name)
        if known is not None and known[0] == state:
            return known[1]
        if len(files) == 1 and files[0] == root:
            content = content_of(root)
        else:
            whole = hashlib.sha256()
            for file in files:
                where = file.relative_to(root) if file.is_relative_to(root) else Path(file.name)
                whole.update(f"{where.as_posix()}\0{content_of(file)}\n".encode())
            content = whole.hexdigest()
    except OSError:
        return None
    _hashed[name] = (state, content)
    return content


def content_of(file: Path) -> str:
    """Give the hash of a file.

    Raises
    ------
    OSError
        When it cannot be read.
    """
    with file.open("rb") as opened:
        return hashlib.sha256(opened.read(_LARGEST)).hexdigest()
