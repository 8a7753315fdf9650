"""What a person said about names on the ``%%track`` line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CaptureOptions:
    """Names that are parameters, metrics, or to be left out, whatever the rules say of them."""

    params: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
