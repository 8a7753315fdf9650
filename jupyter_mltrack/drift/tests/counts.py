"""Tests of counts: categories, missing values, new categories."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ...records import TestResult

FEWEST_EXPECTED = 5.0
"""Categories with fewer expected rows on a side are counted together (Cochran 1954)."""


def chi_square(
    reference: Mapping[str, int], current: Mapping[str, int], yates: bool = False, pooled: bool = False
) -> TestResult:
    """Test whether two samples have the same shares of categories: the 2 x k table, both sides random.

    Parameters
    ----------
    reference, current
        Rows by category.
    yates
        With Yates' correction, which matters for two categories only.
    pooled
        Count categories together that are too rare for the test.

    Returns
    -------
    TestResult
        Statistic and p-value of ``scipy.stats.chi2_contingency``; 0 and 1 where there is one category.

    Examples
    --------
    >>> round(chi_square({"a": 50, "b": 50}, {"a": 70, "b": 30}).p_value, 4)
    0.0039
    """
    names = sorted({*reference, *current})
    table = np.array([[side.get(name, 0) for name in names] for side in (reference, current)], float)
    table = table[:, table.sum(axis=0) > 0]
    if pooled:
        table = _pooled(table)
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return TestResult("chi_square", 0.0, 1.0)
    from scipy.stats import chi2_contingency

    found = chi2_contingency(table, correction=yates)
    return TestResult("chi_square_yates" if yates else "chi_square", float(found[0]), float(found[1]))


def fisher_exact(reference: Mapping[str, int], current: Mapping[str, int]) -> TestResult:
    """Test two categories exactly. Source: ``scipy.stats.fisher_exact``, two-sided; the statistic is the odds ratio."""
    from scipy.stats import fisher_exact as exact

    names = sorted({*reference, *current})
    table = [[side.get(name, 0) for name in names[:2]] for side in (reference, current)]
    if len(names) != 2:
        return TestResult("fisher_exact", None, 1.0 if len(names) < 2 else None)
    found = exact(table)
    return TestResult("fisher_exact", float(found[0]), float(found[1]))


def missing_rate(missing: tuple[int, int], rows: tuple[int, int]) -> TestResult:
    """Test whether the share of missing values changed: pooled z test of two proportions, two-sided.

    Parameters
    ----------
    missing, rows
        Missing values and all values, of reference and current.

    Returns
    -------
    TestResult
        The statistic is z, positive where more are missing. Source: Fleiss (1981), *Statistical Methods for
        Rates and Proportions*, 2.2 (without correction for continuity).
    """
    shares = [part / whole if whole else 0.0 for part, whole in zip(missing, rows, strict=True)]
    overall = sum(missing) / max(sum(rows), 1)
    if overall in (0.0, 1.0) or not all(rows):
        return TestResult("missing_rate", 0.0, 1.0)
    z = (shares[1] - shares[0]) / math.sqrt(overall * (1 - overall) * (1 / rows[0] + 1 / rows[1]))
    return TestResult("missing_rate", z, math.erfc(abs(z) / math.sqrt(2)))


def missing_rate_exact(missing: tuple[int, int], rows: tuple[int, int]) -> TestResult:
    """Test the same where few are missing on either side: Fisher's exact test (``scipy.stats.fisher_exact``)."""
    if not sum(missing) or not all(rows):
        return TestResult("missing_rate", 0.0, 1.0)
    if min(sum(missing), sum(rows) - sum(missing)) * min(rows) / sum(rows) >= FEWEST_EXPECTED:
        return missing_rate(missing, rows)
    from scipy.stats import fisher_exact as exact

    table = [[part, whole - part] for part, whole in zip(missing, rows, strict=True)]
    return TestResult("missing_rate", missing_rate(missing, rows).statistic, float(exact(table)[1]))


def new_categories(reference: Mapping[str, int], current: Mapping[str, int]) -> TestResult:
    """Test for a category that the reference never had.

    If rows fell on the sides by chance, all ``t`` rows of a category would be current with the probability of
    drawing ``t`` times without a reference row (hypergeometric). The p-value is that of the largest new category,
    added up over all categories that are as large (Boole's inequality).

    Returns
    -------
    TestResult
        The statistic is the share of current rows in categories that are new.

    Examples
    --------
    >>> found = new_categories({"a": 100}, {"a": 90, "b": 10})
    >>> found.statistic, found.p_value < 0.01
    (0.1, True)
    """
    rows = sum(reference.values()), sum(current.values())
    new = {name: count for name, count in current.items() if count and not reference.get(name)}
    if not new or not rows[0]:
        return TestResult("new_categories", 0.0, 1.0)
    most = max(new.values())
    totals = (reference.get(name, 0) + current.get(name, 0) for name in {*reference, *current})
    p = sum(math.exp(log_all_current(total, *rows)) for total in totals if total >= most)
    return TestResult("new_categories", sum(new.values()) / rows[1], min(p, 1.0))


def log_all_current(drawn: int, reference: int, current: int) -> float:
    """Give the logarithm of the chance that ``drawn`` of all rows, taken at random, are all current ones."""
    if drawn > current:
        return -math.inf
    both = reference + current
    gamma = math.lgamma
    return gamma(current + 1) - gamma(current - drawn + 1) - gamma(both + 1) + gamma(both - drawn + 1)


def _pooled(
    table: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Count the columns with fewer than five expected rows on a side together, with the next larger if need be."""
    share = table.sum(axis=1).min() / table.sum()
    totals = table.sum(axis=0)
    order = np.argsort(totals, kind="stable")
    together = int(np.sum(totals * share < FEWEST_EXPECTED))
    if not together:
        return table
    while together < len(order) and totals[order[:together]].sum() * share < FEWEST_EXPECTED:
        together += 1
    rest = table[:, order[:together]].sum(axis=1, keepdims=True)
    return np.hstack([table[:, order[together:]], rest])
