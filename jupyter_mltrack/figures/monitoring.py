"""Monitors: a column over time, as bands of quantiles, shares of categories, and missing values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from ..records import ColumnMoment, MetricValue, MonitorCheck
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
    layout["yaxis"] |= {"tickformat": ".1%", "rangemode": "tozero"}
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


def metric_over_time(metric: str, checks: Sequence[MonitorCheck]) -> Figure:
    """Draw a metric, check by check: realised with its band, estimated beside it, and what the reference had.

    Parameters
    ----------
    metric
        Its name.
    checks
        The checks, the oldest first.
    """
    data: list[dict[str, Any]] = []
    told = "no check has it"
    for name, colour, dash, found in (
        ("realised", PALETTE[0], "solid", [(c, _value(c.performance, metric)) for c in checks]),
        ("estimated", PALETTE[2], "dot", [(c, _value(c.estimates, metric)) for c in checks]),
    ):
        known = [(check, value) for check, value in found if value is not None and value.value is not None]
        if not known:
            continue
        x = [_iso((check.start + check.end) / 2) for check, _ in known]
        banded = [(at, value) for at, (_, value) in enumerate(known) if value.low is not None]
        edge = {
            "type": "scatter",
            "mode": "lines",
            "line": {"width": 0, "color": colour},
            "hoverinfo": "skip",
        }
        edge |= {"x": [x[at] for at, _ in banded], "showlegend": False}
        data.append({**edge, "y": [value.low for _, value in banded]})
        filled: dict[str, Any] = {**edge, "fill": "tonexty", "fillcolor": _faded(colour, 0.18)}
        data.append({**filled, "y": [value.high for _, value in banded]})
        marks = ["diamond" if value.worse else "circle" for _, value in known]
        data.append(
            {
                "type": "scatter", "mode": "lines+markers", "name": name, "x": x,
                "y": [value.value for _, value in known], "line": {"color": colour, "dash": dash},
                "marker": {
                    "symbol": marks, "size": 7,
                    "color": [PALETTE[1] if value.worse else colour for _, value in known],
                },
                "text": [markup(plain(f"{check.label}: {value.sentence}", 240)) for check, value in known],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )  # fmt: skip
        check, value = known[-1]
        told = f"{value.value:.4g} {name} in {plain(check.label)}, the last of {len(known)} checks"
    newest = (_value(check.performance, metric) for check in reversed(checks))
    reference = next((one.reference for one in newest if one is not None and one.reference is not None), None)
    layout = _layout(plain(metric))
    if reference is not None:
        line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": reference, "y1": reference}
        layout["shapes"] = [{**line, "line": {"dash": "dash", "width": 1, "color": PALETTE[6]}}]
        told += f"; {reference:.4g} in the reference"
    return figure(data, layout, f"{plain(metric)}: {told}.", [])


def _value(values: Sequence[MetricValue], metric: str) -> MetricValue | None:
    return next((value for value in values if value.metric == metric), None)
