"""A metric's points over the steps of a run."""

from __future__ import annotations

from msgspec import Struct, field

from .scalars import Time


class Series(Struct):
    """Points of one metric of one run, in the order in which they were logged.

    ``steps``, ``values`` and ``times`` (Unix seconds) have one entry a point. ``count`` is how many points the store
    holds; where it is more than ``len(values)``, the points were thinned for display (extremes kept).
    """

    run: str
    key: str
    steps: list[int]
    values: list[float]
    times: list[Time]
    count: int
    rounds: list[int] = field(default_factory=list)
    """The steps with which the iterations of the outer loop began, where there were nested loops."""
