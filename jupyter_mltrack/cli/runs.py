"""``mltrack runs``, ``mltrack best`` and ``mltrack diff``: what was tried, what was best, what differs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..records import Comparison, Run
    from ..store import Store

_NEWEST = "-run.number"


def add_commands(commands: Any) -> None:
    """Add ``runs``, ``best`` and ``diff`` to the command line."""
    listed = commands.add_parser(
        "runs",
        help="list runs",
        description="List runs, the newest first.",
        epilog="A filter is a word, or comparisons: accuracy > 0.9 and params.model = svc and user = ann",
    )
    listed.add_argument("filter", nargs="?", default="", metavar="FILTER", help="only runs that match")
    listed.add_argument("--experiment", metavar="E", help="only runs of this experiment")
    listed.add_argument(
        "--sort",
        default=_NEWEST,
        metavar="S",
        help="a column such as metrics.loss, the best of a metric first with --sort=-metrics.accuracy",
    )
    listed.add_argument(
        "--limit", type=_count, default=20, metavar="N", help="at most N runs (default: %(default)s)"
    )
    _shared(listed, run_runs)

    best = commands.add_parser("best", help="show the run with the best value of a metric")
    best.add_argument("metric", metavar="METRIC")
    best.add_argument("--experiment", metavar="E", help="only among runs of this experiment")
    _shared(best, run_best)

    diff = commands.add_parser("diff", help="show what differs between two runs")
    diff.add_argument("runs", nargs=2, metavar="RUN", help="number or id of a run; the first is the baseline")
    _shared(diff, run_diff)


def _shared(command: argparse.ArgumentParser, run: Any) -> None:
    command.add_argument("--store", metavar="PATH", help="the .mltrack folder, or the folder that holds it")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=run)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _open(chosen: argparse.Namespace) -> Store:
    from ..tracking.api import current_store

    return current_store(chosen.store, create=False)


def run_runs(chosen: argparse.Namespace) -> int:
    """Print a table of runs."""
    from ..tracking.table import runs_table
    from .listing import listing

    store = _open(chosen)
    runs = runs_table(
        store, chosen.filter, experiment=chosen.experiment, sort=chosen.sort, limit=chosen.limit
    )
    if chosen.json:
        _print_json(list(runs))
    elif not runs:
        print(
            "No run matches." if chosen.filter or chosen.experiment else "No run yet: put %%track on a cell."
        )
    else:
        print("\n".join(listing(store, runs)))
    return 0


def run_best(chosen: argparse.Namespace) -> int:
    """Print the best run by a metric."""
    from ..tracking.api import best
    from ..tracking.sentence import number_text

    _open(chosen)
    run = best(chosen.metric, experiment=chosen.experiment, store=chosen.store)
    if chosen.json:
        _print_json(run)
        return 0
    print(
        f"{chosen.metric} {number_text(run.metrics[chosen.metric])}: run {run.number}, {run.name} ({run.experiment})"
    )
    for title, values in (("parameters", run.params), ("metrics", run.metrics)):
        if values:
            print(f"{title}: {_named(values)}")
    return 0


def run_diff(chosen: argparse.Namespace) -> int:
    """Print what differs between two runs."""
    from ..tracking import compare

    comparison = compare(_open(chosen), chosen.runs)
    if chosen.json:
        _print_json(comparison)
    else:
        print("\n".join(_comparison(comparison)))
    return 0


def _print_json(value: Run | list[Run] | Comparison) -> None:
    from ..records.wire import spoken

    print(json.dumps(spoken(value), indent=2, ensure_ascii=False))


def _named(values: dict[str, Any]) -> str:
    from ..tracking.sentence import number_text

    return ", ".join(f"{name}={number_text(value)}" for name, value in values.items())


def _comparison(comparison: Comparison) -> Sequence[str]:
    """Lay a comparison out: the sentence, a table of what differs, the lines of code."""
    from .listing import terminal_width
    from .table import TextColumn, TextRow, coloured, styled, text_table

    colours = coloured()
    columns = [
        TextColumn(""),
        TextColumn("", yields=True),
        *(TextColumn(f"run {run.number}", right=True, yields=True) for run in comparison.runs),
        TextColumn(""),
    ]
    rows = []
    for group in comparison.groups:
        for position, row in enumerate(group.rows):
            last = row.values[-1]
            verdict = last.verdict if last.verdict in ("better", "worse") else ""
            cells = [
                group.name if position == 0 else "",
                row.key,
                *("-" if value.verdict == "missing" else _value(value.value) for value in row.values),
                verdict,
            ]
            rows.append(TextRow(cells, {len(cells) - 1: "good" if verdict == "better" else "bad"}))
    lines = [comparison.sentence]
    if rows:
        lines += ["", *text_table(columns, rows, terminal_width(), colours)]
    signs = {"=": " ", "~": " "}
    for part in comparison.code:
        lines += ["", styled("the cell" if part.part == "cell" else part.part, "head", colours)]
        for line in part.lines:
            sign = signs.get(line.op, line.op)
            text = "..." if line.op == "~" else line.text
            lines.append(styled(f"{sign} {text}", {"+": "good", "-": "bad"}.get(line.op, ""), colours))
    return lines


def _value(value: Any) -> str:
    from ..tracking.sentence import number_text

    return number_text(value)
