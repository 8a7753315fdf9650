"""What ``mltrack.monitor`` answers with: a monitor that can be run, asked and changed, and shows itself."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..drift.compare import Table
from ..drift.profiles import TableProfile
from ..drift.result import Drift
from ..errors import NotFound
from ..records import Alert, AlertAct, Monitor, MonitorCheck, MonitorEdit
from ..registry.people import system_person
from ..registry.shown import Shown, html_of, text_of
from ..registry.times import read_time, time_text
from ..store import Store
from . import acts, monitors
from .checking import compared, report_of
from .column_page import column_details
from .documents import checks_of, find_check, find_monitor, open_alerts
from .leases import cancel
from .outcome import MonitorRun
from .references import take_checks, take_model, take_table
from .running import check_table, run_monitor

if TYPE_CHECKING:
    from datetime import datetime

    import pandas

_MARKS = {"drift": "◆ drift", "no drift": "● no drift", "cannot tell": "○ cannot tell"}
_SHOWN = 10


class Check(Shown[MonitorCheck]):
    """A check: ``label``, ``status``, ``sentence``, ``columns``, ``performance``, …; ``drift`` for all of it."""

    def __init__(self, store: Store, monitor: Monitor, record: MonitorCheck) -> None:
        super().__init__(record)
        self._store, self._monitor = store, monitor

    @property
    def drift(self) -> Drift:
        """All that was found, as ``mltrack.drift`` gives it: sentences, figures, ``to_frame()``, ``to_html()``."""
        reference = next(one for one in self._monitor.references if one.number == self.record.reference)
        profiles = [
            compared(self._monitor, TableProfile.from_bytes(self._store.blobs.read(blob)).record)
            for blob in (reference.profile, self.record.profile)
        ]
        tables = [Table(one.rows, profile=one) for one in profiles]
        return Drift(report_of(self._store, self.record), tables[0], tables[1])

    def assert_no_drift(self) -> None:
        """Do nothing where there is no drift; as ``Drift.assert_no_drift``."""
        self.drift.assert_no_drift()

    def _rows(self) -> list[tuple[str, ...]]:
        check = self.record
        rows: list[tuple[str, ...]] = [(check.label, _MARKS[check.status]), ("", check.sentence)]
        rows += [("", column.sentence) for column in check.columns if column.drifted][:_SHOWN]
        rows += [(value.metric, value.sentence) for value in check.performance if value.worse]
        return rows


class Run(Shown[MonitorRun]):
    """What running a monitor did: ``checks``, ``alerts``, ``notes``, ``problem``."""

    def _rows(self) -> list[tuple[str, ...]]:
        run = self.record
        rows: list[tuple[str, ...]] = [
            (check.label, _MARKS[check.status], check.sentence) for check in run.checks[-_SHOWN:]
        ]
        rows += [
            ("alert", alert.status, alert.sentence) for alert in run.alerts if alert.status != "resolved"
        ]
        rows += [("note", "", note) for note in run.notes]
        if run.problem:
            rows.append(("problem", "", run.problem))
        waiting = sum(run.monitor.pending.values())
        return rows or [
            ("nothing new", "", f"{waiting:,} rows wait for their period to end." if waiting else "")
        ]


class MonitorHandle:
    """A monitor of a store. Whatever it is asked, it looks up anew.

    Parameters
    ----------
    store
        The store that holds it.
    monitor
        Its id.
    """

    def __init__(self, store: Store, monitor: str) -> None:
        self._store, self.id = store, monitor

    @property
    def record(self) -> Monitor:
        """Everything that is known of it, now."""
        return find_monitor(self._store, self.id)

    @property
    def status(self) -> str:
        """``never checked``, ``no drift``, ``drift``, ``cannot tell`` or ``failing``."""
        return self.record.status

    @property
    def checks(self) -> list[Check]:
        """Its checks, the oldest first."""
        monitor = self.record
        found = checks_of(self._store, self.id)
        return [Check(self._store, monitor, check) for check in reversed(found)]

    @property
    def alerts(self) -> list[Alert]:
        """Its open alerts."""
        return open_alerts(self._store, self.id)

    def __getitem__(self, check: str) -> Check:
        monitor = self.record
        return Check(self._store, monitor, find_check(self._store, monitor, check))

    def run(self) -> Run:
        """Take in what is new in its source, and check what is complete.

        Raises
        ------
        Conflict
            When it has no source, or is being run.
        """
        return Run(run_monitor(self._store, self.id))

    def check(self, table: Any, label: str = "", *, at: str | float | datetime | None = None) -> Check | Run:
        """Hand it a table, and check it.

        Parameters
        ----------
        table
            A frame of any library, an array, a mapping of names to arrays.
        label
            What it is called: ``"March"``. The same again takes the place of the one before.
        at
            When it was, if not now.

        Returns
        -------
        Check or Run
            The check, if the table was one chunk that is complete; else what the run did.

        Raises
        ------
        InvalidInput
            When it is no table.
        """
        moment = None if at is None else read_time(at)
        run = check_table(self._store, self.id, table, label, at=moment)
        return Check(self._store, run.monitor, run.checks[0]) if len(run.checks) == 1 else Run(run)

    def cancel(self) -> None:
        """Ask it to stop, where another process runs it."""
        cancel(self._store, self.id)

    def take_reference(self, *checks: str, table: Any = None, reason: str = "") -> MonitorHandle:
        """Compare with something else from now on.

        Parameters
        ----------
        *checks
            Labels of checks, whose data become the reference; with none and no table, the training data of its model.
        table
            A table, or the path of a file.
        reason
            Why; kept in its history.
        """
        by = system_person()
        if table is not None:
            take_table(self._store, self.id, table, by=by, reason=reason)
        elif checks:
            take_checks(self._store, self.id, checks, by=by, reason=reason)
        else:
            take_model(self._store, self.id, by=by, reason=reason)
        return self

    def act(
        self,
        what: AlertAct,
        *,
        kind: str = "drift",
        text: str = "",
        until: str | float | datetime | None = None,
        subjects: Sequence[str] | None = None,
    ) -> Alert:
        """Acknowledge, snooze, expect, reopen or comment its open alert of a kind.

        Raises
        ------
        NotFound
            When there is no such open alert.
        """
        alert = next((one for one in self.alerts if one.kind == kind), None)
        if alert is None:
            raise NotFound(f"The monitor has no open alert of the kind {kind!r}.")
        moment = None if until is None else read_time(until)
        chosen = [*subjects] if subjects is not None else None
        return acts.act(
            self._store, alert.id, what, by=system_person(), text=text, until=moment, subjects=chosen
        )

    def pause(self) -> MonitorHandle:
        """Let it run no more by its schedule."""
        monitors.edit_monitor(self._store, self.id, MonitorEdit(paused=True), by=system_person())
        return self

    def resume(self) -> MonitorHandle:
        """Let it run by its schedule again."""
        monitors.edit_monitor(self._store, self.id, MonitorEdit(paused=False), by=system_person())
        return self

    def delete(self) -> None:
        """Delete it with its checks and alerts."""
        monitors.delete_monitor(self._store, self.id, by=system_person())

    def figures(self, column: str, check: str = "newest") -> dict[str, Any]:
        """Draw a column: its distribution beside the reference, and over time. Plotly figures as plain dicts."""
        return column_details(self._store, self.id, column, check).figures

    def to_frame(self) -> pandas.DataFrame:
        """Give a pandas frame with one row a check: whether each column drifted, and each metric.

        Raises
        ------
        ModuleNotFoundError
            When pandas is not installed.
        """
        import pandas

        rows: list[dict[str, Any]] = []
        for check in self.checks:
            row: dict[str, Any] = {"check": check.label, "rows": check.rows, "status": check.status}
            row |= {column.name or "together": column.drifted for column in check.columns}
            row |= {f"metric.{value.metric}": value.value for value in check.performance}
            rows.append(row)
        return pandas.DataFrame(rows)

    def __repr__(self) -> str:
        return text_of(self._rows())

    def _repr_html_(self) -> str:
        monitor = self.record
        marks = "".join(
            f'<span title="{html.escape(f"{one.label}: {one.sentence}")}">{_MARKS[one.status][0]}</span>'
            for one in self.checks[-60:]
        )
        return f"<p><b>{html.escape(monitor.name)}</b> {marks}</p>{html_of(self._rows())}"

    def _rows(self) -> list[tuple[str, ...]]:
        monitor = self.record
        rows: list[tuple[str, ...]] = [("monitor", monitor.name), ("status", monitor.status)]
        if monitor.sentence:
            rows.append(("newest", monitor.sentence))
        if monitor.problem:
            rows.append(("problem", monitor.problem))
        if monitor.references:
            rows.append(("reference", monitor.references[-1].label))
        rows.append(("checks", str(monitor.checks)))
        rows += [("alert", f"{alert.kind}: {alert.sentence}") for alert in self.alerts]
        rows += [("note", note) for note in monitor.notes]
        if monitor.next_run:
            rows.append(("next run", time_text(monitor.next_run)))
        return rows
