"""``mltrack.drift(reference, current)``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InvalidInput
from ..records import Profile
from .columns import joined
from .compare import Table, compare
from .policy import ColumnRule, Policy
from .result import Drift
from .tables import chunks


def drift(
    reference: Any,
    current: Any,
    *,
    rate: float | None = None,
    importance: Mapping[str, float] | None = None,
    columns: Mapping[str, ColumnRule | Mapping[str, Any] | str] | None = None,
    policy: Policy | None = None,
) -> Drift:
    """Compare a table with a reference and say which columns drifted.

    Parameters
    ----------
    reference, current
        A pandas, polars or pyarrow table, a DuckDB relation, a Dask frame, a NumPy array, a mapping of names to
        arrays, the path of a CSV or Parquet file, or a profile (``mltrack.drift.profile``). Where one of them
        is a profile, or a file, profiles are compared.
    rate
        The share of undrifted tables that may be called drifted; 0.05 unless the policy says otherwise.
    importance
        How much each column matters to the model (``dict(zip(X, model.feature_importances_))``).
    columns
        What holds for a column instead of the default: ``"skip"``, ``"category"``, or a ``ColumnRule`` or its
        fields, ``{"age": {"test": "psi", "threshold": 0.2}}``.
    policy
        Everything else.

    Returns
    -------
    Drift
        Shows itself as a table; ``.drifted``, ``.sentences``, ``.to_frame()``, ``.to_html()``,
        ``.figures``, ``.assert_no_drift()``.

    Raises
    ------
    InvalidInput
        When something given is no table, or a rule cannot be meant.

    Examples
    --------
    >>> import numpy as np
    >>> random = np.random.default_rng(0)
    >>> before, after = random.normal(34, 5, 2000), random.normal(41, 5, 2000)
    >>> mltrack.drift({"age": before}, {"age": after}).drifted   # doctest: +SKIP
    ['age']
    """
    rules = policy or Policy()
    if rate is not None:
        rules = rules.but(rate=rate)
    if importance is not None:
        rules = rules.but(importance=dict(importance))
    if columns is not None:
        rules = rules.but(columns={**rules.columns, **{n: _rule(n, given) for n, given in columns.items()}})
    ours, theirs = _tables(reference, current)
    unknown = {*rules.columns} - {*ours.sides(), *theirs.sides()}
    if unknown:
        raise InvalidInput(f"There is a rule for {min(unknown)!r}, but no such column in either table.")
    return Drift(compare(ours, theirs, rules), ours, theirs)


def _rule(name: str, given: ColumnRule | Mapping[str, Any] | str) -> ColumnRule:
    if isinstance(given, ColumnRule):
        return given
    try:
        if not isinstance(given, str):
            return ColumnRule(**given)
        if given == "skip":
            return ColumnRule(skip=True)
        if given in ("number", "category", "text"):
            return ColumnRule(kind=given)  # type: ignore[arg-type]
    except TypeError as error:
        raise InvalidInput(f"The rule for {name!r} has a field that there is not: {error}.") from error
    raise InvalidInput(
        f"The rule for {name!r} is 'skip', 'category', 'text' or fields of a ColumnRule, not {given!r}."
    )


def _tables(reference: Any, current: Any) -> tuple[Table, Table]:
    from .profiles import TableProfile, is_large, profile

    sides = [reference, current]
    if any(isinstance(side, TableProfile | Profile) or is_large(side) for side in sides):
        profiles = [side if isinstance(side, TableProfile | Profile) else profile(side) for side in sides]
        records = [one.record if isinstance(one, TableProfile) else one for one in profiles]
        ours, theirs = (Table(record.rows, profile=record) for record in records)
        return ours, theirs
    ours, theirs = (table_of(side) for side in sides)
    return ours, theirs


def table_of(data: Any) -> Table:
    """Read a table whole.

    Raises
    ------
    InvalidInput
        When it is none.
    """
    parts = list(chunks(data))
    if not parts:
        return Table(0)
    names = list(dict.fromkeys(column.name for part in parts for column in part))
    by_name = [{column.name: column for column in part} for part in parts]
    found = {name: joined(part[name] for part in by_name if name in part) for name in names}
    rows = sum(part[0].rows if part else 0 for part in parts)
    return Table(rows, found)
