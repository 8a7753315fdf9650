"""The registry in a terminal, from a run to production and back."""

import json
import os
import pwd
import sqlite3
import subprocess
import sys

import pytest

from jupyter_mltrack.cli import main
from jupyter_mltrack.store.schema import FILE

ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def mltrack(tmp_path, monkeypatch, capsys):
    """Run ``mltrack`` in this process: many commands, each of which would take longer to start than to run."""
    monkeypatch.delenv("MLTRACK_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words, folder=tmp_path, **variables):
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            for name, value in variables.items():
                patch.setenv(name, value)
            capsys.readouterr()
            try:
                code = main(words)
            except SystemExit as stop:
                code = stop.code
            said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def churn(mltrack, runs):
    """Runs 1 and 2 as the versions of ``churn``, the first in production."""
    assert mltrack("register", "1", "churn") == (0, "run 1 is churn/1\n", "")
    assert mltrack("register", "2", "churn", "--description", "bigger") == (0, "run 2 is churn/2\n", "")
    assert mltrack("stage", "churn/1", "production") == (0, "churn/1 is in production\n", "")
    return runs


def test_from_a_run_to_production_and_back(mltrack, churn):
    assert mltrack("stage", "churn", "production", "--reason", "better")[1] == "churn/2 is in production\n"
    assert mltrack("alias", "churn", "champion", "2")[1] == "champion is churn/2\n"
    assert [line.split() for line in mltrack("models")[1].splitlines()] == [
        ["model", "versions", "production", "staging", "aliases", "requests", "description"],
        ["churn", "2", "2", "-", "champion=2", "-"],
    ]
    said = mltrack("models", "churn")[1].splitlines()
    assert said[:4] == ["model       churn", "versions    2", "production  2", "champion    2"]
    assert said[-2].split()[:3] == ["2", "production", "2"] and said[-2].endswith(f"{ME}  bigger")
    assert mltrack("rollback", "churn", "--reason", "errors")[1] == "churn/1 is in production again\n"
    said = mltrack("history", "churn")[1].splitlines()
    assert said[1].split(maxsplit=2)[2].split() == [
        ME,
        "production",
        "rolled",
        "back",
        "to",
        "churn/1",
        "errors",
    ]
    assert mltrack("alias", "churn", "champion", "--remove")[0] == 0
    assert (
        json.loads(mltrack("history", "churn", "--limit", "1", "--json")[1])["events"][0]["kind"]
        == "alias removed"
    )
    assert "| accuracy | 0.9 |" in mltrack("card", "churn")[1]
    assert mltrack("card", "churn", "--html")[1].startswith("<!DOCTYPE html>")


def test_how_it_stood_at_a_time(mltrack, churn):
    events = json.loads(mltrack("history", "churn", "--json")[1])["events"]
    from datetime import datetime

    # A moment later: dates are cut to microseconds, times are not.
    at = datetime.fromtimestamp(events[0]["time"] + 0.001).isoformat()
    assert mltrack("history", "churn", "--at", at)[1].splitlines()[2:] == [
        "production  1",
        "versions    1, 2",
    ]
    assert mltrack("history", "churn", "--at", "2020-01-01")[1].splitlines()[-1] == "versions  none"
    assert json.loads(mltrack("history", "churn", "--at", at, "--json")[1])["stages"] == {"production": [1]}
    assert mltrack("history", "--at", at)[0] == 2
    assert "no time" in mltrack("history", "churn", "--since", "noon")[2]
    assert mltrack("history", "--until", "2020-01-01")[1] == "Nothing happened.\n"


def test_protected_stages_take_requests(mltrack, churn):
    rule = ("rules", "churn", "--protect", "--reviewer", "somebody-else", "--group", "no-such-group")
    code, said, complaint = mltrack(*rule)
    assert (code, said) == (2, "") and complaint.endswith(
        "not been here yet: mltrack people add somebody-else --group no-such-group\n"
    )
    code, said, _ = mltrack(*rule, "--add-people")
    assert code == 0 and said.splitlines()[1] == (
        "production: at most 1, protected: 1 approval of somebody-else, the group no-such-group, not by the author"
    )
    code, _, complaint = mltrack("stage", "churn/2", "production")
    assert code == 2 and "mltrack request churn/2 production" in complaint
    assert mltrack("request", "churn/2", "production")[0] == 2, "a reason is needed"
    code, said, _ = mltrack("request", "churn/2", "production", "--reason", "better")
    assert code == 0 and said.endswith(": churn/2 to production: open\n")
    code, _, complaint = mltrack("approve", "churn/2", USER="somebody-else", LOGNAME="somebody-else")
    assert code == 2 and ME in complaint, "a variable of the environment makes nobody a reviewer"
    code, _, complaint = mltrack("rules", "churn", "--open")
    assert code == 2 and "only its reviewers" in complaint
    said = mltrack("requests", "churn/2")[1]
    assert "against version 1: lr 0.1 → 0.01; accuracy +0.05, better." in said and "asked for it" in said
    assert mltrack("requests", "--mine")[1] == "No request.\n"
    assert mltrack("withdraw", "churn/2", "--reason", "later")[1].endswith("withdrawn\n")
    assert mltrack("requests")[1] == "No request.\n" and "withdrawn" in mltrack("requests", "--all")[1]
    assert mltrack("approve", "churn/2")[0] == 2


def test_people_and_the_reviewers_that_rules_name(mltrack, churn):
    assert mltrack("people")[1].splitlines()[0] == f"people  {ME}"
    assert mltrack("people", "add", "bob", "--group", "no-such-group", "--reason", "begins in May")[
        1
    ].startswith(f"people  {', '.join(sorted([ME, 'bob']))}\ngroups  ")
    assert "no-such-group" in json.loads(mltrack("people", "--json")[1])["groups"]
    code, said, complaint = mltrack("rules", "churn", "--protect", "--reviewer", "Bbo")
    assert (code, said) == (2, "") and complaint.startswith(
        "mltrack: Nobody called 'Bbo' has been here. Did you mean bob? "
    )
    assert json.loads(mltrack("history", "--limit", "1", "--json")[1])["events"][0]["kind"] == "people added"
    assert "bob, no-such-group added" in mltrack("history", "--limit", "1")[1]
    assert mltrack("rules", "churn", "--protect", "--reviewer", "bob", "--reviewer", ME)[::2] == (0, "")
    code, said, complaint = mltrack("rules", "churn", "--protect", "--reviewer", ME)
    assert code == 0 and "protected" in said
    assert complaint.startswith(f"mltrack: Nobody could approve what {ME} asks for in production")
    for words in (("people", "remove", "bob"), ("people", "add"), ("people", "--group", "x"), ("people", "add", ""),
                  ("rules", "--stage", "none", "--most", "2"), ("request", "churn/2", "production", "--reason", "x",
                  "--reviewer", "bob")):  # fmt: skip
        code, said, complaint = mltrack(*words)
        assert code == 2 and said == "" and complaint, words
    mltrack("people", "add", "\x1b[2Jmallory")
    assert "\x1b" not in mltrack("people")[1]


def test_rules_of_two_stages_set_at_once_are_both_kept(mltrack, churn):
    code = (
        "import sys; from jupyter_mltrack.cli import main\nprint('ready', flush=True); sys.stdin.readline()\n"
    )
    code += "for most in range(1, 31): main(['rules', 'churn', '--stage', sys.argv[1], '--most', str(most)])"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, stage], cwd=churn, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for stage in ("staging", "production")
    ]  # fmt: skip
    for one in both:
        assert one.stdout.readline() == "ready\n"
    for one in both:
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in both:
        assert one.communicate(timeout=120)[1] == ""
    assert mltrack("rules", "churn")[1].splitlines() == [
        "staging: at most 30, open",
        "production: at most 30, open",
    ]


def test_one_person_approves_where_the_rules_let_them(mltrack, churn):
    mltrack("rules", "churn", "--protect", "--author-may-approve")
    mltrack("request", "churn/2", "production", "--reason", "better")
    request = json.loads(mltrack("requests", "--json")[1])["requests"][0]["request"]["id"]
    assert "You may approve it" in mltrack("requests", request[:8])[1]
    assert mltrack("reject", request[:8], "--reason", "not yet")[1].endswith("rejected\n")
    mltrack("request", "churn/2", "production", "--reason", "now")
    assert mltrack("approve", "churn/2", "--comment", "fine")[1].endswith("approved\n")
    assert mltrack("rules", "churn", "--open")[1].splitlines()[1] == "production: at most 1, open"
    assert mltrack("rules", "--most", "2")[1].splitlines()[1] == "production: at most 2, open"


def test_models_and_versions_are_edited_and_deleted(mltrack, churn, tmp_path):
    (tmp_path / "card.md").write_text("# Mine", encoding="utf-8")
    assert (
        mltrack("edit", "churn", "--description", "Who leaves", "--tag", "team=risk", "--card", "card.md")[0]
        == 0
    )
    assert mltrack("card", "churn")[1] == "# Mine\n"
    assert mltrack("edit", "churn/2", "--tag", "a=b=c", "--untag", "team")[1] == "churn/2 is changed\n"
    assert mltrack("models", "--tag", "team=risk")[1].splitlines()[1].endswith("Who leaves")
    assert mltrack("edit", "churn", "--tag", "team")[0] == 2
    assert mltrack("edit", "churn/2", "--rename", "x")[0] == 2
    assert "in use" in mltrack("delete", "churn/1")[2] and "in use" in mltrack("delete", "churn")[2]
    assert (
        mltrack("delete", "churn/2", "--reason", "never used")[1] == "churn/2 is deleted; its history stays\n"
    )
    assert mltrack("edit", "churn", "--rename", "leavers")[1] == "leavers is changed\n"
    mltrack("stage", "leavers/1", "archived")
    assert mltrack("delete", "leavers")[0] == 0 and mltrack("models")[1].startswith("No model")
    assert mltrack("doctor")[0] == 0


def test_comments(mltrack, churn):
    assert mltrack("comment", "1")[1] == "No comment.\n"
    assert mltrack("comment", "1", "noisy data")[1].endswith(f"{ME}: noisy data\n")
    assert mltrack("comment", "churn/2", "fine")[1].endswith(": fine\n")
    assert json.loads(mltrack("comment", "churn/2", "--json")[1])[0]["text"] == "fine"


def test_slips_are_one_line(mltrack, churn):
    for words in (
        ("register", "9", "churn"), ("register", "1", "../x"), ("stage", "churn/9", "production"),
        ("stage", "churn/1", "prod"), ("rollback", "churn"), ("rollback", "other"),
        ("alias", "churn", "production", "1"), ("approve", "0000"), ("history", "other"), ("models", "other"),
        ("rules", "churn", "--protect", "--reviewer", ""),
    ):  # fmt: skip
        code, said, complaint = mltrack(*words)
        assert (
            code == 2 and said == "" and complaint.startswith("mltrack: ") and complaint.count("\n") == 1
        ), words
    assert mltrack("models", folder=churn.parent)[0] == 2, "looking makes no store"


def test_the_doctor_finds_tampering(mltrack, churn):
    code, said, _ = mltrack("doctor")
    assert code == 0 and said.startswith(
        "The store is whole, so are 0 files of models, and so is the history of 4 events.\nhead: "
    )
    head = said.split()[-1]
    assert mltrack("doctor", "--head", head)[0] == 0
    with sqlite3.connect(churn / ".mltrack" / FILE) as file:
        number = file.execute("SELECT id FROM tables WHERE name = 'versions'").fetchone()[0]
        file.execute(f"UPDATE documents_{number} SET body = replace(body, '0.95', '0.99')")
    file.close()
    code, said, _ = mltrack("doctor")
    assert code == 1 and said.startswith("Version 2 of churn was changed behind the history: its metrics is")
    assert len(json.loads(mltrack("doctor", "--json")[1])["problems"]) == 1
    assert "written anew" in mltrack("doctor", "--head", "0" * 64)[1]


def test_what_people_wrote_cannot_command_a_terminal(mltrack, churn):
    hostile = "\x1b[2J\x1b]0;owned\x07\nfake row"
    mltrack("stage", "churn/2", "staging", "--reason", hostile)
    mltrack("register", "1", "churn", "--description", hostile)
    mltrack("comment", "churn/2", hostile)
    mltrack("request", "churn/2", "production", "--reason", hostile)
    for words in (("history",), ("models",), ("models", "churn"), ("comment", "churn/2"), ("requests",),
                  ("requests", "churn/2"), ("card", "churn")):  # fmt: skip
        said = mltrack(*words)[1]
        assert "\x1b" not in said and "\x07" not in said, words
