"""The packages that a model needs, as files beside it, and how they differ from those that are here."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from ..records import Environment
from .environment import current_environment
from .mlmodel import dumped
from .refusals import INSTALL

REQUIREMENTS: Final = "requirements.txt"
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;]+)$")
_LONGEST: Final = 100_000


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
    imported = {
        _plain(name): (name, version)
        for name, version in (environment or current_environment()).packages.items()
    }
    found: dict[str, str] = {}
    waiting = list(distributions_of(modules).items())
    while waiting:
        name, version = waiting.pop()
        if name in found:
            continue
        found[name] = version
        for needed in _needs(name):
            known = imported.get(_plain(needed))
            if known is not None and known[0] not in found:
                waiting.append(known)
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def distributions_of(modules: Iterable[str]) -> dict[str, str]:
    """Give the distributions, with their versions, that top-level modules belong to; those of none are left out."""
    found = {}
    for module in modules:
        for name in _candidates(module):
            try:
                held = metadata.distribution(name)
            except (metadata.PackageNotFoundError, ValueError):
                continue
            found[held.metadata["Name"]] = held.version
            break
    return found


def _candidates(module: str) -> Iterator[str]:
    yield INSTALL.get(module, module)
    # Reads the lists of files of everything installed, so only where the name alone does not tell.
    yield from _holders().get(module, ())


@lru_cache(maxsize=1)
def _holders() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()


def write_requirements(folder: Path, packages: dict[str, str]) -> None:
    """Write ``requirements.txt``, ``python_env.yaml`` and ``conda.yaml``, as MLflow does."""
    lines = [f"{name}=={version}" for name, version in packages.items()]
    (folder / REQUIREMENTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    tools = distributions_of(["pip", "setuptools", "wheel"])
    build = [f"{name}=={tools[name]}" if name in tools else name for name in ("pip", "setuptools", "wheel")]
    python: dict[str, Any] = {
        "python": platform.python_version(),
        "build_dependencies": build,
        "dependencies": [f"-r {REQUIREMENTS}"],
    }
    (folder / "python_env.yaml").write_text(dumped(python), encoding="utf-8")
    pip = f"pip<={tools['pip']}" if "pip" in tools else "pip"
    conda: dict[str, Any] = {
        "name": "mlflow-env",
        "channels": ["conda-forge"],
        "dependencies": [f"python={platform.python_version()}", pip, {"pip": lines}],
    }
    (folder / "conda.yaml").write_text(dumped(conda), encoding="utf-8")


def read_requirements(folder: Path) -> dict[str, str]:
    """Read the exact versions of a model's folder; lines that pin nothing are passed over."""
    try:
        text = (folder / REQUIREMENTS).read_text(encoding="utf-8", errors="replace")[:_LONGEST]
    except OSError:
        return {}
    pins = (_PIN.match(line.strip()) for line in text.splitlines())
    return {pin["name"]: pin["version"] for pin in pins if pin is not None}


def differences(wanted: dict[str, str]) -> list[str]:
    """Say which packages have other versions here: ``"scikit-learn 1.5.0 then, 1.9.0 now"``."""
    found = []
    for name, then in wanted.items():
        try:
            now = metadata.version(name)
        except metadata.PackageNotFoundError:
            found.append(f"{name} {then} then, not installed now")
            continue
        if now != then:
            found.append(f"{name} {then} then, {now} now")
    return found


def _needs(name: str) -> list[str]:
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    matches = (_NAME.match(line) for line in lines if "extra ==" not in line and "extra==" not in line)
    return [match[0] for match in matches if match is not None]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
