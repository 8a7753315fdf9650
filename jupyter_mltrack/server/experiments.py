"""Addresses of experiments, and of the server's own state."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import MLTrackError, NotFound
from ..records import ExperimentEdit, Problem, ServerStatus
from ..tracking import edit_experiment, list_experiments
from .base import MLTrackHandler
from .holder import StoreMissing
from .openapi import description


class StatusHandler(MLTrackHandler):
    """Whether all is well."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Give version, store and problems."""
        await self.tell(self._status)

    def _status(self) -> ServerStatus:
        from .. import __version__

        status = ServerStatus(version=__version__, store=self.holder.shown_path, seq=0)
        try:
            status.seq = self.holder.get().seq()
        except StoreMissing:
            return status
        except MLTrackError as error:
            status.problem = Problem(error.code, error.message)
        return status


class ExperimentsHandler(MLTrackHandler):
    """All experiments."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List experiments."""
        await self.answer(lambda store: {"experiments": list_experiments(store)}, empty={"experiments": []})


class ExperimentHandler(MLTrackHandler):
    """One experiment."""

    @web.authenticated
    @authorized
    async def patch(self, name: str) -> None:
        """Choose an experiment's main metric and direction."""
        await self.answer(edit_experiment, name, self.body(ExperimentEdit))


class OpenAPIHandler(MLTrackHandler):
    """The description of this API."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Give the OpenAPI description."""
        await self.tell(description)


class NothingHandler(MLTrackHandler):
    """Every other address."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Say that there is nothing here.

        Raises
        ------
        NotFound
            Always.
        """
        if "/mlflow/" in self.request.path:
            # Whoever points MLflow's client here is told what to do; nothing is done in its name.
            raise NotFound(
                "This server does not speak MLflow's protocol. Runs and models are at mltrack/api (openapi.json lists "
                "what there is), and MLflow loads the folder of a saved model."
            )
        raise NotFound(f"There is nothing at {self.request.path[:200]!r}; openapi.json lists what there is.")

    post = put = patch = delete = get
