"""Whether what the model says drifted: predictions and scores are columns like any other."""

from __future__ import annotations

from typing import Any

from ...records import DriftReport
from ..compare import Table, compare
from ..policy import ColumnRule, Policy
from . import reading
from .roles import Roles


def prediction_drift(
    reference: Any, current: Any, *, roles: Roles, policy: Policy | None = None
) -> DriftReport:
    """Compare the predictions and scores of two tables, by the policy that columns are compared by.

    Parameters
    ----------
    reference, current
        Tables with the columns of ``roles``; labels are not needed.
    roles
        Which columns hold predictions, scores and quantiles. Predicted classes are compared as categories, also
        where they are numbers.
    policy
        When a difference is called drift.

    Raises
    ------
    InvalidInput
        When a column is missing, or none is named.

    Examples
    --------
    >>> before, after = {"p": [0.1, 0.2, 0.3] * 50}, {"p": [0.7, 0.8, 0.9] * 50}
    >>> prediction_drift(before, after, roles=Roles(score="p")).status
    'drift'
    """
    from msgspec.structs import replace

    from ...errors import InvalidInput

    names = [name for name in roles.of_predictions() if name not in (roles.time, roles.query)]
    if not names:
        raise InvalidInput("Name the column of predictions or scores: Roles(prediction=…) or Roles(score=…).")
    rules = policy or Policy()
    if roles.task in ("binary", "multiclass") and roles.prediction is not None:
        kinds = {roles.prediction: ColumnRule(kind="category"), **rules.columns}
        rules = replace(rules, columns=kinds)
    sides = [reading.columns(side, names, "predictions") for side in (reference, current)]
    tables = [Table(max((column.rows for column in side.values()), default=0), side) for side in sides]
    return compare(tables[0], tables[1], rules)
