"""The figures that a cell displays: matplotlib, seaborn, plotly, altair, images."""

from __future__ import annotations

import binascii
import sys
from typing import Any, Final, NamedTuple

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
_BEGINNINGS: Final = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8"}
_VEGA = "application/vnd.vega"

Key = tuple[bool, object]


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
        self._shown: dict[Key, tuple[str, object]] = {}
        self._count = 0
        self.waits = False
        """What is there goes when the next thing comes."""
        self.too_many = 0
        self.too_large = 0
        self.unreadable = 0

    def add(self, data: object, display_id: object = None) -> None:
        """Take a bundle of MIME types, if a figure is in it."""
        self.come()
        media_type = _figure_type(data)
        named = type(display_id) is str
        key: Key = (True, display_id) if named else (False, self._count)
        if media_type is None:
            if named:
                # Something else stands in its place now.
                self._shown.pop(key, None)
            return
        if len(self._shown) >= MOST_FIGURES and key not in self._shown:
            self.too_many += 1
            return
        content = data[media_type]  # type: ignore[index]
        if type(content) in (str, bytes) and len(content) > 2 * MOST_BYTES:
            # It need not be held until the cell's end.
            self.too_large += 1
            self._shown.pop(key, None)
            return
        self._count += 1
        self._shown[key] = (media_type, content)

    def come(self) -> None:
        """Follow what comes next, text or display: it clears what waits for that."""
        if self.waits:
            self._shown.clear()
            self.waits = False

    def clear(self, wait: bool) -> None:
        """Follow ``clear_output``."""
        if wait:
            self.waits = True
        else:
            self._shown.clear()

    def files(self) -> list[FigureFile]:
        """Give the figures as files, in the order in which they were displayed."""
        found: list[FigureFile] = []
        for media_type, content in self._shown.values():
            raw = _bytes_of(media_type, content)
            if raw is None:
                self.unreadable += 1
            elif len(raw) > MOST_BYTES:
                self.too_large += 1
            else:
                ending = _ENDINGS.get(media_type) or ("vl.json" if "lite" in media_type else "vg.json")
                found.append(FigureFile(f"figures/figure-{len(found) + 1}.{ending}", media_type, raw))
        self._shown.clear()
        return found


def _figure_type(data: object) -> str | None:
    if type(data) is not dict:
        # What formatters give is a plain one; anything else would be asked.
        return None
    types = [name for name in data if type(name) is str]
    for name in (*_ENDINGS, *(name for name in types if name.startswith(_VEGA) and name.endswith("json"))):
        if name in types:
            return name
    return None


def _bytes_of(media_type: str, content: object) -> bytes | None:
    if media_type.startswith("image/"):
        raw = _image(media_type, content)
        return raw if raw is not None and raw.startswith(_BEGINNINGS.get(media_type, b"")) else None
    try:
        return msgspec.json.encode(content, enc_hook=_plain)
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        # A front end's own objects: it could not be sent either.
        return None


def _image(media_type: str, content: Any) -> bytes | None:
    if type(content) is bytes:
        return content
    if type(content) is not str:
        return None
    if media_type == "image/svg+xml":
        return content.encode("utf-8", "replace")
    try:
        return binascii.a2b_base64(content)
    except (binascii.Error, ValueError):
        return None


def _plain(value: Any) -> Any:
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None and type(value) is numpy.ndarray and not value.dtype.hasobject:
        return value.tolist()
    raise TypeError
