"""So that the first tracked cell is as quick as the next: what it needs is loaded while nobody waits.

In the kernel's own thread, between two cells. Another thread must not do it: where it imports a package at the moment
in which a cell imports the same, Python gives one of them modules that are half there.
"""

from __future__ import annotations

import asyncio
import logging
import threading

from . import home

logger = logging.getLogger(__name__)

_IDLE_SECONDS = 0.05
"""Until the answer to the cell that loaded the magics is out."""


def when_idle() -> None:
    """Load what runs need, soon. Without an event loop (a terminal) the first tracked cell does it."""
    try:
        asyncio.get_running_loop().call_later(_IDLE_SECONDS, _load)
    except RuntimeError:
        return


def _load() -> None:
    try:
        from ..capture import hooks  # noqa: F401
        from ..models import environment
        from ..models.flavors import all_flavors
        from ..tracking import api, captured_models  # noqa: F401

        all_flavors()
        home.use()
    except Exception:
        logger.debug("What runs need could not be loaded: the first tracked cell will say so.", exc_info=True)
        return

    def look_up() -> None:
        # This only reads folders of packages.
        try:
            environment.prepare()
        except Exception:
            logger.debug("The packages could not be looked up.", exc_info=True)

    threading.Thread(target=look_up, name="mltrack-warm-up", daemon=True).start()
