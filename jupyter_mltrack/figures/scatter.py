"""One column against another: every run a point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..records import Column, Scalar
from .frame import Figure, axis, empty, figure
from .palette import looks
from .ranks import rank_correlation
from .values import Axis, Valued, as_number, axis_of, is_number
from .words import label, markup, number, plain

FEWEST_FOR_TREND = 5


def scatter(runs: Sequence[Valued], x: Column | str, y: Column | str) -> Figure:
    """Draw one column against another.

    A column of positive numbers over three decades gets a log axis. Runs without a value are named in the
    notes.

    Parameters
    ----------
    runs
        The rows, with the values of both columns.
    x, y
        The columns, or their ids.

    Examples
    --------
    >>> from jupyter_mltrack.records import RunRow
    >>> values = {"params.lr": 0.1, "metrics.acc": 0.9}
    >>> row = RunRow("a", 1, "", "demo", "finished", 0.0, 1.0, "", "", {}, values)
    >>> scatter([row], "params.lr", "metrics.acc")["layout"]["meta"]["summary"]
    '1 run: lr 0.1, acc 0.9.'
    """
    across, up = axis_of(runs, x), axis_of(runs, y)
    kept = [i for i in range(len(runs)) if _drawable(across, i) and _drawable(up, i)]
    if not kept:
        return empty(f"No run has both {plain(across.name)} and {plain(up.name)}.")
    missing = [f"run {run.number}" for index, run in enumerate(runs) if index not in set(kept)]
    notes = [_left_out(missing, across, up)] if missing else []
    given = looks(run.number for run in runs)
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "x": [_place(across, index) for index in kept],
        "y": [_place(up, index) for index in kept],
        "customdata": [runs[index].id for index in kept],
        "text": [markup(label(runs[index])) for index in kept],
        "hovertemplate": f"%{{text}}<br>{_hover(across, 'x')}<br>{_hover(up, 'y')}<extra></extra>",
        "showlegend": False,
        "marker": {
            "size": 10,
            "opacity": 0.9,
            "color": [given[runs[index].number].color for index in kept],
            "symbol": [given[runs[index].number].symbol for index in kept],
        },
    }
    layout = {"xaxis": _axis(across), "yaxis": _axis(up), "hovermode": "closest", "uirevision": f"{x} {y}"}
    return figure([trace], layout, _summary(runs, across, up, kept), notes)


def _drawable(one: Axis, index: int) -> bool:
    value = one.values[index]
    return is_number(value) if one.numeric else value is not None


def _place(one: Axis, index: int) -> Scalar:
    value = one.values[index]
    return value if one.numeric else markup(plain(str(value)))


def _hover(one: Axis, place: str) -> str:
    return f"{markup(plain(one.name))} %{{{place}}}"


def _axis(one: Axis) -> dict[str, Any]:
    kind = "log" if one.wide else "linear" if one.numeric else "category"
    return axis(plain(one.name), type=kind)


def _left_out(missing: list[str], across: Axis, up: Axis) -> str:
    named = ", ".join(missing[:10]) + (f" and {len(missing) - 10} more" if len(missing) > 10 else "")
    return f"Without {plain(across.name)} or {plain(up.name)}, or with one that is not finite: {named}."


def _summary(runs: Sequence[Valued], across: Axis, up: Axis, kept: list[int]) -> str:
    names = plain(across.name), plain(up.name)
    if len(kept) == 1:
        return f"1 run: {names[0]} {number(across.values[kept[0]])}, {names[1]} {number(up.values[kept[0]])}."
    text = f"{len(kept)} runs"
    if not up.numeric:
        return f"{text}, {names[1]} against {names[0]}."
    heights = [_number(up, index) for index in kept]
    low, high = (heights.index(pick(heights)) for pick in (min, max))
    ends = [f"{number(heights[at])} ({label(runs[kept[at]])})" for at in (low, high)]
    text += f": {names[1]} from {ends[0]} to {ends[1]}"
    if across.numeric and len(kept) >= FEWEST_FOR_TREND:
        trend = rank_correlation([_number(across, index) for index in kept], heights)
        if trend is not None:
            text += f"; {_trend(trend, *names)}"
    return text + "."


def _number(one: Axis, index: int) -> float:
    return as_number(one.values[index])


def _trend(trend: float, across: str, up: str) -> str:
    if abs(trend) < 0.3:
        return f"{up} hardly goes with {across} (rank correlation {trend:.2f})"
    return f"{up} {'rises' if trend > 0 else 'falls'} with {across} (rank correlation {trend:.2f})"
