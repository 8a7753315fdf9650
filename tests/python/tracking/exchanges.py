"""A colleague with a store of their own, and what must be equal after a run went from there to here."""

import msgspec
import numpy as np

from jupyter_mltrack.records import CellCapture, CellSource, ChildRun, Source
from jupyter_mltrack.tracking import get_run, list_runs, start
from jupyter_mltrack.tracking.exchange.importing import ORIGIN

CHILDREN = [
    ChildRun("C=2", {"C": 2}, {"score": 0.9}, 0.5),
    ChildRun("C=1", {"C": 1}, {"score": float("nan")}),
]


def full_run(store, user="ann", points=5, **params):
    """Make a run that has everything: points, files, earlier cells, candidates, NaN."""
    run = start(
        store, "churn", "everything", params=params, tags={"stage": "test"}, note="a note", user=user,
        source=Source("notebook", "a.ipynb", "c", 3),
    )  # fmt: skip
    for step in range(points):
        run.log(loss=1 / (step + 1), step=step)
    run.log(odd=float("nan"), large=float("inf"))
    run.log_file(b"tp,fp\n1,2\n", "plots/confusion.csv")
    context = [CellSource(1, "x = 1")]
    run.finish(
        code="accuracy = 0.9",
        capture=CellCapture(
            metrics={"accuracy": 0.9},
            series=["loss", "odd", "large"],
            children=list(CHILDREN),
            context=context,
        ),
    )
    return get_run(store, run.id)


def children_of(store, run):
    """Give a run's candidates, whole."""
    return [get_run(store, row.id) for row in list_runs(store, parent=run.id).rows]


def plain(run):
    """Give all of a run but its number and origin, comparable: as text NaN is equal to NaN."""
    data = msgspec.to_builtins(run)
    data.pop("number")
    data["tags"].pop(ORIGIN, None)
    return repr(data)


def assert_same(there, run, here, imported):
    """Look whether a run here is the one there, with its candidates, points and files."""
    taken = get_run(here, imported)
    assert plain(taken) == plain(run)
    assert [plain(one) for one in children_of(here, taken)] == [plain(one) for one in children_of(there, run)]
    assert {one.number for one in children_of(here, taken)} <= {taken.number}
    assert here.points.keys(run.id) == there.points.keys(run.id)
    for key in there.points.keys(run.id):
        ours, theirs = here.points.read(run.id, key), there.points.read(run.id, key)
        assert np.array_equal(ours.steps, theirs.steps)
        assert np.array_equal(ours.values, theirs.values, equal_nan=True)
        assert np.abs(ours.times - theirs.times).max() < 2e-6
    for blob in (run.environment, run.source.code, run.source.context, *(one.blob for one in run.artifacts)):
        assert blob is None or here.blobs.read(blob) == there.blobs.read(blob)


def state(store):
    """Give what must be equal before and after something that was refused."""
    tables = {name: [dict(one) for one in store.table(name).all()] for name in sorted(store.db.tables())}
    files = sorted(str(path) for path in (store.path / "blobs").rglob("*") if path.is_file())
    return repr(tables), files
