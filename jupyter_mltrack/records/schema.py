"""The JSON Schema of the records, for the generated TypeScript types and the OpenAPI description."""

from __future__ import annotations

from typing import Any

import msgspec

from . import (
    capture,
    comparison,
    evidence,
    importing,
    messages,
    monitoring_pages,
    registry,
    registry_bodies,
    registry_pages,
    run,
    series,
    table,
)

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
    importing.UploadBody,
    importing.Upload,
    importing.ImportLookBody,
    importing.ImportOffer,
    importing.ImportBody,
    importing.ImportReport,
    messages.Problem,
    messages.UnknownPersonProblem,
    messages.ServerStatus,
    messages.StoreChange,
    messages.CellLine,
    monitoring_pages.MonitorBody,
    monitoring_pages.MonitorEdit,
    monitoring_pages.NewReferenceBody,
    monitoring_pages.AlertBody,
    monitoring_pages.MonitorPage,
    monitoring_pages.MonitorDetails,
    monitoring_pages.CheckDetails,
    monitoring_pages.ColumnDetails,
    monitoring_pages.PeriodComparison,
    monitoring_pages.PerformancePage,
    monitoring_pages.AlertPage,
    monitoring_pages.AlertDetails,
    registry.RegisteredModel,
    registry.ModelVersion,
    registry.ModelMoment,
    registry.StageRule,
    evidence.VersionComparison,
    registry_pages.ModelPage,
    registry_pages.ModelDetails,
    registry_pages.VersionPage,
    registry_pages.RequestPage,
    registry_pages.RequestDetails,
    registry_pages.EventPage,
    registry_pages.Comment,
    registry_pages.VerificationJob,
    registry_pages.ModelCard,
    registry_pages.RegistryCheck,
    registry_pages.Me,
    registry_pages.Rules,
    registry_pages.KnownPeople,
    registry_bodies.AliasBody,
    registry_bodies.CommentBody,
    registry_bodies.DecisionBody,
    registry_bodies.ModelBody,
    registry_bodies.ModelEdit,
    registry_bodies.PeopleBody,
    registry_bodies.ReasonBody,
    registry_bodies.RequestBody,
    registry_bodies.RollbackBody,
    registry_bodies.RulesBody,
    registry_bodies.TransitionBody,
    registry_bodies.VerificationBody,
    registry_bodies.VersionBody,
    registry_bodies.VersionEdit,
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
    if "properties" in schema and not title.endswith(("Edit", "Selection", "Body")):
        done["required"] = list(schema["properties"])
    return done
