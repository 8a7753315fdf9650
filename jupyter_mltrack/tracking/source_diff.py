"""Code of runs, compared line by line."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection

from ..errors import NotFound
from ..records import CodeDiff, DiffLine, Run
from ..store import Store
from .query import code_of, context_of

_CONTEXT = 3
_MAGIC = re.compile(r"^\s*%%track\b.*$", re.MULTILINE)


def code_diffs(store: Store, runs: list[Run]) -> list[CodeDiff]:
    """Give each run's code against the first run's: the cell, then the earlier cells that it depended on.

    Parts that are the same are left out; the ``%%track`` line is no code.
    """
    found: list[CodeDiff] = []
    baseline = _parts(store, runs[0])
    for run in runs[1:]:
        if (run.source.code, run.source.context) == (runs[0].source.code, runs[0].source.context):
            continue
        parts = _parts(store, run)
        for part in dict.fromkeys([*baseline, *parts]):
            old, new = baseline.get(part, ""), parts.get(part, "")
            if old != new:
                found.append(CodeDiff(run=run.id, part=part, lines=diff_lines(old, new)))
    return found


def code_differs(store: Store, old: Run, new: Run, explained: Collection[str] = ()) -> bool:
    """Say whether the code of two runs differs, the cell or the earlier cells that it depended on.

    Execution numbers are no code, nor are blank lines and the order of earlier cells.

    Parameters
    ----------
    store
        Where both are.
    old, new
        The runs.
    explained
        Names of parameters whose change is said already: the lines that set them do not count.
    """
    if (old.source.code, old.source.context) == (new.source.code, new.source.context):
        return False
    setting = _setting(explained)

    def text(run: Run) -> list[list[str]]:
        cell = _MAGIC.sub("", code_of(store, run) or "")
        earlier = sorted(part.code for part in context_of(store, run))
        parts = [
            [line for line in code.splitlines() if line.strip() and not (setting and setting.match(line))]
            for code in (cell, *earlier)
        ]
        return [parts[0], *filter(None, parts[1:])]

    try:
        return text(old) != text(new)
    except NotFound:
        # A store of which only a part was copied: the hashes of the code say as much as there is to be said.
        return old.source.code != new.source.code


def _setting(names: Collection[str]) -> re.Pattern[str] | None:
    """Give what matches lines that set one of these names."""
    choice = "|".join(map(re.escape, names))
    return re.compile(rf"\s*({choice})\s*(:[^=]*)?=[^=]") if names else None


def _parts(store: Store, run: Run) -> dict[str, str]:
    parts: dict[str, str] = {}
    code = code_of(store, run)
    if code is not None:
        parts["cell"] = _MAGIC.sub("", code).strip("\n")
    for cell in context_of(store, run):
        name = _title(cell.code)
        while name in parts:
            name += "′"
        parts[name] = cell.code.strip("\n")
    return parts


def _title(code: str) -> str:
    """Name an earlier cell by what it defines, else by its first line: execution numbers change with every restart."""
    names = re.findall(r"^(?:async\s+)?(?:def|class)\s+(\w+)", code, re.MULTILINE)
    if names:
        return ", ".join(names[:3])
    first = next((line.strip() for line in code.splitlines() if line.strip()), "earlier cell")
    target = re.match(r"([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)\s*=[^=]", first)
    return target[1] if target else first[:40]


def diff_lines(old: str, new: str) -> list[DiffLine]:
    """Give the lines that changed, with three unchanged ones around them; ``~`` stands for what was left out."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[DiffLine] = []
    last = (0, 0)
    for group in difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_CONTEXT):
        if (group[0][1], group[0][3]) != last:
            skipped = group[0][1] - last[0]
            lines.append(DiffLine("~", f"{skipped} unchanged lines" if skipped != 1 else "1 unchanged line"))
        for op, start, end, new_start, new_end in group:
            if op == "equal":
                lines += [
                    DiffLine("=", text, start + index + 1, new_start + index + 1)
                    for index, text in enumerate(before[start:end])
                ]
            else:
                lines += [DiffLine("-", text, start + i + 1) for i, text in enumerate(before[start:end])]
                lines += [
                    DiffLine("+", text, None, new_start + i + 1)
                    for i, text in enumerate(after[new_start:new_end])
                ]
        last = (group[-1][2], group[-1][4])
    if lines and last[0] < len(before):
        left = len(before) - last[0]
        lines.append(DiffLine("~", f"{left} unchanged lines" if left != 1 else "1 unchanged line"))
    return lines


def changed_lines(diff: CodeDiff, explained: Collection[str] = ()) -> int:
    """Count changed lines as a reader would: a line that was replaced counts once.

    Parameters
    ----------
    diff
        The code of two runs.
    explained
        Names of parameters whose change is said already: the lines that set them do not count.
    """
    said = _setting(explained)
    counts = Counter(line.op for line in diff.lines if said is None or not said.match(line.text))
    return max(counts["-"], counts["+"])
