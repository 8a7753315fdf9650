"""What each rule says, in words: shown by ``%mltrack explain`` and on a run's page."""

from __future__ import annotations

_REASONS = {
    "param.asked": "somebody asked for it",
    "param.literal": "the cell sets it to a value that is written in it",
    "param.start": "the value that it starts with; later code moves on from it",
    "param.dict": "an entry of a dict that is written in the cell",
    "param.earlier": "a value of an earlier cell that this one reads",
    "metric.asked": "somebody asked for it",
    "metric.computed": "a number that the cell computes",
    "metric.dict": "a computed entry of a dict that is written in the cell",
    "metric.result": "the value of the cell's last line",
    "metric.loop": "the last value of what is assigned in a loop",
    "series.loop": "assigned in a loop",
}


def why(rule: str) -> str:
    """Say a rule in words.

    Parameters
    ----------
    rule
        As it stands in ``Captured.rule``.

    Examples
    --------
    >>> why("metric.loop")
    'the last value of what is assigned in a loop'
    """
    return _REASONS.get(rule, rule)
