"""Copies of models on their way to another process, which turns them into files and puts these into their runs.

Making the files takes seconds where a copy takes milliseconds, imports packages and changes Python's filters of
warnings meanwhile: in a process of its own, the notebook's cells feel nothing of it, and it goes on when
the kernel ends.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from ..errors import MLTrackError
from ..records import Environment

logger = logging.getLogger(__name__)

_LENGTHS = struct.Struct("<QQQQ")
_IDLE_SECONDS = 60.0
_EXIT_SECONDS = 10.0


class Job(Struct):
    """One copied model, and where it belongs."""

    store: str
    run: str
    variable: str
    name: str
    type: str
    flavor: str
    config: bytes
    """What the flavour needs beside the copy, JSON."""
    environment: Environment


class Delivery:
    """A job with its bytes, which may still have to be made."""

    def __init__(
        self, job: Job, content: bytes | Callable[[], bytes], example: bytes, training: bytes = b""
    ) -> None:
        self.job = job
        self.content = content
        self.example = example
        self.training = training

    def write(self, pipe: IO[bytes]) -> None:
        """Send it."""
        content = self.content if isinstance(self.content, bytes) else self.content()
        head = msgspec.json.encode(self.job)
        pipe.write(_LENGTHS.pack(len(head), len(content), len(self.example), len(self.training)))
        for part in (head, content, self.example, self.training):
            pipe.write(part)
        pipe.flush()


def read_delivery(pipe: IO[bytes]) -> tuple[Job, bytes, bytes, bytes] | None:
    """Read what ``Delivery.write`` sent; ``None`` at the end, also where that comes in the middle."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    parts = [pipe.read(length) for length in _LENGTHS.unpack(lengths)]
    if [len(part) for part in parts] != list(_LENGTHS.unpack(lengths)):
        return None
    return msgspec.json.decode(parts[0], type=Job), parts[1], parts[2], parts[3]


class _Sender:
    """Sends deliveries to one worker process, from one thread; both end when there is nothing to do for a while."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Delivery] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._owner = os.getpid()
        self._registered = False
        self._open: list[str] = []

    def send(self, delivery: Delivery) -> None:
        with self._lock:
            if self._owner != os.getpid():
                # A forked child inherits neither the thread nor what waits for it.
                self._waiting, self._thread, self._owner = queue.Queue(), None, os.getpid()
                self._open = []
            self._open.append(delivery.job.run)
            self._waiting.put(delivery)
            if not self._registered:
                atexit.register(self.wait, _EXIT_SECONDS)
                self._registered = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="mltrack-models", daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until everything was sent, or the time is over."""
        end = time.monotonic() + seconds
        while self._owner == os.getpid() and self._waiting.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.01)
        return not self._waiting.unfinished_tasks

    def wait_for(self, run: str, seconds: float) -> bool:
        """Wait until the models of a run are saved, or the time is over; says whether there was something."""
        end = time.monotonic() + seconds
        waited = self._owner == os.getpid() and run in self._open
        while self._owner == os.getpid() and run in self._open and time.monotonic() < end:
            time.sleep(0.01)
        return waited

    def is_busy(self) -> bool:
        """Say whether any model is on its way."""
        return self._owner == os.getpid() and bool(self._open)

    def _work(self) -> None:
        worker: subprocess.Popen[bytes] | None = None
        while True:
            try:
                delivery = self._waiting.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                with self._lock:
                    if not self._waiting.empty():
                        continue
                    self._thread = None
                _close(worker)
                return
            try:
                if worker is None:
                    worker = _started()
                assert worker.stdin is not None and worker.stdout is not None
                delivery.write(worker.stdin)
            except Exception as error:  # noqa: BLE001 - a model that is not saved is no reason to disturb a notebook
                _say(delivery.job, error)
                self._open.remove(delivery.job.run)
                _close(worker)
                worker = None
                continue
            finally:
                # When the notebook's process ends now, the other one has all that it needs.
                self._waiting.task_done()
            if not worker.stdout.read(1):
                _say(delivery.job, "the process that saves models ended before it was done")
                _close(worker)
                worker = None
            self._open.remove(delivery.job.run)


def _say(job: Job, problem: object) -> None:
    """Say in the run why its model is not saved."""
    from ..store import open_store
    from . import finish
    from .saved_models import add_reason

    reason = f"it could not be saved: {problem}"[:300]
    logger.info("The model %s: %s", job.variable, reason)
    try:
        store = open_store(Path(job.store), create=False)
        try:
            finish.change(store, job.run, lambda document: add_reason(document, job.variable, reason))
        finally:
            store.close()
    except (MLTrackError, OSError) as error:
        logger.info("The run could not be told: %s", error)


def _started() -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONSTARTUP"}
    # It has time; the notebook needs the cores.
    environment.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    return subprocess.Popen(
        [sys.executable, "-c", "from jupyter_mltrack.tracking.model_worker import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Not the notebook's folder: a file there could stand in the way of a package.
        cwd=os.path.dirname(sys.executable) or None,  # noqa: PTH120
        env=environment,
        start_new_session=True,
    )


def _close(worker: subprocess.Popen[bytes] | None) -> None:
    for pipe in (worker.stdin, worker.stdout) if worker is not None else ():
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    if worker is not None:
        worker.wait()


_sender = _Sender()


def send(delivery: Delivery) -> None:
    """Send a copied model to be saved; returns at once."""
    _sender.send(delivery)


def is_busy() -> bool:
    """Say whether this process has copied models that are not saved yet."""
    return _sender.is_busy()


def wait_for(run: str) -> bool:
    """Wait until the models of a run that this process copied are saved, a minute at most; says whether it waited."""
    return _sender.wait_for(run, _IDLE_SECONDS)
