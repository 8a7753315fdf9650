"""Verifications that the server was asked for: each in a process of its own, that can be ended with all it started."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from ..errors import Conflict, NotAllowed, NotFound
from ..records import Problem, Verification, VerificationBody, VerificationJob
from ..registry import Person

logger = logging.getLogger(__name__)

_MOST_RUNNING: Final = 2
_MOST_KEPT: Final = 50
_MOST_SAID: Final = 200
_SERVERS_OWN: Final = ("JUPYTERHUB_", "JPY_", "JUPYTER_TOKEN", "CONFIGPROXY_")
"""Beginnings of variables that open doors of the server, which somebody's model need not see."""
_WORKER: Final = "jupyter_mltrack.registry.verification_worker"


class _Job:
    """A verification, and the process that makes it."""

    def __init__(self, state: VerificationJob) -> None:
        self.state = state
        self.process: subprocess.Popen[str] | None = None
        self.cancelled = False


class VerificationJobs:
    """Starts, tells of, and ends verifications.

    Parameters
    ----------
    most
        How many may run at a time; making an environment takes processor, network and disk.
    """

    def __init__(self, most: int = _MOST_RUNNING) -> None:
        self._most = most
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.Lock()

    def start(self, store: Path, body: VerificationBody, by: Person) -> VerificationJob:
        """Begin a verification; the same one that goes on already is not begun again.

        Parameters
        ----------
        store
            Path of the store.
        body
            What is to be verified, and how.
        by
            Who asks.

        Raises
        ------
        Conflict
            When too many go on.
        """
        with self._lock:
            running = [job for job in self._jobs.values() if job.state.status == "running"]
            for job in running:
                if (job.state.reference, job.state.user) == (body.reference, by.name):
                    return _copy(job.state)
            if len(running) >= self._most:
                what = ", ".join(f"{job.state.reference} ({job.state.user})" for job in running)
                raise Conflict(
                    f"{len(running)} verifications go on already: {what}. Wait for one, or cancel it."
                )
            job = _Job(VerificationJob(uuid.uuid4().hex, body.reference, by.name, time.time()))
            self._jobs[job.state.id] = job
            for old in [key for key, one in self._jobs.items() if one.state.status != "running"][
                :-_MOST_KEPT
            ]:
                del self._jobs[old]
        asked = {
            "store": str(store), "reference": body.reference, "here": body.here, "trusted": body.trusted,
            "user": by.name, "groups": list(by.groups),
        }  # fmt: skip
        threading.Thread(
            target=self._run, args=(job, asked), name="mltrack-verification", daemon=True
        ).start()
        return _copy(job.state)

    def all(self) -> list[VerificationJob]:
        """Give those that go on and the last ones that ended, the newest first."""
        with self._lock:
            return [_copy(job.state) for job in reversed(self._jobs.values())]

    def get(self, id: str) -> VerificationJob:
        """Give one.

        Raises
        ------
        NotFound
            When the server knows none of that id; it forgets them when it ends.
        """
        with self._lock:
            return _copy(self._job(id).state)

    def cancel(self, id: str, by: Person) -> VerificationJob:
        """End one with everything that it started.

        Raises
        ------
        NotFound
            When there is none of that id.
        NotAllowed
            When somebody else began it.
        Conflict
            When it has ended.
        """
        with self._lock:
            job = self._job(id)
            if job.state.user != by.name:
                raise NotAllowed(f"Only {job.state.user}, who began it, can cancel this verification.")
            if job.state.status != "running":
                raise Conflict("This verification has ended already.")
            self._end(job)
            return _copy(job.state)

    def close(self) -> None:
        """End all that go on: the server stops."""
        with self._lock:
            for job in self._jobs.values():
                if job.state.status == "running":
                    self._end(job)

    def _job(self, id: str) -> _Job:
        if id not in self._jobs:
            raise NotFound("The server knows no such verification; it forgets them when it is restarted.")
        return self._jobs[id]

    def _end(self, job: _Job) -> None:
        job.cancelled, job.state.status = True, "cancelled"
        if job.process is not None:
            _kill(job.process)

    def _run(self, job: _Job, asked: dict[str, Any]) -> None:
        # What it makes lies in a folder that is removed however it ends.
        try:
            with tempfile.TemporaryDirectory(
                prefix="mltrack-verification-", ignore_cleanup_errors=True
            ) as scratch:
                self._work(job, asked, Path(scratch))
        except Exception:
            logger.exception("A verification ended by a fault of ours.")
            self._news(
                job, {"problem": {"code": "error", "message": "It could not be begun; see the server's log."}}
            )

    def _work(self, job: _Job, asked: dict[str, Any], scratch: Path) -> None:
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_SERVERS_OWN)}
        with (scratch / "errors").open("w+b") as errors:
            with self._lock:
                if job.cancelled:
                    return
                job.process = subprocess.Popen(
                    [sys.executable, "-m", _WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                    env={**kept, **temporary}, cwd=scratch, text=True, encoding="utf-8", errors="replace",
                )  # fmt: skip
            with job.process as process:
                assert process.stdin is not None and process.stdout is not None
                try:
                    process.stdin.write(json.dumps(asked))
                    process.stdin.close()
                except BrokenPipeError:
                    logger.debug("The process of a verification ended before it was told what to do.")
                for line in process.stdout:
                    self._news(job, json.loads(line))
            if job.state.status == "running":
                self._news(
                    job, {"problem": {"code": "not_verified", "message": _last_words(process, errors)}}
                )

    def _news(self, job: _Job, news: dict[str, Any]) -> None:
        with self._lock:
            state = job.state
            if state.status != "running":
                return
            if "said" in news:
                state.said = [*state.said, str(news["said"])][-_MOST_SAID:]
            elif "found" in news:
                state.found = msgspec.convert(news["found"], list[Verification])
                state.status = "done"
            else:
                state.problem = msgspec.convert(news["problem"], Problem)
                state.status = "failed"


def _copy(state: VerificationJob) -> VerificationJob:
    """Give it as it is now: it is written down while the next news comes in."""
    return msgspec.structs.replace(state, said=list(state.said), found=list(state.found))


def _last_words(process: subprocess.Popen[str], errors: IO[bytes]) -> str:
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - 4000))
    last = errors.read().decode("utf-8", "replace").strip().splitlines()[-1:]
    code = process.returncode
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return f"Its process died ({how}). {' '.join(last)}".strip()[:500]


def _kill(process: subprocess.Popen[str]) -> None:
    """End a process and all that it started, whatever session those are in."""
    import psutil

    try:
        root = psutil.Process(process.pid)
        # Stopped first, so that it starts no others meanwhile.
        root.suspend()
        family = [*root.children(recursive=True), root]
    except psutil.NoSuchProcess:
        return
    for one in family:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue
