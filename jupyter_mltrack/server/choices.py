"""Addresses of what people decided about names."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from ..records import NameChoice
from ..tracking.choices import choose, list_choices
from .base import MLTrackHandler


class ChoicesHandler(MLTrackHandler):
    """The names that are captured, or left out, because somebody said so."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List decisions."""
        await self.answer(lambda store: {"choices": list_choices(store)}, empty={"choices": []})

    @web.authenticated
    @authorized
    async def patch(self) -> None:
        """Decide about one name."""
        decided = self.body(NameChoice)
        await self.answer(lambda store: {"choices": choose(store, decided)})
