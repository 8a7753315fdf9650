"""The reviewers whom rules name: whether anybody knows them, and whether there are enough of them.

A rule that names nobody locks its stage for ever, and a typing mistake is such a name. So rules take known names alone.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Final

from ..errors import UnknownPerson
from ..records import KnownPeople, StageRule
from ..store import Store
from .journal import Journal
from .known import anybody_else, known_people, tell_of, unknown_groups, unknown_people
from .people import Person

_MOST_ALIKE: Final = 3


def admit(
    journal: Journal,
    rules: Sequence[StageRule],
    before: Sequence[StageRule],
    add_people: Iterable[str] = (),
    add_groups: Iterable[str] = (),
) -> None:
    """Within a transaction, refuse rules that name somebody unknown; note those of whom it is said that they exist.

    Parameters
    ----------
    journal
        Of the transaction that sets them.
    rules
        Those that are to hold.
    before
        Those that hold so far: whom they name may stay.
    add_people, add_groups
        Names that may be unknown: whoever sets the rules means them.

    Raises
    ------
    UnknownPerson
        Saying which names are unknown, what is like them, and how somebody is allowed who has not been here yet.
    """
    held = {name for rule in before for name in rule.reviewers}
    held_groups = {name for rule in before for name in rule.groups}
    people = unknown_people(
        journal.store, [n for rule in rules for n in rule.reviewers if n not in held], by=journal.by
    )
    groups = unknown_groups(
        journal.store, [n for rule in rules for n in rule.groups if n not in held_groups], by=journal.by
    )
    meant, groups_meant = set(add_people), set(add_groups)
    slips = [name for name in people if name not in meant]
    group_slips = [name for name in groups if name not in groups_meant]
    if slips or group_slips:
        raise _unknown(known_people(journal.store, by=journal.by), slips, group_slips)
    tell_of(journal, people, groups)


def _unknown(known: KnownPeople, people: list[str], groups: list[str]) -> UnknownPerson:
    said = [
        *(_sentence(f"Nobody called {name!r}", name, known.people, known.groups, "group") for name in people),
        *(_sentence(f"No group {name!r}", name, known.groups, known.people, "person") for name in groups),
    ]
    near = [
        *(one for name in people for one in near_names(name, known.people)),
        *(one for name in groups for one in near_names(name, known.groups)),
    ]
    words = [*people, *(f"--group {name}" for name in groups)]
    return UnknownPerson(
        f"{' '.join(said)} A name that is nobody's would lock the stage; nothing was changed. For somebody who has "
        f"not been here yet: mltrack people add {' '.join(words)}",
        people,
        groups,
        near,
    )


def _sentence(who: str, name: str, alike: Sequence[str], others: Sequence[str], other: str) -> str:
    words = f"{who} has been here."
    near = near_names(name, alike)
    if near:
        words += f" Did you mean {' or '.join(near)}?"
    elif name in others:
        words += f" There is a {other} of that name."
    return words


def near_names(name: str, names: Iterable[str]) -> list[str]:
    """Give the names that somebody may have meant, the most alike first.

    >>> near_names("Bbo", ["alice", "bob"])
    ['bob']
    """
    folded: dict[str, str] = {}
    for one in names:
        folded.setdefault(one.casefold(), one)
    found = difflib.get_close_matches(name.casefold(), folded, n=_MOST_ALIKE, cutoff=0.6)
    return [folded[one] for one in found]


def rule_warnings(store: Store, rules: Sequence[StageRule], *, by: Person) -> list[str]:
    """Say what somebody should know of rules that hold: stages to which they could bring nothing themselves.

    Parameters
    ----------
    store
        The store that the rules are of.
    rules
        Those that hold for the store or a model.
    by
        Who asks, and may ask for a transition.

    Returns
    -------
    list of str
        Sentences; empty when all is well. Groups are taken to have other members: nobody knows who is in them.
    """
    said = []
    for rule in rules:
        if not (rule.protected and rule.second_pair) or rule.groups:
            continue
        others = (
            sorted(set(rule.reviewers) - {by.name})
            if rule.reviewers
            else anybody_else(store, by.name, rule.approvals)
        )
        if len(others) < rule.approvals:
            who = f"only {', '.join(others)}" if others else "nobody"
            what = "is a reviewer" if rule.reviewers else "has been here yet"
            said.append(
                f"Nobody could approve what {by.name} asks for in {rule.stage}: it needs {rule.approvals}, and besides "
                f"{by.name} {who} {what}. Name others, or let authors approve their own requests."
            )
    return said
