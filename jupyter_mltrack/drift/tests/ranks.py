"""Rank tests of location, spread and tails: what a few percent of change looks like, whatever the distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...records import TestResult
from .counts import log_all_current

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Ranked:
    """Two samples of finite numbers, ranked together: sorted, with the normal score of every value."""

    reference: Numbers
    """Ascending, shape ``(n,)``."""
    current: Numbers
    """Ascending, shape ``(m,)``."""
    values: Numbers
    """The different values, ascending, shape ``(k,)``."""
    counts: tuple[Numbers, Numbers]
    """How often each value is there, on either side."""
    scores: Numbers
    """The standard normal quantile of each value's middle rank."""


def ranked(reference: Numbers, current: Numbers) -> Ranked:
    """Rank two samples together; equal values share their middle rank.

    Parameters
    ----------
    reference, current
        Finite numbers, shapes ``(n,)`` and ``(m,)``.
    """
    from scipy.special import ndtri

    reference, current = np.sort(reference), np.sort(current)
    values = np.sort(np.concatenate([reference, current]), kind="stable")
    first = np.concatenate([[True], values[1:] != values[:-1]])
    values = values[first]
    ends = [np.searchsorted(side, values, side="right") for side in (reference, current)]
    below = ends[0] + ends[1]
    starts = np.concatenate([[0], below[:-1]])
    scores = ndtri((starts + below + 1) / 2 / (len(reference) + len(current) + 1))
    counts = (np.diff(ends[0], prepend=0).astype(float), np.diff(ends[1], prepend=0).astype(float))
    return Ranked(reference, current, values, counts, scores)


def van_der_waerden(pair: Ranked) -> tuple[TestResult, float]:
    """Test whether the current values lie higher or lower: normal scores, permutation variance.

    Never less efficient than Student's test, whatever the distribution (Chernoff & Savage 1958), and as
    efficient for normal values.

    Returns
    -------
    TestResult, float
        z and the two-sided p-value (normal approximation); the shift in standard deviations. Source: van der
        Waerden (1952); Conover (1999), *Practical Nonparametric Statistics*, 5.10.
    """
    z, difference, _ = _linear(pair, pair.scores)
    return _tested("van_der_waerden", z), difference


def klotz(pair: Ranked) -> tuple[TestResult, float]:
    """Test whether the current values spread wider or narrower: squared normal scores.

    Returns
    -------
    TestResult, float
        z and the two-sided p-value; about the logarithm of the ratio of the standard deviations, current to
        reference. Source: Klotz (1962), *Nonparametric tests for scale*; Conover (1999), 5.10.
    """
    z, difference, _ = _linear(pair, pair.scores**2)
    return _tested("klotz", z), difference / 2


def tail(pair: Ranked, upper: bool = True) -> tuple[TestResult, float]:
    """Test for values beyond all that the other side has: a unit mistake in a few rows, a broken sensor.

    If rows fell on the sides by chance, the ``k`` outermost would all be of one side about once in ``2^k``
    times (with as many rows on either side; hypergeometric in general).

    Returns
    -------
    TestResult, float
        The statistic is how many current values lie beyond all reference values (negative: the other way
        round), the p-value one-sided for that side; the share of the rows of that side. Source: Rosenbaum
        (1954), *Tables for a nonparametric test of location*.
    """
    ours, theirs = (pair.current, pair.reference) if upper else (-pair.current[::-1], -pair.reference[::-1])
    beyond = len(ours) - int(np.searchsorted(ours, theirs[-1], side="right"))
    missed = len(theirs) - int(np.searchsorted(theirs, ours[-1], side="right"))
    if beyond >= missed:
        p = math.exp(log_all_current(beyond, len(theirs), len(ours)))
        return TestResult("tail", float(beyond), p), beyond / len(ours)
    p = math.exp(log_all_current(missed, len(ours), len(theirs)))
    return TestResult("tail", -float(missed), p), missed / len(theirs)


def _linear(pair: Ranked, scores: Numbers) -> tuple[float, float, float]:
    """Give z, the difference of the mean scores, and its standard deviation under random sides."""
    n, m = len(pair.reference), len(pair.current)
    both = pair.counts[0] + pair.counts[1]
    mean = float(both @ scores) / (n + m)
    variance = float(both @ (scores - mean) ** 2) / (n + m - 1)
    difference = float(pair.counts[1] @ scores) / m - float(pair.counts[0] @ scores) / n
    deviation = math.sqrt(variance * (1 / n + 1 / m))
    return (difference / deviation if deviation > 0 else 0.0), difference, deviation


def _tested(test: str, z: float) -> TestResult:
    return TestResult(test, z, math.erfc(abs(z) / math.sqrt(2)))
