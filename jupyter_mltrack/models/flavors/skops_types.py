"""The types within a file of skops that it does not trust by itself, found without reading the model again."""

from __future__ import annotations

import io
import json
import marshal
import re
import zipfile
from pathlib import Path
from typing import Any, Final

_SCHEMA: Final = "schema.json"
_ARRAY: Final = "a.npy"
_FILES: Final = re.compile(rb'("file": ")[^"\\]*\.npy"')
_IDS: Final = re.compile(rb',\s*"__id__": \d+')
_NUMBERS: Final = re.compile(rb'("content": )"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"')


def untrusted_types(skops_io: Any, file: Path) -> list[str]:
    """Give what ``skops.io.get_untrusted_types`` gives, for a file that was just written.

    A forest has a hundred trees of the same types. So skops is asked about a shorter file: of parts that differ in
    numbers alone one is left, and arrays are empty. Whatever skops cannot read so, it is asked about as it is. Nothing
    depends on this list being whole: whoever loads the file gives it as what is trusted, and skops looks again.

    Parameters
    ----------
    skops_io
        The module ``skops.io``.
    file
        The file.
    """
    try:
        return sorted(skops_io.get_untrusted_types(data=_shortened(file)))
    except Exception:  # noqa: BLE001 - another version of skops may write what cannot be shortened
        return sorted(skops_io.get_untrusted_types(file=file))


def _shortened(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        schema = archive.read(_SCHEMA)
    for pattern, instead in ((_FILES, rb'\g<1>a.npy"'), (_IDS, b""), (_NUMBERS, rb'\g<1>"0"')):
        schema = pattern.sub(instead, schema)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(_SCHEMA, json.dumps(_once(json.loads(schema))))
        archive.writestr(_ARRAY, b"")
    return made.getvalue()


def _once(node: Any) -> Any:
    """Leave of the equal parts of every list the first."""
    if isinstance(node, dict):
        return {key: _once(part) for key, part in node.items()}
    if isinstance(node, list):
        different = {marshal.dumps(part, 2): part for part in reversed(node)}
        return [_once(part) for part in reversed(different.values())]
    return node
