"""Two samples of vectors (embeddings): where their centre is, how far out they lie, which way they spread.

Every test on values ends in a rank test of one number a row, so that its level holds for any law, length and number of
vectors: either the number does not depend on which sample a row is of, or it was learnt from other rows than those that
are tested.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...records import TestResult
from . import ranks

Matrix = NDArray[np.float32]
Numbers = NDArray[np.float64]
MOST_ROWS = 20_000
MOST_CELLS = 16_000_000
"""Rows a side times their length, so that a test takes a second at most."""
DIRECTIONS = 16
"""The directions in which the vectors spread most, and which the test of spread looks at."""
_OF_DIRECTIONS = 2_000


@dataclass(frozen=True)
class Pair:
    """Two samples of vectors in the same unit: every dimension over its standard deviation in both together."""

    reference: Matrix
    """Shape ``(n, d)``, in random order."""
    current: Matrix
    """Shape ``(m, d)``, in random order."""


def paired(reference: Matrix, current: Matrix, seed: int = 0) -> Pair:
    """Draw rows where there are very many, and put both samples into the same unit, around the centre of both.

    Parameters
    ----------
    reference, current
        Finite vectors, shapes ``(n, d)`` and ``(m, d)``.
    seed
        Of the rows that are drawn.
    """
    random = np.random.default_rng(seed)
    most = max(min(MOST_ROWS, MOST_CELLS // max(reference.shape[1], 1)), 50)
    sides = [side[random.permutation(len(side))[:most]] for side in (reference, current)]
    # Values beyond what squares can be taken of are brought nearer to 1; directions stay.
    largest = max(float(np.abs(side).max()) for side in sides)
    if largest > 1e15 or 0 < largest < 1e-15:
        sides = [side / np.float32(largest) for side in sides]
    n, m = map(len, sides)
    means = [side.mean(axis=0, dtype=np.float64) for side in sides]
    centre = (n * means[0] + m * means[1]) / (n + m)
    for side in sides:
        side -= centre.astype(np.float32)
    variance = sum(np.einsum("ij,ij->j", side, side) for side in sides) / (n + m)
    deviation = np.sqrt(variance)
    # A dimension that hardly varies beside the others is rounding.
    deviation[deviation <= 1e-6 * deviation.max()] = np.inf
    for side in sides:
        side /= deviation.astype(np.float32)
    return Pair(*sides)


def centre(pair: Pair) -> tuple[TestResult, float]:
    """Test whether the current vectors lie elsewhere: along the line between the centres, learnt from other rows.

    Returns
    -------
    TestResult, float
        z and the p-value of van der Waerden's test, one-sided, the mean of both halves; the shift in standard
        deviations. Source: Lopez-Paz & Oquab (2017), *Revisiting classifier two-sample tests*, with the line
        between the means for a classifier; Cox (1975), *A note on data-splitting*.
    """

    def learn(reference: Matrix, current: Matrix) -> Callable[[Matrix], Numbers]:
        line = (current.mean(axis=0) - reference.mean(axis=0)).astype(np.float32)
        return lambda side: (side @ line).astype(float)

    return _learnt(pair.reference, pair.current, learn, "vector_centre")


def hotelling(
    moved: Numbers, rows: Sequence[NDArray[np.float32]], counts: tuple[int, int]
) -> tuple[TestResult, float]:
    """Test whether two centres differ, by the spread of some of the vectors around them.

    Parameters
    ----------
    moved
        The difference of the centres of all vectors, shape ``(k,)``.
    rows
        Vectors of either side, drawn at random, shapes ``(a, k)`` and ``(b, k)``. Where a side kept none, the other's
        spread is taken for both.
    counts
        How many vectors the centres are of.

    Returns
    -------
    TestResult, float
        T² and its p-value; the shift along the line that tells most, in standard deviations, less what chance adds.
        Source: Hotelling (1931), *The generalization of Student's ratio*.
    """
    from scipy.stats import f

    known = [side for side in rows if len(side) > 1]
    if not known:
        return TestResult("vector_hotelling", None, 1.0), 0.0
    freedom = sum(map(len, known)) - len(known)
    apart = np.concatenate([side - side.mean(axis=0, dtype=np.float64) for side in known]).astype(float)
    covariance = apart.T @ apart / max(freedom, 1)
    # Directions without spread say nothing: vectors of length 1 have one, constant dimensions are some.
    sizes, axes = np.linalg.eigh(covariance)
    kept = sizes > 1e-6 * max(float(sizes.max(initial=0.0)), 1e-300)
    width = int(kept.sum())
    if not width or freedom - width < 3:
        return TestResult("vector_hotelling", None, 1.0), 0.0
    square = float(np.sum((axes[:, kept].T @ moved) ** 2 / sizes[kept]))
    of_chance = 1 / counts[0] + 1 / counts[1]
    t = square / of_chance
    p = float(f.sf(t * (freedom - width + 1) / (freedom * width), width, freedom - width + 1))
    return TestResult("vector_hotelling", t, p), math.sqrt(max(square - width * of_chance, 0.0))


def directions(pair: Pair, seed: int = 0) -> tuple[TestResult, float]:
    """Test whether the current vectors spread in other directions: rotated, a new cluster, other relations.

    The difference of both covariances in the main directions of both samples together is learnt from half of the rows;
    the others are scored by it.

    Returns
    -------
    TestResult, float
        As ``centre``.
    """
    basis = _main_directions(pair, seed)
    sides = [side @ basis for side in (pair.reference, pair.current)]

    def learn(reference: Matrix, current: Matrix) -> Callable[[Matrix], Numbers]:
        before, after = (side.T @ side / len(side) for side in (reference, current))
        change = after - before
        return lambda side: np.einsum("ij,ij->i", side @ change, side).astype(float)

    return _learnt(sides[0], sides[1], learn, "vector_directions")


def distances(pair: Pair) -> tuple[Numbers, Numbers]:
    """Give how far each vector is from the centre of both samples, in standard deviations: ``(n,)`` and ``(m,)``."""
    width = max(pair.reference.shape[1], 1)
    ours, theirs = (
        np.sqrt(np.einsum("ij,ij->i", side, side) / width).astype(float)
        for side in (pair.reference, pair.current)
    )
    return ours, theirs


def _learnt(
    reference: Matrix,
    current: Matrix,
    learn: Callable[[Matrix, Matrix], Callable[[Matrix], Numbers]],
    test: str,
) -> tuple[TestResult, float]:
    found = []
    halves = len(reference) // 2, len(current) // 2
    for turn in range(2):
        parts = []
        for side, half in zip((reference, current), halves, strict=True):
            pieces = side[:half], side[half:]
            parts.append((pieces[turn], pieces[1 - turn]))
        score = learn(parts[0][0], parts[1][0])
        result, shift = ranks.van_der_waerden(ranks.ranked(score(parts[0][1]), score(parts[1][1])))
        found.append((result.statistic or 0.0, shift))
    # Both halves nearly repeat each other. However much they do, their mean varies no more than one of them.
    z, shift = (sum(one[at] for one in found) / 2 for at in range(2))
    return TestResult(test, z, math.erfc(z / math.sqrt(2)) / 2), max(shift, 0.0)


def _main_directions(pair: Pair, seed: int) -> Matrix:
    """Give an orthonormal basis of where both samples together spread most, shape ``(d, k)``.

    Source: Halko, Martinsson & Tropp (2011), *Finding structure with randomness*, algorithm 4.4.
    """
    n, m = len(pair.reference), len(pair.current)
    # As many of either as there are: what is chosen must not depend on the side.
    part = min(1.0, _OF_DIRECTIONS / (n + m))
    rows = np.concatenate([pair.reference[: max(int(n * part), 2)], pair.current[: max(int(m * part), 2)]])
    width = rows.shape[1]
    if width <= DIRECTIONS:
        return np.eye(width, dtype=np.float32)
    random = np.random.default_rng(seed)
    found = random.normal(size=(width, 2 * DIRECTIONS)).astype(np.float32)
    for _ in range(3):
        found, _ = np.linalg.qr(rows.T @ (rows @ found))
    _, _, turned = np.linalg.svd(rows @ found, full_matrices=False)
    basis: Matrix = (found @ turned.T)[:, :DIRECTIONS]
    return basis
