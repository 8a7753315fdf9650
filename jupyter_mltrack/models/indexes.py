"""How many package indexes the installer is set up with; which ones is its own affair and is kept nowhere."""

from __future__ import annotations

import configparser
import os
import sys
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def extra_indexes() -> int:
    """Count the package indexes that pip, or uv, uses beside its main one, as its settings say.

    A package of such an index is told from others by nothing: that there were some is all that can be recorded.
    """
    found: set[str] = set()
    for name in ("PIP_EXTRA_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_INDEX"):
        found.update(os.environ.get(name, "").split())
    for file in _files():
        parser = configparser.RawConfigParser(strict=False)
        try:
            parser.read_string(file.read_text(encoding="utf-8", errors="replace"))
        except (OSError, configparser.Error):
            continue
        for section in ("global", "install"):
            found.update(parser.get(section, "extra-index-url", fallback="").split())
    return len(found)


def _files() -> list[Path]:
    """Give the files in which pip looks for its settings."""
    chosen = os.environ.get("PIP_CONFIG_FILE")
    if chosen == os.devnull:
        return []
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    if sys.platform == "win32":
        own = [Path(os.environ.get("APPDATA", home)) / "pip" / "pip.ini", home / "pip" / "pip.ini"]
        return [
            Path(os.environ.get("PROGRAMDATA", "C:\\")) / "pip" / "pip.ini",
            *own,
            Path(sys.prefix) / "pip.ini",
        ]
    shared = os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(os.pathsep)
    own_folder = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [Path(folder) / "pip" / "pip.conf" for folder in shared if folder]
    files += [Path("/etc/pip.conf"), home / ".pip" / "pip.conf", own_folder / "pip" / "pip.conf"]
    if sys.platform == "darwin":
        files.append(home / "Library" / "Application Support" / "pip" / "pip.conf")
    files.append(Path(sys.prefix) / "pip.conf")
    return [*files, Path(chosen)] if chosen else files
