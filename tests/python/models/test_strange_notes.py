"""Notes of models in a store that many write to: whatever a stranger puts there harms nobody and holds nobody up."""

import os
import pickle
import shutil
import threading
import time

import msgspec
import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import InvalidInput, StoreCorrupt, StoreFull
from jupyter_mltrack.models.prepare import prepare_model
from jupyter_mltrack.store import BlobRef, open_store
from jupyter_mltrack.store.plain import read_plain
from jupyter_mltrack.tracking import model_journal as journal
from jupyter_mltrack.tracking import model_keeper as keeper
from jupyter_mltrack.tracking import model_writing as writing
from jupyter_mltrack.tracking.model_notes import folder_of, noted_models
from jupyter_mltrack.tracking.query import get_run
from jupyter_mltrack.tracking.saved_models import saved_run
from jupyter_mltrack.tracking.settle import settle

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("MLTRACK_STORE", str(tmp_path / "store" / ".mltrack"))
    (tmp_path / "store").mkdir()
    return mltrack.current_store()


@pytest.fixture
def run():
    with mltrack.run("strange") as run:
        yield run


def double(data):
    return [2 * one for one in data]


def triple(data):
    return [3 * one for one in data]


def noted(store, run, name="m", model=double, change=lambda note: None):
    """A note of a process that is gone, changed by a stranger."""
    folder = writing.begin(store, run.id)
    found = writing.note(folder, run.id, prepare_model(folder, model, name, example=[1, 2]))
    content = writing.read_note(found)
    content.process.pid = 2**22 + 17
    change(content)
    found.write_bytes(msgspec.json.encode(content))
    return found


def refused(store, run, words):
    """Settle as everybody does; the store says of one model why it is stuck, and takes others as ever."""
    before = time.monotonic()
    settle(store)
    (problem,) = journal.stuck_models(store)
    assert words in problem
    run.log_model(double, "good")
    assert [one.path for one in saved_run(store, run.id).saved] == ["models/good"]
    assert time.monotonic() - before < 10


@pytest.mark.parametrize("begins", ["../../victim", "..{}/victim/startup.py", "/etc/passwd", "ab"])
def test_hashes_of_a_stranger_are_no_paths(run, store, tmp_path, begins):
    (tmp_path / "victim").mkdir()
    note = noted(store, run)
    files = writing.read_note(note).prepared.files
    listed = {name: BlobRef(begins.format(tmp_path), 1) for name in files}
    note.with_suffix(".hashes").write_bytes(msgspec.json.encode(listed))
    refused(store, run, "of hashes")
    assert list((tmp_path / "victim").iterdir()) == [] and note.with_suffix("").is_dir()


def test_hashes_of_other_files_are_refused(run, store):
    note = noted(store, run)
    note.with_suffix(".hashes").write_bytes(msgspec.json.encode({"other": BlobRef("0" * 64, 1)}))
    refused(store, run, "of other files")


def test_blobs_take_no_path_for_a_hash(store, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(InvalidInput, match="no hash"):
        store.blobs.take(file, BlobRef(f"..{tmp_path}/other", 4))
    assert file.exists() and not (tmp_path / "other").exists()


def test_a_folder_that_is_a_link_gives_nothing_away(run, store, tmp_path):
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "key").write_text("mine")
    note = noted(store, run, change=lambda note: setattr(note.prepared, "files", ["key"]))
    shutil.rmtree(note.with_suffix(""))
    note.with_suffix("").symlink_to(secrets)
    refused(store, run, "is a link")
    assert (secrets / "key").read_text() == "mine"


def test_nothing_is_removed_or_written_behind_a_link(store, run, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    (home / "thesis.txt").write_text("mine")
    os.utime(home / "thesis.txt", (0, 0))
    folder_of(store).parent.mkdir(exist_ok=True)
    folder_of(store).symlink_to(home)
    note = noted_models(store)
    settle(store)
    with pytest.warns(mltrack.MLTrackWarning, match="is a link"):
        assert run.log_model(double, "m") is None
    assert note == [] and [one.name for one in home.iterdir()] == ["thesis.txt"]


def test_only_what_log_model_leaves_is_removed(store, run):
    own = writing.begin(store, run.id)
    others = [folder_of(store) / "notes of mine", folder_of(store) / "data.csv"]
    others[0].mkdir()
    others[1].write_text("x")
    for one in (own, *others):
        os.utime(one, (0, 0))
    settle(store)
    assert [one.exists() for one in (own, *others)] == [False, True, True]


@pipes
def test_a_pipe_in_place_of_a_note_holds_nobody_up(run, store):
    note = noted(store, run)
    note.unlink()
    os.mkfifo(note)
    refused(store, run, "no plain file")


@pipes
@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_what_is_no_plain_file_is_no_file_of_a_model(run, store, tmp_path, kind):
    (tmp_path / "secret").write_text("mine")
    note = noted(store, run)
    file = note.with_suffix("") / writing.read_note(note).prepared.files[0]
    file.unlink()
    {
        "pipe": lambda: os.mkfifo(file),
        "link": lambda: file.symlink_to(tmp_path / "secret"),
        "folder": file.mkdir,
    }[kind]()
    refused(store, run, "no plain file")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a file without an end")
@pytest.mark.parametrize("suffix", [".json", ".hashes"])
def test_a_note_without_an_end_is_not_read(run, store, suffix):
    note = noted(store, run)
    note.with_suffix(suffix).unlink(missing_ok=True)
    note.with_suffix(suffix).symlink_to("/dev/zero")
    refused(store, run, "no plain file")


def test_a_large_note_is_not_read(tmp_path):
    (tmp_path / "note").write_bytes(b"12345")
    assert read_plain(tmp_path / "note", 5) == b"12345"
    with pytest.raises(StoreCorrupt, match="more than 4 bytes"):
        read_plain(tmp_path / "note", 4)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda note: setattr(note.prepared, "mlmodel", "[" * 200_000), "cannot be read"),
        (lambda note: note.prepared.texts.update({"../../x": "evil"}), "leads elsewhere"),
        (lambda note: setattr(note.prepared.saved, "created", 1e18), "says a time"),
        (lambda note: setattr(note.prepared.saved, "path", "models/../x"), "no name of a model"),
    ],
)
def test_what_stands_in_a_note_stops_nobody(run, store, change, words):
    noted(store, run, change=change)
    refused(store, run, words)


def test_a_note_from_the_future_is_nobody_s(run, store):
    note = noted(store, run, change=lambda note: setattr(note.process, "host", "elsewhere"))
    os.utime(note, (2**33, 2**33))
    settle(store)
    assert [one.path for one in get_run(store, run.id).saved] == ["models/m"]


def test_the_later_model_stays_when_the_clock_goes_back(run, store, monkeypatch):
    run.log_model(double, "m").record  # noqa: B018
    times = iter(range(1_000, 2_000))
    monkeypatch.setattr(time, "time", lambda: float(next(times)))
    monkeypatch.setattr(time, "time_ns", lambda: next(times) * 10**9)
    first, second = noted(store, run, "m", triple), noted(store, run, "n", double)
    third = noted(store, run, "n", triple)
    monkeypatch.undo()
    assert first.name < second.name < third.name
    with open_store(store.path) as other:
        settle(other)
    names = (f"runs/{run.number}/m", f"runs/{run.number}/n")
    assert [mltrack.load_model(one, trusted=True, store=store.path)([1]) for one in names] == [[3], [3]]


@pytest.mark.parametrize("where", ["note", "add"])
def test_interrupted_after_the_note_nothing_is_left(run, store, monkeypatch, where):
    def interrupt(*given):
        raise KeyboardInterrupt

    write = writing.os.replace
    with monkeypatch.context() as patch:
        if where == "note":
            patch.setattr(writing.os, "replace", lambda *given: write(*given) or interrupt())
        else:
            patch.setattr(keeper._keeper, "add", interrupt)
        with pytest.raises(KeyboardInterrupt):
            run.log_model(double, "m")
    assert os.listdir(folder_of(store)) == []
    before = time.monotonic()
    assert saved_run(store, run.id).saved == []
    assert time.monotonic() - before < 2


def test_a_model_whose_files_are_gone_holds_up_no_other(run, store, monkeypatch):
    go, finish = threading.Event(), keeper._finish
    monkeypatch.setattr(keeper, "_finish", lambda task: go.wait(60) and finish(task))
    gone, good = run.log_model(double, "gone"), run.log_model(double, "good")
    note = noted_models(store)[0]
    shutil.rmtree(note.with_suffix(""))
    go.set()
    assert good.record.path == "models/good"
    with pytest.raises(StoreCorrupt, match="is gone"):
        gone.digest  # noqa: B018
    before = time.monotonic()
    assert [one.path for one in saved_run(store, run.id).saved] == ["models/good"]
    assert time.monotonic() - before < 2, "nobody waits for what nobody does"
    assert "is gone" in journal.stuck_models(store)[0]


def test_a_store_that_refuses_holds_up_no_other_store(run, store, tmp_path, monkeypatch):
    complete, refusing = journal.complete, [True]

    def full(of, *given):
        if of.path == store.path and refusing:
            raise StoreFull("No room is left.")
        return complete(of, *given)

    monkeypatch.setattr(keeper, "_RETRY_SECONDS", 0.2)
    monkeypatch.setattr(journal, "complete", full)
    waiting = run.log_model(double, "m")
    with mltrack.run("elsewhere", store=tmp_path / "other") as other:
        assert other.log_model(double, "m").record.path == "models/m"
    assert waiting.delayed
    refusing.clear()
    assert waiting.record.path == "models/m"


def test_who_was_taken_for_dead_hears_what_came_of_it(run, store, monkeypatch):
    complete = journal.complete
    monkeypatch.setattr(journal, "complete", lambda *given: complete(*given) and None)
    assert run.log_model(double, "m").record == get_run(store, run.id).saved[0]


def test_a_logged_model_can_be_handed_to_another_process(run, store):
    logged = run.log_model(double, "m")
    copy = pickle.loads(pickle.dumps(logged))
    assert (copy.record, repr(copy)) == (logged.record, repr(logged))


def test_where_no_thread_can_be_started_the_model_is_stored_at_once(run, store, monkeypatch):
    def refuse(self):
        raise RuntimeError("can't create new thread at interpreter shutdown")

    fresh = keeper._Keeper()
    monkeypatch.setattr(keeper, "_keeper", fresh)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        assert run.log_model(double, "m") is not None
        assert [one.path for one in get_run(store, run.id).saved] == ["models/m"]
    assert run.log_model(double, "n").record.path == "models/n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_hears_what_came_of_a_model(run, store):
    logged = run.log_model(double, "m")
    before = time.monotonic()
    child = os.fork()
    if child == 0:
        os._exit(0 if len(logged.digest) == 64 and logged.path == "models/m" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert time.monotonic() - before < 10


@pipes
@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_a_pipe_among_the_points_holds_nobody_up(run, store, kind):
    run.log(accuracy=0.5)
    strange = store.path / "spool" / f"{'f' * 32}-1-1.points"
    os.mkfifo(strange) if kind == "pipe" else strange.symlink_to("/dev/zero")
    before = time.monotonic()
    store.points.fold_all()
    settle(store)
    run.finish()
    assert get_run(store, run.id).metrics == {"accuracy": 0.5}
    assert time.monotonic() - before < 5
