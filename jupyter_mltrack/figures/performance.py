"""Performance: a metric over time, realised and estimated; the reliability curve; segments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from ..records import Calibration, MetricValue, PerformanceChunk, PerformanceReport, SegmentReport
from .frame import Figure, axis, empty, figure
from .palette import PALETTE
from .words import markup, number, plain

MOST_SEGMENTS = 25
REALISED, ESTIMATED = PALETTE[0], PALETTE[1]
LOUD = PALETTE[3]
REFERENCE = PALETTE[2]
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def performance(
    metric: str, realised: PerformanceReport | None = None, estimated: PerformanceReport | None = None
) -> Figure:
    """Draw a metric over the chunks, with its bands: what labels showed, and what was estimated without them.

    Parameters
    ----------
    metric
        Its name.
    realised, estimated
        What ``drift.performance`` measured and estimated, of the same predictions; one of them at least.

    Examples
    --------
    >>> figure = performance("recall", PerformanceReport("cannot tell", "", "binary"))
    >>> figure["layout"]["meta"]["summary"]
    'There are no values of recall to draw.'
    """
    name = plain(metric.replace("_", " "))
    data: list[dict[str, Any]] = []
    notes: list[str] = []
    timed = all(
        chunk.start is not None for report in (realised, estimated) if report for chunk in report.chunks
    )
    for report, label, colour, dash in (
        (realised, "realised", REALISED, "solid"), (estimated, "estimated", ESTIMATED, "dash"),
    ):  # fmt: skip
        if report is None:
            continue
        pairs = [(chunk, _value(chunk, metric)) for chunk in report.chunks]
        if any(value is not None and value.value is not None for _, value in pairs):
            data += _line(pairs, label, colour, dash, timed)
        notes += [
            f"{chunk.name}, {label}: {value.sentence}"
            for chunk, value in pairs
            if value and value.value is None
        ][:10]
    if not data:
        return empty(f"There are no values of {name} to draw.")
    layout: dict[str, Any] = {
        "xaxis": axis("") if timed else axis("", type="category"),
        "yaxis": axis(name),
        "hovermode": "x unified",
        "legend": {"orientation": "h", "y": 1.12},
    }
    known = next((report for report in (realised, estimated) if report and report.reference), None)
    expected = _value(known.reference, metric) if known and known.reference else None
    if expected is not None and expected.value is not None:
        line = {"color": REFERENCE, "dash": "dot", "width": 1.5}
        layout["shapes"] = [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": expected.value,
                "y1": expected.value,
                "line": line,
            }
        ]
        layout["annotations"] = [
            {
                "text": f"reference {number(expected.value)}", "xref": "paper", "x": 1, "xanchor": "right",
                "y": expected.value, "yanchor": "bottom", "showarrow": False, "font": {"color": REFERENCE},
            }
        ]  # fmt: skip
    told = [report for report in (realised, estimated) if report]
    if estimated is not None and estimated.basis:
        notes.append(estimated.basis)
    return figure(data, layout, plain(" ".join(_summary(report, metric) for report in told), 500), notes)


def calibration(current: Calibration, reference: Calibration | None = None) -> Figure:
    """Draw the reliability curve: what scores promised, and how often it came true.

    Parameters
    ----------
    current, reference
        What ``drift.performance`` gives.
    """
    if not current.bins:
        return empty(plain(current.sentence or "There is nothing to draw.", 400))
    data: list[dict[str, Any]] = [
        {
            "type": "scatter", "mode": "lines", "name": "promised", "x": [0, 1], "y": [0, 1], "hoverinfo": "skip",
            "line": {"color": REFERENCE, "dash": "dot", "width": 1.5},
        }
    ]  # fmt: skip
    for curve, label, colour, dash in (
        (reference, "reference", REFERENCE, "dash"), (current, "current", REALISED, "solid"),
    ):  # fmt: skip
        if curve is None or not curve.bins:
            continue
        bins = curve.bins
        data.append(
            {
                "type": "scatter", "mode": "lines+markers", "name": label,
                "x": [one.score for one in bins], "y": [one.share for one in bins],
                "error_y": {
                    "type": "data", "symmetric": False, "thickness": 1,
                    "array": [one.share_high - one.share for one in bins],
                    "arrayminus": [one.share - one.share_low for one in bins],
                },
                "customdata": [one.rows for one in bins],
                "hovertemplate": "score %{x:.2f}: %{y:.1%} of %{customdata:,} rows",
                "line": {"color": colour, "dash": dash}, "marker": {"color": colour},
            }
        )  # fmt: skip
    layout = {
        "xaxis": axis("score", range=[0, 1]),
        "yaxis": axis("came true", range=[0, 1], tickformat=".0%"),
        "legend": {"orientation": "h", "y": 1.12},
    }
    return figure(data, layout, plain(current.sentence, 400), [])


def segments(report: SegmentReport) -> Figure:
    """Draw a metric by segment, with bands, the worst on top.

    Parameters
    ----------
    report
        What ``drift.performance.segments`` or ``worst_segments`` gives.
    """
    drawn = [segment for segment in report.segments if segment.value is not None]
    if not drawn:
        return empty(plain(report.sentence, 400))
    shown = drawn[:MOST_SEGMENTS][::-1]
    values = [segment.value or 0.0 for segment in shown]
    trace = {
        "type": "bar", "orientation": "h", "showlegend": False, "x": values,
        "y": [markup(plain(segment.words, 60)) for segment in shown],
        "error_x": {
            "type": "data", "symmetric": False, "thickness": 1,
            "array": [max((s.high if s.high is not None else v) - v, 0.0) for s, v in zip(shown, values, strict=True)],
            "arrayminus": [
                max(v - (s.low if s.low is not None else v), 0.0) for s, v in zip(shown, values, strict=True)
            ],
        },
        "text": [markup(plain(segment.sentence, 200)) for segment in shown],
        "textposition": "none", "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": [LOUD if segment.worse else REALISED for segment in shown]},
    }  # fmt: skip
    layout: dict[str, Any] = {
        "xaxis": axis(plain(report.metric.replace("_", " ")), rangemode="tozero"),
        "yaxis": axis("", type="category"),
    }
    if report.overall is not None:
        line = {"color": REFERENCE, "dash": "dot", "width": 1.5}
        layout["shapes"] = [
            {
                "type": "line",
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "x0": report.overall,
                "x1": report.overall,
                "line": line,
            }
        ]
    notes = list(report.notes)
    if len(drawn) > MOST_SEGMENTS:
        notes.append(f"{len(drawn) - MOST_SEGMENTS} segments that do better are left out.")
    return figure([trace], layout, plain(report.sentence, 400), notes)


def _line(
    pairs: Sequence[tuple[PerformanceChunk, MetricValue | None]],
    label: str,
    colour: str,
    dash: str,
    timed: bool,
) -> list[dict[str, Any]]:
    """Give a line with its band; where there is no value, both are broken."""
    x = [_middle(chunk) if timed else markup(plain(chunk.name)) for chunk, _ in pairs]

    def of(field: str) -> list[float | None]:
        return [None if value is None else getattr(value, field) for _, value in pairs]

    loud = [value is not None and bool(value.worse) for _, value in pairs]
    band: dict[str, Any] = {
        "type": "scatter", "mode": "lines", "x": x, "line": {"width": 0, "color": colour}, "hoverinfo": "skip",
        "showlegend": False, "legendgroup": label,
    }  # fmt: skip
    line = {
        "type": "scatter", "mode": "lines+markers", "name": label, "legendgroup": label, "x": x, "y": of("value"),
        "line": {"color": colour, "dash": dash},
        "marker": {
            "color": [LOUD if is_loud else colour for is_loud in loud],
            "symbol": ["diamond" if is_loud else "circle" for is_loud in loud],
            "size": [11 if is_loud else 7 for is_loud in loud],
        },
        "text": [markup(plain(value.sentence, 300)) if value else "" for _, value in pairs],
        "customdata": [markup(plain(chunk.name)) for chunk, _ in pairs],
        "hovertemplate": "%{customdata}: %{text}<extra>" + label + "</extra>",
    }  # fmt: skip
    shade = _faint(colour)
    lower = {**band, "y": of("low"), "name": f"{label}, band"}
    upper = {**band, "y": of("high"), "fill": "tonexty", "fillcolor": shade, "name": f"{label}, band"}
    return [lower, upper, line]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"


def _middle(chunk: PerformanceChunk) -> str:
    start, end = chunk.start or 0.0, chunk.end if chunk.end is not None else chunk.start or 0.0
    return f"{_EPOCH + timedelta(seconds=(start + end) / 2):%Y-%m-%d %H:%M}"


def _value(chunk: PerformanceChunk, metric: str) -> MetricValue | None:
    return next((value for value in chunk.metrics if value.metric == metric), None)


def _summary(report: PerformanceReport, metric: str) -> str:
    values = [(chunk, value) for chunk in report.chunks if (value := _value(chunk, metric)) is not None]
    known = [(chunk, value) for chunk, value in values if value.value is not None]
    kind = "Estimated" if report.estimated else "Realised"
    if not known:
        return f"{kind}: no value in {len(values)} chunks."
    worse = [chunk.name for chunk, value in known if value.worse]
    chunk, value = known[-1]
    told = f"worse in {', '.join(worse[:3])}{' …' if len(worse) > 3 else ''}" if worse else "nowhere worse"
    return f"{kind} {metric.replace('_', ' ')}: {number(value.value)} in {chunk.name}; {told}."
