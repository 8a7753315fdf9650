"""Counting transactions where SQLite writes them down: in the frames of its write-ahead log."""

import struct


def commits(store):
    """Give how many transactions the store's write-ahead log holds, whoever committed them."""
    log = (store.path / "mltrack.db-wal").read_bytes()
    page, salts = struct.unpack_from(">I", log, 8)[0], log[16:24]
    count = 0
    for at in range(32, len(log) - page - 23, 24 + page):
        pages_after_commit = struct.unpack_from(">I", log, at + 4)[0]
        if log[at + 8 : at + 16] != salts:  # what is left of an older log
            break
        count += pages_after_commit != 0
    return count
