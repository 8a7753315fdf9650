"""A page of HTML that stands alone: nothing is loaded, nothing runs, everything of a stranger is escaped."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from ..records import ColumnVerdict, DriftReport
from .distributions import Distribution

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.5; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #8886; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }}
td {{ overflow-wrap: anywhere; }}
.drift {{ font-weight: bold; }}
svg {{ width: 12rem; height: 3rem; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{sentence}</p>
<table>
<thead><tr><th>column</th><th>verdict</th><th>why</th><th>reference (bars) and current (line)</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
{notes}
</body>
</html>
"""
_WORDS = {True: "drift", False: "no drift", None: "cannot tell"}


def page(
    report: DriftReport, verdicts: Sequence[ColumnVerdict], drawn: Callable[[str], Distribution | None]
) -> str:
    """Give the page of a report.

    Parameters
    ----------
    report
        What was found.
    verdicts
        The rows of its table.
    drawn
        Gives a column's distribution.
    """
    rows = "\n".join(_row(verdict, drawn(verdict.name) if verdict.name else None) for verdict in verdicts)
    notes = "".join(f"<p>{html.escape(note)}</p>\n" for note in report.notes)
    title = {"drift": "Drift", "no drift": "No drift", "cannot tell": "Drift: cannot tell"}[report.status]
    return _PAGE.format(title=title, sentence=html.escape(report.sentence), rows=rows, notes=notes)


def _row(verdict: ColumnVerdict, drawn: Distribution | None) -> str:
    name = html.escape(verdict.name) if verdict.name else "<em>relations between columns</em>"
    mark = _WORDS[verdict.drifted]
    picture = picture_of(drawn, verdict.name) if drawn is not None else ""
    return (
        f'<tr><td>{name}</td><td class="{mark.replace(" ", "-")}">{mark}</td>'
        f"<td>{html.escape(verdict.sentence)}</td><td>{picture}</td></tr>"
    )


def picture_of(drawn: Distribution, name: str) -> str:
    """Draw a distribution as a small SVG: the reference as bars, current as a stepped line."""
    tallest = max([*drawn.reference, *drawn.current, 1e-12])
    count = len(drawn.reference)
    width = 100 / max(count, 1)
    bars = "".join(
        f'<rect x="{at * width:.2f}" y="{30 - 30 * share / tallest:.2f}" width="{width * 0.9:.2f}" '
        f'height="{30 * share / tallest:.2f}" fill="#1f78d1" fill-opacity="0.45"/>'
        for at, share in enumerate(drawn.reference)
    )
    steps = " ".join(
        f"{at * width:.2f},{30 - 30 * share / tallest:.2f} {(at + 1) * width:.2f},{30 - 30 * share / tallest:.2f}"
        for at, share in enumerate(drawn.current)
    )
    label = html.escape(f"Distribution of {name} in reference and current table", quote=True)
    stroke = 'stroke="#ea6c12" stroke-width="2" vector-effect="non-scaling-stroke"'
    line = f'<polyline points="{steps}" fill="none" {stroke}/>'
    return f'<svg viewBox="0 -1 100 32" preserveAspectRatio="none" role="img" aria-label="{label}">{bars}{line}</svg>'
