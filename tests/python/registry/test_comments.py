"""What people say about runs and versions, and take back."""

import pytest
from scene import ALICE, BOB, finished_run

from jupyter_mltrack.errors import Conflict, InvalidInput, NotAllowed, NotFound
from jupyter_mltrack.registry import (
    check,
    comment_run,
    comment_version,
    decide,
    delete_run_comment,
    delete_version_comment,
    history,
    list_versions,
    open_request,
    run_comments,
    version_comments,
)


def texts(comments):
    return [one.text for one in comments]


def test_comments_on_a_version_are_counted_and_deleted_by_who_made_them(churn):
    comment_version(churn, "churn/2", "fine", by=ALICE)
    first, second = comment_version(churn, "churn/2", "not on *my* data", by=BOB)
    assert (first.user, second.user, second.id) == ("alice", "bob", first.id + 1)
    assert list_versions(churn, "churn").comments == {"2": 2}
    with pytest.raises(NotAllowed, match="alice"):
        delete_version_comment(churn, "churn/2", first.id, by=BOB)
    assert texts(delete_version_comment(churn, "churn/2", first.id, by=ALICE)) == ["not on *my* data"]
    with pytest.raises(Conflict, match="already"):
        delete_version_comment(churn, "churn/2", first.id, by=ALICE)
    for reference, comment in (("churn/2", 10**9), ("churn/1", second.id), ("churn/2", 1)):
        with pytest.raises(NotFound):
            delete_version_comment(churn, reference, comment, by=BOB)
    assert list_versions(churn, "churn").comments == {"2": 1}
    assert history(churn, "churn").events[0].kind == "comment deleted"
    assert "fine" in [event.reason for event in history(churn, "churn").events], "the history keeps it"
    assert check(churn) == []


def test_what_is_said_about_a_request_is_no_comment_on_its_version(churn):
    request = open_request(churn, "churn/2", "staging", "try", by=ALICE)
    decide(churn, request.id, "comment", "why?", by=BOB)
    said = history(churn, "churn").events[0]
    assert version_comments(churn, "churn/2") == [] and list_versions(churn, "churn").comments == {}
    with pytest.raises(NotFound):
        delete_version_comment(churn, "churn/2", said.seq, by=BOB)


def test_comments_on_a_run(store):
    run, other = finished_run(store), finished_run(store)
    [comment] = comment_run(store, run, "noisy", by=BOB)
    with pytest.raises(NotFound):
        delete_run_comment(store, other, comment.id, by=BOB)
    with pytest.raises(NotAllowed):
        delete_run_comment(store, run, comment.id, by=ALICE)
    assert delete_run_comment(store, run, comment.id, by=BOB) == [] == run_comments(store, run)
    with pytest.raises(InvalidInput, match="needed"):
        comment_run(store, run, "  ", by=BOB)


def test_the_history_of_one_kind(churn):
    comment_version(churn, "churn/2", "fine", by=ALICE)
    assert [event.kind for event in history(churn, kind="commented").events] == ["commented"]
    assert history(churn, "churn", kind="version created").total == 4
    with pytest.raises(InvalidInput, match="kinds are model created"):
        history(churn, kind="nothing")
