"""Our own cells against their labels; see ``tests/exams/capture/README.md`` for what a label says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .adapter.mltrack_adapter import before, captured, wrap
from .corpus import OWN, Cell
from .driving import Hung, kernel_for

KINDS = ("params", "metrics", "series")


@dataclass
class Score:
    """What of one kind was right, missed and too much."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.missed += other.missed
        self.extra += other.extra

    @property
    def words(self) -> str:
        precision = _ratio(self.right, len(self.extra))
        return f"precision {precision}  recall {_ratio(self.right, len(self.missed))}"


def _ratio(right: int, wrong: int) -> str:
    return f"{right / (right + wrong):.3f}" if right + wrong else "  -  "


def report(cells: Iterable[Cell]) -> dict[str, Score]:
    """Print for each cell what was right, what was missed and what is too much; give the sums."""
    labels = json.loads((OWN / "labels.json").read_text(encoding="utf-8"))
    total = {kind: Score() for kind in (*KINDS, "models")}
    for cell in cells:
        try:
            found = _captured(cell)
        except Hung as error:
            print(f"{cell.id:28s} no result: {error}", flush=True)
            continue
        scores = {kind: _score(kind, labels[cell.id], found.get(kind, {})) for kind in KINDS}
        scores["models"] = _models(labels[cell.id]["models"], found.get("models", []))
        print(
            f"{cell.id:28s} "
            + "  ".join(
                f"{kind} {score.right}/{score.right + len(score.missed)} +{len(score.extra)}"
                for kind, score in scores.items()
            ),
            flush=True,
        )
        for kind, score in scores.items():
            if score.missed or score.extra:
                print(f"      {kind}: missed {score.missed}  extra {score.extra}")
            total[kind].add(score)
    for kind, score in total.items():
        print(f"  {kind:8s} {score.words}  (right {score.right})")
    return total


def _captured(cell: Cell) -> dict[str, Any]:
    with kernel_for(cell) as (kernel, folder):
        kernel.prepare(before)
        kernel.prepare(cell.setup)
        kernel.execute(wrap(cell.code))
        return captured(folder)


def _score(kind: str, label: Mapping[str, Any], found: Mapping[str, Any]) -> Score:
    score, used = Score(), set()
    for names, wanted in label[kind].items():
        fitting = [name for name in found if _is_named(name, names) and _fits(kind, found[name], wanted)]
        used.update(fitting)
        if fitting:
            score.right += 1
        else:
            score.missed.append(names)
    score.extra = [
        name for name in found if name not in used and not any(_is_named(name, also) for also in label["may"])
    ]
    return score


def _is_named(name: str, names: str) -> bool:
    """Say whether a name, or what stands behind its last dot, is one of those that ``a|b`` allows."""
    return not {name, name.rsplit(".", 1)[-1]}.isdisjoint(names.split("|"))


def _fits(kind: str, value: Any, wanted: Any) -> bool:
    if wanted is None:
        return True
    if kind == "params":
        return bool(value == wanted)
    if kind == "series":
        return len(value) == wanted
    low, high = wanted
    return bool(low <= value <= high)


def _models(wanted: list[str], found: list[str]) -> Score:
    """Only what was missed counts: what else a cell holds may be a model, too."""
    missed = [name for name in wanted if not any(name in each for each in found)]
    return Score(len(wanted) - len(missed), missed)
