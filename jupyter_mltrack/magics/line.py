"""The one line under a tracked cell, as text and as HTML; JupyterLab draws its own from the data."""

from __future__ import annotations

import html
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..records import CellLine, LineMetric, RepeatedRun
from ..tracking.sentence import number_text

if TYPE_CHECKING:
    from ..tracking import ActiveRun

MIME = "application/vnd.mltrack.run+json"

_MARKS = {"running": "◐", "finished": "●", "failed": "✖", "interrupted": "■", "lost": "◌"}
_GREEN, _RED, _GREY = "#2e8b57", "#d1453b", "#808080"


def bundle(line: CellLine) -> dict[str, object]:
    """Give the line as a MIME bundle: data for JupyterLab, HTML and text for everything else."""
    from ..records.wire import spoken

    return {MIME: spoken(line), "text/html": html_line(line), "text/plain": text_line(line)}


def running_line(run: ActiveRun, repeats: RepeatedRun | None = None) -> CellLine:
    """Give the line of a run that has just started."""
    return CellLine(
        run.id, run.number, run.name, run.experiment, "running", run.started, None, [], [], repeats=repeats
    )


def text_line(line: CellLine) -> str:
    """Write the line as text.

    Examples
    --------
    >>> text_line(CellLine("ab", 3, "svc", "churn", "finished", 0.0, 2.0, [LineMetric("acc", 0.953, 0.013, True)],
    ...                    ["C 1 → 10"], 2, 1, 3))
    '● run 3 svc  acc 0.953 ▲ 0.013 (better)  since run 2: C 1 → 10  1st of 3'
    """
    return "  ".join(text for text, _ in _parts(line))


def html_line(line: CellLine) -> str:
    """Write the line as HTML that needs no style sheet; every text in it is escaped."""
    parts = "&ensp;".join(
        f'<span style="color:{colour}">{html.escape(text)}</span>' if colour else html.escape(text)
        for text, colour in _parts(line)
    )
    return f'<div style="font-size:90%">{parts}</div>'


def warning_bundle(sentence: str) -> dict[str, object]:
    """Give the line of a cell whose run could not be stored at all."""
    text = f"⚠ not stored: {sentence}"
    shown = f'<div style="font-size:90%"><span style="color:{_RED}">{html.escape(text)}</span></div>'
    return {"text/html": shown, "text/plain": text}


def _parts(line: CellLine) -> Iterator[tuple[str, str]]:
    """Give the parts of the line with their colour."""
    mark = _MARKS[line.status]
    named = (
        f"run {line.number}" if line.name in ("", f"run {line.number}") else f"run {line.number} {line.name}"
    )
    seconds = (line.ended or time.time()) - line.started
    if line.status == "failed":
        yield f"{mark} {named} failed after {_seconds(seconds)}: {_short(line.failure or 'an error')}", _RED
    elif line.status in ("interrupted", "lost"):
        yield f"{mark} {named} {line.status} after {_seconds(seconds)}", _GREY
    elif line.status == "running":
        yield f"{mark} {named} running …", ""
    else:
        yield f"{mark} {named}", ""
    for metric in line.metrics:
        yield _metric(metric)
    if line.changes:
        yield f"since run {line.previous}: {', '.join(line.changes)}", ""
    elif line.previous is not None and line.status == "finished" and not line.repeats:
        yield f"nothing changed since run {line.previous}", _GREY
    if line.repeats:
        yield _repeat(line.repeats, running=line.status == "running"), _GREY
    if line.rank is not None and line.ranked is not None and line.ranked > 1:
        yield f"{ordinal(line.rank)} of {line.ranked}", ""
    if line.warning:
        yield f"⚠ {line.warning}", _RED


def _metric(metric: LineMetric) -> tuple[str, str]:
    text = f"{metric.name} {number_text(metric.value)}"
    if not metric.delta:
        return text, ""
    text += f" {'▲' if metric.delta > 0 else '▼'} {number_text(abs(metric.delta), 2)}"
    if metric.better is None:
        return text, ""
    return f"{text} ({'better' if metric.better else 'worse'})", _GREEN if metric.better else _RED


def _repeat(earlier: RepeatedRun, *, running: bool) -> str:
    """Name the run that did the same, with what came of it as long as this one has nothing to say.

    >>> _repeat(RepeatedRun(17, "accuracy", 0.873, 725.0), running=True)
    'same code, parameters and data as run 17 (accuracy 0.873, 12 min)'
    >>> _repeat(RepeatedRun(17), running=False)
    'repeats run 17'
    """
    if not running:
        return f"repeats run {earlier.number}"
    outcome = []
    if earlier.metric is not None and earlier.value is not None:
        outcome.append(f"{earlier.metric} {number_text(earlier.value)}")
    if earlier.duration is not None:
        outcome.append(_about(earlier.duration))
    behind = f" ({', '.join(outcome)})" if outcome else ""
    data = "sampled data" if earlier.sampled else "data"
    return f"same code, parameters and {data} as run {earlier.number}{behind}"


def _about(seconds: float) -> str:
    """Write a time span in its largest unit."""
    for unit, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {name}"
    return _seconds(seconds)


def _short(text: str) -> str:
    first = text.strip().splitlines()[0] if text.strip() else text
    return first if len(first) <= 120 else first[:119] + "…"


def _seconds(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.2g} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def ordinal(number: int) -> str:
    """Write a rank.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
