"""Names of columns, as people and addresses write them, and the paths in documents that they mean."""

from __future__ import annotations

from ..errors import InvalidInput
from ..records import ColumnGroup
from ..store import Sort

Path = tuple[str, ...]

ATTRIBUTES: dict[str, Path] = {
    "number": ("number",),
    "name": ("name",),
    "experiment": ("experiment",),
    "status": ("status",),
    "started": ("started",),
    "ended": ("ended",),
    "duration": ("duration",),
    "user": ("user",),
    "note": ("note",),
    "id": ("id",),
    "notebook": ("source", "path"),
    "commit": ("git", "commit"),
    "failure": ("failure", "type"),
    "place": ("place",),
}
"""Columns of the group ``run``."""

_GROUPS: dict[str, ColumnGroup] = {
    "run": "run", "runs": "run", "attribute": "run", "attributes": "run", "attr": "run",
    "params": "params", "param": "params", "parameter": "params", "parameters": "params",
    "metrics": "metrics", "metric": "metrics", "last": "metrics",
    "min": "min", "max": "max", "mean": "mean",
    "tags": "tags", "tag": "tags",
}  # fmt: skip

_MLFLOW_ATTRIBUTES = {
    "run_id": "id", "run_name": "name", "start_time": "started", "end_time": "ended", "user_id": "user",
}  # fmt: skip


def column_of(text: str) -> tuple[ColumnGroup, str]:
    """Split a column's id into group and name.

    >>> column_of("metrics.val.loss")
    ('metrics', 'val.loss')

    Raises
    ------
    InvalidInput
        When there is no such group or attribute.
    """
    head, dot, name = text.partition(".")
    group = _GROUPS.get(head.lower())
    if not dot and head.lower() in ATTRIBUTES:
        return "run", head.lower()
    if group is None or not name:
        raise InvalidInput(
            f"{text[:80]!r} is no column: write params.NAME, metrics.NAME, min.NAME, max.NAME, mean.NAME, tags.NAME, "
            f"or one of {', '.join(ATTRIBUTES)}."
        )
    if group == "run":
        name = _MLFLOW_ATTRIBUTES.get(name.lower(), name.lower())
        if name not in ATTRIBUTES:
            raise InvalidInput(f"Runs have no {name[:60]!r}; they have {', '.join(ATTRIBUTES)}.")
    return group, name


def paths_of(group: ColumnGroup, name: str) -> tuple[Path, ...]:
    """Give the paths that may hold a column's value; the first that a document has counts.

    A metric with one point has no summary: its minimum, maximum and mean are that point.
    """
    if group == "run":
        return (ATTRIBUTES[name],)
    if group in ("min", "max", "mean"):
        return (("summaries", name, group), ("metrics", name))
    return ((group, name),)


def sort_of(text: str) -> Sort:
    """Read a sort order: a column's id, with ``-`` before it for descending."""
    descending = text.startswith("-")
    group, name = column_of(text.removeprefix("-").removeprefix("+"))
    paths = paths_of(group, name)
    return Sort(paths[0] if len(paths) == 1 else paths, descending=descending)
