"""A run's beginning."""

from __future__ import annotations

import functools
import getpass
import os
import secrets
import time
from collections.abc import Mapping
from pathlib import PurePosixPath

import msgspec
from tinydb import Query

from ..records import Experiment, Run, Source
from ..store import Store
from . import pending
from .active import ActiveRun
from .documents import run_document
from .names import healed_name
from .process import current_process

DEFAULT_EXPERIMENT = "default"


def start(
    store: Store,
    experiment: str | None = None,
    name: str | None = None,
    *,
    params: Mapping[str, object] | None = None,
    tags: Mapping[str, object] | None = None,
    note: str = "",
    source: Source | None = None,
    user: str | None = None,
    quiet: bool = False,
) -> ActiveRun:
    """Start a run: from here on it is in the store, in one transaction.

    Parameters
    ----------
    store
        Where it is kept.
    experiment
        What it belongs to; without one, the name of its notebook or script, else ``default``.
    name
        For people; without one, ``run 12``.
    params, tags, note
        What is known already; nested parameters become dotted names.
    source
        Where its code stands.
    user
        Who runs it; without one, the account.
    quiet
        Whether what could not be logged is only in ``notices``, and not a Python warning, too.

    Returns
    -------
    ActiveRun
        ``notices`` says what could not be stored as asked (an overlong name is shortened, an unfit value left out).

    Raises
    ------
    StoreError
        When the store cannot be written.

    Examples
    --------
    >>> run = start(store, "churn", params={"lr": 0.1})   # doctest: +SKIP
    >>> run.log(loss=0.3); run.finish()                    # doctest: +SKIP
    """
    source = source or Source()
    notices: list[str] = []
    named, notice = healed_name(name, "run")
    notices += [notice] if notice else []
    belongs, notice = healed_name(experiment, "experiment")
    notices += [notice] if notice else []
    run = Run(
        id=secrets.token_hex(16),
        experiment=belongs or PurePosixPath(source.path).stem or DEFAULT_EXPERIMENT,
        name=named or "",
        status="running",
        started=time.time(),
        process=current_process(),
        user=user if user is not None else account(),
        source=source,
    )
    active = ActiveRun(store, run, notices, quiet)
    run.params = active.fit_params(params or {})
    with store.transaction():
        remember_experiment(store, run)
        document = run_document(run)
        run.number = store.table("runs").insert(document)
        run.name = run.name or f"run {run.number}"
        store.table("runs").update({"number": run.number, "name": run.name}, doc_ids=[run.number])
        if tags:
            active.set_tags(tags)
        if note:
            active.set_note(note)
    pending.remember(active)
    return active


@functools.lru_cache(maxsize=1)
def account() -> str:
    """Name the person whose account this process runs under."""
    for variable in ("MLTRACK_USER", "JUPYTERHUB_USER"):
        if os.environ.get(variable):
            return os.environ[variable]
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def remember_experiment(store: Store, run: Run) -> None:
    """Make the experiment of a run where there is none; the caller holds a transaction."""
    experiments = store.table("experiments")
    if not experiments.contains(Query().name == run.experiment):
        experiments.insert(msgspec.to_builtins(Experiment(name=run.experiment, created=run.started)))
