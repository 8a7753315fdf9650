"""Periods of time: which one a moment is in, when it begins and ends, what it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from ..errors import InvalidInput

_PERIOD = re.compile(r"\s*(\d*)\s*(minute|min|hour|h|day|d|week|w|month)s?\s*", re.IGNORECASE)
_UNITS = {"min": "minute", "h": "hour", "d": "day", "w": "week"}
_SECONDS = {"minute": 60, "hour": 3600}
_FINEST = 900
"""Seconds that lie in one day of any time zone: offsets are multiples of a quarter of an hour."""
_MONDAY = datetime(1970, 1, 5)
"""A moment from which weeks are counted."""


@dataclass(frozen=True)
class Period:
    """A length of time that divides the calendar: minutes and hours of UTC, days, weeks and months of a zone.

    Examples
    --------
    >>> Period.read("1 day").label(0.0)
    '1970-01-01'
    """

    count: int
    unit: str
    zone: tzinfo = timezone.utc

    @classmethod
    def read(cls, text: str, zone: str = "UTC") -> Period:
        """Read a period such as ``6 hours``, ``1 day`` or ``week``.

        Raises
        ------
        InvalidInput
            When it is none, or there is no such time zone.
        """
        found = _PERIOD.fullmatch(text)
        if found is None or (found[1] and not 1 <= int(found[1]) <= 1000):
            raise InvalidInput(f"{text[:40]!r} is no period: write 6 hours, 1 day, 1 week or 1 month.")
        unit = found[2].lower()
        return cls(int(found[1] or 1), _UNITS.get(unit, unit), _zone(zone))

    def starts(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the start of the period that each moment is in.

        Parameters
        ----------
        seconds
            Unix seconds, shape ``(n,)``, all finite.
        """
        if self.unit in _SECONDS:
            length = self.count * _SECONDS[self.unit]
            return np.floor(seconds / length) * length
        quarters, inverse = np.unique(np.floor(seconds / _FINEST), return_inverse=True)
        starts = [self._start(float(quarter) * _FINEST) for quarter in quarters]
        return np.asarray(starts, float)[inverse.reshape(-1)]

    def end(self, start: float) -> float:
        """Give the start of the next period."""
        if self.unit in _SECONDS:
            return start + self.count * _SECONDS[self.unit]
        day = self._local(start)
        if self.unit == "month":
            months = day.year * 12 + day.month - 1 + self.count
            return self._seconds(datetime(months // 12, months % 12 + 1, 1))
        days = self.count * (7 if self.unit == "week" else 1)
        return self._seconds(datetime(day.year, day.month, day.day) + timedelta(days=days))

    def label(self, start: float) -> str:
        """Give a period's name: what its start has in common with the starts of its kind."""
        day = self._local(start)
        if self.unit in _SECONDS:
            return datetime.fromtimestamp(start, self.zone).strftime("%Y-%m-%d %H:%M")
        if self.unit == "month":
            return day.strftime("%Y-%m") if self.count == 1 else f"{day:%Y-%m} and {self.count - 1} more"
        last = self._local(self.end(start)) - timedelta(days=1)
        first = day.strftime("%Y-%m-%d")
        return first if last.date() <= day.date() else f"{first} to {last:%Y-%m-%d}"

    def _local(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, self.zone).replace(tzinfo=None)

    def _seconds(self, day: datetime) -> float:
        return day.replace(tzinfo=self.zone).timestamp()

    def _start(self, seconds: float) -> float:
        try:
            local = self._local(seconds)
        except (OverflowError, ValueError, OSError):
            raise InvalidInput(f"{seconds:.0f} seconds from 1970 is no time that calendars know.") from None
        if self.unit == "month":
            months = local.year * 12 + local.month - 1
            months -= months % self.count
            return self._seconds(datetime(months // 12, months % 12 + 1, 1))
        length = self.count * (7 if self.unit == "week" else 1)
        days = (datetime(local.year, local.month, local.day) - _MONDAY).days
        return self._seconds(_MONDAY + timedelta(days=days - days % length))


def _zone(name: str) -> tzinfo:
    if name.upper() == "UTC":
        return timezone.utc
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput(f"There is no time zone {name[:60]!r}: write UTC or Europe/Berlin.") from None
