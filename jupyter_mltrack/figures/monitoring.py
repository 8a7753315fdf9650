"""Monitors: a column over time, as bands of quantiles, shares of categories, and missing values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from ..records import ColumnMoment
from .frame import Figure, axis, figure
from .palette import PALETTE
from .words import markup, plain

_BANDS = (("0.05", "0.95", 0.12), ("0.25", "0.75", 0.25))


def quantiles_over_time(name: str, moments: Sequence[ColumnMoment], times: bool = False) -> Figure:
    """Draw how the values of a column spread, check by check: the median within bands of 50 % and 90 %.

    Parameters
    ----------
    name
        The column.
    moments
        Its checks, the oldest first.
    times
        Whether the values are times, in Unix seconds.

    Examples
    --------
    >>> moment = ColumnMoment("c", "May", 0.0, 1.0, False, 9, 0.0, {"0.05": 1.0, "0.25": 2.0, "0.5": 3.0,
    ...                                                              "0.75": 4.0, "0.95": 5.0})
    >>> quantiles_over_time("age", [moment])["data"][-1]["y"]
    [3.0]
    """
    shown = [moment for moment in moments if moment.quantiles]
    x = [_moment(moment) for moment in shown]

    def level(which: str) -> list[Any]:
        values = [moment.quantiles[which] for moment in shown]
        return [_iso(value) for value in values] if times else values

    data: list[dict[str, Any]] = []
    for low, high, opacity in _BANDS:
        share = round((float(high) - float(low)) * 100)
        edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0, "color": PALETTE[0]}}
        data.append({**edge, "y": level(low), "hoverinfo": "skip", "showlegend": False})
        fill = {"fill": "tonexty", "fillcolor": _faded(PALETTE[0], opacity), "hoverinfo": "skip"}
        data.append({**edge, **fill, "y": level(high), "name": f"{share} % of the values"})
    marks = [PALETTE[1] if moment.drifted else PALETTE[0] for moment in shown]
    symbols = ["diamond" if moment.drifted else "circle" for moment in shown]
    data.append(
        {
            "type": "scatter", "mode": "lines+markers", "name": "median", "x": x, "y": level("0.5"),
            "line": {"color": PALETTE[0]}, "marker": {"color": marks, "symbol": symbols, "size": 7},
            "text": [markup(plain(moment.label)) for moment in shown],
            "hovertemplate": "%{text}: median %{y}<extra></extra>",
        }
    )  # fmt: skip
    return figure(data, _layout(plain(name)), _said(name, shown, "median"), [])


def shares_over_time(name: str, moments: Sequence[ColumnMoment]) -> Figure:
    """Draw which share of the rows each category has, check by check."""
    shown = [moment for moment in moments if moment.shares]
    x = [_moment(moment) for moment in shown]
    names = list(dict.fromkeys(category for moment in shown for category in moment.shares))
    data = [
        {
            "type": "scatter", "mode": "lines", "stackgroup": "one", "x": x, "name": markup(plain(category)),
            "y": [moment.shares.get(category, 0.0) for moment in shown],
            "line": {"width": 1, "color": PALETTE[at % len(PALETTE)]}, "hovertemplate": "%{y:.1%}",
        }
        for at, category in enumerate(names)
    ]  # fmt: skip
    layout = _layout("share of the rows with a value")
    layout["yaxis"] |= {"tickformat": ".0%", "range": [0, 1]}
    return figure(data, layout, _said(name, shown, "shares"), [])


def missing_over_time(name: str, moments: Sequence[ColumnMoment]) -> Figure:
    """Draw which share of the values is missing, check by check."""
    trace = {
        "type": "scatter", "mode": "lines+markers", "name": "missing", "x": [_moment(moment) for moment in moments],
        "y": [moment.missing for moment in moments], "line": {"color": PALETTE[0]},
        "text": [markup(plain(moment.label)) for moment in moments],
        "hovertemplate": "%{text}: %{y:.2%}<extra></extra>", "showlegend": False,
    }  # fmt: skip
    layout = _layout("missing values")
    # A line along the bottom of an axis up to 100 % would not be seen.
    most = max((moment.missing for moment in moments), default=0.0)
    layout["yaxis"] |= {"tickformat": ".1%", "range": [-0.002, max(0.02, most * 1.1)]}
    return figure([trace], layout, _said(name, moments, "missing values"), [])


def _layout(title: str) -> dict[str, Any]:
    return {
        "xaxis": axis("", type="date"),
        "yaxis": axis(title),
        "hovermode": "x unified",
        "legend": {"orientation": "h", "y": 1.12},
    }


def _moment(moment: ColumnMoment) -> str:
    return _iso((moment.start + moment.end) / 2)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def _said(name: str, moments: Sequence[ColumnMoment], what: str) -> str:
    if not moments:
        return f"No check has {what} of {plain(name)}."
    drifted = sum(bool(moment.drifted) for moment in moments)
    often = f"; it drifted in {drifted} of them" if drifted else ""
    return (
        f"{plain(name)}: {what} in {len(moments)} checks, {moments[0].label} to {moments[-1].label}{often}."
    )


def _faded(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
