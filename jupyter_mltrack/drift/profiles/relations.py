"""Where the values of rows drawn at random lie in their columns: what relations between columns are seen by.

Of a row's numbers only the ranks are kept, in ``STEPS`` steps, five bits each. Rank correlations lose a thousandth by
that, and a profile holds up to ten times as many rows as in full.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from ...records import ColumnProfile
from ..columns import Cleaned
from . import quantiles

STEPS = 31
"""Ranks that are told apart; 0 is a missing or infinite value."""
MOST_ROWS = 2000
CELLS = 25_000
"""Of all columns together: with more than 12 columns fewer rows are kept, so that a profile stays small."""
MOST_COLUMNS = 60

Codes = NDArray[np.uint8]


def rows_kept(columns: int) -> int:
    """Give how many rows are kept of so many number columns.

    >>> rows_kept(12), rows_kept(20)
    (2000, 1250)
    """
    return min(MOST_ROWS, CELLS // max(columns, 1))


def with_ranks(
    columns: Sequence[ColumnProfile], chunk: Sequence[Cleaned], drawn: NDArray[np.intp]
) -> list[ColumnProfile]:
    """Put the ranks of rows drawn at random into the profiles of number columns.

    Parameters
    ----------
    columns, chunk
        The profiles, and what they were made of.
    drawn
        The places of the rows, in random order.
    """
    cells = {column.name: column.cells for column in chunk}
    chosen = _chosen(columns)
    drawn = drawn[: rows_kept(len(chosen))]
    return [
        replace(column, ranks=_packed(_encoded(cells[column.name][drawn])))
        if column.name in chosen and len(cells[column.name]) == column.rows
        else column
        for column in columns
    ]


def added(
    columns: Sequence[ColumnProfile],
    first: Sequence[ColumnProfile],
    second: Sequence[ColumnProfile],
    rows: tuple[int, int],
) -> list[ColumnProfile]:
    """Put the ranks of rows of both sides into the columns of both together.

    How many rows come from which side is drawn as if all rows were at hand (hypergeometric), so that each is as likely
    to be kept. The same profiles give the same rows.

    Parameters
    ----------
    columns
        Of both together, without ranks.
    first, second
        Of either side.
    rows
        How many rows each side was made of.
    """
    held = [{column.name: column for column in side} for side in (first, second)]
    codes = [{name: codes_of(column) for name, column in side.items() if column.ranks} for side in held]
    kept = [max(map(len, side.values()), default=0) for side in codes]
    if any(count and not size for count, size in zip(rows, kept, strict=True)):
        return [replace(column, ranks=b"") for column in columns]  # one side was made without
    chosen = _chosen(columns)
    random = np.random.default_rng([*rows, len(chosen)])
    # A side's rows stand for all of its rows; what one of them lacks, the other cannot make up for.
    total = min(rows_kept(len(chosen)), *_whole(rows, kept))
    ours = int(random.hypergeometric(rows[0], rows[1], total)) if min(rows) else total * (rows[0] > 0)
    ours = min(max(ours, total - kept[1]), kept[0])
    order = random.permutation(total)
    found = []
    for column in columns:
        if column.name in chosen:
            parts = [
                _moved(codes[at].get(column.name), held[at].get(column.name), column, taken)
                for at, taken in enumerate((ours, total - ours))
            ]
            column = replace(column, ranks=_packed(np.concatenate(parts)[order]))
        found.append(column)
    return found


def codes_of(column: ColumnProfile) -> Codes:
    """Give the ranks that are kept of a column, 1 to ``STEPS``, 0 where there is none, shape ``(rows,)``.

    Raises
    ------
    ValueError
        When these are none.
    """
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(column.ranks, MOST_ROWS + 1) if column.ranks else b""
    except zlib.error as error:
        raise ValueError(f"The ranks of {column.name!r} cannot be read: {error}.") from error
    return np.minimum(np.frombuffer(data, np.uint8)[:MOST_ROWS], STEPS)


def _whole(rows: tuple[int, int], kept: list[int]) -> tuple[int, ...]:
    """Give how many rows of both together each side's kept rows reach for."""
    total = sum(rows)
    return tuple(
        total if size >= count else int(size * total / count)
        for count, size in zip(rows, kept, strict=True)
        if count
    ) or (0,)


def _chosen(columns: Sequence[ColumnProfile]) -> set[str]:
    names = [column.name for column in columns if column.kind == "number" and column.quantiles]
    return {*names[:MOST_COLUMNS]}


def _encoded(cells: NDArray[Any]) -> Codes:
    """Give the step of each value among the drawn ones: of its middle rank, so that equal values are alike."""
    values = cells.astype(float)
    there = np.isfinite(values)
    codes = np.zeros(len(values), np.uint8)
    known = values[there]
    if len(known):
        order = np.argsort(known)
        ordered = known[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        ends = np.append(starts[1:], len(known))
        steps = 1 + np.minimum((starts + ends) * STEPS // (2 * len(known)), STEPS - 1)
        ranked = np.empty(len(known), np.uint8)
        ranked[order] = np.repeat(steps, ends - starts)
        codes[there] = ranked
    return codes


def _moved(codes: Codes | None, old: ColumnProfile | None, new: ColumnProfile, taken: int) -> Codes:
    """Give the ranks among the values of both sides of a side's first rows."""
    if codes is None or old is None or not old.quantiles:
        return np.zeros(taken, np.uint8)
    middles = quantiles.at(quantiles.unpacked(old.quantiles), (np.arange(STEPS) + 0.5) / STEPS)
    steps = np.concatenate([[np.uint8(0)], _steps(middles, new)])
    found: Codes = steps[codes[:taken]]
    return found


def _steps(values: NDArray[np.float64], column: ColumnProfile) -> Codes:
    """Give the step of each value: of its middle rank, so that equal values are in the middle of theirs."""
    points, back = np.unique(quantiles.cut(values, quantiles.cut_off(column.quantiles)), return_inverse=True)
    sketch = quantiles.unpacked(column.quantiles)
    below = (quantiles.below(sketch, points) + quantiles.under(sketch, points)) / 2
    steps: Codes = (1 + np.clip(below * STEPS, 0, STEPS - 1)).astype(np.uint8)[back]
    return steps


def _packed(codes: Codes) -> bytes:
    # Ranks are noise to what looks for repetitions: frequencies alone are coded.
    packing = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_HUFFMAN_ONLY)
    return packing.compress(codes.tobytes()) + packing.flush()
