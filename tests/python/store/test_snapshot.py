"""Reading several things as of one moment, and looking for damage."""

import pytest

from jupyter_mltrack.errors import Conflict, StoreCorrupt
from jupyter_mltrack.store import open_store
from jupyter_mltrack.store.schema import FILE


def test_what_is_read_in_a_snapshot_is_of_one_moment(store):
    other = open_store(store.path)
    store.table("a").insert({"x": 1})
    with store.snapshot():
        assert len(store.table("a")) == 1
        other.table("a").insert({"x": 2})
        assert len(store.table("a")) == 1
        with pytest.raises(Conflict, match="after it"):
            store.table("a").insert({"x": 3})
    assert len(store.table("a")) == 2
    other.close()


def test_a_whole_store_has_nothing_to_complain_of_and_a_damaged_one_has(store):
    store.table("a").insert_multiple({"x": place, "text": "y" * 500} for place in range(500))
    assert store.check() == []
    path = store.path
    store.close()
    whole = (path / FILE).read_bytes()
    place = len(whole) * 2 // 3 // 4096 * 4096
    (path / FILE).write_bytes(whole[:place] + b"\xff" * 4096 + whole[place + 4096 :])
    damaged = open_store(path)
    try:
        found = damaged.check()
    except StoreCorrupt as error:  # so badly that SQLite cannot even look
        found = [error.message]
    assert found
    damaged.close()
