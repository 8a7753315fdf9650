"""``mltrack export`` and ``mltrack import``: runs and models as files, and those of a colleague taken in."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .shared import answer, command, me

if TYPE_CHECKING:
    from ..records.exchange import ImportedRun


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    export = command(commands, "export", run_export, "write a run or a model version as one file")
    export.add_argument("what", metavar="RUN|MODEL/VERSION", help="12, churn/3, churn@production")
    export.add_argument(
        "-o", "--output", metavar="FILE", help="the file (default: run-12.mltrack, churn-3.mltrack)"
    )
    export.add_argument(
        "--with-run", action="store_true", help="with a version goes the run that it comes from"
    )

    taken = command(
        commands, "import", run_import, "take runs or a model in from a file or a colleague's store"
    )
    taken.add_argument(
        "source", metavar="SOURCE", help="a file, a .mltrack folder, or a folder that holds one"
    )
    taken.add_argument(
        "--runs", metavar="FILTER|NUMBERS", help="of a folder: only these runs, as 3,5 or 'accuracy > 0.9'"
    )
    taken.add_argument(
        "--model",
        metavar="NAME",
        help="take a model version in: of a folder churn/3; of a file, its name here",
    )
    taken.add_argument("--as", dest="name", metavar="NAME", help="the model's name here")


def run_export(chosen: argparse.Namespace) -> int:
    """Write a file."""
    from ..registry.exchange_api import export

    found = export(chosen.what, chosen.output, with_run=chosen.with_run, store=chosen.store)
    return answer(chosen, found, [f"{found.what} is in {found.path} ({found.size:,} bytes)"])


def run_import(chosen: argparse.Namespace) -> int:
    """Take runs or a version in."""
    from ..errors import InvalidInput
    from ..registry.exchange import take_version
    from ..tracking.api import current_store
    from ..tracking.exchange.importing import take_runs
    from ..tracking.exchange.sources import FileSource, open_source

    with open_source(chosen.source) as source:
        store = current_store(chosen.store)
        of_file = isinstance(source, FileSource)
        # A file says by itself what is in it.
        of_model = (
            source.archive.manifest.model is not None if isinstance(source, FileSource) else chosen.model
        )
        if not of_model:
            if chosen.name or chosen.model:
                raise InvalidInput("No model is taken in here: leave --model and --as out.")
            runs = take_runs(store, source, chosen.runs or "")
            return answer(chosen, runs, [_run(run) for run in runs] or ["No run matches."])
        if chosen.runs is not None:
            raise InvalidInput("--runs and a model do not go together: take them in by two commands.")
        reference, name = (None, chosen.name or chosen.model) if of_file else (chosen.model, chosen.name)
        version = take_version(store, source, reference, name, by=me())
    said = f"{version.model}/{version.version}"
    lines = [f"already here as {said}" if version.already else f"{said} is {version.origin}"]
    return answer(chosen, version, [*lines, *([_run(version.run)] if version.run else [])])


def _run(run: ImportedRun) -> str:
    if run.already:
        where = ", in the trash" if run.in_trash else ""
        return f"already here as run {run.number} ({run.name}){where}"
    return f"run {run.number} ({run.name}) is {run.origin}"
