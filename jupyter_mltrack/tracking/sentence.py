"""What changed between runs, in one sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

from ..records import CodeDiff, ComparedGroup, ComparedRow, Direction, Run, Scalar
from .data_changes import data_changes
from .source_diff import changed_lines

_MOST_NAMED = 3
_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number_text(value: object, digits: int = 4) -> str:
    """Write a value as people read it: up to ``digits`` significant digits, long texts cut.

    >>> number_text(0.123456), number_text(0.00001), number_text(12.0)
    ('0.1235', '1e-05', '12')
    """
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, (int, float)):
        if isinstance(value, float) and not math.isfinite(value):
            return {math.inf: "∞", -math.inf: "-∞"}.get(value, "NaN")
        return str(value) if isinstance(value, int) else f"{value:.{digits}g}"
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def delta_text(delta: float) -> str:
    """Write a difference with its sign.

    >>> delta_text(0.0131), delta_text(-2.0)
    ('+0.0131', '-2')
    """
    return ("+" if delta > 0 else "") + number_text(float(delta), 3)


def arrow(name: str, old: Scalar, new: Scalar, old_missing: bool = False, new_missing: bool = False) -> str:
    """Write one change: ``lr 0.1 → 0.01``."""
    if old_missing:
        return f"{name} {number_text(new)} is new"
    if new_missing:
        return f"{name} is gone"
    before, after = number_text(old), number_text(new)
    if before == after:
        before, after = number_text(old, 17), number_text(new, 17)
    return f"{name} {before} → {after}"


def row_changes(rows: list[ComparedRow], run: int) -> list[str]:
    """Write how one run's rows differ from the baseline's."""
    found = []
    for row in rows:
        old, new = row.values[0], row.values[run]
        if new.verdict != "same" and not (new.verdict == "missing" and old.verdict == "missing"):
            missing = (old.verdict == "missing", new.verdict == "missing")
            found.append(arrow(row.key, old.value, new.value, *missing))
    return found


def code_changes(code: list[CodeDiff], run_id: str, explained: Collection[str] = ()) -> list[str]:
    """Write which parts of the code differ: ``one line of `preprocess```; ``explained`` as in ``changed_lines``."""
    found = []
    for diff in code:
        count = changed_lines(diff, explained) if diff.run == run_id else 0
        if count:
            lines = f"{_SMALL_NUMBERS[count] if count < 10 else count} line{'' if count == 1 else 's'}"
            found.append(f"{lines} of {'the cell' if diff.part == 'cell' else f'`{diff.part}`'} changed")
    return found


def sentence_for(
    runs: list[Run],
    groups: list[ComparedGroup],
    code: list[CodeDiff],
    metric: str | None,
    direction_of: Callable[[str], Direction | None],
) -> str:
    """Say what differs and what it did to the main metric."""
    by_name = {group.name: group for group in groups}
    metrics = {row.key: row for row in by_name["metrics"].rows}
    if len(runs) > 2:
        return _many(runs, by_name["parameters"], code, metrics.get(metric or ""), metric)
    parameters = by_name["parameters"].rows
    explained = [row.key for row in parameters if row.differs]
    changes = row_changes(parameters, 1) + code_changes(code, runs[1].id, explained) + data_changes(*runs)
    packages = row_changes([row for row in by_name["environment"].rows if row.differs], 1)
    if not changes and packages:
        changes = packages
    what = _listed(changes) if changes else _nothing_changed(*runs)
    row = metrics.get(metric or "") or next((row for row in metrics.values() if row.differs), None)
    if row is None:
        return f"{what}."
    value = row.values[1]
    if value.delta is None or not math.isfinite(value.delta):
        effect = (
            f"{row.key} did not change"
            if value.verdict == "same"
            else arrow(row.key, row.values[0].value, value.value)
        )
    else:
        word = {"better": ", better", "worse": ", worse"}.get(value.verdict, "")
        effect = f"{row.key} {delta_text(value.delta)}{word}"
    return f"{what}; {effect}."


def _nothing_changed(before: Run, run: Run) -> str:
    known = before.data and run.data
    return "Parameters, code and data are the same" if known else "Parameters and code are the same"


def _many(
    runs: list[Run],
    parameters: ComparedGroup,
    code: list[CodeDiff],
    row: ComparedRow | None,
    metric: str | None,
) -> str:
    differing = [row.key for row in parameters.rows if row.differs]
    code = [diff for diff in code if changed_lines(diff, differing)]
    what = f"{len(runs)} runs; "
    what += (
        f"{_listed(differing)} differ{'s' if len(differing) == 1 else ''}"
        if differing
        else "all parameters are the same"
    )
    what += ", and so does the code" if code else ""
    if row is None:
        return what + "."
    best = next((run for run, value in zip(runs, row.values, strict=True) if value.best), None)
    if best is None:
        return f"{what}; {metric} is the same in all." if not row.differs else what + "."
    where = f"run {best.number}" if best.parent is None else f"{best.name} of run {best.number}"
    return f"{what}; best {metric} {number_text(best.metrics[row.key])} in {where}."


def _listed(changes: list[str]) -> str:
    shown = changes[:_MOST_NAMED]
    left = len(changes) - len(shown)
    if left:
        return ", ".join(shown) + f" and {left} more"
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]
