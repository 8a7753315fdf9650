"""Whether a cell behaves the same tracked: what it puts out, its value, its names, its exception, the random state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .adapter.mltrack_adapter import before, wrap
from .corpus import Cell
from .driving import Hung, kernel_for
from .scorer import Scorer

_NAMES = (
    "sorted(n for n in globals() if not n.startswith('_')"
    " and n not in ('In', 'Out', 'get_ipython', 'exit', 'quit', 'open'))"
)
_RANDOM = (
    "[__import__('random').random(), float(__import__('numpy').random.rand()),"
    " float(__import__('sys').modules['torch'].rand(1)) if 'torch' in __import__('sys').modules else 0]"
)
Differences = dict[str, list[str]]


def report(tracked: Differences, bare: Differences) -> None:
    """Print which cells differ under tracking, and whether they do so without it, too."""
    for name, differences in tracked.items():
        if differences or bare.get(name):
            print(f"  {name:28s} tracked: {_words(differences)}")
            print(f"  {'':28s} run twice untracked: {_words(bare.get(name, ['no result']))}")
    ours = [name for name, found in tracked.items() if _kinds(found) - _kinds(bare.get(name, []))]
    steady = sum(not found for found in tracked.values())
    by_itself = len(tracked) - steady - len(ours)
    print(
        f"{steady} of {len(tracked)} cells behave the same tracked; "
        f"{by_itself} differ by themselves; {len(ours)} because of tracking"
        + (f": {', '.join(ours)}" if ours else "")
    )


def _words(differences: list[str]) -> str:
    return "; ".join(differences) or "same"


def _kinds(differences: list[str]) -> set[str]:
    """``images 1 -> 2`` is of the kind ``images``."""
    return {difference.split(" ")[0] for difference in differences}


def of_exam(scorer: Scorer) -> None:
    """Compare the exam's cells by its own rules."""
    tracked = {name: found for name, (found, _, _) in scorer.same("mltrack_adapter").items()}
    bare = {name: found for name, (found, _, _) in scorer.same("adapters.same_identity").items()}
    report(tracked, bare)
    missing = [name for name in scorer.ids if name not in tracked]
    if missing:
        print(f"no result: {', '.join(missing)}")


def of_cells(cells: Iterable[Cell]) -> None:
    """Compare cells: each untracked, tracked, and untracked once more."""
    tracked, bare = {}, {}
    for cell in cells:
        try:
            first, second, third = _seen(cell, False), _seen(cell, True), _seen(cell, False)
        except Hung as error:
            print(f"  {cell.id}: no result: {error}", flush=True)
            continue
        tracked[cell.id], bare[cell.id] = _differences(first, second), _differences(first, third)
    report(tracked, bare)


def _seen(cell: Cell, tracks: bool) -> dict[str, Any]:
    with kernel_for(cell) as (kernel, _):
        if tracks:
            kernel.prepare(before)
        kernel.prepare(cell.setup)
        done = kernel.execute(wrap(cell.code) if tracks else cell.code)
        error = done.output.error
        return {
            "stdout": done.output.stdout,
            "stderr": done.output.stderr,
            "last value": done.output.result,
            "images": done.images,
            "exception": error and (error["ename"], error["evalue"]),
            "names": kernel.value(_NAMES),
            "random state": kernel.value(_RANDOM),
        }


def _differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    found = []
    for what, value in one.items():
        if _without_times(value) == _without_times(other[what]):
            continue
        if what == "names":
            found.append(f"names {sorted({*value} ^ {*other[what]})}")
        elif what in ("images", "exception"):
            found.append(f"{what} {value} -> {other[what]}")
        else:
            found.append(what)
    return found


def _without_times(value: Any) -> Any:
    """Leave out the lines of ``%time``."""
    if not isinstance(value, str):
        return value
    return [line for line in value.splitlines() if not line.startswith(("CPU times", "Wall time"))]
