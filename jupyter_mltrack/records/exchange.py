"""Runs and model versions as they are handed over: what a file says of itself, and what came of reading it."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct, field

from .registry import ModelVersion
from .run import Run
from .scalars import Time

FORMAT: Final = "jupyter-mltrack"
"""Names the format in a file's manifest."""
FORMAT_VERSION: Final = 1
"""The version that this package writes and reads."""


class SeriesFile(Struct):
    """The points of a metric in a file: where they lie, how many they are, the SHA-256 of their bytes.

    The bytes are those of three arrays, little-endian, one after the other: all steps (64-bit whole numbers), all
    values and all times (64-bit floats).
    """

    key: str
    file: str
    count: int
    sha256: str


class HandedRun(Struct):
    """A run with the runs that are a part of it."""

    run: Run
    children: list[Run] = field(default_factory=list)
    series: list[SeriesFile] = field(default_factory=list)


class Manifest(Struct):
    """What a file ``run-12.mltrack`` holds. NaN and the infinities stand in its JSON as Python writes them."""

    format: Literal["jupyter-mltrack"]
    version: int
    made: Time
    """When the file was made."""
    run: HandedRun | None = None
    model: ModelVersion | None = None
    blobs: dict[str, int] = field(default_factory=dict)
    """Hash to size of every file; each lies in the archive under its hash."""


class Exported(Struct):
    """A file that was written."""

    path: str
    size: int
    what: str
    """``run 12`` or ``churn/3``."""


class ImportedRun(Struct):
    """A run that was taken in, or was here already."""

    number: int
    """Its number here."""
    id: str
    name: str
    origin: str
    already: bool = False
    """It was here before; nothing was changed."""
    in_trash: bool = False
    """It was here before, and lies in the trash."""


class ImportedVersion(Struct):
    """A model version that was taken in, or was here already."""

    model: str
    version: int
    origin: str
    already: bool = False
    run: ImportedRun | None = None
    """The run that it comes from, where that came along."""
