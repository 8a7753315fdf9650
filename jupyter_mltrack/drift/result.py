"""The result of a comparison: a table, sentences, figures, a page, an assertion."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import NotFound
from ..records import ColumnVerdict, DriftReport
from .compare import Table
from .distributions import Distribution, distribution
from .page import page
from .states import NO_DOUBT

if TYPE_CHECKING:
    import pandas

_MARKS = {True: "drift", False: "no drift", None: "cannot tell"}
_SHOWN = 60


class Drift:
    """What comparing two tables found; ``mltrack.drift(reference, current)`` gives one.

    Examples
    --------
    >>> found = mltrack.drift(reference, current)   # doctest: +SKIP
    >>> found["age"].sentence                       # doctest: +SKIP
    '`age` moved: median 34 → 41. …'
    """

    def __init__(self, report: DriftReport, reference: Table, current: Table) -> None:
        self.report = report
        """Everything as a record, which can be kept as JSON."""
        self._tables = reference, current
        self._drawn: dict[str, Distribution | None] = {}

    @property
    def status(self) -> str:
        """``drift``, ``no drift`` or ``cannot tell`` (where columns could not be judged and no other drifted)."""
        return self.report.status

    @property
    def drifted(self) -> list[str]:
        """The columns that drifted, the surest first."""
        found = [verdict for verdict in self.report.columns if verdict.drifted]
        return [v.name for v in sorted(found, key=lambda v: 0.0 if v.chance is None else v.chance)]

    @property
    def sentences(self) -> list[str]:
        """The table's sentence, then one a column: drifted ones first, then those that cannot be judged."""
        return [self.report.sentence, *(verdict.sentence for verdict in self._ordered()), *self.report.notes]

    @property
    def figures(self) -> Mapping[str, dict[str, Any]]:
        """Plotly figures (plain dicts): ``summary``, and one a drifted column, by its name."""
        from ..figures.drift import drift_bars

        found: dict[str, dict[str, Any]] = {"summary": drift_bars(self.report)}
        return {**{name: self.figure(name) for name in self.drifted if name in self._both()}, **found}

    def figure(self, column: str) -> dict[str, Any]:
        """Draw a column's distribution in both tables.

        Raises
        ------
        NotFound
            When there is no such column.
        """
        from ..figures.drift import distributions
        from ..figures.frame import empty

        verdict, drawn = self[column], self._distribution(column)
        if drawn is None:
            return empty(verdict.sentence)
        title = drawn.title(column)
        return distributions(
            title, drawn.labels, drawn.edges, drawn.reference, drawn.current, verdict.sentence
        )

    def __getitem__(self, column: str) -> ColumnVerdict:
        for verdict in self.report.columns:
            if verdict.name == column:
                return verdict
        raise NotFound(f"There is no column {column!r} in either table.")

    def to_frame(self) -> pandas.DataFrame:
        """Give a pandas frame with one row a column.

        Raises
        ------
        ModuleNotFoundError
            When pandas is not installed.
        """
        import pandas

        names = (
            "name", "kind", "state", "drifted", "test", "statistic", "p_value", "chance", "limit",
            "effect", "effect_limit", "effect_of", "error", "weight", "sentence",
        )  # fmt: skip
        return pandas.DataFrame(
            [[getattr(v, name) for name in names] for v in self.report.columns], columns=names
        )

    def to_html(self) -> str:
        """Give a page that stands alone: the sentences, a table, small pictures. Nothing is loaded or run."""
        return page(self.report, self._ordered(), self._distribution)

    def assert_no_drift(self) -> None:
        """Do nothing where there is no drift; for tests and pipelines.

        Raises
        ------
        AssertionError
            When a column drifted, or could not be judged, with the sentences that say why.
        """
        if self.report.status == "no drift":
            return
        told = [v.sentence for v in self._ordered() if v.drifted is not False and v.state not in NO_DOUBT]
        raise AssertionError("\n".join([self.report.sentence, *told]))

    def __bool__(self) -> bool:
        # Whether "true" means drift or its absence is what every second reader would get wrong.
        raise TypeError("Ask .status, .drifted or .assert_no_drift() of a drift result.")

    def __repr__(self) -> str:
        return "\n".join(self.sentences[: _SHOWN + 1])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(v.name)}</td><td>{_MARKS[v.drifted]}</td>"
            f'<td style="text-align: left">{html.escape(v.sentence)}</td></tr>'
            for v in self._ordered()[:_SHOWN]
        )
        more = len(self.report.columns) - _SHOWN
        rest = f"<p>… and {more} more</p>" if more > 0 else ""
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.report.notes)
        return (
            f"<p>{html.escape(self.report.sentence)}</p><table><thead><tr><th>column</th><th>verdict</th><th>why</th>"
            f"</tr></thead><tbody>{rows}</tbody></table>{rest}{notes}"
        )

    def _ordered(self) -> list[ColumnVerdict]:
        def rank(verdict: ColumnVerdict) -> tuple[int, float]:
            return {True: 0, None: 1, False: 2}[
                verdict.drifted
            ], 0.0 if verdict.chance is None else verdict.chance

        together = [self.report.together] if self.report.together is not None else []
        return sorted([*self.report.columns, *together], key=rank)

    def _both(self) -> set[str]:
        ours, theirs = (table.sides() for table in self._tables)
        return {*ours} & {*theirs}

    def _distribution(self, column: str) -> Distribution | None:
        if column not in self._drawn:
            sides = [table.sides().get(column) for table in self._tables]
            self._drawn[column] = None if None in sides else distribution(sides[0], sides[1])  # type: ignore[arg-type]
        return self._drawn[column]
