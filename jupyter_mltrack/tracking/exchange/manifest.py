"""The manifest of a file: written, and read from a stranger."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from ...errors import InvalidInput
from ...records.exchange import FORMAT, FORMAT_VERSION, Manifest
from .limits import LARGEST_MANIFEST


def encode(manifest: Manifest) -> bytes:
    """Write a manifest as JSON; NaN and the infinities stay what they are.

    Raises
    ------
    InvalidInput
        When it is larger than what would be read again.
    """
    found = json.dumps(msgspec.to_builtins(manifest), separators=(",", ":")).encode()
    if len(found) > LARGEST_MANIFEST:
        raise InvalidInput(
            f"It cannot be handed over: its description has {len(found):,} bytes; at most {LARGEST_MANIFEST:,} fit."
        )
    return found


def decode(data: bytes) -> Manifest:
    """Read a manifest.

    Raises
    ------
    InvalidInput
        When it is none, or of a version that this package does not know.
    """
    if len(data) > LARGEST_MANIFEST:
        raise InvalidInput(f"Its description has more than {LARGEST_MANIFEST:,} bytes.")
    try:
        plain: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"Its description is no JSON ({str(error)[:100]}).") from None
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise InvalidInput("It was not made by `mltrack export`.")
    version = plain.get("version")
    if version != FORMAT_VERSION:
        raise InvalidInput(
            f"It has the format {str(version)[:20]}; this jupyter-mltrack reads {FORMAT_VERSION}. "
            "Update jupyter-mltrack, or ask for a file of an older one."
        )
    try:
        return msgspec.convert(plain, Manifest)
    except (msgspec.ValidationError, RecursionError, OverflowError) as error:
        raise InvalidInput(f"Its description has another form: {str(error)[:200]}.") from None
