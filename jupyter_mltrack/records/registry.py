"""The registry: models, their versions, requests to move them between stages, and the history of all that."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

from .model import SavedModel
from .run import Artifact
from .scalars import Time
from .verification import Verification

Stage = Literal["none", "staging", "production", "archived"]
RequestStatus = Literal["open", "approved", "rejected", "withdrawn", "overtaken"]
"""``overtaken``: the version was deleted, or moved to where it was asked to go, before anybody decided."""

DecisionKind = Literal["approve", "reject", "comment"]
EventKind = Literal[
    "model created", "model edited", "model deleted", "model renamed",
    "version created", "version edited", "version deleted",
    "stage set", "alias set", "alias removed", "rolled back",
    "rules set",
    "request opened", "request decided", "request withdrawn", "request overtaken", "commented",
    "comment deleted", "version verified", "people added",
]  # fmt: skip


class StageRule(Struct):
    """What holds for a stage of a model."""

    stage: Stage
    most: int | None = None
    """How many versions may be in it; one more sends the oldest on to ``archived``. ``None``: any number."""
    protected: bool = False
    """A version comes in (and a version in it goes out) by an approved request alone."""
    reviewers: list[str] = field(default_factory=list)
    """Users who may approve. Nobody named: everybody but the author."""
    groups: list[str] = field(default_factory=list)
    """Groups whose members may approve."""
    approvals: int = 1
    """How many of them must approve."""
    second_pair: bool = True
    """The author of a request cannot approve it."""


class RegisteredModel(Struct):
    """One document of the table ``models``.

    The documents of models, versions and requests are what the events make of them: ``mltrack doctor`` makes them
    again and compares.
    """

    id: str
    """Stays when the model is renamed."""
    name: str
    created: Time
    created_by: str
    description: str = ""
    card: str | None = None
    """The model card as a person edited it, Markdown; ``None``: written from what is known."""
    tags: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)
    """Alias to version."""
    rules: list[StageRule] = field(default_factory=list)
    """Of the stages where it differs from the store's; see ``DEFAULT_RULES``."""
    newest: int = 0
    """The highest version that ever was: numbers are not given twice."""
    stages: dict[str, list[int]] = field(default_factory=dict)
    """Stage to the versions that are in it, ``none`` included: pages of models need not look at versions."""
    updated: Time = 0.0


class ModelVersion(Struct):
    """One document of the table ``versions``."""

    key: str
    """The model's id, a slash, the number."""
    model: str
    version: int
    created: Time
    created_by: str
    stage: Stage = "none"
    stage_since: Time = 0.0
    description: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    run: str | None = None
    """Id of the run that it comes from."""
    run_number: int | None = None
    saved: SavedModel | None = None
    """``None``: registered by address alone (MLflow clients do that)."""
    artifacts: list[Artifact] = field(default_factory=list)
    """Its files; they stay when the run goes."""
    source: str = ""
    """Address of the files as whoever registered it said it."""
    metrics: dict[str, float] = field(default_factory=dict)
    """The run's metrics when it was registered."""
    environment: str | None = None
    """Blob hash of the ``Environment``."""
    verification: Verification | None = None
    """The newest one; the history has those before it."""
    updated: Time = 0.0


class ReviewRight(Struct):
    """What made somebody a reviewer of a stage, when they acted as one.

    With neither a name nor a group, the rule named nobody, and everybody was a reviewer.
    """

    stage: Stage
    named: bool = False
    """The rule named them."""
    groups: list[str] = field(default_factory=list)
    """Groups that the rule named and that they belonged to."""


class Decision(Struct):
    """What somebody said about a request."""

    user: str
    kind: DecisionKind
    time: Time
    text: str = ""
    stages: list[str] = field(default_factory=list)
    """The stages whose rules let this user approve: rules and groups change, what was approved does not."""
    rights: list[ReviewRight] = field(default_factory=list)
    """What made them a reviewer. Empty for comments, and for what was decided before this was recorded."""


class TransitionRequest(Struct):
    """One document of the table ``requests``: somebody asks that a version goes to a stage."""

    id: str
    model_id: str
    model: str
    version: int
    stage: Stage
    reason: str
    author: str
    created: Time
    status: RequestStatus = "open"
    current: int | None = None
    """The version that was in that stage when it was asked: what the challenger is compared with."""
    evidence: str | None = None
    """Blob hash of the ``Evidence``, frozen when it was asked."""
    decisions: list[Decision] = field(default_factory=list)
    closed: Time | None = None
    updated: Time = 0.0


class RegistryEvent(Struct):
    """One document of the table ``events``: what happened, chained to the event before it.

    ``hash`` is the SHA-256 of ``previous`` and of the canonical JSON of all other fields (keys sorted, no white space,
    ASCII). Events are never changed. Times never decrease: where the clock went back, the event has the time of the one
    before it, and ``details["clock"]`` says what the clock said.

    ``details`` holds what the event made of the documents: ``model`` (fields that it set), ``versions`` (fields by
    number), ``requests`` (fields by id), ``None`` in place of the fields where it removed one; and ``rules`` for those
    of the whole store. ``rights`` says what made whoever changed a protected stage's rules a reviewer. Whatever else is
    in it is for readers.
    """

    seq: int
    time: Time
    user: str
    kind: EventKind
    model: str
    """Its name at that time; empty for what is about no model."""
    previous: str
    hash: str
    model_id: str = ""
    version: int | None = None
    request: str | None = None
    run: str | None = None
    """Of a comment on a run: its id."""
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)


class ModelMoment(Struct):
    """A model as it was at a moment."""

    model: str
    time: Time
    stages: dict[str, list[int]] = field(default_factory=dict)
    """Stage to the versions that were in it; ``none`` is left out."""
    aliases: dict[str, int] = field(default_factory=dict)
    versions: list[int] = field(default_factory=list)
    """Those that there were."""
    events: int = 0
    """How many events of the model there were until then."""
