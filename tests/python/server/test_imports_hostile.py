"""Files, folders and paths of strangers, through a real server: refused with one sentence, and nothing is changed."""

import hashlib
import json
import os
import sqlite3
import sys
import zipfile

import pytest
from asking import CONFIG, asking

from jupyter_mltrack.errors import InvalidInput, NotFound
from jupyter_mltrack.server.places import source_below
from jupyter_mltrack.tracking import get_run, list_runs, start
from jupyter_mltrack.tracking.api import open_for_tracking
from jupyter_mltrack.tracking.exchange import export_run, reader


@pytest.fixture
def jp_server_config():
    return CONFIG


@pytest.fixture
def ask(jp_fetch, server_store):
    fetch = asking(jp_fetch)

    async def refused(status, **body):
        """Look, and import what is named; both must be refused alike. Gives the sentence."""
        found, said = await fetch("alice", "POST", "imports", "look", body=body)
        assert (found, list_runs(server_store).total) == (status, 0), said
        found, again = await fetch("alice", "POST", "imports", body={**body, "runs": ["0" * 32]})
        assert found == status and again["message"] == said["message"]
        assert list_runs(server_store).total == 0
        return said["message"]

    return refused


def make_store(folder, files=1):
    """Make a store with a run, and give the run."""
    with open_for_tracking(folder / ".mltrack") as there, start(there, "churn", "theirs", user="bob") as run:
        run.log(loss=1.0)
        for at in range(files):
            run.log_file(f"file {at}".encode(), f"file-{at}.txt")
    with open_for_tracking(folder / ".mltrack") as there:
        return get_run(there, run.id)


@pytest.fixture
def outside(tmp_path):
    """A store that lies outside the server's root folder."""
    make_store(tmp_path / "outside")
    return tmp_path / "outside"


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "team/../../outside",
        "/../outside",
        "a\x00b",
        "a\nb",
        "..\\outside",
        "..",
        "x" * 5000,
        "\u202egnp",
    ],
)
async def test_paths_that_lead_elsewhere(ask, outside, path):
    said = await ask(400, path=path)
    assert "no path below the server's root folder" in said


async def test_an_absolute_path_is_one_below_the_root(ask, outside):
    assert "no file and no folder" in await ask(404, path=str(outside))


async def test_links_out_of_the_root(ask, outside, jp_root_dir):
    (jp_root_dir / "folder").symlink_to(outside)
    (jp_root_dir / "team").mkdir()
    (jp_root_dir / "team" / ".mltrack").symlink_to(outside / ".mltrack")
    with open_for_tracking(outside / ".mltrack") as there:
        export_run(there, 1, outside / "run.mltrack")
    (jp_root_dir / "run.mltrack").symlink_to(outside / "run.mltrack")
    (jp_root_dir / "loop").symlink_to(jp_root_dir / "loop")
    for path in ("folder", "folder/run.mltrack", "team", "team/.mltrack", "run.mltrack"):
        assert "leads out of the server's root folder" in await ask(400, path=path)
    assert "cannot be read" in await ask(400, path="loop")


@pytest.mark.parametrize("part", ["mltrack.db", "blobs", "spool"])
async def test_a_store_of_links(ask, outside, jp_root_dir, part):
    make_store(jp_root_dir / "theirs")
    place = jp_root_dir / "theirs" / ".mltrack" / part
    if place.exists():
        place.rename(jp_root_dir / "moved")
    place.symlink_to(outside / ".mltrack" / part)
    assert "leads out of the server's root folder" in await ask(400, path="theirs")
    if part == "mltrack.db":
        place.unlink()
        place.symlink_to(jp_root_dir / "moved")
        assert "link or no plain file" in await ask(400, path="theirs")


async def test_pipes_hold_nobody_up(jp_fetch, server_store, jp_root_dir, ask):
    run = make_store(jp_root_dir / "theirs")
    folder = jp_root_dir / "theirs" / ".mltrack"
    os.mkfifo(jp_root_dir / "pipe.mltrack")
    assert "no file and no folder" in await ask(404, path="pipe.mltrack")
    blob = folder / "blobs" / run.artifacts[0].blob[:2] / run.artifacts[0].blob[2:]
    blob.unlink()
    os.mkfifo(blob)
    call = asking(jp_fetch)
    _, report = await call("alice", "POST", "imports", body={"path": "theirs", "runs": [run.id]})
    assert "link or no plain file" in report["refused"][0]["reason"]
    (folder / "spool").mkdir(exist_ok=True)
    os.mkfifo(folder / "spool" / "run-1-0")
    assert "link or no plain file" in await ask(400, path="theirs")


async def test_databases_with_code_in_them(ask, jp_root_dir):
    statements = {
        "view": "CREATE VIEW odd AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n",
        "trigger": "CREATE TRIGGER odd AFTER INSERT ON store BEGIN SELECT 1; END",
        "computed column": "ALTER TABLE store ADD COLUMN odd GENERATED ALWAYS AS (hex(zeroblob(1000000000))) VIRTUAL",
    }
    for kind, statement in statements.items():
        make_store(jp_root_dir / kind)
        with sqlite3.connect(jp_root_dir / kind / ".mltrack" / "mltrack.db") as db:
            db.execute(statement)
        db.close()
        assert f"holds a {kind} 'odd'" in await ask(400, path=kind)


async def test_databases_that_are_none(ask, jp_root_dir):
    for name, data, status in (("text", b"x" * 10_000, 503), ("empty", b"", 503)):
        folder = jp_root_dir / name / ".mltrack"
        folder.mkdir(parents=True)
        (folder / "mltrack.db").write_bytes(data)
        assert await ask(status, path=name)
    (jp_root_dir / "nothing").mkdir()
    assert "no store in 'nothing'" in await ask(404, path="nothing")
    assert "store that they would go to" in await ask(400, path="")


async def test_hidden_folders_are_not_looked_into(ask, jp_root_dir):
    make_store(jp_root_dir / ".secret")
    assert "hidden" in await ask(404, path=".secret")
    assert "hidden" in await ask(404, path=".secret/.mltrack")


async def test_archives_with_hostile_names_and_sizes(ask, jp_root_dir, monkeypatch):
    def archive(entries):
        with zipfile.ZipFile(jp_root_dir / "evil.mltrack", "w", zipfile.ZIP_DEFLATED) as made:
            for name, data in entries.items():
                made.writestr(name, data)

    manifest = json.dumps({"format": "jupyter-mltrack", "version": 1, "made": 1})
    for name in ("/etc/passwd", "../../up", "blobs/../x", "C:\\x"):
        archive({"manifest.json": manifest, name: b"x"})
        assert "belongs to no run or model" in await ask(400, path="evil.mltrack")
    link = zipfile.ZipInfo("blobs/" + "0" * 64)
    link.external_attr = 0o120777 << 16
    archive({"manifest.json": manifest, link: b"/etc/passwd"})
    assert "is a link" in await ask(400, path="evil.mltrack")
    bomb = bytes(3_000_000)
    archive({"manifest.json": manifest, f"blobs/{hashlib.sha256(bomb).hexdigest()}": bomb})
    monkeypatch.setattr(reader, "_SMALL", 1_000_000)
    assert "times its own size" in await ask(400, path="evil.mltrack")
    (jp_root_dir / "evil.mltrack").write_bytes(b"\x80\x04cos\nsystem\n(S'true'\ntR.")
    said = await ask(400, path="evil.mltrack")
    assert said.startswith("evil.mltrack cannot be imported") and str(jp_root_dir) not in said


async def test_names_of_strangers_stay_text(jp_fetch, server_store, jp_root_dir):
    run = make_store(jp_root_dir / "theirs")
    evil = "<img src=x onerror=alert(1)>\x1b[2J\u202e"
    with open_for_tracking(jp_root_dir / "theirs" / ".mltrack") as there:
        there.table("runs").update({"name": evil, "user": "x" * 10_000, "experiment": "a\nb"}, doc_ids=[1])
        there.table("runs").insert({"id": 5, "number": "odd"})
        there.table("versions").insert({"key": [], "model": None})
    call = asking(jp_fetch)
    status, offer = await call("alice", "POST", "imports", "look", body={"path": "theirs"})
    assert status == 200 and offer["unreadable"] == 2
    [shown] = offer["runs"]
    assert (
        shown["name"] == "<img src=x onerror=alert(1)>\ufffd[2J\ufffd" and shown["experiment"] == "a\ufffdb"
    )
    assert len(shown["user"]) == 250
    _, report = await call("alice", "POST", "imports", body={"path": "theirs", "runs": [run.id]})
    assert report["runs"] == [] and "cannot be imported" in report["refused"][0]["reason"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"path": "a", "upload": "b"},
        {"path": 5},
        {"path": "a", "user": "bob"},
        {"upload": "../x"},
    ],
    ids=repr,
)
async def test_bodies_that_say_nothing_or_too_much(jp_fetch, body):
    status, said = await asking(jp_fetch)("alice", "POST", "imports", "look", body=body)
    assert status == (404 if body == {"upload": "../x"} else 400) and said["message"]


async def test_nothing_chosen(jp_fetch):
    status, said = await asking(jp_fetch)("alice", "POST", "imports", body={"path": "x"})
    assert status == 400 and "Nothing was chosen" in said["message"]


async def test_reading_the_servers_files_is_a_right_of_its_own(jp_fetch, jp_serverapp, jp_root_dir):
    make_store(jp_root_dir / "theirs")

    class NoFiles(type(jp_serverapp.authorizer)):
        def is_authorized(self, handler, user, action, resource):
            return resource != "contents"

    jp_serverapp.web_app.settings["authorizer"] = NoFiles(parent=jp_serverapp)
    status, said = await asking(jp_fetch)("alice", "POST", "imports", "look", body={"path": "theirs"})
    assert (status, said["code"]) == (403, "not_allowed") and "upload the file" in said["message"]


def test_a_root_that_is_a_link_itself(tmp_path):
    make_store(tmp_path / "real" / "theirs")
    (tmp_path / "root").symlink_to(tmp_path / "real")
    assert source_below(tmp_path / "root", "theirs") == (tmp_path / "real" / "theirs").resolve()
    with pytest.raises(NotFound):
        source_below(tmp_path / "root", "theirs/.mltrack/mltrack.db/x")
    with pytest.raises(InvalidInput):
        source_below(tmp_path / "root", "../real")


async def test_times_that_are_none_are_not_offered(jp_fetch, server_store, jp_root_dir):
    make_store(jp_root_dir / "theirs")
    with open_for_tracking(jp_root_dir / "theirs" / ".mltrack") as there:
        good = dict(there.table("runs").get(doc_id=1))
        for at, started in enumerate((1e300, -1.0, float("nan")), 2):
            there.table("runs").insert({**good, "id": str(at) * 32, "number": at, "started": started})
        head = {"key": f"{'1' * 32}/1", "model": "m", "version": 1, "created_by": "ann"}
        there.table("versions").insert_multiple([{**head, "created": one} for one in (5.0, 1e300)])
    _, offer = await asking(jp_fetch)("alice", "POST", "imports", "look", body={"path": "theirs"})
    assert [run["number"] for run in offer["runs"]] == [1] and offer["unreadable"] == 4
    assert [version["created"] for version in offer["versions"]] == [5.0]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="SQLite's limits can be set from 3.11 on")
async def test_a_giant_document_is_not_read(jp_fetch, server_store, jp_root_dir):
    run = make_store(jp_root_dir / "theirs")
    with open_for_tracking(jp_root_dir / "theirs" / ".mltrack") as there:
        there.table("runs").update({"note": "x" * (17 << 20)}, doc_ids=[1])
    call = asking(jp_fetch)
    status, said = await call("alice", "POST", "imports", "look", body={"path": "theirs"})
    assert status == 503 and "larger than is read of it" in said["message"]
    _, report = await call("alice", "POST", "imports", body={"path": "theirs", "runs": [run.id]})
    assert "larger than is read of it" in report["refused"][0]["reason"] and report["runs"] == []


async def test_thousands_of_runs_are_offered_in_their_order(jp_fetch, server_store, jp_root_dir):
    make_store(jp_root_dir / "theirs")
    with open_for_tracking(jp_root_dir / "theirs" / ".mltrack") as there:
        good = dict(there.table("runs").get(doc_id=1))
        there.table("runs").insert_multiple(
            [{**good, "id": f"{at:032x}", "number": at} for at in range(2, 1_202)]
        )
    _, offer = await asking(jp_fetch)("alice", "POST", "imports", "look", body={"path": "theirs"})
    assert [run["number"] for run in offer["runs"]] == list(range(1_201, 0, -1))
