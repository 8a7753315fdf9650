"""How strongly one column goes with another: rank correlation, and what groups explain of the spread."""

from __future__ import annotations

import math
from collections.abc import Sequence


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Compute Spearman's rank correlation.

    Parameters
    ----------
    first, second
        Finite numbers, one pair a run.

    Returns
    -------
    float or None
        From -1 to 1; ``None`` where one side does not vary.

    Examples
    --------
    >>> rank_correlation([1, 2, 3], [10, 20, 15])
    0.5
    """
    one, other = _ranks(first), _ranks(second)
    mean = (len(one) + 1) / 2
    top = sum((a - mean) * (b - mean) for a, b in zip(one, other, strict=True))
    bottom = math.sqrt(sum((a - mean) ** 2 for a in one) * sum((b - mean) ** 2 for b in other))
    return top / bottom if bottom else None


def explained_by_groups(groups: Sequence[str], values: Sequence[float]) -> float | None:
    """Compute the correlation ratio of the ranks: the root of the share of their spread between groups.

    Returns
    -------
    float or None
        From 0 to 1; ``None`` where the values do not vary, or there is but one group.

    Examples
    --------
    >>> explained_by_groups(["a", "a", "b", "b"], [1, 1, 2, 2])
    1.0
    """
    ranks = _ranks(values)
    mean = sum(ranks) / len(ranks)
    whole = sum((rank - mean) ** 2 for rank in ranks)
    members: dict[str, list[float]] = {}
    for group, rank in zip(groups, ranks, strict=True):
        members.setdefault(group, []).append(rank)
    if not whole or len(members) < 2:
        return None
    between = sum(len(group) * (sum(group) / len(group) - mean) ** 2 for group in members.values())
    return math.sqrt(between / whole)


def _ranks(values: Sequence[float]) -> list[float]:
    """Rank from 1; equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for index in order[start : end + 1]:
            ranks[index] = (start + end) / 2 + 1
        start = end + 1
    return ranks
