"""Monitors in a terminal: made, run by cron, looked at, acted on."""

from __future__ import annotations

import json

import pytest
from feed import Feed, rows

from jupyter_mltrack.cli import main
from jupyter_mltrack.store import open_store


@pytest.fixture
def feed(tmp_path):
    """A folder with three days of files, of which the last two drifted, and a table to compare with."""
    store = open_store(tmp_path / ".mltrack", create=True)
    made = Feed(store, tmp_path)
    for day in range(3):
        made.day(day, shift=8 if day else 0)
    rows(-30, count=3000).to_csv(tmp_path / "reference.csv", index=False)
    yield made
    store.close()


@pytest.fixture
def mltrack(feed, monkeypatch, capsys):
    """Run ``mltrack`` in the folder of the feed."""
    monkeypatch.delenv("MLTRACK_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(feed.folder)

    def run(*words):
        capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


CREATE = (
    "monitor", "create", "churn", "--files", "data/*.csv", "--reference", "reference.csv", "--time", "at",
    "--chunk", "1 day", "--key", "key", "--score", "score", "--every", "1 hour",
)  # fmt: skip


def test_made_run_by_cron_looked_at_and_acted_on(mltrack, feed):
    code, out, err = mltrack(*CREATE)
    assert (code, err) == (0, "")
    assert "reference  reference.csv" in out
    code, out, _ = mltrack("monitor", "run", "--due")
    assert (code, "columns drifted: `age`" in out) == (0, True)
    assert mltrack("monitor", "run", "--due")[1] == "Nothing is due.\n"
    assert mltrack("monitors")[1].splitlines()[1].split()[:3] == ["churn", "drift", "·◆◆"]
    assert "2026-03-03" in mltrack("monitor", "show", "churn")[1]
    (alert,) = json.loads(mltrack("alerts", "--json")[1])["alerts"]
    assert alert["subjects"] == ["age"]
    code, out, _ = mltrack("alert", alert["id"][:8], "--snooze", "1 day", "--text", "next week")
    assert (code, "snoozed" in out, "next week" in out) == (0, True, True)
    code, out, _ = mltrack("monitor", "reference", "churn", "--check", "2026-03-03", "--reason", "new prices")
    assert (code, out) == (0, "churn compares with 2026-03-03 from now on.\n")
    assert mltrack("alerts")[1] == "No alert is open.\n"
    assert "new reference" in mltrack("alert", alert["id"][:8])[1]


def test_a_second_create_changes_what_is_said_and_nothing_else(mltrack, feed):
    mltrack(*CREATE)
    code, out, _ = mltrack("monitor", "create", "churn", "--every", "1 day", "--json")
    made = json.loads(out)
    assert (code, made["schedule"]["every"], made["chunking"]["column"]) == (0, 86400.0, "at")
    assert len(made["references"]) == 1


def test_files_are_handed_over(mltrack, feed):
    assert (
        mltrack(
            "monitor", "create", "hand", "--reference", "reference.csv", "--left-out", "at", "--key", "key"
        )[0]
        == 0
    )
    code, out, _ = mltrack("monitor", "check", "hand", "data/002.csv")
    assert (code, out.startswith("002.csv"), "drift" in out) == (0, True, True)
    code, _, err = mltrack("monitor", "check", "hand", "data/nothing.csv")
    assert (code, "No file fits" in err) == (2, True)


def test_a_run_with_a_problem_ends_with_1(mltrack, feed):
    mltrack("monitor", "create", "gone", "--files", "nowhere/*.csv", "--every", "1 hour")
    assert mltrack("monitor", "run", "gone")[0] == 1


def test_two_tables_compared_and_a_page_written(mltrack, feed):
    code, out, _ = mltrack("drift", "reference.csv", "data/002.csv", "--html", "page.html", "--fail")
    assert (code, "`age` moved" in out) == (1, True)
    assert "<table" in (feed.folder / "page.html").read_text(encoding="utf-8")
    assert mltrack("drift", "reference.csv", "reference.csv", "--fail")[0] == 0
    assert mltrack("drift", "reference.csv", "nothing.csv")[0] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("monitor", "run"), "Name a monitor, or say --due"),
        (("monitor", "run", "nobody"), "no monitor 'nobody'"),
        (("monitor", "create", "x", "--query", "SELECT 1"), "--database with --query"),
        (("monitor", "create", "x", "--files", "a", "--every", "soon"), "no length of time"),
        (("alert", "ffff"), "no alert"),
        (("monitor", "cancel", "nobody"), "no monitor"),
    ],
)
def test_what_cannot_be_done_is_said(mltrack, words, told):
    code, _, err = mltrack(*words)
    assert code == 2
    assert told in err
