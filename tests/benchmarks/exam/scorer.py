"""The exam's own scorer, run beside a watch: where it hangs, it is ended and taken up again."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ADAPTER = Path(__file__).parent / "adapter"
_ATTEMPTS = 4


@dataclass(frozen=True)
class Scorer:
    """``score.py`` of an exam's folder, for some of its cells."""

    exam: Path
    mirror: Path | None
    ids: Sequence[str]
    jobs: int = 1
    patience: float = 90.0
    """Seconds without a further cell's result, after which it counts as hanging."""

    def score(self) -> str:
        """Give the table for our adapter."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "score.json"
            words = ["--adapter", "mltrack_adapter"]
            text = self._run(words, out, self.ids)
            missing = [name for name in self.ids if name not in _results(out)]
            if missing:
                rest = [name for name in self.ids if name not in missing]
                text = self._run(words, out, rest) if rest else ""
                text += f"\nno result, left out of the table: {', '.join(missing)}"
            return text

    def same(self, module: str) -> dict[str, tuple[list[str], float, float]]:
        """Give for each cell what differs under a module, and its seconds without and with it."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "same.json"
            self._run(["--same", module], out, self.ids)
            return {name: tuple(result) for name, result in _results(out).items()}

    def _run(self, words: Sequence[str], out: Path, ids: Sequence[str]) -> str:
        for attempt in range(1, _ATTEMPTS + 1):
            ended, text = self._once(words, out, ids)
            broken = [name for name, result in _results(out).items() if _is_broken(result)]
            if ended and not broken:
                return text
            if attempt < _ATTEMPTS:
                why = f"the driver failed at {', '.join(broken)}" if ended else "no result any more"
                print(f"score.py: {why}; taken up again ({attempt + 1} of {_ATTEMPTS})", flush=True)
                _forget(out, broken)
        return text

    def _once(self, words: Sequence[str], out: Path, ids: Sequence[str]) -> tuple[bool, str]:
        """Run it until it ends or hangs; say which, and what it printed."""
        paths = [str(ADAPTER), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("MLTRACK_STORE", None)
        command = [sys.executable, "score.py", *words, "--only", ",".join(ids), "--jobs", str(self.jobs)]
        command += ["--out", str(out), "--tmp", str(out.parent / "cells")]
        command += ["--mirror", str(self.mirror)] if self.mirror else []
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complaints:
            running = subprocess.Popen(
                command, cwd=self.exam, env=environment, stdout=said, stderr=complaints, stdin=subprocess.DEVNULL
            )  # fmt: skip
            ended = self._watch(running, out)
            said.seek(0)
            complaints.seek(0)
            text = said.read()
            if ended and running.returncode:
                text += f"\nscore.py failed ({running.returncode}):\n{complaints.read()[-2000:]}"
        return ended, text

    def _watch(self, running: subprocess.Popen[bytes], out: Path) -> bool:
        known, since = 0, time.monotonic()
        while running.poll() is None:
            time.sleep(0.3)
            count = len(_results(out))
            if count != known:
                known, since = count, time.monotonic()
            if time.monotonic() - since > self.patience:
                _end_with_children(running)
                return False
        return True


def _results(out: Path) -> dict[str, Any]:
    """Read what the scorer notes cell by cell."""
    notes = out.with_name(out.name + "l")
    if not notes.exists():
        return {}
    lines = notes.read_text(encoding="utf-8").splitlines(keepends=True)
    return dict(json.loads(line) for line in lines if line.endswith("\n"))


def _forget(out: Path, ids: Sequence[str]) -> None:
    notes = out.with_name(out.name + "l")
    kept = {name: result for name, result in _results(out).items() if name not in ids}
    notes.write_text("".join(json.dumps(entry) + "\n" for entry in kept.items()), encoding="utf-8")


def _is_broken(result: Any) -> bool:
    """Say whether the driver failed, rather than the cell."""
    if isinstance(result, dict):
        return str(result.get("error")).startswith("adapter")
    return any(str(difference).startswith("crashed") for difference in result[0])


def _end_with_children(running: subprocess.Popen[bytes]) -> None:
    """End the scorer and the kernels that it started, which are in sessions of their own."""
    children = psutil.Process(running.pid).children(recursive=True)
    for process in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    running.kill()
    running.wait()
