"""Whom the store knows: who has been here, and of whom somebody said that they will be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from tinydb import Query

from ..errors import InvalidInput
from ..records import KnownPeople
from ..store import Sort, Store
from .journal import Journal, writing
from .names import check_person, check_text
from .people import Person

_SEEN: Final = ("runs", "events")
"""Tables whose documents carry a user: of runs; of comments, requests, decisions, and whatever else happened."""
_MOST_ADDED: Final = 200


def known_people(store: Store, *, by: Person) -> KnownPeople:
    """Give everybody whom the store knows, in the order of their names.

    Parameters
    ----------
    store
        The store to look in.
    by
        Who asks: known with their groups, because the system has authenticated them.

    Examples
    --------
    >>> known_people(store, by=Person("alice", ("leads",)))   # doctest: +SKIP
    KnownPeople(people=['alice', 'bob'], groups=['leads'])
    """
    told = _told(store)
    people = {by.name, *told.people, *chain.from_iterable(_users(store, table) for table in _SEEN)}
    groups = {*by.groups, *told.groups, *_groups_of_decisions(store)}
    return KnownPeople(sorted(people), sorted(groups))


def add_people(
    store: Store, people: Sequence[str] = (), groups: Sequence[str] = (), *, by: Person, reason: str = ""
) -> KnownPeople:
    """Say of people and groups that they exist, though they have not been here yet; rules may name them then.

    It gives no right to anybody: rules do that. The history says who added them.

    Parameters
    ----------
    store
        The store that is to know them.
    people, groups
        Their names; those that are known already are left out.
    by, reason
        Who says so, and why.

    Returns
    -------
    KnownPeople
        Everybody whom the store knows now.

    Raises
    ------
    InvalidInput
        When there is no name, too many, or one that can be nobody's.

    Examples
    --------
    >>> add_people(store, ["bob"], groups=["leads"], by=person)   # doctest: +SKIP
    """
    people = [check_person(name, "person") for name in people]
    groups = [check_person(name, "group") for name in groups]
    if not 1 <= len(people) + len(groups) <= _MOST_ADDED:
        raise InvalidInput(f"Name 1 to {_MOST_ADDED} people and groups, not {len(people) + len(groups)}.")
    reason = check_text(reason, "reason")
    with writing(store, by) as journal:
        tell_of(
            journal, unknown_people(store, people, by=by), unknown_groups(store, groups, by=by), reason=reason
        )
        return known_people(store, by=by)


def tell_of(journal: Journal, people: Sequence[str], groups: Sequence[str], *, reason: str = "") -> None:
    """Note within a transaction that people and groups exist, where there are some."""
    if people or groups:
        journal.add("people added", reason=reason, people=list(people), groups=list(groups))


def unknown_people(store: Store, names: Iterable[str], *, by: Person) -> list[str]:
    """Give those names under which nobody is known, each once."""
    names = [name for name in dict.fromkeys(names) if name != by.name]
    told = set(_told(store).people) if names else set()
    return [name for name in names if name not in told and not _has_been_here(store, name)]


def unknown_groups(store: Store, names: Iterable[str], *, by: Person) -> list[str]:
    """Give those names under which no group is known, each once."""
    names = [name for name in dict.fromkeys(names) if name not in by.groups]
    if not names:
        return []
    known = {*_told(store).groups, *_groups_of_decisions(store)}
    return [name for name in names if name not in known]


def anybody_else(store: Store, name: str, most: int) -> list[str]:
    """Give up to so many others who are known."""
    found: set[str] = set()
    for other in chain(_told(store).people, *(_users(store, table) for table in _SEEN)):
        if len(found) >= most:
            break
        if other != name:
            found.add(other)
    return sorted(found)


def _told(store: Store) -> KnownPeople:
    events = store.table("events").search(Query().kind == "people added")
    return KnownPeople(
        [name for event in events for name in event["details"]["people"]],
        [name for event in events for name in event["details"]["groups"]],
    )


def _has_been_here(store: Store, name: str) -> bool:
    return any(store.table(table).ids(Query().user == name, limit=1) for table in _SEEN)


def _users(store: Store, table: str) -> Iterator[str]:
    """Give the users of a table, each once: from name to name in the index, however many documents there are."""
    order, last = Sort(("user",)), ""
    while found := store.table(table).select(Query().user > last, sort=order, limit=1):
        last = str(found[0]["user"])
        yield last


def _groups_of_decisions(store: Store) -> set[str]:
    """Give the groups as whose members people have decided requests."""
    return {
        group
        for request in store.table("requests").all()
        for decision in request.get("decisions", [])
        for right in decision.get("rights", [])
        for group in right.get("groups", [])
    }
