"""``mltrack verify``: does a saved model still predict what it predicted?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .shared import answer, command, opened

if TYPE_CHECKING:
    from ..records import Verification

_CODES = {"same": 0, "close": 0, "different": 1, "failed": 2}


def add_command(commands: Any) -> None:
    """Add ``verify`` to the command line."""
    verify = command(
        commands,
        "verify",
        run_verify,
        "load a saved model in its rebuilt environment and compare its predictions with the stored ones",
        epilog="Exit code: 0 same or close, 1 different, 2 could not be verified.",
    )
    verify.add_argument(
        "reference",
        metavar="RUN|MODEL",
        help="12, runs/12/clf, churn/3, churn@production, or churn for the newest",
    )
    where = verify.add_mutually_exclusive_group()
    where.add_argument("--here", action="store_true", help="in this environment, instead of making the run's")
    where.add_argument(
        "--in", dest="folder", metavar="DIR", help="in the environment that `mltrack env --create` made there"
    )
    verify.add_argument(
        "--trusted", action="store_true", help="load it also where that runs code of whoever saved it"
    )
    verify.add_argument(
        "--tolerance",
        type=float,
        metavar="T",
        help="largest relative difference that is still close (default: 1e-5)",
    )
    verify.add_argument(
        "--with",
        dest="tool",
        choices=("uv", "pip"),
        help="what makes the environment (default: uv where it is present)",
    )


def run_verify(chosen: argparse.Namespace) -> int:
    """Verify one model, or all of a run."""
    from ..models.verify import TOLERANCE, VerifyOptions
    from ..registry.verifying import verify_reference

    options = VerifyOptions(
        here=chosen.here,
        folder=Path(chosen.folder) if chosen.folder is not None else None,
        trusted=chosen.trusted,
        tolerance=TOLERANCE if chosen.tolerance is None else chosen.tolerance,
        tool=chosen.tool,
    )
    found = verify_reference(opened(chosen), chosen.reference, options, _progress)
    answer(chosen, found, [_line(one) for one in found])
    return max(_CODES[one.verdict] for one in found)


def _line(one: Verification) -> str:
    place = "in this environment" if one.where == "here" else "in a rebuilt environment"
    return f"{one.model}: {one.verdict}, {one.reason} (Python {one.python or '?'}, {place}, {one.duration:.0f} s)"


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
