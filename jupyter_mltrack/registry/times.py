"""Times as people write and read them."""

from __future__ import annotations

from datetime import datetime

from ..errors import InvalidInput

_FURTHEST = 1e11
"""Seconds from 1970 that calendars can still say."""


def read_time(given: str | float | datetime) -> float:
    """Give Unix seconds.

    Parameters
    ----------
    given
        ``2026-03-01T12:00`` (local time unless it says otherwise), ``2026-03-01`` (its first moment), a ``datetime``,
        or Unix seconds.

    Raises
    ------
    InvalidInput
        When it is no time.

    Examples
    --------
    >>> read_time("2026-03-01T12:00+00:00")
    1772366400.0
    """
    if isinstance(given, bool):
        raise InvalidInput(f"{given!r} is no time.")
    if isinstance(given, (int, float)):
        if not -_FURTHEST <= given <= _FURTHEST:
            raise InvalidInput(f"{given!r} is no time in Unix seconds.")
        return float(given)
    try:
        moment = (
            given
            if isinstance(given, datetime)
            else datetime.fromisoformat(given.strip().replace("Z", "+00:00"))
        )
        return moment.timestamp()
    except (ValueError, AttributeError, OverflowError):
        raise InvalidInput(f"{str(given)[:40]!r} is no time. Write 2026-03-01 or 2026-03-01T12:00.") from None


def time_text(at: float) -> str:
    """Write a time in local time, to the second."""
    return datetime.fromtimestamp(at).isoformat(" ", "seconds")
