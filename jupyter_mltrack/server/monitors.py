"""Addresses of monitors: what they watch, what their checks found, how columns moved."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..monitoring import acts, column_page, leases, monitors, pages, performance_page, references
from ..records import (
    AlertBody,
    AlertPage,
    Monitor,
    MonitorBody,
    MonitorEdit,
    MonitorPage,
    NewReferenceBody,
)
from ..registry import Person
from ..store import Store
from .monitor_runner import MonitorRunner
from .registry import RegistryHandler


class MonitorHandlerBase(RegistryHandler):
    """What the handlers of monitors share."""

    @property
    def runner(self) -> MonitorRunner:
        """What starts monitors."""
        runner: MonitorRunner = self.settings["jupyter_mltrack_monitors"]
        return runner

    def range(self) -> tuple[float | None, float | None]:
        """Read the range of time that is asked for."""
        return self.time("since"), self.time("until")


class MonitorsHandler(MonitorHandlerBase):
    """The monitors."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List them, those with open alerts first."""
        text = self.argument("text")
        limit, offset = self.whole("limit", 100, 0, pages.MOST_ROWS), self.whole("offset", 0, 0, 10**9)
        await self.answer(pages.list_monitors, text, limit, offset, empty=MonitorPage([], 0, 0))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Make one."""
        body, by = self.body(MonitorBody), self.person
        await self.answer(lambda store: monitors.create_monitor(store, body, by=by))


class MonitorHandler(MonitorHandlerBase):
    """One monitor."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Give it with its checks in a range of time."""
        await self.answer(pages.monitor_details, name, *self.range())

    @web.authenticated
    @authorized
    async def patch(self, name: str) -> None:
        """Change it."""
        edit, by = self.body(MonitorEdit), self.person
        await self.answer(lambda store: monitors.edit_monitor(store, name, edit, by=by))

    @web.authenticated
    @authorized
    async def delete(self, name: str) -> None:
        """Delete it with its checks and alerts."""
        by = self.person

        def delete(store: Store) -> dict[str, str]:
            monitors.delete_monitor(store, name, by=by)
            return {"deleted": name}

        await self.answer(delete)


class RunHandler(MonitorHandlerBase):
    """A monitor's running."""

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Start it now; how far it is stands in the monitor."""
        runner = self.runner
        await self.answer(lambda store: runner.run(store, name))


class CancelHandler(MonitorHandlerBase):
    """A monitor's stopping."""

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Ask it to stop; what it has checked is kept."""
        await self.answer(leases.cancel, name)


class ReferenceHandler(MonitorHandlerBase):
    """What a monitor compares with."""

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Take a new reference: checks, the model's training data, or a file."""
        body, by = self.body(NewReferenceBody), self.person
        await self.answer(_taken, name, body, by)


def _taken(store: Store, name: str, body: NewReferenceBody, by: Person) -> Monitor:
    if body.model:
        return references.take_model(store, name, by=by, reason=body.reason)
    if body.path:
        return references.take_table(store, name, body.path, by=by, reason=body.reason)
    return references.take_checks(store, name, body.checks, by=by, reason=body.reason)


class CheckHandler(MonitorHandlerBase):
    """One check."""

    @web.authenticated
    @authorized
    async def get(self, name: str, check: str) -> None:
        """Give all that it found."""
        await self.answer(pages.check_details, name, check)


class ColumnHandler(MonitorHandlerBase):
    """One column."""

    @web.authenticated
    @authorized
    async def get(self, name: str, column: str) -> None:
        """Give it in a check, beside the reference, and over time."""
        check = self.argument("check", "newest")
        await self.answer(column_page.column_details, name, column, check, *self.range())


class PeriodsHandler(MonitorHandlerBase):
    """Two periods."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Compare them with each other."""
        await self.answer(column_page.compare_periods, name, self.names("first"), self.names("second"))


class PerformanceHandler(MonitorHandlerBase):
    """How well the model does."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Give its metrics over time, as figures."""
        await self.answer(performance_page.performance_page, name, *self.range())


class AlertsHandler(MonitorHandlerBase):
    """Alerts."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List them, the newest first."""
        status, monitor = self.argument("status", "open"), self.argument("monitor")
        limit, offset = self.whole("limit", 100, 0, pages.MOST_ROWS), self.whole("offset", 0, 0, 10**9)
        await self.answer(pages.list_alerts, status, monitor, limit, offset, empty=AlertPage([], 0, 0))


class AlertHandler(MonitorHandlerBase):
    """One alert."""

    @web.authenticated
    @authorized
    async def get(self, alert: str) -> None:
        """Give it with the messages about it."""
        await self.answer(pages.alert_details, alert)

    @web.authenticated
    @authorized
    async def post(self, alert: str) -> None:
        """Do something about it."""
        body, by = self.body(AlertBody), self.person

        def done(store: Store) -> object:
            acts.act(
                store,
                alert,
                body.act,
                by=by,
                text=body.text,
                until=body.until,
                subjects=body.subjects or None,
            )
            return pages.alert_details(store, alert)

        await self.answer(done)
