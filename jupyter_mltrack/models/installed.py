"""The installed distributions, by name and by the modules that they hold."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..records import PackageOrigin
from .direct_url import folder_of, read_origin

_FIRST = re.compile(rb"\n([^/,\n]+[/,])")
"""The beginning of a line of ``RECORD``: a folder with its slash, or a file with the comma after it."""
_MODULE_FILES = (".py", ".so", ".pyd")
_DIST_INFO = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)(?:-.*)?\.(?:dist|egg)-info$")


class Distribution(NamedTuple):
    """An installed distribution: its folder of metadata, name and version."""

    folder: Path
    name: str
    version: str


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Give a distribution's name as names are compared.

    Examples
    --------
    >>> plain("Scikit_Learn")
    'scikit-learn'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


class Installed:
    """The distributions on ``sys.path``, read once and again when something was installed since."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[int, list[Distribution]]] = {}
        self._by_name: dict[str, Distribution] = {}
        self._sites: tuple[str, ...] = ()
        self._by_module: dict[str, list[Distribution]] | None = None
        self._editable: dict[str, Distribution] | None = None
        self._origins: dict[Path, PackageOrigin | None] = {}

    def refresh(self) -> bool:
        """Read the folders of ``sys.path`` again if something was installed since; says whether it did."""
        before, now = self._read, self._look(sys.path)
        self._read = now
        if before.keys() == now.keys() and all(found is before[entry] for entry, found in now.items()):
            return False
        # The notebook's own folder is on the path, too, and changes all the time; it rarely holds distributions.
        if {entry: found for entry, found in before.items() if found[1]} == {
            entry: found for entry, found in now.items() if found[1]
        }:
            return False
        self._by_name = {}
        self._by_module = self._editable = None
        self._origins = {}
        for _, distributions in now.values():
            for found in distributions:
                # As Python does, the first on the path counts.
                self._by_name.setdefault(plain(found.name), found)
        self._sites = tuple({str(found.folder.parent) + os.sep for found in self._by_name.values()})
        return True

    def _look(self, path: list[str]) -> dict[str, tuple[int, list[Distribution]]]:
        """List the distributions in folders, each with the time at which it changed last."""
        now = {}
        for entry in path:
            try:
                modified = os.stat(entry or ".").st_mtime_ns  # noqa: PTH116 - twice as fast, at every load
            except OSError:
                continue
            before = self._read.get(entry)
            same = before is not None and before[0] == modified
            now[entry] = (
                before if before and same else (modified, list(_distributions_in(Path(entry or "."))))
            )
        return now

    def versions(self) -> dict[str, str]:
        """Give the version of every distribution by its plain name."""
        return {name: found.version for name, found in self._by_name.items()}

    def named(self, name: str) -> Distribution | None:
        """Find a distribution by name, however that is written."""
        return self._by_name.get(plain(name))

    def origin(self, distribution: Distribution) -> PackageOrigin | None:
        """Say where a distribution was installed from, if not from a package index."""
        folder = distribution.folder
        if folder not in self._origins:
            self._origins[folder] = read_origin(folder)
        return self._origins[folder]

    def holder(self, module: str, file: Path | None) -> Distribution | None:
        """Find the distribution of a module: by name, by what distributions say that they hold, by its folder.

        Parameters
        ----------
        module
            Its name; of a part of a namespace package, with that one's (``google.protobuf``).
        file
            Where it was imported from.
        """
        top = module.partition(".")[0]
        match = self._by_name.get(plain(module))
        if match is not None or file is None:
            return match
        site = next((site for site in self._sites if str(file).startswith(site)), None)
        return self._editable_of(file) if site is None else self._holder_of_file(top, file, site)

    def _holder_of_file(self, top: str, file: Path, site: str) -> Distribution | None:
        """Find who says that the file is theirs; also where the file lies deeper within somebody's package."""
        parts = file.parts[len(Path(site).parts) :]
        holders = self._holders().get(parts[0].partition(".")[0]) or self._holders().get(top) or []
        if len(holders) < 2:
            return holders[0] if holders else None
        listed = "/".join(parts)
        return next((found for found in holders if _lists(found.folder, listed)), holders[0])

    def _editable_of(self, file: Path) -> Distribution | None:
        """Find the editable install whose source folder holds a file."""
        if self._editable is None:
            self._editable = {}
            for found in self._by_name.values():
                origin = self.origin(found)
                if origin is not None and origin.kind == "editable":
                    self._editable[folder_of(origin.url)] = found
        for parent in file.parents:
            match = self._editable.get(str(parent))
            if match is not None:
                return match
        return None

    def _holders(self) -> dict[str, list[Distribution]]:
        if self._by_module is None:
            self._by_module = {}
            for says in (_says_top_level, _says_record):
                for distribution in self._by_name.values():
                    for module in says(distribution.folder):
                        holders = self._by_module.setdefault(module, [])
                        if distribution not in holders:
                            holders.append(distribution)
        return self._by_module


def _distributions_in(folder: Path) -> Iterator[Distribution]:
    try:
        # Names only: a folder of thousands of notebooks is on the path, too.
        names = sorted(name for name in os.listdir(folder) if name.endswith("-info"))  # noqa: PTH208
    except OSError:
        return
    for name in names:
        match = _DIST_INFO.match(name)
        if match is not None:
            yield Distribution(folder / name, match["name"].replace("_", "-"), match["version"])


def _says_top_level(folder: Path) -> set[str]:
    return set(_text(folder / "top_level.txt").split())


def _says_record(folder: Path) -> set[str]:
    """Read the top-level names from the list of installed files."""
    # As bytes, and searched for the ends of lines: a third of the time of a multi-line pattern on text.
    try:
        content = b"\n" + (folder / "RECORD").read_bytes()
    except OSError:
        return set()
    names = set()
    for first in set(_FIRST.findall(content)):
        name = first[:-1].decode("utf-8", "replace")
        if first.endswith(b"/"):
            if not name.endswith((".dist-info", ".data", "..")):
                names.add(name)
        elif name.endswith(_MODULE_FILES):
            names.add(name.partition(".")[0])
    return names


def _lists(folder: Path, file: str) -> bool:
    return f"\n{file}," in "\n" + _text(folder / "RECORD")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
