"""Detectors for streams: one value after the other, and at once an answer. River's, behind one interface."""

from .detector import METHODS, StreamDetector

__all__ = ["METHODS", "StreamDetector"]
