"""Segments of metric points as readers see them: whole records only, whoever writes to them meanwhile."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import StoreCorrupt
from .columns import Points
from .plain import open_plain
from .segment import HEAD_SIZE, SIZE, SUFFIX, VOID, Head, Segment, head

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Records = NDArray[np.void]


class Part(NamedTuple):
    """What a segment held at one moment, from a slot on."""

    keys: list[str]
    start: int
    records: Records
    """One a slot; a record whose key is 0 is not there."""
    sealed: bool
    """These are all slots, and nothing will be added to the segment."""

    def tail(self, since: int, past_gaps: bool) -> Tail:
        """Give the points from a slot on.

        Parameters
        ----------
        since
            The first slot.
        past_gaps
            Go on behind an empty slot. For those who only read, and where nobody writes any more; who folds stops at
            it, because a thread may be about to fill it.
        """
        import numpy as np

        records = self.records[max(0, since - self.start) :]
        filled = records["key"] != 0
        full = bool(filled.all())
        if past_gaps:
            last = np.flatnonzero(filled)
            end = int(last[-1]) + 1 if len(last) else 0
        else:
            end = len(records) if full else int(filled.argmin())
        records = records[:end]
        keep = (records["key"] != 0) & (records["key"] != VOID)
        return Tail(self.keys, records[keep], since + end, self.sealed and full)


class Tail(NamedTuple):
    """Points of a segment."""

    keys: list[str]
    records: Records
    until: int
    """The slot after the last one that was looked at."""
    complete: bool
    """Nothing more will come."""

    def by_key(self) -> list[tuple[str, Points]]:
        """Give the points of each key, in the order in which they were logged."""
        import numpy as np

        found = []
        for number in np.unique(self.records["key"]):
            some = self.records[self.records["key"] == number]
            points = Points(
                some["step"].astype(np.int64),
                some["value"].astype(np.float64),
                some["time"].astype(np.float64),
            )
            found.append((self.keys[number - 1], points))
        return found


class Source(NamedTuple):
    """A segment to be read: its name in the store, and where its bytes are."""

    name: str
    run: str
    number: int
    path: Path
    memory: Segment | None = None

    def head(self) -> Head | None:
        """Give what it says of itself, but for its keys; ``None`` when it is gone or not whole yet."""
        raw = self._bytes(0, HEAD_SIZE)
        return None if raw is None else head(raw)

    def read(self, since: int = 0) -> Part | None:
        """Give its records from a slot on; ``None`` when it is gone or not whole yet.

        Somebody may write while this copies, and a copy is not made at one moment: it may hold the end of a record
        without its beginning, and a record without the ones before it. So it is copied three times. Slots are taken in
        order: the first copy says how far. The key of a record is written last: what has one in the second copy is
        whole in the third.
        """
        import numpy as np

        of = self.head()
        if of is None:
            return None
        kind = np.dtype([("step", "=i8"), ("value", "=f8"), ("time", "=f8"), ("key", "=u4")])
        start = of.base + since * SIZE
        copies: list[Records] = []
        count: int | None = None
        for _ in range(3):
            raw = self._bytes(start, None if count is None else count * SIZE)
            if raw is None:
                return None
            copies.append(np.frombuffer(raw, kind, len(raw) // SIZE))
            if count is None:
                filled = np.flatnonzero(copies[0]["key"])
                count = int(filled[-1]) + 1 if len(filled) else 0
        names = self._bytes(0, of.base)
        known = head(names) if names is not None else None
        if known is None:
            return None
        records = copies[2].copy()
        records["key"][copies[1]["key"] == 0] = 0
        return Part(known.keys, since, records, of.sealed and len(records) == len(copies[0]))

    def has(self, slot: int) -> bool:
        """Say whether a slot holds something."""
        if self.memory is not None:
            return self.memory.filled(slot)
        of = self.head()
        if of is None:
            return False
        return bool((self._bytes(of.base + slot * SIZE + SIZE - 4, 4) or b"").strip(b"\0"))

    def _bytes(self, at: int, count: int | None) -> bytes | None:
        if self.memory is not None:
            return bytes(self.memory.buffer[at : None if count is None else at + count])
        try:
            with open_plain(self.path) as file:
                file.seek(at)
                return file.read() if count is None else file.read(count)
        except (FileNotFoundError, StoreCorrupt):
            # What is no plain file is no segment: a pipe would hold up whoever folds.
            return None


def list_sources(folder: Path, runs: set[str] | None) -> list[Source]:
    """Give the segments that lie in a folder, of some runs or of all."""
    found = []
    try:
        names = os.listdir(folder)  # noqa: PTH208 - asked several times a second: no Path for the files of other runs
    except FileNotFoundError:
        return []
    for name in names:
        source = source_of(folder / name)
        if source is not None and (runs is None or source.run in runs):
            found.append(source)
    return found


def source_of(path: Path) -> Source | None:
    """Give the segment in a file, by its name; ``None`` for other files."""
    stem, _, number = path.name.removesuffix(SUFFIX).rpartition("-")
    run, _, pid = stem.rpartition("-")
    if not path.name.endswith(SUFFIX) or not run or not pid.isdigit() or not number.isdigit():
        return None
    return Source(path.name, run, int(number), path)
