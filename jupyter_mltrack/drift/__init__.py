"""Drift: has a table changed since the reference, by more than chance would change it?

The module can be called: ``mltrack.drift(reference, current)`` is ``mltrack.drift.drift(reference, current)``.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import drift
    from .policy import ColumnRule, Policy, persisting
    from .profiles import TableProfile, profile
    from .result import Drift

__all__ = ["ColumnRule", "Drift", "Policy", "TableProfile", "drift", "persisting", "profile"]

_HOMES = {
    "drift": "api", "Drift": "result", "Policy": "policy", "ColumnRule": "policy", "persisting": "policy",
    "profile": "profiles", "TableProfile": "profiles",
}  # fmt: skip


class _DriftModule(ModuleType):
    """The package and the function have one name, as the field expects; so the package is what is called."""

    def __call__(self, reference: Any, current: Any, **options: Any) -> Any:
        """Compare two tables: see ``jupyter_mltrack.drift.api.drift``."""
        from .api import drift

        return drift(reference, current, **options)


def __getattr__(name: str) -> Any:
    # Loaded when used: SciPy takes longer to import than the rest of this package.
    import importlib

    if name in _HOMES:
        return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


sys.modules[__name__].__class__ = _DriftModule
