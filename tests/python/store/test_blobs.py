"""Files by their content."""

import errno
import hashlib
import io
import os

import pytest
from disks import fill, read_only, small_disk

from jupyter_mltrack.errors import InvalidInput, NotFound, StoreCorrupt, StoreError, StoreFull, StoreReadOnly
from jupyter_mltrack.store import open_store


def _files(store):
    return sorted(path for path in (store.path / "blobs").rglob("*") if path.is_file())


class _Pipe(io.RawIOBase):
    """Bytes that can be read once only."""

    def __init__(self, data):
        self._left = io.BytesIO(data)

    def readable(self):
        return True

    def read(self, size=-1):
        return self._left.read(size)


def test_the_same_bytes_are_kept_once_however_they_come(store, tmp_path):
    data = os.urandom(3_000_000)
    file = tmp_path / "model.bin"
    file.write_bytes(data)
    expected = (hashlib.sha256(data).hexdigest(), len(data))
    for given in (data, bytearray(data), file, io.BytesIO(data), _Pipe(data), memoryview(data)):
        assert store.blobs.put(given) == expected
    assert len(_files(store)) == 1
    assert store.blobs.read(expected[0]) == data
    with store.blobs.open(expected[0]) as opened:
        assert opened.read(10) == data[:10]
    assert store.blobs.exists(expected[0])


def test_empty_bytes_are_a_file_too(store):
    ref = store.blobs.put(b"")
    assert ref.size == 0 and store.blobs.read(ref.hash) == b""


def test_a_file_opened_in_the_middle_is_kept_from_there(store):
    file = io.BytesIO(b"before after")
    file.seek(7)
    assert store.blobs.read(store.blobs.put(file).hash) == b"after"


@pytest.mark.parametrize(
    "bad",
    [
        "../../etc/passwd",
        "../" * 32,
        "",
        "a" * 63,
        "A" * 64,
        "a" * 65,
        "a" * 64 + "\n",
        "/" + "a" * 63,
        None,
        3,
    ],
)
def test_what_is_no_hash_leads_nowhere(store, bad):
    (store.path / "secret").write_text("secret")
    for ask in (store.blobs.open, store.blobs.read, store.blobs.exists):
        with pytest.raises(InvalidInput, match="no hash"):
            ask(bad)


def test_what_is_not_there_is_not_found(store, tmp_path):
    assert not store.blobs.exists("a" * 64)
    with pytest.raises(NotFound):
        store.blobs.read("a" * 64)
    with pytest.raises(NotFound, match="no file"):
        store.blobs.put(tmp_path / "nowhere")
    with pytest.raises(InvalidInput, match="folder"):
        store.blobs.put(tmp_path)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(InvalidInput, match="cannot be read"):
        store.blobs.put(loop)


def test_damaged_bytes_are_not_given_out(store):
    ref = store.blobs.put(b"the model")
    [path] = _files(store)
    path.chmod(0o644)
    path.write_bytes(b"the modem")
    with pytest.raises(StoreCorrupt, match="damaged"):
        store.blobs.read(ref.hash)
    assert path.read_bytes() == b"the modem", "it was left untouched"


def test_what_cannot_be_read_is_said_and_left(store, tmp_path):
    hash, _ = store.blobs.put(b"abc")
    (file,) = _files(store)
    file.unlink()
    file.mkdir()
    for way in (store.blobs.open, store.blobs.read, lambda hash: store.blobs.copy(hash, tmp_path / "copy")):
        with pytest.raises(StoreError, match=rf"blobs/{hash[:2]}/{hash[2:]} of the store cannot be read"):
            way(hash)
    assert file.is_dir() and not (tmp_path / "copy").exists()


def test_a_source_that_breaks_leaves_nothing(store):
    class Broken(_Pipe):
        def read(self, size=-1):
            piece = super().read(10)
            if not piece:
                raise OSError(errno.EIO, "the disk that it came from broke")
            return piece

    with pytest.raises(Exception, match="broke"):
        store.blobs.put(Broken(b"x" * 100))
    assert _files(store) == []


def test_what_a_dead_process_left_half_stored_is_removed_a_day_later(store):
    folder = store.path / "blobs"
    folder.mkdir()
    old, young = folder / "new-old", folder / "new-young"
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))
    kept = store.blobs.put(b"kept")
    assert not old.exists() and young.exists() and store.blobs.exists(kept.hash)


def test_a_full_disk_says_so_and_leaves_nothing(tmp_path):
    with small_disk(tmp_path / "small", "4m") as disk, open_store(disk / ".mltrack") as store:
        kept = store.blobs.put(b"kept")
        with pytest.raises(StoreFull, match="make room"):
            store.blobs.put(os.urandom(8_000_000))
        assert len(_files(store)) == 1 and store.blobs.read(kept.hash) == b"kept"
        ballast = fill(disk)
        with pytest.raises(StoreFull):
            store.blobs.put(b"x" * 100_000)
        ballast.unlink()
        assert store.blobs.read(store.blobs.put(b"x" * 100_000).hash) == b"x" * 100_000


def test_a_read_only_folder_says_so(store):
    ref = store.blobs.put(b"kept")
    with read_only(store.path / "blobs"):
        assert store.blobs.read(ref.hash) == b"kept"
        assert store.blobs.put(b"kept") == ref
        with pytest.raises(StoreReadOnly, match="cannot be written"):
            store.blobs.put(b"new")


def test_blobs_can_lie_behind_a_url():
    from jupyter_mltrack.store import Blobs

    blobs = Blobs("memory://bucket/blobs")
    ref = blobs.put(b"far away")
    assert blobs.read(ref.hash) == b"far away" and blobs.put(b"far away") == ref
