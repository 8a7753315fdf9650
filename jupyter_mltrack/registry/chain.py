"""The chain of events: each carries the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

FIRST: Final = "0" * 64
"""What the first event has for ``previous``."""


def event_hash(document: Mapping[str, Any]) -> str:
    """Give the hash of an event's document: SHA-256 of ``previous`` and the canonical JSON of all other fields.

    Parameters
    ----------
    document
        The event as it is stored; ``hash`` in it does not count.

    Examples
    --------
    >>> event_hash({"seq": 1, "previous": FIRST}) == event_hash({"previous": FIRST, "seq": 1, "hash": "any"})
    True
    """
    fields = {key: value for key, value in document.items() if key not in ("hash", "previous")}
    # NaN is written as Python's JSON does: metrics may be NaN, and must count.
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(str(document.get("previous", "")).encode() + text.encode()).hexdigest()
