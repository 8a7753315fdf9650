"""What a cell used and made: found by hooks and rules, handed to a sink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dependencies import EarlierCells
    from .hooks import CellSession
    from .observers import Sink
    from .options import CaptureOptions
    from .source import TrackedCode, find_track, strip_track

__all__ = [
    "CaptureOptions",
    "CellSession",
    "EarlierCells",
    "Sink",
    "TrackedCode",
    "find_track",
    "strip_track",
]

_HOMES = {
    "CaptureOptions": "options",
    "CellSession": "hooks",
    "EarlierCells": "dependencies",
    "Sink": "observers",
    "TrackedCode": "source",
    "find_track": "source",
    "strip_track": "source",
}


def __getattr__(name: str) -> Any:
    # Loaded when used: servers and scripts need only how values are read, at a quarter of the time.
    import importlib

    if name in _HOMES:
        value = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
