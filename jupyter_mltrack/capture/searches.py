"""Searches over settings that Optuna and hyperopt ran, read from the data that they keep: their properties are code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..records import Scalar
from .objects import class_name, instance_dict, lives_in, module_of
from .values import UNREAD, number, parameter

_MOST_TRIALS = 100_000
_FINISHED = "COMPLETE"


@dataclass
class Trials:
    """The finished trials of a search, and the best of them."""

    steps: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    best: float | None = None
    settings: dict[str, Scalar] = field(default_factory=dict)
    """The winning settings, where the trials say them."""
    word: str = "value"
    """What the library calls the figure of a trial."""


def trials_of(value: object) -> Trials | None:
    """Give the trials of an Optuna study or of hyperopt's ``Trials``; ``None`` for anything else."""
    kind = type(value)
    module = module_of(kind)
    if not module.startswith(("optuna.", "hyperopt.")) or not lives_in(kind, module):
        return None
    if class_name(kind) == "Study":
        return _of_study(instance_dict(value))
    return _of_hyperopt(instance_dict(value)) if class_name(kind) == "Trials" else None


def _of_study(own: Mapping[str, object]) -> Trials | None:
    """Optuna keeps a study's trials in its storage: in memory, or as a copy of what it wrote to a database."""
    studies = instance_dict(own.get("_storage")).get("_studies")
    number_of_study = own.get("_study_id")
    if type(studies) is not dict or type(number_of_study) is not int:
        return None
    kept = instance_dict(studies.get(number_of_study)).get("trials")
    rows = list(kept.values()) if type(kept) is dict else kept
    directions = own.get("_directions")
    if type(rows) is not list or type(directions) is not list or len(directions) != 1:
        return None
    largest = instance_dict(directions[0]).get("_name_") == "MAXIMIZE"
    found = Trials()
    for trial in map(instance_dict, rows[:_MOST_TRIALS]):
        values, step = trial.get("_values"), trial.get("_number")
        if instance_dict(trial.get("state")).get("_name_") != _FINISHED or type(values) is not list:
            continue
        figure = number(values[0]) if len(values) == 1 else None
        if figure is not None and type(step) is int:
            _add(found, step, figure, largest, trial.get("_params"))
    return found


def _of_hyperopt(own: Mapping[str, object]) -> Trials | None:
    rows = own.get("_trials")
    if type(rows) is not list:
        return None
    found = Trials(word="loss")
    for step, row in enumerate(rows[:_MOST_TRIALS]):
        result = row.get("result") if type(row) is dict else None
        figure = number(result.get("loss")) if isinstance(result, dict) else None
        if figure is not None:
            # Its own result says the settings in another form (the place in a list of choices): ``fmin`` gives them.
            _add(found, step, figure, False, None)
    return found


def _add(found: Trials, step: int, value: float, largest: bool, settings: object) -> None:
    best = found.best
    found.steps.append(step)
    found.values.append(value)
    if best is None or (value > best if largest else value < best):
        found.best = value
        found.settings = dict(_plain(settings)) if type(settings) is dict else {}


def _plain(settings: Mapping[object, object]) -> Iterator[tuple[str, Scalar]]:
    for name, value in settings.items():
        plain = parameter(value)[0]
        if type(name) is str and plain is not UNREAD:
            yield name, plain  # type: ignore[misc]
