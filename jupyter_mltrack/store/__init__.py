"""The store: TinyDB's interface over SQLite, with queries answered from an index, a change feed, points, files."""

from tinydb import Query, where
from tinydb.table import Document

from .blobs import BlobRef, Blobs
from .changes import Change, Changes
from .columns import Points, PointsSummary
from .documents import DocumentTable, PathCount
from .sorting import Sort
from .spool import Put, Spool
from .store import Store, find_store, open_store

__all__ = [
    "BlobRef",
    "Blobs",
    "Change",
    "Changes",
    "Document",
    "DocumentTable",
    "PathCount",
    "Points",
    "PointsSummary",
    "Put",
    "Query",
    "Sort",
    "Spool",
    "Store",
    "find_store",
    "open_store",
    "where",
]
