"""What an installer's complaint means: which package, why, and what to do."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .installed import plain
from .pins import Pin

_NAME = r"[`'\"]?(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)"
_COMPLAINTS: Final[tuple[tuple[str, str], ...]] = (
    ("version", rf"No matching distribution found for {_NAME}"),
    ("version", rf"Could not find a version that satisfies the requirement {_NAME}"),
    ("version", rf"[Tt]here (?:is|are) no versions? of {_NAME}"),
    ("version", rf"Because {_NAME}[^ ]* (?:was not found|has no wheels)"),
    ("python", rf"{_NAME}[^ ]* (?:requires a different Python|requires Python|depends on Python)"),
    ("build", rf"Failed building wheel for {_NAME}"),
    ("build", rf"Failed to build(?: installable wheels for [^(]*)? \(?{_NAME}"),
    ("hash", rf"Hash mismatch for {_NAME}"),
    ("hash", "DO NOT MATCH THE HASHES"),
    ("git", "Git (?:operation failed|executable not found)"),
    ("git", "Cannot find command '(?:git|hg|svn|bzr)'"),
    ("git", "git (?:clone|fetch|checkout|submodule).* did not run successfully"),
    ("build", "metadata-generation-failed|to build (?:wheel|editable) did not run successfully"),
    ("space", "No space left on device|ENOSPC"),
    ("conflict", "ResolutionImpossible|conflicting dependencies|requirements are unsatisfiable"),
    ("network", rf"Failed to (?:download|fetch):? {_NAME}"),
    (
        "network",
        "Failed to establish a new connection|NewConnectionError|Max retries exceeded|Failed to fetch",
    ),
    (
        "network",
        "error sending request|name resolution|Connection (?:refused|reset)|Read timed out|ReadTimeoutError",
    ),
)
"""What is wrong, and how pip or uv say so: the first pattern that a line matches counts."""
_REMEDIES: Final = {
    "version": "No package index that is set up here has that version for this Python and platform: set up the index "
    "that the run used (pip config), or choose another version.",
    "python": "It does not take this Python: install the run's Python and try again.",
    "build": "It has to be built from source, and that failed: install its build tools (a compiler, headers), or its "
    "wheel for this platform.",
    "hash": "The file at that address is not the one that the run had: find the original.",
    "git": "Its version control could not fetch it: is the program installed, and may you read that repository?",
    "space": "The disk is full: make room and try again.",
    "conflict": "The versions contradict each other.",
    "network": "It could not be fetched: is the network there, and is pip set up for it (pip config)?",
    "": "See what the installer said.",
}


class Complaint(NamedTuple):
    """Why an installation failed."""

    kind: str
    package: str | None
    said: str
    """The installer's own line."""

    @property
    def sentence(self) -> str:
        """The package, the installer's line, and what to do."""
        start = (
            f"{self.package} could not be installed"
            if self.package
            else "The packages could not be installed"
        )
        said = f" ({self.said})" if self.said else ""
        return f"{start}{said}. {_REMEDIES[self.kind]}"


def read_complaint(lines: list[str], pins: list[Pin]) -> Complaint:
    """Read why an installation failed.

    Parameters
    ----------
    lines
        The last lines that the installer printed.
    pins
        What it was asked for.

    Examples
    --------
    >>> lines = ["ERROR: No matching distribution found for numpy==99"]
    >>> read_complaint(lines, [Pin("numpy", "99", "numpy==99")])[:2]
    ('version', 'numpy 99')
    """
    # uv breaks its sentences where the terminal ends.
    whole = [*lines, " ".join(line.strip(" │├╰─▶×") for line in lines)]
    for kind, pattern in _COMPLAINTS:
        for line in whole:
            match = re.search(pattern, line)
            if match is not None:
                said = line if line is not whole[-1] else line[match.start() : match.start() + 200]
                package = _asked(match.groupdict().get("name") or "", pins)
                if package is None and kind in ("build", "git", "hash"):
                    package = _at_hand(lines, pins)
                return Complaint(kind, package, _short(said))
    errors = [line for line in lines if "error" in line.lower()]
    return Complaint("", None, _short(errors[-1] if errors else lines[-1] if lines else ""))


def _asked(name: str, pins: list[Pin]) -> str | None:
    if not name:
        return None
    for pin in pins:
        if plain(pin.name) == plain(name.rstrip(".")):
            return f"{pin.name} {pin.version}"
    return name


def _at_hand(lines: list[str], pins: list[Pin]) -> str | None:
    """Name the package that pip was busy with: the last one that it said it takes."""
    for line in reversed(lines):
        if line.startswith(("Collecting ", "Processing ")):
            words = {plain(word) for word in re.split(r"[\s/=@<>~!]+", line)}
            for pin in pins:
                name = plain(pin.name)
                if any(word == name or word.startswith(f"{name}-{plain(pin.version)}") for word in words):
                    return f"{pin.name} {pin.version}"
            return None
    return None


def _short(line: str) -> str:
    line = " ".join(line.split()).removeprefix("ERROR: ").removeprefix("error: ").removeprefix("cause: ")
    line = line.partition(", we can conclude")[0].removesuffix(".")
    return line if len(line) <= 200 else line[:199] + "…"
