"""Model versions downloaded from a real server, also when their run is gone, and registered by address."""

import json
from urllib.parse import quote

import msgspec
import pytest
from sklearn.linear_model import LogisticRegression
from tornado.httpclient import HTTPClientError

import jupyter_mltrack as mltrack
from jupyter_mltrack.models.refusals import allow_loading
from jupyter_mltrack.registry import Person
from jupyter_mltrack.registry.sources import register_source
from jupyter_mltrack.tracking import delete_runs, start
from jupyter_mltrack.tracking.api import open_for_tracking

API = ("mltrack", "api", "registry", "models", "churn", "versions")
X, Y = [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]


@pytest.fixture
def version(server_store):
    with start(server_store, "churn") as run:
        run.log_model(LogisticRegression().fit(X, Y), "clf", example=X)
    return msgspec.to_builtins(register_source(server_store, "runs:/1/clf", "churn", by=Person("ann")))


async def test_a_version_is_made_of_an_address(jp_fetch, server_store, version):
    for source, found in ((f"runs:/{version['run']}/models/clf", version["saved"]), ("s3://bucket/m", None)):
        answer = await jp_fetch(*API, method="POST", body=json.dumps({"source": source}))
        made = json.loads(answer.body)
        assert (made["source"], made["saved"]) == (source, found)


async def test_a_version_is_one_file_that_can_be_imported(jp_fetch, server_store, version, tmp_path):
    delete_runs(server_store, [version["run"]])
    answer = await jp_fetch(*API, "1", "export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="churn-1.mltrack"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    (tmp_path / "churn-1.mltrack").write_bytes(answer.body)
    with open_for_tracking(tmp_path / "mine"):
        taken = mltrack.import_model(tmp_path / "churn-1.mltrack", store=tmp_path / "mine")
    assert (taken.model, taken.version) == ("churn", 1)
    allow_loading()
    assert mltrack.load_model("churn/1", store=tmp_path / "mine").predict(X).tolist() == Y
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*API, "1", "export", params={"with_run": "1"})
    assert caught.value.code == 409


async def test_its_files_are_sent_when_the_run_is_gone(jp_fetch, server_store, version):
    server_store.table("runs").remove(doc_ids=[1])
    for artifact in version["artifacts"]:
        answer = await jp_fetch(*API, "1", "files", *artifact["path"].split("/"))
        assert len(answer.body) == artifact["size"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "path", ["nothing", "../../mltrack.db", "models/clf", "models/clf/../clf/MLmodel", "/etc/passwd"]
)
async def test_nothing_but_its_files_is_sent(jp_fetch, server_store, version, path):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*API, "1", "files", quote(path, safe=""))
    assert caught.value.code == 404


async def test_a_damaged_file_is_an_error(jp_fetch, server_store, version):
    artifact = version["artifacts"][0]
    (server_store.path / "blobs" / artifact["blob"][:2] / artifact["blob"][2:]).write_bytes(b"y")
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*API, "1", "files", *artifact["path"].split("/"))
    assert caught.value.code == 503 and b"damaged" in caught.value.response.body


@pytest.mark.parametrize(
    "body", [{}, {"source": ""}, {"source": "runs:/1/../2"}, {"source": "runs:/1/clf", "saved": "models/clf"}]
)
async def test_bodies_that_say_nothing_or_too_much_are_refused(jp_fetch, server_store, version, body):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*API, method="POST", body=json.dumps(body))
    assert caught.value.code == 400
