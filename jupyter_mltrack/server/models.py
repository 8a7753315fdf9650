"""Addresses of registered models: the page, one model, its rules, aliases, card, rollback."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..records import AliasBody, ModelBody, ModelEdit, ModelPage, RollbackBody, RulesBody
from ..registry import (
    create_model,
    delete_model,
    edit_model,
    list_models,
    model_card,
    model_details,
    remove_alias,
    rollback,
    rules_of,
    set_alias,
)
from ..registry.documents import find_model
from ..registry.models import MOST_ROWS
from ..store import Store
from .registry import RegistryHandler, rules_set, rules_told


class ModelsHandler(RegistryHandler):
    """The page of models."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List models: filtered, paged."""
        text, tag, stage, by = (
            self.argument("text"),
            self.argument("tag"),
            self.argument("stage"),
            self.person,
        )
        limit, offset = self.whole("limit", 100, 0, MOST_ROWS), self.whole("offset", 0, 0, 10**9)
        await self.answer(list_models, text, tag, stage, limit, offset, by, empty=ModelPage([], 0, 0, 0))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Make a model."""
        body, by = self.body(ModelBody), self.person
        await self.answer(lambda store: create_model(store, body.name, body.description, body.tags, by=by))


class ModelHandler(RegistryHandler):
    """One model."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Give a model with its rules, open requests, and where rollbacks would lead."""
        await self.answer(model_details, name)

    @web.authenticated
    @authorized
    async def patch(self, name: str) -> None:
        """Change its name, description, tags or card."""
        edit, by = self.body(ModelEdit), self.person
        await self.answer(lambda store: edit_model(store, name, edit, by=by))

    @web.authenticated
    @authorized
    async def delete(self, name: str) -> None:
        """Delete it with its versions; the history stays."""
        reason, by = self.argument("reason"), self.person

        def remove(store: Store) -> dict[str, str]:
            delete_model(store, name, by=by, reason=reason)
            return {"deleted": name}

        await self.answer(remove)


class ModelRulesHandler(RegistryHandler):
    """Rules of one model."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Give the rules that hold for it."""
        by = self.person
        await self.answer(lambda store: rules_told(store, rules_of(store, find_model(store, name)), by))

    @web.authenticated
    @authorized
    async def put(self, name: str) -> None:
        """Set its own rules; stages without one follow the store's."""
        body, by = self.body(RulesBody), self.person
        await self.answer(lambda store: rules_set(store, body, name, by))


class AliasHandler(RegistryHandler):
    """One alias of a model."""

    @web.authenticated
    @authorized
    async def put(self, name: str, alias: str) -> None:
        """Let it name a version."""
        body, by = self.body(AliasBody), self.person
        await self.answer(lambda store: set_alias(store, name, alias, body.version, by=by))

    @web.authenticated
    @authorized
    async def delete(self, name: str, alias: str) -> None:
        """Take it away."""
        by = self.person
        await self.answer(lambda store: remove_alias(store, name, alias, by=by))


class RollbackHandler(RegistryHandler):
    """The way back."""

    @web.authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Bring the version back that was in a stage before."""
        body, by = self.body(RollbackBody), self.person
        await self.answer(
            lambda store: rollback(store, name, body.stage, by=by, reason=body.reason, current=body.current)
        )


class CardHandler(RegistryHandler):
    """A model's card."""

    @web.authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Give the card as Markdown and as a page of HTML."""
        await self.answer(model_card, name)
