"""Addresses of runs: the table, one run, trash, columns, files, the line under a cell."""

from __future__ import annotations

from typing import BinaryIO

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..records import Artifact, RunEdit, RunPage, RunSelection
from ..store import Store
from ..tracking import (
    cell_line,
    delete_runs,
    edit_run,
    get_run,
    list_columns,
    list_runs,
    restore_runs,
    run_details,
)
from ..tracking.query import MOST_ROWS, NEWEST_FIRST
from .base import MLTrackHandler
from .downloads import DownloadHandler, opened


class RunsHandler(MLTrackHandler):
    """The table of runs."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List runs: filtered, sorted, paged."""
        sort = self.names("sort") or [NEWEST_FIRST]
        limit, offset = self.whole("limit", 100, 0, MOST_ROWS), self.whole("offset", 0, 0, 10**9)
        filters, experiment = self.argument("filter"), self.argument("experiment") or None
        parent = self.argument("parent") or None
        columns, deleted = self.names("columns"), self.flag("deleted")
        await self.answer(
            lambda store: list_runs(
                store, filters, experiment, sort, limit, offset, columns, deleted, parent
            ),
            empty=RunPage([], 0, 0, 0),
        )


class ColumnsHandler(MLTrackHandler):
    """The columns that runs have."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List columns."""
        experiment, parent = self.argument("experiment") or None, self.argument("parent") or None
        await self.answer(
            lambda store: {"columns": list_columns(store, experiment, parent)}, empty={"columns": []}
        )


class RunHandler(MLTrackHandler):
    """One run."""

    @web.authenticated
    @authorized
    async def get(self, reference: str) -> None:
        """Give a run with its code and environment."""
        await self.answer(run_details, reference)

    @web.authenticated
    @authorized
    async def patch(self, reference: str) -> None:
        """Change a run's name, note or tags."""
        await self.answer(edit_run, reference, self.body(RunEdit))


class DeleteRunsHandler(MLTrackHandler):
    """The way into the trash."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Put runs into the trash."""
        chosen = self.body(RunSelection).runs
        await self.answer(lambda store: {"runs": delete_runs(store, chosen)})


class RestoreRunsHandler(MLTrackHandler):
    """The way out of the trash."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Take runs out of the trash."""
        chosen = self.body(RunSelection).runs
        await self.answer(lambda store: {"runs": restore_runs(store, chosen)})


class LineHandler(MLTrackHandler):
    """The line under a cell."""

    @web.authenticated
    @authorized
    async def get(self, reference: str) -> None:
        """Give the line as it stands now."""
        await self.answer(cell_line, reference)


class FileHandler(DownloadHandler):
    """Files of a run."""

    @web.authenticated
    @authorized
    async def get(self, reference: str, path: str) -> None:
        """Send one."""
        await self.send_file(*await self.work(_open_file, reference, path))


def _open_file(store: Store, reference: str, path: str) -> tuple[Artifact, BinaryIO]:
    run = get_run(store, reference)
    return opened(store, run.artifacts, path, f"Run {run.number}")
