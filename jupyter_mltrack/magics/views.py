"""What ``%mltrack`` shows: text for terminals, tables for notebooks. Every text in the HTML is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from ..capture.rules.reasons import why
from ..records import ComparedValue, Comparison, Run
from ..tracking.sentence import number_text

_COLOURS = {"better": "#2e8b57", "worse": "#d1453b"}


class BestRun:
    """The best run, in some lines."""

    def __init__(self, run: Run, metric: str | None) -> None:
        self.run = run
        self._metric = metric

    def _lines(self) -> list[tuple[str, str]]:
        run = self.run
        shown = [("run", f"{run.number} {run.name} ({run.experiment})")]
        for title, values in (("metrics", run.metrics), ("parameters", run.params), ("tags", run.tags)):
            if values:
                shown.append(
                    (title, ", ".join(f"{name} {number_text(value)}" for name, value in values.items()))
                )
        if run.note:
            shown.append(("note", run.note))
        return shown

    def __repr__(self) -> str:
        return "\n".join(f"{title:<12}{text}" for title, text in self._lines())

    def _repr_html_(self) -> str:
        rows = (f"<tr><th>{title}</th><td>{html.escape(text)}</td></tr>" for title, text in self._lines())
        return f'<table style="text-align:left">{"".join(rows)}</table>'


class ComparisonView:
    """Runs beside each other: only what differs, and the lines of code."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    def _rows(self) -> Iterable[tuple[str, str, Sequence[ComparedValue]]]:
        for group in self.comparison.groups:
            for at, row in enumerate(row for row in group.rows if row.differs):
                yield group.name if at == 0 else "", row.key, row.values

    def __repr__(self) -> str:
        lines = [self.comparison.sentence, ""]
        heads = ["", "", *(f"run {run.number}" for run in self.comparison.runs)]
        cells = [heads] + [[group, key, *map(_text, values)] for group, key, values in self._rows()]
        widths = [max(len(line[at]) for line in cells) for at in range(len(heads))]
        lines += [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in cells
        ]
        for part in self.comparison.code:
            lines += ["", part.part]
            lines += [
                f"{' ' if line.op in '=~' else line.op} {_code(line.op, line.text)}" for line in part.lines
            ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        heads = "".join(
            f"<th>run {run.number}<br>{html.escape(run.name)}</th>" for run in self.comparison.runs
        )
        rows = "".join(
            f'<tr><th>{group}</th><td style="text-align:left">{html.escape(key)}</td>'
            + "".join(f"<td{_style(value)}>{html.escape(_text(value))}</td>" for value in values)
            + "</tr>"
            for group, key, values in self._rows()
        )
        code = "".join(
            f"<p>{html.escape(part.part)}</p><pre>"
            + "\n".join(
                f"{' ' if line.op in '=~' else line.op} {html.escape(_code(line.op, line.text))}"
                for line in part.lines
            )
            + "</pre>"
            for part in self.comparison.code
        )
        table = f"<table><thead><tr><th></th><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        return f"<p>{html.escape(self.comparison.sentence)}</p>{table}{code}"


def _text(value: ComparedValue) -> str:
    return "–" if value.verdict == "missing" else number_text(value.value)


def _style(value: ComparedValue) -> str:
    colour = _COLOURS.get(value.verdict)
    return f' style="color:{colour}" title="{value.verdict}"' if colour else ""


def _code(op: str, text: str) -> str:
    return "…" if op == "~" else text


class Explanation:
    """What capture took of a run and what it left, each with its reason."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def _rows(self) -> list[tuple[str, str, str]]:
        kinds = {"param": "parameter", "metric": "metric", "series": "curve"}
        taken = [(item.name, kinds[item.kind], why(item.rule)) for item in self.run.captured]
        return taken + [(item.name, "left out", item.reason) for item in self.run.left_out]

    def __repr__(self) -> str:
        rows = [("name", f"in run {self.run.number}", "because"), *self._rows()]
        widths = [max(len(row[at]) for row in rows) for at in range(2)]
        return "\n".join(f"{row[0].ljust(widths[0])}  {row[1].ljust(widths[1])}  {row[2]}" for row in rows)

    def _repr_html_(self) -> str:
        rows = "".join(
            "<tr>"
            + "".join(f'<td style="text-align:left">{html.escape(cell)}</td>' for cell in row)
            + "</tr>"
            for row in self._rows()
        )
        head = f"<tr><th>name</th><th>in run {self.run.number}</th><th>because</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
