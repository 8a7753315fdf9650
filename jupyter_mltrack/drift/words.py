"""Numbers, shares, times and chances as people read them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone

LONGEST = 40
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def number_text(value: float) -> str:
    """Write a number with three or four digits that matter.

    >>> number_text(34.0), number_text(0.012345), number_text(1234567.0)
    ('34', '0.01235', '1.235e+06')
    """
    if not math.isfinite(value):
        return str(value)
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e6 else f"{value:.4g}"


def percent(share: float) -> str:
    """Write a share.

    >>> percent(0.05), percent(0.0012), percent(0)
    ('5 %', '0.12 %', '0 %')
    """
    return f"{100 * share:.3g} %" if share < 0.995 else f"{100 * share:.4g} %"


def quoted(name: str) -> str:
    """Write a column's or category's name within a sentence, on one line and not endlessly.

    >>> quoted("age")
    '`age`'
    """
    line = " ".join(name.split())
    return f"`{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}`"


def time_text(seconds: float) -> str:
    """Write a time (seconds since the epoch), UTC, to the minute."""
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return f"{seconds:.4g} s"
    return f"{moment:%Y-%m-%d}" if seconds % 86400 == 0 else f"{moment:%Y-%m-%d %H:%M}"


def span_text(seconds: float) -> str:
    """Write a length of time.

    >>> span_text(7200), span_text(86400 * 3)
    ('2 hours', '3 days')
    """
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if abs(seconds) >= 2 * size:
            return f"{seconds / size:.3g} {name}"
    return f"{seconds:.3g} s"


def chance_text(chance: float) -> str:
    """Say how often chance alone does something.

    >>> chance_text(0.0025), chance_text(1e-12), chance_text(0.6)
    ('about once in 400 checks', 'less than once in a million checks', 'in more than half of all checks')
    """
    if chance < 1e-6:
        return "less than once in a million checks"
    if chance > 0.5:
        return "in more than half of all checks"
    checks = 1 / chance
    rounded = round(checks, 1 - math.floor(math.log10(checks))) if checks >= 10 else round(checks)
    return f"about once in {rounded:,.0f} checks"
