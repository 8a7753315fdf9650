"""Parallel coordinates: every run a line over all the columns that differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..records import Column
from .frame import Figure, empty, figure
from .palette import PALETTE, looks
from .values import Axis, Valued, as_number, axis_of, is_number
from .words import markup, number, plain

MOST_CATEGORIES = 30
LONGEST_TICK = 18
LARGEST = 1e300
SCALE = [[0.0, PALETTE[0]], [0.5, PALETTE[6]], [1.0, PALETTE[1]]]
"""From low to high; seen on white and on dark ground, and by colour-blind readers."""


def parallel(
    runs: Sequence[Valued], columns: Sequence[Column | str], *, color_by: str | None = None
) -> Figure:
    """Draw parallel coordinates.

    Up to ten runs keep their own colours; more are coloured by a metric. Values that are missing or no number
    stand on places of their own below the axis, so that no run disappears.

    Parameters
    ----------
    runs
        The rows, with the values of the columns.
    columns
        The axes, from left to right (columns or their ids). Those in which all runs agree are left away.
    color_by
        Id of the column that colours more than ten runs; left out: the last numeric one.

    Examples
    --------
    >>> from jupyter_mltrack.records import RunRow
    >>> rows = [
    ...     RunRow(c, n, "", "demo", "finished", 0.0, 1.0, "", "", {}, {"params.lr": lr, "metrics.acc": acc})
    ...     for c, n, lr, acc in [("a", 1, 0.1, 0.8), ("b", 2, 0.2, 0.9)]
    ... ]
    >>> drawn = parallel(rows, ["params.lr", "metrics.acc"])
    >>> [dimension["label"] for dimension in drawn["data"][0]["dimensions"]]
    ['lr', 'acc']
    """
    axes = [axis_of(runs, column) for column in columns]
    shown = [one for one in axes if len({_kind(value) for value in one.values}) > 1]
    crowded = [one for one in shown if not one.numeric and len(one.categories) > MOST_CATEGORIES]
    shown = [one for one in shown if one not in crowded]
    notes = [
        f"{plain(one.name)} is left out: it has {len(one.categories)} different values." for one in crowded
    ]
    if len(runs) < 2 or not shown:
        return empty(
            "Nothing differs between these runs." if len(runs) > 1 else "One run has nothing to stand beside."
        )
    trace: dict[str, Any] = {
        "type": "parcoords",
        "dimensions": [_dimension(one) for one in shown],
        "line": _line(runs, shown, color_by),
        "labelangle": 0 if len(shown) <= 6 else -20,
        "labelside": "top",
    }
    layout = {
        "margin": {"l": 64, "r": 64, "t": 56 if len(shown) <= 6 else 96, "b": 24},
        "uirevision": " ".join(one.id for one in shown),
    }
    return figure([trace], layout, _summary(runs, shown), notes)


def _kind(value: object) -> object:
    return "NaN" if isinstance(value, float) and math.isnan(value) else (type(value) is bool, value)


def _dimension(one: Axis) -> dict[str, Any]:
    title = markup(plain(one.name, 24))
    if not one.numeric:
        names = one.categories
        odd = [None] if None in one.values else []
        places = {name: float(index + len(odd)) for index, name in enumerate(names)}
        values = [0.0 if value is None else places[str(value)] for value in one.values]
        texts = (["–"] if odd else []) + [markup(plain(name, LONGEST_TICK)) for name in names]
        return {
            "label": title,
            "values": values,
            "tickvals": [float(index) for index in range(len(texts))],
            "ticktext": texts,
            "range": [-0.3, len(texts) - 0.7],
        }
    scale = math.log10 if one.wide else _within_reach
    found = [scale(value) for value in one.numbers] or [0.0]
    low, high = min(found), max(found)
    reach = (high - low) or abs(high) or 1.0
    words = sorted({_odd(value) for value in one.values if not is_number(value)})
    places = {word: low - reach * 0.12 * (index + 1) for index, word in enumerate(words)}
    ticks = _ticks(low, high, one.wide)
    bottom = min(places.values(), default=low)
    return {
        "label": title,
        "values": [scale(as_number(v)) if is_number(v) else places[_odd(v)] for v in one.values],
        "tickvals": [*places.values(), *ticks],
        "ticktext": [*places, *(number(10**tick if one.wide else tick) for tick in ticks)],
        "range": [bottom, high if high > bottom else bottom + reach],
    }


def _within_reach(value: float) -> float:
    """Keep differences of the largest floats finite."""
    return max(-LARGEST, min(LARGEST, value))


def _odd(value: object) -> str:
    return "–" if value is None else number(value)


def _ticks(low: float, high: float, wide: bool) -> list[float]:
    """Choose round places between two values; on a log axis, whole powers of ten."""
    if wide:
        whole = list(range(math.ceil(low), math.floor(high) + 1))
        return [float(one) for one in whole[:: max(1, len(whole) // 6)]]
    if high == low:
        return [low]
    rough = (high - low) / 5
    if rough == 0:
        return [low]
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= rough)
    first = math.ceil(low / step)
    return [round(index * step, 12) for index in range(first, math.floor(high / step) + 1)]


def _line(runs: Sequence[Valued], shown: Sequence[Axis], color_by: str | None) -> dict[str, Any]:
    if len(runs) <= len(PALETTE):
        given = looks(run.number for run in runs)
        colors = [given[run.number].color for run in runs]
        steps = len(colors)
        scale = [[(index + half) / steps, color] for index, color in enumerate(colors) for half in (0, 1)]
        return {
            "color": [index + 0.5 for index in range(steps)],
            "cmin": 0,
            "cmax": steps,
            "colorscale": scale,
            "showscale": False,
        }
    numeric = [one for one in shown if one.numeric and one.numbers]
    chosen = next((one for one in numeric if one.id == color_by), numeric[-1] if numeric else None)
    if chosen is None:
        return {"color": PALETTE[0]}
    lowest = min(chosen.numbers)
    return {
        "color": [as_number(v) if is_number(v) else lowest for v in chosen.values],
        "colorscale": SCALE,
        "showscale": True,
        "colorbar": {"title": {"text": markup(plain(chosen.name, 24))}, "thickness": 10},
    }


def _summary(runs: Sequence[Valued], shown: Sequence[Axis]) -> str:
    parts = []
    for one in shown:
        if one.numeric and one.numbers:
            parts.append(f"{plain(one.name)} from {number(min(one.numbers))} to {number(max(one.numbers))}")
        else:
            parts.append(f"{plain(one.name)} with {len(one.categories)} values")
    return f"{len(runs)} runs over {len(shown)} columns: {'; '.join(parts)}."
