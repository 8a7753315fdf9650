"""The registry over HTTP: two people on one server, from a run to production and back."""

import os
import pwd
from urllib.parse import quote

import pytest
from asking import CONFIG, asking

from jupyter_mltrack.records import StageRule
from jupyter_mltrack.registry import check, history
from jupyter_mltrack.tracking import start

MODEL = ("registry", "models", "churn")


@pytest.fixture
def jp_server_config():
    return CONFIG


@pytest.fixture
def ask(jp_fetch):
    """Ask as somebody; gives status and JSON, also of errors."""
    return asking(jp_fetch)


@pytest.fixture
def runs(server_store):
    """Two runs that have ended."""
    for accuracy in (0.9, 0.95):
        with start(server_store, "churn", params={"lr": accuracy}) as run:
            run.log(accuracy=accuracy)
    return server_store


async def test_without_a_store_there_is_nothing_to_see(ask):
    assert (await ask("bob", "GET", "registry", "people"))[1] == {"people": ["bob"], "groups": ["leads"]}
    assert (await ask("alice", "GET", "registry", "models"))[1] == {
        "rows": [],
        "total": 0,
        "waiting": 0,
        "seq": 0,
    }
    assert (await ask("alice", "GET", "registry", "requests"))[1]["total"] == 0
    assert (await ask("alice", "GET", "registry", "history"))[1] == {"events": [], "total": 0}
    assert (await ask("bob", "GET", "registry", "me"))[1] == {
        "name": "bob",
        "groups": ["leads"],
        "waiting": 0,
    }
    assert [rule["stage"] for rule in (await ask("bob", "GET", "registry", "rules"))[1]["rules"]] == [
        "staging",
        "production",
    ]
    assert (await ask("bob", "GET", "registry", "check"))[1]["problems"] == []
    assert (await ask("bob", "GET", *MODEL))[0] == 404


async def test_two_people_take_a_model_to_production_and_back(ask, runs):
    for run in ("1", "2"):
        code, version = await ask("alice", "POST", *MODEL, "versions", body={"run": run, "tags": {"a": "b"}})
        assert code == 200 and version["created_by"] == "alice" and version["run_number"] == int(run)
    assert (await ask("alice", "POST", *MODEL, "versions", "1", "stage", body={"stage": "production"}))[
        0
    ] == 200
    rule = {"stage": "production", "most": 1, "protected": True, "groups": ["leads"]}
    code, rules = await ask("alice", "PUT", *MODEL, "rules", body={"rules": [rule], "add_groups": ["leads"]})
    assert code == 200 and rules["rules"][1]["protected"] and rules["warnings"] == []
    code, problem = await ask("alice", "POST", *MODEL, "versions", "2", "stage", body={"stage": "production"})
    assert code == 409 and problem["code"] == "conflict" and "protected" in problem["message"]

    wish = {"version": "churn/2", "stage": "production", "reason": "better"}
    code, opened = await ask("alice", "POST", "registry", "requests", body=wish)
    request = opened["row"]["request"]["id"]
    assert code == 200 and opened["evidence"]["versions"]["metrics"][0]["verdict"] == "better"
    assert not opened["row"]["may_decide"] and "somebody else" in opened["row"]["why_not"]
    decisions = ("registry", "requests", request, "decisions")
    for who in ("alice", "carol"):
        code, problem = await ask(who, "POST", *decisions, body={"kind": "approve"})
        assert code == 403 and problem["code"] == "not_allowed"
    assert (await ask("alice", "GET", "registry", "me"))[1]["waiting"] == 0
    assert (await ask("bob", "GET", "registry", "me"))[1]["waiting"] == 1
    assert (await ask("bob", "GET", "registry", "requests", waiting="1"))[1]["total"] == 1
    assert (await ask("bob", "GET", "registry", "models"))[1]["waiting"] == 1
    assert (await ask("carol", "POST", *decisions, body={"kind": "comment", "text": "why?"}))[0] == 200
    before = history(runs).events[0].time
    code, done = await ask("bob", "POST", *decisions, body={"kind": "approve", "text": "fine"})
    assert code == 200 and done["row"]["request"]["status"] == "approved"
    assert (await ask("bob", "POST", *decisions, body={"kind": "approve"}))[0] == 409
    assert (await ask("carol", "GET", *MODEL, "versions", "production"))[1]["version"] == 2

    code, then = await ask("carol", "GET", *MODEL, "moment", at=str(before))
    assert then["stages"] == {"production": [1]}
    assert (await ask("carol", "GET", *MODEL, "moment"))[1]["stages"] == {"production": [2], "archived": [1]}
    events = (await ask("carol", "GET", *MODEL, "history", limit="2"))[1]["events"]
    assert [(event["user"], event["kind"]) for event in events] == [
        ("bob", "stage set"),
        ("bob", "request decided"),
    ]
    code, problem = await ask("carol", "POST", *MODEL, "rollback", body={"current": 2})
    assert code == 409 and "never" not in problem["message"], "version 1 was never approved for it"
    assert (await ask("alice", "GET", "registry", "check"))[1]["problems"] == [] and check(runs) == []


async def test_rollback_edit_alias_comment_and_delete(ask, runs):
    for run in ("1", "2"):
        await ask("alice", "POST", *MODEL, "versions", body={"run": run})
        await ask("alice", "POST", *MODEL, "versions", run, "stage", body={"stage": "production"})
    details = (await ask("bob", "GET", *MODEL))[1]
    assert details["rollbacks"][0] == {
        "stage": "production", "current": 2, "target": 1, "free": True, "request": None
    }  # fmt: skip
    code, version = await ask("bob", "POST", *MODEL, "rollback", body={"reason": "errors", "current": 2})
    assert code == 200 and version["version"] == 1
    assert (await ask("bob", "PUT", *MODEL, "aliases", "champion", body={"version": 2}))[1]["aliases"] == {
        "champion": 2
    }
    assert (await ask("bob", "GET", *MODEL, "versions", "champion"))[1]["version"] == 2
    assert (await ask("bob", "DELETE", *MODEL, "versions", "2"))[0] == 409
    assert (await ask("bob", "DELETE", *MODEL, "aliases", "champion"))[1]["aliases"] == {}
    assert (await ask("bob", "DELETE", *MODEL, "versions", "2", reason="bad"))[1] == {"deleted": "churn/2"}
    assert (await ask("bob", "DELETE", *MODEL))[0] == 409
    code, model = await ask("bob", "PATCH", *MODEL, body={"description": "Who leaves", "name": "leavers"})
    assert code == 200 and model["name"] == "leavers"
    leavers = ("registry", "models", "leavers")
    assert (await ask("bob", "PATCH", *leavers, "versions", "1", body={"tags": {"a": "b"}}))[1]["tags"] == {
        "a": "b"
    }
    said = await ask("carol", "POST", *leavers, "versions", "1", "comments", body={"text": "nice"})
    assert [(one["user"], one["text"]) for one in said[1]["comments"]] == [("carol", "nice")]
    said = await ask("carol", "POST", "registry", "runs", "1", "comments", body={"text": "noisy"})
    assert (await ask("bob", "GET", "registry", "runs", "1", "comments"))[1] == said[1]
    [comment] = said[1]["comments"]
    own = ("registry", "runs", "1", "comments", str(comment["id"]))
    assert (await ask("bob", "DELETE", *own))[0] == 403
    assert (await ask("carol", "DELETE", *own))[1] == {"comments": []}
    assert (await ask("carol", "DELETE", *own))[0] == 409
    assert (await ask("bob", "GET", *leavers, "versions"))[1]["comments"] == {"1": 1}
    assert (await ask("bob", "GET", *leavers, "history", kind="commented"))[1]["total"] == 1
    card = (await ask("bob", "GET", *leavers, "card"))[1]
    assert "# leavers" in card["markdown"] and card["html"].startswith("<!DOCTYPE html>")
    assert (await ask("bob", "GET", *leavers, "comparison", challenger="1", current="1"))[0] == 400
    assert [one["version"] for one in (await ask("bob", "GET", *leavers, "versions"))[1]["versions"]] == [1]


@pytest.mark.parametrize("address", [("registry",), MODEL])
async def test_a_reviewer_whom_nobody_knows(ask, runs, address):
    await ask("alice", "POST", *MODEL, "versions", body={"run": "1"})
    await ask("bob", "POST", *MODEL, "versions", "1", "comments", body={"text": "hm"})
    rule = {"stage": "production", "most": 1, "protected": True, "reviewers": ["bbo", "zoe"]}
    before = history(runs).total
    code, problem = await ask("alice", "PUT", *address, "rules", body={"rules": [rule]})
    assert code == 400 and problem["code"] == "unknown_person" and "Did you mean bob?" in problem["message"]
    assert (problem["people"], problem["groups"], problem["near"]) == (["bbo", "zoe"], [], ["bob"])
    code, problem = await ask(
        "alice", "PUT", *address, "rules", body={"rules": [rule], "add_people": ["zoe"]}
    )
    assert code == 400 and problem["people"] == ["bbo"]
    assert history(runs).total == before

    rule["reviewers"] = ["alice"]
    seen = (await ask("alice", "GET", *address, "rules"))[1]
    assert seen["warnings"] == []
    body = {"rules": [rule], "seen": seen["rules"]}
    code, told = await ask("alice", "PUT", *address, "rules", body=body)
    assert code == 200 and "Nobody could approve what alice asks for" in told["warnings"][0]
    assert (await ask("alice", "GET", *address, "rules"))[1] == told
    assert (await ask("bob", "GET", *address, "rules"))[1]["warnings"] == []
    before = history(runs).total
    code, problem = await ask("alice", "PUT", *address, "rules", body=body)
    assert code == 409 and "changed meanwhile" in problem["message"] and history(runs).total == before


async def test_people_are_listed_and_added(ask, runs):
    me = pwd.getpwuid(os.getuid()).pw_name
    code, known = await ask("bob", "GET", "registry", "people")
    assert code == 200 and known == {"people": sorted(["bob", me]), "groups": ["leads"]}
    code, known = await ask(
        "alice", "POST", "registry", "people", body={"people": ["zoe"], "groups": ["night"]}
    )
    assert code == 200 and "zoe" in known["people"] and known["groups"] == ["night"]
    rule = {"stage": "production", "protected": True, "reviewers": ["zoe"], "groups": ["night"]}
    assert (await ask("carol", "PUT", "registry", "rules", body={"rules": [rule]}))[0] == 200
    for body in ({}, {"people": [""]}, {"people": ["a\u0000"]}, {"people": "zoe"}, {"people": [1]}):
        assert (await ask("alice", "POST", "registry", "people", body=body))[0] == 400
    event = (await ask("alice", "GET", "registry", "history", kind="people added"))[1]["events"][0]
    assert event["user"] == "alice" and event["details"]["people"] == ["zoe"]


async def test_what_a_request_cannot_say(ask, runs):
    """Reviewers are named by rules; a request that names one is told so by the field, and is not made."""
    await ask("alice", "POST", *MODEL, "versions", body={"run": "1"})
    before = history(runs).total
    wish = {"version": "churn/1", "stage": "production", "reason": "x", "reviewers": ["bob"]}
    code, problem = await ask("alice", "POST", "registry", "requests", body=wish)
    assert code == 400 and "reviewers" in problem["message"] and history(runs).total == before


async def test_requests_are_withdrawn_by_their_author_alone(ask, runs):
    await ask("alice", "POST", *MODEL, "versions", body={"run": "1"})
    wish = {"version": "churn", "stage": "staging", "reason": "try it"}
    request = (await ask("alice", "POST", "registry", "requests", body=wish))[1]["row"]["request"]["id"]
    withdraw = ("registry", "requests", request, "withdraw")
    assert (await ask("bob", "POST", *withdraw, body={}))[0] == 403
    assert (await ask("alice", "POST", *withdraw, body={"reason": "no"}))[1]["row"]["request"][
        "status"
    ] == "withdrawn"
    code, problem = await ask(
        "bob", "POST", "registry", "requests", request, "decisions", body={"kind": "approve"}
    )
    assert code == 409 and "withdrawn by alice" in problem["message"]
    assert (await ask("bob", "GET", "registry", "requests", request))[1]["evidence"]["stage"] == "staging"


@pytest.mark.parametrize("field", ["by", "user", "author", "groups", "created_by"])
async def test_nobody_says_in_a_body_who_they_are(ask, runs, field):
    await ask("alice", "POST", *MODEL, "versions", body={"run": "1"})
    bodies = (
        ("POST", ("registry", "models"), {"name": "x"}),
        ("POST", (*MODEL, "versions"), {"run": "1"}),
        ("POST", (*MODEL, "versions", "1", "stage"), {"stage": "staging"}),
        ("POST", (*MODEL, "rollback"), {}),
        ("PUT", (*MODEL, "aliases", "a"), {"version": 1}),
        ("PUT", (*MODEL, "rules"), {"rules": []}),
        ("POST", ("registry", "requests"), {"version": "churn/1", "stage": "staging", "reason": "x"}),
        ("POST", ("registry", "requests", "abcd", "decisions"), {"kind": "approve"}),
        ("POST", (*MODEL, "versions", "1", "comments"), {"text": "x"}),
    )
    for method, parts, body in bodies:
        code, problem = await ask("alice", method, *parts, body={**body, field: "bob"})
        assert code == 400 and field in problem["message"], parts
    assert history(runs).total == 2


@pytest.mark.parametrize("name", ["..", "a/b", "../../etc", "a:b", "a@b", "a\nb", "x" * 251])
async def test_names_that_no_model_can_have(ask, runs, jp_base_url, jp_auth_header, http_server_client, name):
    assert (await ask("alice", "POST", "registry", "models", body={"name": name}))[0] == 400
    for written in {quote(name, safe=""), "".join(f"%{byte:02X}" for byte in name.encode())}:
        answer = await http_server_client.fetch(
            f"{jp_base_url}mltrack/api/registry/models/{written}/versions", method="POST", raise_error=False,
            headers=jp_auth_header, body='{"run": "1"}',
        )  # fmt: skip
        assert answer.code in (400, 403, 404)
    assert history(runs).total == 0


async def test_what_changed_is_told_by_name(runs, jp_serverapp):
    from jupyter_mltrack.registry import Person, comment_run, create_model, open_request, register, set_rules
    from jupyter_mltrack.server.holder import StoreHolder
    from jupyter_mltrack.server.watcher import Watcher

    watcher = Watcher(StoreHolder(runs.path.parent), None)
    watcher.look()
    by = Person("alice")
    register(runs, 1, "churn", by=by)
    create_model(runs, "wine", by=by)
    change = watcher.look()
    assert (sorted(change.models), change.runs, change.reset) == (["churn", "wine"], [], False)
    open_request(runs, "churn/1", "staging", "x", by=by)
    assert watcher.look().models == ["churn"]
    run = runs.table("runs").get(doc_id=2)["id"]
    comment_run(runs, 2, "noisy", by=by)
    change = watcher.look()
    assert (change.models, change.runs, change.reset) == ([], [run], False)
    set_rules(runs, [StageRule("staging", most=2)], by=by)
    assert watcher.look().reset, "rules of the whole store hold for every model"
