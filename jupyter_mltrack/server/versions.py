"""Addresses of a model's versions: the list, one version, its stage, comparison."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..errors import InvalidInput
from ..records import ModelVersion, TransitionBody, VersionBody, VersionEdit
from ..registry import (
    compare_versions,
    delete_version,
    edit_version,
    get_version,
    list_versions,
    register,
    transition,
    versions_of_run,
)
from ..registry.models import MOST_ROWS
from ..registry.sources import register_source
from ..store import Store
from .registry import RegistryHandler


class VersionsHandler(RegistryHandler):
    """The versions of a model."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """List them, the newest first."""
        limit, offset = self.whole("limit", 100, 0, MOST_ROWS), self.whole("offset", 0, 0, 10**9)
        await self.answer(list_versions, name, self.argument("stage"), limit, offset)

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Make a run's model, or what lies at an address, the next version."""
        body, by = self.body(VersionBody), self.person
        text: dict[str, Any] = {"description": body.description, "tags": body.tags}

        def add(store: Store) -> ModelVersion:
            if body.source is not None:
                if body.saved is not None:
                    raise InvalidInput(
                        "The address says where the model lies: give source or saved, not both."
                    )
                return register_source(store, body.source, name, by=by, run=body.run, **text)
            if body.run is None:
                raise InvalidInput("A version comes from a run, or from an address: give run or source.")
            return register(store, body.run, name, body.saved, by=by, **text)

        await self.answer(add)


class VersionHandler(RegistryHandler):
    """One version, by its number, a stage or an alias."""

    @web.authenticated
    @authorized
    async def get(self, name: str, version: str) -> None:
        """Give it."""
        await self.answer(get_version, self.reference(name, version))

    @web.authenticated
    @authorized
    async def patch(self, name: str, version: str) -> None:
        """Change its description or tags."""
        edit, by, reference = self.body(VersionEdit), self.person, self.reference(name, version)
        await self.answer(lambda store: edit_version(store, reference, edit, by=by))

    @web.authenticated
    @authorized
    async def delete(self, name: str, version: str) -> None:
        """Delete it; its number is not given again."""
        by, reference, reason = self.person, self.reference(name, version), self.argument("reason")

        def remove(store: Store) -> dict[str, str]:
            delete_version(store, reference, by=by, reason=reason)
            return {"deleted": reference}

        await self.answer(remove)


class StageHandler(RegistryHandler):
    """The stage of a version."""

    @web.authenticated
    @authorized
    async def post(self, name: str, version: str) -> None:
        """Move it; a protected stage asks for a request."""
        body, by, reference = self.body(TransitionBody), self.person, self.reference(name, version)
        await self.answer(lambda store: transition(store, reference, body.stage, by=by, reason=body.reason))


class VersionComparisonHandler(RegistryHandler):
    """Two versions beside each other."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Compare the challenger with the current one."""
        challenger, current = self.whole("challenger", 0, 0, 10**9), self.whole("current", 0, 0, 10**9)
        if not challenger or not current:
            raise InvalidInput("A comparison needs two versions: challenger=3 and current=2.")
        await self.answer(compare_versions, name, challenger, current)


class RunVersionsHandler(RegistryHandler):
    """The versions that a run became."""

    @web.authenticated
    @authorized
    async def get(self, reference: str) -> None:
        """List them, the newest first."""
        await self.answer(lambda store: {"versions": versions_of_run(store, reference)})
