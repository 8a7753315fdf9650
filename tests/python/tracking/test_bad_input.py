"""Whatever is logged, named or broken: a clear sentence, the code goes on, what was stored stays."""

import math
import shutil
import sqlite3
import time
import warnings

import pytest
from disks import fill, read_only, small_disk

import jupyter_mltrack as mltrack
from jupyter_mltrack.errors import StoreError
from jupyter_mltrack.records.wire import encode
from jupyter_mltrack.store.schema import FILE, VERSION
from jupyter_mltrack.tracking import get_run, list_runs, pending, run_details, start
from jupyter_mltrack.tracking.api import open_for_tracking


@pytest.fixture
def said():
    """The sentences that were said as warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield lambda: [str(one.message) for one in caught if one.category is mltrack.MLTrackWarning]


class Hostile:
    """An object that raises whatever it is asked."""

    def _raise(self, *_):
        raise RuntimeError("do not touch me")

    __repr__ = __str__ = __float__ = __int__ = __bool__ = __len__ = __eq__ = __iter__ = _raise
    __hash__ = object.__hash__


@pytest.mark.parametrize(
    "value, words",
    [
        ("low", "one number, not str"),
        (None, "one number, not NoneType"),
        ([1.0], "one number, not list"),
        ({"a": 1.0}, "one number, not dict"),
        (1j, "one number, not complex"),
        pytest.param(10**5000, "too large", id="huge"),
        (Hostile(), "one number, not Hostile"),
    ],
)
def test_a_value_that_is_no_metric(store, said, value, words):
    with start(store, "e") as run:
        run.log(bad=value, good=1.0)
        run.log(bad=value)
    [sentence] = said()
    assert sentence.startswith("Metric 'bad' was not logged") and words in sentence
    assert get_run(store, run.id).metrics == {"good": 1.0}


def test_arrays_frames_and_tensors_say_their_shape(store, said):
    import numpy as np
    import pandas as pd

    with start(
        store, "e", params={"X": np.zeros((3, 4)), "df": pd.DataFrame({"a": [1]}), "one": np.float32(2)}
    ) as run:
        run.log(grid=np.zeros((2, 2)), one=np.array(5))
    assert len(said()) == 3 and any("ndarray of shape (2, 2)" in sentence for sentence in said())
    found = get_run(store, run.id)
    assert found.params == {"one": 2.0} and found.metrics == {"one": 5.0}


@pytest.mark.parametrize(
    "step", [1.5, "3", math.nan, math.inf, 2**70, pytest.param(10**5000, id="huge"), [1], Hostile()]
)
def test_a_step_that_is_none(store, said, step):
    with start(store, "e") as run:
        run.log(loss=0.5)
        run.log(loss=0.4, step=step)
        run.log(loss=0.3)
    assert len(said()) == 1 and "'loss' was not logged" in said()[0] and "whole number" in said()[0]
    assert get_run(store, run.id).summaries["loss"].count == 2


def test_steps_may_be_whole_floats_and_of_numpy(store, said):
    import numpy as np

    with start(store, "e") as run:
        run.log(loss=0.5)
        run.log(loss=0.4, step=7.0)
        run.log(loss=0.3, step=np.int64(9))
        run.log(loss=0.2)
    assert said() == [] and store.points.read(run.id, "loss").steps.tolist() == [0, 7, 9, 10]


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 501, "\ud800", "a\x00b"])
def test_a_name_that_a_metric_parameter_or_tag_cannot_have(store, said, name):
    with start(store, "e", params={name: 1, "ok": 1}) as run:
        run.log({name: 1.0, "ok": 1.0})
        run.set_tags({name: "x"})
        run.set_tags(ok="x")
    assert len(said()) == 3 and all("1 to 500 characters" in sentence for sentence in said())
    found = get_run(store, run.id)
    assert (found.params, found.metrics, found.tags) == ({"ok": 1}, {"ok": 1.0}, {"ok": "x"})


def test_arguments_of_another_kind(store, said):
    with start(store, "e", params=[1, 2], tags=["a"], note=3) as run:
        run.log([0.5])
        run.log(0.5)
        run.log_params("lr=3")
        run.set_tags("fast")
        run.set_note(None)
        run.log({1: 0.5}, loss=0.25)
        run.set_tags(fold=3, fast=True)
    assert len(said()) == 8
    found = get_run(store, run.id)
    assert found.metrics == {"1": 0.5, "loss": 0.25} and found.tags == {"fold": "3", "fast": "True"}


def test_halves_of_characters_do_not_hide_a_run(store):
    """File names that are no UTF-8 come as such text; one of them must not break every page that shows it."""
    with pytest.raises(ValueError), start(store, "e", params={"file": "x\udcff"}, note="n\ud800") as run:
        raise ValueError("bad \udcff")
    found = run_details(store, run.id)
    assert found.run.params == {"file": "x�"} and found.run.failure.message == "bad �"
    assert encode(found) and encode(list_runs(store, columns=["params.file"]))
    store.table("runs").update({"note": "of another program \udcff"}, doc_ids=[run.number])
    assert b"of another program" in encode(list_runs(store))


def test_an_exception_that_cannot_say_what_it_is(store):
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError("no")

    with pytest.raises(Mute), start(store, "e") as run:
        raise Mute
    assert get_run(store, run.id).failure.type == "Mute"


@pytest.mark.parametrize("name", ["x" * 10_000, "a\nb", "", 17, None, "<img src=x onerror=alert(1)>"])
def test_run_and_experiment_names(tmp_path, said, name):
    with mltrack.run(name, name=name, store=tmp_path) as run:
        run.log(loss=0.5)
    [found] = mltrack.runs(store=tmp_path)
    assert found.status == "finished" and 0 < len(found.name) <= 250 and 0 < len(found.experiment) <= 250
    assert bool(said()) == (name not in (None, "<img src=x onerror=alert(1)>"))
    assert all("name of the" in sentence for sentence in said())
    assert "<img" not in mltrack.runs(store=tmp_path)._repr_html_()


def test_files_that_are_not_there_or_leave_the_run(store, said, tmp_path):
    with start(store, "e") as run:
        run.log_file(tmp_path / "nothing.txt")
        run.log_file(tmp_path)
        run.log_file(b"x")
        for name in ("../up", "/etc/passwd", "a\\..\\b", "", "a\x00b"):
            run.log_file(b"x", name)
        run.log_file(b"x", "fine/x.txt")
    assert len(said()) == 8
    assert [one.path for one in get_run(store, run.id).artifacts] == ["fine/x.txt"]


def _script(folder):
    """Everything that a script does with a run."""
    with mltrack.run("e", name="n", params={"a": 1}, tags={"t": "x"}, note="n", store=folder) as run:
        for step in range(3):
            run.log(loss=1.0, step=step)
        run.log_params(b=2)
        run.set_tags(c="d")
        run.set_note("more")
        run.log_file(b"x", "y")
        run.observer("loss")(0.5)
    return run


def test_a_store_that_may_not_be_written_leaves_the_script_alone(tmp_path, said):
    with read_only(tmp_path):
        run = _script(tmp_path)
    assert run.status == "finished" and run.number == 0
    [sentence] = said()
    assert sentence.startswith("This run is not tracked. No store can be made: ")
    assert not (tmp_path / ".mltrack").exists()


def test_a_run_that_is_not_tracked_passes_exceptions_on(tmp_path, said):
    with read_only(tmp_path):
        with pytest.raises(ZeroDivisionError), mltrack.run("e", store=tmp_path) as run:
            1 / 0  # noqa: B018
        assert run.status == "failed" and run.finish() is False
        with pytest.raises(StoreError):
            _ = run.store


def test_a_corrupt_store_leaves_the_script_alone(tmp_path, said):
    file = tmp_path / ".mltrack" / FILE
    file.parent.mkdir()
    file.write_bytes(b"this is no database" * 1000)
    _script(tmp_path)
    assert len(said()) == 1 and f".mltrack/{FILE} is damaged" in said()[0]
    assert file.read_bytes() == b"this is no database" * 1000


def test_a_newer_store_leaves_the_script_alone(tmp_path, said):
    with mltrack.run("e", store=tmp_path) as run:
        run.store.points.fold_all()
    run.store.close()
    file = tmp_path / ".mltrack" / FILE
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA user_version={VERSION + 1}")
    connection.close()
    shutil.copytree(tmp_path, tmp_path.with_name("copy"))
    _script(tmp_path.with_name("copy"))
    assert len(said()) == 1 and "Update jupyter-mltrack" in said()[0]


def test_a_full_disk_keeps_what_was_stored_and_stores_the_rest_when_there_is_room(tmp_path, said):
    with small_disk(tmp_path / "disk", "3m") as disk:
        store = open_for_tracking(disk / ".mltrack")
        with start(store, "before") as first:
            first.log(loss=0.1)
        run = start(store, "e", params={"a": 1})
        run.log(loss=0.5, step=0)
        ballast = fill(disk)
        for step in range(1, 3000):
            run.log(loss=0.5 / step, step=step)
        run.log_params(b=2)
        run.log_file(b"x" * 100_000, "big.bin")
        assert run.finish() is False
        assert any("tried again" in sentence for sentence in said())
        assert any("'big.bin' was not kept" in sentence for sentence in said())
        assert get_run(store, first.id).metrics == {"loss": 0.1}, "what was stored before is there"
        ballast.unlink()
        deadline = time.monotonic() + 20
        while pending.waiting() and time.monotonic() < deadline:
            time.sleep(0.1)
        found = get_run(store, run.id)
        assert found.status == "finished" and found.params == {"a": 1, "b": 2}
        assert found.summaries["loss"].count == 3000
        store.close()


def test_a_store_that_is_deleted_in_mid_run_is_said(tmp_path, said):
    with mltrack.run("e", store=tmp_path) as run:
        run.log(loss=0.5)
        shutil.rmtree(tmp_path / ".mltrack")
        run.log(loss=0.4)
    assert any("deleted" in sentence for sentence in said())
    with mltrack.run("e", store=tmp_path) as run:
        pass
    assert [one.id for one in mltrack.runs(store=tmp_path)] == [run.id]
