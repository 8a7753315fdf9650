"""Who is asking: the person whom the server has authenticated, never what a request says of itself."""

from __future__ import annotations

import re
from typing import Any

from ..registry import Person, system_person

_RANDOM = re.compile(r"[0-9a-f]{32}|anonymous")


def person_of(handler: Any) -> Person:
    """Give the person behind an authenticated request.

    Where the server knows its users (JupyterHub, or an identity provider of one's own), it is its ``current_user``,
    with the groups that the hub tells. Jupyter Server's own providers know none: a shared token or password proves
    only that somebody may use this server, and every browser gets a random name. There the person is the account that
    the server runs under, as in its kernels: else a second window would be a second pair of eyes.

    Parameters
    ----------
    handler
        A handler whose request was authenticated.
    """
    user = handler.current_user
    if isinstance(user, dict):  # JupyterHub before Jupyter Server 2
        return Person(str(user.get("name", "")), _texts(user.get("groups")))
    name = str(getattr(user, "username", user))
    if type(handler.identity_provider).__module__.startswith("jupyter_server.") and _RANDOM.fullmatch(name):
        return system_person()
    hub_user = getattr(user, "hub_user", None)
    groups = hub_user.get("groups") if isinstance(hub_user, dict) else getattr(user, "groups", None)
    return Person(name, _texts(groups))


def _texts(groups: object) -> tuple[str, ...]:
    known = groups if isinstance(groups, (list, tuple, set, frozenset)) else ()
    return tuple(str(group) for group in known)
