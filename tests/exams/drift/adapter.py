"""What a drift exam's checker asks, answered by mltrack: one comparison, its verdict, one statistic."""

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift.api import table_of
from jupyter_mltrack.drift.overrides import side_of
from jupyter_mltrack.drift.states import as_kind
from jupyter_mltrack.drift.tests import compute as statistic_of


class Verdicts(dict):
    """The verdict of every column, and the table's."""

    drifted = False


def drift(reference, current):
    """Compare two frames as everybody does, with no option."""
    report = mltrack.drift(reference, current).report
    found = Verdicts(
        (v.name, {"test": v.test, "statistic": v.statistic, "p_value": v.chance, "drifted": bool(v.drifted)})
        for v in report.columns
    )
    found.drifted = report.status == "drift"
    return found


def table_verdict(found):
    """Tell whether the table drifted."""
    return found.drifted


def compute(reference, current, kind, method):
    """Compute a statistic by the exam's name for it."""
    columns = [table_of({"x": side}).columns["x"] for side in (reference, current)]
    if kind == "categorical":
        columns = [as_kind(column, "category") for column in columns]
    result = statistic_of(*map(side_of, columns), method)
    return {"statistic": result.statistic, "p_value": result.p_value}
