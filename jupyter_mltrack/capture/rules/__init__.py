"""The rules that say what a cell used and made. A new rule is one function in one file, and one line here."""

from __future__ import annotations

from ..cell import Rule
from . import (
    arguments,
    arrays,
    configs,
    defaults,
    dictionaries,
    fitted,
    frames,
    histories,
    lists,
    metrics,
    parameters,
    printed,
    results,
    secret_code,
    seeds,
    series,
    winners,
)

RULES: tuple[Rule, ...] = (
    secret_code.named_secrets,
    parameters.asked_for,
    parameters.literals,
    parameters.starting_values,
    dictionaries.dictionaries,
    configs.config_objects,
    parameters.from_earlier_cells,
    configs.earlier_configs,
    arguments.call_arguments,
    defaults.defaults_in_force,
    defaults.local_constants,
    winners.winners,
    fitted.fitted_models,
    seeds.seeds,
    metrics.asked_for,
    series.observed,
    series.not_observed,
    metrics.computed,
    metrics.dictionaries,
    results.dictionaries,
    lists.gathered,
    arrays.scores,
    frames.tables,
    winners.searched,
    histories.kept,
    histories.boosted,
    metrics.result,
    printed.shown,
)
"""In this order: the first rule that takes a name as a parameter, metric or series keeps it."""
