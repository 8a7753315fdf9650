"""Runs handed over: a run as one file, and runs of a file or of another store taken in."""

from .archive import export_pieces, export_run
from .importing import import_runs
from .sources import open_source

__all__ = ["export_pieces", "export_run", "import_runs", "open_source"]
