"""What the registry answers with: pages of models, versions, requests and events."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .evidence import Evidence
from .messages import Problem
from .registry import ModelVersion, RegisteredModel, RegistryEvent, Stage, StageRule, TransitionRequest
from .scalars import Time
from .verification import Verification


class Rules(Struct):
    """Rules that hold, one a stage."""

    rules: list[StageRule]
    warnings: list[str] = field(default_factory=list)
    """What whoever asks should know of them: sentences."""


class KnownPeople(Struct):
    """Whom the store knows: who has been here, and of whom somebody said that they exist."""

    people: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


class ModelRow(Struct):
    """A row of the page of models."""

    name: str
    description: str
    tags: dict[str, str]
    aliases: dict[str, int]
    stages: dict[str, int]
    """Stage to how many versions are in it."""
    versions: int
    newest: ModelVersion | None
    """The newest version that there is."""
    staging: list[int]
    """The versions in staging."""
    production: list[int]
    """The versions in production."""
    waiting: int
    """Open requests."""
    updated: Time


class ModelPage(Struct):
    """A page of models; ``waiting`` counts the open requests that wait for whoever asks."""

    rows: list[ModelRow]
    total: int
    waiting: int
    seq: int


class VersionPage(Struct):
    """A page of a model's versions, the newest first."""

    versions: list[ModelVersion]
    total: int
    comments: dict[str, int] = field(default_factory=dict)
    """How many comments there are, by version; versions without one are left out."""


class Rollback(Struct):
    """What a rollback of a stage would do. ``free``: it needs no new approval."""

    stage: Stage
    current: int | None
    target: int
    free: bool
    request: str | None = None
    """The request by which the version had been approved for the stage."""


class ModelDetails(Struct):
    """A model, the rules that hold for it, its open requests, and where a rollback would lead."""

    model: RegisteredModel
    rules: list[StageRule]
    requests: list[TransitionRequest]
    rollbacks: list[Rollback]


class RequestRow(Struct):
    """A request, and what whoever asks may do with it."""

    request: TransitionRequest
    rules: list[StageRule]
    """The rules of protected stages that it has to fulfil."""
    missing: int
    """How many approvals are missing; 0 when it is closed."""
    stale: bool
    """Another version has come to the stage since the evidence was frozen."""
    may_decide: bool
    """Whoever asks may approve and reject it."""
    why_not: str | None = None
    """Why not, in words."""


class RequestPage(Struct):
    """A page of requests, the newest first; ``waiting`` counts those that wait for whoever asks."""

    requests: list[RequestRow]
    total: int
    waiting: int


class RequestDetails(Struct):
    """A request with its evidence."""

    row: RequestRow
    evidence: Evidence | None
    problem: str | None = None
    """Why the evidence cannot be had: its file is gone or was changed."""


class EventPage(Struct):
    """A page of the history, the newest event first."""

    events: list[RegistryEvent]
    total: int


class Comment(Struct):
    """What somebody said about a run or a version."""

    user: str
    time: Time
    text: str
    id: int = 0
    """Number of the event; names the comment where its author deletes it."""


class ModelCard(Struct):
    """A model card, as Markdown and as a page of HTML that stands alone."""

    markdown: str
    html: str
    edited: bool
    """A person wrote it; else it is made of what is known."""


class RegistryCheck(Struct):
    """What a check of the registry found. ``head``: the newest event's hash; noted elsewhere, it proves the history."""

    problems: list[str]
    events: int
    head: str
    unchecked: list[str] = field(default_factory=list)
    """What the history does not say enough of to be checked: sentences."""


class Me(Struct):
    """Who is asking, as the server knows it."""

    name: str
    groups: list[str] = field(default_factory=list)
    waiting: int = 0
    """Requests that wait for this person."""


JobStatus = Literal["running", "done", "failed", "cancelled"]


class VerificationJob(Struct):
    """A verification that the server was asked for, in a process of its own."""

    id: str
    reference: str
    user: str
    """Who asked."""
    started: Time
    status: JobStatus = "running"
    said: list[str] = field(default_factory=list)
    """What was done so far, a line each."""
    found: list[Verification] = field(default_factory=list)
    """What came of it, one a model."""
    problem: Problem | None = None
    """Why it failed."""
