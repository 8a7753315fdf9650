"""Verifying the models of runs, and keeping with the run what came of it."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

import msgspec

from ..errors import InvalidInput, NotFound, StoreError
from ..models.files import materialize
from ..models.installer import Say
from ..models.mlmodel import read_mlmodel
from ..models.prepare import FOLDER
from ..models.verify import VerifyOptions, verify_model
from ..records import Artifact, Environment, Run, SavedModel, Verification
from ..store import Store
from .environments import folders_of
from .finish import change
from .start import account

_MOST_KEPT: Final = 10
"""Verifications of a model that its run keeps: the newest ones."""


def models_of(run: Run, name: str | None = None) -> list[SavedModel]:
    """Give a run's saved models, or the one of a name.

    Raises
    ------
    NotFound
        When it has none, or none of that name.
    """
    names = {saved.path.removeprefix(f"{FOLDER}/"): saved for saved in run.saved}
    if not names:
        raise NotFound(f"Run {run.number} has no saved model: mltrack.log_model(model, example=X) saves one.")
    if name is not None and name not in names:
        raise NotFound(f"Run {run.number} has no model {name[:60]!r}; it has {', '.join(names)}.")
    return [names[name]] if name is not None else list(names.values())


def verify_saved(
    store: Store,
    saved: SavedModel,
    artifacts: list[Artifact],
    environment: Environment | None,
    options: VerifyOptions,
    say: Say = print,
    run: Run | None = None,
    user: str | None = None,
) -> Verification:
    """Verify one saved model; what came of it is kept with its run, where there is one.

    Parameters
    ----------
    store
        Where its files are.
    saved, artifacts
        Its record, and the files of its run or version.
    environment
        What its run had; ``None``: only what the model's own files say is known.
    options
        Where, and how.
    say
        Gets a line whenever something was done.
    run
        Its run.
    user
        Who asked; by default whoever this process runs under.

    Raises
    ------
    NotFound
        When no example is stored with it.
    InvalidInput
        When the tolerance is none.
    UnsafeModel, StoreCorrupt, EnvironmentNotMade, NotVerified
        See ``verify_model``.
    """
    if not 0 <= options.tolerance < 1:
        raise InvalidInput("The tolerance is a relative difference: from 0 up to 1.")
    folder = materialize(store, saved, artifacts)
    found = verify_model(
        folder,
        saved,
        environment or _said_by(read_mlmodel(folder)),
        options,
        say,
        folders_of(store, run) if run is not None else (),
    )
    found.user = account() if user is None else user
    # It is kept, and sent to browsers: where the model lay when its library complained is nobody's business there.
    found.reason = found.reason.replace(str(folder), "the model's folder").replace(
        str(store.path), store.path.name
    )
    if run is not None:
        _keep(store, run, found, say)
    return found


def _said_by(document: dict[str, Any]) -> Environment:
    """Make of what MLmodel says the environment of a model whose run did not live to note it."""
    function = document["flavors"].get("python_function") or {}
    python = function.get("python_version") if isinstance(function, dict) else None
    return Environment(python=str(python or ""), implementation="CPython", platform="")


def _keep(store: Store, run: Run, found: Verification, say: Say) -> None:
    def apply(document: MutableMapping[str, Any]) -> None:
        before = document.get("verifications", [])
        earlier = [one for one in before if one["model"] == found.model][-(_MOST_KEPT - 1) :]
        others = [one for one in before if one["model"] != found.model]
        document["verifications"] = [*others, *earlier, msgspec.to_builtins(found)]

    try:
        change(store, run.id, apply)
    except (StoreError, NotFound) as error:
        say(f"warning: not kept with run {run.number}: {error.message}")
