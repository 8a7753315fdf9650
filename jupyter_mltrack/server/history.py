"""Addresses of the history, and of comments."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..records import CommentBody, EventPage
from ..registry import (
    comment_run,
    comment_version,
    delete_run_comment,
    delete_version_comment,
    history,
    moment,
    run_comments,
    version_comments,
)
from ..registry.events import MOST_ROWS
from .registry import RegistryHandler


class HistoryHandler(RegistryHandler):
    """The history of the registry, or of one model."""

    @web.authenticated
    @authorized
    async def get(self, name: str | None = None) -> None:
        """List events, the newest first."""
        since, until = self.time("since"), self.time("until")
        limit, offset = self.whole("limit", 100, 0, MOST_ROWS), self.whole("offset", 0, 0, 10**9)
        empty = EventPage([], 0) if name is None else None
        await self.answer(history, name, since, until, limit, offset, self.argument("kind"), empty=empty)


class MomentHandler(RegistryHandler):
    """A model at a time."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Say how it stood at ``at``, Unix seconds; now without."""
        await self.answer(moment, name, self.time("at"))


class VersionCommentsHandler(RegistryHandler):
    """What people say about a version."""

    @web.authenticated
    @authorized
    async def get(self, name: str, version: str) -> None:
        """List comments."""
        reference = self.reference(name, version)
        await self.answer(lambda store: {"comments": version_comments(store, reference)})

    @web.authenticated
    @authorized
    async def post(self, name: str, version: str) -> None:
        """Say something."""
        text, by, reference = self.body(CommentBody).text, self.person, self.reference(name, version)
        await self.answer(lambda store: {"comments": comment_version(store, reference, text, by=by)})


class VersionCommentHandler(RegistryHandler):
    """One comment on a version."""

    @web.authenticated
    @authorized
    async def delete(self, name: str, version: str, comment: str) -> None:
        """Delete one's own."""
        by, reference, number = self.person, self.reference(name, version), int(comment)
        await self.answer(lambda store: {"comments": delete_version_comment(store, reference, number, by=by)})


class RunCommentHandler(RegistryHandler):
    """One comment on a run."""

    @web.authenticated
    @authorized
    async def delete(self, reference: str, comment: str) -> None:
        """Delete one's own."""
        by, number = self.person, int(comment)
        await self.answer(lambda store: {"comments": delete_run_comment(store, reference, number, by=by)})


class RunCommentsHandler(RegistryHandler):
    """What people say about a run."""

    @web.authenticated
    @authorized
    async def get(self, reference: str) -> None:
        """List comments."""
        await self.answer(lambda store: {"comments": run_comments(store, reference)})

    @web.authenticated
    @authorized
    async def post(self, reference: str) -> None:
        """Say something."""
        text, by = self.body(CommentBody).text, self.person
        await self.answer(lambda store: {"comments": comment_run(store, reference, text, by=by)})
