"""Plants secrets into cells, runs them tracked, and looks for them in the store."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .adapter.mltrack_adapter import before, wrap
from .corpus import Cell
from .driving import Hung, kernel_for
from .plants import EARLIER, NAMED, RAISED, READS_EARLIER, Maker, Plant
from .searching import Sight, sights

_SHAPES_EACH = 6


@dataclass(frozen=True)
class Planted:
    """A cell with secrets in it, before it, and in the environment."""

    earlier: str
    codes: tuple[str, str]
    """The cell in two forms: one that goes as the cell does, one that ends with an exception."""
    plants: tuple[Plant, ...]
    visible: str
    """A comment that is no secret: where it is not found, nothing was stored."""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that hold secrets."""
        return {piece.variable: piece.texts[0] for piece in self.plants if piece.variable}

    @property
    def files(self) -> dict[str, str]:
        """The files that hold secrets, by name."""
        return {
            piece.file: json.dumps({"host": "db", "api_key": piece.texts[0]})
            for piece in self.plants
            if piece.file
        }


@dataclass
class Tally:
    """What was planted, and what was found of it."""

    planted: Counter[str] = field(default_factory=Counter)
    stored: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    blind: list[str] = field(default_factory=list)
    """Cells whose visible comment was not found."""

    @property
    def fails(self) -> bool:
        return bool(self.stored or self.blind or not self.planted)


def plant(cell: Cell, at: int) -> Planted:
    """Put secrets before and behind a cell's code. ``at`` chooses which exception ends its second form."""
    make = Maker(f"{cell.id} {at}")
    visible = f"visible{make.text()}"
    found = earlier = make.plants(EARLIER)
    codes = []
    for raises in (False, True):
        placed = [*make.plants(NAMED), make.private_key(), *make.shaped(_SHAPES_EACH)]
        half = len(placed) // 2
        if raises:
            style = list(RAISED)[at % len(RAISED)]
            placed += make.plants({style: RAISED[style]})
        before = [piece.code for piece in placed[:half]]
        behind = [piece.code for piece in placed[half:]]
        codes.append("\n".join([*before, READS_EARLIER, f"# {visible}", cell.code, *behind]))
        found = found + placed
    first = "\n".join(piece.code for piece in earlier)
    return Planted(first, (codes[0], codes[1]), tuple(found), visible)


def seen_in_store(cell: Cell, planted: Planted) -> list[Sight]:
    """Run a planted cell tracked, in both forms, and search its store once the kernel has ended."""
    os.environ.update(planted.environment)
    try:
        with kernel_for(cell) as (kernel, folder):
            kernel.prepare(before)
            kernel.prepare(cell.setup)
            for name, text in planted.files.items():
                (folder / name).write_text(text, encoding="utf-8")
            kernel.prepare(planted.earlier)
            well, badly = [kernel.execute(wrap(code)).error for code in planted.codes]
            if well or not badly:
                print(f"{cell.id}: its planted forms end with {well} and {badly}", flush=True)
            kernel.close()
            texts = {text for piece in planted.plants for text in piece.texts}
            return sights(folder / ".mltrack", [*texts, planted.visible])
    finally:
        for name in planted.environment:
            del os.environ[name]


def report(cells: Iterable[Cell]) -> Tally:
    """Print how many secrets were planted and found, by style, and where."""
    tally = Tally()
    for at, cell in enumerate(cells):
        planted = plant(cell, at)
        try:
            found = seen_in_store(cell, planted)
        except Hung as error:
            print(f"{cell.id:28s} no result: {error}", flush=True)
            tally.blind.append(cell.id)
            continue
        stored = _count(tally, cell, planted, found)
        print(f"{cell.id:28s} planted {len(planted.plants):3d}  stored {stored}", flush=True)
    _print(tally)
    return tally


def _count(tally: Tally, cell: Cell, planted: Planted, found: list[Sight]) -> int:
    texts = {sight.text for sight in found}
    if planted.visible not in texts:
        tally.blind.append(cell.id)
    stored = 0
    for piece in planted.plants:
        tally.planted[piece.style] += 1
        mine = [sight for sight in found if sight.text in piece.texts]
        if mine:
            stored += 1
            tally.stored[piece.style] += 1
            places = sorted({sight.place.split("/")[0] for sight in mine})
            around = " ".join(mine[-1].around.split())
            tally.examples.setdefault(piece.style, f"{cell.id}: in {', '.join(places)}: …{around}…")
    return stored


def _print(tally: Tally) -> None:
    print(f"{'style':40s} planted stored")
    for style, count in tally.planted.items():
        print(f"{style:40s} {count:7d} {tally.stored[style]:6d}")
    print(f"{'all':40s} {tally.planted.total():7d} {tally.stored.total():6d}")
    for style, example in tally.examples.items():
        print(f"  {style}, first of {tally.stored[style]}: {example}")
    if tally.blind:
        print(f"Nothing was stored of {', '.join(tally.blind)}: not even its comment that is no secret.")
