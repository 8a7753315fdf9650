"""The models that capture found, saved without being felt: copied now, turned into files by another process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Protocol

from ..models.environment import current_environment
from ..models.flavors import Copy, Flavor, flavor_of
from ..models.flavors.classes import path_of
from ..models.flavors.copies import is_installed, pickle_of
from ..models.refusals import MissingPackage, UnsavableModel
from ..records import CellCapture, FittedModel, LeftOut
from . import model_jobs
from .active import ActiveRun
from .saved_models import RULE

_MOST_EXAMPLE = 1_000_000
_UNFIT = re.compile(r"[^\w.+-]+")


class Fitted(Protocol):
    """A trained model as capture hands it over."""

    record: FittedModel
    value: object
    example: object


class CopiedModels:
    """The copies of a cell's models, until its run has ended.

    Parameters
    ----------
    run
        The run.
    capture
        What the cell made; the reasons why a model was left go there.
    fitted
        The models.
    most
        The bytes that a copy may have.
    """

    def __init__(self, run: ActiveRun, capture: CellCapture, fitted: Iterable[Fitted], most: int) -> None:
        self._run = run
        self._copies: list[tuple[Fitted, Flavor, Copy, bytes]] = []
        for one in fitted:
            by_hand = run.logged_models.get(id(one.value))
            if by_hand is not None:
                one.record.saved = by_hand
                continue
            try:
                self._copies.append((one, *_copied(one, most)))
            except (UnsavableModel, MissingPackage) as error:
                capture.left_out.append(LeftOut(one.record.name, RULE, error.message))

    def send(self) -> None:
        """Let them be saved: called when the run's document says how it ended."""
        if not self._copies:
            return
        environment = current_environment()
        for one, flavor, copy, example in self._copies:
            job = model_jobs.Job(
                store=str(self._run.store.path.absolute()),
                run=self._run.id,
                variable=one.record.name,
                name=_UNFIT.sub("-", one.record.name).strip("-.")[:100] or "model",
                type=path_of(type(one.value)),
                flavor=flavor.name,
                config=json.dumps(copy.config).encode(),
                environment=environment,
            )
            model_jobs.send(model_jobs.Delivery(job, copy.content, example))


def _copied(one: Fitted, most: int) -> tuple[Flavor, Copy, bytes]:
    flavor = flavor_of(one.value)
    if flavor is None or not is_installed(type(one.value)):
        raise UnsavableModel("its class is one of the notebook, or nothing saves such models by itself")
    if flavor.name in ("statsmodels", "python_function"):
        raise UnsavableModel(
            "it can only be saved as a pickle, which is done when asked for: log_model(model)"
        )
    copy = flavor.copy(one.value, most)
    if copy.size > most:
        raise UnsavableModel(f"it is larger than {most / 1_000_000:g} MB")
    try:
        example = pickle_of(one.example, _MOST_EXAMPLE) if one.example is not None else b""
    except UnsavableModel:
        example = b""
    return flavor, copy, example
