"""What the registry's handlers share, and addresses of the registry as a whole: who am I, rules, its check."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..records import Me, RegistryCheck, RulesBody
from ..registry import DEFAULT_RULES, Person, check_registry, list_requests, set_rules, store_rules
from ..registry.chain import FIRST
from ..store import Store
from .base import MLTrackHandler
from .identity import person_of


class RegistryHandler(MLTrackHandler):
    """Base of the registry's handlers: they know who is asking."""

    @property
    def person(self) -> Person:
        """The authenticated person behind the request; ask for it in the event loop."""
        return person_of(self)

    @staticmethod
    def reference(name: str, version: str) -> str:
        """Give the text that refers to a version, by its number, a stage or an alias."""
        return f"{name}/{version}" if version.isdecimal() else f"{name}@{version}"

    def time(self, name: str) -> float | None:
        """Read a time in Unix seconds, where one is given."""
        return self.number(name, 0.0, 0.0, 1e11) if self.argument(name) else None


class MeHandler(RegistryHandler):
    """Whoever is asking."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Say who is asking, as the history will name them, and how many requests wait for them."""
        by = self.person

        def me(store: Store) -> Me:
            return Me(by.name, list(by.groups), list_requests(store, limit=0, by=by).waiting)

        await self.answer(me, empty=Me(by.name, list(by.groups)))


class RulesHandler(RegistryHandler):
    """Rules of the whole store."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Give the rules that hold where a model has none of its own."""
        await self.answer(lambda store: {"rules": store_rules(store)}, empty={"rules": list(DEFAULT_RULES)})

    @web.authenticated
    @authorized
    async def put(self) -> None:
        """Set them."""
        body, by = self.body(RulesBody), self.person
        await self.answer(lambda store: {"rules": set_rules(store, body.rules, by=by, reason=body.reason)})


class CheckHandler(RegistryHandler):
    """Whether the history is whole."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Look for tampering."""
        head = self.argument("head") or None
        await self.answer(check_registry, head, empty=RegistryCheck([], 0, FIRST))
