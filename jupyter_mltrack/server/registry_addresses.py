"""The addresses of the registry: patterns below ``mltrack/api/``, who answers there, and what OpenAPI says of them."""

from __future__ import annotations

from . import exchange, history, models, registry, requests, verifications, versions
from .operation import Operation

_MODEL = r"registry/models/(?P<name>[^/]+)"
_VERSION = rf"{_MODEL}/versions/(?P<version>[^/]+)"
_REQUEST = r"registry/requests/(?P<request_id>[^/]+)"

REGISTRY_ADDRESSES: tuple[tuple[str, type], ...] = (
    (r"registry/me", registry.MeHandler),
    (r"registry/rules", registry.RulesHandler),
    (r"registry/people", registry.PeopleHandler),
    (r"registry/check", registry.CheckHandler),
    (r"registry/history", history.HistoryHandler),
    (r"registry/models", models.ModelsHandler),
    (_MODEL, models.ModelHandler),
    (rf"{_MODEL}/rules", models.ModelRulesHandler),
    (rf"{_MODEL}/aliases/(?P<alias>[^/]+)", models.AliasHandler),
    (rf"{_MODEL}/rollback", models.RollbackHandler),
    (rf"{_MODEL}/card", models.CardHandler),
    (rf"{_MODEL}/history", history.HistoryHandler),
    (rf"{_MODEL}/moment", history.MomentHandler),
    (rf"{_MODEL}/comparison", versions.VersionComparisonHandler),
    (rf"{_MODEL}/versions", versions.VersionsHandler),
    (_VERSION, versions.VersionHandler),
    (rf"{_VERSION}/stage", versions.StageHandler),
    (rf"{_VERSION}/export", exchange.VersionExportHandler),
    (rf"{_VERSION}/files/(?P<path>.+)", exchange.VersionFileHandler),
    (rf"{_VERSION}/comments", history.VersionCommentsHandler),
    (rf"{_VERSION}/comments/(?P<comment>[0-9]{{1,18}})", history.VersionCommentHandler),
    (rf"{_VERSION}/verifications", verifications.VersionVerificationsHandler),
    (r"registry/requests", requests.RequestsHandler),
    (_REQUEST, requests.RequestHandler),
    (rf"{_REQUEST}/decisions", requests.DecisionsHandler),
    (rf"{_REQUEST}/withdraw", requests.WithdrawHandler),
    (r"registry/runs/(?P<reference>[^/]+)/versions", versions.RunVersionsHandler),
    (r"registry/runs/(?P<reference>[^/]+)/comments", history.RunCommentsHandler),
    (r"registry/runs/(?P<reference>[^/]+)/comments/(?P<comment>[0-9]{1,18})", history.RunCommentHandler),
    (r"registry/verifications", verifications.VerificationsHandler),
    (r"registry/verifications/(?P<verification>[^/]+)", verifications.OneVerificationHandler),
)

_PAGED = ("limit", "offset")
_EVENTS = ("since", "until", "kind", *_PAGED)
_IN_MODEL = "registry/models/{name}"
_IN_VERSION = f"{_IN_MODEL}/versions/{{version}}"
_IN_REQUEST = "registry/requests/{request_id}"

REGISTRY_OPERATIONS = (
    Operation("get", "registry/me", "Who is asking, and how many requests wait for them", "Me"),
    Operation("get", "registry/rules", "Rules of the whole store", "Rules"),
    Operation("put", "registry/rules", "Set them", "Rules", body="RulesBody"),
    Operation("get", "registry/people", "People and groups whom the store knows", "KnownPeople"),
    Operation("post", "registry/people", "Add some who have not been here yet", "KnownPeople", body="PeopleBody"),
    Operation("get", "registry/check", "Look for tampering", "RegistryCheck", ("head",)),
    Operation("get", "registry/history", "What happened, the newest first", "EventPage", _EVENTS),
    Operation("get", "registry/models", "Models", "ModelPage", ("text", "tag", "stage", *_PAGED)),
    Operation("post", "registry/models", "Make a model", "RegisteredModel", body="ModelBody"),
    Operation("get", _IN_MODEL, "A model with its rules and open requests", "ModelDetails"),
    Operation("patch", _IN_MODEL, "Change name, description, tags or card", "RegisteredModel", body="ModelEdit"),
    Operation("delete", _IN_MODEL, "Delete a model", "id", ("reason",), sole="deleted"),
    Operation("get", f"{_IN_MODEL}/rules", "Rules that hold for a model", "Rules"),
    Operation("put", f"{_IN_MODEL}/rules", "Set its own", "Rules", body="RulesBody"),
    Operation("put", f"{_IN_MODEL}/aliases/{{alias}}", "Set an alias", "RegisteredModel", body="AliasBody"),
    Operation("delete", f"{_IN_MODEL}/aliases/{{alias}}", "Remove an alias", "RegisteredModel"),
    Operation("post", f"{_IN_MODEL}/rollback", "Back to the version before", "ModelVersion", body="RollbackBody"),
    Operation("get", f"{_IN_MODEL}/card", "The model card, as Markdown and HTML", "ModelCard"),
    Operation("get", f"{_IN_MODEL}/history", "What happened to a model", "EventPage", _EVENTS),
    Operation("get", f"{_IN_MODEL}/moment", "A model as it was at a time", "ModelMoment", ("at",)),
    Operation(
        "get", f"{_IN_MODEL}/comparison", "A version beside another", "VersionComparison", ("challenger", "current")
    ),
    Operation("get", f"{_IN_MODEL}/versions", "Versions, the newest first", "VersionPage", ("stage", *_PAGED)),
    Operation("post", f"{_IN_MODEL}/versions", "Register a run, or an address", "ModelVersion", body="VersionBody"),
    Operation("get", _IN_VERSION, "A version, by number, stage or alias", "ModelVersion"),
    Operation("patch", _IN_VERSION, "Change description or tags", "ModelVersion", body="VersionEdit"),
    Operation("delete", _IN_VERSION, "Delete a version", "id", ("reason",), sole="deleted"),
    Operation(
        "get", f"{_IN_VERSION}/export", "A version as one file for mltrack import, as a download", "file", ("with_run",)
    ),
    Operation("get", f"{_IN_VERSION}/files/{{path}}", "A file of a version, as a download", "file"),
    Operation("post", f"{_IN_VERSION}/stage", "Move a version", "ModelVersion", body="TransitionBody"),
    Operation("get", f"{_IN_VERSION}/comments", "Comments on a version", "Comment", listed_as="comments"),
    Operation(
        "post", f"{_IN_VERSION}/comments", "Comment a version", "Comment", body="CommentBody", listed_as="comments"
    ),
    Operation(
        "delete", f"{_IN_VERSION}/comments/{{comment}}", "Delete one's own comment", "Comment", listed_as="comments"
    ),
    Operation(
        "get", f"{_IN_VERSION}/verifications", "What verifying gave", "Verification", listed_as="verifications"
    ),
    Operation("get", "registry/requests", "Requests", "RequestPage", ("status", "model", "waiting", *_PAGED)),
    Operation("post", "registry/requests", "Ask for a transition", "RequestDetails", body="RequestBody"),
    Operation("get", _IN_REQUEST, "A request with its evidence", "RequestDetails"),
    Operation("post", f"{_IN_REQUEST}/decisions", "Approve, reject, comment", "RequestDetails", body="DecisionBody"),
    Operation("post", f"{_IN_REQUEST}/withdraw", "Withdraw one's own", "RequestDetails", body="ReasonBody"),
    Operation("get", "registry/runs/{run}/versions", "Versions made from a run", "ModelVersion", listed_as="versions"),
    Operation("get", "registry/runs/{run}/comments", "Comments on a run", "Comment", listed_as="comments"),
    Operation(
        "post", "registry/runs/{run}/comments", "Comment a run", "Comment", body="CommentBody", listed_as="comments"
    ),
    Operation(
        "delete", "registry/runs/{run}/comments/{comment}", "Delete one's own comment", "Comment", listed_as="comments"
    ),
    Operation(
        "get", "registry/verifications", "Verifications of this server", "VerificationJob", listed_as="verifications"
    ),
    Operation("post", "registry/verifications", "Verify a saved model", "VerificationJob", body="VerificationBody"),
    Operation("get", "registry/verifications/{verification}", "How one stands", "VerificationJob"),
    Operation("delete", "registry/verifications/{verification}", "Cancel one's own", "VerificationJob"),
)  # fmt: skip
