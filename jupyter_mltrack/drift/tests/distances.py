"""Distances between two distributions over the same bins or categories."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...records import TestResult

Numbers = NDArray[np.float64]

SMALLEST_SHARE = 1e-4
"""Shares below it count as this much in PSI, which an empty bin would make infinite."""


def quantile_shares(reference: Numbers, current: Numbers, bins: int = 10) -> tuple[Numbers, Numbers]:
    """Give the shares of two samples in the reference's quantile bins.

    Inner edges are ``numpy.quantile`` (linear) of the reference, equal ones merged; the outer bins are open,
    bins are closed on the left.

    Parameters
    ----------
    reference, current
        Finite numbers, shapes ``(n,)`` and ``(m,)``.
    bins
        How many, at most.

    Examples
    --------
    >>> import numpy as np
    >>> quantile_shares(np.arange(100.0), np.arange(50.0), 4)[1]
    array([0.5, 0.5, 0. , 0. ])
    """
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1]))
    return _shares(edges, reference), _shares(edges, current)


def histogram_shares(
    reference: Numbers, current: Numbers, rule: str = "doane", joined: bool = False
) -> tuple[Numbers, Numbers]:
    """Give the shares of two samples in bins of equal width.

    Parameters
    ----------
    reference, current
        Finite numbers.
    rule
        A rule of ``numpy.histogram_bin_edges``.
    joined
        Edges from both samples (Evidently's way) instead of the reference alone (NannyML's way); what lies
        outside the reference's edges then is one more bin.
    """
    edges = np.histogram_bin_edges(np.concatenate([reference, current]) if joined else reference, rule)
    p, q = (np.histogram(values, edges)[0] / len(values) for values in (reference, current))
    return (p, q) if joined else (np.append(p, 0.0), np.append(q, max(0.0, 1 - q.sum())))


def category_shares(reference: Mapping[str, int], current: Mapping[str, int]) -> tuple[Numbers, Numbers]:
    """Give the shares of each category on either side, in the order of their names."""
    names = sorted({*reference, *current})
    p, q = (np.array([side.get(name, 0) for name in names], float) for side in (reference, current))
    return p / max(p.sum(), 1), q / max(q.sum(), 1)


def psi(p: Numbers, q: Numbers) -> TestResult:
    """Give the population stability index of two distributions, natural logarithm.

    ``sum((q - p) * ln(q / p))``, shares below 0.0001 raised to it on both sides. Source: Siddiqi (2006),
    *Credit Risk Scorecards*; it is the symmetrised divergence of Kullback and Leibler (1951).

    Parameters
    ----------
    p, q
        Shares of reference and current, shape ``(k,)``, each adding up to 1.

    Examples
    --------
    >>> import numpy as np
    >>> round(psi(np.array([0.5, 0.5]), np.array([0.6, 0.4])).statistic, 4)
    0.0405
    """
    p, q = np.maximum(p, SMALLEST_SHARE), np.maximum(q, SMALLEST_SHARE)
    return TestResult("psi", float(np.sum((q - p) * np.log(q / p))))


def jensen_shannon(p: Numbers, q: Numbers, base: float = 2.0) -> TestResult:
    """Give Jensen and Shannon's distance (the root of the divergence). Source: Endres & Schindelin (2003)."""
    middle = (p + q) / 2
    divergence = 0.0
    for side in (p, q):
        there = side > 0
        divergence += float(np.sum(side[there] * np.log(side[there] / middle[there]))) / 2
    return TestResult("jensen_shannon", float(np.sqrt(max(divergence, 0.0) / np.log(base))))


def hellinger(p: Numbers, q: Numbers) -> TestResult:
    """Give Hellinger's distance, within [0, 1]: ``sqrt(sum((sqrt p - sqrt q)²) / 2)``. Source: Hellinger (1909)."""
    return TestResult("hellinger", float(np.sqrt(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2) / 2)))


def total_variation(p: Numbers, q: Numbers) -> TestResult:
    """Give the total variation distance, ``sum |p - q| / 2``: the share of rows that would have to move."""
    return TestResult("total_variation", float(np.sum(np.abs(p - q)) / 2))


def l_infinity(p: Numbers, q: Numbers) -> TestResult:
    """Give the largest difference of a share, ``max |p - q|``."""
    return TestResult("l_infinity", float(np.max(np.abs(p - q), initial=0.0)))


def _shares(edges: Numbers, values: Numbers) -> Numbers:
    counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
    return counts / len(values)
