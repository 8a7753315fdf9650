"""What a cell used and made: found by hooks and rules, handed to a sink."""

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
