"""Words and numbers inside figures: nothing of a stranger's text is read as markup."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

LONGEST_NAME = 40
LARGEST_WHOLE = 10**308


class Labelled(Protocol):
    """What figures need of a run: ``Run``, ``RunRow`` and ``ComparedRun`` have it."""

    @property
    def id(self) -> str:
        """The id that series and links use."""

    @property
    def number(self) -> int:
        """The number in the store, which gives the colour."""

    @property
    def name(self) -> str:
        """The name that people gave, or nothing."""

    @property
    def started(self) -> float:
        """When it started, Unix seconds."""


def plain(text: str, longest: int = LONGEST_NAME) -> str:
    """Shorten a text to one line.

    Examples
    --------
    >>> plain("validation loss", 8)
    'validat…'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def markup(text: str) -> str:
    """Escape what Plotly would read as markup, as formula or as a part of a template.

    Examples
    --------
    >>> markup("<b>loss</b>")
    '&lt;b&gt;loss&lt;/b&gt;'
    """
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("$", "&#36;").replace("%{", "&#37;{")


def label(run: Labelled) -> str:
    """Name a run as every view does: ``run 12 svc-rbf``."""
    name = plain(run.name)
    return f"run {run.number} {name}" if name else f"run {run.number}"


def number(value: object) -> str:
    """Write a value for a sentence or an axis, numbers with four significant digits.

    Examples
    --------
    >>> number(0.123456), number(12), number(float("nan")), number(True)
    ('0.1235', '12', 'NaN', 'True')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        return "infinity" if value > 0 else "-infinity"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "infinity" if value > 0 else "-infinity"
    return f"{value:.4g}"


def listed(sentences: Sequence[str], longest: int, rest: str) -> str:
    """Join sentences; beyond ``longest`` of them, ``rest`` says how many are left (``{}``)."""
    shown = list(sentences[:longest])
    if len(sentences) > longest:
        shown.append(rest.format(len(sentences) - longest))
    return " ".join(f"{text}." for text in shown)
