"""Disks that cannot be written, for real: the super-user mounts them, others take the right to write away."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

SUPER_USER = hasattr(os, "geteuid") and os.geteuid() == 0


@contextmanager
def read_only(folder):
    """Let nobody write in a folder while the block lasts."""
    if SUPER_USER:
        _mount("--bind", str(folder), str(folder))
        try:
            _mount("-o", "remount,bind,ro", str(folder))
            yield
        finally:
            _unmount(folder)
        return
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


@contextmanager
def small_disk(folder, size="2m"):
    """Give a folder a disk of its own, of so many bytes."""
    folder.mkdir(exist_ok=True)
    if not SUPER_USER:
        pytest.skip("only the super-user can mount a small disk")
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _unmount(folder)


def fill(folder):
    """Fill a disk to the last byte; give the file that does it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for piece in (1 << 16, 1 << 12, 1):
            try:
                while file.write(bytes(piece)) == piece:
                    pass
            except OSError:
                continue
    return ballast


def _mount(*words):
    if shutil.which("mount") is None:
        pytest.skip("there is no mount program")
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine lets nobody mount: {done.stderr.strip()}")


def _unmount(folder):
    # Lazily: an opened database must not keep the test from ending.
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=True)
