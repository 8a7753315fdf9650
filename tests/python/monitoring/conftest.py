"""A feed and its store, anew for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from feed import Feed

from jupyter_mltrack.store import open_store


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[Feed]:
    """A folder with a store, and nothing in it."""
    store = open_store(tmp_path / ".mltrack", create=True)
    yield Feed(store, tmp_path)
    store.close()
