"""Runs and curves as the services give them."""

import json
import math

import plotly.graph_objects as go

from jupyter_mltrack.records import RunRow, Series


def row(number, name="", started=100.0, **values):
    """A row of the table; ``params_lr=0.1`` stands for the column ``params.lr``."""
    columns = {key.replace("_", ".", 1): value for key, value in values.items()}
    return RunRow(f"id{number}", number, name, "demo", "finished", started, started + 60, "", "", {}, columns)


def series(number, key, values, steps=None, times=None, count=None):
    steps = list(range(len(values))) if steps is None else steps
    times = [101.0 + index for index in range(len(values))] if times is None else times
    return Series(f"id{number}", key, steps, values, times, count or len(values))


def check(spec):
    """Plotly takes the figure as it is, and so does JSON."""
    json.dumps(spec, allow_nan=False)
    go.Figure(spec)
    assert spec["layout"]["meta"]["summary"]
    return spec


def nan():
    return math.nan
