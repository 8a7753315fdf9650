"""Plotly figures as plain dicts: made once, shown in notebooks and sent to the panel.

Nothing here imports Plotly: a figure is ``{"data": [...], "layout": {...}}``, as
``plotly.graph_objects.Figure`` takes it. ``layout.meta`` holds ``summary`` (the figure in a sentence,
for those who do not see it) and ``notes`` (what the figure leaves out), both plain text.
"""

from .curves import curves, points_per_line
from .importance import importance
from .parallel import parallel
from .scatter import scatter

__all__ = ["curves", "importance", "parallel", "points_per_line", "scatter"]
