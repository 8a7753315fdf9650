"""How far predictions are from those that were stored: values by size, labels by count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ..records import OutputDifference, Verdict

_FLOOR: Final = 1e-6
"""Values nearer to zero than this share of the largest one are measured against that share."""


class OutputComparison(NamedTuple):
    """Predictions compared: the verdict, each output, and what cannot be compared at all."""

    verdict: Verdict
    outputs: list[OutputDifference]
    misfit: str | None = None


def compare_outputs(stored: dict[str, Any], found: dict[str, Any], tolerance: float) -> OutputComparison:
    """Compare two outputs, as they stand in ``expected_output.json``.

    Parameters
    ----------
    stored, found
        What the model gave when it was saved, and what it gives now.
    tolerance
        The largest relative difference that is still close. Labels (texts, whole numbers, truth values) are equal or
        not.

    Examples
    --------
    >>> then = {"type": "array", "element": "float64", "value": [1.0, 2.0]}
    >>> now = {"type": "array", "element": "float64", "value": [1.0, 2.0000001]}
    >>> compare_outputs(then, now, 1e-5).verdict
    'close'
    """
    before, after = _outputs(stored), _outputs(found)
    if before.keys() != after.keys():
        names = ", ".join(sorted(before.keys() ^ after.keys()))
        return OutputComparison("different", [], f"it gives other outputs ({names[:100]})")
    outputs: list[OutputDifference] = []
    verdict: Verdict = "same"
    for name, value in before.items():
        shape, now = _shape(value), _shape(after[name])
        if shape != now:
            return OutputComparison(
                "different", outputs, f"its output has the shape {now} instead of {shape}"
            )
        output, close = _compare(name, list(_flat(value)), list(_flat(after[name])), tolerance)
        outputs.append(output)
        if output.differing:
            verdict = "close" if close and verdict != "different" else "different"
    return OutputComparison(verdict, outputs)


def difference_text(output: OutputDifference, close: bool) -> str:
    """Say how one output differs.

    Examples
    --------
    >>> difference_text(OutputDifference("", 5, 2), False)
    '2 of 5 labels differ'
    """
    of = f"{output.name}: " if output.name else ""
    if output.largest_absolute is None:
        return f"{of}{output.differing} of {output.values} labels differ"
    largest = f"by at most {output.largest_absolute:.2g} ({output.largest_relative or 0:.2g} of the value)"
    return f"{of}{output.differing} of {output.values} values differ {largest}{'' if close else ', more than allowed'}"


def _outputs(content: dict[str, Any]) -> dict[str, Any]:
    """Give the values of each output by name."""
    value = content.get("value")
    if content.get("type") == "dataframe" and isinstance(value, dict):
        rows = value.get("data") or []
        return {str(name): [row[at] for row in rows] for at, name in enumerate(value.get("columns") or [])}
    if isinstance(value, dict):
        return {str(name): part for name, part in value.items()}
    return {"": value}


def _shape(value: Any) -> tuple[int, ...]:
    """Give the shape of nested lists: where they are ragged, that of the first ones."""
    shape = []
    while isinstance(value, list):
        shape.append(len(value))
        value = value[0] if value else None
    return tuple(shape)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for part in value:
            yield from _flat(part)
    elif isinstance(value, dict):
        for name in sorted(value):
            yield from _flat(value[name])
    else:
        yield value


def _compare(
    name: str, before: list[Any], after: list[Any], tolerance: float
) -> tuple[OutputDifference, bool]:
    """Compare the values of one output; says whether all that differ are within the tolerance."""
    differing = sum(a != b for a, b in zip(before, after, strict=False)) + abs(len(before) - len(after))
    numbers = any(isinstance(value, float) for value in (*before, *after))
    if not numbers:
        return OutputDifference(name, len(before), differing), False
    pairs = [(a, b) for a, b in zip(before, after, strict=False) if _is_number(a) and _is_number(b)]
    # One of them is missing, or the lists are ragged: no difference in size says that.
    unequal = len(before) != len(after) or any(
        a != b and not (_is_number(a) and _is_number(b)) for a, b in zip(before, after, strict=False)
    )
    scale = max((abs(a) for a, _ in pairs), default=0.0)
    absolute = max((abs(a - b) for a, b in pairs), default=0.0)
    relative = max((_relative(a, b, scale) for a, b in pairs), default=0.0)
    return OutputDifference(
        name, len(before), differing, absolute, relative
    ), relative <= tolerance and not unequal


def _relative(a: float, b: float, scale: float) -> float:
    return 0.0 if a == b else abs(a - b) / max(abs(a), abs(b), _FLOOR * scale)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
