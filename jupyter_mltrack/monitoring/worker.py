"""Runs monitors in a process of its own, for the Jupyter server: ``python -m jupyter_mltrack.monitoring.worker``.

What it is to do comes as JSON on standard input; what it did is in the store.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ..errors import MLTrackError
from ..store import open_store
from .delivery import deliver
from .running import run_due, run_monitor


def main() -> int:
    """Run one monitor, or all that are due."""
    asked = json.load(sys.stdin)
    store = open_store(Path(asked["store"]), create=False)
    try:
        if asked.get("monitor"):
            run_monitor(store, asked["monitor"])
            deliver(store)
        else:
            run_due(store, told=_say)
    except MLTrackError as error:
        _say(error.message)
        return 1
    finally:
        store.close()
    return 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    raise SystemExit(main())
