"""The run that is going on, for code that was not handed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import NotFound
from ..records import Signature
from . import pending
from .active import ActiveRun

if TYPE_CHECKING:
    from .logged_model import LoggedModel


def current_run() -> ActiveRun:
    """Give the run that was started last and goes on: of the tracked cell, or of ``with mltrack.run()`` in it.

    Raises
    ------
    NotFound
        When no run goes on.
    """
    found = pending.newest()
    if found is None:
        raise NotFound(
            "No run is going on: put %%track on top of the cell, or use `with mltrack.run() as run:`."
        )
    return found


def log_model(
    model: Any,
    name: str = "model",
    *,
    example: Any = None,
    signature: Signature | None = None,
    format: str | None = None,
    training_data: Any = None,
) -> LoggedModel | None:
    """Save a model with the run that is going on; see ``ActiveRun.log_model``.

    Raises
    ------
    NotFound
        When no run goes on.

    Examples
    --------
    >>> import jupyter_mltrack as mltrack
    >>> with mltrack.run("churn"):                              # doctest: +SKIP
    ...     mltrack.log_model(clf, "clf", example=X.head())
    """
    return current_run().log_model(
        model, name, example=example, signature=signature, format=format, training_data=training_data
    )
