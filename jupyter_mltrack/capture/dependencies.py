"""Earlier cells that a cell depends on: those that made or changed what it reads, and what they in turn read."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType, ModuleType

from ..records import CellSource
from .names import Binding, CellNames, names_of
from .rules.secret_code import mask_code, secrets_in
from .source import Transform, find_track, read_code


@dataclass(frozen=True, slots=True)
class EarlierCell:
    """An executed cell with what its code binds and reads."""

    number: int
    raw: str
    names: CellNames
    secrets: frozenset[str]


class EarlierCells:
    """The cells executed in a session so far, read when needed and kept.

    Parameters
    ----------
    parsed
        Their texts after IPython's transforms, by execution number.
    raw
        Their texts as they were sent, by execution number.
    transform
        IPython's transforms for one text.
    cleanup
        Those that take leading blank lines and prompts away.
    """

    def __init__(
        self,
        parsed: Callable[[], Sequence[str]],
        raw: Callable[[], Sequence[str]],
        transform: Callable[[str], str],
        cleanup: Iterable[Transform],
    ) -> None:
        self._parsed = parsed
        self._raw = raw
        self._transform = transform
        self._cleanup = tuple(cleanup)
        self._known: dict[int, tuple[str, EarlierCell]] = {}

    def needed(
        self, reads: Collection[str], before: int, namespace: Mapping[str, object]
    ) -> list[EarlierCell]:
        """Give the cells that code depends on which reads these names, oldest first.

        Parameters
        ----------
        reads
            The names.
        before
            The execution number of that code.
        namespace
            The notebook's names, to tell modules and functions from what cells can change.
        """
        needs = {name for name in reads if name in namespace or not hasattr(builtins, name)}
        found: dict[str, EarlierCell] = {}
        for number in range(before - 1, 0, -1):
            cell = self._mentioning(number, needs)
            if cell is None:
                continue
            changed = {name for name in cell.names.changes & needs if not _is_fixed(namespace.get(name))}
            bound = cell.names.bindings.keys() & needs
            if changed or bound or _imports_any(cell.names.stars, needs):
                # The same text again changes nothing that its newest execution did not.
                found.setdefault(cell.raw.strip(), cell)
                needs -= {name for name in bound if _is_made(cell.names.bindings[name])}
                needs |= {name for name in cell.names.reads if not hasattr(builtins, name)}
        return sorted(found.values(), key=lambda cell: cell.number)

    def definition(self, name: str, before: int) -> tuple[Binding, EarlierCell] | None:
        """Give the newest place where a name got its value, and the cell."""
        for number in range(before - 1, 0, -1):
            cell = self._mentioning(number, {name})
            bindings = cell.names.bindings.get(name) if cell is not None else None
            if cell is not None and bindings:
                return bindings[-1], cell
        return None

    def _mentioning(self, number: int, names: Collection[str]) -> EarlierCell | None:
        """Give an executed cell if its text mentions one of the names: most need not be parsed at all."""
        texts = self._parsed()
        text = texts[number] if number < len(texts) else ""
        if not names or not text:
            return None
        known = self._known.get(number)
        if known is None or known[0] is not text:
            if "import *" not in text and not _mention(names).search(text):
                return None
            known = self._known[number] = text, self._read(number, text)
        return known[1]

    def _read(self, number: int, text: str) -> EarlierCell:
        code = read_code(text, self._transform)
        raws = self._raw()
        raw = raws[number] if number < len(raws) else text
        tracked = find_track(raw, self._cleanup)
        secrets = frozenset(text for texts in secrets_in(code.tree).values() for text in texts)
        return EarlierCell(number, tracked.code if tracked else raw, names_of(code.tree), secrets)


def as_sources(cells: Iterable[EarlierCell]) -> list[CellSource]:
    """Give cells as they are stored: without secrets."""
    return [CellSource(cell.number, mask_code(cell.raw, cell.secrets)) for cell in cells]


def _mention(names: Collection[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names))) + r")\b")


def _is_made(bindings: list[Binding]) -> bool:
    """Say whether a cell gives a name its whole value, whatever it was before."""
    return any(binding.sure and binding.kind not in ("augment", "delete") for binding in bindings)


def _is_fixed(value: object) -> bool:
    kind = type(value)
    return kind is ModuleType or kind is FunctionType or issubclass(kind, type)


def _imports_any(modules: Iterable[str], names: Collection[str]) -> bool:
    for module in modules:
        found = sys.modules.get(module)
        if type(found) is ModuleType and not vars(found).keys().isdisjoint(names):
            return True
    return False
