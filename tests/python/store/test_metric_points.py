"""Metric points: every one is kept, in its order, wherever it lies at the moment."""

import math
import multiprocessing
import os
import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mltrack.errors import Conflict, InvalidInput
from jupyter_mltrack.store import open_store
from jupyter_mltrack.store.columns import Points, decode, encode

INTEGERS = st.integers(-(2**63), 2**63 - 1)
FLOATS = st.floats(allow_nan=True, allow_infinity=True)


def _until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def _same(found, expected):
    return np.array_equal(np.asarray(found, float), np.asarray(expected, float), equal_nan=True)


def _folded(store, run, key):
    """The number of points that are in the database."""
    with store._engine.snapshot() as session:
        row = session.execute("SELECT count FROM series WHERE run = ? AND key = ?", (run, key)).fetchone()
    return row[0] if row else 0


def _spools(store):
    return sorted((store.path / "spool").glob("*.points"))


def test_points_are_there_at_once_and_after_folding_and_after_the_end(store):
    spool = store.points.writer("r")
    put = spool.key("loss")
    steps, values = [0, 1, 1, 0, 7, 3], [0.5, math.nan, math.inf, -math.inf, 1e300, -0.0]
    before = time.time()
    for step, value in zip(steps, values, strict=True):
        put(value, step)
    for act in (lambda: None, spool.flush, spool.close):
        act()
        found = store.points.read("r", "loss")
        assert list(found.steps) == steps and _same(found.values, values)
        assert all(before - 1 <= at <= time.time() + 1 for at in found.times) and list(found.times) == sorted(
            found.times
        )
        assert store.points.keys("r") == {"loss": 6}
    assert _spools(store) == [] and _folded(store, "r", "loss") == 6


def test_without_a_step_it_is_the_one_after_the_previous(store):
    spool = store.points.writer("r")
    put = spool.key("loss")
    put(1.0)
    put(1.0)
    put(1.0, 10)
    put(1.0)
    put(1.0, 2)
    put(1.0)
    assert list(store.points.read("r", "loss").steps) == [0, 1, 10, 11, 2, 3]
    spool.close()
    again = store.points.writer("r")
    again.key("loss")(1.0)
    again.key("other")(1.0)
    again.close()
    assert store.points.read("r", "loss").steps[-1] == 4, "another writer goes on"
    assert list(store.points.read("r", "other").steps) == [0]


@given(
    points=st.lists(
        st.tuples(st.sampled_from(["a", "b", "ключ"]), INTEGERS | st.integers(0, 3), FLOATS), max_size=40
    ),
    folds=st.sets(st.integers(0, 40)),
)
def test_random_points_and_their_summaries(tmp_path_factory, points, folds):
    with open_store(tmp_path_factory.mktemp("s") / ".mltrack") as store:
        summaries = {}
        store.points.on_fold = lambda run, of_keys: summaries.update(of_keys)
        spool = store.points.writer("r")
        for place, (key, step, value) in enumerate(points):
            spool.key(key)(value, step)
            if place in folds:
                spool.flush()
        spool.close()
        for key in {key for key, _, _ in points}:
            steps = [step for name, step, _ in points if name == key]
            values = [value for name, _, value in points if name == key]
            found = store.points.read("r", key)
            assert list(found.steps) == steps and _same(found.values, values)
            summary = summaries[key]
            numbers = [value for value in values if value == value]
            assert (summary.count, summary.last_step) == (len(values), steps[-1])
            assert _same([summary.last], values[-1:])
            if numbers:
                assert summary.min == min(numbers) and summary.max == max(numbers)
                assert summary.min_step in [
                    step for step, value in zip(steps, values, strict=True) if value == summary.min
                ]
                assert summary.max_step in [
                    step for step, value in zip(steps, values, strict=True) if value == summary.max
                ]
                if all(abs(value) < 1e100 for value in numbers):
                    assert summary.mean == pytest.approx(
                        math.fsum(numbers) / len(numbers), abs=1e-9, rel=1e-6
                    )
            else:
                assert math.isnan(summary.min) and math.isnan(summary.max) and math.isnan(summary.mean)


def test_infinities_of_both_signs_have_no_mean(store):
    got = {}
    store.points.on_fold = lambda run, summaries: got.update(summaries)
    spool = store.points.writer("r")
    for value in (math.inf, -math.inf, 1.0):
        spool.key("loss")(value)
        spool.flush()
    assert (got["loss"].min, got["loss"].max, got["loss"].count) == (-math.inf, math.inf, 3)
    assert math.isnan(got["loss"].mean)
    spool.close()


@given(
    steps=st.lists(INTEGERS, min_size=1, max_size=20)
    | st.builds(lambda a, n: [a] * n, INTEGERS, st.integers(1, 9)),
    start=st.floats(0, 4e9),
    pauses=st.lists(st.floats(-1, 5000), min_size=20, max_size=20),
)
def test_chunks_come_back_as_they_were(steps, start, pauses):
    times = np.cumsum([start, *pauses])[: len(steps)]
    points = Points(np.array(steps, np.int64), np.arange(len(steps), dtype=float), times)
    found = decode(len(steps), *encode(points))
    assert list(found.steps) == steps and _same(found.values, points.values)
    assert np.allclose(found.times, times, rtol=0, atol=1e-6)


def test_many_points_over_many_segments_and_chunks(store):
    spool = store.points.writer("r")
    first, second = spool.key("first"), spool.key("second")
    for step in range(60_000):
        first(step * 0.5, step)
        if step % 3 == 0:
            second(-step, step * 2)
    assert store.points.keys("r") == {"first": 60_000, "second": 20_000}
    found = store.points.read("r", "first")
    assert np.array_equal(found.steps, np.arange(60_000)) and np.array_equal(
        found.values, np.arange(60_000) * 0.5
    )
    _until(lambda: len(_spools(store)) == 1)  # full segments are folded and removed while the run goes on
    spool.close()
    assert np.array_equal(store.points.read("r", "second").steps, np.arange(0, 120_000, 6))


def test_many_keys_more_than_a_head_has_room_for(store):
    spool = store.points.writer("r")
    for number in range(300):
        spool.key(f"metric/with/a/long/name/{number}")(number)
    spool.flush()
    spool.key("x" * 5000)(1.0)
    assert len(store.points.keys("r")) == 301
    spool.close()
    assert store.points.read("r", "metric/with/a/long/name/299").values[0] == 299


@pytest.mark.parametrize("value", ["text", None, [1], 10**400, 1j, object()])
def test_a_value_that_is_no_number_is_refused_and_the_rest_goes_on(store, value):
    spool = store.points.writer("r")
    put = spool.key("loss")
    put(1.0)
    with pytest.raises(InvalidInput, match="number"):
        put(value)
    for step in (2**63, "x", 1.5):
        with pytest.raises(InvalidInput, match="whole number"):
            put(1.0, step)
    put(2.0)
    spool.flush()
    assert _folded(store, "r", "loss") == 2
    spool.close()
    assert list(store.points.read("r", "loss").values) == [1.0, 2.0]


def test_numpy_numbers_and_integers_are_numbers(store):
    spool = store.points.writer("r")
    put = spool.key("loss")
    for value in (np.float32(0.5), np.int64(3), np.float64(1.5), True, 7):
        put(value, np.int32(1))
    spool.close()
    assert list(store.points.read("r", "loss").values) == [0.5, 3.0, 1.5, 1.0, 7.0]


@pytest.mark.parametrize("name", ["", "\ud800", None, 3])
def test_a_name_that_is_none_is_refused(store, name):
    spool = store.points.writer("r")
    with pytest.raises(InvalidInput):
        spool.key(name)


@pytest.mark.parametrize("run", ["", "../x", "a/b", ".hidden", "x" * 200, "a\n", None])
def test_a_run_whose_id_could_lead_out_of_the_folder_is_refused(store, run):
    with pytest.raises(InvalidInput, match="no id of a run"):
        store.points.writer(run)


def test_runs_with_similar_ids_do_not_mix(store):
    spools = {run: store.points.writer(run) for run in ("a", "a-1", "a-1-2", "a.1")}
    for number, spool in enumerate(spools.values()):
        spool.key("loss")(number)
    spools["a"].close()
    store.points.release("a")
    for number, run in enumerate(spools):
        assert list(store.points.read(run, "loss").values) == [number]
    for run in ("a-1", "a-1-2", "a.1"):
        spools[run].close()


def test_keys_can_be_dropped_at_the_end_and_forgotten_later(store):
    spool = store.points.writer("r")
    for key in ("loss", "epoch", "accuracy"):
        spool.key(key)(1.0)
    spool.flush()
    spool.key("epoch")(2.0)
    spool.close(drop=["epoch"])
    assert store.points.keys("r") == {"loss": 1, "accuracy": 1}
    store.points.forget("r", ["loss"])
    assert store.points.keys("r") == {"accuracy": 1} and len(store.points.read("r", "loss").values) == 0
    store.points.forget("r")
    assert store.points.keys("r") == {}


def test_after_the_end_nothing_is_added(store):
    spool = store.points.writer("r")
    put = spool.key("loss")
    put(1.0)
    spool.close()
    spool.close()
    with pytest.raises(Conflict, match="closed"):
        put(2.0)
    with pytest.raises(Conflict, match="closed"):
        spool.key("new")
    assert list(store.points.read("r", "loss").values) == [1.0]


def test_what_is_not_there_has_no_points(store):
    found = store.points.read("nobody", "loss")
    assert [len(column) for column in found] == [0, 0, 0] and store.points.keys("nobody") == {}
    assert store.points.heartbeat("nobody") is None
    store.points.release("nobody")


def test_the_background_thread_folds_and_calls(store):
    got = []
    store.points.on_fold = lambda run, summaries: got.append((run, summaries["loss"].count))
    spool = store.points.writer("r")
    spool.key("loss")(1.0)
    _until(lambda: got == [("r", 1)])
    spool.key("loss")(2.0)
    _until(lambda: got == [("r", 1), ("r", 2)])
    assert time.time() - store.points.heartbeat("r") < 60
    spool.close()


def test_a_fault_of_who_listens_is_logged_once_and_loses_nothing(store, caplog):
    failing = True

    def listen(run, summaries):
        if failing:
            raise RuntimeError("the listener is broken")

    store.points.on_fold = listen
    spool = store.points.writer("r")
    spool.key("loss")(1.0)
    _until(lambda: "the listener is broken" in caplog.text)
    time.sleep(0.5)
    assert len(caplog.records) == 1 and _folded(store, "r", "loss") == 0
    failing = False
    _until(lambda: _folded(store, "r", "loss") == 1)
    spool.close()


def test_folding_is_part_of_the_transaction_around_it(store):
    spool = store.points.writer("r")
    put = spool.key("loss")
    for step in range(3_000):  # more than one segment, so that one is complete
        put(1.0, step)
    with pytest.raises(ZeroDivisionError), store.transaction():
        spool.flush()
        1 / 0  # noqa: B018
    assert store.points.keys("r") == {"loss": 3_000}
    spool.close()
    assert store.points.keys("r") == {"loss": 3_000}


def test_a_slot_that_a_broken_off_call_left_empty_holds_nothing_up(store):
    """Ctrl-C can come between taking a slot and filling it."""
    spool = store.points.writer("r")
    put = spool.key("loss")
    put(1.0)
    spool.segments[-1].take()
    put(2.0)
    spool.segments[-1].take()
    spool.segments[-1].take()
    put(3.0)
    assert list(store.points.read("r", "loss").values) == [1.0, 2.0, 3.0]
    _until(lambda: _folded(store, "r", "loss") == 3, seconds=15)
    spool.segments[-1].take()
    put(4.0)
    spool.close()
    assert list(store.points.read("r", "loss").values) == [1.0, 2.0, 3.0, 4.0]
    assert _folded(store, "r", "loss") == 4


def test_many_threads_log_into_one_key(store):
    spool = store.points.writer("r")
    put = spool.key("loss")

    def log(number):
        for step in range(5_000):
            put(number, step)
            if step % 1000 == 0:
                spool.key(f"of {number}")(step)

    threads = [threading.Thread(target=log, args=(number,)) for number in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            found = store.points.read("r", "loss")
            for number in range(4):
                steps = found.steps[found.values == number]
                assert np.array_equal(steps, np.arange(len(steps))), "each thread's points, none left out"
            assert set(found.values) <= {0.0, 1.0, 2.0, 3.0}
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    spool.close()
    assert store.points.keys("r") == {"loss": 20_000, **{f"of {number}": 5 for number in range(4)}}


def test_two_writers_of_one_run(store):
    one, other = store.points.writer("r"), store.points.writer("r")
    one.key("loss")(1.0)
    other.key("loss")(2.0)
    one.close()
    other.key("loss")(3.0)
    assert sorted(store.points.read("r", "loss").values) == [1.0, 2.0, 3.0]
    other.close()
    assert sorted(store.points.read("r", "loss").values) == [1.0, 2.0, 3.0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_child_logs_into_files_of_its_own(store):
    spool = store.points.writer("r")
    put = spool.key("loss")
    put(1.0)

    def child():
        spool.key("child")(3.0)
        put(2.0, 100)
        time.sleep(0.5)  # its own background thread folds

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    put(4.0)
    process.join()
    assert process.exitcode == 0
    put(5.0)
    assert sorted(store.points.read("r", "loss").values) == [1.0, 2.0, 4.0, 5.0]
    spool.close()
    store.points.release("r")
    assert store.points.keys("r") == {"loss": 4, "child": 1} and _spools(store) == []


def test_closing_the_store_keeps_what_was_logged(tmp_path):
    before = set(threading.enumerate())  # stores of earlier tests may be open still
    with open_store(tmp_path / ".mltrack") as store:
        store.points.writer("r").key("loss")(1.0)
    assert not [thread for thread in set(threading.enumerate()) - before if thread.name == "mltrack-points"]
    with open_store(tmp_path / ".mltrack") as store:
        assert _folded(store, "r", "loss") == 1
        store.points.release("r")
        assert _spools(store) == [] and list(store.points.read("r", "loss").values) == [1.0]


def test_files_that_are_no_spools_are_left_alone(store):
    spool = store.points.writer("r")
    folder = store.path / "spool"
    (folder / "notes.txt").write_text("mine")
    (folder / "r-1-2.points").write_bytes(b"not a spool at all" * 10)
    (folder / "r-1-3.points").write_bytes(b"")
    spool.key("loss")(1.0)
    # The store's own thread may have been first.
    assert store.points.fold_all() in (["r"], []) and store.points.keys("r") == {"loss": 1}
    spool.close()
    assert (folder / "notes.txt").read_text() == "mine"
