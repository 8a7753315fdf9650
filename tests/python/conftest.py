"""Fixtures that several rooms share."""

import pytest


@pytest.fixture
def store(tmp_path):
    """An open store of its own, followed as tracking follows it."""
    from jupyter_mltrack.tracking.api import open_for_tracking

    opened = open_for_tracking(tmp_path / ".mltrack")
    yield opened
    opened.close()
