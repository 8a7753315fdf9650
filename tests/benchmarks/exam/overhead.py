"""What tracking adds to the time of a cell: from the request for its execution to the kernel's reply.

That is all that a person waits for. Each cell has a kernel of its own; there it runs once to load what is loaded on
first use, and then untracked and tracked in turns, with what it needs run anew before each.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .adapter.mltrack_adapter import before, wrap
from .corpus import Cell
from .driving import Hung, kernel_for

LONG_SECONDS, LONG_SHARE, SHORT_SECONDS = 1.0, 0.03, 0.05
_PAUSE = 0.2
"""Seconds before each execution: nobody runs the next cell in the very moment in which one ends."""


@dataclass
class Times:
    """The seconds of one cell."""

    cell: str
    bare: list[float] = field(default_factory=list)
    tracked: list[float] = field(default_factory=list)
    first: float = 0.0
    """Of the kernel's first tracked cell, which opens the store."""
    error: str | None = None

    def more(self, of: Callable[[list[float]], float]) -> float:
        """Give the seconds that tracking adds, by the median or by the minimum."""
        return of(self.tracked) - of(self.bare)

    def holds(self, of: Callable[[list[float]], float]) -> bool:
        limit = LONG_SHARE * of(self.bare) if self.is_long else SHORT_SECONDS
        return self.more(of) <= limit

    @property
    def is_long(self) -> bool:
        return min(self.bare) > LONG_SECONDS


def measure(cell: Cell, repeats: int) -> Times:
    """Time one cell in a kernel of its own."""
    times = Times(cell.id)
    tracked = wrap(cell.code)
    with kernel_for(cell) as (kernel, _):

        def timed(code: str) -> float:
            kernel.prepare(cell.setup)
            kernel.prepare("__import__('gc').collect();")
            time.sleep(_PAUSE)
            done = kernel.execute(code)
            times.error = done.error
            return done.seconds

        kernel.prepare(before)
        timed(cell.code)
        times.first = timed(tracked)
        for turn in range(repeats):
            turns = [(cell.code, times.bare), (tracked, times.tracked)]
            for code, into in turns if turn % 2 == 0 else reversed(turns):
                into.append(timed(code))
    return times


def report(cells: Iterable[Cell], repeats: int) -> None:
    """Print what tracking costs each cell, and the two verdicts."""
    print(f"seconds from execute_request to its reply, {repeats} untracked and {repeats} tracked in turns")
    print(f"{'':28s} {'median':^34s} {'minimum':^34s} first tracked")
    half = f"{'bare s':>8s} {'tracked':>8s} {'+ms':>8s} {'+%':>7s}"
    print(f"{'cell':28s} {half} {half} {'+ms':>8s}")
    all_times = []
    for cell in cells:
        try:
            times = measure(cell, repeats)
        except Hung as error:
            print(f"{cell.id:28s} no result: {error}", flush=True)
            continue
        all_times.append(times)
        halves = " ".join(_half(times, of) for of in (statistics.median, min))
        first = (times.first - statistics.median(times.bare)) * 1000
        failed = f"  (it raises {times.error})" if times.error else ""
        print(f"{times.cell:28s} {halves} {first:8.1f}{failed}", flush=True)
    long = [times for times in all_times if times.is_long]
    short = [times for times in all_times if not times.is_long]
    _verdict(f"cells over {LONG_SECONDS:.0f} s: at most {LONG_SHARE:.0%} more", long)
    _verdict(f"short cells: at most {SHORT_SECONDS * 1000:.0f} ms more", short)


def _half(times: Times, of: Callable[[list[float]], float]) -> str:
    bare, more = of(times.bare), times.more(of)
    return f"{bare:8.3f} {of(times.tracked):8.3f} {more * 1000:8.1f} {more / bare * 100:7.1f}"


def _verdict(bar: str, times: list[Times]) -> None:
    words = []
    for name, of in (("median", statistics.median), ("minimum", min)):
        over = [each.cell for each in times if not each.holds(of)]
        holds = f"by the {name} {len(times) - len(over)} of {len(times)} hold"
        words.append(holds + (f" (not {', '.join(over)})" if over else ""))
    print(f"{bar}: {'; '.join(words)}")
