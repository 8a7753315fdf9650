"""Addresses of monitors: what they watch, what their checks found, how columns moved.

Services are imported when used: statistics take long to load, and a server starts more often than it needs them.
"""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..monitoring.leases import cancel
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

_MOST_ROWS = 1000


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
        limit, offset = self.whole("limit", 100, 0, _MOST_ROWS), self.whole("offset", 0, 0, 10**9)

        def listed(store: Store) -> MonitorPage:
            from ..monitoring.pages import list_monitors

            return list_monitors(store, text, limit, offset)

        await self.answer(listed, empty=MonitorPage([], 0, 0))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Make one."""
        body, by = self.body(MonitorBody), self.person

        def make(store: Store) -> Monitor:
            from ..monitoring.monitors import create_monitor

            return create_monitor(store, body, by=by)

        await self.answer(make)


class MonitorHandler(MonitorHandlerBase):
    """One monitor."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Give it with its checks in a range of time."""
        since, until = self.range()

        def details(store: Store) -> object:
            from ..monitoring.pages import monitor_details

            return monitor_details(store, name, since, until)

        await self.answer(details)

    @web.authenticated
    @authorized
    async def patch(self, name: str) -> None:
        """Change it."""
        edit, by = self.body(MonitorEdit), self.person

        def change(store: Store) -> Monitor:
            from ..monitoring.monitors import edit_monitor

            return edit_monitor(store, name, edit, by=by)

        await self.answer(change)

    @web.authenticated
    @authorized
    async def delete(self, name: str) -> None:
        """Delete it with its checks and alerts."""
        by = self.person

        def delete(store: Store) -> dict[str, str]:
            from ..monitoring.monitors import delete_monitor

            delete_monitor(store, name, by=by)
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
        await self.answer(cancel, name)


class ReferenceHandler(MonitorHandlerBase):
    """What a monitor compares with."""

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Take a new reference: checks, the model's training data, or a file."""
        body, by = self.body(NewReferenceBody), self.person
        await self.answer(_taken, name, body, by)


def _taken(store: Store, name: str, body: NewReferenceBody, by: Person) -> Monitor:
    from ..monitoring import references

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

        def details(store: Store) -> object:
            from ..monitoring.pages import check_details

            return check_details(store, name, check)

        await self.answer(details)


class ColumnHandler(MonitorHandlerBase):
    """One column."""

    @web.authenticated
    @authorized
    async def get(self, name: str, column: str) -> None:
        """Give it in a check, beside the reference, and over time."""
        check, (since, until) = self.argument("check", "newest"), self.range()

        def details(store: Store) -> object:
            from ..monitoring.column_page import column_details

            return column_details(store, name, column, check, since, until)

        await self.answer(details)


class PeriodsHandler(MonitorHandlerBase):
    """Two periods."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Compare them with each other."""
        first, second = self.names("first"), self.names("second")

        def compared(store: Store) -> object:
            from ..monitoring.column_page import compare_periods

            return compare_periods(store, name, first, second)

        await self.answer(compared)


class PerformanceHandler(MonitorHandlerBase):
    """How well the model does."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Give its metrics over time, as figures."""
        since, until = self.range()

        def page(store: Store) -> object:
            from ..monitoring.performance_page import performance_page

            return performance_page(store, name, since, until)

        await self.answer(page)


class AlertsHandler(MonitorHandlerBase):
    """Alerts."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List them, the newest first."""
        status, monitor = self.argument("status", "open"), self.argument("monitor")
        limit, offset = self.whole("limit", 100, 0, _MOST_ROWS), self.whole("offset", 0, 0, 10**9)

        def listed(store: Store) -> AlertPage:
            from ..monitoring.pages import list_alerts

            return list_alerts(store, status, monitor, limit, offset)

        await self.answer(listed, empty=AlertPage([], 0, 0))


class AlertHandler(MonitorHandlerBase):
    """One alert."""

    @web.authenticated
    @authorized
    async def get(self, alert: str) -> None:
        """Give it with the messages about it."""

        def details(store: Store) -> object:
            from ..monitoring.pages import alert_details

            return alert_details(store, alert)

        await self.answer(details)

    @web.authenticated
    @authorized
    async def post(self, alert: str) -> None:
        """Do something about it."""
        body, by = self.body(AlertBody), self.person

        def done(store: Store) -> object:
            from ..monitoring.acts import act
            from ..monitoring.pages import alert_details

            act(
                store,
                alert,
                body.act,
                by=by,
                text=body.text,
                until=body.until,
                subjects=body.subjects or None,
            )
            return alert_details(store, alert)

        await self.answer(done)
