"""Who the browser tests are: a cookie names the person, and nobody else would be believed like that."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth import User
from jupyter_server.auth.identity import PasswordIdentityProvider

COOKIE = "mltrack-test-person"


class People(PasswordIdentityProvider):
    """Two browser contexts with different cookies are two people on one server."""

    async def get_user(self, handler: Any) -> User | None:
        """Give the person whom the cookie names; without one, whoever Jupyter Server takes it for."""
        name = handler.get_cookie(COOKIE)
        if name:
            return User(username=name, name=name, display_name=name)
        found = super().get_user(handler)
        return await found if hasattr(found, "__await__") else found
