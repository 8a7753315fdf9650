"""Runs monitors while the server is up, in processes of their own: large tables take none of its memory and turns."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..errors import Conflict, MLTrackError
from ..monitoring.delivery import has_waiting
from ..monitoring.documents import find_monitor
from ..monitoring.leases import is_running
from ..monitoring.scheduling import due_monitors
from ..records import Monitor
from ..store import Store
from .holder import StoreHolder, StoreMissing

logger = logging.getLogger(__name__)

_WORKER = "jupyter_mltrack.monitoring.worker"
_MOST_RUNNING = 2
_MOST_SAID = 2000


class MonitorRunner:
    """Looks every few seconds whether a monitor is due, and starts the process that runs it.

    Parameters
    ----------
    holder
        Where the store is.
    interval
        Seconds between two looks; 0: monitors run only when somebody asks.
    """

    def __init__(self, holder: StoreHolder, interval: float = 2.0) -> None:
        self._holder, self._interval = holder, interval
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mltrack-monitors")
        self._task: asyncio.Task[None] | None = None
        self._processes: dict[str, tuple[subprocess.Popen[bytes], float]] = {}

    def start(self) -> None:
        """Begin to look; call it in the server's event loop."""
        if self._task is None and self._interval > 0:
            self._task = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        """Stop looking, and end the processes: what they have checked is kept, the rest is done at the next run."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await asyncio.get_running_loop().run_in_executor(None, self._end)

    def run(self, store: Store, name: str) -> Monitor:
        """Start a monitor now.

        Raises
        ------
        NotFound
            When there is no such monitor.
        Conflict
            When it is running, has no source, or too many run.
        """
        monitor = find_monitor(store, name)
        if monitor.source.kind == "handed":
            raise Conflict(f"The monitor {monitor.name!r} has no source: hand it a table in a notebook.")
        self._forget_ended()
        if is_running(monitor) or monitor.id in self._processes:
            raise Conflict(f"The monitor {monitor.name!r} is running already.")
        if len(self._processes) >= _MOST_RUNNING + 1:
            raise Conflict(f"{len(self._processes)} monitors run already. Wait until one has ended.")
        self._spawn(store.path, monitor.id)
        return monitor

    async def _watch(self) -> None:
        loop, said = asyncio.get_running_loop(), ""
        while True:
            try:
                await loop.run_in_executor(self._thread, self.look)
                said = ""
            except StoreMissing:
                pass  # Nobody has tracked anything yet: there is no monitor that could be due.
            except MLTrackError as error:
                if error.message != said:
                    said = error.message
                    logger.warning("Monitors cannot be run: %s", error.message)
            except Exception:
                # Ending here would silence every monitor of this server.
                if said != "fault":
                    said = "fault"
                    logger.exception("A look for due monitors failed; it is tried again.")
            await asyncio.sleep(self._interval)

    def look(self) -> None:
        """Start one process where something is due and none is at it.

        Raises
        ------
        MLTrackError
            When the store cannot be used, or is not there.
        """
        self._forget_ended()
        store = self._holder.get()
        if store.read_only or "" in self._processes:
            return
        now = time.time()
        due = [monitor for monitor in due_monitors(store, now) if not is_running(monitor)]
        if due or has_waiting(store, now):
            self._spawn(store.path, "")

    def _spawn(self, store: Path, monitor: str) -> None:
        asked = json.dumps({"store": str(store), "monitor": monitor}).encode()
        process = subprocess.Popen(
            [sys.executable, "-m", _WORKER],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=store.parent,
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(asked)
        process.stdin.close()
        self._processes[monitor] = process, time.monotonic()

    def _forget_ended(self) -> None:
        for monitor, (process, _) in [*self._processes.items()]:
            if process.poll() is None:
                continue
            del self._processes[monitor]
            assert process.stderr is not None
            said = process.stderr.read().decode(errors="replace")[-_MOST_SAID:].strip()
            process.stderr.close()
            if said:
                logger.log(logging.WARNING if process.returncode else logging.INFO, "Monitors: %s", said)

    def _end(self) -> None:
        self._thread.shutdown()
        for process, _ in self._processes.values():
            process.terminate()
        for process, _ in self._processes.values():
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stderr is not None:
                process.stderr.close()
        self._processes.clear()
