"""Candidates of searches: runs within a run, listed, compared and read as runs, and left as the search made them."""

import math

import pytest
from disks import read_only

from jupyter_mltrack.errors import InvalidInput, NotFound
from jupyter_mltrack.records import CellCapture, ChildRun, RunEdit, Source
from jupyter_mltrack.tracking import (
    cell_line,
    compare,
    delete_runs,
    edit_run,
    get_run,
    list_columns,
    list_runs,
    read_series,
    restore_runs,
    run_details,
    start,
)
from jupyter_mltrack.tracking.api import open_for_tracking
from jupyter_mltrack.tracking.data_changes import data_changes
from jupyter_mltrack.tracking.finish import Ending, write

CHILDREN = [
    ChildRun("C=2", {"C": 2, "kernel": "rbf"}, {"mean_test_score": 0.9}, 0.5),
    ChildRun("C=1", {"C": 1, "kernel": "linear"}, {"mean_test_score": 0.8}),
    ChildRun("C=-1", {"C": -1}, {"mean_test_score": math.nan}),
]


def searched(store, children=CHILDREN, **fields):
    run = start(store, "churn", "grid", source=Source("notebook", "a.ipynb", "c"))
    run.finish(capture=CellCapture(metrics={"accuracy": 0.9}, children=list(children), **fields))
    return run


def rows_of(store, run, **how):
    return list_runs(store, parent=run.id, columns=["params.C", "metrics.mean_test_score"], **how).rows


def test_they_are_listed_below_their_run_and_nowhere_else(store):
    run = searched(store)
    page = list_runs(store)
    assert [(row.name, row.children) for row in page.rows] == [("grid", 3)]
    assert [row.name for row in rows_of(store, run)] == ["C=2", "C=1", "C=-1"], "the best first"
    assert [row.name for row in rows_of(store, run, sort="params.C")] == ["C=-1", "C=1", "C=2"]
    assert [row.name for row in rows_of(store, run, sort="-metrics.mean_test_score")] == [
        "C=2",
        "C=1",
        "C=-1",
    ]
    assert [row.name for row in rows_of(store, run, filter="mean_test_score > 0.85")] == ["C=2"]
    assert [row.name for row in rows_of(store, run, filter='kernel == "linear"')] == ["C=1"]
    assert [row.name for row in rows_of(store, run, limit=1, offset=1)] == ["C=1"]
    assert rows_of(store, run)[0].values == {"params.C": 2, "metrics.mean_test_score": 0.9}
    assert list_runs(store, parent=str(run.number)).total == 3
    assert not any(column.name == "C" for column in list_columns(store))
    with pytest.raises(NotFound):
        list_runs(store, parent="99")


def test_an_ending_that_is_written_again_does_not_double_them(store):
    run = searched(store)
    first = [row.id for row in rows_of(store, run)]
    ending = Ending("finished", run.started + 1, CellCapture(children=list(CHILDREN)))
    for _ in range(2):
        write(store, run.id, store.points.writer(run.id), ending)
    assert [row.id for row in rows_of(store, run)] == first and len(first) == 3
    assert get_run(store, run.id).children == 3


def test_a_candidate_is_a_run_to_read(store):
    run = searched(store)
    child = rows_of(store, run)[0]
    details = run_details(store, child.id)
    assert (details.parent, details.previous, details.run.place) == (run.number, None, 1)
    assert (details.run.duration, details.run.experiment, details.run.params["C"]) == (0.5, "churn", 2)
    line = cell_line(store, child.id)
    assert line.previous is None and line.rank is None and line.changes == [] and line.repeats is None
    assert read_series(store, [child.id]) == []
    again = searched(store)
    assert run_details(store, rows_of(store, again)[0].id).previous is None


def test_candidates_are_compared_with_each_other_and_with_runs(store):
    run = searched(store)
    best, second, failed = rows_of(store, run)
    found = compare(store, [best.id, second.id])
    assert found.sentence.startswith("C 2 → 1 and kernel rbf → linear; mean_test_score -0.1")
    assert "C is gone" in compare(store, [best.id, run.id]).sentence
    for ids in ([best.id, second.id, failed.id], [run.id, best.id, second.id]):
        assert "best" not in compare(store, ids).sentence or "of run 1" in compare(store, ids).sentence


def test_candidates_cannot_be_changed_and_the_answer_says_so(store):
    run = searched(store)
    child = rows_of(store, run)[0].id
    for change in (
        lambda: edit_run(store, child, RunEdit(name="x")),
        lambda: delete_runs(store, [child]),
        lambda: delete_runs(store, [run.id, child]),
        lambda: restore_runs(store, [child]),
    ):
        with pytest.raises(InvalidInput, match="candidate within run 1"):
            change()
    assert get_run(store, run.id).deleted is None, "none was moved"
    delete_runs(store, [run.id])
    assert len(rows_of(store, run)) == 3, "they are where their run is"
    assert list_runs(store).total == 0
    with pytest.raises(NotFound):
        get_run(store, child[:8])


def test_the_thousandth_candidate(store):
    run = searched(store, [ChildRun(f"k={at}", {"k": at}, {"s": at / 7}) for at in range(1_000)])
    assert list_runs(store, parent=run.id, limit=10, offset=990).total == 1_000
    assert get_run(store, run.id).children == 1_000


def test_a_run_of_an_older_version_opens_everywhere(store, tmp_path):
    for lr in (0.1, 0.2):
        run = start(store, "churn", params={"lr": lr}, source=Source("notebook", "a.ipynb", "c"))
        run.log(loss=lr)
        run.finish()

        def forget(document):
            for name in ("data", "models", "inputs", "parent", "place", "children", "artifacts", "captured"):
                document.pop(name, None)

        from tinydb import Query

        store.table("runs").update(forget, Query().id == run.id)
    details = run_details(store, 1)
    assert (details.run.data, details.run.models, details.output, details.parent) == ([], [], None, None)
    assert compare(store, [1, 2]).sentence == "lr 0.1 → 0.2; loss +0.1, worse."
    line = cell_line(store, 2)
    assert line.changes == ["lr 0.1 → 0.2"] and line.repeats is None
    assert [row.children for row in list_runs(store).rows] == [0, 0]
    assert list_runs(store, parent="1").total == 0
    assert data_changes(get_run(store, 1), get_run(store, 2)) == []
    store.close()
    with read_only(store.path):
        opened = open_for_tracking(store.path)
        assert run_details(opened, 2).run.params == {"lr": 0.2}
        assert list_runs(opened, parent="1").total == 0
        with pytest.raises(NotFound):
            get_run(opened, "0" * 32)
        opened.close()
