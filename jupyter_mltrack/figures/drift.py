"""Drift: a column's distribution before and after, and all columns beside each other."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

from ..records import ColumnVerdict, DriftReport
from .frame import Figure, axis, empty, figure
from .palette import PALETTE
from .words import markup, plain

MOST_BARS = 40
SMALLEST = 1e-12
REFERENCE, CURRENT = PALETTE[0], PALETTE[1]


def distributions(
    name: str,
    labels: Sequence[str],
    edges: Sequence[float],
    reference: Sequence[float],
    current: Sequence[float],
    summary: str,
) -> Figure:
    """Draw a column's distribution in reference and current, one over the other.

    Parameters
    ----------
    name
        The column.
    labels
        Categories, ``k`` of them; empty for numbers.
    edges
        Edges of the bins of numbers, ``k + 1`` of them; empty for categories.
    reference, current
        Shares of the rows, ``k`` of them, adding up to 1.
    summary
        The verdict, in a sentence.

    Examples
    --------
    >>> distributions("city", ["a", "b"], [], [0.5, 0.5], [0.9, 0.1], "It moved.")["data"][1]["y"]
    [0.9, 0.1]
    """
    shares = {"reference": list(reference), "current": list(current)}
    if labels:
        # Plotly would read categories that look like numbers as numbers.
        x: list[Any] = [markup(plain(label)) for label in labels]
        across = axis(plain(name), type="category")
    else:
        x = [(low + high) / 2 for low, high in itertools.pairwise(edges)]
        across = axis(plain(name))
    data: list[dict[str, Any]] = []
    for side, colour in (("reference", REFERENCE), ("current", CURRENT)):
        trace: dict[str, Any] = {"type": "bar", "name": side, "x": x, "y": shares[side]}
        trace |= {"opacity": 0.6, "marker": {"color": colour}, "hovertemplate": "%{x}: %{y:.2%}"}
        if not labels:
            trace["width"] = [high - low for low, high in itertools.pairwise(edges)]
        data.append(trace)
    layout = {
        "barmode": "group" if labels else "overlay",
        "xaxis": across,
        "yaxis": axis("share of the rows", tickformat=".0%", rangemode="tozero"),
        "hovermode": "x unified",
        "legend": {"orientation": "h", "y": 1.12},
    }
    return figure(data, layout, plain(summary, 400), [])


def drift_bars(report: DriftReport) -> Figure:
    """Draw how surely each column drifted: the longer the bar, the less likely by chance alone.

    Parameters
    ----------
    report
        What comparing two tables found.
    """
    tested = [verdict for verdict in report.columns if verdict.chance is not None]
    if not tested:
        return empty(plain(report.sentence, 400))
    tested.sort(key=lambda verdict: (bool(verdict.drifted), -(verdict.chance or 0.0)))
    shown = tested[-MOST_BARS:]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [-math.log10(max(verdict.chance or 0.0, SMALLEST)) for verdict in shown],
        "y": [markup(plain(verdict.name)) for verdict in shown],
        "text": [markup(plain(verdict.sentence, 200)) for verdict in shown],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": [CURRENT if verdict.drifted else REFERENCE for verdict in shown]},
        "showlegend": False,
    }
    layout = {
        "xaxis": axis("chance alone, once in 10^x checks", rangemode="tozero"),
        "yaxis": axis("", type="category"),
    }
    notes = [
        *(
            [f"{len(tested) - MOST_BARS} less notable columns are left out."]
            if len(tested) > MOST_BARS
            else []
        )
    ]
    notes += [verdict.sentence for verdict in report.columns if _untested(verdict)][:20]
    return figure([trace], layout, plain(report.sentence, 400), notes)


def _untested(verdict: ColumnVerdict) -> bool:
    return verdict.chance is None and verdict.state != "skipped"
