"""The registry's Python API for notebooks and scripts; whoever runs the process is who acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import InvalidInput
from ..records import KnownPeople
from ..store import Store
from ..tracking.api import current_store
from . import events, known, models, rollbacks, stages, versions
from .inbox import list_requests
from .known import known_people
from .people import system_person
from .requests import decide, open_request
from .shown import History, Model, Moment, Request, Version
from .sources import register_named
from .times import read_time

StorePath = str | Path | None


def _open(path: StorePath) -> Store:
    return current_store(path, create=False)


def register(
    run: Any,
    name: str,
    *,
    saved: str | None = None,
    description: str = "",
    tags: Mapping[str, object] | None = None,
    store: StorePath = None,
) -> Version:
    """Make a run's model the next version of a registered model, which is made where there is none.

    Parameters
    ----------
    run
        A run, its number or its id; or an address: ``"runs:/12/models/clf"``, ``"models:/churn/3"``, or any other, of
        which the version keeps nothing but itself.
    name
        The model's name.
    saved
        The folder of the saved model within the run; needed only where the run has several.
    description, tags
        Of the version.
    store
        Another store than the one that is found.

    Raises
    ------
    NotFound, InvalidInput, Conflict
        When there is no such run, a name cannot be stored, or the run still goes on.

    Examples
    --------
    >>> mltrack.register(mltrack.best("accuracy"), "churn")   # doctest: +SKIP
    """
    reference = getattr(run, "id", run)
    by = system_person()
    return Version(
        register_named(_open(store), reference, name, saved, by=by, description=description, tags=tags)
    )


def model(name: str, *, store: StorePath = None) -> Model:
    """Give a registered model.

    Raises
    ------
    NotFound
        When there is none of that name.

    Examples
    --------
    >>> mltrack.model("churn").stages   # doctest: +SKIP
    {'none': [1], 'production': [2]}
    """
    return Model(models.get_model(_open(store), name))


def version(reference: str, *, store: StorePath = None) -> Version:
    """Give a version: ``churn/3``, ``churn@production``, ``churn@champion``, or ``churn`` for the newest.

    Raises
    ------
    NotFound, InvalidInput
        When there is none, or the reference cannot be read.

    Examples
    --------
    >>> mltrack.version("churn@production").metrics   # doctest: +SKIP
    """
    return Version(versions.get_version(_open(store), reference))


def transition(reference: str, stage: str, reason: str = "", *, store: StorePath = None) -> Version:
    """Move a version to a stage that is not protected.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such version or stage.
    Conflict
        When it is there already, or the stage is protected: then ask with ``mltrack.request``.

    Examples
    --------
    >>> mltrack.transition("churn/3", "staging")   # doctest: +SKIP
    """
    return Version(stages.transition(_open(store), reference, stage, by=system_person(), reason=reason))


def request(reference: str, stage: str, reason: str, *, store: StorePath = None) -> Request:
    """Ask that a version goes to a stage; what speaks for it is frozen with the request.

    Raises
    ------
    NotFound, InvalidInput, Conflict
        When there is no such version, no reason, or the same is asked already.

    Examples
    --------
    >>> mltrack.request("churn/3", "production", "better on the new data")   # doctest: +SKIP
    """
    return Request(open_request(_open(store), reference, stage, reason, by=system_person()))


def requests(*, waiting: bool = False, status: str = "open", store: StorePath = None) -> list[Request]:
    """Give the requests that are open (or have another status), the newest first.

    Parameters
    ----------
    waiting
        Only those that wait for you.
    status
        ``open``, ``approved``, ``rejected``, ``withdrawn``, ``overtaken``; empty for all.
    store
        Another store than the one that is found.

    Examples
    --------
    >>> mltrack.requests(waiting=True)   # doctest: +SKIP
    """
    page = list_requests(_open(store), status, waiting=waiting, by=system_person())
    return [Request(row.request) for row in page.requests]


def approve(request_id: str, text: str = "", *, store: StorePath = None) -> Request:
    """Approve a request; the approval that completes it moves the version at once.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        When there is no such request, it is not yours to approve, or it is closed.

    Examples
    --------
    >>> mltrack.approve("3f2a").status   # doctest: +SKIP
    'approved'
    """
    return Request(decide(_open(store), request_id, "approve", text, by=system_person()))


def reject(request_id: str, reason: str, *, store: StorePath = None) -> Request:
    """Reject a request.

    Raises
    ------
    NotFound, InvalidInput, NotAllowed, Conflict
        When there is no such request, no reason, it is not yours to reject, or it is closed.

    Examples
    --------
    >>> mltrack.reject("3f2a", "worse for new customers")   # doctest: +SKIP
    """
    return Request(decide(_open(store), request_id, "reject", reason, by=system_person()))


def rollback(name: str, stage: str = "production", reason: str = "", *, store: StorePath = None) -> Version:
    """Bring the version back that was in a stage before.

    Raises
    ------
    NotFound, InvalidInput
        When there is no such model or stage.
    Conflict
        When there is nothing to go back to, or it was never approved for a protected stage.

    Examples
    --------
    >>> mltrack.rollback("churn", reason="errors since noon")   # doctest: +SKIP
    """
    return Version(rollbacks.rollback(_open(store), name, stage, by=system_person(), reason=reason))


def people(*, store: StorePath = None) -> KnownPeople:
    """Give everybody whom the store knows: who has been here, and who was added. Rules name known people alone.

    Examples
    --------
    >>> mltrack.people().people   # doctest: +SKIP
    ['alice', 'bob']
    """
    return known_people(_open(store), by=system_person())


def add_people(
    *names: str, groups: Sequence[str] = (), reason: str = "", store: StorePath = None
) -> KnownPeople:
    """Say of people and groups that they exist, though they have not been here yet; rules may name them then.

    Parameters
    ----------
    *names
        Names of people.
    groups
        Names of groups.
    reason
        Why; stands in the history.
    store
        Another store than the one that is found.

    Raises
    ------
    InvalidInput
        When there is no name, or one that can be nobody's.

    Examples
    --------
    >>> mltrack.add_people("bob", groups=["leads"])   # doctest: +SKIP
    """
    return known.add_people(_open(store), names, groups, by=system_person(), reason=reason)


def history(
    name: str | None = None,
    *,
    at: str | float | datetime | None = None,
    limit: int = 100,
    store: StorePath = None,
) -> History | Moment:
    """Tell what happened to a model (or to all), or how it stood at a time.

    Parameters
    ----------
    name
        The model's name; without one, the whole registry.
    at
        A time such as ``"2026-03-01T12:00"``: then the model as it was.
    limit
        At most so many events, the newest ones.
    store
        Another store than the one that is found.

    Raises
    ------
    NotFound, InvalidInput
        When there never was such a model, or ``at`` is no time.

    Examples
    --------
    >>> mltrack.history("churn", at="2026-03-01T12:00").stages   # doctest: +SKIP
    {'production': [3]}
    """
    opened = _open(store)
    if at is None:
        return History(events.history(opened, name, limit=limit).events)
    if name is None:
        raise InvalidInput("Say of which model: history('churn', at=...).")
    return Moment(events.moment(opened, name, read_time(at)))
