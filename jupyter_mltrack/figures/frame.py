"""What all figures share: their layout without colours of a theme, and what they say in words."""

from __future__ import annotations

from typing import Any, TypeAlias

from .words import markup

Figure: TypeAlias = dict[str, Any]
"""A Plotly figure as JSON: ``data`` and ``layout``."""


def figure(data: list[dict[str, Any]], layout: dict[str, Any], summary: str, notes: list[str]) -> Figure:
    """Put a figure together; the colours of ground, text and grid are left to whoever shows it."""
    base: dict[str, Any] = {
        "autosize": True,
        "margin": {"l": 56, "r": 16, "t": 36, "b": 44},
        "meta": {"summary": summary, "notes": notes},
    }
    return {"data": data, "layout": base | layout}


def empty(reason: str) -> Figure:
    """Give a figure that says why there is nothing to draw."""
    axis = {"visible": False}
    note = {"text": markup(reason), "showarrow": False, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    return figure([], {"xaxis": axis, "yaxis": axis, "annotations": [note]}, reason, [])


def axis(title: str, **more: Any) -> dict[str, Any]:
    """Give an axis with a title, readable tick labels and room for them."""
    return {
        "title": {"text": markup(title)},
        "automargin": True,
        "exponentformat": "power",
        "zeroline": False,
        **more,
    }
