"""What this process computes with: Python, platform, and the versions of what was really imported."""

from __future__ import annotations

import platform
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..records import Environment

_DIST_INFO = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)(?:-.*)?\.(?:dist|egg)-info$")

_lock = threading.Lock()
_known: dict[str, tuple[str, str] | None] = {}
"""Top-level module to (distribution, version); ``None`` for modules that belong to no distribution."""


def current_environment() -> Environment:
    """Describe what this process computes with.

    The first call looks through the folders of installed packages (some tens of milliseconds); later ones look up
    only what was imported since.

    Returns
    -------
    Environment
        ``packages`` holds the distributions of all modules imported so far, by name.
    """
    # The tracker itself comes to use these: listed from the first run on, they are no change between two runs.
    import fsspec  # noqa: F401
    import numpy  # noqa: F401

    with _lock:
        fresh = [name for name in _top_level_modules() if name not in _known]
        if fresh:
            _known.update(_look_up(fresh))
        found = {known[0]: known[1] for known in _known.values() if known is not None}
    return Environment(
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        platform=platform.platform(aliased=True, terse=False),
        packages=dict(sorted(found.items(), key=lambda item: item[0].lower())),
    )


def _top_level_modules() -> list[str]:
    """Give the imported modules that lie outside the standard library."""
    return [
        name
        for name in list(sys.modules)
        if "." not in name and name not in sys.stdlib_module_names and not name.startswith("__")
    ]


def _look_up(modules: Iterable[str]) -> dict[str, tuple[str, str] | None]:
    """Find the distributions of modules: by name first, then by what distributions say that they hold."""
    infos = list(_dist_infos())
    by_name = {_plain(name): (folder, name, version) for folder, name, version in reversed(infos)}
    found: dict[str, tuple[str, str] | None] = {}
    wanted = set()
    for module in modules:
        match = by_name.get(_plain(module))
        if match is not None:
            found[module] = match[1:]
        else:
            wanted.add(module)
    for holds in (_says_top_level, _says_record):
        for folder, name, version in infos:
            if not wanted:
                break
            for module in wanted & holds(folder):
                found[module] = (name, version)
                wanted.discard(module)
    return {**found, **dict.fromkeys(wanted)}


def _dist_infos() -> Iterator[tuple[Path, str, str]]:
    """Give the installed distributions, in the order in which Python would find them."""
    seen = set()
    for entry in sys.path:
        folder = Path(entry or ".")
        try:
            names = [path for path in folder.iterdir() if path.suffix in (".dist-info", ".egg-info")]
        except OSError:
            continue
        for path in names:
            match = _DIST_INFO.match(path.name)
            if match is not None and _plain(match["name"]) not in seen:
                seen.add(_plain(match["name"]))
                yield path, match["name"].replace("_", "-"), match["version"]


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
