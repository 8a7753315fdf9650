"""Metrics of rankings: one value a query, then their mean. A query without any relevant item counts 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .measured import Measured, mean
from .outcomes import Numbers, Outcomes

K = 10


@dataclass(frozen=True)
class _Ranked:
    """Rows by query, the largest score first; of equal scores the irrelevant first, so that ties win nothing."""

    gains: Numbers
    scores: Numbers
    starts: NDArray[np.intp]
    """Where each query begins."""
    rank: NDArray[np.intp]
    """Within its query, from 0."""
    query: NDArray[np.intp]


def ndcg(of: Outcomes, k: int = K) -> Measured:
    """Measure the normalised discounted cumulative gain (``sklearn.metrics.ndcg_score``, ties averaged as there).

    Source: Järvelin & Kekäläinen (2002); of ties: McSherry & Najork (2008).
    """
    return mean(ndcg_by_query(of, k))


def mrr(of: Outcomes) -> Measured:
    """Measure the mean reciprocal rank of the first relevant item."""
    return mean(reciprocal_ranks(of))


def map_at(of: Outcomes, k: int = K) -> Measured:
    """Measure the mean average precision of the first ``k`` items, over the relevant ones or ``k``, if that is less."""
    return mean(precision_by_query(of, k))


def hit_rate(of: Outcomes, k: int = K) -> Measured:
    """Measure the share of queries with a relevant item among the first ``k``, Wilson's band."""
    from .measured import share

    hits = hits_by_query(of, k)
    return share(int(hits.sum()), len(hits))


def ndcg_by_query(of: Outcomes, k: int) -> Numbers:
    """Give the gain of each query, shape ``(queries,)``."""
    ranked = _ranked(of)
    discount = np.where(ranked.rank < k, 1 / np.log2(ranked.rank + 2), 0.0)
    ends = np.append(ranked.starts[1:], len(ranked.gains))
    new = np.append(True, (np.diff(ranked.scores) != 0) | (np.diff(ranked.query) != 0))
    ties = np.flatnonzero(new)
    size = np.diff(np.append(ties, len(new)))
    got = np.add.reduceat(ranked.gains, ties) / size * np.add.reduceat(discount, ties)
    first = np.searchsorted(ties, ranked.starts)
    dcg = np.add.reduceat(got, first)
    best = ranked.gains[np.lexsort((-ranked.gains, ranked.query))]
    ideal = np.add.reduceat(best * discount, ranked.starts)
    assert len(ends) == len(dcg)
    return np.divide(dcg, ideal, out=np.zeros(len(dcg)), where=ideal > 0)


def reciprocal_ranks(of: Outcomes) -> Numbers:
    """Give one over the rank of the first relevant item of each query, shape ``(queries,)``."""
    ranked = _ranked(of)
    return np.maximum.reduceat(np.where(ranked.gains > 0, 1 / (ranked.rank + 1), 0.0), ranked.starts)


def precision_by_query(of: Outcomes, k: int) -> Numbers:
    """Give the average precision of each query, shape ``(queries,)``."""
    ranked = _ranked(of)
    relevant = (ranked.gains > 0).astype(float)
    total = np.cumsum(relevant)
    before = (total - relevant)[ranked.starts]
    sizes = np.diff(np.append(ranked.starts, len(relevant)))
    within = total - np.repeat(before, sizes)
    taken = np.where(ranked.rank < k, relevant * within / (ranked.rank + 1), 0.0)
    there = np.minimum(np.add.reduceat(relevant, ranked.starts), k)
    return np.divide(np.add.reduceat(taken, ranked.starts), there, out=np.zeros(len(there)), where=there > 0)


def hits_by_query(of: Outcomes, k: int) -> Numbers:
    """Give 1 for each query with a relevant item among the first ``k``, else 0, shape ``(queries,)``."""
    ranked = _ranked(of)
    return np.maximum.reduceat(((ranked.gains > 0) & (ranked.rank < k)).astype(float), ranked.starts)


def queries(of: Outcomes) -> NDArray[np.intp]:
    """Give the numbers of the queries, in the order in which the functions above give their values."""
    assert of.query is not None
    return np.unique(of.query)


def _ranked(of: Outcomes) -> _Ranked:
    assert of.query is not None and of.scores is not None
    order = np.lexsort((of.label, -of.scores, of.query))
    query = of.query[order]
    starts = np.flatnonzero(np.append(True, np.diff(query) != 0))
    sizes = np.diff(np.append(starts, len(query)))
    rank = np.arange(len(query)) - np.repeat(starts, sizes)
    return _Ranked(of.label[order], of.scores[order], starts, rank, query)
