"""Opening a store: found, made, migrated, and every way in which it cannot be used said clearly."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from disks import fill, read_only, small_disk
from tinydb import where

from jupyter_mltrack.errors import NotFound, StoreCorrupt, StoreError, StoreFull, StoreReadOnly, StoreTooNew
from jupyter_mltrack.store import find_store, open_store, schema


def _version(path, version):
    with sqlite3.connect(path / "mltrack.db") as connection:
        connection.execute(f"PRAGMA user_version={version}")
    connection.close()


def _bytes(path):
    return {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()}


def test_it_is_found_as_git_finds_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv("MLTRACK_STORE", raising=False)
    deep = tmp_path / "project" / "notebooks" / "old"
    deep.mkdir(parents=True)
    assert find_store(deep) == deep / ".mltrack" and not (deep / ".mltrack").exists()
    (tmp_path / "project" / ".mltrack").mkdir()
    assert find_store(deep) == tmp_path / "project" / ".mltrack"
    (deep / "a.ipynb").write_text("{}")
    assert find_store(deep / "a.ipynb") == tmp_path / "project" / ".mltrack"
    monkeypatch.chdir(deep)
    assert find_store() == tmp_path / "project" / ".mltrack"
    monkeypatch.setenv("MLTRACK_STORE", str(tmp_path / "chosen"))
    assert find_store(deep) == tmp_path / "chosen"


def test_it_is_made_where_there_is_none_and_only_if_wanted(tmp_path):
    with pytest.raises(NotFound, match="no store"):
        open_store(tmp_path / ".mltrack", create=False)
    assert not (tmp_path / ".mltrack").exists()
    with open_store(tmp_path / ".mltrack") as store:
        assert store.path == tmp_path / ".mltrack" and not store.read_only
        assert "mltrack.db" in (store.path / ".gitignore").read_text()
        store.table("t").insert({"a": 1})
    with open_store(tmp_path / ".mltrack", create=False) as store:
        assert store.table("t").all() == [{"a": 1}]


def test_many_make_it_at_once(tmp_path):
    errors, ids = [], []

    def make():
        try:
            with open_store(tmp_path / ".mltrack") as store:
                ids.append(store.table("t").insert({}))
        except BaseException as error:  # noqa: BLE001 - told below, in the thread of the test
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [] and sorted(ids) == list(range(1, 9))


def test_a_copied_folder_opens_elsewhere(tmp_path):
    with open_store(tmp_path / ".mltrack") as store:
        store.table("t").insert({"a": 1})
        ref = store.blobs.put(b"file")
        spool = store.points.writer("r")
        spool.key("loss")(0.5)
        shutil.copytree(tmp_path / ".mltrack", tmp_path / "copy" / ".mltrack")
    shutil.rmtree(tmp_path / ".mltrack")
    with open_store(tmp_path / "copy" / ".mltrack") as store:
        assert store.table("t").ids(where("a") == 1) == [1]
        assert store.blobs.read(ref.hash) == b"file"
        assert list(store.points.read("r", "loss").values) == [0.5]


def test_a_newer_store_is_refused_and_left_alone(tmp_path):
    open_store(tmp_path / ".mltrack").close()
    _version(tmp_path / ".mltrack", schema.VERSION + 1)
    before = _bytes(tmp_path / ".mltrack")
    with pytest.raises(StoreTooNew, match=f"version {schema.VERSION + 1}.*Update jupyter-mltrack"):
        open_store(tmp_path / ".mltrack")
    assert _bytes(tmp_path / ".mltrack") == before


def _rename(connection):
    for doc, body in connection.execute("SELECT doc, body FROM documents_1").fetchall():
        connection.execute(
            "UPDATE documents_1 SET body = ? WHERE doc = ?", (body.replace('"old"', '"new"'), doc)
        )


def _break(connection):
    connection.execute("DELETE FROM documents_1")
    raise sqlite3.OperationalError("no such table: whatever")


def test_an_older_store_is_migrated_step_by_step_after_a_copy(tmp_path, monkeypatch):
    path = tmp_path / ".mltrack"
    with open_store(path) as store:
        store.table("t").insert({"old": 1})
    monkeypatch.setattr(schema, "VERSION", 3)
    monkeypatch.setattr(
        schema, "MIGRATIONS", {1: _rename, 2: lambda connection: connection.execute("CREATE TABLE extra (x)")}
    )
    with open_store(path) as store:
        assert store.table("t").all() == [{"new": 1}]
    with open_store(path) as store:
        assert store.table("t").all() == [{"new": 1}]
    [copy] = path.glob("mltrack.db.v1-*")
    monkeypatch.setattr(schema, "VERSION", 1)
    (tmp_path / "restored").mkdir()
    shutil.copy(copy, tmp_path / "restored" / "mltrack.db")
    with open_store(tmp_path / "restored") as store:
        assert store.table("t").all() == [{"old": 1}]


def test_a_migration_that_fails_changes_nothing(tmp_path, monkeypatch):
    path = tmp_path / ".mltrack"
    with open_store(path) as store:
        store.table("t").insert({"old": 1})
    with monkeypatch.context() as patch:
        patch.setattr(schema, "VERSION", 3)
        patch.setattr(schema, "MIGRATIONS", {1: _rename, 2: _break})
        with pytest.raises(StoreError, match="no such table"):
            open_store(path)
    with open_store(path) as store:
        assert store.table("t").all() == [{"old": 1}]


def test_an_older_store_that_cannot_be_written_is_refused_with_the_way_out(tmp_path, monkeypatch):
    path = tmp_path / ".mltrack"
    open_store(path).close()
    monkeypatch.setattr(schema, "VERSION", 2)
    monkeypatch.setattr(schema, "MIGRATIONS", {1: lambda connection: None})
    with read_only(path), pytest.raises(StoreReadOnly, match="brought to version 2"):
        open_store(path)


@pytest.mark.parametrize(
    "garbage", [b"this is no database" * 100, os.urandom(5000), b"SQLite format 3\x00" + b"x" * 4096]
)
def test_a_corrupt_file_is_said_to_be_one_and_left_alone(tmp_path, garbage):
    path = tmp_path / ".mltrack"
    path.mkdir()
    (path / "mltrack.db").write_bytes(garbage)
    with pytest.raises(StoreCorrupt, match=r"left untouched.*Restore it"):
        open_store(path)
    assert (path / "mltrack.db").read_bytes() == garbage


def test_a_database_whose_end_is_missing_is_corrupt_at_the_latest_when_it_is_read(tmp_path):
    path = tmp_path / ".mltrack"
    with open_store(path) as store:
        store.table("t").insert_multiple([{"text": "x" * 500, "n": number} for number in range(2000)])
    whole = (path / "mltrack.db").read_bytes()
    (path / "mltrack.db").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(StoreCorrupt, match="damaged"), open_store(path) as store:
        store.table("t").all()


def test_damage_in_the_middle_is_found_when_it_is_read(tmp_path):
    path = tmp_path / ".mltrack"
    with open_store(path) as store:
        store.table("t").insert_multiple([{"text": "x" * 500, "n": number} for number in range(2000)])
    whole = bytearray((path / "mltrack.db").read_bytes())
    whole[50 * 4096 : 150 * 4096] = b"\xff" * (100 * 4096)
    (path / "mltrack.db").write_bytes(whole)
    with open_store(path) as store, pytest.raises(StoreCorrupt, match="damaged"):
        store.table("t").all()


def test_a_document_that_is_no_json_is_damage(store):
    store.table("t").insert({"a": 1})
    with store.transaction() as session:
        session.execute("UPDATE documents_1 SET body = '{half'")
    with pytest.raises(StoreCorrupt, match="damaged"):
        store.table("t").all()


@pytest.mark.parametrize("version", [0, 1, 7])
def test_a_database_of_another_program_is_left_alone(tmp_path, version):
    path = tmp_path / ".mltrack"
    path.mkdir()
    connection = sqlite3.connect(path / "mltrack.db")
    connection.execute("CREATE TABLE theirs (x)")
    connection.execute(f"PRAGMA user_version={version}")
    connection.commit()
    connection.close()
    before = _bytes(path)
    with pytest.raises(StoreCorrupt, match="not one of jupyter-mltrack"):
        open_store(path)
    assert _bytes(path) == before


def test_an_empty_file_becomes_a_store(tmp_path):
    """A process that died while it made the store leaves one."""
    (tmp_path / ".mltrack").mkdir()
    (tmp_path / ".mltrack" / "mltrack.db").touch()
    with open_store(tmp_path / ".mltrack") as store:
        assert store.table("t").insert({}) == 1


def test_a_path_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / ".mltrack"):
        with pytest.raises(StoreReadOnly, match="No store can be made"):
            open_store(path)


def test_a_read_only_store_is_read_and_refuses_writing(tmp_path):
    path = tmp_path / ".mltrack"
    with open_store(path) as store:
        store.table("t").insert_multiple([{"a": 1, "m": {"x": 2}}, {"a": 2}])
        spool = store.points.writer("r")
        spool.key("loss")(0.5)
        spool.close()
        seq = store.seq()
    with read_only(path):
        with open_store(path) as store:
            assert store.read_only
            assert store.table("t").ids(where("a") > 1) == [2]
            assert set(store.table("t").paths(("m",), where("a") == 1)) == {("m", "x")}
            assert list(store.points.read("r", "loss").values) == [0.5]
            assert store.points.fold_all() == []
            assert store.seq() == seq and store.changes(seq).documents == []
            for write in (
                lambda: store.table("t").insert({}),
                lambda: store.table("t").remove(doc_ids=[1]),
                lambda: store.db.drop_table("t"),
                lambda: store.points.writer("r"),
                lambda: store.points.forget("r"),
            ):
                with pytest.raises(StoreReadOnly, match="cannot be written"):
                    write()
        with pytest.raises(StoreReadOnly):
            open_store(path / "inner" / ".mltrack")
    with open_store(path) as store:
        assert len(store.table("t")) == 2


def test_a_store_whose_writer_was_killed_is_read_from_a_read_only_disk(tmp_path):
    """What was committed lies in the write-ahead log, which nobody has brought into the database yet."""
    path = tmp_path / ".mltrack"
    code = (
        "import os, sys; from jupyter_mltrack.store import open_store; s = open_store(sys.argv[1]);"
        "s.table('t').insert({'a': 1}); p = s.points.writer('r').key('loss'); p(0.5); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert (path / "mltrack.db-wal").stat().st_size > 0
    with read_only(path), open_store(path) as store:
        assert store.read_only and store.table("t").all() == [{"a": 1}]
        assert list(store.points.read("r", "loss").values) == [0.5]


def test_a_reader_without_the_right_to_write_sees_what_others_write(tmp_path):
    """The folder is read-only for the reader alone; it opened the store while nobody wrote."""
    from jupyter_mltrack.store.engine_sqlite import Engine
    from jupyter_mltrack.store.store import Store

    path = tmp_path / ".mltrack"
    with open_store(path) as store:
        store.table("t").insert({"n": 1})
    assert not (path / "mltrack.db-wal").exists()
    with Store(path, Engine(path / "mltrack.db", read_only=True)) as reader:
        seq = reader.seq()
        assert len(reader.table("t")) == 1
        with open_store(path) as writer:
            writer.table("t").insert({"n": 2})
            assert reader.table("t").ids(where("n") == 2) == [2]
            assert reader.seq() == writer.seq() and len(reader.changes(seq).documents) == 1
        assert len(reader.table("t")) == 2
        with open_store(path) as writer:
            writer.table("t").insert({"n": 3})
        assert len(reader.table("t")) == 3


def test_a_full_disk_says_so_and_keeps_what_was_acknowledged(tmp_path):
    with small_disk(tmp_path / "small") as disk, open_store(disk / ".mltrack") as store:
        table = store.table("t")
        acknowledged = [table.insert({"n": number}) for number in range(20)]
        ballast = fill(disk)
        with pytest.raises(StoreFull, match="make room"):
            for number in range(20, 20_000):
                acknowledged.append(table.insert({"n": number, "text": "x" * 500}))
        assert table.ids() == acknowledged
        with pytest.raises(StoreFull), store.transaction():
            for _ in range(20_000):
                table.insert({"text": "x" * 500})
        assert table.ids() == acknowledged
        ballast.unlink()
        acknowledged.append(table.insert({"n": -1}))
        assert table.ids() == acknowledged


def test_no_store_is_made_on_a_full_disk(tmp_path):
    with small_disk(tmp_path / "small", "64k") as disk:
        ballast = fill(disk)
        with pytest.raises(StoreFull):
            open_store(disk / ".mltrack")
        ballast.unlink()
    with small_disk(tmp_path / "small") as disk, open_store(disk / ".mltrack") as store:
        assert store.table("t").insert({}) == 1


LIMITED = """
import resource, sys
from jupyter_mltrack.errors import StoreFull
from jupyter_mltrack.store import open_store
store = open_store(sys.argv[1])
table = store.table("t")
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
count = 0
try:
    while count < 100_000:
        table.insert({"text": "x" * 1000})
        count += 1
except StoreFull as error:
    assert len(table) == count, (len(table), count)
    print(count, error.message)
"""


def test_a_limit_on_the_size_of_files_is_a_full_disk_too(tmp_path):
    path = tmp_path / ".mltrack"
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )
    count, message = done.stdout.split(maxsplit=1)
    assert "No room is left" in message
    with open_store(Path(path)) as store:
        assert len(store.table("t")) == int(count) > 0
