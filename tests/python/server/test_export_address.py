"""A run downloaded as one file from a real server, and taken in elsewhere."""

import json

import pytest
from tornado.httpclient import HTTPClientError

from jupyter_mltrack.tracking import get_run, start
from jupyter_mltrack.tracking.api import open_for_tracking
from jupyter_mltrack.tracking.exchange import import_runs

ADDRESS = ("mltrack", "api", "runs")


async def test_what_is_downloaded_can_be_imported(jp_fetch, server_store, tmp_path):
    with start(server_store, "churn", params={"lr": 0.1}) as run:
        run.log_file(bytes(range(256)) * 20_000, "large.bin")
        for step in range(100):
            run.log(loss=1 / (step + 1))
    answer = await jp_fetch(*ADDRESS, "1", "export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="run-1.mltrack"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    file = tmp_path / "run-1.mltrack"
    file.write_bytes(answer.body)
    with open_for_tracking(tmp_path / "mine") as mine:
        [taken] = import_runs(mine, file)
        assert get_run(mine, taken.id).params == {"lr": 0.1}
        assert mine.points.keys(run.id) == {"loss": 100}


async def test_what_cannot_be_downloaded_is_said(jp_fetch, server_store):
    going = start(server_store, "churn")
    for reference, status, said in (
        ("99", 404, "no run '99'"),
        ("1", 409, "still goes on"),
        ("..%2F1", 404, "no run"),
    ):
        with pytest.raises(HTTPClientError) as caught:
            await jp_fetch(*ADDRESS, reference, "export")
        assert caught.value.code == status
        assert said in json.loads(caught.value.response.body)["message"]
    going.finish()


async def test_a_damaged_file_ends_the_download_early(jp_fetch, server_store, tmp_path):
    with start(server_store, "churn") as run:
        run.log_file(b"x" * 5_000_000, "large.bin")
    artifact = get_run(server_store, run.id).artifacts[0]
    (server_store.path / "blobs" / artifact.blob[:2] / artifact.blob[2:]).write_bytes(b"y")
    with pytest.raises(HTTPClientError):
        await jp_fetch(*ADDRESS, "1", "export")
