"""What a run of a monitor has done so far, and whom it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..records import Alert, Monitor, MonitorCheck

Told = Callable[[float | None, str], None]
"""Hears how far a run is: a share of the work, where that is known, and words."""


@dataclass
class MonitorRun:
    """What a run did."""

    monitor: Monitor
    checks: list[MonitorCheck] = field(default_factory=list)
    """Those that it made, the oldest first."""
    alerts: list[Alert] = field(default_factory=list)
    """Those that it raised or changed."""
    rows: int = 0
    """That it took in."""
    notes: list[str] = field(default_factory=list)
    news: bool = False
    """Whether there were rows that had not been there before."""
    problem: str = ""

    def fail(self, problem: str) -> None:
        """Say that something went wrong, while the rest goes on."""
        self.problem = f"{self.problem} {problem}".strip()
