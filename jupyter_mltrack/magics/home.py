"""The folder that a notebook's store is looked for from: where its kernel started, wherever cells go from there.

``os.chdir`` and ``%cd`` in a cell would move the store in mid-session otherwise, and with it half of the runs.
"""

from __future__ import annotations

import sys
from pathlib import Path

_folder: Path | None = None


def remember() -> None:
    """Take the working folder for the notebook's home. Imports nothing: this happens while a kernel starts."""
    global _folder
    try:
        _folder = Path.cwd()
    except OSError:
        # Deleted already: it is looked for where the cells are, then.
        _folder = None


def use() -> None:
    """Tell tracking; before it is asked for the store."""
    from ..tracking.source import set_home

    set_home(_folder)


def forget() -> None:
    """Stores are looked for from the working folder again."""
    global _folder
    _folder = None
    if "jupyter_mltrack.tracking.source" in sys.modules:
        use()
