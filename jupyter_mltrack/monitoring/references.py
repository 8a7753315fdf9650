"""What a monitor compares with: training data, a table, or data that it has seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..drift.profiles import TableProfile, profile
from ..errors import Conflict, InvalidInput, NotFound
from ..records import Monitor, MonitorCheck, MonitorReference, ReferenceKind
from ..registry import get_version
from ..registry.names import check_text
from ..registry.people import Person
from ..store import Store
from . import scored as scored_rows
from .acts import reference_taken
from .documents import change_monitor, find_check, find_monitor
from .rows import UNNAMED, Rows
from .scored import Scored, read_scored
from .training import training_profile

ITSELF = Person("the monitor")


def profile_of(store: Store, monitor: Monitor) -> TableProfile | None:
    """Give the profile of the reference that counts; ``None`` where there is none yet."""
    if not monitor.references:
        return None
    return TableProfile.from_bytes(store.blobs.read(monitor.references[-1].profile))


def scored_of(store: Store, monitor: Monitor) -> Scored | None:
    """Give the reference's rows with predictions and labels, where it has some."""
    if not monitor.references or not monitor.references[-1].scored:
        return None
    return scored_rows.from_bytes(store.blobs.read(monitor.references[-1].scored))


def take_checks(store: Store, name: str, checks: Sequence[str], *, by: Person, reason: str = "") -> Monitor:
    """Make the data of checks the new reference.

    Parameters
    ----------
    store
        The store that holds the monitor.
    name
        The monitor.
    checks
        Ids or labels of its checks; ``newest`` for the last one.
    by
        Who does it.
    reason
        Why.

    Raises
    ------
    NotFound
        When there is no such monitor or check.
    """
    monitor = find_monitor(store, name)
    chosen = sorted(
        (find_check(store, monitor, one) for one in dict.fromkeys(checks)), key=lambda one: one.order
    )
    if not chosen:
        raise InvalidInput("Name at least one check whose data are to be the reference.")
    whole: TableProfile | None = None
    for one in chosen:
        part = TableProfile.from_bytes(store.blobs.read(one.profile))
        whole = part if whole is None else whole + part
    assert whole is not None
    rows = [scored_rows.from_bytes(store.blobs.read(one.scored)) for one in chosen if one.scored]
    together = scored_rows.joined(rows) if rows else None
    return _take(store, monitor, "checks", words(chosen), whole, together, by=by, reason=reason)


def take_table(
    store: Store, name: str, table: Any, label: str = "", *, by: Person, reason: str = ""
) -> Monitor:
    """Make a table the new reference.

    Parameters
    ----------
    store
        The store that holds the monitor.
    name
        The monitor.
    table
        What ``drift`` takes: a frame, an array, a mapping, the path of a file, a profile.
    label
        What it is, in words.
    by, reason
        Who does it, and why.

    Raises
    ------
    InvalidInput
        When it is no table, or has no rows.
    """
    monitor = find_monitor(store, name)
    if isinstance(table, str | Path):
        label = label or Path(table).name
        table = Path(table)
        if not table.is_absolute():
            table = store.path.parent / table
    # By a fixed seed, so that the same data get the same verdicts.
    summary = table if isinstance(table, TableProfile) else profile(table, seed=0)
    if not summary.rows:
        raise InvalidInput("A table without rows can be no reference.")
    label = label or f"a table of {summary.rows:,} rows"
    return _take(store, monitor, "table", label, summary, _scored(monitor, table), by=by, reason=reason)


def take_model(store: Store, name: str, *, by: Person, reason: str = "") -> Monitor:
    """Make the training data of the monitor's model the new reference.

    Raises
    ------
    NotFound
        When there is no such version, or nothing is known of its training data.
    Conflict
        When the monitor has no model.
    """
    monitor = find_monitor(store, name)
    if not monitor.model:
        raise Conflict(f"The monitor {monitor.name!r} has no model: give it one, or a table as reference.")
    version = get_version(store, monitor.model)
    found = training_profile(store, monitor)
    if found is None:
        raise NotFound(
            f"Nothing is known of the data that {monitor.model!r} was trained on. Log it with training_data=…, or give "
            "the monitor a table as reference."
        )
    named = f"training data of {monitor.model.partition('@')[0].partition('/')[0]}/{version.version}"
    return _take(store, monitor, "model", named, found, None, by=by, reason=reason, version=version.version)


def follow_model(store: Store, monitor: Monitor) -> Monitor:
    """Take the training data of the version that the monitor's model means now, if it is another than before."""
    if not (monitor.model and monitor.follow and monitor.references):
        return monitor
    newest = monitor.references[-1]
    if newest.kind != "model":
        return monitor
    version = get_version(store, monitor.model).version
    if version == newest.version or training_profile(store, monitor) is None:
        return monitor
    reason = f"{monitor.model} is version {version} now; it was {newest.version}."
    return take_model(store, monitor.id, by=ITSELF, reason=reason)


def take_first(
    store: Store, monitor: Monitor, label: str, summary: TableProfile, rows: Scored | None
) -> Monitor:
    """Make the first data that a monitor without a reference sees its reference."""
    reason = "It had no reference: its first data became one."
    return _take(store, monitor, "checks", label, summary, rows, by=ITSELF, reason=reason)


def words(checks: Sequence[MonitorCheck]) -> str:
    """Say which checks these are: the first and the last."""
    first, last = checks[0].label, checks[-1].label
    return first if len(checks) == 1 else f"{first} to {last} ({len(checks)} checks)"


def _take(
    store: Store,
    monitor: Monitor,
    kind: ReferenceKind,
    label: str,
    summary: TableProfile,
    rows: Scored | None,
    *,
    by: Person,
    reason: str,
    version: int | None = None,
) -> Monitor:
    reason = check_text(reason, "reason")
    columns = [msgspec.structs.replace(one, name=one.name or UNNAMED) for one in summary.record.columns]
    summary = TableProfile(msgspec.structs.replace(summary.record, columns=columns))
    reference = MonitorReference(
        number=1,
        kind=kind,
        label=label[:300],
        profile=store.blobs.put(summary.to_bytes()).hash,
        rows=summary.rows,
        since=time.time(),
        by=by.name,
        reason=reason,
        version=version,
        scored="" if rows is None else store.blobs.put(scored_rows.to_bytes(rows)).hash,
    )

    def change(found: Monitor) -> None:
        number = found.references[-1].number + 1 if found.references else 1
        found.references.append(msgspec.structs.replace(reference, number=number))
        if number > 1:
            found.status = "never checked"
            found.sentence = f"{reference.label} is the reference now; nothing was compared with it yet."

    with store.transaction():
        changed = change_monitor(store, monitor.id, change)
        if len(changed.references) > 1:
            reference_taken(store, changed, reference.label, by)
        return changed


def _scored(monitor: Monitor, table: Any) -> Scored | None:
    """Take predictions and labels from a reference table that has them."""
    from ..drift.tables import parts

    roles = monitor.roles
    if isinstance(table, TableProfile) or not (roles.label and (roles.prediction or roles.scores)):
        return None
    found = []
    for part in parts(table):
        rows = Rows(part)
        if roles.label not in rows.names or (roles.prediction and roles.prediction not in rows.names):
            return None
        import numpy as np

        task = monitor.performance.task
        found.append(read_scored(rows, np.full(len(rows), np.nan), roles, task in ("regression", "ranking")))
    return scored_rows.joined(found) if found else None
