"""A curve in a sentence, for those who do not see it."""

from __future__ import annotations

import math

from ..records import Series
from .words import Labelled, label, number, plain

FLAT = 0.02
"""A curve that ends closer to its start than this part of its range is called level."""


def curve_story(series: Series, run: Labelled) -> str:
    """Say what a curve does: from where to where, and its best known extreme.

    Examples
    --------
    >>> from jupyter_mltrack.records import RunRow
    >>> row = RunRow("a", 12, "", "demo", "running", 0.0, None, "", "", {})
    >>> curve_story(Series("a", "acc", [0, 10, 20], [0.5, 0.8, 0.7], [1.0, 2.0, 3.0], 3), row)
    'acc of run 12 rises from 0.5 to 0.7 over 3 points, highest 0.8 at step 10'
    """
    subject = f"{plain(series.key)} of {label(run)}"
    finite = [
        (step, value) for step, value in zip(series.steps, series.values, strict=True) if math.isfinite(value)
    ]
    bad = len(series.values) - len(finite)
    if not finite:
        return f"{subject} has no value that is a number, in {_points(series.count)}"
    if len(finite) == 1:
        story = f"{subject} is {number(finite[0][1])} at step {finite[0][0]}"
    else:
        story = f"{subject} {_course(finite, series.count)}"
    return story if not bad else f"{story}; not a finite number from step {_first_bad(series)}"


def _course(finite: list[tuple[int, float]], count: int) -> str:
    first, last = finite[0][1], finite[-1][1]
    low = min(finite, key=lambda point: point[1])
    high = max(finite, key=lambda point: point[1])
    spread = high[1] - low[1]
    if spread == 0:
        return f"stays at {number(first)} over {_points(count)}"
    if abs(last - first) <= FLAT * spread:
        between = f"between {number(low[1])} and {number(high[1])}"
        return f"begins and ends at {number(last)} over {_points(count)}, {between}"
    verb, word, extreme = ("falls", "lowest", low) if last < first else ("rises", "highest", high)
    return (
        f"{verb} from {number(first)} to {number(last)} over {_points(count)}, "
        f"{word} {number(extreme[1])} at step {extreme[0]}"
    )


def _points(count: int) -> str:
    return f"{count} point" if count == 1 else f"{count} points"


def _first_bad(series: Series) -> int:
    return next(
        step for step, value in zip(series.steps, series.values, strict=True) if not math.isfinite(value)
    )
