"""Versions registered by the address of their files, as MLflow's clients do it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from ..errors import Conflict, InvalidInput, NotFound
from ..records import Artifact, ModelVersion, Run
from ..store import Store
from ..tracking import get_run
from ..tracking.names import check_note
from ..tracking.saved_models import saved_run
from .documents import find_version
from .journal import writing
from .models import merged_tags
from .names import check_model_name
from .people import Person
from .versions import add_version, register

_LONGEST: Final = 500
_RUNS: Final = re.compile(r"runs:?/(?P<run>[^/]+)(?:/(?P<path>.*))?\Z")
_MODELS: Final = "models:/"


def register_source(
    store: Store,
    source: str,
    name: str,
    *,
    by: Person,
    run: str | int | None = None,
    description: str = "",
    tags: Mapping[str, object] | None = None,
) -> ModelVersion:
    """Make what lies at an address the next version of a registered model, which is made where there is none.

    Of a run or a version of this store, the version keeps the files, also when the run goes. Of anything else it keeps
    the address alone: nothing is read from there, and such a version cannot be loaded by its name.

    Parameters
    ----------
    store
        The store.
    source
        ``runs:/RUN/models/clf`` (its id or number; ``runs/12/clf`` is understood, too), ``models:/churn/3``,
        ``models:/churn@champion``, or any other address.
    name
        The model's name.
    by
        Who registers it.
    run
        The run that it comes from, where another address does not say that.
    description, tags
        Of the version.

    Raises
    ------
    NotFound
        When the address is of a version, or ``run`` of a run, that this store does not have; when a run has no such
        files.
    InvalidInput
        When it is no address, leads out of the run, or holds a password; when a name or tag cannot be stored.
    Conflict
        When the run still goes on, or lies in the trash.

    Examples
    --------
    >>> register_source(store, "runs:/12/models/clf", "churn", by=person).version  # doctest: +SKIP
    1
    """
    name, description, checked = check_model_name(name), check_note(description), merged_tags({}, tags or {})
    address = check_source(source)
    _wait_for_models(store, address, run)
    with writing(store, by) as journal:
        version = _found(store, address, run)
        version.model, version.description, version.tags, version.source = name, description, checked, address
        return add_version(journal, version)


def register_named(
    store: Store,
    what: str | int,
    name: str,
    saved: str | None = None,
    *,
    by: Person,
    description: str = "",
    tags: Mapping[str, object] | None = None,
) -> ModelVersion:
    """Register what a person named: a run, by number or id, or an address; see ``register``, ``register_source``.

    Raises
    ------
    InvalidInput
        When an address comes with ``saved``, too; else as those two.
    """
    if not isinstance(what, str) or not re.search(r"[/:]", what):
        return register(store, what, name, saved, by=by, description=description, tags=tags)
    if saved is not None:
        raise InvalidInput("The address says where the model lies: leave saved out.")
    return register_source(store, what, name, by=by, description=description, tags=tags)


def check_source(source: object) -> str:
    """Give an address that can be kept.

    Raises
    ------
    InvalidInput
        When it is no text of one line, is too long, leads upwards, or holds a password.
    """
    if not isinstance(source, str) or not source.strip():
        raise InvalidInput("An address is needed: 'runs:/12/models/clf', 'models:/churn/3'.")
    address = source.strip()
    if len(address) > _LONGEST or not address.isprintable():
        raise InvalidInput(f"An address has one line of at most {_LONGEST} characters.")
    if ".." in re.split(r"[/\\]|%2f|%5c", address, flags=re.IGNORECASE) or "%2e%2e" in address.lower():
        raise InvalidInput(f"The address {address[:80]!r} leads upwards ('..').")
    try:
        password = urlsplit(address).password
    except ValueError as error:
        raise InvalidInput(f"{address[:80]!r} is no address ({error}).") from error
    if password is not None:
        raise InvalidInput("The address holds a password, which is not stored: leave it out.")
    return address


def _wait_for_models(store: Store, address: str, run: str | int | None) -> None:
    """Let the models of the runs that are named come into the store: not within a transaction, which they wait for."""
    within = _RUNS.match(address)
    for reference in (within["run"] if within is not None else None, run):
        if reference is not None:
            with contextlib.suppress(NotFound, InvalidInput):  # said below
                saved_run(store, reference)


def _found(store: Store, address: str, run: str | int | None) -> ModelVersion:
    """Give what is known of an address, as a version that has neither name nor number yet."""
    if address.startswith(_MODELS):
        _, version = find_version(store, address)
        return _bare(
            run=version.run, run_number=version.run_number, saved=version.saved, artifacts=version.artifacts,
            metrics=version.metrics, environment=version.environment,
        )  # fmt: skip
    within = _RUNS.match(address)
    if within is not None:
        try:
            return _of_run(_ended(store, within["run"]), (within["path"] or "").strip("/"))
        except NotFound:
            if run is not None or _has_run(store, within["run"]):
                raise
            # A run of another tracker: the address is all that is known.
            return _bare()
    return _bare() if run is None else _of_run(_ended(store, run), None)


def _bare(**fields: object) -> ModelVersion:
    return ModelVersion(key="", model="", version=0, created=0.0, created_by="", **fields)  # type: ignore[arg-type]


def _ended(store: Store, reference: str | int) -> Run:
    run = get_run(store, reference)
    if run.status == "running":
        raise Conflict(f"Run {run.number} still goes on: register it when it has ended.")
    if run.deleted is not None:
        raise Conflict(f"Run {run.number} lies in the trash: restore it first.")
    return run


def _has_run(store: Store, reference: str) -> bool:
    try:
        get_run(store, reference)
    except (NotFound, InvalidInput):
        return False
    return True


def _of_run(run: Run, path: str | None) -> ModelVersion:
    """Give what a run has at a path; of no path, what is known of the run alone."""
    version = _bare(run=run.id, run_number=run.number, metrics=run.metrics, environment=run.environment)
    if path is None:
        return version
    wanted = [path, f"models/{path}"] if path else [one.path for one in run.saved]
    if not path and len(run.saved) > 1:
        raise InvalidInput(f"Run {run.number} has several saved models: say which ({', '.join(wanted)}).")
    version.saved = next((one for one in run.saved if one.path in wanted), None)
    folder = version.saved.path if version.saved else path
    version.artifacts = _below(run.artifacts, folder)
    if path and not version.artifacts:
        there = ", ".join(one.path for one in run.saved) or "no saved model"
        raise NotFound(f"Run {run.number} has no files {path[:80]!r}; it has {there}.")
    return version


def _below(artifacts: list[Artifact], folder: str) -> list[Artifact]:
    return [one for one in artifacts if folder and (one.path == folder or one.path.startswith(f"{folder}/"))]
