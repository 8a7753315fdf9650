"""A column judged by one statistic that somebody chose for it."""

from __future__ import annotations

from typing import cast

from ..errors import InvalidInput
from ..records import ColumnProfile, ColumnVerdict
from .columns import Cleaned
from .policy import ColumnRule
from .tests import Side, compute
from .words import number_text, quoted


def by_rule(
    verdict: ColumnVerdict, ours: Cleaned | ColumnProfile, theirs: Cleaned | ColumnProfile, rule: ColumnRule
) -> ColumnVerdict:
    """Judge a column by the test and threshold of its rule.

    Raises
    ------
    InvalidInput
        When the rule names a test without a threshold, or one that there is not for this kind of column.
    """
    test = cast("str", rule.test)
    if rule.threshold is None and rule.p_value is None:
        raise InvalidInput(
            f"The rule for {verdict.name!r} names {test}: give it a threshold or a p_value as well."
        )
    if "vector" in (ours.kind, theirs.kind) and not test.startswith("missing_rate"):
        raise InvalidInput(
            f"{verdict.name!r} holds vectors, for which there is no test {test!r}: leave its rule out, or say "
            "limits={'vector': …}."
        )
    if isinstance(ours, ColumnProfile) or isinstance(theirs, ColumnProfile):
        from .profiled import compute_profiled

        assert isinstance(ours, ColumnProfile) and isinstance(theirs, ColumnProfile)
        result = compute_profiled(ours, theirs, test)
    else:
        result = compute(side_of(ours), side_of(theirs), test)
    verdict.test, verdict.statistic, verdict.p_value = test, result.statistic, result.p_value
    verdict.chance, verdict.error, verdict.tests = result.p_value, result.error, [result]
    words: list[str] = []
    drifted: list[bool | None] = []
    if rule.threshold is not None:
        drifted.append(None if result.statistic is None else result.statistic - result.error > rule.threshold)
        value = "cannot be computed" if result.statistic is None else number_text(result.statistic)
        words.append(f"{test} = {value}, threshold {number_text(rule.threshold)}")
    if rule.p_value is not None:
        drifted.append(None if result.p_value is None else result.p_value < rule.p_value)
        value = "it has none" if result.p_value is None else f"{result.p_value:.2g}"
        words.append(f"p-value of {test}: {value}, limit {rule.p_value:g}")
    verdict.limit, verdict.effect_limit = rule.p_value, rule.threshold
    verdict.drifted = None if None in drifted else all(drifted)
    says = {True: "drifted", False: "did not drift", None: "cannot be judged"}[verdict.drifted]
    verdict.sentence = f"{quoted(verdict.name)} {says} by its own rule: {'; '.join(words)}."
    return verdict


def side_of(column: Cleaned) -> Side:
    """Give a column as the statistics take it."""
    return Side(column.kind, column.rows, column.missing, column.values, column.counts)
