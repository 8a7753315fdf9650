"""What the registry's handlers share, and addresses of the registry as a whole: who am I, rules, its check."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..records import KnownPeople, Me, PeopleBody, RegistryCheck, Rules, RulesBody, StageRule
from ..registry import (
    DEFAULT_RULES,
    Person,
    add_people,
    check_registry,
    known_people,
    list_requests,
    rule_warnings,
    set_rules,
    store_rules,
)
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
        by = self.person
        await self.answer(
            lambda store: rules_told(store, store_rules(store), by), empty=Rules(list(DEFAULT_RULES))
        )

    @web.authenticated
    @authorized
    async def put(self) -> None:
        """Set them."""
        body, by = self.body(RulesBody), self.person
        await self.answer(lambda store: rules_set(store, body, None, by))


class PeopleHandler(RegistryHandler):
    """Whom the store knows."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List them: rules name them alone."""
        by = self.person
        await self.answer(
            lambda store: known_people(store, by=by), empty=KnownPeople([by.name], sorted(by.groups))
        )

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Add people and groups who have not been here yet."""
        body, by = self.body(PeopleBody), self.person
        await self.answer(
            lambda store: add_people(store, body.people, body.groups, by=by, reason=body.reason)
        )


def rules_told(store: Store, rules: list[StageRule], by: Person) -> Rules:
    """Give rules with what somebody should know of them."""
    return Rules(rules, rule_warnings(store, rules, by=by))


def rules_set(store: Store, body: RulesBody, model: str | None, by: Person) -> Rules:
    """Set the rules of a model or of the store, as a body says."""
    rules = set_rules(
        store, body.rules, model, by=by, reason=body.reason, seen=body.seen,
        add_people=body.add_people, add_groups=body.add_groups,
    )  # fmt: skip
    return rules_told(store, rules, by)


class CheckHandler(RegistryHandler):
    """Whether the history is whole."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Look for tampering."""
        head = self.argument("head") or None
        await self.answer(check_registry, head, empty=RegistryCheck([], 0, FIRST))
