"""The model card: written from what is known, or as a person edited it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone

from tinydb import Query

from ..records import ModelCard, ModelVersion, RegisteredModel, Run, RunDetails, SignatureField
from ..store import Sort, Store
from ..tracking import run_details
from ..tracking.data_changes import shape_text
from ..tracking.sentence import number_text
from .comparing import run_of
from .documents import find_model, find_version, version_numbers
from .drifting import drift_evidence
from .markdown import page_of, plain, table
from .names import Reference

_MOST_EVENTS = 20
_MOST_ROWS = 60


def model_card(store: Store, name: str) -> ModelCard:
    """Give a model's card: of the version in production, else of the newest one.

    Parameters
    ----------
    store
        The store that holds the model.
    name
        Its name.

    Raises
    ------
    NotFound
        When there is no such model.
    """
    model = find_model(store, name)
    numbers = model.stages.get("production") or version_numbers(model)
    version = find_version(store, Reference(model.name, max(numbers)))[1] if numbers else None
    text = model.card if model.card is not None else written_card(store, model, version)
    return ModelCard(text, page_of(text, model.name), model.card is not None)


def written_card(store: Store, model: RegisteredModel, version: ModelVersion | None) -> str:
    """Write the card from what is known; whatever comes from people is escaped."""
    run = run_of(store, version)
    details = run_details(store, run.id) if run else None
    parts = [
        f"# {plain(model.name)}",
        plain(model.description) if model.description else "",
        *_about(model, version),
        *_section("Metrics", _metrics(version)),
        *_section("Parameters", _parameters(run)),
        *_section("Data", _data(run)),
        *_section("Drift", _drift(store, model, version)),
        *_section("Signature", _signature(version)),
        *_section("Environment", _environment(details)),
        *_section("Verification", _verification(version)),
        *_section("Approvals", _approvals(store, model, version)),
        *_section("History", _history(store, model)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(title: str, body: str) -> list[str]:
    return [f"## {title}", body] if body else []


def _about(model: RegisteredModel, version: ModelVersion | None) -> list[str]:
    if version is None:
        return ["It has no version yet."]
    saved = version.saved
    aliases = ", ".join(sorted(alias for alias, number in model.aliases.items() if number == version.version))
    rows = [
        ("Version", str(version.version)),
        ("Stage", version.stage),
        ("Aliases", aliases),
        ("Registered", f"{_time(version.created)} by {version.created_by}"),
        ("Run", str(version.run_number) if version.run_number else ""),
        ("Type", saved.type if saved else ""),
        ("Format", f"{saved.format}, {'safe' if saved.safe else 'not safe'} to load" if saved else ""),
        ("Digest", saved.digest if saved else ""),
        *((f"Tag {key}", value) for key, value in sorted(version.tags.items())),
    ]
    return [
        table(("", ""), [row for row in rows if row[1]]),
        plain(version.description) if version.description else "",
    ]


def _metrics(version: ModelVersion | None) -> str:
    metrics = sorted(version.metrics.items()) if version else []
    return _rows(("Metric", "Value"), ((name, number_text(value)) for name, value in metrics))


def _parameters(run: Run | None) -> str:
    params = sorted(run.params.items()) if run else []
    return _rows(("Parameter", "Value"), ((name, number_text(value)) for name, value in params))


def _data(run: Run | None) -> str:
    data = run.data if run else []
    rows = (
        (one.name, one.role, shape_text(one.shape), one.source or "", one.fingerprint or "") for one in data
    )
    return _rows(("Data", "Used as", "Shape", "Source", "Fingerprint"), rows)


def _drift(store: Store, model: RegisteredModel, version: ModelVersion | None) -> str:
    """Tell how its training data differ from those of the version in production, else of the one before it."""
    if version is None:
        return ""
    served = [one for one in model.stages.get("production", []) if one != version.version]
    earlier = [one for one in version_numbers(model) if one < version.version]
    number = max(served or earlier, default=None)
    other = find_version(store, Reference(model.name, number))[1] if number is not None else None
    told = []
    for one in drift_evidence(store, version, other):
        if one.version != version.version:
            continue
        what = "Training data" if one.of == "training data" else "The latest data"
        beside = f"those of version {one.beside}" if one.beside is not None else "the training data"
        says = one.report.sentence if one.report else one.problem
        told.append(f"{what} beside {beside}: {plain(says)}")
        columns = [column for column in one.report.columns if column.drifted] if one.report else []
        if columns:
            told.append(
                table(("Column", "What changed"), [(c.name, c.sentence) for c in columns[:_MOST_ROWS]])
            )
    return "\n\n".join(told)


def _signature(version: ModelVersion | None) -> str:
    signature = version.saved.signature if version and version.saved else None
    if signature is None:
        return ""
    sides = (("input", signature.inputs), ("output", signature.outputs))
    return _rows(("", "Name", "Type"), (_field(side, one) for side, fields in sides for one in fields))


def _field(side: str, one: SignatureField) -> tuple[str, str, str]:
    return side, one.name or "", one.type + (f" {one.shape}" if one.shape is not None else "")


def _environment(details: RunDetails | None) -> str:
    environment = details.environment if details else None
    if environment is None:
        return ""
    rows = [
        ("Python", f"{environment.python} on {environment.platform}"),
        *sorted(environment.packages.items()),
    ]
    return _rows(("Package", "Version"), rows)


def _verification(version: ModelVersion | None) -> str:
    found = version.verification if version else None
    if found is None:
        return ""
    where = "in a rebuilt environment" if found.where == "rebuilt" else "in the environment that asked"
    row = (_time(found.time), found.user, found.verdict, found.reason, f"Python {found.python}, {where}")
    return table(("Time", "Who", "Verdict", "Why", "Where"), [row])


def _approvals(store: Store, model: RegisteredModel, version: ModelVersion | None) -> str:
    if version is None:
        return ""
    about = (Query().model_id == model.id) & (Query().version == version.version)
    decided = about & (Query().kind == "request decided")
    events = store.table("events").select(decided, sort=Sort(("seq",)))
    rows = ((_time(one["time"]), one["user"], one["details"]["decision"], one["reason"]) for one in events)
    return _rows(("Time", "Who", "Decision", "What they said"), rows)


def _history(store: Store, model: RegisteredModel) -> str:
    order = Sort(("seq",), descending=True)
    events = store.table("events").select(Query().model_id == model.id, sort=order, limit=_MOST_EVENTS)
    rows = (
        (
            _time(one["time"]),
            one["user"],
            one["kind"] + (f" {one['details']['stage']}" if "stage" in one["details"] else ""),
            str(one.get("version", "")),
            one["reason"],
        )
        for one in events
    )
    return _rows(("Time", "Who", "What", "Version", "Why"), rows)


def _rows(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    found = list(rows)
    more = len(found) - _MOST_ROWS
    text = table(heads, found[:_MOST_ROWS]) if found else ""
    return f"{text}\n\n… and {more:,} more." if more > 0 else text


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
