"""A server that knows its users: by a header, as a proxy that has authenticated them would say."""

from jupyter_server.auth.identity import IdentityProvider, User

GROUPS = {"bob": ["leads"], "carol": []}


class People(IdentityProvider):
    """Everybody with the token is who the header says."""

    async def get_user(self, handler):
        known = await super().get_user(handler)
        if known is None:
            return None
        name = handler.request.headers.get("X-Test-User", "alice")
        user = User(username=name)
        user.hub_user = {"name": name, "groups": GROUPS.get(name, [])}
        return user
