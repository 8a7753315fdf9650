"""``mltrack demo``: the quickstart, from an empty folder to JupyterLab with runs in the panel."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..store import Store

_MOST_RUNS = 1000


def add_command(commands: Any) -> None:
    """Add ``demo`` to the command line."""
    command = commands.add_parser(
        "demo",
        help="run the quickstart notebook and open it in JupyterLab",
        description="Copy the quickstart notebook into a folder, execute it, show its runs, and open it in JupyterLab.",
    )
    command.add_argument(
        "--folder", type=Path, default=Path("mltrack-demo"), help="where it all goes (default: %(default)s)"
    )
    command.add_argument("--no-lab", action="store_true", help="stop after the table of runs")
    command.add_argument("--no-browser", action="store_true", help="start JupyterLab, but open no page")
    command.add_argument("--port", type=int, help="port of JupyterLab (default: a free one from 8888 on)")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Run the demo.

    Raises
    ------
    MLTrackError
        When the folder, the kernel or the port cannot be used.
    """
    from ..tracking.api import current_store
    from .lab import check_port, start_lab
    from .quickstart import copy_notebook, execute

    if chosen.port is not None and not chosen.no_lab:
        check_port(chosen.port)
    folder = chosen.folder.absolute()
    notebook, changed = copy_notebook(folder)
    if changed:
        print(
            f"{chosen.folder / notebook.name} has your changes: it is executed as it is, and not written to."
        )
    path = folder / ".mltrack"
    store = current_store(path)
    before = _newest(store)
    print(f"Executing {chosen.folder / notebook.name} ...", flush=True)
    execute(notebook, path, keep=changed)
    _show(store, before)
    if chosen.no_lab:
        print(f"\nTo go on, open it in JupyterLab: jupyter lab {chosen.folder / notebook.name}")
        return 0
    print("\nJupyterLab starts; stop it with Ctrl+C.", flush=True)
    return start_lab(notebook, path, chosen.port, browser=not chosen.no_browser)


def _newest(store: Store) -> int:
    from ..tracking import list_runs

    rows = list_runs(store, limit=1).rows
    return rows[0].number if rows else 0


def _show(store: Store, before: int) -> None:
    """Print the runs with numbers above ``before``, a table an experiment, in the order in which they were made."""
    from ..tracking.table import runs_table
    from .listing import listing

    made = [run for run in runs_table(store, limit=_MOST_RUNS) if run.number > before][::-1]
    if not made:
        print("The notebook made no run: put %%track on a cell.")
    for experiment in dict.fromkeys(run.experiment for run in made):
        print()
        for line in listing(store, [run for run in made if run.experiment == experiment]):
            print(line)
