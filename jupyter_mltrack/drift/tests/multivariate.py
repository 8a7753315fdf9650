"""Columns looked at together: whether their relations changed, which no single column shows."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ...records import TestResult

Matrix = NDArray[np.float64]


def rank_correlations(reference: Matrix, current: Matrix) -> tuple[TestResult, float, tuple[int, int]]:
    """Test whether any two columns go together more or less than before: Spearman's rank correlations.

    Every pair's Fisher z is compared; the p-value is the smallest one times the number of pairs (Bonferroni).

    Parameters
    ----------
    reference, current
        Numbers, shapes ``(n, k)`` and ``(m, k)``; NaN where a value is missing (taken as the middle rank).

    Returns
    -------
    TestResult, float, (int, int)
        z of the pair that changed most and the p-value; the change of its correlation; its two columns.
        Source: Bonett & Wright (2000), *Sample size requirements for estimating Pearson, Kendall and Spearman
        correlations* (variance of z ``(1 + r ** 2 / 2) / (n - 3)``).
    """
    width = reference.shape[1]
    if width < 2 or min(len(reference), len(current)) < 10:
        return TestResult("rank_correlation", None, 1.0), 0.0, (0, 0)
    r, c = (_spearman(side) for side in (reference, current))
    both = (len(reference) * r + len(current) * c) / (len(reference) + len(current))
    deviation = np.sqrt((1 + both**2 / 2) * (1 / (len(reference) - 3) + 1 / (len(current) - 3)))
    limit = 1 - 1e-9
    z = (np.arctanh(np.clip(c, -limit, limit)) - np.arctanh(np.clip(r, -limit, limit))) / deviation
    rows, columns = np.triu_indices(width, 1)
    # Two correlations of 1 on either side differ in nothing, whatever rounding says.
    z[np.abs(c - r) < 1e-6] = 0.0
    at = int(np.argmax(np.abs(z[rows, columns])))
    first, second = int(rows[at]), int(columns[at])
    worst = float(z[first, second])
    p = min(1.0, math.erfc(abs(worst) / math.sqrt(2)) * len(rows))
    return (
        TestResult("rank_correlation", worst, p),
        float(c[first, second] - r[first, second]),
        (first, second),
    )


def pca_reconstruction(reference: Matrix, current: Matrix, kept: float = 0.65) -> TestResult:
    """Test whether the reference's main directions describe the current rows as well as its own.

    The reference's first half gives the directions (after standardising), its second half and the current rows
    are projected on them and back; the distances that this leaves are compared.

    Parameters
    ----------
    reference, current
        Numbers without missing ones, shapes ``(n, k)`` and ``(m, k)``; at least four reference rows.
    kept
        The share of variance that the directions hold.

    Returns
    -------
    TestResult
        The ratio of the mean distances, current to reference, and the two-sided p-value of
        ``scipy.stats.mannwhitneyu``. Source: Jaworski et al. (2017); NannyML's reconstruction error.
    """
    from scipy.stats import mannwhitneyu

    half = len(reference) // 2
    first, held = reference[:half], reference[half:]
    mean, deviation = first.mean(axis=0), first.std(axis=0)
    deviation[deviation == 0] = 1.0
    scaled = (first - mean) / deviation
    _, sizes, directions = np.linalg.svd(scaled, full_matrices=False)
    held_share = np.cumsum(sizes**2) / max(float(np.sum(sizes**2)), 1e-300)
    basis = directions[: int(np.searchsorted(held_share, kept)) + 1]

    def left(side: Matrix) -> NDArray[np.float64]:
        standard = (side - mean) / deviation
        rest: NDArray[np.float64] = np.linalg.norm(standard - standard @ basis.T @ basis, axis=1)
        return rest

    ours, theirs = left(held), left(current)
    p = float(mannwhitneyu(ours, theirs).pvalue) if np.ptp(np.concatenate([ours, theirs])) > 1e-9 else 1.0
    return TestResult("pca_reconstruction", float(theirs.mean() / max(ours.mean(), 1e-12)), p)


def mmd(
    reference: Matrix, current: Matrix, permutations: int = 199, most: int = 500, seed: int = 0
) -> TestResult:
    """Test two samples of vectors (rows, embeddings) by the maximum mean discrepancy.

    Gaussian kernel, its width the median distance; columns are standardised by the reference.

    Parameters
    ----------
    reference, current
        Numbers without missing ones, shapes ``(n, k)`` and ``(m, k)``.
    permutations
        How often sides are dealt out anew; the smallest possible p-value is 1 / (permutations + 1).
    most
        Rows a side; more are sampled.
    seed
        Of sampling and permutations.

    Returns
    -------
    TestResult
        The unbiased estimate of the squared discrepancy and its permutation p-value. Source: Gretton et al.
        (2012), *A kernel two-sample test*, JMLR 13.
    """
    random = np.random.default_rng(seed)
    deviation = np.std(reference, axis=0)
    deviation[deviation == 0] = 1.0
    sides = [
        (side if len(side) <= most else side[random.choice(len(side), most, replace=False)]) / deviation
        for side in (reference, current)
    ]
    both = np.vstack(sides)
    squares = np.sum(both**2, axis=1)
    apart = np.maximum(squares[:, None] + squares[None, :] - 2 * both @ both.T, 0)
    middle = float(np.median(apart[np.triu_indices(len(both), 1)])) or 1.0
    kernel = np.exp(-apart / middle)
    np.fill_diagonal(kernel, 0.0)
    n, m = (len(side) for side in sides)

    def discrepancy(current_rows: NDArray[np.bool_]) -> float:
        inside = current_rows.astype(float)
        outside = 1 - inside
        within = outside @ kernel @ outside / (n * (n - 1)) + inside @ kernel @ inside / (m * (m - 1))
        return float(within - 2 * (outside @ kernel @ inside) / (n * m))

    labels = np.arange(n + m) >= n
    seen = discrepancy(labels)
    larger = sum(discrepancy(random.permutation(labels)) >= seen for _ in range(permutations))
    return TestResult("mmd", seen, (larger + 1) / (permutations + 1))


def _spearman(side: Matrix) -> Matrix:
    from scipy.stats import rankdata

    ranks = rankdata(side, axis=0, nan_policy="omit") if np.isnan(side).any() else rankdata(side, axis=0)
    ranks = ranks - np.nanmean(ranks, axis=0)
    ranks = np.nan_to_num(ranks)
    size = np.sqrt((ranks**2).sum(axis=0))
    size[size == 0] = 1.0
    found: Matrix = (ranks / size).T @ (ranks / size)
    return found
