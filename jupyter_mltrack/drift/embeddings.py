"""What the tests say of a column of vectors (embeddings), from values and from profiles."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..records import ColumnProfile, TestResult
from .columns import Cleaned
from .distributions import OUTERMOST, Distribution, edges_between
from .evidence import Evidence, of_missing
from .profiles.vectors import centre_of, lines_of, on_lines
from .tests import ranks
from .tests import vectors as tests
from .words import percent

CENTRE, LINE, DIRECTIONS, DISTANCE, TAIL, MISSING = 0.3, 0.2, 0.2, 0.14, 0.1, 0.06
"""Of a column's chance of a false alarm."""

Numbers = NDArray[np.float64]
Matrix = NDArray[np.float32]


def of_vectors(reference: Cleaned, current: Cleaned) -> list[Evidence]:
    """Test vectors: their centre, the directions in which they spread, how far out they lie, missing ones."""
    missing = of_missing(reference, current, MISSING)
    sides = reference.vectors, current.vectors
    pair = tests.paired(*sides)
    centres = [side.mean(axis=0, dtype=np.float64) for side in sides]
    variances = [float(np.einsum("ij,ij->", part, part)) / len(part) for part in _apart(sides, centres)]
    words = _moved(centres[0], centres[1], variances)
    lines = [on_lines(side[: tests.MOST_ROWS]) for side in sides]
    result, shift = tests.hotelling(
        on_lines((centres[1] - centres[0])[None])[0], lines, (len(sides[0]), len(sides[1]))
    )
    share = CENTRE if missing else CENTRE + MISSING
    along, by = tests.centre(pair)
    found = [Evidence(result, share, shift, "vector", words), Evidence(along, LINE, by, "vector", words)]
    return [*found, *_of_pair(pair), *missing]


def of_vector_profiles(reference: ColumnProfile, current: ColumnProfile) -> list[Evidence]:
    """Test the profiles of vectors: their centres, which are exact, and the vectors that are kept."""
    assert reference.vectors is not None and current.vectors is not None
    missing = of_missing(reference, current, MISSING)
    centres = [centre_of(side) for side in (reference, current)]
    lines = [lines_of(side) for side in (reference, current)]
    counts = reference.vectors.count, current.vectors.count
    result, shift = tests.hotelling(on_lines((centres[1] - centres[0])[None])[0], lines, counts)
    words = _moved(centres[0], centres[1], [reference.vectors.variance, current.vectors.variance])
    share = CENTRE + LINE if missing else CENTRE + LINE + MISSING
    found = [Evidence(result, share, shift, "vector", words)]
    if min(map(len, lines)) >= 4:
        found += _of_pair(tests.paired(lines[0], lines[1]))
    return [*found, *missing]


def distances_between(ours: Cleaned | ColumnProfile, theirs: Cleaned | ColumnProfile) -> Distribution | None:
    """Give how far vectors of both sides are from the reference's centre, in its standard deviations, in bins."""
    sides = [_matrix(side) for side in (ours, theirs)]
    if min(map(len, sides)) < 2 or sides[0].shape[1] != sides[1].shape[1]:
        return None
    centre = sides[0].mean(axis=0, dtype=np.float64)
    deviation = sides[0].std(axis=0, dtype=np.float64)
    deviation[deviation <= 1e-9 * max(float(deviation.max()), 1e-300)] = np.inf
    far = [_length((side - centre) / deviation) for side in sides]
    # A vector of the reference is drawn to a centre that it is part of.
    far[0] *= len(far[0]) / (len(far[0]) - 1)
    low = min(float(np.quantile(side, OUTERMOST)) for side in far)
    high = max(float(np.quantile(side, 1 - OUTERMOST)) for side in far)
    edges = edges_between(low, high)
    shares = [np.histogram(np.clip(side, edges[0], edges[-1]), edges)[0] / len(side) for side in far]
    return Distribution(
        [], edges.tolist(), shares[0].tolist(), shares[1].tolist(), of="distance from the centre"
    )


def _of_pair(pair: tests.Pair) -> list[Evidence]:
    turned, by = tests.directions(pair)
    far = ranks.ranked(*tests.distances(pair))
    distance, shift = ranks.van_der_waerden(far)
    outermost, part = ranks.tail(far)
    middles = [float(np.median(side)) for side in (far.reference, far.current)]
    more = (outermost.statistic or 0) >= 0
    whose, whom = ("current", "the reference") if more else ("reference's", "the current table")
    return [
        Evidence(turned, DIRECTIONS, by, "vector", "they spread in other directions, or gather elsewhere"),
        Evidence(
            TestResult("vector_distance", distance.statistic, distance.p_value), DISTANCE, abs(shift), "vector",
            f"median distance from the centre {middles[0]:.3g} → {middles[1]:.3g} standard deviations",
        ),
        Evidence(
            TestResult("vector_outermost", outermost.statistic, outermost.p_value), TAIL, part, "tail",
            f"{percent(part)} of the {whose} vectors are further from the centre than any of {whom}",
        ),
    ]  # fmt: skip


def _apart(sides: tuple[Matrix, Matrix], centres: list[Numbers]) -> list[Numbers]:
    """Give some rows of each side around its centre."""
    return [side[: tests.MOST_ROWS // 10] - centre for side, centre in zip(sides, centres, strict=True)]


def _moved(before: Numbers, after: Numbers, variances: list[float]) -> str:
    spread = math.sqrt(sum(variances) / 2)
    moved = float(np.linalg.norm(after - before))
    words = "their centre moved"
    if spread and math.isfinite(moved / spread):
        words += f" by {moved / spread:.2g} of their spread"
    sizes = float(np.linalg.norm(before)) * float(np.linalg.norm(after))
    if sizes and math.isfinite(sizes):
        words += f"; cosine of the centres {float(before @ after) / sizes:.3g}"
    return words


def _matrix(side: Cleaned | ColumnProfile) -> Matrix:
    if isinstance(side, Cleaned):
        most = max(tests.MOST_CELLS // max(side.vectors.shape[1], 1), 50)
        return side.vectors[: min(most, tests.MOST_ROWS)]
    return lines_of(side)


def _length(rows: Numbers) -> Numbers:
    found: Numbers = np.sqrt(np.einsum("ij,ij->i", rows, rows) / max(rows.shape[1], 1))
    return found
