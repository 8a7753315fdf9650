"""The candidates of a search as runs of their own: what each tried, and what came out."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from ..records import ChildRun, LeftOut, Scalar
from .estimators import is_search
from .objects import class_name, instance_dict, lives_in, module_of
from .rules.secrets import is_secret_name, mask_all
from .values import UNREAD, number, parameter, type_name

MOST_CANDIDATES: Final = 200
"""The best of a search that are kept as runs; the table of a search can be very long."""

_LONGEST_NAME = 80
_KEPT = ("mean_test_", "std_test_", "mean_train_")
_OF_CANDIDATES: Final = ("n_resources",)
"""What a search itself sets for a candidate: a halving one tries the same settings several times, with ever more."""
_FOLD = re.compile(r"split(\d+)_test_")


def candidates_under(
    names: Iterable[str], value_of: Callable[[str], object]
) -> tuple[list[ChildRun], list[LeftOut]]:
    """Give the candidates of the searches under names, and what is said of those that are left out.

    Parameters
    ----------
    names
        Names of a cell; a search that has several is one.
    value_of
        Gives what lies under a name after the cell.
    """
    searches: dict[int, tuple[str, list[ChildRun], int]] = {}
    for name in dict.fromkeys(names):
        value = value_of(name)
        if id(value) not in searches:
            found, total = candidates_of(value)
            if found:
                searches[id(value)] = name, found, total
    children: list[ChildRun] = []
    left_out = []
    for name, found, total in searches.values():
        for child in found:
            # Of several searches, each candidate says whose it is.
            child.name = _short(f"{name}: {child.name}") if len(searches) > 1 else child.name
        children += found
        if total > len(found):
            reason = f"the best {len(found)} of {total:,} candidates are kept as runs"
            left_out.append(LeftOut(f"{name}.cv_results_", "search.many", reason))
    return children, left_out


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
        own = instance_dict(value)
        results = own.get("cv_results_")
        return _of_table(results, own.get("refit")) if type(results) is dict else ([], 0)
    if class_name(type(value)) == "Study" and lives_in(type(value), module_of(type(value))):
        found = list(_of_study(value)) if "optuna" in sys.modules else []
        return found[:MOST_CANDIDATES], len(found)
    return [], 0


def _of_table(results: Mapping[Any, Any], refit: object) -> tuple[list[ChildRun], int]:
    tried = results.get("params")
    if type(tried) is not list:
        return [], 0
    names = [name for name in results if type(name) is str and len(results[name]) == len(tried)]
    kept = [name for name in names if name.startswith(_KEPT)]
    more = [name for name in names if name in _OF_CANDIDATES]
    times = [name for name in ("mean_fit_time", "mean_score_time") if name in names]
    folds = {match[1] for name in names if (match := _FOLD.match(name))}
    ranks = [name for name in names if name.startswith("rank_test_")]
    # Of several scores, the one by which the winner was chosen.
    rank = (
        f"rank_test_{refit}"
        if type(refit) is str and f"rank_test_{refit}" in ranks
        else next(iter(ranks), None)
    )
    order = list(range(len(tried)))
    if rank is not None:
        order.sort(key=lambda at: number(results[rank][at]) or 0.0)
    if "n_resources" in more:
        # Who was tried on more got further.
        order.sort(key=lambda at: number(results["n_resources"][at]) or 0.0, reverse=True)
    children = []
    for at in order[:MOST_CANDIDATES]:
        params = _settings(tried[at].items()) if type(tried[at]) is dict else {}
        params.update(_settings((name, results[name][at]) for name in more))
        metrics = {name: value for name in kept if (value := number(results[name][at])) is not None}
        took = sum(number(results[name][at]) or 0.0 for name in times) * max(1, len(folds))
        children.append(
            ChildRun(_name(params), params, metrics, took if times and math.isfinite(took) else None)
        )
    return children, len(tried)


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
    return _short(", ".join(f"{name.rpartition('__')[2]}={_text(value)}" for name, value in params.items()))


def _text(value: Scalar) -> str:
    return f"{value:.6g}" if type(value) is float else str(value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"
