"""``mltrack drift``: two tables compared."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .shared import answer


def add_command(commands: Any) -> None:
    """Add the command to the command line."""
    added = commands.add_parser(
        "drift", help="compare a table with a reference", description="Compare a table with a reference."
    )
    added.add_argument("reference", metavar="REFERENCE", help="CSV, Parquet or JSON lines")
    added.add_argument("current", metavar="CURRENT", help="the same")
    added.add_argument(
        "--rate", type=float, metavar="SHARE", help="of undrifted tables that may be called drifted"
    )
    added.add_argument("--html", metavar="FILE", help="write a page that stands alone")
    added.add_argument("--fail", action="store_true", help="end with 1 where there is drift, or no telling")
    added.add_argument("--json", action="store_true", help="print JSON")
    added.set_defaults(run=run_drift)


def run_drift(chosen: argparse.Namespace) -> int:
    """Compare."""
    from ..drift.api import drift

    found = drift(Path(chosen.reference), Path(chosen.current), rate=chosen.rate)
    if chosen.html is not None:
        Path(chosen.html).write_text(found.to_html(), encoding="utf-8")
    answer(chosen, found.report, found.sentences)
    return int(chosen.fail and found.status != "no drift")
