"""Copying a model into memory as a pickle, without running the code of the notebook or of files beside it."""

from __future__ import annotations

import io
import pickle
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..refusals import UnsavableModel
from .classes import module_of

_PROTOCOL = 5


def pickle_of(model: Any, most: int) -> bytes:
    """Pickle a model whose parts are all of installed packages.

    Raises
    ------
    UnsavableModel
        When it is too large, cannot be pickled, or holds an object whose class was written by the user: asking that
        for its state would run the user's code.
    """
    target = _Limited(most)
    try:
        _LibraryPickler(target, protocol=_PROTOCOL).dump(model)
    except UnsavableModel:
        raise
    except Exception as error:
        raise UnsavableModel(f"it cannot be copied ({type(error).__name__}: {error})"[:200]) from error
    return target.getvalue()


class _Limited(io.BytesIO):
    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any) -> int:
        if self.tell() + memoryview(data).nbytes > self._most:
            raise UnsavableModel(f"it is larger than {self._most / 1_000_000:g} MB")
        return super().write(data)


class _LibraryPickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        kind = type(obj)
        if not is_installed(kind):
            raise UnsavableModel(
                f"it holds an object of {kind.__name__}, a class of the notebook or beside it"
            )
        return NotImplemented


def is_installed(kind: type) -> bool:
    """Say whether a class is of Python or an installed package, rather than of the notebook or a file beside it."""
    return is_installed_module(module_of(kind))


@lru_cache(maxsize=4096)
def is_installed_module(name: str) -> bool:
    """Say the same of a module, by its name."""
    root = name.partition(".")[0]
    if root in sys.stdlib_module_names or root.startswith("_cython_"):
        # Cython's functions are of a type of their own, whose module has no file.
        return root != "__main__"
    if root == "__main__":
        return False
    origin = getattr(getattr(sys.modules.get(root), "__spec__", None), "origin", None)
    if origin in (None, "built-in"):
        # Namespace packages have a path and no file.
        paths = list(getattr(sys.modules.get(root), "__path__", ()))
        return bool(paths) and all(_in_packages(path) for path in paths)
    return _in_packages(origin)


def _in_packages(path: str) -> bool:
    places = Path(path).parts
    if "site-packages" in places or "dist-packages" in places:
        return True
    return any(Path(path).is_relative_to(folder) for folder in _library_folders())


@lru_cache(maxsize=1)
def _library_folders() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    return tuple({paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")})
