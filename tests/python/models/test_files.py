"""A model's folder on its way into the store and back."""

import os
import stat
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from jupyter_mltrack.models.example import read_example, read_output
from jupyter_mltrack.models.files import materialize
from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.requirements import read_requirements
from jupyter_mltrack.models.save import save_model
from jupyter_mltrack.store import open_store


@pytest.fixture
def kept(store, table, target):
    return save_model(store, LogisticRegression().fit(table, target), "clf", example=table)


def test_the_folder_holds_what_mlflow_expects(store, kept):
    saved, files = kept
    folder = materialize(store, saved, files)
    assert sorted(path.name for path in folder.iterdir()) == [
        "MLmodel", "conda.yaml", "expected_output.json", "input_example.json", "model.skops", "python_env.yaml",
        "requirements.txt", "serving_input_example.json",
    ]  # fmt: skip
    assert {one.kind for one in files} == {"model"}
    assert all(one.path.startswith("models/clf/") for one in files)
    assert saved.size == sum(path.stat().st_size for path in folder.iterdir())
    pins = read_requirements(folder)
    assert {"scikit-learn", "numpy", "scipy", "skops"} <= set(pins)
    assert "jupyterlab" not in pins and "ipykernel" not in pins


def test_the_same_files_have_the_same_digest(store, table):
    model = LogisticRegression()
    digests = [save_model(store, model, name)[1] for name in ("a", "b")]
    assert [one.blob for one in digests[0] if "requirements" in one.path] == [
        one.blob for one in digests[1] if "requirements" in one.path
    ]


def test_the_example_comes_back_as_it_was(store, table, target):
    mixed = table.assign(n=range(len(table)), t=pd.Timestamp("2026-01-02"), s="x")
    mixed.loc[1, "a"] = np.nan

    def predict(data):
        return pd.DataFrame({"p": data["n"] * 0.1})

    saved, files = save_model(store, predict, "f", example=mixed)
    folder = materialize(store, saved, files)
    example = read_example(folder, saved.signature)
    pd.testing.assert_frame_equal(example, mixed.head(5), check_dtype=False)
    assert example["n"].dtype == "int64"
    pd.testing.assert_frame_equal(read_output(folder), predict(mixed.head(5)))
    for data in (table.to_numpy("float32"), {"x": table.to_numpy()}):
        saved, files = save_model(store, lambda given: np.float32(0.1), "f", example=data)
        example = read_example(materialize(store, saved, files), saved.signature)
        if isinstance(data, dict):
            assert np.array_equal(example["x"], data["x"][:5])
        else:
            assert example.dtype == "float32" and np.array_equal(example, data[:5])


def test_many_processes_load_at_once(store, kept, tmp_path):
    saved, files = kept
    import msgspec

    (tmp_path / "given.json").write_bytes(
        msgspec.json.encode([msgspec.to_builtins(one) for one in (saved, files)])
    )
    script = (
        "import msgspec, sys, pathlib\n"
        "from jupyter_mltrack.records import SavedModel, Artifact\n"
        "from jupyter_mltrack.models.load import load_saved\n"
        "from jupyter_mltrack.store import open_store\n"
        "s, f = msgspec.json.decode(pathlib.Path(sys.argv[1], 'given.json').read_bytes())\n"
        "store = open_store(pathlib.Path(sys.argv[1], '.mltrack'))\n"
        "print(type(load_saved(store, msgspec.convert(s, SavedModel), msgspec.convert(f, list[Artifact]))).__name__)\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [one.communicate()[0].strip() for one in started] == ["LogisticRegression"] * 4
    cache = store.path / "cache" / "models"
    assert sorted(path.name for path in cache.iterdir()) == [saved.digest, f"{saved.digest}.json"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_store_that_cannot_be_written_to_still_gives_its_models(store, kept):
    saved, files = kept
    folders = [path for path in store.path.rglob("*") if path.is_dir()]
    for folder in [store.path, *folders]:
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert load_saved(store, saved, files) is not None
    finally:
        for folder in [store.path, *folders]:
            folder.chmod(stat.S_IRWXU)


def test_a_cache_that_cannot_be_made_does_not_matter(store, kept):
    saved, files = kept
    cache = store.path / "cache"
    for path in sorted(cache.rglob("*"), reverse=True):
        path.rmdir()
    cache.rmdir()
    cache.write_text("a file stands in the way")
    assert type(load_saved(store, saved, files)).__name__ == "LogisticRegression"


def test_a_copied_store_gives_its_models(store, kept, tmp_path):
    import shutil

    saved, files = kept
    shutil.copytree(store.path, tmp_path / "elsewhere" / ".mltrack")
    other = open_store(tmp_path / "elsewhere" / ".mltrack")
    try:
        assert load_saved(other, saved, files) is not None
    finally:
        other.close()
