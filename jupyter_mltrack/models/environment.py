"""What this process computes with: Python, platform, and the versions of what was really imported."""

from __future__ import annotations

import platform
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..records import Environment

_DIST_INFO = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)(?:-.*)?\.(?:dist|egg)-info$")

_lock = threading.Lock()
_known: dict[str, tuple[str, str] | None] = {}
"""Top-level module to (distribution, version); ``None`` for modules that belong to no distribution."""


def current_environment() -> Environment:
    """Describe what this process computes with.

    The first call looks through the folders of installed packages (some tens of milliseconds, see ``prepare``); later
    ones look up only what was imported since.

    Returns
    -------
    Environment
        ``packages`` holds the distributions of all modules imported so far, by name.
    """
    # The tracker itself comes to use these: listed from the first run on, they are no change between two runs.
    import fsspec  # noqa: F401
    import numpy  # noqa: F401

    prepare()
    with _lock:
        found = {known[0]: known[1] for known in _known.values() if known is not None}
    return Environment(
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        platform=platform.platform(aliased=True, terse=False),
        packages=dict(sorted(found.items(), key=lambda item: item[0].lower())),
    )


def prepare() -> None:
    """Look up what has been imported so far, so that ``current_environment`` has less to do."""
    with _lock:
        fresh = [name for name in _top_level_modules() if name not in _known]
        if fresh:
            _known.update(_installed.look_up(fresh))


def _top_level_modules() -> list[str]:
    """Give the imported modules that lie outside the standard library."""
    return [
        name
        for name in list(sys.modules)
        if "." not in name and name not in sys.stdlib_module_names and not name.startswith("__")
    ]


class _Distribution(NamedTuple):
    """An installed distribution: its folder of metadata, name and version."""

    folder: Path
    name: str
    version: str


class _Installed:
    """The installed distributions by name and by the modules that they hold, read once and again after a change."""

    def __init__(self) -> None:
        self._read_at: dict[str, int] = {}
        self._by_name: dict[str, _Distribution] = {}
        self._by_module: dict[str, _Distribution] | None = None

    def look_up(self, modules: Iterable[str]) -> dict[str, tuple[str, str] | None]:
        """Find the distributions of modules: by name first, then by what distributions say that they hold."""
        self._refresh()
        found: dict[str, tuple[str, str] | None] = {}
        for module in modules:
            match = self._by_name.get(_plain(module))
            if match is None and self._may_be_installed(module):
                match = self._holders().get(module)
            found[module] = (match.name, match.version) if match is not None else None
        return found

    def _refresh(self) -> None:
        """Read the folders of ``sys.path`` again if something was installed since."""
        now = {}
        for entry in sys.path:
            try:
                now[entry or "."] = Path(entry or ".").stat().st_mtime_ns
            except OSError:
                continue
        if now != self._read_at:
            self._read_at = now
            self._by_name = {}
            self._by_module = None
            for entry in now:
                for found in _distributions_in(Path(entry)):
                    # As Python does, the first on the path counts.
                    self._by_name.setdefault(_plain(found.name), found)

    def _may_be_installed(self, module: str) -> bool:
        """Say whether a module's file lies in a folder of ``sys.path``, rather than beside the notebook or nowhere."""
        spec = getattr(sys.modules.get(module), "__spec__", None)
        origin = getattr(spec, "origin", None)
        if not isinstance(origin, str):
            return False
        parent = Path(origin).parent
        folders = {distribution.folder.parent for distribution in self._by_name.values()}
        return parent in folders or parent.parent in folders

    def _holders(self) -> dict[str, _Distribution]:
        if self._by_module is None:
            self._by_module = {}
            for says in (_says_top_level, _says_record):
                for distribution in self._by_name.values():
                    for module in says(distribution.folder):
                        self._by_module.setdefault(module, distribution)
        return self._by_module


_installed = _Installed()


def _distributions_in(folder: Path) -> Iterator[_Distribution]:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return
    for name in names:
        match = _DIST_INFO.match(name)
        if match is not None:
            yield _Distribution(folder / name, match["name"].replace("_", "-"), match["version"])


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _says_top_level(folder: Path) -> set[str]:
    try:
        return set((folder / "top_level.txt").read_text(encoding="utf-8", errors="replace").split())
    except OSError:
        return set()


def _says_record(folder: Path) -> set[str]:
    """Read the top-level names from the list of installed files."""
    try:
        lines = (folder / "RECORD").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return set()
    names = set()
    for line in lines:
        first, slash, rest = line.partition("/")
        if slash and rest and not first.endswith((".dist-info", ".data", "..")):
            names.add(first)
        elif first.partition(",")[0].endswith(".py"):
            names.add(first.partition(",")[0].removesuffix(".py"))
    return names
