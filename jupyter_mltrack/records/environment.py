"""What a run was computed with: Python, packages and where they came from, local modules, libraries, accelerators."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

OriginKind = Literal["editable", "folder", "vcs", "archive"]
"""How a package was installed that does not come from a package index."""


class PackageOrigin(Struct):
    """Where a package was installed from, if not from a package index, as PEP 610 records it."""

    kind: OriginKind
    url: str
    """Without passwords and tokens: ``****`` stands for them."""
    vcs: str | None = None
    """``git``, ``hg``, …"""
    commit: str | None = None
    """The exact commit that was installed; of an editable install, the one that was checked out there."""
    revision: str | None = None
    """The branch or tag that was asked for."""
    hash: str | None = None
    """Of an archive: ``sha256:…``."""
    subdirectory: str | None = None


class LocalModule(Struct):
    """A module that belongs to no installed distribution: a file or folder beside the notebook."""

    name: str
    path: str
    """The file or folder, within the folder that it was imported from."""
    hash: str
    """SHA-256 of the file; of a package, of its imported files by path."""


class Environment(Struct):
    """What a run was computed with. Kept once per distinct content, as a blob."""

    python: str
    implementation: str
    platform: str
    packages: dict[str, str] = field(default_factory=dict)
    """Distribution name to version, of the packages imported when the run ended."""
    origins: dict[str, PackageOrigin] = field(default_factory=dict)
    """Of the packages that do not come from a package index."""
    extra_indexes: int = 0
    """How many package indexes the installer was set up with beside its main one."""
    local: list[LocalModule] = field(default_factory=list)
    libraries: dict[str, str] = field(default_factory=dict)
    """System libraries that results depend on, with their versions: ``glibc``, ``BLAS``, ``OpenMP``."""
    accelerators: dict[str, str] = field(default_factory=dict)
    """``CUDA``, ``cuDNN``, ``ROCm``, ``driver``, ``GPU``: what torch, TensorFlow or JAX say that they use."""
