"""What can go wrong with a monitor, in words that people see."""

from __future__ import annotations

from ..errors import Conflict, MLTrackError


class SourceError(MLTrackError):
    """A monitor's source cannot be read: it is not there, or not as it was."""

    code = "source"
    status = 502


class NothingThere(SourceError):
    """A source can be reached and has nothing (yet): no file fits its pattern."""


class MonitorBusy(Conflict):
    """A monitor is being run already, by another process or another button."""

    code = "monitor_busy"


class MonitorCancelled(MLTrackError):
    """Somebody asked a running monitor to stop; what it had checked is kept."""

    code = "monitor_cancelled"
    status = 409
