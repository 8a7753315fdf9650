"""Verdicts in words: which test, what value, what limit, how often chance alone would do this, what moved."""

from __future__ import annotations

from collections.abc import Sequence

from ..records import ColumnVerdict, DriftReport
from .evidence import Evidence
from .states import NO_DOUBT
from .words import chance_text, number_text, percent, quoted

NAMES = {
    "van_der_waerden": "van der Waerden's test of location",
    "welch": "Welch's test of the means",
    "klotz": "Klotz's test of spread",
    "spread": "test of the standard deviations",
    "ks": "Kolmogorov-Smirnov test",
    "tail": "test of the outermost values",
    "chi_square": "chi-square test",
    "new_categories": "test for new categories",
    "missing_rate": "test of the missing rate",
    "infinite_rate": "test of the rate of infinite values",
    "rank_correlation": "test of the rank correlations",
    "text_classifier": "classifier of texts",
    "vector_centre": "test along the line between the vectors' centres",
    "vector_hotelling": "Hotelling's test of the vectors' centre",
    "vector_directions": "test of the directions in which the vectors spread",
    "vector_distance": "test of the distances from the centre",
    "vector_outermost": "test of the outermost vectors",
    "text_words": "Fisher's test of the words",
    "text_length": "van der Waerden's test of the lengths",
}
MOST_NAMED = 5


def of_column(verdict: ColumnVerdict, evidence: Sequence[Evidence], others: Sequence[Evidence]) -> str:
    """Say in two sentences what was found for a column.

    Parameters
    ----------
    verdict
        The verdict, but for its sentence.
    evidence
        All tests of the column.
    others
        Those of them that would be drift by themselves.
    """
    lead = next(one for one in evidence if one.result.test == verdict.test and one.effect == verdict.effect)
    name = quoted(verdict.name) if verdict.name else "The relations between columns"
    chance = (
        f"chance alone would do this {chance_text(verdict.chance if verdict.chance is not None else 1.0)}"
    )
    if verdict.drifted:
        more = [one.moved for one in others if one.moved != lead.moved][:2]
        also = f"; also {' and '.join(more)}" if more else ""
        return f"{name} moved: {lead.moved}{also}. {_test(verdict)}; {chance}."
    if verdict.state != "compared":
        return f"{verdict.sentence} Of its missing values: {lead.moved}; {chance}."
    limit = verdict.limit if verdict.limit is not None else 1.0
    if verdict.chance is not None and verdict.chance <= limit:
        return f"{name} moved too little to matter: {lead.moved}. {_test(verdict)}; {chance}."
    return f"{name}: no drift seen. Most unusual: {lead.moved}. {_test(verdict)}; {chance}."


def of_table(report: DriftReport) -> str:
    """Say in a sentence what was found for the table."""
    drifted = [verdict.name for verdict in report.columns if verdict.drifted]
    open_ = [v for v in report.columns if v.drifted is None and v.state not in NO_DOUBT]
    relations = report.together is not None and bool(report.together.drifted)
    of = f"{report.current_rows:,} rows against {report.reference_rows:,}"
    also = f" {len(open_)} more could not be judged." if open_ else ""
    if report.status == "drift":
        found = (
            f"{len(drifted)} of {len(report.columns)} columns drifted: {_listed(drifted)}" if drifted else ""
        )
        both = " and the relations between columns" if relations and drifted else ""
        alone = (
            "The relations between columns drifted, though no column did" if relations and not drifted else ""
        )
        return f"{found}{both}{alone} ({of}).{also}"
    if report.status == "no drift":
        count = sum(verdict.drifted is False for verdict in report.columns)
        rate = f"chance alone would call {percent(report.rate)} of such tables drifted"
        return f"No drift in {count} columns ({of}); {rate}."
    if not open_:
        return f"Nothing could be compared ({of})."
    judged = f"{len(open_)} of {len(report.columns)} columns could not be judged"
    return f"It cannot be told whether there is drift: {judged} ({of})."


def _test(verdict: ColumnVerdict) -> str:
    name = NAMES.get(verdict.test, verdict.test)
    name = name[0].upper() + name[1:]
    value = "" if verdict.statistic is None else f" {number_text(verdict.statistic)},"
    share = f"{verdict.effect_of} {verdict.effect or 0:.3g} (limit {verdict.effect_limit:g}"
    share += f", error of the sketches {verdict.error:.2g})" if verdict.error else ")"
    p = 1.0 if verdict.chance is None else verdict.chance
    return f"{name}:{value} {share}, corrected p {p:.2g} (limit {verdict.limit:.2g})"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(map(quoted, names[:MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
