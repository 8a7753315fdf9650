"""The thread that folds while a process logs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

FOLD_SECONDS = 0.15
"""How often it folds at most."""
MOST_SHARE = 0.005
"""Of the time it works at most: whoever logs has the interpreter to themselves for the rest. Readers see points that
are not folded yet, too, and a Jupyter server folds for its kernels."""
LONGEST_SECONDS = 5.0
_JOIN_SECONDS = 10.0


class Follower:
    """Calls a function again and again, in a thread of its own, until it is told to stop.

    Parameters
    ----------
    look
        What is called.
    """

    def __init__(self, look: Callable[[], None]) -> None:
        self._stop = threading.Event()
        self._look = look
        self._thread = threading.Thread(target=self._work, name="mltrack-points", daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        """Say whether it will look again."""
        return self._thread.is_alive() and not self._stop.is_set()

    def is_running(self) -> bool:
        """Say whether it looks, be it for the last time."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Let this look be the last."""
        self._stop.set()

    def join(self) -> None:
        """Wait until the last look has ended, so that what it uses can be closed."""
        if self._thread is not threading.current_thread():
            self._thread.join(_JOIN_SECONDS)

    def _work(self) -> None:
        failing, pause = False, FOLD_SECONDS
        while not self._stop.wait(pause):
            begun = time.thread_time()
            try:
                self._look()
                failing = False
            except Exception:
                if not failing:  # once, not six times a second
                    logger.exception(
                        "Metric points are not folded; they stay in their spools, and it is tried again."
                    )
                failing = True
            pause = min(max(FOLD_SECONDS, (time.thread_time() - begun) / MOST_SHARE), LONGEST_SECONDS)
