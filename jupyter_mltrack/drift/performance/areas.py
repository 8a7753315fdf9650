"""Areas under curves, each with the pull of every row on it: by how much it moves when a row counts more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]


def roc_auc(scores: Numbers, positive: Mask) -> tuple[float, Numbers]:
    """Give the area under the ROC curve (``sklearn.metrics.roc_auc_score``) and DeLong's components.

    Parameters
    ----------
    scores
        Larger where positive, shape ``(n,)``.
    positive
        What was true, shape ``(n,)``; both classes occur.

    Returns
    -------
    float, numpy.ndarray
        The area; per row its part of the standard error, which is the root of the sum of their squares, shape
        ``(n,)``. Source: DeLong, DeLong & Clarke-Pearson (1988); by midranks: Sun & Xu (2014).

    Examples
    --------
    >>> roc_auc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True]))[0]
    0.75
    """
    from scipy.stats import rankdata

    n1, n0 = int(positive.sum()), int((~positive).sum())
    ranks = rankdata(scores)
    above = np.empty(len(scores))
    above[positive] = (ranks[positive] - rankdata(scores[positive])) / n0
    above[~positive] = 1 - (ranks[~positive] - rankdata(scores[~positive])) / n1
    area = float((ranks[positive].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))
    pulls = above - area
    pulls[positive] /= np.sqrt(n1 * max(n1 - 1, 1))
    pulls[~positive] /= np.sqrt(n0 * max(n0 - 1, 1))
    return area, pulls


def average_precision(scores: Numbers, positive: Mask) -> tuple[float, Numbers]:
    """Give the average precision (``sklearn.metrics.average_precision_score``) and the pull of each row.

    Parameters
    ----------
    scores, positive
        As for ``roc_auc``.

    Returns
    -------
    float, numpy.ndarray
        The area under the steps of precision over recall; its derivative by the weight of each row, shape
        ``(n,)``: the infinitesimal jackknife's standard error is the root of the sum of their squares (Jaeckel
        1972; Efron 1982, *The Jackknife, the Bootstrap and Other Resampling Plans*, 6).

    Examples
    --------
    >>> round(average_precision(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True]))[0], 4)
    0.8333
    """
    order = np.argsort(-scores, kind="stable")
    s, y = scores[order], positive[order].astype(float)
    ends = np.append(np.flatnonzero(np.diff(s)), len(s) - 1)
    group = np.repeat(np.arange(len(ends)), np.diff(np.append(-1, ends)))
    rows = ends + 1.0
    hits = np.cumsum(y)[ends]
    precision = hits / rows
    new = np.diff(np.append(0.0, hits))
    total = hits[-1]
    value = float(np.sum(new * precision) / total)
    # A row that counts more moves the precision at its own and every lower threshold.
    gain, loss = (np.cumsum((new * part / rows)[::-1])[::-1] for part in (np.ones(len(rows)), precision))
    pulls = np.empty(len(s))
    pulls[order] = (y * (precision[group] - value) + y * gain[group] - loss[group]) / total
    return value, pulls
