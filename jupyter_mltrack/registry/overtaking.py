"""Requests that something else has settled."""

from __future__ import annotations

from collections.abc import Callable

from ..records import RegisteredModel, TransitionRequest
from .documents import open_requests
from .journal import Journal


def overtake(journal: Journal, model: RegisteredModel, when: Callable[[TransitionRequest], bool]) -> None:
    """Close the open requests of a model that have become pointless, within a transaction.

    Parameters
    ----------
    journal
        Of the transaction that made them so.
    model
        The model.
    when
        Which of its open requests.
    """
    for request in open_requests(journal.store, model.id):
        if when(request):
            closed = {"status": "overtaken", "closed": journal.time}
            journal.add(
                "request overtaken", model.name, model.id, version=request.version, request=request.id,
                requests={request.id: closed},
            )  # fmt: skip
