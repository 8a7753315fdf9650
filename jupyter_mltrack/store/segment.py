"""A file of metric points: memory-mapped, append-only, of fixed-size records, whole at every moment.

Layout: a head of 64 bytes, the names of the keys, the records. A record's last field is the number of its key and is
written last, in one store: a record without it does not exist, so one that a dying process left half written is not
there. A slot may be empty between filled ones, when a thread took it and was stopped before it filled it.
"""

from __future__ import annotations

import errno
import itertools
import mmap
import os
import struct
import time
import uuid
from pathlib import Path
from typing import Any, NamedTuple

RECORD = struct.Struct("@qddI")
"""Step, value, time (Unix seconds), number of the key + 1."""
SIZE = RECORD.size
VOID = 0xFFFF_FFFF
"""In place of a key: the slot holds no point and never will."""
_VOID = RECORD.pack(0, 0.0, 0.0, VOID)

SUFFIX = ".points"
"""Ends the name of a segment's file: ``<run>-<pid>-<number>.points``."""
IN_MEMORY = ".memory"
"""Ends the name, in the store, of a segment that has no file."""
_LOOK_AHEAD = 64

_MAGIC = b"MLTPTS1\n"
_HEAD = struct.Struct("@8sIIddIII")
HEAD_SIZE = 64
_BEAT = struct.Struct("@d")
_BEAT_AT = 16
_NUMBER = struct.Struct("@I")
_SEALED_AT = 32
_KEYS_AT = 36
_ORDER = 0x01020304
_KEY_ROOM = 1024
_BLOCK = 4096


class Process:
    """A name for this process that no other one has, not even one with the same number in another container."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Take a new name: this is another process now."""
        self.token = uuid.uuid4().hex


PROCESS = Process()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=PROCESS.renew)


class Head(NamedTuple):
    """What a segment says of itself."""

    heartbeat: float
    sealed: bool
    """Nothing will be added: every slot is filled, void, or being filled."""
    base: int
    """Where the records begin, in bytes."""
    keys: list[str]


class Segment:
    """A segment that this process writes, in a file or, where the disk is full, in memory.

    Parameters
    ----------
    path
        Its file. The name says run, process and order.
    keys
        Names known so far; their places are their numbers.
    size
        About how many bytes to begin with.
    in_memory
        Do not make the file.

    Raises
    ------
    OSError
        When there is no room: all of the file is really there before anything is written to it, so that a write
        into the map cannot fail later.
    """

    def __init__(self, path: Path, keys: list[str], size: int, in_memory: bool = False) -> None:
        names = b"".join(_named(key) for key in keys)
        self.path = path
        self.base = _round_up(HEAD_SIZE + max(_KEY_ROOM, 2 * len(names)), 64)
        whole = _round_up(self.base + size, _BLOCK)
        self.room = (whole - self.base) // SIZE
        self.in_memory = in_memory
        self.name = f"{path.name.removesuffix(SUFFIX)}.{PROCESS.token}{IN_MEMORY}" if in_memory else path.name
        """Its name in the store."""
        self.buffer: Any = bytearray(whole) if in_memory else _mapped(path, whole)
        self._slots = itertools.count()
        self.take = self._slots.__next__
        """Takes the next slot; one call, so that two threads never get the same."""
        self._used = 0
        for key in keys:
            self.add_key(key)
        _HEAD.pack_into(self.buffer, 0, b"", _ORDER, os.getpid(), time.time(), 0.0, 0, self._used, self.base)
        self.buffer[: len(_MAGIC)] = _MAGIC

    def add_key(self, key: str) -> bool:
        """Add the name of a key; gives ``False`` where there is no room for it."""
        named = _named(key)
        at = HEAD_SIZE + self._used
        if at + len(named) > self.base:
            return False
        self.buffer[at : at + len(named)] = named
        self._used += len(named)
        _NUMBER.pack_into(self.buffer, _KEYS_AT, self._used)
        return True

    def beat(self) -> None:
        """Say that the writer lives."""
        _BEAT.pack_into(self.buffer, _BEAT_AT, time.time())

    def void(self, slot: int) -> None:
        """Give up a slot."""
        RECORD.pack_into(self.buffer, self.base + slot * SIZE, 0, 0.0, 0.0, VOID)

    def seal(self) -> None:
        """Let nothing more be added: take all slots that are left."""
        taken = list(itertools.islice(self._slots, self.room))  # one call, so they are in one row
        first, end = min(taken[0], self.room), self.room
        self.buffer[self.base + first * SIZE : self.base + end * SIZE] = _VOID * (end - first)
        _NUMBER.pack_into(self.buffer, _SEALED_AT, 1)

    def filled(self, slot: int) -> bool:
        """Say whether a slot holds something."""
        if slot >= self.room:
            return False
        at = self.base + slot * SIZE + SIZE - 4
        return bytes(self.buffer[at : at + 4]) != b"\0\0\0\0"

    def is_gap(self, slot: int) -> bool:
        """Say whether a slot is empty while one of the next ones is not."""
        if self.filled(slot):
            return False
        return any(self.filled(later) for later in range(slot + 1, slot + _LOOK_AHEAD))

    def is_whole(self) -> bool:
        """Say, once it is sealed, whether no slot is waiting for the call that took it."""
        end = self.base + self.room * SIZE
        keys = 0
        for at in range(SIZE - 4, SIZE):  # a key is there when any of its bytes is not 0
            keys |= int.from_bytes(self.buffer[self.base + at : end : SIZE], "little")
        return b"\0" not in keys.to_bytes(self.room, "little")


def head(raw: bytes | bytearray | memoryview) -> Head | None:
    """Read a segment's head from its first bytes; ``None`` where it is not (yet) one of this machine's.

    Give as many bytes as there are up to ``base``; with fewer, names are missing.
    """
    if len(raw) < HEAD_SIZE:
        return None
    magic, order, _, beat, _, sealed, used, base = _HEAD.unpack_from(raw)
    if magic != _MAGIC or order != _ORDER:
        return None
    keys: list[str] = []
    at, end = HEAD_SIZE, min(HEAD_SIZE + used, len(raw))
    while at + 4 <= end:
        (length,) = _NUMBER.unpack_from(raw, at)
        keys.append(bytes(raw[at + 4 : at + 4 + length]).decode())
        at += 4 + length
    return Head(beat, bool(sealed), base, keys)


def _named(key: str) -> bytes:
    raw = key.encode()
    return _NUMBER.pack(len(raw)) + raw


def _round_up(number: int, step: int) -> int:
    return -(-number // step) * step


def _mapped(path: Path, size: int) -> mmap.mmap:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        _allocate(file, size)
        return mmap.mmap(file, size)
    except BaseException:
        path.unlink()
        raise
    finally:
        os.close(file)


def _allocate(file: int, size: int) -> None:
    """Take real room on the disk: writing into a map without it would kill the process."""
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file, 0, size)
            return
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS):
                raise
    zeros = bytes(_BLOCK)
    for at in range(0, size, _BLOCK):
        os.pwrite(file, zeros, at) if hasattr(os, "pwrite") else os.write(file, zeros)
