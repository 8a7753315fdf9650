"""The OpenAPI description of the server's addresses, made from the records."""

from __future__ import annotations

from typing import Any

from ..records.schema import components
from .monitor_addresses import MONITOR_OPERATIONS
from .operation import Operation
from .registry_addresses import REGISTRY_OPERATIONS

OPERATIONS = (
    Operation("get", "status", "Version, store and problems", "ServerStatus"),
    Operation(
        "get", "runs", "Runs: filtered, sorted, paged", "RunPage",
        ("filter", "experiment", "sort", "limit", "offset", "columns", "deleted", "parent"),
    ),
    Operation("get", "runs/{run}", "One run with its code and environment", "RunDetails"),
    Operation("patch", "runs/{run}", "Change name, note or tags", "RunDetails", body="RunEdit"),
    Operation("get", "runs/{run}/files/{path}", "A file of a run, as a download", "file"),
    Operation("get", "runs/{run}/export", "A run as one file for mltrack import, as a download", "file"),
    Operation("post", "runs/delete", "Put runs into the trash", "id", body="RunSelection", listed_as="runs"),
    Operation("post", "runs/restore", "Take runs out of the trash", "id", body="RunSelection", listed_as="runs"),
    Operation("get", "columns", "The columns that runs have", "Column", ("experiment", "parent"), listed_as="columns"),
    Operation("get", "experiments", "Experiments with their counts", "ExperimentRow", listed_as="experiments"),
    Operation("patch", "experiments/{name}", "Choose the main metric", "ExperimentRow", body="ExperimentEdit"),
    Operation("get", "choices", "What people decided about names", "NameChoice", listed_as="choices"),
    Operation("patch", "choices", "Decide about a name", "NameChoice", body="NameChoice", listed_as="choices"),
    Operation(
        "get", "series", "Curves, thinned for display", "Series", ("runs", "keys", "max_points"), listed_as="series"
    ),
    Operation("get", "comparison", "What differs between runs", "Comparison", ("runs", "only_differences")),
    Operation("get", "lines/{run}", "The line under a run's cell", "CellLine"),
    Operation(
        "get", "figures/curves", "Curves as a Plotly figure", "figure",
        ("runs", "keys", "smoothing", "log", "x", "timezone", "per_row"),
    ),
    Operation("get", "figures/parallel", "Parallel coordinates", "figure", ("runs", "columns", "color")),
    Operation("get", "figures/scatter", "Two columns against each other", "figure", ("runs", "x", "y")),
    Operation("get", "figures/importance", "Which parameters go with a metric", "figure", ("runs", "metric")),
    Operation("post", "imports/look", "What a file or a store holds", "ImportOffer", body="ImportLookBody"),
    Operation("post", "imports", "Take runs and versions in", "ImportReport", body="ImportBody"),
    Operation("post", "imports/uploads", "Announce a file to be imported", "Upload", body="UploadBody"),
    Operation("put", "imports/uploads/{upload}", "Send its next piece", "Upload", ("offset",), raw=True),
    Operation("delete", "imports/uploads/{upload}", "Forget it", "id", sole="deleted"),
    *REGISTRY_OPERATIONS,
    *MONITOR_OPERATIONS,
    Operation("get", "openapi.json", "This description", "object"),
)  # fmt: skip

PREFIX = "/mltrack/api/"


def description() -> dict[str, Any]:
    """Give the OpenAPI 3.1 description."""
    from .. import __version__

    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(PREFIX + operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "jupyter-mltrack",
            "version": __version__,
            "description": "Names in lists are separated by commas, each percent-encoded. "
            "NaN and the infinities travel as words.",
        },
        "paths": paths,
        "components": {
            "schemas": components("#/components/schemas/"),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _described(operation: Operation) -> dict[str, Any]:
    in_path = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    found: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": operation.method
        + "_"
        + operation.path.replace("/", "_").replace("{", "").replace("}", ""),
        "parameters": [
            *({"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in in_path),
            *({"name": n, "in": "query", "schema": {"type": "string"}} for n in operation.query),
        ],
        "responses": {
            "200": {"description": operation.summary, "content": _content(operation)},
            "default": {
                "description": "What was wrong, and what to do",
                "content": {"application/json": {"schema": _ref("Problem")}},
            },
        },
    }
    if operation.body:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref(operation.body)}},
        }
    if operation.raw:
        found["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    return found


def _content(operation: Operation) -> dict[str, Any]:
    if operation.answer == "file":
        return {"application/octet-stream": {}}
    schema: dict[str, Any]
    if operation.answer in ("figure", "object"):
        schema = {"type": "object"}
    elif operation.answer == "id":
        schema = {"type": "string"}
    else:
        schema = _ref(operation.answer)
    if operation.listed_as:
        schema = {
            "type": "object",
            "properties": {operation.listed_as: {"type": "array", "items": schema}},
            "required": [operation.listed_as],
        }
    if operation.sole:
        schema = {"type": "object", "properties": {operation.sole: schema}, "required": [operation.sole]}
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
