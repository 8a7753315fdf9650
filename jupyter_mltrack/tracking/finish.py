"""The writes of a run's life after its start, each one transaction."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from msgspec import Struct, field
from tinydb import Query

from ..errors import InvalidInput, NotFound
from ..models.environment import current_environment
from ..records import Artifact, CellCapture, CellSource, Failure, Git, Status
from ..store import Spool, Store
from .children import SHARED, child_documents, keep_children

Document = MutableMapping[str, Any]
"""A run's document, while it is changed."""


class Ending(Struct):
    """How a run ended and what it left."""

    status: Status
    ended: float
    capture: CellCapture | None = None
    failure: Failure | None = None
    git: Git | None = None
    stdout_bytes: int = 0
    code: str | None = None
    context: list[CellSource] = field(default_factory=list)


def change(store: Store, run_id: str, apply: Callable[[Document], None]) -> None:
    """Change a run's document in one transaction.

    Raises
    ------
    NotFound
        When the store has no such run (any more).
    """
    if not store.table("runs").update(apply, Query().id == run_id):
        raise NotFound(f"There is no run {run_id!r} in {store.path}.")


def write(store: Store, run_id: str, spool: Spool, ending: Ending) -> None:
    """Write a run's end: its last points, and everything capture found, in one transaction."""
    capture = ending.capture or CellCapture()
    environment = store.blobs.put(msgspec.json.encode(current_environment())).hash
    code = store.blobs.put(ending.code.encode()).hash if ending.code is not None else None
    context_cells = ending.context or capture.context
    context = store.blobs.put(msgspec.json.encode(context_cells)).hash if context_cells else None
    files = _artifacts(store, capture)
    children = child_documents(run_id, capture.children)
    kept = set(capture.series)
    observed = store.points.keys(run_id) if ending.capture is not None else ()
    drop = [name for name in observed if name not in kept]

    def apply(document: MutableMapping[str, Any]) -> None:
        document["status"] = ending.status
        document["ended"] = ending.ended
        document["duration"] = max(0.0, ending.ended - document["started"])
        document["environment"] = environment
        _merge(document, "params", capture.params)
        _merge(document, "metrics", capture.metrics)
        for name in drop:
            document.get("metrics", {}).pop(name, None) if name not in capture.metrics else None
            document.get("summaries", {}).pop(name, None)
        for name in ("captured", "left_out", "data", "models"):
            records = getattr(capture, name)
            if records:
                document[name] = msgspec.to_builtins(records)
        for artifact in files:
            add_artifact(document, artifact)
        if capture.rounds:
            document["rounds"] = capture.rounds
        if capture.inputs is not None:
            document["inputs"] = capture.inputs
        if children:
            document["children"] = len(children)
            shared = {name: document[name] for name in SHARED if name in document}
            for child in children:
                child.update({**shared, "number": document["number"]})
        source = document.setdefault("source", {})
        if code is not None:
            source["code"] = code
        if context is not None:
            source["context"] = context
        if ending.git is not None:
            document["git"] = msgspec.to_builtins(ending.git)
        if ending.failure is not None:
            document["failure"] = msgspec.to_builtins(ending.failure)
        if ending.stdout_bytes:
            document["stdout_bytes"] = ending.stdout_bytes

    with store.transaction():
        store.points.fold(run_id)
        store.points.forget(run_id, drop)
        change(store, run_id, apply)
        keep_children(store, run_id, children)
    # Only now: the spool's file must outlive a commit that fails.
    spool.close(drop=drop)


def _artifacts(store: Store, capture: CellCapture) -> list[Artifact]:
    found = []
    for file in capture.files:
        blob = store.blobs.put(file.content)
        found.append(Artifact(file.path, blob.hash, blob.size, file.media_type, file.kind))
    return found


def _merge(document: MutableMapping[str, Any], name: str, values: Mapping[str, Any]) -> None:
    if values:
        document.setdefault(name, {}).update(values)


def apply_tags(document: MutableMapping[str, Any], tags: Mapping[str, str | None]) -> None:
    """Set tags in a document; ``None`` takes one away."""
    have = document.setdefault("tags", {})
    for key, value in tags.items():
        if value is None:
            have.pop(key, None)
        else:
            have[key] = value


def keep_file(store: Store, source: str | Path | bytes, name: str | None) -> Artifact:
    """Put a file into the blobs.

    Raises
    ------
    InvalidInput
        When the bytes come without a name, or the name leaves the run's folder.
    NotFound
        When there is no such file.
    """
    data: bytes | Path
    if isinstance(source, bytes):
        if name is None:
            raise InvalidInput("Bytes need a name: log_file(data, 'plots/roc.png').")
        path, data = name, source
    else:
        file = Path(source).expanduser()
        if not file.is_file():
            raise NotFound(f"There is no file {str(file)!r}.")
        path, data = name or file.name, file
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\\" in path or "\x00" in path:
        raise InvalidInput(f"{path[:80]!r} is no path within a run: it must be relative, without '..'.")
    blob = store.blobs.put(data)
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Artifact(path=str(pure), blob=blob.hash, size=blob.size, media_type=kind)


def add_artifact(document: MutableMapping[str, Any], artifact: Artifact) -> None:
    """Add a file to a document; one of the same path is replaced."""
    others = [item for item in document.get("artifacts", []) if item["path"] != artifact.path]
    document["artifacts"] = [*others, msgspec.to_builtins(artifact)]


def mark_lost(document: MutableMapping[str, Any], heartbeat: float | None) -> None:
    """Say in a running run's document that its process died; one that ended meanwhile stays as it is."""
    if document.get("status") != "running":
        return
    ended = max(heartbeat or 0.0, document["started"])
    document["status"] = "lost"
    document["ended"] = min(ended, time.time())
    document["duration"] = document["ended"] - document["started"]
