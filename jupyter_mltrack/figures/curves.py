"""Curves of metrics over steps or time: one panel a metric, one line a run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Literal, get_args

from ..errors import InvalidInput
from ..records import Series
from .frame import Figure, axis, empty, figure
from .palette import Look, looks
from .smoothing import point_gaps, smooth
from .story import curve_story
from .words import Labelled, label, listed, markup, plain

XAxis = Literal["step", "time", "relative"]

PANEL_HEIGHT = 280
MOST_SENTENCES = 10
MOST_HOVERED_TOGETHER = 12
MOST_MARKED_POINTS = 30
MOST_MARKED_ROUNDS = 60
POINTS_IN_SIGHT = 40_000


def points_per_line(runs: int) -> int:
    """Say how many points a line of a figure of so many runs can have: together they stay quick to draw."""
    return max(200, min(2000, POINTS_IN_SIGHT // max(1, runs)))


def curves(
    series: Sequence[Series],
    runs: Iterable[Labelled],
    *,
    smoothing: float = 0.0,
    log: bool = False,
    x: XAxis = "step",
    timezone: str | None = None,
    columns: int = 1,
) -> Figure:
    """Draw the curves of runs, one panel a metric.

    Parameters
    ----------
    series
        The points, of any runs and metrics; panels stand in the order in which their metric first appears.
    runs
        The runs of the view; each gives its line a name and a colour. Series of other runs are left away.
    smoothing
        From 0 (none) to below 1. The line that was logged stays visible, faint.
    log
        Logarithmic y axes. Points at or below zero cannot be shown then; the notes count them.
    x
        ``step``, ``time`` (of the clock) or ``relative`` (since the start of each run).
    timezone
        Name of the time zone for ``x="time"``, such as ``Europe/Berlin``; left out: that of this process.
    columns
        How many panels stand side by side.

    Raises
    ------
    InvalidInput
        When an option is none of the above.

    Examples
    --------
    >>> from jupyter_mltrack.records import RunRow
    >>> row = RunRow("a", 1, "first", "demo", "finished", 0.0, 9.0, "", "", {})
    >>> drawn = curves([Series("a", "loss", [0, 1, 2], [0.9, 0.4, 0.2], [1.0, 2.0, 3.0], 3)], [row])
    >>> drawn["layout"]["meta"]["summary"]
    'loss of run 1 first falls from 0.9 to 0.2 over 3 points, lowest 0.2 at step 2.'
    """
    _check(smoothing, x, columns)
    zone = _zone(timezone)
    known = {run.id: run for run in runs}
    shown = [one for one in series if one.run in known and len(one.values)]
    if not shown:
        asked = ", ".join(dict.fromkeys(plain(one.key) for one in series))
        return empty(f"No points of {asked} in these runs." if asked else "These runs have no curves.")
    given = looks(run.number for run in known.values())
    panels = {key: index for index, key in enumerate(dict.fromkeys(one.key for one in shown))}
    unit = _unit(shown, known) if x == "relative" else ("s", 1.0)

    data: list[dict[str, Any]] = []
    hidden: dict[str, int] = {}
    named: set[str] = set()
    for one in sorted(shown, key=lambda item: (panels[item.key], known[item.run].number)):
        run = known[one.run]
        places = _places(one, run, x, unit[1], zone)
        first = one.run not in named
        named.add(one.run)
        traces, lost = _lines(one, places, markup(label(run)), given[run.number], smoothing, log, first)
        suffix = "" if panels[one.key] == 0 else str(panels[one.key] + 1)
        for trace in traces:
            trace |= {"xaxis": "x" + suffix, "yaxis": "y" + suffix, "legendgroup": one.run}
        data += traces
        if lost:
            hidden[one.key] = hidden.get(one.key, 0) + lost

    stories = [curve_story(one, known[one.run]) for one in shown]
    notes = [
        f"{count} points of {plain(key)} are not above zero: a log axis cannot show them."
        for key, count in hidden.items()
    ]
    layout = _layout(list(panels), columns, log, x, unit[0])
    layout["showlegend"] = len(known) > 1
    layout["hovermode"] = "x unified" if len(known) <= MOST_HOVERED_TOGETHER else "closest"
    layout["shapes"] = _rounds(shown, panels) if x == "step" else []
    layout["uirevision"] = f"{x} {log} {' '.join(panels)}"
    return figure(data, layout, listed(stories, MOST_SENTENCES, "{} more curves are not described"), notes)


def _rounds(series: Sequence[Series], panels: Mapping[str, int]) -> list[dict[str, Any]]:
    """Mark where the iterations of an outer loop began (epochs of batches), where all curves of a panel agree on it."""
    found = []
    for key, index in panels.items():
        begun = {tuple(one.rounds) for one in series if one.key == key}
        steps = begun.pop() if len(begun) == 1 else ()
        suffix = "" if index == 0 else str(index + 1)
        for step in steps[1:] if len(steps) <= MOST_MARKED_ROUNDS else ():
            line = {"type": "line", "xref": "x" + suffix, "yref": f"y{suffix} domain", "layer": "below"}
            place = {"x0": step, "x1": step, "y0": 0, "y1": 1}
            found.append(
                line | place | {"line": {"width": 1, "dash": "dot", "color": "rgba(128,128,128,0.5)"}}
            )
    return found


def _check(smoothing: float, x: str, columns: int) -> None:
    if not 0 <= smoothing < 1:
        raise InvalidInput(f"Smoothing must be at least 0 and below 1, not {smoothing}.")
    if x not in get_args(XAxis):
        raise InvalidInput(f"The x axis can be step, time or relative, not {x!r}.")
    if columns < 1:
        raise InvalidInput(f"At least one panel must stand in a row, not {columns}.")


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput(
            f"There is no time zone {name!r} here; try a name such as Europe/Berlin."
        ) from error


def _unit(series: Sequence[Series], runs: Mapping[str, Labelled]) -> tuple[str, float]:
    longest = max(max(one.times) - runs[one.run].started for one in series)
    return ("h", 3600.0) if longest > 3 * 3600 else ("min", 60.0) if longest > 180 else ("s", 1.0)


def _places(one: Series, run: Labelled, x: str, unit: float, zone: tzinfo | None) -> list[Any]:
    if x == "step":
        return list(one.steps)
    if x == "relative":
        return [(time - run.started) / unit for time in one.times]
    return [
        datetime.fromtimestamp(time, zone).replace(tzinfo=None).isoformat(timespec="milliseconds")
        for time in one.times
    ]


def _lines(
    one: Series, places: list[Any], name: str, look: Look, smoothing: float, log: bool, legend: bool
) -> tuple[list[dict[str, Any]], int]:
    """Give the traces of one curve, and how many of its points a log axis hides."""
    smoothed = smooth(one.values, smoothing, point_gaps(one.steps, one.count))
    raw, lost = _drawable(one.values, log)
    drawn, _ = _drawable(smoothed, log)
    few = sum(value is not None for value in drawn) <= MOST_MARKED_POINTS
    line = {
        "type": "scatter",
        "mode": "lines+markers" if few else "lines",
        "x": places,
        "y": drawn,
        "name": name,
        "showlegend": legend,
        "line": {"color": look.color, "dash": look.dash, "width": 2},
        "marker": {"color": look.color, "symbol": look.symbol, "size": 5},
        "hovertemplate": "%{y:.5~g}",
        "meta": {"run": one.run, "key": one.key},
    }
    traces: list[dict[str, Any]] = [line]
    if smoothing:
        line |= {"customdata": raw, "hovertemplate": "%{y:.5~g} (logged %{customdata:.5~g})", "mode": "lines"}
        faint = {"color": look.color, "dash": look.dash, "width": 1}
        raw_line = {"type": "scatter", "mode": "lines", "x": places, "y": raw, "name": name, "line": faint}
        traces.insert(0, raw_line | {"opacity": 0.3, "hoverinfo": "skip", "showlegend": False})
    holes = _holes(one.values, drawn)
    if holes:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [places[at] for at, _, _ in holes],
                "y": [y for _, y, _ in holes],
                "text": [word for _, _, word in holes],
                "name": name,
                "showlegend": False,
                "marker": {"symbol": "x", "size": 9, "color": look.color},
                "hovertemplate": "%{text} from here",
            }
        )
    return traces, lost


def _drawable(values: Sequence[float], log: bool) -> tuple[list[float | None], int]:
    drawn = [value if math.isfinite(value) and (value > 0 or not log) else None for value in values]
    lost = sum(log and math.isfinite(value) and value <= 0 for value in values)
    return drawn, lost


def _holes(values: Sequence[float], drawn: Sequence[float | None]) -> list[tuple[int, float, str]]:
    """Find where a curve stops being a number: index, the value drawn before (else the next), a word."""
    found = []
    last: float | None = next((value for value in drawn if value is not None), None)
    was_finite = True
    for index, value in enumerate(values):
        finite = math.isfinite(value)
        if was_finite and not finite and last is not None:
            found.append((index, last, "not a number" if math.isnan(value) else "infinite"))
        was_finite = finite
        last = drawn[index] if drawn[index] is not None else last
    return found


def _layout(keys: list[str], columns: int, log: bool, x: str, unit: str) -> dict[str, Any]:
    columns = min(columns, len(keys))
    rows = math.ceil(len(keys) / columns)
    title = {"step": "step", "time": "time", "relative": f"time since start ({unit})"}[x]
    layout: dict[str, Any] = {"legend": {"orientation": "h", "y": -0.18 / rows, "yanchor": "top"}}
    annotations = []
    for index, key in enumerate(keys):
        row, column = divmod(index, columns)
        left, right = (
            (column + 0.06 * (column > 0)) / columns,
            (column + 1 - 0.02 * (column < columns - 1)) / columns,
        )
        top = 1 - (row + (0.12 if row else 0)) / rows
        bottom = 1 - (row + 1 - (0.16 if row < rows - 1 else 0)) / rows
        suffix = "" if index == 0 else str(index + 1)
        layout["xaxis" + suffix] = axis(
            title, domain=[left, right], anchor="y" + suffix, type="date" if x == "time" else "linear"
        )
        layout["yaxis" + suffix] = axis(
            "", domain=[max(0.0, bottom), top], anchor="x" + suffix, type="log" if log else "linear"
        )
        annotations.append(
            {
                "text": markup(plain(key)),
                "showarrow": False,
                "xref": "paper",
                "yref": "paper",
                "x": (left + right) / 2,
                "y": top,
                "xanchor": "center",
                "yanchor": "bottom",
                "font": {"size": 14},
            }
        )
    layout["annotations"] = annotations
    if rows > 1:
        layout["height"] = rows * PANEL_HEIGHT
    return layout
