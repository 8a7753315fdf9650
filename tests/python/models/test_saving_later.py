"""Models between ``log_model`` and the store: noted on the disk, finished by a thread, or by whoever comes by."""

import os
import subprocess
import sys
import threading
import time

import msgspec
import pytest
from disks import read_only

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import NotFound, StoreBusy, StoreCorrupt, StoreError, StoreFull
from jupyter_mltrack.models.files import checked_files
from jupyter_mltrack.models.prepare import prepare_model
from jupyter_mltrack.store import open_store
from jupyter_mltrack.store.blobs import Blobs
from jupyter_mltrack.tracking import model_journal as journal
from jupyter_mltrack.tracking import model_keeper as keeper
from jupyter_mltrack.tracking import model_writing as writing
from jupyter_mltrack.tracking.finish import change
from jupyter_mltrack.tracking.model_notes import folder_of, noted_models
from jupyter_mltrack.tracking.query import get_run
from jupyter_mltrack.tracking.saved_models import saved_run
from jupyter_mltrack.tracking.settle import settle
from jupyter_mltrack.tracking.start import start


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("MLTRACK_STORE", str(tmp_path / ".mltrack"))
    return mltrack.current_store()


@pytest.fixture
def run():
    with mltrack.run("later") as run:
        yield run


@pytest.fixture
def halted(monkeypatch):
    """The thread does nothing until the event is set: what is seen before is what a process leaves that dies."""
    go = threading.Event()
    finish = keeper._finish
    monkeypatch.setattr(keeper, "_finish", lambda task: go.wait(60) and finish(task))
    yield go
    go.set()


def double(data):
    return [2 * one for one in data]


def triple(data):
    return [3 * one for one in data]


def noted(store, run, name="m", model=double):
    """Note a model as ``log_model`` does, and leave it so."""
    folder = writing.begin(store, run.id)
    return writing.note(folder, run.id, prepare_model(folder, model, name, example=[1, 2]))


def left(store):
    """Whatever lies between here and the store."""
    root = folder_of(store)
    return sorted(os.listdir(root)) if root.exists() else []


def dead(note):
    """Say in a note that its process is gone."""
    content = msgspec.json.decode(note.read_bytes(), type=writing.Note)
    content.process.pid = 2**22 + 17
    note.write_bytes(msgspec.json.encode(content))
    return note


def test_what_is_known_at_once_and_what_is_waited_for(run, store, halted):
    logged = run.log_model(double, "m", example=[1, 2])
    assert (logged.path, logged.flavor, logged.format, logged.safe) == (
        "models/m", "python_function", "cloudpickle", False,
    )  # fmt: skip
    assert logged.example and logged.created <= time.time() and logged.reference is None
    assert "not safe" in repr(logged)
    assert get_run(store, run.id).saved == [] and len(noted_models(store, run.id)) == 1
    halted.set()
    assert logged.size > 100 and len(logged.digest) == 64
    assert get_run(store, run.id).saved == [logged.record]
    assert left(store) == []


@pytest.mark.parametrize("name", ["load", "register", "verify", "export", "runs", "address"])
def test_who_asks_for_a_model_waits_for_it(run, store, halted, name, tmp_path):
    run.log_model(lambda data: [2 * one for one in data], "m", example=[1, 2])
    run.finish()
    threading.Timer(0.3, halted.set).start()
    ways = {
        "load": lambda: mltrack.load_model(f"runs/{run.number}", trusted=True)([4]) == [8],
        "register": lambda: mltrack.register(run.number, "later").saved.path == "models/m",
        "verify": lambda: mltrack.verify(run.number, here=True, trusted=True)[0].verdict == "same",
        "export": lambda: mltrack.export(run.number, tmp_path / "run.mltrack").path.endswith(".mltrack"),
        "runs": lambda: len(mltrack.runs()) == 1 and get_run(store, run.id).saved,
        "address": lambda: mltrack.register(f"runs:/{run.id}/models/m", "later").saved.path == "models/m",
    }
    assert ways[name]()
    assert halted.is_set() and get_run(store, run.id).saved


def test_the_later_one_of_a_name_counts(run, store):
    for model in (double, triple, double, triple):
        run.log_model(model, "m")
    assert mltrack.load_model(f"runs/{run.number}", trusted=True)([1]) == [3]
    assert len(saved_run(store, run.id).saved) == 1


def test_a_dead_process_left_models(run, store):
    for name in ("a", "b"):
        dead(noted(store, run, name))
    assert get_run(store, run.id).saved == []
    settle(store)
    assert [one.path for one in get_run(store, run.id).saved] == ["models/a", "models/b"]
    assert mltrack.load_model(f"runs/{run.number}/b", trusted=True)([1]) == [2]
    assert left(store) == []


def test_who_asks_for_what_a_dead_process_left_finishes_it(run, store):
    dead(noted(store, run))
    assert mltrack.load_model(f"runs/{run.number}", trusted=True)([1]) == [2]


def test_nobody_waits_for_what_cannot_be_finished(run, store, tmp_path):
    dead(noted(store, run)).write_bytes(b"{")
    run.log_model(triple, "other")
    saved_run(store, run.id)
    before = time.monotonic()
    assert [one.path for one in saved_run(store, run.id).saved] == ["models/other"]
    dead(noted(store, run))
    with open_store(store.path, read_only=True) as reader:
        assert [one.path for one in saved_run(reader, run.id).saved] == ["models/other"]
    assert time.monotonic() - before < 3


def test_what_a_living_process_does_is_left_to_it(run, store):
    note = noted(store, run)
    settle(store)
    assert note.exists() and get_run(store, run.id).saved == []


def test_a_newer_one_is_not_replaced_by_what_was_left(run, store):
    note = dead(noted(store, run, "m", double))
    run.log_model(triple, "m")
    assert saved_run(store, run.id).saved
    assert not note.exists(), "it was finished while somebody waited"
    assert mltrack.load_model(f"runs/{run.number}", trusted=True)([1]) == [3]


class Interrupted(BaseException):
    """Stands for a process that ends at a certain place."""


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
@pytest.mark.parametrize("where", ["move", "document", "note"])
def test_interrupted_anywhere_it_can_be_done_again(run, store, monkeypatch, moved, where):
    note = noted(store, run)
    taken, take, unlink = [], Blobs.take, journal.Path.unlink

    def stopping(self, file, ref=None):
        if where == "move" and len(taken) == moved:
            raise Interrupted
        taken.append(file)
        return take(self, file, ref)

    def changing(*given):
        if where == "document":
            raise Interrupted
        return change(*given)

    def unlinking(path, **options):
        if where == "note" and path == note:
            raise Interrupted
        unlink(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Blobs, "take", stopping)
        patch.setattr(journal.finish, "change", changing)
        patch.setattr(journal.Path, "unlink", unlinking)
        with pytest.raises(Interrupted):
            journal.complete(store, note)
    assert note.exists()
    dead(note)
    settle(store)
    (saved,) = get_run(store, run.id).saved
    files = checked_files(saved, get_run(store, run.id).artifacts)
    assert {"MLmodel", "requirements.txt", "input_example.json"} <= set(files)
    assert mltrack.load_model(f"runs/{run.number}", trusted=True)([1]) == [2]
    assert left(store) == []


def test_many_finish_the_same_at_once(run, store):
    for turn in range(10):
        note = dead(noted(store, run, f"m{turn}"))
        problems, barrier = [], threading.Barrier(4)

        def work(note=note, barrier=barrier, problems=problems):
            barrier.wait()
            try:
                journal.complete(store, note, left_behind=True)
            except Exception as error:  # noqa: BLE001 - whatever it is, it fails the test
                problems.append(error)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == [] and left(store) == []
    found = get_run(store, run.id)
    for saved in found.saved:
        assert "MLmodel" in checked_files(saved, found.artifacts)
    assert len(found.saved) == 10


def test_a_store_that_refuses_is_tried_again(run, store, monkeypatch):
    monkeypatch.setattr(keeper, "_RETRY_SECONDS", 0.02)
    refusals = iter([StoreFull("No room is left."), StoreBusy("It is busy.")])
    complete = journal.complete

    def refusing(*given):
        for error in refusals:
            raise error
        return complete(*given)

    monkeypatch.setattr(journal, "complete", refusing)
    assert run.log_model(double, "m").record.path == "models/m"
    assert run.notices == []


def test_while_the_store_refuses_everybody_is_told(run, store, monkeypatch):
    monkeypatch.setattr(keeper, "_RETRY_SECONDS", 0.5)
    full = [True]
    complete = journal.complete

    def refusing(*given):
        if full:
            raise StoreFull("No room is left.")
        return complete(*given)

    monkeypatch.setattr(journal, "complete", refusing)
    logged = run.log_model(double, "m")
    with pytest.raises(StoreError, match=r"saved, but not in the store yet\. No room is left"):
        mltrack.load_model(f"runs/{run.number}", trusted=True)
    before = time.monotonic()
    assert len(mltrack.runs()) == 1
    assert time.monotonic() - before < 2, "looking at other runs does not wait for it"
    full.clear()
    assert logged.record == get_run(store, run.id).saved[0]


def test_a_store_that_refuses_holds_no_other_up(run, store, tmp_path, monkeypatch):
    monkeypatch.setattr(keeper, "_RETRY_SECONDS", 0.02)
    complete = journal.complete
    full = [True]

    def refusing(into, noted):
        if full and into.path == store.path:
            raise StoreFull("No room is left.")
        return complete(into, noted)

    monkeypatch.setattr(journal, "complete", refusing)
    logged = run.log_model(double, "m")
    with mltrack.run("elsewhere", store=tmp_path / "elsewhere") as other:
        assert other.log_model(double, "m").record.path == "models/m"
    full.clear()
    assert logged.record.path == "models/m"


def test_a_store_that_is_closed_meanwhile(tmp_path, halted):
    with open_store(tmp_path / "closed" / ".mltrack") as opened:
        run = start(opened, "closed")
        logged = run.log_model(double, "m")
        run.finish()
    halted.set()
    assert logged.record.path == "models/m"
    with open_store(opened.path) as again:
        assert get_run(again, run.id).saved == [logged.record] and left(again) == []


def test_a_run_that_is_deleted_meanwhile(run, store, halted):
    logged = run.log_model(double, "m")
    store.table("runs").remove(doc_ids=[store.table("runs").ids()[0]])
    halted.set()
    with pytest.raises(NotFound, match="was deleted meanwhile"):
        logged.digest  # noqa: B018
    assert left(store) == []


def test_what_cannot_be_saved_leaves_nothing(run, store):
    with pytest.warns(mltrack.MLTrackWarning, match="no name of a model"):
        assert run.log_model(double, "../m") is None
    with pytest.warns(mltrack.MLTrackWarning, match="cannot take the example"):
        assert run.log_model(double, "m", example=[None]) is None
    assert left(store) == []


def test_files_that_were_never_noted_go_after_a_day(run, store):
    folder = writing.begin(store, run.id)
    (folder / "half").write_bytes(b"x")
    settle(store)
    assert left(store) == [folder.name]
    os.utime(folder, (0, 0))
    settle(store)
    assert left(store) == []


@pytest.mark.parametrize(
    "name", ["../../secret", "/etc/hostname", "a/../../secret", "", "link", "folder/secret"]
)
def test_a_note_of_a_stranger_moves_nothing_from_elsewhere(run, store, tmp_path, name, caplog):
    secret = tmp_path / "secret"
    secret.write_text("mine")
    note = noted(store, run)
    folder = note.with_suffix("")
    (folder / "link").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path)
    content = msgspec.json.decode(note.read_bytes(), type=writing.Note)
    content.prepared.files = [name]
    note.write_bytes(msgspec.json.encode(content))
    with pytest.raises(StoreCorrupt, match="leads elsewhere"):
        journal.complete(store, note)
    dead(note)
    settle(store)
    assert secret.read_text() == "mine" and get_run(store, run.id).saved == []
    assert "cannot be put into the store" in caplog.text


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"run": 1}', b"\xff\xfe"])
def test_a_note_that_is_none_is_said_and_left(run, store, content, caplog):
    good = dead(noted(store, run, "good"))
    bad = good.with_name(f"{'0' * 20}-{run.id}-bad.json")
    bad.write_bytes(content)
    settle(store)
    settle(store)
    assert [one.path for one in get_run(store, run.id).saved] == ["models/good"]
    assert caplog.text.count("cannot be put into the store") == 1
    assert bad.exists()
    (problem,) = journal.stuck_models(store)
    assert problem.startswith(f"spool/models/{bad.name}: ")


FORK = """
import os, sys
import jupyter_mltrack as mltrack
with mltrack.run("fork") as run:
    run.log_model(lambda data: data, "parent")
    child = os.fork()
    if child == 0:
        run.log_model(lambda data: data, "child").record
        os._exit(0)
    os.waitpid(child, 0)
    run.log_model(lambda data: data, "again")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_saves_too(store):
    subprocess.run([sys.executable, "-c", FORK], check=True, timeout=60)
    assert sorted(one.path for one in get_run(store, 1).saved) == [
        "models/again", "models/child", "models/parent",
    ]  # fmt: skip


def test_a_process_that_ends_has_stored_its_models(store):
    code = "import jupyter_mltrack as m\nwith m.run('end') as run: run.log_model(lambda data: data, 'm')"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert [one.path for one in get_run(store, 1).saved] == ["models/m"] and left(store) == []


KILLED = """
import os
import jupyter_mltrack as mltrack
from jupyter_mltrack.tracking import model_keeper
model_keeper._finish = lambda task: False
run = mltrack.run("killed")
run.log_model(lambda data: data, "m")
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_store_that_is_only_read_waits_until_somebody_may_write(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    monkeypatch.setenv("MLTRACK_STORE", str(tmp_path / "closed" / ".mltrack"))
    subprocess.run([sys.executable, "-c", KILLED], check=False, timeout=60)

    def command(*words):
        return subprocess.run(
            [sys.executable, "-m", "jupyter_mltrack", *words], capture_output=True, text=True, timeout=60
        )

    with read_only(tmp_path / "closed"):
        found = command("runs")
        assert (found.returncode, found.stderr) == (0, "") and "1 run" in found.stdout
        assert command("doctor").returncode == 0
        with pytest.raises(NotFound, match=r"has no saved model \(one is on its way"):
            mltrack.load_model("runs/1")
        found = command("verify", "1")
        assert "has no saved model" in found.stderr and "Traceback" not in found.stderr
    assert "1 run" in command("runs").stdout
    with open_store(tmp_path / "closed" / ".mltrack") as store:
        assert [one.path for one in get_run(store, 1).saved] == ["models/m"] and left(store) == []
