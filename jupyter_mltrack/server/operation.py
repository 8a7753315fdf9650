"""One method of one address, as the OpenAPI description says it."""

from __future__ import annotations

from typing import NamedTuple


class Operation(NamedTuple):
    """What a method of an address does, what it takes, what it answers with."""

    method: str
    path: str
    summary: str
    answer: str
    query: tuple[str, ...] = ()
    body: str | None = None
    listed_as: str | None = None
    """The answer is an object with a list under this name."""
    sole: str | None = None
    """The answer is an object with this one field."""
    raw: bool = False
    """The body is bytes."""
