"""``mltrack.monitor``: watch data and a model from a notebook or a script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from ..errors import InvalidInput, NotFound
from ..records import (
    Chunking,
    ChunkKind,
    ColumnRule,
    DriftPolicy,
    Monitor,
    MonitorBody,
    MonitorEdit,
    MonitorPerformance,
    MonitorRoles,
    MonitorSource,
    MonitorStream,
    StreamMethod,
    TaskKind,
)
from ..records.monitoring import patient_policy
from ..registry.people import system_person
from ..store import Store
from ..tracking.api import current_store
from . import monitors
from .documents import find_monitor
from .periods import Period
from .references import take_table
from .shown import MonitorHandle

R = TypeVar("R", bound=msgspec.Struct)
_EVERY = re.compile(r"\s*(\d*)\s*(second|sec|s|minute|min|hour|h|day|d|week|w)s?\s*", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def monitor(
    name: str,
    source: str | Path | MonitorSource | Mapping[str, str] | None = None,
    *,
    reference: Any = None,
    model: str | None = None,
    time: str | None = None,
    chunk: str | int | None = None,
    zone: str | None = None,
    patience: str | float | None = None,
    every: str | float | None = None,
    silence: str | float | None = None,
    prediction: str | None = None,
    scores: str | Mapping[str, str] | None = None,
    label: str | None = None,
    labels: str | Path | MonitorSource | Mapping[str, str] | None = None,
    key: str | None = None,
    task: TaskKind | None = None,
    metrics: Sequence[str] | None = None,
    worst: Mapping[str, float] | None = None,
    positive: str | None = None,
    query: str | None = None,
    segments: Sequence[str] | None = None,
    left_out: Sequence[str] | None = None,
    columns: Mapping[str, ColumnRule | Mapping[str, Any]] | None = None,
    importance: Mapping[str, float] | None = None,
    rate: float | None = None,
    persistence: int | None = None,
    streams: Mapping[str, StreamMethod | MonitorStream] | None = None,
    channels: Sequence[str] | None = None,
    description: str | None = None,
    store: str | Path | None = None,
) -> MonitorHandle:
    """Make a monitor, change it, or give the one of that name.

    Parameters
    ----------
    name
        Its name. With nothing else, the monitor that has it is given.
    source
        Where new data are: the path or pattern of files (``"data/*.parquet"``), ``{"database": "sqlite:///log.db",
        "query": "SELECT …", "cursor": "at"}``; nothing: tables are handed over with ``.check(table)``.
    reference
        What they are compared with: a table, the path of a file, a profile. By default the data that the model was
        trained on; without a model, the first data that come.
    model
        The version that is watched: ``"churn@production"``, ``"churn/3"``.
    time
        The column that says when a row was.
    chunk
        Rows of which time or number are checked together: ``"1 day"``, ``10_000``. By default those of a file, or of a
        table that is handed over.
    zone
        Where days begin, and of times that name no zone: ``"Europe/Berlin"``; UTC unless said.
    patience
        How long rows of a period may still come after its end, before it is checked: ``"2 hours"``. None unless said.
    every
        How often it runs: ``"1 hour"``, ``"day"``, seconds. By default only when it is asked to.
    silence
        How long its source may bring nothing new before that is an alert: ``"2 days"``; 0: for ever. By default three
        periods, and longer where the data came with longer pauses before. Only of monitors that run by themselves.
    prediction, scores, label, key, query
        Columns: what the model said; the probability of the positive class (or a mapping of class to column; of
        regression, of share to predicted quantile); what came true; what a row and its late label have in common; what
        ranked rows have in common.
    labels
        Where labels come from, if not with the rows; as ``source``.
    task, metrics, worst, positive
        What kind of model it is, which metrics are watched, values that they must not be worse than, and the positive
        class.
    segments, left_out
        Columns by which bad segments are looked for; columns that are not watched.
    columns, importance, rate, persistence
        The policy: see ``mltrack.drift``. ``persistence`` is the number of checks running in which a column has to
        drift before it is an alert; 2 unless said.
    streams
        Detectors that look at rows one after the other (the extra ``streams``): ``{"age": "adwin"}``, and
        ``{"": "ddm"}`` for wrong predictions.
    channels
        Names of channels that alerts are sent to.
    description
        For people.
    store
        Another store than the one that is found.

    Raises
    ------
    InvalidInput, NotFound, Conflict
        When something cannot be meant; there is no such model, file or monitor; rows that were read already would be
        put together in another way.

    Examples
    --------
    >>> m = mltrack.monitor("churn", "data/*.csv", time="at", chunk="1 day", reference=train)  # doctest: +SKIP
    >>> m.run()                                                                                # doctest: +SKIP
    """
    opened, by = current_store(store, create=True), system_person()
    found = _existing(opened, name)
    given: dict[str, Any] = {"model": model, "description": description}
    given["source"] = _from_here(source_of(source), opened) if source is not None else None
    given["channels"] = [*channels] if channels is not None else None
    given["streams"] = _streams(streams) if streams is not None else None
    given["every"] = seconds_of(every) if every is not None else None
    given["silence"] = seconds_of(silence) if silence is not None else None
    given["chunking"] = _chunking(time, chunk, zone, patience, found)
    given["roles"] = _roles(prediction, scores, label, key, query, segments, left_out, positive, found)
    given["performance"] = _performance(task, metrics, worst, positive, _labels(labels, opened), found)
    given["policy"] = _policy(rate, persistence, columns, importance, found)
    given = {field: value for field, value in given.items() if value is not None}
    if found is None:
        if not given and reference is None:
            raise NotFound(f"There is no monitor {name[:80]!r}. Say what it watches, and it is made.")
        path = _beside(reference, opened) if isinstance(reference, str | Path) else ""
        body = MonitorBody(name, reference=path, **given)
        made = monitors.create_monitor(opened, body, by=by, table=None if path else reference)
        return MonitorHandle(opened, made.id)
    changed = {field: value for field, value in given.items() if _differs(found, field, value)}
    if changed:
        monitors.edit_monitor(opened, found.id, MonitorEdit(**changed), by=by)
    if isinstance(reference, str | Path):
        reference = _beside(reference, opened)
    if reference is not None and not _is_reference(opened, found, reference):
        take_table(opened, found.id, reference, by=by)
    return MonitorHandle(opened, found.id)


def monitors_of(store: str | Path | None = None) -> list[MonitorHandle]:
    """Give all monitors of a store."""
    opened = current_store(store, create=False)
    return [MonitorHandle(opened, one.id) for one in monitors.all_monitors(opened)]


def seconds_of(every: str | float) -> float:
    """Read how often something is done.

    Raises
    ------
    InvalidInput
        When it is no length of time.

    Examples
    --------
    >>> seconds_of("6 hours")
    21600.0
    """
    if isinstance(every, int | float) and not isinstance(every, bool):
        return float(every)
    found = _EVERY.fullmatch(str(every))
    if found is None:
        raise InvalidInput(f"{str(every)[:40]!r} is no length of time: write 30 minutes, 1 hour or 1 day.")
    return float(int(found[1] or 1) * _SECONDS[found[2][0].lower()])


def source_of(given: str | Path | MonitorSource | Mapping[str, str]) -> MonitorSource:
    """Read where data come from, as ``monitor`` takes it.

    Raises
    ------
    InvalidInput
        When it has fields that there are not.
    """
    if isinstance(given, MonitorSource):
        return given
    if isinstance(given, str | Path):
        return MonitorSource("files", path=str(given))
    if not isinstance(given, Mapping):
        raise InvalidInput(
            f"A source is a path or a pattern, or database and query; not {type(given).__name__}. "
            "Tables are handed over: monitor.check(table)."
        )
    kind = given.get("kind") or ("sql" if "query" in given else "files")
    try:
        return msgspec.convert({**given, "kind": kind}, MonitorSource, strict=True)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"The source cannot be read: {error}.") from error


def _from_here(source: MonitorSource, store: Store) -> MonitorSource:
    """Give a source whose path, which was meant from where this process works, begins where the store's folder does."""
    if source.kind != "files":
        return source
    return msgspec.structs.replace(source, path=_beside(source.path, store))


def _labels(
    given: str | Path | MonitorSource | Mapping[str, str] | None, store: Store
) -> MonitorSource | None:
    return None if given is None else _from_here(source_of(given), store)


def _beside(path: str | Path, store: Store) -> str:
    whole, folder = Path.cwd() / Path(path).expanduser(), store.path.parent
    return (whole.relative_to(folder) if whole.is_relative_to(folder) else whole).as_posix()


def _streams(given: Mapping[str, StreamMethod | MonitorStream]) -> list[MonitorStream]:
    found = []
    for subject, what in given.items():
        if isinstance(what, MonitorStream):
            found.append(msgspec.structs.replace(what, subject=subject))
        elif what in get_args(StreamMethod):
            found.append(MonitorStream(what, subject))
        else:
            raise InvalidInput(
                f"There is no detector {str(what)[:40]!r}; there are {', '.join(get_args(StreamMethod))}."
            )
    return found


def _existing(store: Store, name: str) -> Monitor | None:
    try:
        found = find_monitor(store, name)
    except NotFound:
        return None
    return found if found.name == name.strip() or found.id == name else None


def _chunking(
    time: str | None,
    chunk: str | int | None,
    zone: str | None,
    patience: str | float | None,
    found: Monitor | None,
) -> Chunking | None:
    if time is None and chunk is None and zone is None and patience is None:
        return None
    before = found.chunking if found is not None else Chunking()
    said: dict[str, Any] = {"column": time, "zone": zone}
    said["patience"] = seconds_of(patience) if patience is not None else None
    if chunk is None:
        # A time column alone says when things were; days are what people mean by it.
        said["by"] = "time" if time is not None and before.by == "batch" else None
    elif isinstance(chunk, int) and not isinstance(chunk, bool):
        said |= {"by": "rows", "rows": chunk}
    elif chunk in get_args(ChunkKind):
        said["by"] = chunk
    else:
        Period.read(str(chunk), zone or before.zone)
        said |= {"by": "time", "period": str(chunk)}
    return _changed(before, said)


def _roles(
    prediction: str | None,
    scores: str | Mapping[str, str] | None,
    label: str | None,
    key: str | None,
    query: str | None,
    segments: Sequence[str] | None,
    left_out: Sequence[str] | None,
    positive: str | None,
    found: Monitor | None,
) -> MonitorRoles | None:
    by_class: dict[str, str] | None = None
    if isinstance(scores, str):
        by_class = {positive or "1": scores}
    elif scores is not None:
        by_class = {str(name): column for name, column in scores.items()}
    given = {
        "prediction": prediction, "scores": by_class, "label": label, "key": key, "query": query,
        "segments": [*segments] if segments is not None else None,
        "left_out": [*left_out] if left_out is not None else None,
    }  # fmt: skip
    return _changed(found.roles if found is not None else MonitorRoles(), given)


def _performance(
    task: TaskKind | None,
    metrics: Sequence[str] | None,
    worst: Mapping[str, float] | None,
    positive: str | None,
    labels: MonitorSource | None,
    found: Monitor | None,
) -> MonitorPerformance | None:
    given = {
        "task": task,
        "metrics": [*metrics] if metrics is not None else None,
        "worst": dict(worst) if worst is not None else None,
        "positive": positive,
        "labels": labels,
    }
    return _changed(found.performance if found is not None else MonitorPerformance(), given)


def _policy(
    rate: float | None,
    persistence: int | None,
    columns: Mapping[str, ColumnRule | Mapping[str, Any]] | None,
    importance: Mapping[str, float] | None,
    found: Monitor | None,
) -> DriftPolicy | None:
    rules = None
    if columns is not None:
        try:
            rules = {
                name: msgspec.convert(msgspec.to_builtins(rule), ColumnRule) for name, rule in columns.items()
            }
        except msgspec.ValidationError as error:
            raise InvalidInput(f"A rule for a column cannot be read: {error}.") from error
    given = {
        "rate": rate, "persistence": persistence, "columns": rules,
        "importance": {str(n): float(v) for n, v in importance.items()} if importance is not None else None,
    }  # fmt: skip
    return _changed(found.policy if found is not None else patient_policy(), given)


def _changed(record: R, given: Mapping[str, Any]) -> R | None:
    """Give a record with what was given; ``None`` where nothing was."""
    said = {field: value for field, value in given.items() if value is not None}
    return msgspec.structs.replace(record, **said) if said else None


def _differs(found: Monitor, field: str, value: Any) -> bool:
    before = getattr(found.schedule if field in ("every", "silence") else found, field)
    return bool(before != value)


def _is_reference(store: Store, found: Monitor, table: Any) -> bool:
    """Tell whether a table is what the monitor compares with already, so that a cell can be run again."""
    from ..drift.profiles import TableProfile, profile
    from .references import profile_of

    known = profile_of(store, found)
    if known is None:
        return False
    path = store.path.parent / table if isinstance(table, str | Path) else table
    new = path if isinstance(path, TableProfile) else profile(path)
    return _gist(new) == _gist(known)


def _gist(profile: Any) -> list[tuple[Any, ...]]:
    return [
        (c.name, c.rows, c.missing, c.minimum, c.maximum, [round(v, 6) for v in c.moments[:2]])
        for c in profile.record.columns
    ]
