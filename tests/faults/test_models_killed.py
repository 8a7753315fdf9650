"""A process that is killed with signal 9 while it saves models: every one that ``log_model`` gave is there."""

import random
import time

import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.store import open_store
from jupyter_mltrack.tracking.model_notes import noted_models
from jupyter_mltrack.tracking.query import list_runs
from jupyter_mltrack.tracking.saved_models import load_from_run
from jupyter_mltrack.tracking.settle import settle

LOOP = """
from sklearn.linear_model import LogisticRegression
from jupyter_mltrack.tracking.start import start

run, number = start(store, "killed"), 0
run.log_model(LogisticRegression().fit([[0.0], [1.0]], [0, 1]), "first")
while True:
    model = LogisticRegression(C=1.0 + number).fit([[0.0], [1.0]], [0, 1])
    assert run.log_model(model, f"m{number}") is not None, run.notices
    acknowledge(number)
    number += 1
"""


@pytest.mark.parametrize("round", range(3))
def test_every_acknowledged_model_is_there(child, path, round):
    writer = child(LOOP)
    acknowledged = writer.lines(5)
    time.sleep(random.Random(round).uniform(0, 0.1))
    acknowledged += writer.kill()
    with open_store(path) as store:
        waiting = len(noted_models(store))
        settle(store)
        assert noted_models(store) == []
        (row,) = list_runs(store).rows
        assert row.status == "lost"
        for number in acknowledged:
            assert 1.0 + int(number) == load_from_run(store, row.id, f"m{number}").C, (
                f"{waiting} were waiting"
            )


def test_another_process_asks_first(child, path):
    writer = child(LOOP)
    last = [*writer.lines(3), *writer.kill()][-1]
    assert 1.0 + int(last) == mltrack.load_model(f"runs/1/m{last}", store=path).C
