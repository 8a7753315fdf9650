"""The process that turns copies of models into files, and puts these into their runs; see ``model_jobs``."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pickle
import sys
import warnings
from pathlib import Path
from typing import Any

from ..errors import MLTrackError
from ..models.flavors import flavor_named
from ..models.flavors.base import Flavor
from ..models.prepare import Content
from ..models.save import write_model
from ..models.training import TrainingRows
from ..store import Store, open_store
from . import finish
from .model_jobs import Job, read_delivery
from .saved_models import add_model, add_reason

logger = logging.getLogger(__name__)


def main() -> None:
    """Save what comes through the standard input, until it ends."""
    _detach()
    answers = _own_output()
    warnings.simplefilter("ignore")
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    while (delivery := read_delivery(sys.stdin.buffer)) is not None:
        try:
            keep(*delivery)
        except Exception:
            # The run, or its store, was deleted meanwhile.
            logger.exception("A model could not be saved.")
        with contextlib.suppress(OSError):
            # Nobody hears it when the notebook has ended.
            os.write(answers, b".")


def _detach() -> None:
    """Go on as a process that nobody waits for: a kernel that ends stops those that it started."""
    if hasattr(os, "fork") and os.fork():
        os._exit(0)


def _own_output() -> int:
    """Take the standard output for answers alone: what libraries print goes nowhere."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def keep(job: Job, content: bytes, example: bytes, training: bytes = b"") -> None:
    """Save one copied model into its run, or say in the run why not."""
    store = open_store(Path(job.store), create=False)
    try:
        flavor, config = flavor_named(job.flavor), json.loads(job.config)
        rows = pickle.loads(example) if example else None
        model = _restored(flavor, content, config) if rows is not None or training else None
        output = _output(flavor, model, rows)
        given = Content(
            job.type,
            rows if output is not None else None,
            output,
            environment=job.environment,
            training=_training(training),
            model=model,
        )
        _save(store, job, flavor, content, config, given)
    finally:
        store.close()


def _save(store: Store, job: Job, flavor: Flavor, content: bytes, config: Any, given: Content) -> None:
    try:
        saved, artifacts = write_model(
            store, job.name, flavor,
            lambda folder, options: flavor.save_copy(content, config, folder, options), given,
        )  # fmt: skip
    except Exception as error:  # noqa: BLE001 - a library may raise anything; the run says it
        told = error.message if isinstance(error, MLTrackError) else f"{type(error).__name__}: {error}"
        finish.change(store, job.run, lambda document: add_reason(document, job.variable, told[:300]))
        return
    finish.change(store, job.run, lambda document: add_model(document, saved, artifacts, job.variable))


def _restored(flavor: Flavor, content: bytes, config: Any) -> Any:
    """Give a model equal to the copy; ``None`` where that is not to be had."""
    try:
        return flavor.restore(content, config)
    except Exception as error:  # noqa: BLE001 - what needs the model is an extra
        logger.info("A model is saved without predictions: %s", error)
        return None


def _output(flavor: Flavor, model: Any, rows: Any) -> Any:
    """Apply the model to the example; ``None`` where it does not take it."""
    if rows is None or model is None:
        return None
    try:
        return flavor.predict(model, rows)
    except Exception as error:  # noqa: BLE001 - the example is an extra
        logger.info("A model is saved without an example: %s", error)
        return None


def _training(content: bytes) -> TrainingRows | None:
    return TrainingRows(*pickle.loads(content)) if content else None
