"""What an installer can be asked for to get a run's packages again, and what it cannot be asked for.

Names, versions and addresses come from a store that anybody may have written: what is not exactly of the form of one
never reaches a command line or a file for an installer.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ..records import Environment, PackageOrigin

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.!+_-]*[A-Za-z0-9])?", re.ASCII)
_PYTHON = re.compile(r"\d+\.\d+(?:\.\d+)?", re.ASCII)
_COMMIT = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,127}", re.ASCII)
_HASH = re.compile(r"(?P<name>sha\d+|md5):(?P<value>[0-9a-f]{16,128})", re.ASCII)
_ADDRESS = re.compile(
    r"(?P<start>[a-z]+://)(?:(?P<user>[^/@]*)@)?(?P<rest>[A-Za-z0-9][A-Za-z0-9._~:/@%-]*)", re.ASCII
)
"""No ``$``: pip puts values of environment variables into the addresses of a file, and a stranger would get them."""
_REMOTE: Final = ("https://", "http://", "ssh://", "git://")
_SYSTEMS: Final = ("git", "hg", "svn", "bzr")


class Pin(NamedTuple):
    """A package and the one requirement that gives it again."""

    name: str
    version: str
    requirement: str


class LeftOutPackage(NamedTuple):
    """A package that no installer can get again by itself, why, and what a person can do."""

    name: str
    reason: str
    remedy: str


class InstallPlan(NamedTuple):
    """What is to be installed, and what cannot be."""

    pins: list[Pin]
    left_out: list[LeftOutPackage]


def install_plan(environment: Environment, without: frozenset[str] = frozenset()) -> InstallPlan:
    """Say how to get a run's packages again.

    Parameters
    ----------
    environment
        What the run had.
    without
        Names of packages that are not wanted.

    Examples
    --------
    >>> plan = install_plan(Environment("3.11.7", "CPython", "Linux", {"numpy": "2.1.0", "--pre": "1"}))
    >>> [pin.requirement for pin in plan.pins], [left.reason for left in plan.left_out]
    (['numpy==2.1.0'], ['its name is none'])
    """
    plan = InstallPlan([], [])
    for name, version in environment.packages.items():
        if name in without:
            continue
        origin = environment.origins.get(name)
        if not _NAME.fullmatch(name):
            plan.left_out.append(
                LeftOutPackage(shown(name), "its name is none", "look at who wrote this store")
            )
        elif not _VERSION.fullmatch(version):
            plan.left_out.append(
                LeftOutPackage(name, f"its version {shown(version)} is none", "look at who wrote this store")
            )
        elif origin is None:
            plan.pins.append(Pin(name, version, f"{name}=={version}"))
        else:
            address = _direct(origin)
            if address is None:
                plan.left_out.append(LeftOutPackage(name, *_explained(name, version, origin)))
            else:
                plan.pins.append(Pin(name, version, f"{name} @ {address}"))
    return plan


def python_version(environment: Environment) -> str | None:
    """Give the Python version of a run, ``None`` where what was recorded is none.

    Examples
    --------
    >>> python_version(Environment("3.13.0rc1", "CPython", "Linux"))
    '3.13.0'
    """
    match = _PYTHON.match(environment.python)
    return match[0] if match is not None else None


def shown(text: str) -> str:
    """Give a stranger's text as one short printable piece."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return short if short.isprintable() and short == short.strip() and short else repr(short)


def _direct(origin: PackageOrigin) -> str | None:
    """Give the address of a package that an installer can fetch from where it was: exactly that commit or file."""
    match = _ADDRESS.fullmatch(origin.url)
    if match is None or not origin.url.startswith(_REMOTE):
        return None
    # Passwords were never kept: the installer's own means (a credential helper, netrc, a key) stand in for them.
    url = match["start"] + ("git@" if match["user"] == "git" else "") + match["rest"]
    below = origin.subdirectory or ""
    if below and (not re.fullmatch(r"[A-Za-z0-9._/-]+", below, re.ASCII) or ".." in below.split("/")):
        return None
    fragments = [f"subdirectory={below}"] if below else []
    if origin.kind == "vcs":
        if origin.vcs not in _SYSTEMS or not origin.commit or not _COMMIT.fullmatch(origin.commit):
            return None
        address = f"{origin.vcs}+{url}@{origin.commit}"
    elif origin.kind == "archive" and url.startswith(_REMOTE[:2]):
        known = _HASH.fullmatch(origin.hash or "")
        if known is None and url.startswith("http://"):
            # Nothing would say that it is the same file.
            return None
        if known is not None:
            fragments.insert(0, f"{known['name']}={known['value']}")
        address = url
    else:
        return None
    return address + ("#" + "&".join(fragments) if fragments else "")


def _explained(name: str, version: str, origin: PackageOrigin) -> tuple[str, str]:
    where = shown(origin.url.removeprefix("file://"))
    commit = f" at commit {shown(origin.commit)}" if origin.commit else ""
    if origin.kind == "editable":
        return (
            f"{version} was installed in editable mode from the folder {where}{commit}",
            "install it from there, as it was then: pip install --editable FOLDER",
        )
    if origin.kind == "folder":
        return (
            f"{version} was installed from the folder {where}",
            "install it from there, as it was then: pip install FOLDER",
        )
    if origin.kind == "vcs":
        return (
            f"{version} was installed from {where}{commit}, which cannot be fetched from here",
            "get that commit, then: pip install FOLDER",
        )
    same = f" ({shown(origin.hash)})" if origin.hash else ""
    return f"{version} was installed from the file {where}{same}", "get that file, then: pip install FILE"
