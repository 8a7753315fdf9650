"""Runs handed over as files or out of a store: everything arrives but the number, once, or nothing does."""

import os
import threading

import pytest
from disks import read_only, small_disk
from exchanges import assert_same, children_of, full_run, plain, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_mltrack.errors import Conflict, InvalidInput, NotFound, StoreBusy, StoreFull, StoreReadOnly
from jupyter_mltrack.records import RunEdit
from jupyter_mltrack.store import Points, Query
from jupyter_mltrack.store.bulk import add_points
from jupyter_mltrack.tracking import delete_runs, edit_run, get_run, list_runs, start
from jupyter_mltrack.tracking.api import open_for_tracking
from jupyter_mltrack.tracking.exchange import export_run, import_runs, open_source
from jupyter_mltrack.tracking.exchange.importing import ORIGIN


@pytest.fixture
def colleague(tmp_path):
    """The store of somebody else."""
    with open_for_tracking(tmp_path / "colleague" / ".mltrack") as opened:
        yield opened


def test_a_run_goes_through_a_file(colleague, store, tmp_path):
    start(store, "mine").finish()
    run = full_run(colleague, lr=0.1, nothing=None, yes=True, whole=1.0, text="Ünïcode")
    made = export_run(colleague, run.number, tmp_path / "run.mltrack")
    assert made.size == (tmp_path / "run.mltrack").stat().st_size < 30_000
    [taken] = import_runs(store, tmp_path / "run.mltrack")
    assert (taken.number, taken.id, taken.already) == (2, run.id, False)
    assert_same(colleague, run, store, taken.number)
    assert get_run(store, 2).tags == {"stage": "test", ORIGIN: "run 1 in run.mltrack"}
    assert list_runs(store, "user = ann").total == 1 and list_runs(store, f"has tags.{ORIGIN}").total == 1
    assert [row.name for row in list_runs(store, "", "churn").rows] == ["everything"]
    assert list(tmp_path.glob(".*part")) == []


def test_the_second_time_it_is_here_already(colleague, store, tmp_path):
    run = full_run(colleague)
    export_run(colleague, 1, tmp_path / "run.mltrack")
    import_runs(store, tmp_path / "run.mltrack")
    edit_run(store, run.id, RunEdit("mine now", tags={"stage": None}))
    edit_run(colleague, run.id, RunEdit(note="another note"))
    before = state(store)
    for source in (tmp_path / "run.mltrack", colleague.path):
        [again] = import_runs(store, source)
        assert (again.number, again.name, again.already) == (1, "mine now", True)
    assert state(store) == before and list_runs(store).total == 1
    export_run(store, 1, tmp_path / "back.mltrack")
    assert import_runs(colleague, tmp_path / "back.mltrack")[0].already


def test_another_run_with_its_id_is_refused(colleague, store, tmp_path):
    run = full_run(colleague)
    other = full_run(colleague)
    import_runs(store, colleague.path, [1])
    colleague.table("runs").update({"params": {"lr": 5}}, Query().id == run.id)
    export_run(colleague, 1, tmp_path / "run.mltrack")
    before = state(store)
    for source in (tmp_path / "run.mltrack", colleague.path):
        with pytest.raises(Conflict, match="id of run 1 here, but not its content: params differ"):
            import_runs(store, source)
    assert state(store) == before
    with pytest.raises(NotFound):
        get_run(store, other.id)


def test_chosen_runs_of_a_store(colleague, store):
    runs = [full_run(colleague, lr=at) for at in range(4)]
    going = start(colleague, "churn")
    delete_runs(colleague, [runs[3].id])
    assert [one.id for one in import_runs(store, colleague.path.parent, "params.lr > 1")] == [runs[2].id]
    assert [one.id for one in import_runs(store, colleague.path, "1, #2")] == [runs[0].id, runs[1].id]
    assert [one.already for one in import_runs(store, str(colleague.path))] == [True, True, True]
    assert import_runs(store, colleague.path / "mltrack.db", "params.lr > 99") == []
    for at, run in ((3, runs[1]), (1, runs[2])):
        assert_same(colleague, run, store, at)
    assert get_run(store, 1).tags[ORIGIN] == f"run 3 in {colleague.path}"
    with pytest.raises(Conflict, match="still goes on"):
        import_runs(store, colleague.path, [going.number])
    with pytest.raises(Conflict, match="trash"):
        import_runs(store, colleague.path, "4")
    with pytest.raises(InvalidInput, match="candidate"):
        import_runs(store, colleague.path, [children_of(colleague, runs[0])[0].id])
    with pytest.raises(NotFound):
        import_runs(store, colleague.path, [1, 99])
    with pytest.raises(InvalidInput, match="filter"):
        import_runs(store, colleague.path, "lr >")
    going.finish()


def test_what_is_no_source_is_said(colleague, store, tmp_path):
    with pytest.raises(InvalidInput, match="store that they would go to"):
        import_runs(store, store.path.parent)
    with pytest.raises(NotFound, match="no file and no folder"):
        import_runs(store, tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFound, match="no store"):
        import_runs(store, tmp_path / "empty")
    with pytest.raises(InvalidInput, match="no run"):
        import_runs(store, colleague.path)
    full_run(colleague)
    export_run(colleague, 1, tmp_path / "run.mltrack")
    with pytest.raises(InvalidInput, match="one run"):
        import_runs(store, tmp_path / "run.mltrack", "1")
    going = start(colleague, "churn")
    with pytest.raises(Conflict, match="still goes on"):
        export_run(colleague, going.number, tmp_path / "x.mltrack")
    going.finish()
    with pytest.raises(InvalidInput, match="cannot be written"):
        export_run(colleague, 1, tmp_path / "no" / "x.mltrack")
    assert not (tmp_path / "x.mltrack").exists()
    colleague.table("runs").update({"name": "a\nb"}, doc_ids=[1])
    with pytest.raises(
        InvalidInput, match=r"Run 1 cannot be handed over\. The name of the run has a line break"
    ):
        export_run(colleague, 1, tmp_path / "x.mltrack")


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(max_size=8).filter(str.isprintable),
)
names = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=6).filter(
    str.isprintable
)
points = st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), st.floats()), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    params=st.dictionaries(names, values, max_size=4), metrics=st.dictionaries(names, points, max_size=3),
    note=st.text(max_size=10), file=st.binary(max_size=50), by_file=st.booleans(),
)  # fmt: skip
def test_everything_is_equal_but_number_and_origin(tmp_path_factory, params, metrics, note, file, by_file):
    folder = tmp_path_factory.mktemp("exchange")
    with open_for_tracking(folder / "a" / ".mltrack") as there, open_for_tracking(folder / "b") as here:
        with start(there, "e", params=params, note=note, user="ann") as active:
            for name, series in metrics.items():
                for step, value in series:
                    active.log({name: value}, step=step)
            active.log_file(file, "file.bin")
        run = get_run(there, 1)
        source = folder / "run.mltrack" if by_file else there.path
        if by_file:
            export_run(there, 1, source)
        [taken] = import_runs(here, source)
        assert_same(there, run, here, taken.number)


def test_ten_thousand_points(colleague, store, tmp_path):
    run = full_run(colleague, points=10_000)
    export_run(colleague, 1, tmp_path / "run.mltrack")
    [taken] = import_runs(store, tmp_path / "run.mltrack")
    assert_same(colleague, run, store, taken.number)
    assert len(store.points.read(run.id, "loss").values) == 10_000
    assert len(children_of(store, run)) == 2


def test_two_imports_at_once_give_one_run(colleague, store, tmp_path):
    run = full_run(colleague, points=200)
    export_run(colleague, 1, tmp_path / "run.mltrack")
    found, start_together = [], threading.Barrier(2)

    def take(source):
        start_together.wait()
        found.extend(import_runs(store, source))

    threads = [
        threading.Thread(target=take, args=(one,)) for one in (tmp_path / "run.mltrack", colleague.path)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.already for one in found) == [False, True]
    assert {one.number for one in found} == {1}
    assert_same(colleague, run, store, 1)


def test_a_colleague_who_writes_meanwhile(colleague, store):
    stop, made = threading.Event(), []

    def work():
        while not stop.is_set():
            made.append(full_run(colleague, points=30, user="bob"))

    runs = [full_run(colleague, points=500) for _ in range(3)]
    thread = threading.Thread(target=work)
    thread.start()
    try:
        for _ in range(5):
            taken = import_runs(store, colleague.path)
    finally:
        stop.set()
        thread.join()
    assert len(taken) >= 3
    import_runs(store, colleague.path)
    assert list_runs(store).total == len(runs) + len(made)
    for run in (*runs, *made[-3:]):
        assert_same(colleague, run, store, run.id)


def test_a_store_that_cannot_be_written_gives_and_does_not_take(colleague, store, tmp_path):
    run = full_run(colleague)
    colleague.close()
    with read_only(colleague.path):
        [taken] = import_runs(store, colleague.path)
        here = open_for_tracking(colleague.path)
        export_run(here, 1, tmp_path / "run.mltrack")
        with pytest.raises(StoreReadOnly):
            import_runs(here, store.path)
        assert plain(get_run(here, 1)) == plain(run)
        assert_same(here, run, store, taken.number)
        here.close()


def test_a_store_that_is_only_read_is_not_changed(colleague, store):
    full_run(colleague)
    dead = start(colleague, "churn")
    colleague.table("runs").update(
        {"process": {"host": "gone", "pid": 1, "created": 0.0}}, Query().id == dead.id
    )
    before = state(colleague)
    assert len(import_runs(store, colleague.path)) == 1, "the one whose process is gone is left as it is"
    assert state(colleague) == before
    dead.finish()


def test_a_store_that_never_comes_to_rest_is_busy(colleague, store):
    full_run(colleague)
    with open_source(colleague.path) as source:

        def read():
            os.utime(colleague.path / "mltrack.db", ns=(0, next(times)))
            return "torn"

        times = iter(range(1, 1000))
        with pytest.raises(StoreBusy, match="all the time"):
            source.at_rest(read)
        assert source.at_rest(lambda: "whole") == "whole"


def test_a_disk_without_room_takes_nothing(colleague, tmp_path):
    with start(colleague, "churn") as run:
        run.log_file(os.urandom(3_000_000), "large.bin")
    export_run(colleague, 1, tmp_path / "run.mltrack")
    with small_disk(tmp_path / "small") as disk, open_for_tracking(disk / ".mltrack") as here:
        before = state(here)
        for source in (tmp_path / "run.mltrack", colleague.path):
            with pytest.raises(StoreFull):
                import_runs(here, source)
        assert state(here)[0] == before[0], "small files may be left that belong to no run"
        with pytest.raises(InvalidInput, match="cannot be written"):
            export_run(colleague, 1, disk / "run.mltrack")
        assert not list(disk.glob("*run*"))


def test_points_are_added_as_they_are(store):
    import numpy as np

    points = Points(np.arange(3), np.array([1.0, np.nan, 3.0]), np.array([5.0, 6.5, 7.25]))
    add_points(store, "r", {"loss": points, "none": Points(np.empty(0, int), np.empty(0), np.empty(0))})
    assert store.points.keys("r") == {"loss": 3}
    assert store.points.read("r", "loss").times.tolist() == [5.0, 6.5, 7.25]
