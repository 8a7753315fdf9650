"""A chunk checked: compared with the reference, and told in a document."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence

import msgspec

from ..drift.compare import Table, compare
from ..drift.policy import Policy
from ..drift.profiles import TableProfile
from ..records import CheckedColumn, ColumnState, ColumnVerdict, DriftReport, Monitor, MonitorCheck, Profile
from ..store import Store
from .chunks import Chunk

BROKEN: frozenset[ColumnState] = frozenset({"missing column", "renamed", "retyped", "all missing"})
"""What no chance does to a column; it is an alert at once, however patient the policy is."""
TOGETHER = ""
"""The name under which the relations of the columns are told, as in a ``DriftReport``."""


def policy_of(monitor: Monitor) -> Policy:
    """Give a monitor's policy as ``drift`` takes it.

    Raises
    ------
    InvalidInput
        When it cannot be meant.
    """
    return Policy(**{name: getattr(monitor.policy, name) for name in monitor.policy.__struct_fields__})


def compared(monitor: Monitor, profile: Profile) -> Profile:
    """Give the columns of a profile that a monitor compares: no times, keys and labels."""
    roles = monitor.roles
    hidden = {monitor.chunking.column, roles.key, roles.label, roles.query, *roles.left_out} - {""}
    return msgspec.structs.replace(
        profile, columns=[column for column in profile.columns if column.name not in hidden]
    )


def check(
    store: Store, monitor: Monitor, chunk: Chunk, reference: TableProfile, before: Sequence[MonitorCheck]
) -> tuple[MonitorCheck, DriftReport]:
    """Compare a chunk with the reference; what is given back is not written yet, but for the blobs that it names.

    Parameters
    ----------
    store
        Where the blobs go.
    monitor
        Whose chunk it is; it has a reference.
    chunk
        The chunk.
    reference
        The profile of the reference.
    before
        The checks before this one, the newest first; as many as the policy's persistence needs.
    """
    policy = policy_of(monitor)
    ours, theirs = compared(monitor, reference.record), compared(monitor, chunk.profile.record)
    report = compare(Table(ours.rows, profile=ours), Table(theirs.rows, profile=theirs), policy)
    number = monitor.references[-1].number
    columns = [_column(verdict) for verdict in (*report.columns, *_together(report))]
    return MonitorCheck(
        id=uuid.uuid4().hex,
        key=f"{monitor.id}/{chunk.name}",
        monitor=monitor.id,
        chunk=chunk.name,
        label=chunk.label,
        start=chunk.start,
        end=chunk.end,
        order=chunk.order,
        made=time.time(),
        rows=chunk.rows,
        status=report.status,
        sentence=report.sentence,
        reference=number,
        profile=chunk.blob or store.blobs.put(chunk.profile.to_bytes()).hash,
        report=store.blobs.put(msgspec.json.encode(report)).hash,
        columns=columns,
        persisting=_persisting(
            columns, [one for one in before if one.reference == number], policy.persistence
        ),
    ), report


def broken(check: MonitorCheck) -> list[str]:
    """Name the columns of a check that are not what they were: gone, empty, of another type."""
    return [column.name for column in check.columns if column.state in BROKEN]


def drifted(check: MonitorCheck) -> set[str]:
    """Name the columns that drifted in a check."""
    return {column.name for column in check.columns if column.drifted}


def report_of(store: Store, check: MonitorCheck) -> DriftReport:
    """Give all that a check found."""
    return msgspec.json.decode(store.blobs.read(check.report), type=DriftReport)


def _together(report: DriftReport) -> list[ColumnVerdict]:
    return [report.together] if report.together is not None else []


def _column(verdict: ColumnVerdict) -> CheckedColumn:
    names = ("name", "state", "drifted", "chance", "limit", "effect", "effect_limit", "sentence")
    return CheckedColumn(**{name: getattr(verdict, name) for name in names})


def _persisting(columns: Sequence[CheckedColumn], before: Sequence[MonitorCheck], needed: int) -> list[str]:
    newest = before[: needed - 1]
    if len(newest) < needed - 1:
        return []
    return [
        column.name
        for column in columns
        if column.drifted and all(column.name in drifted(one) for one in newest)
    ]
