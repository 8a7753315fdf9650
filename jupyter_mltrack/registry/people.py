"""Who does something: never what a request says of itself, always what the system knows."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ..errors import InvalidInput


@dataclass(frozen=True)
class Person:
    """Somebody who acts on the registry.

    Parameters
    ----------
    name
        The user's name: of the operating system, or of the server that authenticated them.
    groups
        The groups that they belong to there.

    Raises
    ------
    InvalidInput
        When the name is empty: the history must be able to say who it was.

    Examples
    --------
    >>> Person("alice", ("reviewers",)).groups
    ('reviewers',)
    """

    name: str
    groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidInput("Nobody can act on the registry without a name.")


def system_person() -> Person:
    """Give the account that this process runs under, with its groups.

    The operating system says so: an environment variable such as ``USER`` could be set by anybody. It proves no more
    than the operating system does: whoever may become another account, or write to the store's files, may act as them.

    Examples
    --------
    >>> system_person().name != ""
    True
    """
    try:
        import grp
        import pwd
    except ImportError:  # Windows
        return Person(os.getlogin())
    user = os.getuid()
    try:
        name, group = pwd.getpwuid(user).pw_name, pwd.getpwuid(user).pw_gid
    except KeyError:  # an account without an entry, as in containers
        return Person(f"uid {user}")
    groups = []
    for number in os.getgrouplist(name, group):
        try:
            groups.append(grp.getgrgid(number).gr_name)
        except KeyError:
            groups.append(f"gid {number}")
    return Person(name, tuple(groups))
