"""The figures that a cell displays: matplotlib, seaborn, plotly, altair, images."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from typing import Final, NamedTuple

import msgspec

MOST_FIGURES: Final = 30
MOST_BYTES: Final = 10_000_000
"""Of one figure."""

_ENDINGS: Final = {
    "application/vnd.plotly.v1+json": "plotly.json",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
}
_VEGA = "application/vnd.vega"


class FigureFile(NamedTuple):
    """A figure as a file."""

    path: str
    media_type: str
    content: bytes


class ShownFigures:
    """Gathers what a front end is given to display, and tells figures among it.

    What is shown anew under the same display id takes the place of what was there; what the cell clears is gone.
    """

    def __init__(self) -> None:
        self._shown: dict[str, tuple[str, object]] = {}
        self._clear_with_next = False
        self.too_many = 0
        self.too_large = 0

    def add(self, data: object, display_id: str | None = None) -> None:
        """Take a bundle of MIME types, if a figure is in it."""
        media_type = _figure_type(data)
        if media_type is None:
            return
        if self._clear_with_next:
            self._shown.clear()
            self._clear_with_next = False
        key = display_id or f"#{len(self._shown)}"
        if len(self._shown) >= MOST_FIGURES and key not in self._shown:
            self.too_many += 1
            return
        self._shown[key] = (media_type, data[media_type])  # type: ignore[index]

    def clear(self, wait: bool) -> None:
        """Follow ``clear_output``."""
        if wait:
            self._clear_with_next = True
        else:
            self._shown.clear()

    def files(self) -> list[FigureFile]:
        """Give the figures as files, in the order in which they were displayed."""
        found: list[FigureFile] = []
        for media_type, content in self._shown.values():
            raw = _bytes_of(content)
            if raw is None or len(raw) > MOST_BYTES:
                self.too_large += 1
                continue
            ending = _ENDINGS.get(media_type) or ("vl.json" if "lite" in media_type else "vg.json")
            found.append(FigureFile(f"figures/figure-{len(found) + 1}.{ending}", media_type, raw))
        return found


def _figure_type(data: object) -> str | None:
    if not isinstance(data, Mapping):
        return None
    types = [name for name in data if type(name) is str]
    for name in (*_ENDINGS, *(name for name in types if name.startswith(_VEGA) and name.endswith("json"))):
        if name in types:
            return name
    return None


def _bytes_of(content: object) -> bytes | None:
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        if content.lstrip()[:1] == "<":
            return content.encode()
        try:
            return binascii.a2b_base64(content)
        except (binascii.Error, ValueError):
            return None
    try:
        return msgspec.json.encode(content)
    except (TypeError, ValueError, msgspec.MsgspecError):
        # A front end's own objects: it could not be sent either.
        return None
