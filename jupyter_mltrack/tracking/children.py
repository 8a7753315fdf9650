"""Runs within a run: the candidates of a search, kept in a table of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from tinydb import Query

from ..records import ChildRun
from ..store import Store
from .documents import CHILDREN

SHARED: Final = (
    "experiment", "status", "started", "ended", "process", "user", "source", "git", "environment",
)  # fmt: skip
"""What a child has from the run that it is a part of."""


def child_documents(parent: str, children: Sequence[ChildRun]) -> list[dict[str, Any]]:
    """Give the documents of child runs, without what they share with their parent.

    Their ids follow from the parent's: writing them twice gives the same runs.
    """
    return [
        {
            "id": hashlib.sha256(f"{parent}/{at}".encode()).hexdigest()[:32],
            "parent": parent,
            "name": child.name or f"candidate {at + 1}",
            "place": at + 1,
            "params": msgspec.to_builtins(child.params),
            "metrics": child.metrics,
            **({"duration": child.duration} if child.duration is not None else {}),
        }
        for at, child in enumerate(children)
    ]


def keep_children(store: Store, parent: str, documents: Sequence[dict[str, Any]]) -> None:
    """Write child runs; call it within the transaction that writes their parent."""
    if documents:
        table = store.table(CHILDREN)
        table.remove(Query().parent == parent)
        table.insert_multiple(documents)
