"""What people send to the registry. Who they are is never a field: the server knows it."""

from __future__ import annotations

from msgspec import Struct, field

from .registry import DecisionKind, Stage, StageRule


class ModelBody(Struct, forbid_unknown_fields=True):
    """A new model."""

    name: str
    description: str = ""
    tags: dict[str, str] = field(default_factory=dict)


class ModelEdit(Struct, forbid_unknown_fields=True):
    """What a person may change of a model. A tag set to ``None`` is taken away; an empty card is written anew."""

    name: str | None = None
    description: str | None = None
    tags: dict[str, str | None] | None = None
    card: str | None = None


class VersionBody(Struct, forbid_unknown_fields=True):
    """A run that becomes a version, or an address that does."""

    run: str | None = None
    saved: str | None = None
    """The folder of the run's saved model, where it has several."""
    source: str | None = None
    """``runs:/RUN/models/clf``, ``models:/churn/3``, or any other address; ``run`` says where that one comes from."""
    description: str = ""
    tags: dict[str, str] = field(default_factory=dict)


class VersionEdit(Struct, forbid_unknown_fields=True):
    """What a person may change of a version. A tag set to ``None`` is taken away."""

    description: str | None = None
    tags: dict[str, str | None] | None = None


class TransitionBody(Struct, forbid_unknown_fields=True):
    """Where a version is to go."""

    stage: Stage
    reason: str = ""


class RollbackBody(Struct, forbid_unknown_fields=True):
    """The stage whose last change is taken back. ``current``: the version that whoever asks saw in it."""

    reason: str = ""
    stage: Stage = "production"
    current: int | None = None


class AliasBody(Struct, forbid_unknown_fields=True):
    """The version that an alias names."""

    version: int


class RequestBody(Struct, forbid_unknown_fields=True):
    """A request that a version goes to a stage."""

    version: str
    """``churn/3``, ``churn@challenger``, ``churn``."""
    stage: Stage
    reason: str


class DecisionBody(Struct, forbid_unknown_fields=True):
    """What somebody says about a request."""

    kind: DecisionKind
    text: str = ""


class ReasonBody(Struct, forbid_unknown_fields=True):
    """Why something is done."""

    reason: str = ""


class CommentBody(Struct, forbid_unknown_fields=True):
    """A comment."""

    text: str


class VerificationBody(Struct, forbid_unknown_fields=True):
    """What is to be verified, and how."""

    reference: str
    """``12``, ``runs/12/clf``, ``churn/3``, ``churn@production``."""
    here: bool = False
    """In the environment of the server, instead of making that of the run."""
    trusted: bool = False
    """Loading may run code that is in the files; needed for pickles."""


class RulesBody(Struct, forbid_unknown_fields=True):
    """Rules of stages; a stage without one follows the store's rules."""

    rules: list[StageRule]
    reason: str = ""
    seen: list[StageRule] | None = None
    """The rules that held when whoever asks looked; with others meanwhile, nothing is changed."""
    add_people: list[str] = field(default_factory=list)
    """Reviewers who may have never been here: whoever asks means them."""
    add_groups: list[str] = field(default_factory=list)


class PeopleBody(Struct, forbid_unknown_fields=True):
    """People and groups who exist, though they have not been here yet."""

    people: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    reason: str = ""
