"""The candidates of a search as runs of their own: what each tried, and what came out."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ..records import ChildRun, Scalar
from .estimators import is_search
from .objects import class_name, instance_dict, lives_in, module_of
from .rules.secrets import is_secret_name, mask_all
from .values import UNREAD, number, parameter, type_name

MOST_CANDIDATES: Final = 200
"""The best of a search that are kept as runs; the table of a search can be very long."""

_LONGEST_NAME = 80
_KEPT = ("mean_test_", "std_test_", "mean_train_")


def candidates_of(value: object) -> tuple[list[ChildRun], int]:
    """Give the candidates of a search that was fitted, the best first.

    Parameters
    ----------
    value
        Any value: searches of scikit-learn (``GridSearchCV``, ``RandomizedSearchCV``, halving ones, their like in
        other libraries) and studies of Optuna that are kept in memory.

    Returns
    -------
    children, total
        At most ``MOST_CANDIDATES``, and how many there were.
    """
    if is_search(value):
        results = instance_dict(value).get("cv_results_")
        found = list(_of_table(results)) if type(results) is dict else []
    elif class_name(type(value)) == "Study" and lives_in(type(value), module_of(type(value))):
        found = list(_of_study(value)) if "optuna" in sys.modules else []
    else:
        found = []
    return found[:MOST_CANDIDATES], len(found)


def _of_table(results: Mapping[Any, Any]) -> Iterator[ChildRun]:
    tried = results.get("params")
    if type(tried) is not list:
        return
    names = [name for name in results if type(name) is str]
    kept = [name for name in names if name.startswith(_KEPT) and len(results[name]) == len(tried)]
    rank = next((name for name in names if name.startswith("rank_test_")), None)
    order = (
        sorted(range(len(tried)), key=lambda at: number(results[rank][at]) or 0.0)
        if rank
        else range(len(tried))
    )
    for at in order:
        params = _settings(tried[at].items()) if type(tried[at]) is dict else {}
        metrics = {}
        for name in kept:
            value = number(results[name][at])
            if value is not None:
                metrics[name] = value
        times = [
            number(results[name][at]) for name in ("mean_fit_time", "mean_score_time") if name in results
        ]
        folds = sum(
            1 for name in results if str(name).startswith("split") and str(name).endswith("_test_score")
        )
        took = sum(time for time in times if time is not None) * max(1, folds)
        yield ChildRun(_name(params), params, metrics, took if times and math.isfinite(took) else None)


def _of_study(study: Any) -> Iterator[ChildRun]:
    if type_name(instance_dict(study).get("_storage")) != "InMemoryStorage":
        # A database would be asked for every trial.
        return
    trials = [trial for trial in study.get_trials(deepcopy=False) if trial.values]
    better = -1 if study.directions[0].name == "MAXIMIZE" else 1
    for trial in sorted(trials, key=lambda trial: better * trial.values[0]):
        params = _settings(trial.params.items())
        values = [number(value) for value in trial.values]
        one = len(values) == 1
        metrics = {
            "value" if one else f"value_{at}": value for at, value in enumerate(values) if value is not None
        }
        took = trial.duration.total_seconds() if trial.duration is not None else None
        yield ChildRun(f"trial {trial.number}", params, metrics, took)


def _settings(settings: Iterable[tuple[object, object]]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    for name, value in settings:
        if type(name) is not str or is_secret_name(name, value):
            continue
        plain = parameter(value)[0]
        # An estimator as a candidate is told by its class.
        text = plain if plain is not UNREAD else type_name(value)
        found[name] = mask_all(text) if type(text) is str else text  # type: ignore[assignment]
    return found


def _name(params: Mapping[str, Scalar]) -> str:
    text = ", ".join(f"{name.rpartition('__')[2]}={value}" for name, value in params.items())
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"
