"""System libraries and accelerators that results depend on, as what is imported says: nothing is imported or run."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

_MAPS: Final = Path("/proc/self/maps")
_DRIVER: Final = Path("/proc/driver/nvidia/version")
_OPENMP = re.compile(
    r"/(lib(?:gomp|iomp5|omp))(?:[-.][^/\s]*?)?\.so(?:\.(?P<version>[\d.]+))?$", re.MULTILINE
)
_DRIVER_VERSION = re.compile(r"Kernel Module\s+(?:for \S+\s+)?(?P<version>[\d.]+)")
_FAULTS = (AttributeError, KeyError, TypeError, ValueError, RuntimeError, OSError, ImportError)
"""What asking a library may raise that is half loaded, or of another version."""


def system_libraries() -> dict[str, str]:
    """Name the system libraries that results depend on, with their versions.

    Examples
    --------
    >>> system_libraries()   # doctest: +SKIP
    {'glibc': '2.36', 'BLAS': 'scipy-openblas 0.3.31', 'OpenMP': 'libgomp 1.0.0'}
    """
    asked = {"glibc": _glibc, "BLAS": _blas, "OpenMP": _openmp}
    return _answers(asked)


def accelerators() -> dict[str, str]:
    """Name the libraries of accelerators that torch, TensorFlow or JAX use here, where these are imported."""
    found: dict[str, str] = {}
    for framework, ask in (("torch", _torch), ("tensorflow", _tensorflow), ("jax", _jax)):
        if framework in sys.modules:
            try:
                said = ask()
            except _FAULTS:
                continue
            found = {**said, **found}
    if "CUDA" in found:
        found.update(_answers({"driver": _driver}))
    return found


def _answers(asked: dict[str, Callable[[], str | None]]) -> dict[str, str]:
    found = {}
    for name, ask in asked.items():
        try:
            said = ask()
        except _FAULTS:
            continue
        if said:
            found[name] = said
    return found


def _glibc() -> str | None:
    if "CS_GNU_LIBC_VERSION" in getattr(os, "confstr_names", {}):
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").removeprefix("glibc ") or None
    # musl has no such name; elsewhere the platform says the version of the system.
    name, version = platform.libc_ver() if sys.platform == "linux" else ("", "")
    return f"{name} {version}".strip() or None


def _blas() -> str | None:
    config = sys.modules.get("numpy.__config__")
    said = config.CONFIG["Build Dependencies"]["blas"] if config is not None else {}
    version = str(said.get("version") or "")
    return f"{said['name']} {version}".strip() if said else None


def _openmp() -> str | None:
    """Read which OpenMP runtimes are loaded: two at once are a known cause of crashes and of other results."""
    found = {
        f"{match[1]} {match['version'] or ''}".strip()
        for match in _OPENMP.finditer(_MAPS.read_text(encoding="utf-8", errors="replace"))
    }
    return ", ".join(sorted(found)) or None


def _torch() -> dict[str, str]:
    torch: Any = sys.modules["torch"]
    found = {}
    if torch.version.cuda:
        found["CUDA"] = str(torch.version.cuda)
        cudnn = torch.backends.cudnn.version()
        if cudnn:
            found["cuDNN"] = cudnn_text(cudnn)
        if torch.cuda.is_initialized():
            # Asking starts nothing: the run used the device.
            found["GPU"] = str(torch.cuda.get_device_name())
    if getattr(torch.version, "hip", None):
        found["ROCm"] = str(torch.version.hip)
    return found


def _tensorflow() -> dict[str, str]:
    build: Any = sys.modules["tensorflow.python.platform.build_info"]
    info = build.build_info
    names = {"CUDA": "cuda_version", "cuDNN": "cudnn_version", "ROCm": "rocm_version"}
    return {name: str(info[key]) for name, key in names.items() if info.get(key)}


def _jax() -> dict[str, str]:
    library: Any = sys.modules["jax._src.lib"]
    versions = library.cuda_versions
    if versions is None:
        return {}
    number = int(versions.cuda_runtime_get_version())
    cuda = f"{number // 1000}.{number % 1000 // 10}"
    return {"CUDA": cuda, "cuDNN": cudnn_text(versions.cudnn_get_version())}


def cudnn_text(number: int) -> str:
    """Write cuDNN's number as a version.

    Examples
    --------
    >>> cudnn_text(8902), cudnn_text(90100)
    ('8.9.2', '9.1.0')
    """
    major = 10_000 if number >= 90_000 else 1_000
    rest = number % major
    return f"{number // major}.{rest // 100}.{rest % 100}"


def _driver() -> str | None:
    match = _DRIVER_VERSION.search(_DRIVER.read_text(encoding="utf-8", errors="replace"))
    return match["version"] if match else None
