"""What people say about runs and versions: events of the history. One that is deleted is no longer shown."""

from __future__ import annotations

from collections import Counter

from tinydb import Query
from tinydb.queries import QueryInstance

from ..errors import Conflict, NotAllowed, NotFound
from ..records import Comment, RegisteredModel
from ..store import Document, Sort, Store
from ..tracking import get_run
from .documents import find_version
from .journal import Journal, writing
from .names import check_text
from .people import Person


def comment_version(store: Store, reference: str, text: str, *, by: Person) -> list[Comment]:
    """Say something about a version; gives all comments on it, the oldest first.

    Raises
    ------
    NotFound
        When there is no such version.
    InvalidInput
        When there is no text, or too much.
    """
    text = check_text(text, "comment", needed=True)
    with writing(store, by) as journal:
        model, version = find_version(store, reference)
        journal.add("commented", model.name, model.id, version=version.version, reason=text)
    return version_comments(store, reference)


def version_comments(store: Store, reference: str) -> list[Comment]:
    """Give the comments on a version, the oldest first; what was said about requests stands with those.

    Raises
    ------
    NotFound
        When there is no such version.
    """
    model, version = find_version(store, reference)
    return _comments(store, _about_version(model, version.version))


def delete_version_comment(store: Store, reference: str, comment: int, *, by: Person) -> list[Comment]:
    """Take one's own comment on a version away; gives those that are left.

    The history keeps that it was made, and what it said: events are never changed.

    Raises
    ------
    NotFound
        When there is no such version or comment.
    NotAllowed
        When somebody else made it.
    Conflict
        When it was deleted already.
    """
    with writing(store, by) as journal:
        model, version = find_version(store, reference)
        _check_own(journal, _about_version(model, version.version), comment)
        journal.add("comment deleted", model.name, model.id, version=version.version, comment=comment)
    return version_comments(store, reference)


def count_comments(store: Store, model: RegisteredModel) -> dict[int, int]:
    """Give how many comments there are on each version of a model; versions without one are left out."""
    about = (Query().model_id == model.id) & ~Query().request.exists()
    made, gone = _events(store, about)
    return dict(Counter(event["version"] for event in made if event["seq"] not in gone))


def comment_run(store: Store, run: str | int, text: str, *, by: Person) -> list[Comment]:
    """Say something about a run; gives all comments on it, the oldest first.

    Raises
    ------
    NotFound
        When there is no such run.
    InvalidInput
        When there is no text, or too much.
    """
    text = check_text(text, "comment", needed=True)
    with writing(store, by) as journal:
        journal.add("commented", run=get_run(store, run).id, reason=text)
    return run_comments(store, run)


def run_comments(store: Store, run: str | int) -> list[Comment]:
    """Give the comments on a run, the oldest first.

    Raises
    ------
    NotFound
        When there is no such run.
    """
    return _comments(store, Query().run == get_run(store, run).id)


def delete_run_comment(store: Store, run: str | int, comment: int, *, by: Person) -> list[Comment]:
    """Take one's own comment on a run away; see ``delete_version_comment``."""
    with writing(store, by) as journal:
        found = get_run(store, run).id
        _check_own(journal, Query().run == found, comment)
        journal.add("comment deleted", run=found, comment=comment)
    return run_comments(store, run)


def _about_version(model: RegisteredModel, number: int) -> QueryInstance:
    about: QueryInstance = (
        (Query().model_id == model.id) & (Query().version == number) & ~Query().request.exists()
    )
    return about


def _check_own(journal: Journal, about: QueryInstance, comment: int) -> None:
    made, gone = _events(journal.store, about)
    found = next((event for event in made if event["seq"] == comment), None)
    if found is None:
        raise NotFound(f"There is no comment {comment} here.")
    if comment in gone:
        raise Conflict(f"Comment {comment} was deleted already.")
    if found["user"] != journal.by.name:
        raise NotAllowed(f"Only {found['user']}, who made it, can delete this comment.")


def _comments(store: Store, about: QueryInstance) -> list[Comment]:
    made, gone = _events(store, about)
    return [
        Comment(event["user"], event["time"], event["reason"], event["seq"])
        for event in made
        if event["seq"] not in gone
    ]


def _events(store: Store, about: QueryInstance) -> tuple[list[Document], set[int]]:
    """Give the events of comments, the oldest first, and the numbers of those that were deleted since."""
    kinds = about & Query().kind.one_of(["commented", "comment deleted"])
    events = store.table("events").select(kinds, sort=Sort(("seq",)))
    gone = {event["details"]["comment"] for event in events if event["kind"] == "comment deleted"}
    return [event for event in events if event["kind"] == "commented"], gone
