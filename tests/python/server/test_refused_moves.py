"""What cannot be done is refused in words, by REST, the command line and MLflow's client, and changes nothing."""

import asyncio
import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from asking import CONFIG, asking

from jupyter_mltrack.cli import main
from jupyter_mltrack.records import StageRule
from jupyter_mltrack.registry import (
    Person,
    check,
    delete_version,
    history,
    journal,
    moment,
    open_request,
    register,
    set_alias,
    set_rules,
    system_person,
    transition,
    withdraw,
)
from jupyter_mltrack.tracking import start

ALICE = Person("alice")
MODEL = ("registry", "models", "churn")
MLFLOW = Path(__file__).resolve().parents[3] / ".cache" / "tests" / "mlflow" / "bin" / "python"


@pytest.fixture
def jp_server_config():
    return CONFIG


@pytest.fixture
def ask(jp_fetch):
    return asking(jp_fetch)


@pytest.fixture
def churn(server_store):
    """Versions 1 to 3: production, one with an alias, one in no use."""
    for accuracy in (0.9, 0.92, 0.95):
        with start(server_store, "churn") as run:
            run.log(accuracy=accuracy)
        register(server_store, run.id, "churn", by=ALICE)
    transition(server_store, "churn/1", "production", by=ALICE)
    set_alias(server_store, "churn", "champion", 2, by=ALICE)
    return server_store


def protect(store, *reviewers, **more):
    rule = StageRule("production", most=1, protected=True, reviewers=list(reviewers), **more)
    set_rules(store, [rule], "churn", by=ALICE, add_people=reviewers)


@pytest.fixture
def refused(churn, ask, capsys):
    """Ask the same by REST and on the command line; gives both complaints, with nothing changed."""

    async def both(status, method, parts, body, *words, who="alice"):
        before = [event.hash for event in history(churn, limit=1000).events]
        code, problem = await ask(who, method, *parts, body=body)
        assert code == status, problem
        capsys.readouterr()
        loop = asyncio.get_running_loop()
        done = await loop.run_in_executor(None, main, [*words, "--store", str(churn.path)])
        said = capsys.readouterr()
        assert (done, said.out) == (2, "") and said.err.startswith("mltrack: ") and said.err.count("\n") == 1
        assert [event.hash for event in history(churn, limit=1000).events] == before
        assert check(churn) == []
        return problem["message"], said.err.removeprefix("mltrack: ").rstrip()

    return both


async def test_a_version_in_use_is_not_deleted(churn, refused):
    for number, words in ((1, "production"), (2, "champion")):
        rest, command = await refused(
            409, "DELETE", (*MODEL, "versions", str(number)), None, "delete", f"churn/{number}"
        )
        assert rest == command and "is in use" in rest and words in rest
    rest, command = await refused(409, "DELETE", MODEL, None, "delete", "churn")
    assert rest == command and "is in use" in rest


async def test_a_version_that_was_deleted_cannot_be_moved_or_asked_for(churn, refused):
    request = open_request(churn, "churn/3", "production", "better", by=ALICE)
    delete_version(churn, "churn/3", by=ALICE)
    for method, parts, body, words in (
        ("POST", (*MODEL, "versions", "3", "stage"), {"stage": "staging"}, ("stage", "churn/3", "staging")),
        ("DELETE", (*MODEL, "versions", "3"), None, ("delete", "churn/3")),
        ("PUT", (*MODEL, "aliases", "next"), {"version": 3}, ("alias", "churn", "next", "3")),
        ("POST", ("registry", "requests"), {"version": "churn/3", "stage": "staging", "reason": "x"},
         ("request", "churn/3", "staging", "--reason", "x")),
    ):  # fmt: skip
        rest, command = await refused(404, method, parts, body, *words)
        assert rest == command and "has no version 3" in rest
    decisions = ("registry", "requests", request.id, "decisions")
    rest, command = await refused(
        409, "POST", decisions, {"kind": "approve"}, "approve", request.id, who="bob"
    )
    assert rest == command and "overtaken: its version is gone" in rest


async def test_a_withdrawn_request_is_not_approved(churn, refused):
    me = system_person().name
    protect(churn, "bob", me, "alice")
    request = open_request(churn, "churn/3", "production", "better", by=ALICE)
    withdraw(churn, request.id, by=ALICE)
    decisions = ("registry", "requests", request.id, "decisions")
    for reference in (request.id[:8], "churn/3"):
        for body, words in (
            ({"kind": "approve"}, ("approve", reference)),
            ({"kind": "reject", "text": "no"}, ("reject", reference, "--reason", "no")),
        ):
            rest, command = await refused(409, "POST", decisions, body, *words, who="bob")
            assert rest == command and "is closed: it was withdrawn by alice" in rest
    withdrawal = ("registry", "requests", request.id, "withdraw")
    rest, command = await refused(409, "POST", withdrawal, {}, "withdraw", "churn/3")
    assert rest == command and "withdrawn by alice" in rest


async def test_who_is_no_reviewer_or_asked_for_it_is_told_so(churn, refused):
    protect(churn, "bob", "carol")
    request = open_request(churn, "churn/3", "production", "better", by=Person("carol"))
    decisions = ("registry", "requests", request.id, "decisions")
    rest, command = await refused(403, "POST", decisions, {"kind": "approve"}, "approve", "churn/3")
    me = system_person().name
    assert rest == "alice is no reviewer of production: that is up to bob, carol."
    assert command == rest.replace("alice", me)
    rest, _ = await refused(
        403, "POST", decisions, {"kind": "approve"}, "withdraw", request.id[:8], who="carol"
    )
    assert rest == "carol asked for it: somebody else has to decide."


async def test_of_two_approvals_at_once_one_counts(churn, ask):
    protect(churn, "bob", "carol", "dan", approvals=2)
    request = open_request(churn, "churn/3", "production", "better", by=ALICE)
    decisions = ("registry", "requests", request.id, "decisions")

    def approve(who):
        return ask(who, "POST", *decisions, body={"kind": "approve"})

    twice = sorted(await asyncio.gather(approve("bob"), approve("bob")), key=lambda one: one[0])
    assert [code for code, _ in twice] == [200, 409]
    assert twice[1][1]["message"] == "bob has approved it already; another reviewer is missing."
    last = sorted(await asyncio.gather(approve("carol"), approve("dan")), key=lambda one: one[0])
    assert [code for code, _ in last] == [200, 409]
    assert "is closed: it was approved by" in last[1][1]["message"]
    kinds = [event.kind for event in history(churn).events[:4]]
    assert kinds == ["stage set", "request decided", "request decided", "request opened"]
    assert check(churn) == []


async def test_a_clock_that_goes_back_hides_nothing_of_now(churn, ask, monkeypatch):
    ahead = history(churn).events[0].time + 86_400
    with monkeypatch.context() as patch:
        patch.setattr(journal, "time", SimpleNamespace(time=lambda: ahead))
        assert (await ask("alice", "POST", *MODEL, "versions", "3", "stage", body={"stage": "staging"}))[
            0
        ] == 200
    # The clock is right again, and behind the newest event.
    assert (await ask("alice", "DELETE", *MODEL, "aliases", "champion"))[0] == 200
    event = history(churn).events[0]
    assert event.time == ahead and event.details["clock"] < ahead
    now = (await ask("alice", "GET", *MODEL, "moment"))[1]
    assert now["stages"] == {"staging": [3], "production": [1]} and now["aliases"] == {}
    assert now["time"] == ahead and moment(churn, "churn").stages == now["stages"]
    then = moment(churn, "churn", ahead - 1)
    assert then.stages == {"production": [1]} and then.aliases == {"champion": 2}
    assert check(churn) == []


CLIENT = """
import json, sys
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1], registry_uri=sys.argv[1])
said = []
for act in (
    lambda: client.get_model_version("churn", "1"),
    lambda: client.delete_model_version("churn", "1"),
    lambda: client.delete_registered_model("churn"),
    lambda: client.transition_model_version_stage("churn", "3", "Production"),
    lambda: client.set_registered_model_alias("churn", "champion", "1"),
    lambda: client.create_model_version("churn", "runs:/1/model"),
):
    try:
        said.append(f"done: {act()}")
    except Exception as error:
        said.append(f"{type(error).__name__}: {error}")
print(json.dumps(said))
"""


@pytest.mark.mlflow
@pytest.mark.skipif(not MLFLOW.exists(), reason="needs the environment that tests/run makes for MLflow")
@pytest.mark.parametrize("below", ["mltrack/api", ""])
async def test_mlflow_s_client_is_told_and_changes_nothing(
    churn, http_server, jp_serverapp, http_server_port, jp_base_url, below
):
    protect(churn, "bob")
    before = [event.hash for event in history(churn).events]
    address = f"http://127.0.0.1:{http_server_port[-1]}{jp_base_url}{below}".rstrip("/")
    environment = {
        **os.environ, "MLFLOW_TRACKING_TOKEN": jp_serverapp.identity_provider.token,
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0", "MLFLOW_DISABLE_TELEMETRY": "true",
    }  # fmt: skip
    done = await asyncio.get_running_loop().run_in_executor(
        None,
        lambda: subprocess.run(
            [MLFLOW, "-c", CLIENT, address], env=environment, capture_output=True, text=True, timeout=120,
        ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert len(said) == 6
    for one in said:
        assert one.startswith(("MlflowException: ", "RestException: ")), one
        assert ("does not speak MLflow's protocol" if below else "404") in one
    assert [event.hash for event in history(churn).events] == before and check(churn) == []
