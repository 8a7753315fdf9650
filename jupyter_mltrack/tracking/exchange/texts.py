"""The files of a run that are read whole to be shown: what a stranger put there must not break a page."""

from __future__ import annotations

import msgspec

from ...errors import InvalidInput
from ...records import CellSource, Environment, ModelVersion, Run
from .contents import OpenBlob, RunContents
from .limits import LARGEST_TEXT


def check_texts(open_blob: OpenBlob, contents: RunContents | None, model: ModelVersion | None = None) -> None:
    """Look whether code, earlier cells, environments and printed texts can be shown.

    Parameters
    ----------
    open_blob
        Opens a file by its hash.
    contents, model
        What points to the files.

    Raises
    ------
    InvalidInput
        When one is too large, or is not what it should be.
    """
    plain: set[str | None] = set()
    environments: set[str | None] = {model.environment} if model is not None else set()
    contexts: set[str | None] = set()
    runs: list[Run] = [] if contents is None else [contents.run, *contents.children]
    for run in runs:
        plain |= {run.source.code, *(one.blob for one in run.artifacts if one.kind == "output")}
        environments.add(run.environment)
        contexts.add(run.source.context)
    for blob in plain:
        if blob is not None:
            _read(open_blob, blob, "text of its code or output")
    for blob in environments:
        if blob is not None:
            _decode(_read(open_blob, blob, "environment"), Environment, "environment")
    for blob in contexts:
        if blob is not None:
            _decode(
                _read(open_blob, blob, "list of earlier cells"), list[CellSource], "list of earlier cells"
            )


def _read(open_blob: OpenBlob, blob: str, what: str) -> bytes:
    with open_blob(blob) as source:
        data = source.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise InvalidInput(f"Its {what} has more than {LARGEST_TEXT:,} bytes.")
    return data


def _decode(data: bytes, kind: object, what: str) -> None:
    try:
        msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InvalidInput(f"Its {what} cannot be read ({str(error)[:100]}).") from None
