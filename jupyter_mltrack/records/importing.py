"""What the panel asks and is told when runs and model versions are taken in: what is there, what came, what did not."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .exchange import ImportedRun, ImportedVersion
from .registry import Stage
from .run import Status
from .scalars import Time


class UploadBody(Struct, forbid_unknown_fields=True):
    """A file that is about to be sent, in pieces."""

    name: str
    size: int


class Upload(Struct):
    """A file that is being sent, or was."""

    id: str
    name: str
    """As it is shown, and named in the origin of what comes from it."""
    size: int
    received: int = 0
    """Bytes that are here; the next piece begins there."""
    piece: int = 0
    """Bytes that one piece may have."""


class ImportLookBody(Struct, forbid_unknown_fields=True):
    """What is looked into: a path below the server's root folder, or a file that was sent."""

    path: str | None = None
    upload: str | None = None


class OfferedRun(Struct):
    """A run that could be taken in. All of it is what its maker says."""

    id: str
    number: int
    """Its number there."""
    name: str
    experiment: str
    user: str
    status: Status
    started: Time
    children: int = 0
    here: int | None = None
    """Its number here, where it is here already."""
    in_trash: bool = False
    """It is here, in the trash."""


class OfferedVersion(Struct):
    """A model version that could be taken in. All of it is what its maker says."""

    model: str
    version: int
    created: Time
    created_by: str
    stage: Stage = "none"
    """Where it is there; here it will be in none."""
    run: str | None = None
    """The run that it comes from, where that is offered, too."""
    format: str | None = None
    """How its model is saved; ``None`` where it has none."""
    safe: bool = True
    """Loading its model runs no code."""
    here: int | None = None
    """Its number here in the model of the same name, where it is here already."""


class ImportOffer(Struct):
    """What is in a file or a store; nothing was written."""

    source: str
    kind: Literal["file", "store"]
    runs: list[OfferedRun] = field(default_factory=list)
    """Those that have ended, the newest first."""
    versions: list[OfferedVersion] = field(default_factory=list)
    """The newest first."""
    total_runs: int = 0
    """How many there are; not more than 10,000 are offered."""
    total_versions: int = 0
    unreadable: int = 0
    """Runs and versions that are damaged, and not offered."""


class VersionChoiceBody(Struct, forbid_unknown_fields=True):
    """A version that is to be taken in."""

    model: str
    version: int
    name: str | None = None
    """The model's name here; the one that it has there when left out."""
    with_run: bool = False
    """The run that it comes from comes along."""


class ImportBody(Struct, forbid_unknown_fields=True):
    """What is to be taken in, of a path or of a file that was sent."""

    path: str | None = None
    upload: str | None = None
    runs: list[str] = field(default_factory=list)
    """Ids."""
    versions: list[VersionChoiceBody] = field(default_factory=list)


class ImportRefusal(Struct):
    """A run or a version that was not taken in."""

    what: str
    """The id of a run, or ``churn/3``."""
    reason: str


class ImportReport(Struct):
    """What came of an import. Each run and each version comes whole or not at all."""

    runs: list[ImportedRun] = field(default_factory=list)
    versions: list[ImportedVersion] = field(default_factory=list)
    refused: list[ImportRefusal] = field(default_factory=list)
