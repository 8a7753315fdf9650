"""Runs as tables: filtered, sorted, paged; columns and single runs."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from tinydb import Query
from tinydb.queries import QueryInstance
from tinydb.table import Document

from ..capture.rules.reasons import why
from ..errors import InvalidInput
from ..records import CellSource, Column, Environment, Run, RunDetails, RunPage, RunRow
from ..store import Store
from .documents import CHILDREN, find_run_document, run_from, there
from .experiments import main_metric
from .fields import Path, column_of, paths_of, sort_of
from .filter import parse_filter
from .series import spark_line

NEWEST_FIRST = "-run.number"
MOST_ROWS = 10_000


def condition_for(filter: str = "", experiment: str | None = None, deleted: bool = False) -> QueryInstance:
    """Give the condition that a filter, an experiment and the trash make together.

    Raises
    ------
    InvalidInput
        When the filter cannot be read.
    """
    condition: QueryInstance = there(deleted)
    if experiment is not None:
        condition = condition & (Query().experiment == experiment)
    parsed = parse_filter(filter)
    return condition if parsed is None else condition & parsed


def list_runs(
    store: Store,
    filter: str = "",
    experiment: str | None = None,
    sort: str | Sequence[str] = NEWEST_FIRST,
    limit: int = 50,
    offset: int = 0,
    columns: Iterable[str] = (),
    deleted: bool = False,
    parent: str | None = None,
) -> RunPage:
    """Give a page of the table of runs.

    Parameters
    ----------
    store
        The store to look in.
    filter
        In the language of ``parse_filter``.
    experiment
        Only its runs.
    sort
        A column's id, ``-`` before it for descending; several for ties. Runs without a value come last.
    limit, offset
        Which rows, counted from 0.
    columns
        Ids of the columns whose values the rows carry (``params.lr``, ``min.loss``).
    deleted
        The runs in the trash instead.
    parent
        The runs that are a part of this one (the candidates of a search) instead; the best first unless sorted.

    Raises
    ------
    NotFound
        When there is no such ``parent``.
    InvalidInput
        For an unreadable filter, an unknown column, or more than ``MOST_ROWS`` rows at once.
    """
    if not 0 <= limit <= MOST_ROWS or offset < 0:
        raise InvalidInput(f"A page has 0 to {MOST_ROWS:,} rows from row 0 on, not {limit} from {offset}.")
    condition = condition_for(filter, experiment, deleted)
    orders = [sort_of(text) for text in ([sort] if isinstance(sort, str) else sort)]
    wanted = {column: paths_of(*column_of(column)) for column in columns}
    runs = store.table("runs")
    if parent is not None:
        runs = store.table(CHILDREN)
        condition = condition & (Query().parent == find_run_document(store, parent)["id"])
        if orders == [sort_of(NEWEST_FIRST)]:
            orders = [sort_of("run.place")]
    seq = store.seq()
    documents = runs.select(condition, sort=orders, limit=limit, offset=offset) if limit else []
    shown = {name: main_metric(store, name)[0] for name in {document["experiment"] for document in documents}}
    return RunPage(
        rows=[_row(store, document, wanted, shown[document["experiment"]]) for document in documents],
        total=runs.count(condition),
        running=runs.count(condition & (Query().status == "running")),
        seq=seq,
    )


def rows_of(store: Store, references: Iterable[str | int], columns: Iterable[str] = ()) -> list[RunRow]:
    """Give the rows of named runs, in their order; columns as in ``list_runs``.

    Raises
    ------
    NotFound
        When a run is not there.
    """
    wanted = {column: paths_of(*column_of(column)) for column in columns}
    return [_row(store, find_run_document(store, reference), wanted, None) for reference in references]


def _row(store: Store, document: Document, wanted: dict[str, tuple[Path, ...]], metric: str | None) -> RunRow:
    failure = document.get("failure")
    curve = document.get("summaries", {}).get(metric) if metric else None
    return RunRow(
        id=document["id"],
        number=document["number"],
        name=document["name"],
        experiment=document["experiment"],
        status=document["status"],
        started=document["started"],
        ended=document.get("ended"),
        user=document.get("user", ""),
        note=document.get("note", ""),
        tags=document.get("tags", {}),
        values={
            column: value
            for column, paths in wanted.items()
            if (value := _first(document, paths)) is not _ABSENT
        },
        spark=spark_line(store, document["id"], metric, curve["count"]) if metric and curve else [],
        failure=failure["type"] if failure else None,
        deleted="deleted" in document,
        children=document.get("children", 0),
    )


_ABSENT: Any = object()


def _first(document: Document, paths: tuple[Path, ...]) -> Any:
    for path in paths:
        value: Any = document
        for key in path:
            value = value.get(key, _ABSENT) if isinstance(value, dict) else _ABSENT
        if value is not _ABSENT:
            return value
    return _ABSENT


def list_columns(store: Store, experiment: str | None = None, parent: str | None = None) -> list[Column]:
    """Give the columns that runs have: parameters, metrics (with their minimum, maximum and mean) and tags.

    Ordered by how many runs have a value, the most first, then by name.

    Parameters
    ----------
    store
        The store to look in.
    experiment
        Only of its runs.
    parent
        Of the runs that are a part of this one instead.

    Raises
    ------
    NotFound
        When there is no such ``parent``.
    """
    whole = None if parent is None else str(find_run_document(store, parent)["id"])
    return list(_columns(store, store.seq(), experiment, whole))


@functools.lru_cache(maxsize=32)
def _columns(store: Store, seq: int, experiment: str | None, parent: str | None) -> tuple[Column, ...]:
    from .direction import guess_direction

    condition = condition_for(experiment=experiment)
    runs = store.table("runs")
    if parent is not None:
        runs, condition = store.table(CHILDREN), condition & (Query().parent == parent)
    found = []
    for group in ("params", "metrics", "tags"):
        counts = runs.paths((group,), condition)
        for path, count in sorted(counts.items(), key=lambda item: (-item[1].documents, item[0])):
            name = path[-1]
            numeric = count.numeric == count.documents
            direction = guess_direction(name) if group == "metrics" else None
            found.append(Column(f"{group}.{name}", group, name, numeric, count.documents, direction))
    for group in ("min", "max", "mean"):
        found += [
            Column(f"{group}.{column.name}", group, column.name, True, column.runs, column.direction)  # type: ignore[arg-type]
            for column in found
            if column.group == "metrics"
        ]
    return tuple(found)


def get_run(store: Store, reference: str | int) -> Run:
    """Give a run by number, id or the beginning of its id.

    Raises
    ------
    NotFound
        When there is none.
    """
    return run_from(find_run_document(store, reference))


def run_details(store: Store, reference: str | int) -> RunDetails:
    """Give a run with its code, the earlier cells that it depended on, and its environment.

    Raises
    ------
    NotFound
        When there is no such run.
    """
    run = get_run(store, reference)
    previous = previous_run(store, run) if run.parent is None else None
    return RunDetails(
        run=run,
        code=code_of(store, run),
        context=context_of(store, run),
        environment=environment_of(store, run),
        previous=previous.number if previous else None,
        rules={item.rule: why(item.rule) for item in run.captured},
        output=output_of(store, run),
        parent=run.number if run.parent else None,
    )


def code_of(store: Store, run: Run) -> str | None:
    """Give the text of a run's cell or script."""
    return store.blobs.read(run.source.code).decode("utf-8", "replace") if run.source.code else None


def context_of(store: Store, run: Run) -> list[CellSource]:
    """Give the earlier cells that a run's cell depended on."""
    if not run.source.context:
        return []
    return msgspec.json.decode(store.blobs.read(run.source.context), type=list[CellSource])


def output_of(store: Store, run: Run) -> str | None:
    """Give the text that a run's cell printed, as far as it was kept."""
    for artifact in run.artifacts:
        if artifact.kind == "output":
            return store.blobs.read(artifact.blob).decode("utf-8", "replace")
    return None


def environment_of(store: Store, run: Run) -> Environment | None:
    """Give what a run was computed with."""
    return (
        msgspec.json.decode(store.blobs.read(run.environment), type=Environment) if run.environment else None
    )


def previous_run(store: Store, run: Run) -> Run | None:
    """Give the run before this one of the same cell (or script); one that is still going on does not count."""
    if not run.source.path and not run.source.cell_id:
        return None
    same = Query().source.path == run.source.path
    if run.source.cell_id:
        same = same & (Query().source.cell_id == run.source.cell_id)
    else:
        without_id = ~Query().source.cell_id.exists() | (Query().source.cell_id == None)  # noqa: E711 a query
        same = same & (Query().experiment == run.experiment) & without_id
    same = same & there() & (Query().number < run.number) & ~(Query().status == "running")
    found = store.table("runs").select(same, sort=[sort_of(NEWEST_FIRST)], limit=1)
    return run_from(found[0]) if found else None
