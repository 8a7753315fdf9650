"""Whether columns go together in another way than before."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..records import ColumnProfile, Profile
from .columns import Cleaned
from .evidence import Evidence
from .policy import Policy
from .profiles.relations import codes_of
from .tests.multivariate import rank_correlations
from .words import quoted

if TYPE_CHECKING:
    from .compare import Table

MOST_ROWS = 20_000
"""Rows a side whose relations are looked at, drawn at random: enough to see a change of 0.05."""
MOST_COLUMNS = 60


def of_relations(
    reference: Table, current: Table, policy: Policy, tested: Collection[str]
) -> Evidence | None:
    """Test whether any two number columns go together more or less than before.

    Parameters
    ----------
    reference, current
        The tables.
    policy
        May switch this off; its importances choose columns where there are very many.
    tested
        The columns that could be compared.

    Returns
    -------
    Evidence or None
        ``None`` where there are not two such columns.
    """
    if not policy.together:
        return None
    names = [name for name, side in reference.sides().items() if name in tested and side.kind == "number"]
    if len(names) > MOST_COLUMNS:
        names = sorted(names, key=lambda name: -policy.importance.get(name, 0.0))[:MOST_COLUMNS]
    sides = [matrix(table, names) for table in (reference, current)]
    if len(names) < 2 or min(len(side) for side in sides) < 10:
        return None
    result, change, (first, second) = rank_correlations(*sides)
    before, after = _pair(sides[0], first, second), _pair(sides[1], first, second)
    pair = f"{quoted(names[first])} and {quoted(names[second])}"
    return Evidence(
        result, 1.0, abs(change), "correlation", f"rank correlation of {pair} {before:.2f} → {after:.2f}"
    )


def matrix(table: Table, names: Collection[str]) -> NDArray[np.float64]:
    """Give rows of number columns, drawn at random where there are many, shape ``(rows, columns)``.

    Of a profile, the ranks in the rows that it keeps. Missing and infinite values are NaN.
    """
    if table.profile is not None:
        ranks = [codes_of(column) for column in _columns(table.profile, names)]
        if ranks and all(len(column) for column in ranks):
            found = np.column_stack(ranks).astype(float)
            found[found == 0] = np.nan
            return found
        # A profile that was made before ranks were kept, or of more columns than they are kept of.
        rows = len(table.profile.keys)
        cells = [
            [
                np.nan if value is None or isinstance(value, str) else float(value)
                for value in table.profile.sample[name]
            ]
            for name in names
            if name in table.profile.sample
        ]
        found = np.array(cells, float).reshape(len(cells), rows).T
        return found if len(cells) == len(names) else np.empty((0, len(names)))
    columns = [table.columns[name] for name in names]
    if not columns:
        return np.empty((0, 0))
    return _stacked(columns, table.rows)


def _columns(profile: Profile, names: Collection[str]) -> list[ColumnProfile]:
    columns = {column.name: column for column in profile.columns}
    return [columns[name] for name in names]


def _stacked(columns: list[Cleaned], rows: int) -> NDArray[np.float64]:
    drawn: NDArray[np.intp] | slice = slice(None)
    if rows > MOST_ROWS:
        # The same rows each time: a check that is made again must say the same.
        drawn = np.random.default_rng(rows).choice(rows, MOST_ROWS, replace=False)
    found = np.column_stack([column.cells[drawn] for column in columns]).astype(float)
    found[~np.isfinite(found)] = np.nan
    return found


def _pair(side: NDArray[np.float64], first: int, second: int) -> float:
    from scipy.stats import spearmanr

    both = side[:, [first, second]]
    both = both[~np.isnan(both).any(axis=1)]
    if len(both) < 3 or not np.ptp(both, axis=0).all():
        return 0.0
    return float(spearmanr(both).statistic)
