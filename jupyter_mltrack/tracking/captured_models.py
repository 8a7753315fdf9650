"""The models that capture found, saved without being felt: copied now, turned into files by another process."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from typing import Protocol

from ..capture.saving import ModelSaving
from ..capture.training_rows import training_rows
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
_MOST_TRAINING = 10_000_000
logger = logging.getLogger(__name__)
_UNFIT = re.compile(r"[^\w.+-]+")


class Fitted(Protocol):
    """A trained model as capture hands it over."""

    record: FittedModel
    value: object
    example: object
    data: list[object]


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
    saving
        The bytes that a copy may have, and whether a profile of the training data is kept.
    """

    def __init__(
        self, run: ActiveRun, capture: CellCapture, fitted: Iterable[Fitted], saving: ModelSaving
    ) -> None:
        self._run = run
        self._copies: list[tuple[Fitted, Flavor, Copy, bytes, bytes]] = []
        for one in fitted:
            by_hand = run.logged_models.get(id(one.value))
            if by_hand is not None:
                one.record.saved = by_hand
                continue
            try:
                self._copies.append((one, *_copied(one, saving)))
            except (UnsavableModel, MissingPackage) as error:
                capture.left_out.append(LeftOut(one.record.name, RULE, error.message))

    def send(self) -> None:
        """Let them be saved: called when the run's document says how it ended."""
        if not self._copies:
            return
        environment = current_environment()
        for one, flavor, copy, example, training in self._copies:
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
            model_jobs.send(model_jobs.Delivery(job, copy.content, example, training))


def _copied(one: Fitted, saving: ModelSaving) -> tuple[Flavor, Copy, bytes, bytes]:
    most = saving.most
    flavor = flavor_of(one.value)
    if flavor is None or (flavor.name != "pytorch" and not is_installed(type(one.value))):
        raise UnsavableModel("its class is one of the notebook, or nothing saves such models by itself")
    if flavor.name == "python_function":
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
    return flavor, copy, example, _training(one) if saving.profile else b""


def _training(one: Fitted) -> bytes:
    """Copy rows of the training data; none where that cannot be done, because the profile is an extra."""
    try:
        rows = training_rows(one.value, one.data)
        return b"" if rows is None else pickle_of((rows.features, rows.target, rows.rows), _MOST_TRAINING)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the data, the model is saved
        logger.info("No profile is kept of the training data of %s: %s", one.record.name, error)
        return b""
