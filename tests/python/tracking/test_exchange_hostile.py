"""Files of strangers: whatever is in them, nothing changes here, and one sentence says what was wrong."""

import hashlib
import io
import itertools
import json
import os
import random
import threading
import zipfile

import pytest
from exchanges import full_run, state

from jupyter_mltrack.cli.listing import listing
from jupyter_mltrack.errors import Conflict, InvalidInput, StoreCorrupt
from jupyter_mltrack.records.wire import encode
from jupyter_mltrack.store import Query
from jupyter_mltrack.tracking import cell_line, list_runs, run_details, start
from jupyter_mltrack.tracking.api import open_for_tracking
from jupyter_mltrack.tracking.exchange import export_run, import_runs, limits, open_source, reader
from jupyter_mltrack.tracking.table import runs_table

EVIL = "0" * 64


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of a good file."""
    folder = tmp_path_factory.mktemp("whole")
    with open_for_tracking(folder) as there:
        full_run(there)
        return (folder / export_run(there, 1, folder / "run.mltrack").path).read_bytes()


@pytest.fixture
def refused(store, tmp_path):
    """Import bytes that must be refused; gives the sentence."""
    start(store, "mine").finish()
    before = state(store)

    def run(data, error=InvalidInput):
        file = tmp_path / "evil.mltrack"
        file.write_bytes(data)
        with pytest.raises(error) as caught:
            import_runs(store, file)
        assert state(store) == before
        return caught.value.message

    return run


def entries_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def packed(entries, method=zipfile.ZIP_DEFLATED):
    """Make an archive of names and bytes; a name may be a ``ZipInfo``, and come twice in a list."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries.items() if isinstance(entries, dict) else entries:
            archive.writestr(name, data)
    return target.getvalue()


def changed(data, change):
    """Change the manifest of a good file."""
    entries = entries_of(data)
    manifest = json.loads(entries["manifest.json"])
    change(manifest)
    return packed({**entries, "manifest.json": json.dumps(manifest)})


def set_run(**fields):
    return lambda manifest: manifest["run"]["run"].update(fields)


def test_the_good_file_is_good(whole, store, tmp_path):
    (tmp_path / "run.mltrack").write_bytes(changed(whole, lambda manifest: None))
    assert import_runs(store, tmp_path / "run.mltrack")[0].number == 1


def test_a_file_that_ends_early(whole, refused):
    for length in (0, 1, 21, 22, 100, len(whole) // 2, len(whole) - 23, len(whole) - 1):
        assert "Nothing was changed" in refused(whole[:length])
    assert "Nothing was changed" in refused(whole + b"x")
    assert "Nothing was changed" in refused(b"PK\x05\x06" + bytes(18))


def test_every_damaged_byte_is_harmless(whole, store, tmp_path):
    """Most are refused; one in a place that means nothing (a date) changes nothing of the run."""
    file = tmp_path / "evil.mltrack"
    for at in range(0, len(whole), 97):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        try:
            import_runs(store, file)
        except InvalidInput as error:
            assert "Nothing was changed" in error.message
    assert store.table("runs").count(Query().id.exists()) <= 1


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up", "blobs/../../up", "C:\\x", "points/../x", "blobs/x", "run.py", "blobs/" + EVIL],
)
def test_names_that_lead_elsewhere(whole, refused, name):
    said = refused(packed({**entries_of(whole), name: b"evil"}))
    assert "belongs to no run" in said or "not what the run or model" in said


def test_two_files_of_one_name(whole, refused):
    entries = list(entries_of(whole).items())
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed([*entries, entries[-1]])
    assert "two files" in refused(data)


def test_links_and_unknown_packing(whole, refused):
    entries = entries_of(whole)
    blob = next(name for name in entries if name.startswith("blobs/"))
    link = zipfile.ZipInfo(blob)
    link.external_attr = 0o120777 << 16
    rest = {name: data for name, data in entries.items() if name != blob}
    assert "link" in refused(packed([*rest.items(), (link, b"/etc/passwd")]))
    assert "unknown way" in refused(packed(entries, zipfile.ZIP_LZMA))


def test_lies_about_hashes_and_sizes(whole, refused):
    entries = entries_of(whole)
    for name in entries:
        if name != "manifest.json":
            data = entries[name]
            other = data[:-1] + bytes([data[-1] ^ 1])
            assert "hash" in refused(packed({**entries, name: other}))
            said = refused(packed({**entries, name: data + b"x"}))
            assert "size" in said or "not as many" in said
            said = refused(packed({one: bytes_ for one, bytes_ in entries.items() if one != name}))
            assert "not whole" in said or "not what the run or model in it needs" in said


def test_a_bomb(whole, refused, monkeypatch):
    def with_blob(data):
        found = hashlib.sha256(data).hexdigest()
        artifact = {"path": "bomb", "blob": found, "size": len(data)}

        def change(manifest):
            manifest["run"]["run"]["artifacts"].append(artifact)
            manifest["blobs"][found] = len(data)

        entries = entries_of(changed(whole, change))
        return packed({**entries, f"blobs/{found}": data})

    data = with_blob(bytes(2_000_000))
    monkeypatch.setattr(reader, "_SMALL", 1_000_000)
    assert "times its own size" in refused(data)
    monkeypatch.setattr(reader, "MOST_BYTES", 1_000_000)
    assert "at most 1,000,000 are read" in refused(data)
    monkeypatch.undo()
    # A size that is a lie: no more than that is unpacked.
    size = (2_000_000).to_bytes(4, "little")
    assert "Nothing was changed" in refused(data.replace(size, (10).to_bytes(4, "little")))


def test_too_many_files(whole, refused, monkeypatch):
    monkeypatch.setattr(reader, "MOST_ENTRIES", 3)
    assert "at most 3" in refused(whole)
    many = packed({f"blobs/{at:064x}": b"" for at in range(limits.MOST_ENTRIES + 1)}, zipfile.ZIP_STORED)
    monkeypatch.undo()
    assert "at most 20,000" in refused(many)


def test_a_huge_or_strange_manifest(whole, refused):
    entries = entries_of(whole)

    def with_manifest(data):
        return refused(packed({**entries, "manifest.json": data}))

    assert "at most 16,777,216" in with_manifest(b" " * (limits.LARGEST_MANIFEST + 1))
    assert "no JSON" in with_manifest(b"[" * 1_000_000)
    assert "no JSON" in with_manifest(b'{"version": ' + b"9" * 100_000 + b"}")
    assert "no JSON" in with_manifest(b"\xff\xfe")
    for other in (b"[]", b"null", b"{}", b'{"format": "zip", "version": 1}'):
        assert "not made by" in with_manifest(other)
    for version in (2, 0, "1", None, [1]):
        said = refused(changed(whole, lambda manifest, version=version: manifest.update(version=version)))
        assert "Update jupyter-mltrack" in said
    assert "neither" in refused(
        packed({"manifest.json": '{"format":"jupyter-mltrack","version":1,"made":1}'})
    )
    for deep in ('{"format":"jupyter-mltrack","version":1,"run":' + "[" * 500 + "]" * 500 + "}",):
        assert "another form" in with_manifest(deep)


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "../../etc"}, {"id": "A" * 32}, {"id": ""},
        {"name": "a\nb"}, {"name": "\x1b[2J"}, {"name": ""}, {"name": "x" * 300}, {"experiment": "a\x00b"},
        {"user": "ann\x1b[31m"}, {"user": "x" * 300},
        {"started": float("nan")}, {"started": float("inf")}, {"started": 1e300}, {"started": -1}, {"ended": 10**30},
        {"duration": float("nan")}, {"duration": -1.0}, {"duration": 10**400},
        {"status": "running"}, {"status": "odd"}, {"deleted": 5.0}, {"parent": "0" * 32}, {"children": 5},
        {"params": {"a\nb": 1}}, {"params": {"": 1}}, {"params": {"x": 2**70}}, {"params": {"x": [1]}},
        {"params": {"x": "\ud800"}}, {"metrics": {"x": "NaN"}}, {"metrics": {"x\x00": 1.0}}, {"tags": {"a\nb": "c"}},
        {"note": "x" * 100_001}, {"environment": "../x"}, {"environment": EVIL}, {"source": {"code": "A" * 64}},
        {"process": {"host": "a\nb", "pid": 1, "created": 1.0}},
        {"artifacts": [{"path": "../x", "blob": EVIL, "size": 1}]},
        {"artifacts": [{"path": "/x", "blob": EVIL, "size": 1}]},
        {"artifacts": [{"path": "a\\b", "blob": EVIL, "size": 1}]},
        {"artifacts": [{"path": "a\nb", "blob": EVIL, "size": 1}]},
        {"artifacts": [{"path": "a", "blob": EVIL, "size": 1}, {"path": "a", "blob": EVIL, "size": 1}]},
        {"artifacts": [{"path": "a", "blob": "../../x", "size": 1}]},
        {"artifacts": [{"path": "a", "blob": EVIL, "size": -1}]},
        {"saved": [{"path": "../m", "type": "t", "flavor": "f", "format": "x", "safe": True, "digest": "", "size": 1}]},
        {"saved": [{"path": "m", "type": "t", "flavor": "f", "format": "x", "safe": True, "digest": "", "size": 1}]},
    ],
    ids=repr,
)  # fmt: skip
def test_fields_that_no_run_has(whole, refused, fields):
    assert "Nothing was changed" in refused(changed(whole, set_run(**fields)))


def test_candidates_that_are_none(whole, refused):
    def child(**fields):
        return lambda manifest: manifest["run"]["children"][0].update(fields)

    for fields in (
        {"id": "0" * 32}, {"parent": "0" * 32}, {"place": 7}, {"name": "a\nb"}, {"children": 1}, {"place": -(2**63)},
    ):  # fmt: skip
        assert "Nothing was changed" in refused(changed(whole, child(**fields)))
    twice = changed(
        whole, lambda manifest: manifest["run"]["children"].append(manifest["run"]["children"][0])
    )
    assert "candidates" in refused(twice)


def test_points_that_are_none(whole, refused):
    def series(**fields):
        return changed(whole, lambda manifest: manifest["run"]["series"][0].update(fields))

    for fields in (
        {"count": -1}, {"count": 10**15}, {"count": 4}, {"file": "../x"}, {"file": "manifest.json"}, {"key": "a\nb"},
        {"sha256": "0" * 64}, {"key": "odd"},
    ):  # fmt: skip
        assert "Nothing was changed" in refused(series(**fields))
    entries = entries_of(whole)
    manifest = json.loads(entries["manifest.json"])
    one = manifest["run"]["series"][0]
    raw = entries[one["file"]][:-8] + b"\xff" * 8
    one["sha256"] = hashlib.sha256(raw).hexdigest()
    data = packed({**entries, one["file"]: raw, "manifest.json": json.dumps(manifest)})
    assert "times that are none" in refused(data)


def test_an_environment_that_would_break_the_page(whole, refused):
    entries = entries_of(whole)
    manifest = json.loads(entries["manifest.json"])
    for place in ("environment", "context", "code"):
        run = json.loads(json.dumps(manifest))
        holder = run["run"]["run"] if place == "environment" else run["run"]["run"]["source"]
        old = holder[place]
        evil = b"[" * 10_000 if place != "code" else bytes(limits.LARGEST_TEXT + 1)
        new = hashlib.sha256(evil).hexdigest()
        for one in (run["run"]["run"], *run["run"]["children"]):
            (one if place == "environment" else one["source"])[place] = new
        run["blobs"][new] = len(evil)
        del run["blobs"][old]
        files = {name: data for name, data in entries.items() if name != f"blobs/{old}"}
        said = refused(packed({**files, f"blobs/{new}": evil, "manifest.json": json.dumps(run)}))
        assert "cannot be read" in said or "more than" in said


def places_of(value, at=()):
    """Give the paths to everything within plain JSON data."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*at, key)
        yield from places_of(item, (*at, key))


def test_whatever_one_field_holds_it_is_refused_or_can_be_shown(whole, tmp_path):
    entries = entries_of(whole)
    manifest = json.loads(entries["manifest.json"])
    evil = [
        None, True, -1, 2**63, 10**40, 1e308, float("nan"), float("inf"), "", "\n", "../x", "\ud800", "0" * 64,
        [], {}, [[]], {"a": 1}, "NaN", "x" * 999,
    ]  # fmt: skip
    chosen = random.Random(4)
    places = list(places_of(manifest))
    taken = 0
    for number in range(150):
        place, value = chosen.choice(places), chosen.choice(evil)
        data = json.loads(entries["manifest.json"])
        holder = data
        for key in place[:-1]:
            holder = holder[key]
        holder[place[-1]] = value
        file = tmp_path / "evil.mltrack"
        file.write_bytes(packed({**entries, "manifest.json": json.dumps(data)}, zipfile.ZIP_STORED))
        with open_for_tracking(tmp_path / str(number // 20)) as here:
            try:
                [run] = import_runs(here, file)
            except (InvalidInput, Conflict) as error:
                assert "Nothing was changed" in error.message, (place, value)
                continue
            taken += not run.already
            for shown in (
                run_details(here, 1),
                cell_line(here, 1),
                list_runs(here),
                list_runs(here, parent="1"),
            ):
                assert encode(shown), (place, value)
            assert "\n".join(listing(here, runs_table(here))), (place, value)
    assert taken > 2


def test_an_id_that_is_a_candidate_of_another_run(whole, store, tmp_path):
    (tmp_path / "run.mltrack").write_bytes(whole)
    import_runs(store, tmp_path / "run.mltrack")
    child = store.table("children").all()[0]["id"]
    fields = {"id": child, "children": 0}

    def change(manifest):
        manifest["run"]["run"].update(fields)
        manifest["run"]["children"] = []

    before = state(store)
    (tmp_path / "evil.mltrack").write_bytes(changed(whole, change))
    with pytest.raises(Conflict, match="candidate of another run"):
        import_runs(store, tmp_path / "evil.mltrack")
    assert state(store) == before


def test_a_store_with_a_document_that_is_no_run(store, tmp_path):
    with open_for_tracking(tmp_path / "colleague" / ".mltrack") as there:
        run = full_run(there)
        before = state(store)
        there.table("runs").update({"name": "a\nb"}, Query().id == run.id)
        with pytest.raises(InvalidInput, match=r"Run 1 of .* cannot be imported"):
            import_runs(store, there.path)
        there.table("runs").update({"name": 5}, Query().id == run.id)
        with pytest.raises(InvalidInput, match="is no run"):
            import_runs(store, there.path)
        there.table("runs").update({"name": "good"}, Query().id == run.id)
        blob = there.path / "blobs" / run.environment[:2] / run.environment[2:]
        blob.write_bytes(b"{}")
        with pytest.raises(Exception, match="damaged"):
            import_runs(store, there.path)
        blob.unlink()
        blob.symlink_to("/etc/hostname")
        with pytest.raises(InvalidInput, match="is a link or no plain file"):
            import_runs(store, there.path)
        assert state(store) == before
        with pytest.raises(Exception, match="damaged"):
            export_run(there, 1, tmp_path / "x.mltrack")
        assert not list(tmp_path.glob("*x.mltrack*"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_files_that_change_places_meanwhile_hold_nobody_up(store, tmp_path):
    content = b"hello" * 1000
    with open_for_tracking(tmp_path / "theirs" / ".mltrack") as there, start(there, "churn") as run:
        run.log_file(content, "a.txt")
    blob = hashlib.sha256(content).hexdigest()
    place = tmp_path / "theirs" / ".mltrack" / "blobs" / blob[:2] / blob[2:]
    (tmp_path / "secret").write_text("mine")
    over = threading.Event()

    def swap():
        made = place.with_name("made")
        ways = (
            lambda: made.write_bytes(content),
            lambda: os.mkfifo(made),
            lambda: made.symlink_to(tmp_path / "secret"),
            lambda: made.write_bytes(b"evil"),
        )
        for turn in itertools.count():
            if over.is_set():
                return
            ways[turn % 4]()
            os.replace(made, place)

    colleague = threading.Thread(target=swap)
    colleague.start()
    try:
        for _ in range(300):
            try:
                with open_source(tmp_path / "theirs") as source, source.open(blob) as file:
                    assert file.read() == content
            except (InvalidInput, StoreCorrupt):
                continue
    finally:
        over.set()
        colleague.join()
