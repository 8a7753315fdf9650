"""Questions to classes that import no library and run nobody's code."""

from __future__ import annotations

import importlib
from typing import Any

from ...errors import StoreCorrupt

_MRO = type.__dict__["__mro__"]


def root_of(kind: type) -> str:
    """Give the top-level module of a class."""
    return module_of(kind).partition(".")[0]


def module_of(kind: type) -> str:
    """Give the name of the module that a class is from."""
    module = type.__getattribute__(kind, "__module__")
    return module if type(module) is str else ""


def path_of(kind: type) -> str:
    """Give the path that a class is imported by: ``xgboost.sklearn.XGBClassifier``."""
    return f"{module_of(kind)}.{type.__getattribute__(kind, '__qualname__')}"


def inherits(kind: type, root: str, *names: str) -> bool:
    """Say whether a class is, or inherits from, one of these classes of a library."""
    return any(root_of(base) == root and base.__name__ in names for base in _MRO.__get__(kind))


def library_class(path: Any, base: str, root: str) -> Any:
    """Import a class that a file names, only if it belongs to the library itself.

    Parameters
    ----------
    path
        What the file says: ``xgboost.sklearn.XGBClassifier``.
    base
        The name of a class that it must inherit from.
    root
        The library's top-level module.

    Raises
    ------
    StoreCorrupt
        When it is no such class: the file is not one that was saved by this package.
    """
    found = None
    if isinstance(path, str) and path.partition(".")[0] == root:
        module, _, name = path.rpartition(".")
        try:
            found = getattr(importlib.import_module(module), name, None)
        except ImportError as error:
            raise _not_of(path, root) from error
    if not isinstance(found, type) or root_of(found) != root or not inherits(found, root, base):
        raise _not_of(path, root)
    return found


def _not_of(path: Any, root: str) -> StoreCorrupt:
    return StoreCorrupt(
        f"The model names the class {str(path)[:80]!r}, which is none of {root}. Nothing was loaded."
    )
