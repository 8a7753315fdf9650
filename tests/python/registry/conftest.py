"""People, and a model with versions."""

import pytest
from scene import ALICE, finished_run

from jupyter_mltrack.registry import register


@pytest.fixture
def churn(store):
    """A store with four runs that are the versions 1 to 4 of ``churn``."""
    for place in range(4):
        register(
            store, finished_run(store, accuracy=0.9 + place / 100, lr=0.1 / (place + 1)), "churn", by=ALICE
        )
    return store
