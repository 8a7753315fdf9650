"""The packages that a model needs, as files beside it, and how they differ from those that are here."""

from __future__ import annotations

import importlib.util
import json
import platform
import re
import threading
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Final

from ..records import Environment
from .environment import current_packages
from .installed import Distribution, Installed, plain
from .refusals import INSTALL

REQUIREMENTS: Final = "requirements.txt"
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;]+)$")
_LONGEST: Final = 100_000
_UNQUOTED: Final = re.compile(r"[A-Za-z][A-Za-z0-9._+-]*(?:[=<]=[0-9][A-Za-z0-9._+!-]*)?")
# Both are of a few lines that are always the same: written by hand, they cost nothing.
_YAML_PYTHON: Final = """\
python: {python}
build_dependencies:{build}
dependencies:
- -r {requirements}
"""
_YAML_CONDA: Final = """\
name: mlflow-env
channels:
- conda-forge
dependencies:
- python={python}
- {pip}
- pip:{packages}
"""


class ModelVersionWarning(UserWarning):
    """A model is loaded with other versions of packages than it was saved with."""


def requirements_of(modules: Iterable[str], environment: Environment | None = None) -> dict[str, str]:
    """Give the distributions of modules and what those need in turn, of what is imported here, with exact versions.

    Parameters
    ----------
    modules
        Top-level modules.
    environment
        What is imported; this process, unless given.
    """
    packages = tuple(environment.packages.items()) if environment is not None else current_packages()
    # A training loop saves again and again with the same packages.
    return dict(_closed(packages, tuple(distributions_of(modules).items())))


@lru_cache(maxsize=32)
def _closed(packages: tuple[tuple[str, str], ...], first: tuple[tuple[str, str], ...]) -> dict[str, str]:
    imported = {plain(name): (name, version) for name, version in packages}
    found: dict[str, str] = {}
    waiting = list(first)
    while waiting:
        name, version = waiting.pop()
        if name in found:
            continue
        found[name] = version
        for needed in _needs(name):
            known = imported.get(plain(needed))
            if known is not None and known[0] not in found:
                waiting.append(known)
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def distributions_of(modules: Iterable[str]) -> dict[str, str]:
    """Give the distributions, with their versions, that top-level modules belong to; those of none are left out."""
    installed = _refreshed(_FRESH_SECONDS)
    found = {}
    for module in modules:
        if module not in _held:
            named = installed.named(INSTALL.get(module, module))
            _held[module] = named or installed.holder(module, _file_of(module))
        if (held := _held[module]) is not None:
            found[held.name] = held.version
    return found


def _file_of(module: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin) if spec is not None and spec.origin is not None else None


_installed = Installed()
_held: dict[str, Distribution | None] = {}
"""Module to its distribution, until something is installed."""
_lock = threading.Lock()
_FRESH_SECONDS: Final = 0.5
"""Nobody installs a package, imports it and saves a model in less; a training loop may save that often."""
_looked = -_FRESH_SECONDS


def _refreshed(within: float = 0.0) -> Installed:
    """Look for what was installed, unless that was done so many seconds ago."""
    global _looked
    with _lock:
        if time.monotonic() - _looked > within:
            if _installed.refresh():
                _held.clear()
            _looked = time.monotonic()
    return _installed


def requirement_files(packages: dict[str, str]) -> dict[str, str]:
    """Give the texts of ``requirements.txt``, ``python_env.yaml`` and ``conda.yaml``, as MLflow writes them."""
    tools = distributions_of(["pip", "setuptools", "wheel"])
    return dict(_texts(tuple(packages.items()), tuple(tools.items())))


@lru_cache(maxsize=8)
def _texts(
    packages: tuple[tuple[str, str], ...], installed: tuple[tuple[str, str], ...]
) -> list[tuple[str, str]]:
    tools = dict(installed)
    lines = [f"{name}=={version}" for name, version in packages]
    build = [f"{name}=={tools[name]}" if name in tools else name for name in ("pip", "setuptools", "wheel")]
    python = _YAML_PYTHON.format(
        python=platform.python_version(), build=_listed(build), requirements=REQUIREMENTS
    )
    pip = f"pip<={tools['pip']}" if "pip" in tools else "pip"
    conda = _YAML_CONDA.format(
        python=platform.python_version(), pip=_quoted(pip), packages=_listed(lines, "  ")
    )
    requirements = "\n".join(lines) + "\n"
    return [(REQUIREMENTS, requirements), ("python_env.yaml", python), ("conda.yaml", conda)]


def _listed(lines: list[str], indent: str = "") -> str:
    return "".join(f"\n{indent}- {_quoted(line)}" for line in lines) or " []"


def _quoted(line: str) -> str:
    """Quote what YAML could read as something else: its double quotes are those of JSON."""
    return line if _UNQUOTED.fullmatch(line) else json.dumps(line)


def read_requirements(folder: Path) -> dict[str, str]:
    """Read the exact versions of a model's folder; lines that pin nothing are passed over."""
    try:
        text = (folder / REQUIREMENTS).read_text(encoding="utf-8", errors="replace")[:_LONGEST]
    except OSError:
        return {}
    pins = (_PIN.match(line.strip()) for line in text.splitlines())
    return {pin["name"]: pin["version"] for pin in pins if pin is not None}


def differences(wanted: Mapping[str, str]) -> list[str]:
    """Say which packages have other versions here: ``"scikit-learn 1.5.0 then, 1.9.0 now"``."""
    here = _refreshed()
    found = []
    for name, then in wanted.items():
        now = here.named(name)
        if now is None:
            found.append(f"{name} {then} then, not installed now")
        elif now.version != then:
            found.append(f"{name} {then} then, {now.version} now")
    return found


def _needs(name: str) -> tuple[str, ...]:
    held = _installed.named(name)
    return _read_needs(held.folder) if held is not None else ()


@lru_cache(maxsize=512)
def _read_needs(folder: Path) -> tuple[str, ...]:
    """Read what a distribution needs, extras aside; a folder of metadata holds one version and does not change."""
    lines = metadata.PathDistribution(folder).requires or []
    matches = (_NAME.match(line) for line in lines if "extra ==" not in line and "extra==" not in line)
    return tuple(match[0] for match in matches if match is not None)
