"""What people say about runs and versions: events of the history, so that nobody can unsay them."""

from __future__ import annotations

from tinydb import Query
from tinydb.queries import QueryInstance

from ..records import Comment
from ..store import Sort, Store
from ..tracking import get_run
from .documents import find_version
from .journal import writing
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
    about = (Query().model_id == model.id) & (Query().version == version.version)
    return _comments(store, about & ~Query().request.exists())


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


def _comments(store: Store, about: QueryInstance) -> list[Comment]:
    said = about & (Query().kind == "commented")
    events = store.table("events").select(said, sort=Sort(("seq",)))
    return [Comment(event["user"], event["time"], event["reason"]) for event in events]
