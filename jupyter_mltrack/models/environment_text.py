"""A run's environment in words, for a terminal or a notebook."""

from __future__ import annotations

import textwrap

from ..records import Environment, PackageOrigin
from .pins import shown

_WIDTH = 100


def environment_lines(environment: Environment, title: str) -> list[str]:
    """Say what a run was computed with.

    Parameters
    ----------
    environment
        What the run had.
    title
        Of which run.

    Examples
    --------
    >>> environment_lines(Environment("3.11.7", "CPython", "Linux", {"numpy": "2.1.0"}), "run 12")
    ['run 12: Python 3.11.7 (CPython) on Linux', 'packages: numpy 2.1.0']
    """
    lines = [
        f"{title}: Python {shown(environment.python)} ({shown(environment.implementation)}) on "
        f"{shown(environment.platform)}"
    ]
    parts = {
        "libraries": [f"{shown(name)} {shown(version)}" for name, version in environment.libraries.items()],
        "accelerators": [
            f"{shown(name)} {shown(version)}" for name, version in environment.accelerators.items()
        ],
        "packages": [
            f"{shown(name)} {shown(version)}"
            for name, version in environment.packages.items()
            if name not in environment.origins
        ],
    }
    for name, words in parts.items():
        if words:
            lines += textwrap.wrap(
                f"{name}: {', '.join(words)}", _WIDTH, subsequent_indent="  ", break_on_hyphens=False
            )
    for name, origin in environment.origins.items():
        version = environment.packages.get(name, "")
        lines.append(f"{shown(name)} {shown(version)}: {origin_text(origin)}")
    for module in environment.local:
        lines.append(f"local module {shown(module.path)}: sha256 {shown(module.hash[:12])}")
    if environment.extra_indexes:
        plural = "es" if environment.extra_indexes > 1 else ""
        lines.append(f"{environment.extra_indexes} extra package index{plural} set up for the installer")
    return lines


def origin_text(origin: PackageOrigin) -> str:
    """Say where a package came from.

    Examples
    --------
    >>> origin_text(PackageOrigin("vcs", "https://code.example/lib", vcs="git", commit="1f0c"))
    'git https://code.example/lib at commit 1f0c'
    """
    url = shown(origin.url)
    if origin.kind == "editable":
        commit = f" at commit {shown(origin.commit)}" if origin.commit else ""
        return f"editable, from the folder {url.removeprefix('file://')}{commit}"
    if origin.kind == "folder":
        return f"from the folder {url.removeprefix('file://')}"
    if origin.kind == "vcs":
        revision = f" ({shown(origin.revision)})" if origin.revision else ""
        return f"{shown(origin.vcs or '')} {url} at commit {shown(origin.commit or '')}{revision}"
    return f"from {url}" + (f" ({shown(origin.hash)})" if origin.hash else "")
