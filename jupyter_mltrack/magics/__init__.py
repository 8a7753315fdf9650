"""What a notebook gets: ``%%track`` and ``%mltrack``."""

from __future__ import annotations

from typing import Any

_TRACKER = "_mltrack_tracker"


def load(shell: Any) -> None:
    """Add the magics and hooks to a shell; where they are already, nothing changes."""
    if getattr(shell, _TRACKER, None) is not None:
        return
    from .commands import register
    from .tracker import Tracker

    tracker = Tracker(shell)
    tracker.attach()
    register(shell, tracker)
    setattr(shell, _TRACKER, tracker)


def unload(shell: Any) -> None:
    """Take every hook and magic away."""
    tracker = getattr(shell, _TRACKER, None)
    if tracker is None:
        return
    from .commands import unregister

    tracker.detach()
    unregister(shell)
    setattr(shell, _TRACKER, None)
