"""Fixtures of the store's tests."""

import pytest
from hypothesis import HealthCheck, settings

from jupyter_mltrack.store import open_store

settings.register_profile(
    "store",
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("store")


@pytest.fixture
def store(tmp_path):
    """An open store that nobody follows."""
    with open_store(tmp_path / ".mltrack") as opened:
        yield opened
