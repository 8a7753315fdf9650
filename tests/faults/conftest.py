"""Real processes for the tests that kill them."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))  # disks.py, which both use

PROLOGUE = """
import os, sys, time
from jupyter_mltrack.errors import MLTrackError
from jupyter_mltrack.store import open_store
from tinydb import where

def acknowledge(what):
    os.write(1, f"{what}\\n".encode())

def wait():
    return sys.stdin.readline().strip()

store = open_store(sys.argv[1])
"""


class Child:
    """A Python process with a store of its own; it acknowledges line by line."""

    def __init__(self, path, code):
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROLOGUE + code, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self):
        found = self.process.stdout.readline()
        assert found, f"the child ended ({self.process.wait()})"
        return found.strip()

    def lines(self, count):
        return [self.line() for _ in range(count)]

    def tell(self, what=""):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()

    def kill(self):
        """Signal 9; gives what it had acknowledged until then and nobody had read."""
        self.process.kill()
        rest = self.process.stdout.read()
        assert self.process.wait() == -9
        # A line that the kill cut off was not acknowledged.
        return [line.strip() for line in rest.splitlines(keepends=True) if line.endswith("\n")]

    def end(self):
        """Wait for a proper end; gives what it said last."""
        rest, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return rest.split()


@pytest.fixture
def child(tmp_path):
    """Start children on the store of the test."""
    started = []

    def start(code, path=tmp_path / ".mltrack"):
        started.append(Child(path, code))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        one.process.stdin.close()
        one.process.stdout.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / ".mltrack"
