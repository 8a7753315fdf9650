"""Earlier cells that a cell depends on: those that made or changed what it reads, and what they in turn read."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
        self._by_text: dict[str, EarlierCell] = {}
        """A cell that is run again and again is read once."""
        self._words = _Words()

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
        texts = self._texts()
        for number in range(min(before, len(texts)) - 1, 0, -1):
            if not self._words.may_mention(number, needs):
                continue
            cell = self._cell(number, texts[number])
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
        texts = self._texts()
        for number in reversed(self._words.mentioning(name)):
            if number < before:
                cell = self._cell(number, texts[number])
                bindings = cell.names.bindings.get(name)
                if bindings:
                    return bindings[-1], cell
        return None

    def _texts(self) -> Sequence[str]:
        texts = self._parsed()
        self._words.follow(texts)
        return texts

    def _cell(self, number: int, text: str) -> EarlierCell:
        known = self._known.get(number)
        if known is None or known[0] is not text:
            known = self._known[number] = text, self._read(number, text)
        return known[1]

    def _read(self, number: int, text: str) -> EarlierCell:
        same = self._by_text.get(text)
        if same is None:
            same = self._by_text[text] = self._read_text(number, text)
        return replace(same, number=number)

    def _read_text(self, number: int, text: str) -> EarlierCell:
        code = read_code(text, self._transform)
        raws = self._raw()
        raw = raws[number] if number < len(raws) else text
        tracked = find_track(raw, self._cleanup)
        secrets = frozenset(text for texts in secrets_in(code.tree).values() for text in texts)
        return EarlierCell(number, tracked.code if tracked else raw, names_of(code.tree), secrets)


class _Words:
    """Which executed cell mentions which word: most cells need not be parsed at all, and none is searched twice."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._words: list[frozenset[str]] = []
        self._numbers: dict[str, list[int]] = {}

    def follow(self, texts: Sequence[str]) -> None:
        """Read the cells that were executed since the last time; all of them after ``%reset``."""
        have = len(self._seen)
        if have > len(texts) or (have and texts[have - 1] is not self._seen[-1]):
            self._seen, self._words, self._numbers = [], [], {}
        for number in range(len(self._seen), len(texts)):
            words = frozenset(_WORD.findall(texts[number]))
            self._seen.append(texts[number])
            self._words.append(words)
            for word in words:
                self._numbers.setdefault(word, []).append(number)

    def mentioning(self, word: str) -> list[int]:
        """Give the cells that mention a word, oldest first."""
        return self._numbers.get(word, [])

    def may_mention(self, number: int, names: Collection[str]) -> bool:
        """Say whether a cell mentions one of some names; one that imports everything may."""
        words = self._words[number]
        return not words.isdisjoint(names) or ("import" in words and "import *" in self._seen[number])


_WORD = re.compile(r"\w+")


def as_sources(cells: Iterable[EarlierCell]) -> list[CellSource]:
    """Give cells as they are stored: without secrets."""
    return [CellSource(cell.number, mask_code(cell.raw, cell.secrets)) for cell in cells]


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
