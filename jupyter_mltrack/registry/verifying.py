"""Verifying a model by what people call it: a run's, a version's, or the one that is in production."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from tinydb import Query

from ..errors import InvalidInput, NotFound, StoreError
from ..models.installer import Say, Tool
from ..models.verify import TOLERANCE, VerifyOptions
from ..records import Environment, ModelVersion, Run, SavedModel, Verification
from ..store import Sort, Store
from ..tracking.api import current_store
from ..tracking.query import environment_of, get_run
from ..tracking.saved_models import saved_run
from ..tracking.verifications import models_of, verify_saved
from .documents import find_version
from .journal import writing
from .people import Person, system_person

_RUNS = "runs/"


def verify(
    reference: Any,
    *,
    here: bool = False,
    folder: str | Path | None = None,
    trusted: bool = False,
    tolerance: float = TOLERANCE,
    tool: Tool | None = None,
    say: Say = print,
    store: str | Path | None = None,
) -> list[Verification]:
    """Load a saved model in its rebuilt environment, predict on its stored example, and compare.

    Loading happens in a process of its own, never in this one.

    Parameters
    ----------
    reference
        A run, its number or id: all its models; ``"runs/12/clf"``: one of them; of the registry ``"churn/3"``,
        ``"churn@production"``, ``"churn"`` (the newest version).
    here
        In the environment of this process, instead of making that of the run.
    folder
        In the environment in this folder, which ``mltrack env --create`` made.
    trusted
        Whether loading may run code that is in the files; needed for pickles.
    tolerance
        The largest relative difference that is still close.
    tool
        ``"pip"`` to use venv and pip also where uv is present.
    say
        Gets a line whenever something was done.
    store
        Another store than the one that is found.

    Returns
    -------
    list of Verification
        Of each model, with ``verdict`` (``same``, ``close``, ``different``, ``failed``) and ``reason``.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such model, or no example is stored with it.
    UnsafeModel, StoreCorrupt, EnvironmentNotMade, NotVerified
        When it is not trusted, its files are damaged, or its environment cannot be made.

    Examples
    --------
    >>> mltrack.verify(12)[0].verdict                        # doctest: +SKIP
    'same'
    >>> mltrack.verify("churn@production", here=True)        # doctest: +SKIP
    """
    options = VerifyOptions(here, Path(folder) if folder is not None else None, trusted, tolerance, tool)
    opened = current_store(store, create=False)
    return verify_reference(opened, getattr(reference, "id", reference), options, say)


@dataclass(frozen=True)
class Asked:
    """What a reference means: the models of a run, or the one of a version.

    Attributes
    ----------
    run
        The run; of a version ``None`` where it is gone.
    saved
        The models that are meant.
    version
        The version, where the reference names one.
    """

    run: Run | None
    saved: list[SavedModel]
    version: ModelVersion | None = None


def find_asked(store: Store, reference: str | int) -> Asked:
    """Find what is to be verified, without loading anything.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such run, version or model.
    """
    asked = str(reference).strip()
    if not asked:
        raise InvalidInput('A model is named as in "12", "runs/12/clf", "churn/3", "churn@production".')
    if asked.startswith(_RUNS):
        number, _, name = asked.removeprefix(_RUNS).partition("/")
        return _of_run(saved_run(store, number), name.removeprefix("models/") or None)
    if asked.isdecimal() or isinstance(reference, int):
        return _of_run(saved_run(store, asked))
    try:
        model, version = find_version(store, asked)
    except (NotFound, InvalidInput):
        # An id of a run looks like a model's name.
        try:
            run = saved_run(store, asked)
        except (NotFound, InvalidInput):
            pass
        else:
            return _of_run(run)
        raise
    if version.saved is None:
        raise NotFound(
            f"Version {version.version} of {model.name!r} has no saved model: there are no files to verify."
        )
    return Asked(_run_or_none(store, version.run), [version.saved], version)


def verify_reference(
    store: Store,
    reference: str | int,
    options: VerifyOptions,
    say: Say = print,
    by: Person | None = None,
) -> list[Verification]:
    """Verify what a reference names; see ``verify``.

    What came of it is kept with the run and, where the reference names a version, in the history of its model.

    Parameters
    ----------
    store, reference, options, say
        See ``verify``.
    by
        Who asks; by default whoever this process runs under.
    """
    asked = find_asked(store, reference)
    user = by.name if by is not None else None
    if asked.version is None:
        assert asked.run is not None
        environment = environment_of(store, asked.run)
        files = asked.run.artifacts
    else:
        environment = _environment(store, asked.version)
        files = asked.version.artifacts
    found = [
        verify_saved(store, saved, files, environment, options, say, asked.run, user) for saved in asked.saved
    ]
    if asked.version is not None:
        _note(store, asked.version, found[0], by or system_person(), say)
    return found


def version_verifications(store: Store, reference: str) -> list[Verification]:
    """Give all verifications of a version, the newest first.

    Raises
    ------
    NotFound
        When there is no such version.
    """
    model, version = find_version(store, reference)
    about = (Query().model_id == model.id) & (Query().version == version.version)
    events = store.table("events").select(
        about & (Query().kind == "version verified"), sort=Sort(("seq",), descending=True)
    )
    number = str(version.version)
    return [
        msgspec.convert(event["details"]["versions"][number]["verification"], Verification)
        for event in events
    ]


def _of_run(run: Run, name: str | None = None) -> Asked:
    return Asked(run, models_of(run, name))


def _environment(store: Store, version: ModelVersion) -> Environment | None:
    if not version.environment:
        return None
    return msgspec.json.decode(store.blobs.read(version.environment), type=Environment)


def _note(store: Store, version: ModelVersion, found: Verification, by: Person, say: Say) -> None:
    """Tell the history. Verifying takes minutes, in which a version may go: what came of it is told all the same."""
    what = f"{version.model}/{version.version}"
    try:
        with writing(store, by) as journal:
            model, now = find_version(store, what)
            if now.key != version.key:
                raise NotFound(f"{what} is another version now.")
            journal.add(
                "version verified", model.name, model.id, version=now.version, reason=found.reason,
                versions={str(now.version): {"verification": msgspec.to_builtins(found)}}, verdict=found.verdict,
            )  # fmt: skip
    except (StoreError, NotFound, InvalidInput) as error:
        say(f"warning: not kept with {what}: {error.message}")


def _run_or_none(store: Store, run: str | None) -> Run | None:
    """Give the run of a version; versions outlive their runs."""
    try:
        return get_run(store, run) if run else None
    except NotFound:
        return None
