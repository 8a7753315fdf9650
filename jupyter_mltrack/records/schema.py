"""The JSON Schema of the records, for the generated TypeScript types and the OpenAPI description."""

from __future__ import annotations

from typing import Any

import msgspec

from . import capture, comparison, messages, run, series, table

FRONT_END: tuple[type[msgspec.Struct], ...] = (
    run.RunDetails,
    run.RunEdit,
    run.RunSelection,
    capture.NameChoice,
    table.Column,
    table.RunPage,
    table.ExperimentRow,
    table.ExperimentEdit,
    series.Series,
    comparison.Comparison,
    messages.Problem,
    messages.ServerStatus,
    messages.StoreChange,
    messages.CellLine,
)


def components(prefix: str) -> dict[str, Any]:
    """Give the schemas of all records that cross the wire, by name.

    Parameters
    ----------
    prefix
        Where they will stand: ``#/$defs/`` or ``#/components/schemas/``.
    """
    _, schemas = msgspec.json.schema_components(FRONT_END, ref_template=prefix + "{name}")
    return {name: _answered(schema) for name, schema in sorted(schemas.items())}


def front_end_schema() -> dict[str, Any]:
    """Give one schema that holds every record that the front end knows."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Records",
        "$defs": components("#/$defs/"),
    }


def _answered(schema: Any) -> Any:
    """Say of plain numbers that they may be a word (see ``wire``), and of answers that every field is there."""
    if isinstance(schema, list):
        return [_answered(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "number" and schema.get("format") != "unix-time":
        return {"anyOf": [schema, {"enum": ["NaN", "Infinity", "-Infinity"]}]}
    done = {key: value if key == "default" else _answered(value) for key, value in schema.items()}
    title = schema.get("title", "")
    if "properties" in schema and not title.endswith(("Edit", "Selection")):
        done["required"] = list(schema["properties"])
    return done
