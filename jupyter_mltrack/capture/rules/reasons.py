"""What each rule says, in words: shown by ``%mltrack explain`` and on a run's page."""

from __future__ import annotations

REASONS = {
    "param.asked": "somebody asked for it",
    "param.literal": "the cell sets it to a value that is written in it",
    "param.start": "the value that it starts with; later code moves on from it",
    "param.dict": "an entry of a dict that is written in the cell",
    "param.config": "a field of an object that holds settings",
    "param.earlier": "a value of an earlier cell that this one reads",
    "param.argument": "an argument that is written into a call that trains, splits or builds a model",
    "param.default": "the default of an argument of a function that the cell trains with",
    "param.local": "a constant in the body of a function that the cell trains with",
    "param.fitted": "a setting of a model that the cell trained, where it is not the library's default",
    "param.best": "the winning value of a search",
    "param.seed": "what the random numbers start from",
    "metric.asked": "somebody asked for it",
    "metric.computed": "a number that the cell computes",
    "metric.dict": "a computed entry of a dict of results",
    "metric.result": "the value of the cell's last line",
    "metric.loop": "the last value of what is assigned in a loop",
    "metric.shown": "a figure that the cell prints",
    "metric.list": "the last of the figures that the cell gathers in a list",
    "metric.rows": "the last of the results that the cell gathers row by row",
    "metric.array": "the last of an array of figures",
    "metric.scores": "mean or spread of the scores of several folds",
    "metric.table": "a figure in a table of results",
    "metric.history": "what a trained model says of its own training",
    "metric.attribute": "the last of the figures that a class of the notebook keeps",
    "metric.search": "the value of the best trial of a search",
    "metric.boosting": "what a boosting library reported at its last round",
    "series.loop": "assigned in a loop",
    "series.shown": "printed in a loop",
    "series.list": "gathered in a list",
    "series.rows": "gathered row by row",
    "series.dict": "gathered in a dict of lists",
    "series.array": "an array of figures",
    "series.scores": "the scores of several folds",
    "series.table": "a column of a table of results",
    "series.history": "what a trained model says of its own training",
    "series.attribute": "gathered by a class of the notebook",
    "series.search": "the value of each trial of a search",
    "series.boosting": "what a boosting library reported at each round",
}
"""Each rule that captures something."""


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
    return REASONS.get(rule, rule)
