"""Addresses of requests for transitions."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..records import DecisionBody, ReasonBody, RequestBody, RequestDetails, RequestPage
from ..registry import Person, decide, list_requests, open_request, request_details, withdraw
from ..registry.inbox import MOST_ROWS
from ..store import Store
from .registry import RegistryHandler


class RequestsHandler(RegistryHandler):
    """The requests."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List them; with ``waiting=1`` those that wait for whoever asks."""
        status, model, by = self.argument("status", "open"), self.argument("model") or None, self.person
        waiting = self.flag("waiting")
        limit, offset = self.whole("limit", 100, 0, MOST_ROWS), self.whole("offset", 0, 0, 10**9)
        await self.answer(
            lambda store: list_requests(store, status, model, waiting, limit, offset, by=by),
            empty=RequestPage([], 0, 0),
        )

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Ask that a version goes to a stage."""
        body, by = self.body(RequestBody), self.person

        def ask(store: Store) -> RequestDetails:
            opened = open_request(store, body.version, body.stage, body.reason, by=by)
            return request_details(store, opened.id, by=by)

        await self.answer(ask)


class RequestHandler(RegistryHandler):
    """One request."""

    @web.authenticated
    @authorized
    async def get(self, request_id: str) -> None:
        """Give it with its evidence, and what whoever asks may do with it."""
        by = self.person
        await self.answer(lambda store: request_details(store, request_id, by=by))


class DecisionsHandler(RegistryHandler):
    """What is said about a request."""

    @web.authenticated
    @authorized
    async def post(self, request_id: str) -> None:
        """Approve, reject or comment it."""
        body, by = self.body(DecisionBody), self.person
        await self.answer(_decided, request_id, body, by)


def _decided(store: Store, request: str, body: DecisionBody, by: Person) -> RequestDetails:
    done = decide(store, request, body.kind, body.text, by=by)
    return request_details(store, done.id, by=by)


class WithdrawHandler(RegistryHandler):
    """The author's way out."""

    @web.authenticated
    @authorized
    async def post(self, request_id: str) -> None:
        """Take one's own request back."""
        body, by = self.body(ReasonBody), self.person

        def take_back(store: Store) -> RequestDetails:
            done = withdraw(store, request_id, by=by, reason=body.reason)
            return request_details(store, done.id, by=by)

        await self.answer(take_back)
