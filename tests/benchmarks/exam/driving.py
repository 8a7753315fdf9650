"""Kernels that answer in time or are given up: a hanging one costs a line, not the whole exam."""

from __future__ import annotations

import os
import queue
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))  # kernels.py
from kernels import Kernel, Output

from .corpus import Cell

ENVIRONMENT = {
    "KERAS_BACKEND": "torch",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "CUDA_VISIBLE_DEVICES": "",
    "PYTHONWARNINGS": "ignore",
}
"""So that a cell does the same each time, and leaves the machine's other processors alone."""

_FIRST_SECONDS = 5.0
_ATTEMPTS = 3


class Hung(Exception):
    """A kernel that did not start, did not answer in time, or died."""


@dataclass
class Done:
    """What came out of a cell, and the seconds from the request to the reply."""

    output: Output
    seconds: float

    @property
    def error(self) -> str | None:
        """The exception's name, if one ended it."""
        return self.output.error["ename"] if self.output.error else None

    @property
    def images(self) -> int:
        return sum(any(kind.startswith("image/") for kind in bundle) for bundle, _, _ in self.output.shown)


class DrivenKernel(Kernel):
    """A kernel whose every answer has a deadline."""

    def __init__(self, folder: Path) -> None:
        settings = folder / ".ipython" / "profile_default" / "ipython_kernel_config.py"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("get_config().Application.log_level = 40\n", encoding="utf-8")
        try:
            super().__init__(folder)
            self._hear_first_message()
        except BaseException:
            self.close()
            raise

    def _hear_first_message(self) -> None:
        """Ask until an output arrives: what a kernel says before its listeners have joined reaches nobody."""
        for _ in range(6):
            try:
                self.gather(self.send("None"), seconds=_FIRST_SECONDS)
            except queue.Empty:
                continue
            return
        raise Hung("the kernel's outputs do not arrive")

    def execute(self, code: str, seconds: float = 120.0) -> Done:
        """Run code; the time ends when the kernel's reply is there, after all that a person waits for."""
        began = time.perf_counter()
        request = self.send(code)
        while True:
            left = began + seconds - time.perf_counter()
            if left <= 0:
                raise Hung(f"no reply within {seconds:.0f} s")
            try:
                reply = self.client.get_shell_msg(timeout=min(left, 2.0))
            except queue.Empty:
                if not self.manager.is_alive():
                    raise Hung("the kernel died") from None
                continue
            if reply["parent_header"].get("msg_id") == request:
                break
        taken = time.perf_counter() - began
        try:
            return Done(self.gather(request, seconds=20), taken)
        except queue.Empty:
            raise Hung("the outputs do not come to an end") from None

    def prepare(self, code: str) -> None:
        """Run what a cell needs before it."""
        done = self.execute(code, 180)
        if done.error:
            raise Hung(f"what runs before the cell failed: {done.error}: {done.output.error['evalue'][:200]}")

    def close(self) -> None:
        for part in ("client", "manager"):
            if not hasattr(self, part):
                return
        super().close()


@contextmanager
def kernel_for(cell: Cell, attempts: int = _ATTEMPTS) -> Iterator[tuple[DrivenKernel, Path]]:
    """Start a kernel in a new folder that holds the cell's files; yield both, and remove both."""
    folder = Path(tempfile.mkdtemp(prefix="exam_"))
    if cell.folder is not None:
        shutil.copytree(cell.folder, folder, dirs_exist_ok=True)
    kernel = None
    try:
        for attempt in range(1, attempts + 1):
            try:
                kernel = DrivenKernel(folder)
                break
            except (RuntimeError, Hung) as error:
                if attempt == attempts:
                    raise Hung(f"{attempts} kernels did not start: {error}") from error
                print(f"{cell.id}: kernel {attempt} did not start ({error}); another one", flush=True)
        assert kernel is not None
        yield kernel, folder
    finally:
        if kernel is not None:
            kernel.close()
        shutil.rmtree(folder, ignore_errors=True)


def set_environment() -> None:
    """Set what kernels take over from this process."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
