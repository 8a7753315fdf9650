"""Which parameters go with a metric: one bar a parameter."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import Column
from .frame import Figure, axis, empty, figure
from .palette import PALETTE
from .ranks import explained_by_groups, rank_correlation
from .values import Axis, Valued, as_number, axis_of, is_number
from .words import markup, plain

FEWEST_RUNS = 8
MOST_BARS = 20


def importance(runs: Sequence[Valued], params: Sequence[Column | str], metric: Column | str) -> Figure:
    """Draw how strongly each parameter goes with a metric, taken alone.

    Numbers: Spearman's rank correlation, without its sign. Categories: the correlation ratio of the metric's
    ranks. This is association, not cause, and it does not see parameters that work only together.

    Parameters
    ----------
    runs
        The rows, with the values of all columns.
    params
        The parameters, columns or their ids.
    metric
        The metric.
    """
    target = axis_of(runs, metric)
    name = plain(target.name)
    kept = [index for index, value in enumerate(target.values) if is_number(value)]
    if len(kept) < FEWEST_RUNS:
        return empty(
            f"{FEWEST_RUNS} runs with {name} are needed to say what goes with it; there are {len(kept)}."
        )
    found: list[tuple[str, float, str]] = []
    for column in params:
        one = axis_of(runs, column)
        strength = _strength(one, target, kept)
        if strength is not None:
            found.append((plain(one.name), *strength))
    if not found:
        return empty("No parameter differs between these runs.")
    found.sort(key=lambda bar: bar[1])
    shown = found[-MOST_BARS:]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [strength for _, strength, _ in shown],
        "y": [markup(param) for param, _, _ in shown],
        "text": [words for _, _, words in shown],
        "hovertemplate": "%{y}: %{x:.2f}, %{text}<extra></extra>",
        "textposition": "none",
        "marker": {"color": PALETTE[0]},
    }
    layout = {
        "xaxis": axis(f"goes with {name} (0 not at all, 1 fully)", range=[0, 1]),
        "yaxis": axis("", type="category"),
        "showlegend": False,
    }
    strongest = "; ".join(
        f"{param} {strength:.2f} ({words})" for param, strength, words in reversed(shown[-5:])
    )
    notes = [
        f"From {len(kept)} runs, each parameter alone. It shows what goes together, not what causes what."
    ]
    return figure([trace], layout, f"What goes with {name}, strongest first: {strongest}.", notes)


def _strength(one: Axis, target: Axis, kept: Sequence[int]) -> tuple[float, str] | None:
    """Give the strength of one parameter and how it was found; ``None`` where it says nothing."""
    pairs = [(one.values[i], as_number(target.values[i])) for i in kept if one.values[i] is not None]
    if one.numeric:
        numbers = [(as_number(value), goal) for value, goal in pairs if is_number(value)]
        if len(numbers) < FEWEST_RUNS:
            return None
        trend = rank_correlation([value for value, _ in numbers], [goal for _, goal in numbers])
        return (
            None
            if trend is None
            else (abs(trend), "rises together" if trend > 0 else "one falls as the other rises")
        )
    if len(pairs) < FEWEST_RUNS or len(one.categories) * 2 > len(pairs):
        return None
    ratio = explained_by_groups([str(value) for value, _ in pairs], [goal for _, goal in pairs])
    return None if ratio is None else (ratio, f"{len(one.categories)} values")
