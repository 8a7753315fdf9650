"""When a difference is called drift: large enough to matter, and too rare to be chance, all columns counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidInput
from ..records import ColumnRule, DriftPolicy, DriftReport

__all__ = ["LEAST_WEIGHT", "LIMITS", "ColumnRule", "Policy", "benjamini_hochberg", "persisting"]

LIMITS: Mapping[str, float] = {
    "shift": 0.03,
    "spread": 0.03,
    "distance": 0.015,
    "tail": 0.001,
    "share": 0.02,
    "new": 0.001,
    "missing": 0.01,
    "correlation": 0.1,
    "auc": 0.55,
    "length": 0.1,
    "vector": 0.05,
}
"""The smallest effects that count.

``shift``: standard deviations of the normal scores. ``spread``: logarithm of the ratio of the standard
deviations. ``distance``: Kolmogorov and Smirnov's. ``tail``, ``new``, ``missing``, ``share``: shares of the rows.
``correlation``: change of a rank correlation. ``auc``: of a classifier. ``length``: of texts, as ``shift``.
``vector``: of vectors, as ``shift``, along a line learnt from other rows or away from the centre.
"""

LEAST_WEIGHT = 0.5
"""What the least important column keeps of its chance to be noticed; more than nothing, as models are retrained."""


class Policy(DriftPolicy, frozen=True):
    """When a difference is called drift.

    Raises
    ------
    InvalidInput
        When the rate is not between 0 and 1, or a limit has an unknown name.

    Examples
    --------
    >>> Policy(rate=0.01, importance={"age": 0.7, "city": 0.3}).weights(["age", "city"])
    {'age': 1.2, 'city': 0.8}
    """

    def __post_init__(self) -> None:
        if not 0 < self.rate < 1:
            raise InvalidInput(f"The rate of false alarms is a share between 0 and 1, not {self.rate}.")
        unknown = {*self.limits, *(name for rule in self.columns.values() for name in rule.limits)} - {
            *LIMITS
        }
        if unknown:
            raise InvalidInput(f"There is no limit {min(unknown)!r}; there are {', '.join(LIMITS)}.")
        if any(not value >= 0 for value in self.importance.values()):
            raise InvalidInput("A column's importance is a number that is not negative.")
        if self.persistence < 1:
            raise InvalidInput("Drift has to be seen in 1 check at least.")

    def but(self, **changes: Any) -> Policy:
        """Give a policy that differs from this one; it is looked at like any other.

        Raises
        ------
        InvalidInput
            As the policy itself does.
        """
        # msgspec.structs.replace looks at what it makes since 0.19 alone.
        return Policy(**{**{name: getattr(self, name) for name in self.__struct_fields__}, **changes})

    def limit(self, column: str, effect: str) -> float:
        """Give the smallest effect that counts for a column."""
        rule = self.columns.get(column)
        return {**LIMITS, **self.limits, **(rule.limits if rule else {})}[effect]

    def weights(self, columns: Sequence[str]) -> dict[str, float]:
        """Give how much each column counts, 1 on average: half by importance, half the same for all.

        Source: Genovese, Roeder & Wasserman (2006), *False discovery control with p-value weighting*.
        """
        given = [self.importance.get(name, 0.0) for name in columns]
        mean = sum(given) / max(len(given), 1)
        if not mean:
            return dict.fromkeys(columns, 1.0)
        return {
            name: LEAST_WEIGHT + (1 - LEAST_WEIGHT) * value / mean
            for name, value in zip(columns, given, strict=True)
        }


def benjamini_hochberg(p_values: Sequence[float], rate: float) -> tuple[list[bool], float]:
    """Choose the hypotheses to reject so that at most this share of the rejected are true, on average.

    Where all are true, that is the chance to reject any.

    Parameters
    ----------
    p_values
        Of all hypotheses, shape ``(k,)``.
    rate
        The false discovery rate.

    Returns
    -------
    list of bool, float
        Which are rejected; the p-value up to which they are (where none is: what one alone would have had to
        reach). Source: Benjamini & Hochberg (1995), as ``scipy.stats.false_discovery_control``.

    Examples
    --------
    >>> benjamini_hochberg([0.001, 0.5, 0.02], 0.05)
    ([True, False, True], 0.03333333333333333)
    """
    p: NDArray[np.float64] = np.asarray(p_values, float)
    if not len(p):
        return [], rate
    steps = rate * np.arange(1, len(p) + 1) / len(p)
    passing = np.flatnonzero(np.sort(p) <= steps)
    limit = float(steps[passing[-1]]) if len(passing) else float(steps[0])
    return [bool(value) for value in p <= limit], limit


def persisting(reports: Sequence[DriftReport], policy: Policy) -> list[str]:
    """Name the columns that drifted in each of the newest checks, as many as ``policy.persistence`` asks for.

    Parameters
    ----------
    reports
        The checks, the newest last.
    policy
        How many have to agree.
    """
    newest = reports[-policy.persistence :]
    if len(newest) < policy.persistence:
        return []
    drifted = [{column.name for column in report.columns if column.drifted} for report in newest]
    return [column.name for column in newest[-1].columns if all(column.name in names for names in drifted)]
