"""Verifying a model by what people call it: a run's, a version's, or the one that is in production."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ..errors import InvalidInput, NotFound
from ..models.installer import Say, Tool
from ..models.verify import TOLERANCE, VerifyOptions
from ..records import Environment, Run, Verification
from ..store import Store
from ..tracking.api import current_store
from ..tracking.query import get_run
from ..tracking.verifications import verify_run, verify_saved
from .documents import find_version

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


def verify_reference(
    store: Store, reference: str | int, options: VerifyOptions, say: Say = print
) -> list[Verification]:
    """Verify what a reference names; see ``verify``."""
    asked = str(reference).strip()
    if not asked:
        raise InvalidInput('A model is named as in "12", "runs/12/clf", "churn/3", "churn@production".')
    if asked.startswith(_RUNS):
        run, _, name = asked.removeprefix(_RUNS).partition("/")
        return verify_run(store, run, name.removeprefix("models/") or None, options, say)
    if asked.isdecimal() or isinstance(reference, int):
        return verify_run(store, asked, None, options, say)
    try:
        model, version = find_version(store, asked)
    except (NotFound, InvalidInput):
        # An id of a run looks like a model's name.
        try:
            get_run(store, asked)
        except (NotFound, InvalidInput):
            pass
        else:
            return verify_run(store, asked, None, options, say)
        raise
    if version.saved is None:
        raise NotFound(
            f"Version {version.version} of {model.name!r} has no saved model: there are no files to verify."
        )
    environment = None
    if version.environment:
        environment = msgspec.json.decode(store.blobs.read(version.environment), type=Environment)
    source = _run_or_none(store, version.run)
    return [verify_saved(store, version.saved, version.artifacts, environment, options, say, source)]


def _run_or_none(store: Store, run: str | None) -> Run | None:
    """Give the run of a version; versions outlive their runs."""
    try:
        return get_run(store, run) if run else None
    except NotFound:
        return None
