"""Runs monitors while the server is up, in processes of their own: large tables take none of its memory and turns."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..errors import Conflict, MLTrackError
from ..monitoring.delivery import has_waiting
from ..monitoring.documents import find_monitor
from ..monitoring.leases import is_running, running_monitors
from ..monitoring.scheduling import due_monitors
from ..records import Monitor
from ..store import Store
from .holder import StoreHolder, StoreMissing

logger = logging.getLogger(__name__)

_WORKER = "jupyter_mltrack.monitoring.worker"
_MOST_RUNNING = 2
_MOST_SAID = 2000
_SLOTS = ("", "/")
"""Names of the processes that run what is due; the second helps where the first has been at it for long."""
_LONG = 30.0
_PATIENCE = 20.0
"""Seconds after which a process that was asked to stop is ended."""


@dataclass(frozen=True)
class Worker:
    """A process that runs monitors, the file of what it says, and when it was started."""

    process: subprocess.Popen[bytes]
    said: IO[bytes]
    since: float

    def last_words(self) -> str:
        """Give the end of what it said; it says nothing more."""
        with self.said:
            length = self.said.seek(0, os.SEEK_END)
            self.said.seek(max(length - _MOST_SAID, 0))
            return self.said.read().decode(errors="replace").strip()


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
        self._asked: dict[str, float] = {}
        """When we first saw that a running was asked to stop, by its holder."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mltrack-monitors")
        self._task: asyncio.Task[None] | None = None
        self._processes: dict[str, Worker] = {}

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
        if store.read_only:
            return
        self._end_stubborn(store)
        free = next((slot for slot in _SLOTS if slot not in self._processes), None)
        if free is None:
            return
        other = [self._processes[slot].since for slot in _SLOTS if slot in self._processes]
        if other and time.monotonic() - max(other) < _LONG:
            return
        now = time.time()
        due = [monitor for monitor in due_monitors(store, now) if not is_running(monitor)]
        if due or (not other and has_waiting(store, now)):
            self._spawn(store.path, free)

    def _end_stubborn(self, store: Store) -> None:
        """End processes of ours that were asked to stop and do not, as when a database takes for ever to answer."""
        ours = {worker.process.pid: worker for worker in self._processes.values()}
        if not ours:
            return
        for monitor in running_monitors(store):
            lease = monitor.lease
            asked = lease is not None and lease.cancel and lease.process.pid in ours and is_running(monitor)
            if lease is None or not asked:
                continue
            first = self._asked.setdefault(lease.holder, time.monotonic())
            if time.monotonic() - first > _PATIENCE:
                logger.warning(
                    "The monitor %s was asked to stop and did not; its process is ended.", monitor.name
                )
                ours[lease.process.pid].process.kill()
                del self._asked[lease.holder]

    def _spawn(self, store: Path, monitor: str) -> None:
        asked = json.dumps({"store": str(store), "monitor": "" if monitor in _SLOTS else monitor}).encode()
        # A file, as a pipe that nobody empties stops whoever writes much into it.
        said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the process has ended
        process = subprocess.Popen(
            [sys.executable, "-m", _WORKER],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, cwd=store.parent,
        )  # fmt: skip
        self._processes[monitor] = Worker(process, said, time.monotonic())
        assert process.stdin is not None
        try:
            process.stdin.write(asked)
            process.stdin.close()
        except BrokenPipeError:
            logger.warning("The process that runs monitors ended before it began.")

    def _forget_ended(self) -> None:
        for monitor, worker in [*self._processes.items()]:
            if worker.process.poll() is None:
                continue
            del self._processes[monitor]
            said = worker.last_words()
            if said:
                logger.log(
                    logging.WARNING if worker.process.returncode else logging.INFO, "Monitors: %s", said
                )

    def _end(self) -> None:
        self._thread.shutdown()
        for worker in self._processes.values():
            worker.process.terminate()
        for worker in self._processes.values():
            try:
                worker.process.wait(5)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()
            worker.said.close()
        self._processes.clear()
