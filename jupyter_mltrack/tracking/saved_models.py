"""The models saved with runs: put into a run's document, and found again."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import msgspec

from ..errors import InvalidInput, NotFound
from ..models.load import load_saved
from ..models.prepare import FOLDER
from ..records import Artifact, LeftOut, Run, SavedModel
from ..store import Store
from . import model_jobs
from .documents import find_run_document, run_from
from .model_notes import is_idle, noted_models

RULE = "model.save"
"""Names the reason why a captured model was not saved."""


def add_model(
    document: MutableMapping[str, Any], saved: SavedModel, artifacts: list[Artifact], name: str | None = None
) -> None:
    """Add a saved model and its files to a run's document; one of the same path is replaced, with all its files.

    Parameters
    ----------
    document
        The run's document.
    saved, artifacts
        What ``save_model`` gave.
    name
        The variable that held it, where that is known.
    """
    inside = f"{saved.path}/"
    others = [item for item in document.get("artifacts", []) if not item["path"].startswith(inside)]
    document["artifacts"] = [*others, *msgspec.to_builtins(artifacts)]
    kept = [item for item in document.get("saved", []) if item["path"] != saved.path]
    document["saved"] = [*kept, msgspec.to_builtins(saved)]
    for model in document.get("models", []):
        if model["name"] == (name or saved.path.removeprefix(f"{FOLDER}/")):
            model["saved"] = saved.path


def is_newer(document: MutableMapping[str, Any], saved: SavedModel) -> bool:
    """Say whether a run's document has a model of the same path that was saved later, or this very one."""
    return any(
        item["path"] == saved.path and item.get("created", 0.0) >= saved.created
        for item in document.get("saved", [])
    )


def add_reason(document: MutableMapping[str, Any], name: str, reason: str) -> None:
    """Say in a run's document why a captured model was not saved."""
    document.setdefault("left_out", []).append(msgspec.to_builtins(LeftOut(name, RULE, reason)))


def load_from_run(store: Store, reference: str | int, name: str | None = None, trusted: bool = False) -> Any:
    """Load a model that was saved with a run.

    Parameters
    ----------
    store
        The store of the run.
    reference
        The run's number or id.
    name
        The model's name; may be left out where the run has one.
    trusted
        Whether loading may run code that is in the files.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such run or model; when the run has several and none is named.
    UnsafeModel, StoreCorrupt, MissingPackage
        See ``load_saved``.
    """
    saved, artifacts = model_of_run(store, reference, name)
    return load_saved(store, saved, artifacts, trusted)


def saved_run(store: Store, reference: str | int) -> Run:
    """Give a run with all its models: a cell may ask for what the one before it trained.

    Raises
    ------
    NotFound
        When there is no such run.
    """
    from .model_keeper import wait_for_run

    # Asked before the run is read: what comes between is not missed.
    on_the_way = model_jobs.is_busy() or not is_idle(store)
    run = run_from(find_run_document(store, reference))
    if not on_the_way:
        return run
    model_jobs.wait_for(run.id)
    wait_for_run(store, run.id)
    return run_from(find_run_document(store, run.id))


def model_of_run(
    store: Store, reference: str | int, name: str | None = None
) -> tuple[SavedModel, list[Artifact]]:
    """Find a model that was saved with a run, and the run's files; waits for one that is being saved.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such run or model; when the run has several and none is named.
    """
    run = saved_run(store, reference)
    names = {model.path.removeprefix(f"{FOLDER}/"): model for model in run.saved}
    if not names:
        reasons = [f"{one.name}: {one.reason}" for one in run.left_out if one.rule == RULE]
        if noted_models(store, run.id):
            reasons.insert(0, "one is on its way, and waits for somebody who may write to the store")
        why = f" ({'; '.join(reasons[:3])})" if reasons else ""
        raise NotFound(f"Run {run.number} has no saved model{why}.")
    if name is None and len(names) > 1:
        raise InvalidInput(
            f"Run {run.number} has {len(names)} models: name one of them, as in "
            f"'runs/{run.number}/{next(iter(names))}'. There are {', '.join(names)}."
        )
    saved = names.get(name) if name is not None else next(iter(names.values()))
    if saved is None:
        raise NotFound(f"Run {run.number} has no model {str(name)[:60]!r}; it has {', '.join(names)}.")
    return saved, run.artifacts
