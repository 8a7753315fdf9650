"""Models are verified in processes of their own, which say how they stand and can be ended."""

import asyncio
import io
import json
import os
import tempfile
from types import SimpleNamespace

import numpy
import psutil
import pytest
from asking import CONFIG, asking

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import InvalidInput
from jupyter_mltrack.registry import check, history, register
from jupyter_mltrack.registry.people import Person
from jupyter_mltrack.tracking import get_run

X = numpy.arange(8, dtype="float64").reshape(4, 2)
JOBS = ("registry", "verifications")


@pytest.fixture
def jp_server_config():
    return CONFIG


@pytest.fixture
def ask(jp_fetch):
    return asking(jp_fetch)


@pytest.fixture
def linear(server_store):
    """A run with a safe model that is version 1 of ``sums``."""
    from sklearn.linear_model import LinearRegression

    with mltrack.run("verified", store=server_store.path) as run:
        run.log_model(LinearRegression().fit(X, X.sum(axis=1)), "clf", example=X)
    register(server_store, run.number, "sums", by=Person("alice"))
    return run


@pytest.fixture
def slow(server_store):
    """A pickle that takes as long to predict as a variable says."""

    def predict(rows):
        import os
        import time

        time.sleep(float(os.environ.get("VERIFY_SLEEP", "0")))
        return [float("JUPYTERHUB_API_TOKEN" in os.environ) for _ in rows]

    with mltrack.run("verified", store=server_store.path) as run:
        run.log_model(predict, "slow", example=X)
    return run


async def ended(ask, who, id):
    for _ in range(600):
        code, job = await ask(who, "GET", *JOBS, id)
        assert code == 200
        if job["status"] != "running":
            return job
        await asyncio.sleep(0.1)
    raise AssertionError(job)


async def test_a_version_is_verified_and_everybody_sees_it(ask, server_store, linear):
    code, job = await ask("bob", "POST", *JOBS, body={"reference": "sums/1", "here": True})
    assert code == 200 and (job["status"], job["user"], job["reference"]) == ("running", "bob", "sums/1")
    job = await ended(ask, "alice", job["id"])
    assert job["status"] == "done" and job["said"][-1].startswith("loading the model"), job
    [found] = job["found"]
    assert (found["verdict"], found["user"], found["where"]) == ("same", "bob", "here")
    sums = ("registry", "models", "sums", "versions", "1")
    assert (await ask("alice", "GET", *sums))[1]["verification"] == found
    assert (await ask("alice", "GET", *sums, "verifications"))[1] == {"verifications": [found]}
    run = (await ask("alice", "GET", "runs", str(linear.number)))[1]["run"]
    assert run["verifications"] == [found]
    last = history(server_store, "sums").events[0]
    assert (last.user, last.kind, last.reason) == ("bob", "version verified", found["reason"])
    assert (await ask("alice", "GET", *JOBS))[1]["verifications"] == [job]
    assert check(server_store) == []


async def test_a_pickle_is_loaded_only_when_somebody_trusts_it(ask, server_store, slow, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    wish = {"reference": f"runs/{slow.number}/slow", "here": True}
    code, problem = await ask("bob", "POST", *JOBS, body=wish)
    assert code == 403 and problem["code"] == "unsafe_model" and "trust" in problem["message"]
    assert (await ask("bob", "GET", *JOBS))[1]["verifications"] == []
    code, job = await ask("bob", "POST", *JOBS, body={**wish, "trusted": True})
    job = await ended(ask, "bob", job["id"])
    assert job["status"] == "done" and job["found"][0]["verdict"] == "same", "it sees no token of the server"
    assert get_run(server_store, slow.number).verifications[0].user == "bob"


def words_of(process):
    """Give the words that a process was started with; none of one that has just ended."""
    try:
        return str(process.cmdline())
    except psutil.NoSuchProcess:  # also what a zombie is
        return ""


async def test_one_that_goes_on_is_cancelled_with_all_it_started(
    ask, server_store, slow, monkeypatch, tmp_path
):
    monkeypatch.setenv("VERIFY_SLEEP", "300")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # other processes leave theirs elsewhere
    wish = {"reference": str(slow.number), "here": True, "trusted": True}
    code, job = await ask("bob", "POST", *JOBS, body=wish)
    assert (await ask("bob", "POST", *JOBS, body=wish))[1]["id"] == job["id"], "it is not begun twice"
    family, scratch = [], []
    while len(family) < 2:  # the worker, and the process that loads the model
        assert (await ask("bob", "GET", *JOBS, job["id"]))[1]["status"] == "running"
        family = [
            one for one in psutil.Process(os.getpid()).children(recursive=True) if "verif" in words_of(one)
        ]
        scratch = scratch or list(tmp_path.glob("mltrack-verification-*"))
        await asyncio.sleep(0.1)
    code, problem = await ask("carol", "DELETE", *JOBS, job["id"])
    assert code == 403 and "bob" in problem["message"]
    code, cancelled = await ask("bob", "DELETE", *JOBS, job["id"])
    assert code == 200 and cancelled["status"] == "cancelled"
    assert scratch and psutil.wait_procs(family, timeout=10)[1] == []
    assert (await ask("bob", "DELETE", *JOBS, job["id"]))[0] == 409
    assert (await ended(ask, "bob", job["id"]))["status"] == "cancelled"
    assert get_run(server_store, slow.number).verifications == []
    for _ in range(100):
        left = list(tmp_path.glob("mltrack-verification-*"))
        if not left:
            break
        await asyncio.sleep(0.1)
    assert left == []


async def test_what_cannot_be_verified_is_told(ask, server_store, linear, monkeypatch):
    for body, status in (
        ({"reference": "99"}, 404),
        ({"reference": "sums/9"}, 404),
        ({"reference": ""}, 400),
        ({"reference": "sums/1", "user": "carol"}, 400),
        ({}, 400),
    ):
        code, problem = await ask("bob", "POST", *JOBS, body=body)
        assert code == status and problem["message"], body
    assert (await ask("bob", "GET", *JOBS, "nothing"))[0] == 404
    assert (await ask("bob", "DELETE", *JOBS, "nothing"))[0] == 404
    with mltrack.run("bare", store=server_store.path) as run:
        from sklearn.linear_model import LinearRegression

        run.log_model(LinearRegression().fit(X, X.sum(axis=1)), "clf")
    code, job = await ask("bob", "POST", *JOBS, body={"reference": str(run.number), "here": True})
    job = await ended(ask, "bob", job["id"])
    assert job["status"] == "failed" and "no stored example" in job["problem"]["message"]
    monkeypatch.setattr("jupyter_mltrack.server.verification_jobs._WORKER", "jupyter_mltrack.nothing")
    code, job = await ask("bob", "POST", *JOBS, body={"reference": "sums/1", "here": True})
    job = await ended(ask, "bob", job["id"])
    assert job["status"] == "failed" and "exit code 1" in job["problem"]["message"]


async def test_not_more_than_two_at_a_time(ask, slow, linear, monkeypatch):
    monkeypatch.setenv("VERIFY_SLEEP", "300")
    wish = {"reference": str(slow.number), "here": True, "trusted": True}
    jobs = [(await ask(who, "POST", *JOBS, body=wish))[1]["id"] for who in ("alice", "bob")]
    code, problem = await ask("carol", "POST", *JOBS, body={"reference": "sums", "here": True})
    assert code == 409 and "(alice)" in problem["message"]
    for who, job in zip(("alice", "bob"), jobs, strict=True):
        assert (await ask(who, "DELETE", *JOBS, job))[0] == 200


async def test_who_may_run_no_code_here_may_not_verify(jp_serverapp, ask, linear):
    class NoKernels(type(jp_serverapp.authorizer)):
        def is_authorized(self, handler, user, action, resource):
            return resource == "jupyter_mltrack"

    jp_serverapp.web_app.settings["authorizer"] = NoKernels(parent=jp_serverapp)
    code, problem = await ask("bob", "POST", *JOBS, body={"reference": "sums", "here": True})
    assert code == 403 and problem["code"] == "not_allowed"
    assert (await ask("bob", "GET", *JOBS))[1]["verifications"] == []


def test_the_folders_of_a_verification_are_not_told(tmp_path, server_store, linear, monkeypatch):
    """They are the server's, and gone in a minute; so is where its store lies."""
    from jupyter_mltrack.models import verify as verifying
    from jupyter_mltrack.registry import verification_worker

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    job = {"store": str(server_store.path), "reference": "sums/1", "user": "bob", "groups": [], "here": False,
           "trusted": False}  # fmt: skip

    def told():
        news = io.StringIO()
        verification_worker.work(job, news)
        return [json.loads(line) for line in news.getvalue().splitlines()]

    def refusing(environment, folder, say, **more):
        say(f"Python 3.11.7, with uv, in {folder}")
        raise InvalidInput(f"{folder} cannot be written: choose another folder.")

    monkeypatch.setattr(verifying, "create_environment", refusing)
    assert told() == [
        {"said": "Python 3.11.7, with uv, in a temporary folder"},
        {
            "problem": {
                "code": "invalid",
                "message": "a temporary folder cannot be written: choose another folder.",
            }
        },
    ]
    where = f"{server_store.path}/cache/models/x"
    answer = {"stage": "load", "error": f"OSError: {where}/model.skops: no such file", "python": "3.11.7"}
    monkeypatch.setattr(
        verifying, "create_environment", lambda *words, **more: SimpleNamespace(python="python")
    )
    monkeypatch.setattr(verifying, "ask_worker", lambda *words: (answer, None))
    [*_, last] = told()
    assert last["found"][0]["verdict"] == "failed" and str(tmp_path) not in json.dumps(last)
    assert ".mltrack/cache/models/x/model.skops: no such file" in last["found"][0]["reason"]
    assert str(server_store.path) not in json.dumps(last)
