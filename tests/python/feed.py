"""A feed of rows that can be made to drift, and the monitor that watches it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jupyter_mltrack.monitoring.monitors import create_monitor
from jupyter_mltrack.monitoring.running import MonitorRun, run_monitor
from jupyter_mltrack.records import Chunking, Monitor, MonitorBody, MonitorRoles, MonitorSource
from jupyter_mltrack.registry.people import Person
from jupyter_mltrack.store import Store

ANN = Person("ann")
FIRST = pd.Timestamp("2026-03-01", tz="UTC").timestamp()
DAY = 86400.0
LATER = FIRST + 1000 * DAY
"""A time at which every day of a feed is over."""


def rows(
    day: int, count: int = 400, shift: float = 0.0, seed: int | None = None, labels: bool = False
) -> pd.DataFrame:
    """Give the rows of a day."""
    random = np.random.default_rng(1000 + day if seed is None else seed)
    x = random.normal(size=count)
    chance = 1 / (1 + np.exp(-2 * x))
    frame = pd.DataFrame(
        {
            "at": pd.to_datetime(
                FIRST + DAY * (day + np.sort(random.random(count)) * 0.99), unit="s", utc=True
            ),
            "key": [f"{day}-{at}" for at in range(count)],
            "age": random.normal(40 + shift, 10, count),
            "city": random.choice(["Bonn", "Kiel", "Ulm"], count, p=[0.5, 0.3, 0.2]),
            "score": chance,
        }
    )
    return frame.assign(churned=(random.random(count) < chance).astype(int)) if labels else frame


@dataclass
class Feed:
    """A folder of files, one a day, with a store beside it."""

    store: Store
    folder: Path

    def day(self, day: int, **how: Any) -> Path:
        """Write the file of a day."""
        path = self.folder / "data" / f"{day:03d}.csv"
        path.parent.mkdir(exist_ok=True)
        rows(day, **how).to_csv(path, index=False)
        return path

    def monitor(self, name: str = "churn", reference_rows: int = 3000, **changes: Any) -> Monitor:
        """Make a monitor of the files, by day, with a reference of its own."""
        body: dict[str, Any] = {
            "source": MonitorSource("files", "data/*.csv"),
            "chunking": Chunking("time", column="at"),
            "roles": MonitorRoles(key="key", scores={"1": "score"}, label="churned"),
        }
        table = rows(-30, count=reference_rows, labels=True)
        return create_monitor(self.store, MonitorBody(name, **{**body, **changes}), by=ANN, table=table)

    def run(self, name: str = "churn", now: float = LATER) -> MonitorRun:
        """Run a monitor at a time when all days are over."""
        return run_monitor(self.store, name, now=now)


def states(run: MonitorRun) -> list[tuple[str, str]]:
    """Say what a run found, check by check."""
    return [(check.label, check.status) for check in run.checks]


def soon(condition: Any, seconds: float = 20.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)
