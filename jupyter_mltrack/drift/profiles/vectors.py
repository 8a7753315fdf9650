"""Profiles of vectors: their centre, how far they spread, and some of them by where they lie on fixed random lines."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidInput
from ...records import ColumnProfile, VectorProfile
from ..columns import Cleaned

LINES = 32
"""Distances between vectors are kept to an eighth by so many (Johnson & Lindenstrauss 1984)."""
MOST_VECTORS = 600
_BLOCK = 4096

Numbers = NDArray[np.float64]


def of_vectors(column: Cleaned) -> ColumnProfile:
    """Profile a column of vectors."""
    rows = column.vectors
    count, width = rows.shape
    found = VectorProfile(width, count)
    if count:
        centre = rows.mean(axis=0, dtype=np.float64)
        squares = 0.0
        for start in range(0, count, _BLOCK):
            apart = rows[start : start + _BLOCK] - centre
            squares += float(np.einsum("ij,ij->", apart, apart))
        found.centre, found.variance = centre.astype("<f4").tobytes(), squares / count
        # The same rows whenever the same vectors are profiled.
        drawn = np.random.default_rng([count, width]).permutation(count)[:MOST_VECTORS]
        found.lines = _packed(on_lines(rows[drawn]), _origin(found))
    return ColumnProfile(
        column.name,
        column.kind,
        column.type,
        None,
        column.rows,
        column.missing,
        column.infinite,
        vectors=found,
    )


def added(first: ColumnProfile, second: ColumnProfile) -> ColumnProfile:
    """Add two profiles of vectors; those of different lengths are of an unknown kind together."""
    one, other = _known(first), _known(second)
    rows, missing = first.rows + second.rows, first.missing + second.missing
    if one.count and other.count and one.dimensions != other.dimensions:
        shorter, longer = sorted((one.dimensions, other.dimensions))
        kinds = f"lists of {shorter:,} to {longer:,} numbers"
        return ColumnProfile(first.name, "unknown", kinds, None, rows, missing)
    found = ColumnProfile(
        first.name, first.kind, first.type, None, rows, missing, first.infinite + second.infinite
    )
    found.vectors = _added(one, other) if one.count and other.count else one if one.count else other
    return found


def centre_of(column: ColumnProfile) -> Numbers:
    """Give the mean of every dimension, shape ``(dimensions,)``.

    Raises
    ------
    InvalidInput
        When the profile does not hold it.
    """
    known = _known(column)
    found = np.frombuffer(known.centre[: len(known.centre) // 4 * 4], "<f4").astype(float)
    if len(found) != known.dimensions or not np.isfinite(found).all():
        raise InvalidInput(f"The profile of {column.name!r} is damaged: its centre has {len(found)} numbers.")
    return found


def lines_of(column: ColumnProfile) -> NDArray[np.float32]:
    """Give where vectors drawn at random lie on the lines, shape ``(drawn, LINES)``.

    Raises
    ------
    InvalidInput
        When the profile does not hold it.
    """
    centre_of(column)
    try:
        return _unpacked(_known(column))
    except (ValueError, zlib.error) as error:
        raise InvalidInput(f"The profile of {column.name!r} is damaged: {error}.") from error


def on_lines(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Give where vectors lie on the fixed lines, shape ``(n, LINES)`` of ``(n, d)``; of few dimensions, as they are."""
    width = vectors.shape[1]
    if width <= LINES:
        return vectors.astype(np.float32)
    found: NDArray[np.float32] = (vectors.astype(float) @ _signs(width)).astype(np.float32)
    return found


def _signs(width: int) -> Numbers:
    """Give lines of random signs (Achlioptas 2003), the same everywhere and in every version of NumPy."""
    bits = np.arange(1, width * LINES + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    ones = ((bits >> np.uint64(63)).astype(float) * 2 - 1).reshape(width, LINES)
    signs: Numbers = ones / np.sqrt(LINES)
    return signs


def _added(one: VectorProfile, other: VectorProfile) -> VectorProfile:
    count = one.count + other.count
    sides = [_unpacked(side) for side in (one, other)]
    centres = [np.frombuffer(side.centre, "<f4").astype(float) for side in (one, other)]
    apart = centres[1] - centres[0]
    centre = centres[0] + apart * (other.count / count)
    between = float(apart @ apart) * one.count * other.count / count**2
    variance = (one.variance * one.count + other.variance * other.count) / count + between
    # As if it had been drawn from all vectors: a side's part of those kept is its part of them, by chance.
    random = np.random.default_rng([one.count, other.count])
    total = min(MOST_VECTORS, count)
    ours = int(random.hypergeometric(one.count, other.count, total))
    rows = np.concatenate([sides[0][:ours], sides[1][: total - ours]])
    found = VectorProfile(one.dimensions, count, centre.astype("<f4").tobytes(), variance)
    found.lines = _packed(rows[random.permutation(len(rows))], _origin(found))
    return found


def _origin(known: VectorProfile) -> Numbers:
    """Give where the centre lies on the lines: what is far from 0 is kept as its distance from there."""
    found: Numbers = on_lines(np.frombuffer(known.centre, "<f4")[None].astype(float))[0].astype(float)
    return found


def _packed(rows: NDArray[np.float32], origin: Numbers) -> bytes:
    rows = rows - origin.astype(np.float32)
    # Numbers of 16 bits reach to 65,504; the largest may be anything.
    largest = float(np.abs(rows).max(initial=0.0)) or 1.0
    halves = (rows / np.float32(largest / 1024)).astype("<f2")
    planes = np.ascontiguousarray(halves.view(np.uint8).reshape(-1, 2).T).tobytes()
    head = np.array([largest / 1024, rows.shape[1]], "<f8").tobytes()
    return head + zlib.compress(planes, 6)


def _unpacked(known: VectorProfile) -> NDArray[np.float32]:
    data = known.lines
    if not data:
        return np.empty((0, LINES), np.float32)
    unit, width = np.frombuffer(data[:16], "<f8")
    if width != min(LINES, known.dimensions) or not np.isfinite(unit):
        raise ValueError("its vectors are on no known lines")
    planes = zlib.decompressobj().decompress(data[16:], 2 * MOST_VECTORS * LINES)
    if len(planes) % (2 * int(width)):
        raise ValueError("its vectors are cut off")
    halves = np.ascontiguousarray(np.frombuffer(planes, np.uint8).reshape(2, -1).T).view("<f2")
    found: NDArray[np.float32] = halves.reshape(-1, int(width)).astype(np.float32) * np.float32(unit)
    return found + _origin(known).astype(np.float32)


def _known(column: ColumnProfile) -> VectorProfile:
    return column.vectors if column.vectors is not None else VectorProfile(0)
