"""The rules that say what a cell used and made. A new rule is one function in one file, and one line here."""

from __future__ import annotations

from ..cell import Rule
from . import metrics, parameters, secret_code, series

RULES: tuple[Rule, ...] = (
    secret_code.named_secrets,
    parameters.asked_for,
    parameters.literals,
    parameters.starting_values,
    parameters.dictionaries,
    parameters.from_earlier_cells,
    metrics.asked_for,
    series.observed,
    series.not_observed,
    metrics.computed,
    metrics.dictionaries,
    metrics.result,
)
"""In this order: the first rule that takes a name as a parameter, metric or series keeps it."""
