"""Where the code of this process stands: a notebook, a script, a console."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ..records import Source
from ..store import find_store

_home: Path | None = None


def set_home(folder: Path | None) -> None:
    """Say from which folder this process's store is looked for, wherever its code changes the working folder to."""
    global _home
    _home = folder


def own_store() -> Path:
    """Give where the store of this process's work is.

    That is the one that the Jupyter server chose, else the nearest ``.mltrack`` upwards from where the process works:
    a notebook from its own folder, a script from the working folder.
    """
    chosen = os.environ.get("MLTRACK_STORE")
    if chosen and _home is not None:
        return _home / Path(chosen).expanduser()
    return find_store(_home)


def current_source(namespace: Mapping[str, object] | None = None) -> Source:
    """Say where the running code stands.

    Parameters
    ----------
    namespace
        The notebook's names: some front ends leave the notebook's path there.

    Returns
    -------
    Source
        ``path`` is relative to the folder that holds the store where it lies in it, else the file's name.
    """
    for path in (os.environ.get("JPY_SESSION_NAME"), (namespace or {}).get("__vsc_ipynb_file__")):
        if type(path) is str and path.endswith(".ipynb"):
            return Source(kind="notebook", path=_within(Path(path)))
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    if main and "ipykernel" not in sys.modules:
        return Source(kind="script", path=_within(Path(main)))
    return Source(kind="console")


def _within(path: Path) -> str:
    try:
        return path.absolute().relative_to(own_store().parent).as_posix()
    except (ValueError, OSError):
        # Elsewhere, or the working folder was deleted.
        return path.name
