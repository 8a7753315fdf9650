"""Runs as a table for Python: iterate it, show it, or make a pandas frame of it."""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, overload

from ..records import Run, Scalar
from ..store import Store
from .documents import run_from
from .fields import sort_of
from .query import NEWEST_FIRST, condition_for
from .sentence import number_text

if TYPE_CHECKING:
    import pandas

_SHOWN = 60


class RunTable(Sequence[Run]):
    """Runs, in the order that was asked for.

    Examples
    --------
    >>> mltrack.runs("accuracy > 0.9", sort="-metrics.accuracy").to_frame()   # doctest: +SKIP
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = list(runs)

    @overload
    def __getitem__(self, at: int) -> Run: ...
    @overload
    def __getitem__(self, at: slice) -> RunTable: ...
    def __getitem__(self, at: int | slice) -> Run | RunTable:
        return RunTable(self._runs[at]) if isinstance(at, slice) else self._runs[at]

    def __len__(self) -> int:
        return len(self._runs)

    def __iter__(self) -> Iterator[Run]:
        return iter(self._runs)

    @property
    def columns(self) -> list[str]:
        """Ids of the columns: what every run has, then parameters, metrics and tags that any has."""
        fixed = ["number", "name", "experiment", "status", "started", "duration"]
        found = dict.fromkeys(
            f"{group}.{name}"
            for group in ("params", "metrics", "tags")
            for run in self._runs
            for name in getattr(run, group)
        )
        return [*fixed, *found]

    def rows(self) -> list[dict[str, Any]]:
        """Give one dict a run, with the columns' ids as keys; what a run does not have is left out."""
        return [
            {
                "number": run.number,
                "name": run.name,
                "experiment": run.experiment,
                "status": run.status,
                "started": datetime.fromtimestamp(run.started).astimezone(),
                "duration": run.duration,
                **{f"params.{name}": value for name, value in run.params.items()},
                **{f"metrics.{name}": value for name, value in run.metrics.items()},
                **{f"tags.{name}": value for name, value in run.tags.items()},
            }
            for run in self._runs
        ]

    def to_frame(self) -> pandas.DataFrame:
        """Give a pandas frame with one row a run.

        Raises
        ------
        ModuleNotFoundError
            When pandas is not installed.
        """
        import pandas

        return pandas.DataFrame(self.rows(), columns=self.columns)

    def __repr__(self) -> str:
        lines = self._cells()
        widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
        text = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        ]
        return "\n".join(text) + self._more()

    def _repr_html_(self) -> str:
        head, *body = self._cells()
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in line) + "</tr>" for line in body
        )
        heads = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
        return (
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{html.escape(self._more())}"
        )

    def _cells(self) -> list[list[str]]:
        columns = [column for column in self.columns if column not in ("started", "experiment")]
        lines = [
            [
                column.split(".", 1)[-1] if column.startswith(("params", "metrics", "tags")) else column
                for column in columns
            ]
        ]
        for row in self.rows()[:_SHOWN]:
            lines.append([_cell(row.get(column)) for column in columns])
        return lines

    def _more(self) -> str:
        more = len(self) - _SHOWN
        return f"\n… and {more} more" if more > 0 else ""


def _cell(value: Scalar) -> str:
    return "–" if value is None else number_text(value)


def check_table(filter: str, sort: str | Sequence[str]) -> None:
    """Read a filter and a sort order.

    Raises
    ------
    InvalidInput
        When one of them cannot be read.
    """
    condition_for(filter)
    for text in [sort] if isinstance(sort, str) else sort:
        sort_of(text)


def runs_table(
    store: Store,
    filter: str = "",
    *,
    experiment: str | None = None,
    sort: str | Sequence[str] = NEWEST_FIRST,
    limit: int | None = None,
    deleted: bool = False,
) -> RunTable:
    """Give runs as a table; the arguments are those of ``list_runs``."""
    limit = None if limit is None else min(limit, sys.maxsize)
    orders = [sort_of(text) for text in ([sort] if isinstance(sort, str) else sort)]
    condition = condition_for(filter, experiment, deleted)
    return RunTable(
        [run_from(document) for document in store.table("runs").select(condition, sort=orders, limit=limit)]
    )
