"""The cache of checked models: bounded, least recently used first, never wrong about what lies in it."""

import json
import os
import time

import pytest
from sklearn.linear_model import LogisticRegression

from jupyter_mltrack.errors import NotFound, StoreCorrupt
from jupyter_mltrack.models import files as model_files
from jupyter_mltrack.models.cache import IN_USE_SECONDS, cache_of, prune
from jupyter_mltrack.models.files import materialize
from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.save import save_model


@pytest.fixture
def make(store, table, target):
    """Save models and put them into the cache, as if they had been used some hours ago."""

    def go(*hours):
        made = []
        for number, ago in enumerate(hours):
            saved, files = save_model(
                store, LogisticRegression(C=number + 1).fit(table, target), f"m{number}"
            )
            materialize(store, saved, files)
            used(store, saved, ago)
            made.append((saved, files))
        return made

    return go


def used(store, saved, hours):
    then = time.time() - hours * 3600
    os.utime(cache_of(store) / f"{saved.digest}.json", (then, then))


def there(store):
    return {path.name for path in cache_of(store).iterdir() if path.is_dir()}


def limit(store, size):
    (store.path.parent / "mltrack.ini").write_text(f"[cache]\nmodels = {size}\n")


def test_the_least_recently_used_go_first(store, make):
    made = make(5, 7, 6)
    size = made[0][0].size
    limit(store, f"{2.5 * size} B")
    assert prune(store, cache_of(store), "") == [made[1][0].digest]
    assert there(store) == {made[0][0].digest, made[2][0].digest}
    assert not (cache_of(store) / f"{made[1][0].digest}.json").exists()
    # What is gone is made again.
    assert load_saved(store, *made[1]) is not None


def test_what_was_asked_for_lately_stays_however_large(store, make):
    made = make(0, IN_USE_SECONDS / 3600 / 2, 3)
    limit(store, "1 B")
    assert prune(store, cache_of(store), "") == [made[2][0].digest]


def test_putting_one_in_removes_others(store, make, table, target):
    made = make(9, 8)
    limit(store, "1 B")
    saved, files = save_model(store, LogisticRegression(C=99).fit(table, target), "new")
    materialize(store, saved, files)
    assert there(store) == {saved.digest}
    assert all(load_saved(store, *one) is not None for one in made)


def test_using_one_is_noted(store, make):
    [(saved, files)] = make(9)
    materialize(store, saved, files)
    limit(store, "1 B")
    assert prune(store, cache_of(store), "") == []


def test_folders_without_a_stamp_and_settings_that_cannot_be_read_are_borne(store, make, caplog):
    made = make(9, 8)
    (cache_of(store) / f"{made[0][0].digest}.json").unlink()
    os.utime(cache_of(store) / made[0][0].digest, (1, 1))
    limit(store, "much")
    assert prune(store, cache_of(store), "") == [] and "write a size" in caplog.text
    limit(store, "1 B")
    assert set(prune(store, cache_of(store), "")) == {one[0].digest for one in made}


def test_a_checked_file_is_not_read_again(store, make, monkeypatch):
    [(saved, files)] = make(0)

    def fail(*given):
        raise AssertionError("read again")

    monkeypatch.setattr(model_files, "hash_of", fail)
    monkeypatch.setattr(type(store.blobs), "copy", fail)
    assert load_saved(store, saved, files) is not None


@pytest.mark.parametrize(
    "how", ["content", "content of the same size and time", "another file", "link", "more", "gone"]
)
def test_a_file_that_was_tampered_with_after_it_was_checked_is_found(store, make, how, tmp_path):
    [(saved, files)] = make(0)
    model = cache_of(store) / saved.digest / "model.skops"
    before, seen = model.read_bytes(), model.stat()
    time.sleep(0.01)
    if how == "content":
        model.write_bytes(b"something else")
    elif how == "content of the same size and time":
        model.write_bytes(before[:-1] + b"x")
        os.utime(model, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    elif how == "another file":
        (tmp_path / "other").write_bytes(before[:-1] + b"x")
        os.utime(tmp_path / "other", ns=(seen.st_atime_ns, seen.st_mtime_ns))
        (tmp_path / "other").replace(model)
    elif how == "link":
        (tmp_path / "other").write_bytes(before)
        model.unlink()
        model.symlink_to(tmp_path / "other")
    elif how == "more":
        (model.parent / "extra.py").write_text("import os")
    else:
        model.unlink()
    folder = materialize(store, saved, files)
    assert (folder / "model.skops").read_bytes() == before and not (folder / "model.skops").is_symlink()
    assert not (folder / "extra.py").exists()
    # Where the store's own file is another one as well, nothing is loaded.
    blob = next(one.blob for one in files if one.path.endswith("model.skops"))
    (store.path / "blobs" / blob[:2] / blob[2:]).write_bytes(b"something else")
    model.write_bytes(b"something else")
    with pytest.raises(StoreCorrupt, match=r"model\.skops is damaged"):
        load_saved(store, saved, files)
    assert there(store) == set()


@pytest.mark.parametrize("stamp", ["", "{", "[]", "null", '{"model.skops": [1, 2]}', "\x00"])
def test_a_stamp_that_says_nothing_is_no_stamp(store, make, stamp):
    [(saved, files)] = make(0)
    file = cache_of(store) / f"{saved.digest}.json"
    file.write_text(stamp)
    (cache_of(store) / saved.digest / "model.skops").write_bytes(b"something else")
    assert load_saved(store, saved, files) is not None
    assert "model.skops" in json.loads(file.read_text())


def test_saving_leaves_nothing_behind_and_a_file_is_kept_once(store, table, target):
    model = LogisticRegression().fit(table, target)
    first, second = (save_model(store, model, "m", example=table) for _ in range(2))
    assert list(cache_of(store).iterdir()) == []
    blobs = {one.path: one.blob for one in first[1]}
    again = {one.path: one.blob for one in second[1]}
    assert {path for path in blobs if blobs[path] != again[path]} <= {
        "models/m/MLmodel",
        "models/m/model.skops",
    }
    assert all(store.blobs.exists(one.blob) for one in [*first[1], *second[1]])


def test_taking_a_file_that_is_not_there(store, tmp_path):
    with pytest.raises(NotFound):
        store.blobs.take(tmp_path / "nothing")
    file = tmp_path / "some"
    file.write_bytes(b"abc")
    ref = store.blobs.take(file)
    assert store.blobs.read(ref.hash) == b"abc" and not file.exists()
    file.write_bytes(b"abc")
    (store.path / "blobs" / ref.hash[:2] / ref.hash[2:]).write_bytes(b"damaged")
    assert store.blobs.take(file) == ref and store.blobs.read(ref.hash) == b"abc"
