"""No answer says where on the server's disk the store lies: every address, with a store that is damaged, full, gone."""

import json
import re
import sqlite3

import pytest
from asking import CONFIG
from disks import fill, read_only, small_disk
from feed import Feed
from sklearn.linear_model import LogisticRegression

from jupyter_mltrack.records import StageRule
from jupyter_mltrack.registry import Person, comment_run, comment_version, open_request, register, set_rules
from jupyter_mltrack.server.openapi import OPERATIONS
from jupyter_mltrack.store.schema import FILE, VERSION
from jupyter_mltrack.tracking import start
from jupyter_mltrack.tracking.api import open_for_tracking

X, Y = [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]
ALICE = Person("alice")
VALUES = {
    "run": "1",
    "path": "models/clf/MLmodel",
    "name": "churn",
    "alias": "champion",
    "version": "1",
    "comment": "4",
    "check": "1",
    "column": "age",
    "alert": "1",
    "verification": "0" * 32,
    "upload": "x",
}
IN_THE_WAY = (
    "imports",
    "registry/models/{name}/rollback",
    "registry/verifications/{verification}",
    "monitors/{name}/cancel",
    "monitors/{name}/comparison",
    "monitors/{name}/checks/{check}",
    "alerts/{alert}",
)
"""Addresses at which a whole store has nothing to give to this walk."""  # fmt: skip
QUERY = {"runs": "1,2", "x": "params.lr", "y": "metrics.accuracy", "metric": "metrics.accuracy", "columns": "params.lr",
         "at": "2000000000", "challenger": "2", "current": "1"}  # fmt: skip
BODIES = {
    "patch runs/{run}": {"note": "n"},
    "post runs/delete": {"runs": ["2"]},
    "post runs/restore": {"runs": ["2"]},
    "patch experiments/{name}": {"main_metric": "accuracy"},
    "patch choices": {"name": "lr", "choice": "never"},
    "put registry/rules": {"rules": [{"stage": "staging", "most": 3}]},
    "post registry/models": {"name": "other"},
    "patch registry/models/{name}": {"description": "d"},
    "put registry/models/{name}/rules": {"rules": []},
    "put registry/models/{name}/aliases/{alias}": {"version": 1},
    "post registry/models/{name}/versions": {"run": "1"},
    "patch registry/models/{name}/versions/{version}": {"description": "d"},
    "post registry/models/{name}/versions/{version}/stage": {"stage": "staging"},
    "post registry/models/{name}/versions/{version}/comments": {"text": "t"},
    "post registry/requests": {"version": "churn/1", "stage": "production", "reason": "r"},
    "post registry/requests/{request_id}/decisions": {"kind": "comment", "text": "t"},
    "post registry/runs/{run}/comments": {"text": "t"},
    "post registry/verifications": {"reference": "churn/1", "here": True},
    "post registry/people": {"people": ["zoe"]},
    "post imports/look": {"path": "colleague"},
    "post imports": {"path": "colleague", "runs": ["1"]},
    "post monitors": {
        "name": "two",
        "source": {"kind": "files", "path": "data/*.csv"},
        "reference": "data/000.csv",
    },
    "patch monitors/{name}": {"description": "d"},
    "post monitors/{name}/reference": {"reason": "r", "path": "data/001.csv"},
    "post alerts/{alert}": {"act": "comment", "text": "t"},
}


@pytest.fixture
def jp_server_config():
    return CONFIG


@pytest.fixture
def world(server_store, jp_root_dir):
    """A store in which every address finds something; gives it with the request that is open."""
    feed = Feed(server_store, jp_root_dir)
    runs = []
    for lr in (0.1, 0.2):
        with start(server_store, "churn", params={"lr": lr}) as run:
            run.log(accuracy=lr)
            run.log_model(LogisticRegression().fit(X, Y), "clf", example=X)
        runs.append(run.id)
        register(server_store, run.id, "churn", by=ALICE)
    comment_version(server_store, "churn/1", "hm", by=ALICE)
    comment_run(server_store, 1, "hm", by=ALICE)
    set_rules(server_store, [StageRule("production", protected=True)], "churn", by=ALICE)
    for day in range(3):
        feed.day(day)
    feed.monitor()
    feed.run()
    return server_store, open_request(server_store, "churn/2", "production", "better", by=ALICE).id


def overwritten(folder):
    for file in (folder / "blobs").glob("??/*"):
        file.write_bytes(b"junk")


def removed(folder):
    for file in (folder / "blobs").glob("??/*"):
        file.unlink()


def made_folders(folder):
    for file in (folder / "blobs").glob("??/*"):
        file.unlink()
        file.mkdir()


def no_database(folder):
    for file in folder.glob("mltrack.db*"):
        file.unlink()
    (folder / FILE).write_bytes(b"this is no database" * 1000)


def too_new(folder):
    connection = sqlite3.connect(folder / FILE)
    connection.execute(f"PRAGMA user_version={VERSION + 1}")
    connection.close()


HARMS = {
    "whole": (lambda _: None, set()),
    "damaged files": (overwritten, {"store_corrupt"}),
    "missing files": (removed, {"not_found"}),
    "folders in place of files": (made_folders, set()),
    "no database": (no_database, {"store_corrupt"}),
}


async def walk(http_server_client, jp_base_url, jp_auth_header, request):
    """Ask every address; gives method, path, status and body of each answer."""
    told = []
    # What removes something comes last: the others have to find it.
    for operation in sorted(OPERATIONS, key=lambda one: (one.method == "delete", -len(one.path))):
        values = {**VALUES, "request_id": request}
        if operation.path.startswith("registry/runs/{run}/comments"):
            values["comment"] = "5"
        path = re.sub(r"\{(\w+)\}", lambda found, known=values: known[found[1]], operation.path)
        wanted = "&".join(f"{name}={QUERY[name]}" for name in operation.query if name in QUERY)
        if "curves" in path:
            wanted = "runs=1&keys=accuracy"
        body = BODIES.get(f"{operation.method} {operation.path}", {})
        answer = await http_server_client.fetch(
            f"{jp_base_url}mltrack/api/{path}?{wanted}", method=operation.method.upper(), headers=jp_auth_header,
            body=json.dumps(body) if operation.body or operation.method == "post" else None,
            allow_nonstandard_methods=True, raise_error=False, request_timeout=60,
        )  # fmt: skip
        told.append((operation.method, operation.path, answer.code, answer.body))
    return told


def leaks(told, folder):
    """Give the answers that say where the store, or the folder that holds it, lies."""
    places = {str(folder.parent).encode(), json.dumps(str(folder.parent))[1:-1].encode()}
    return [one for one in told if any(place in one[3] for place in places)]


def codes_of(told):
    """Give the codes of all errors that were answered, also of those that stand within an answer."""
    return set(re.findall(r'"code":"(\w+)"', b" ".join(one[3] for one in told).decode("utf-8", "replace")))


@pytest.mark.parametrize("harm", HARMS)
async def test_a_harmed_store_is_told_without_its_place(
    harm, world, http_server_client, jp_base_url, jp_auth_header
):
    store, request = world
    harming, expected = HARMS[harm]
    harming(store.path)
    told = await walk(http_server_client, jp_base_url, jp_auth_header, request)
    assert leaks(told, store.path) == []
    assert expected <= codes_of(told)
    if harm == "whole":
        failed = {(method, path): (code, body) for method, path, code, body in told if code >= 400}
        failed = {
            key: said for key, said in failed.items() if not key[1].startswith(IN_THE_WAY) and said[0] != 409
        }
        assert failed == {}


async def test_a_store_that_cannot_be_written_is_told_without_its_place(
    world, http_server_client, jp_base_url, jp_auth_header
):
    store, request = world
    store.close()
    with read_only(store.path):
        told = await walk(http_server_client, jp_base_url, jp_auth_header, request)
    assert leaks(told, store.path) == []
    assert "store_read_only" in codes_of(told)


async def test_a_full_disk_is_told_without_its_place(
    jp_root_dir, http_server_client, jp_base_url, jp_auth_header
):
    with small_disk(jp_root_dir / ".mltrack", "8m") as folder:
        store = open_for_tracking(folder)
        with start(store, "churn") as run:
            run.log(accuracy=1)
        register(store, run.id, "churn", by=ALICE)
        fill(folder)
        told = await walk(http_server_client, jp_base_url, jp_auth_header, "0" * 32)
        store.close()
    assert leaks(told, folder) == []
    assert "store_full" in codes_of(told)
