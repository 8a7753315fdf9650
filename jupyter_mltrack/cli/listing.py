"""Runs as lines of text: number, name, status, what differs, main metrics with the best marked."""

from __future__ import annotations

import math
import shutil
from collections import Counter
from collections.abc import Sequence

from ..records import Direction, Run
from ..store import Store
from ..tracking import main_metric
from ..tracking.direction import interest
from ..tracking.sentence import number_text
from .table import TextColumn, TextRow, coloured, text_table

_WIDE, _NARROW = 100, 60
"""Characters of a line above which there is room for a third metric, and below which only for one."""
_NAME_WIDTH = 24
BEST = "*"


def terminal_width() -> int:
    """Give the characters of a line of the terminal; 80 where there is none."""
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def listing(store: Store, runs: Sequence[Run], width: int | None = None) -> list[str]:
    """Lay runs out as a table.

    Parameters
    ----------
    store
        Where they are from: it knows their experiments' main metrics.
    runs
        In the order in which they are to stand.
    width
        Characters of a line; those of the terminal when left out.

    Returns
    -------
    list of str
        Headline, lines of the table, and what the mark means.
    """
    experiments = list(dict.fromkeys(run.experiment for run in runs))
    mains = {experiment: main_metric(store, experiment) for experiment in experiments}
    width = width or terminal_width()
    most = 3 if width >= _WIDE else 2 if width >= _NARROW else 1
    shown = _metrics(runs, [metric for metric, _ in mains.values() if metric])[:most]
    best = {experiment: _best(runs, experiment, *mains[experiment]) for experiment in experiments}
    several = len(experiments) > 1
    columns = [
        TextColumn("run", right=True),
        TextColumn("name", yields=True),
        *([TextColumn("experiment", yields=True)] if several else []),
        TextColumn("status"),
        TextColumn("what differs", yields=True),
        *(TextColumn(metric, right=True) for metric in shown),
    ]
    differing = {experiment: _differing(runs, experiment) for experiment in experiments}
    rows = []
    for run in runs:
        is_best = best[run.experiment] is run
        main = mains[run.experiment][0]
        cells = [
            str(run.number),
            run.name[:_NAME_WIDTH],
            *([run.experiment[:_NAME_WIDTH]] if several else []),
            run.status,
            _what_differs(run, differing[run.experiment]),
            *(_metric(run, metric, is_best and metric == main) for metric in shown),
        ]
        styles = {3 if several else 2: "bad"} if run.status in ("failed", "lost") else {}
        if is_best and main in shown:
            styles[len(cells) - len(shown) + shown.index(main)] = "good"
        rows.append(TextRow(cells, styles))
    head = f"{experiments[0]}: {_counted(len(runs))}" if not several else _counted(len(runs))
    lines = [head, *text_table(columns, rows, width, coloured())]
    marks = [_mark(run, *mains[experiment], several) for experiment, run in best.items() if run]
    return lines + marks


def _counted(runs: int) -> str:
    return f"{runs} run{'' if runs == 1 else 's'}"


def _metrics(runs: Sequence[Run], mains: list[str]) -> list[str]:
    """Give the metrics in the order in which they deserve a column: the main ones, then the most telling."""
    counts = Counter(metric for run in runs for metric in run.metrics)
    rest = sorted(counts, key=lambda name: (*(-part for part in interest(name)), -counts[name], name))
    return [metric for metric in dict.fromkeys([*mains, *rest]) if counts[metric]]


def _best(
    runs: Sequence[Run], experiment: str, metric: str | None, direction: Direction | None
) -> Run | None:
    rated = [
        run
        for run in runs
        if run.experiment == experiment and metric in run.metrics and math.isfinite(run.metrics[metric])
    ]
    if metric is None or direction is None or len(rated) < 2:
        return None
    choose = max if direction == "max" else min
    return choose(rated, key=lambda run: run.metrics[metric])


def _differing(runs: Sequence[Run], experiment: str) -> list[str]:
    """Give the parameters that are not alike in all runs; first those that vary among the runs that have them."""
    among = [run for run in runs if run.experiment == experiment]
    names = dict.fromkeys(name for run in among for name in run.params)
    values = {name: {repr(run.params[name]) for run in among if name in run.params} for name in names}
    everywhere = {name: all(name in run.params for run in among) for name in names}
    found = [name for name in names if len(values[name]) > 1 or not everywhere[name]]
    return sorted(found, key=lambda name: len(values[name]) == 1)


def _what_differs(run: Run, names: list[str]) -> str:
    parts = [f"{name}={number_text(run.params[name])}" for name in names if name in run.params]
    if run.failure:
        parts.append(run.failure.type)
    return " ".join(parts)


def _metric(run: Run, metric: str, best: bool) -> str:
    if metric not in run.metrics:
        return "-"
    return f"{BEST} {number_text(run.metrics[metric])}" if best else number_text(run.metrics[metric])


def _mark(run: Run, metric: str | None, direction: Direction | None, several: bool) -> str:
    better = "higher" if direction == "max" else "lower"
    where = f" of {run.experiment}" if several else ""
    return f"{BEST} best {metric}{where}: run {run.number} ({better} is better)"
